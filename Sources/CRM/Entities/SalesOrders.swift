import EntityModel

extension CRMModel {
    /// What companies have ordered.
    static let salesOrders = EntityType(
        "SalesOrder",
        set: "SalesOrders",
        traits: [.owned(label: "Sales person"), .totals, .delivery, .custom, .record],
        toMany: [ToMany("SalesOrderLines", by: "SalesOrderId")],
        group: .facts,
        access: .quotesAndOrders,
        nameField: "OrderNumber",
        about: "What companies have ordered."
    ) {
        Field.string("OrderNumber", 20).computed().unique().searched()
        Field.reference("QuoteId", to: "Quotes").indexed()
        Field.reference("OpportunityId", to: "Opportunities").indexed()
        Field.reference("CompanyId", to: "Companies", onDelete: .refuse).required().indexed()
        Field.reference("DivisionId", to: "Divisions", onDelete: .defaultSite).labelled("Site")
        Field.reference("ContactId", to: "Contacts")
        Field.choice("StatusCode", list: "OrderStatuses").required().defaults(to: "Draft").indexed()
        Field.date("OrderDate").required().defaults(to: .today).indexed().onCalendar()
        Field.date("DueDate").onCalendar()
        Field.timestamp("ConfirmedAt").computed()
        Field.date("ShippedDate")
        Field.date("InvoicedDate")
        Field.string("InvoiceReference", 60).searched()
        Field.string("TrackingReference", 200)
        Field.string("CancelDetail", 400)
        Field.string("CustomerReference", 60).searched()
        Field.int32("PaymentTermsDays").within(NumericRange(minimum: 0))
        Field.text("Terms", 8000)
    }
}
