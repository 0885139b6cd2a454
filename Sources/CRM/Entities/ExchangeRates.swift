import EntityModel

extension CRMModel {
    /// What a unit of a currency is worth in the base currency.
    static let exchangeRates = EntityType(
        "ExchangeRate",
        set: "ExchangeRates",
        traits: [.record],
        indexes: [EntityIndex(["CurrencyCode", "RateDate"], unique: true)],
        access: .organisation,
        about: "What a unit of a currency is worth in the base currency, day by day."
    ) {
        Field.choice("CurrencyCode", list: "Currencies").required()
        Field.date("RateDate").required()
        Field.rate("RateToBase").required().within(NumericRange(minimum: 0, isMinimumExcluded: true))
            .about("One unit is worth so many of the base currency.")
        Field.fixed("Source", 10, ["Manual", "Import", "Api"])
    }
}
