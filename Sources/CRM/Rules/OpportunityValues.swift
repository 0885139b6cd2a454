/// Values derived from an amount: weighted by probability, converted to the base currency.
public enum OpportunityValues {
    /// Value times probability, rounded to four digits.
    ///
    /// - Parameters:
    ///   - value: money, scale 4.
    ///   - probability: percent, scale 2.
    /// - Returns: money, scale 4.
    public static func weighted(_ value: Int64, probability: Int64) -> Int64 {
        Int64(clamping: ExactArithmetic.divide(Int128(value) * Int128(probability), by: 10_000))
    }

    /// An amount in the base currency, rounded to four digits.
    ///
    /// - Parameters:
    ///   - value: money, scale 4.
    ///   - rate: what one unit is worth in the base currency, scale 8.
    ///   - field: the field named when the result is out of range.
    /// - Returns: money in the base currency, scale 4.
    /// - Throws: `money.out-of-range`.
    public static func base(_ value: Int64, rate: Int64, field: String = "BaseValue") throws(RuleViolation) -> Int64 {
        let result = ExactArithmetic.divide(Int128(value) * Int128(rate), by: 100_000_000)
        return try ExactArithmetic.money(result, field: field)
    }
}
