import EntityModel

extension CRMModel {
    /// Prices that differ from the product's own.
    static let productPrices = EntityType(
        "ProductPrice",
        set: "ProductPrices",
        traits: [.record],
        access: .products,
        rows: .part(of: "ProductId"),
        about: "Prices of a product by currency, quantity and time."
    ) {
        Field.reference("ProductId", to: "Products", onDelete: .cascade).required().fixedAfterCreate().indexed()
        Field.choice("CurrencyCode", list: "Currencies").required()
        Field.money("UnitPrice").required()
        Field.quantity("MinQuantity").defaults(to: 1)
        Field.date("ValidFrom")
        Field.date("ValidTo")
    }
}
