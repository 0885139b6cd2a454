import CRM
import Testing

@Suite struct ExactArithmeticTests {
    static let roundings: [(money: Int64, digits: Int, result: Int64)] = [
        (12_345, 2, 12_300), (12_350, 2, 12_400), (-12_350, 2, -12_400), (12_349, 2, 12_300), (-12_349, 2, -12_300),
        (5000, 0, 10_000), (4999, 0, 0), (-5000, 0, -10_000), (12_345, 4, 12_345), (12_345, 3, 12_350), (0, 2, 0),
    ]

    @Test("amounts are rounded half away from zero to the minor digits", arguments: roundings)
    func rounding(row: (money: Int64, digits: Int, result: Int64)) {
        #expect(ExactArithmetic.round(row.money, minorDigits: row.digits) == row.result)
    }

    static let weights: [(value: Int64, probability: Int64, result: Int64)] = [
        (1_000_000, 2500, 250_000), (1, 5000, 1), (1, 4999, 0), (-1, 5000, -1), (10_000, 3333, 3333),
        (8_999_999_999_999_999_999, 10_000, 8_999_999_999_999_999_999),
        (8_999_999_999_999_999_999, 7500, 6_750_000_000_000_000_000 - 1),
    ]

    @Test("the weighted value is value times probability, rounded to four digits", arguments: weights)
    func weighted(row: (value: Int64, probability: Int64, result: Int64)) {
        #expect(OpportunityValues.weighted(row.value, probability: row.probability) == row.result)
    }

    @Test("an amount in the base currency is rounded to four digits and must stay in range")
    func base() throws {
        #expect(try OpportunityValues.base(1_000_000, rate: 86_123_456) == 861_235)
        #expect(try OpportunityValues.base(-5, rate: 10_000_000) == -1)
        #expect(throws: RuleViolation.moneyOutOfRange(field: "BaseValue")) {
            try OpportunityValues.base(9_000_000_000_000_000_000, rate: 100_000_001)
        }
    }

    static let decimals: [(text: String, scale: Int, description: String?)] = [
        ("12.5", 4, "12.5000"), ("-0.00005", 4, "-0.0001"), ("0.00004", 4, "0.0000"), (".5", 0, "1"), ("7.", 2, "7.00"),
        ("+3", 2, "3.00"), ("899999999999999.9999", 4, "899999999999999.9999"), ("-0.5", 4, "-0.5000"),
        ("", 2, nil), (".", 2, nil), ("-", 2, nil), ("1e3", 2, nil), ("1,5", 2, nil), ("1.2.3", 2, nil),
        ("1.2x", 1, nil),
        ("99999999999999999999", 4, nil), ("0.99999", 4, "1.0000"),
    ]

    @Test("a decimal is read exactly and rounded to its scale", arguments: decimals)
    func reading(row: (text: String, scale: Int, description: String?)) {
        #expect(ScaledDecimal(row.text, scale: row.scale)?.description == row.description)
    }

    @Test("a decimal changes its scale exactly or not at all")
    func rescaling() {
        #expect(ScaledDecimal(digits: 125, scale: 1).rescaled(to: 4)?.digits == 125_000)
        #expect(ScaledDecimal(digits: -125, scale: 1).rescaled(to: 0)?.digits == -13)
        #expect(ScaledDecimal(digits: .max, scale: 0).rescaled(to: 1) == nil)
    }
}
