import EntityModel

extension CRMModel {
    /// Words people put on records.
    static let tags = EntityType(
        "Tag",
        set: "Tags",
        traits: [.record],
        group: .small,
        access: .organisation,
        about: "Words people put on records."
    ) {
        Field.string("Name", 60).required().unique().indexed(.folded)
        Field.string("ColorToken", 20).labelled("Colour")
    }
}
