import EntityModel

extension CRMModel {
    /// What we sell.
    static let products = EntityType(
        "Product",
        set: "Products",
        traits: [.tags, .merge, .custom, .record],
        toMany: [ToMany("ProductPrices", by: "ProductId")],
        access: .products,
        about: "What we sell."
    ) {
        Field.string("ProductCode", 60).required().unique().searched()
        Field.string("Name", 200).required().searched().indexed(.folded)
        Field.text("Description", 4000)
        Field.reference("ProductCategoryId", to: "ProductCategories", onDelete: .clear).indexed()
        Field.money("UnitPrice").required().defaults(to: 0)
        Field.money("CostPrice").confidential()
        Field.choice("CurrencyCode", list: "Currencies").required().defaults(to: .baseCurrency)
        Field.choice("UnitCode", list: "Units").defaults(to: "Each")
        Field.choice("TaxCode", list: "TaxCodes")
        Field.string("Sku", 60).searched().indexed()
        Field.string("Barcode", 40).searched().indexed()
        Field.string("Manufacturer", 120)
        Field.bool("IsSellable").defaults(to: true)
        Field.bool("IsObsolete")
    }
}
