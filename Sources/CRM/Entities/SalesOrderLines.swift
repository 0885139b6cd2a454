import EntityModel

extension CRMModel {
    /// The lines of a sales order.
    static let salesOrderLines = EntityType(
        "SalesOrderLine",
        set: "SalesOrderLines",
        traits: [.line, .record],
        group: .facts,
        access: .quotesAndOrders,
        rows: .part(of: "SalesOrderId"),
        nameField: "Description",
        about: "The lines of a sales order, with the facts of its header for reports."
    ) {
        Field.reference("SalesOrderId", to: "SalesOrders", onDelete: .cascade).required().fixedAfterCreate().indexed()
        HeaderFacts.fields(header: "SalesOrderId", dateField: "OrderDate", statusList: "OrderStatuses")
        Field.reference("QuoteLineId", to: "QuoteLines").computed()
        Field.quantity("QuantityShipped").defaults(to: 0).within(NumericRange(minimum: 0))
    }
}
