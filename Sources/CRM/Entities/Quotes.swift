import EntityModel

extension CRMModel {
    /// Offers to a company.
    static let quotes = EntityType(
        "Quote",
        set: "Quotes",
        traits: [.owned(label: "Sales person"), .totals, .delivery, .tags, .custom, .record],
        indexes: [EntityIndex(["QuoteNumber", "Revision"], unique: true)],
        toMany: [ToMany("QuoteLines", by: "QuoteId")],
        group: .facts,
        access: .quotesAndOrders,
        nameField: "QuoteNumber",
        about: "Offers to a company, in revisions."
    ) {
        Field.string("QuoteNumber", 20).computed().searched().indexed()
        Field.int32("Revision").computed().defaults(to: 1)
        Field.reference("PreviousQuoteId", to: "Quotes").computed()
        Field.string("Description", 200).searched()
        Field.reference("OpportunityId", to: "Opportunities").indexed()
        Field.reference("CompanyId", to: "Companies", onDelete: .refuseDelete).required().indexed()
        Field.reference("DivisionId", to: "Divisions", onDelete: .defaultSite).labelled("Site")
        Field.reference("ContactId", to: "Contacts")
        Field.choice("StatusCode", list: "QuoteStatuses").required().defaults(to: "Draft").indexed()
        Field.date("QuoteDate").required().defaults(to: .today).indexed().onCalendar()
        Field.date("ExpiryDate").defaults(to: .daysFromToday(30))
        Field.timestamp("SentAt").computed()
        Field.date("AcceptedDate").computed()
        Field.string("RejectedDetail", 400)
        Field.string("CustomerReference", 60).searched()
        Field.int32("PaymentTermsDays").within(NumericRange(minimum: 0))
        Field.text("IntroText", 4000)
        Field.text("Terms", 8000)
        Field.reference("SalesOrderId", to: "SalesOrders").computed()
    }
}
