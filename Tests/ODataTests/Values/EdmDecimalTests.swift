import Testing

@testable import OData

@Suite struct EdmDecimalTests {
    @Test(
        "texts are read exactly",
        arguments: [
            ("0", "0"), ("1.50", "1.50"), ("-0.05", "-0.05"), ("+7", "7"), ("12e2", "1200"), ("1.5e-3", "0.0015"),
            ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
            ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
        ]
    )
    func reading(_ text: String, _ printed: String) {
        #expect(EdmDecimal(text)?.description == printed)
    }

    @Test(
        "what is no decimal of 38 digits is refused",
        arguments: ["", "-", ".5", "5.", "1e", "1x", "999999999999999999999999999999999999999", "1e38", "1e-39", "INF"]
    )
    func refused(_ text: String) {
        #expect(EdmDecimal(text) == nil)
    }

    @Test("equality and order go by the value")
    func comparison() throws {
        let values = try ["-2", "-1.5", "-0.01", "0", "0.1", "1", "1.25", "99999999999999999999"].map { text in
            try #require(EdmDecimal(text))
        }
        #expect(values.reversed().sorted() == values)
        for (left, right) in zip(values, values.dropFirst()) { #expect(left < right) }
        #expect(EdmDecimal("1.5") == EdmDecimal("1.50"))
        #expect(EdmDecimal("1.5")?.hashValue == EdmDecimal("1.50")?.hashValue)
        #expect(EdmDecimal("1.5") != EdmDecimal("1.51"))
    }

    @Test("whole values convert to integers, others do not")
    func conversion() {
        #expect(EdmDecimal("12.00")?.int64Value == 12)
        #expect(EdmDecimal("12.01")?.int64Value == nil)
        #expect(EdmDecimal("92233720368547758070")?.int64Value == nil)
        #expect(EdmDecimal("0.1")?.doubleValue == 0.1)
        #expect(EdmDecimal("1.500")?.normalised.scale == 1)
        #expect(EdmDecimal(significand: 1, scale: 39) == nil)
    }
}
