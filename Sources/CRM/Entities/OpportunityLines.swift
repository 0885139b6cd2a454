import EntityModel

extension CRMModel {
    /// What an opportunity is about, product by product.
    static let opportunityLines = EntityType(
        "OpportunityLine",
        set: "OpportunityLines",
        traits: [.line, .record],
        group: .facts,
        access: .opportunities,
        rows: .part(of: "OpportunityId"),
        nameField: "Description",
        about: "What an opportunity is about, product by product."
    ) {
        Field.reference("OpportunityId", to: "Opportunities", onDelete: .cascade).required().fixedAfterCreate()
            .indexed()
    }
}
