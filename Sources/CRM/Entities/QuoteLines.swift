import EntityModel

extension CRMModel {
    /// The lines of a quote.
    static let quoteLines = EntityType(
        "QuoteLine",
        set: "QuoteLines",
        traits: [.line, .record],
        group: .facts,
        access: .quotesAndOrders,
        rows: .part(of: "QuoteId"),
        nameField: "Description",
        about: "The lines of a quote, with the facts of its header for reports."
    ) {
        Field.reference("QuoteId", to: "Quotes", onDelete: .cascade).required().fixedAfterCreate().indexed()
        HeaderFacts.fields(header: "QuoteId", dateField: "QuoteDate", statusList: "QuoteStatuses")
        Field.fixed("LineKind", 8, ["Item", "Text"]).required().defaults(to: "Item")
        Field.bool("IsOptional").about("Shown, but not added up.")
    }
}

/// The facts of a document's header that its lines repeat, so that a star schema needs no second hop.
enum HeaderFacts {
    static func fields(header: String, dateField: String, statusList: String) -> [Field] {
        [
            .virtual(dateField, .date, .through(path: [header], field: dateField)),
            .virtual("CompanyId", .reference(set: "Companies"), .through(path: [header], field: "CompanyId")),
            .through("CompanyName", 200, path: [header, "CompanyId"], field: "Name"),
            .virtual("OwnerId", .reference(set: "Users"), .through(path: [header], field: "OwnerId"))
                .labelled("Sales person"),
            .through("OwnerName", 170, path: [header, "OwnerId"], field: "FullName"),
            .virtual("StatusCode", .code(list: statusList), .through(path: [header], field: "StatusCode")),
        ]
    }
}
