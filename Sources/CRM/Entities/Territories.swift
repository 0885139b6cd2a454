import EntityModel

extension CRMModel {
    /// Areas, in a tree.
    static let territories = EntityType(
        "Territory",
        set: "Territories",
        traits: [.record],
        access: .organisation,
        about: "Areas, in a tree."
    ) {
        Field.string("Code", 20).required().unique()
        Field.string("Name", 120).required()
        Field.reference("ParentTerritoryId", to: "Territories")
        Field.reference("ManagerUserId", to: "Users", onDelete: .never).labelled("Manager")
    }
}
