import EntityModel

extension CRMModel {
    /// Which record bears which tag.
    static let tagAssignments = EntityType(
        "TagAssignment",
        set: "TagAssignments",
        traits: [.parents(.cascadeDroppingDoubles), .record],
        group: .small,
        access: .parent,
        rows: .anyParent(EntityTrait.parentReferences.map(\.field) + ["ProductId"]),
        about: "Which record bears which tag; each row has exactly one parent."
    ) {
        Field.reference("TagId", to: "Tags", onDelete: .cascade).required().fixedAfterCreate().indexed()
        Field.reference("ProductId", to: "Products", onDelete: .cascadeDroppingDoubles)
    }
}
