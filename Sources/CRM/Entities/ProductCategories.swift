import EntityModel

extension CRMModel {
    /// The tree products are sorted into.
    static let productCategories = EntityType(
        "ProductCategory",
        set: "ProductCategories",
        traits: [.record],
        access: .products,
        about: "The tree products are sorted into."
    ) {
        Field.string("Name", 120).required()
        Field.reference("ParentCategoryId", to: "ProductCategories")
        Field.string("Path", 400).computed().indexed().about("Ids from the root, as /1/4/9/.")
        Field.int32("Sequence")
    }
}
