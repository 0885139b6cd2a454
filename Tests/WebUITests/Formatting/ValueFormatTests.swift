import CRMService
import EntityModel
import Identity
import Testing

@testable import WebUI

@Suite struct ValueFormatTests {
    @Test(
        "Numbers are grouped and rounded as text",
        arguments: [
            ("0", 0, 8, "0"), ("1234567", 0, 8, "1,234,567"), ("-1234.5", 2, 2, "−1,234.50"), ("0.005", 2, 2, "0.01"),
            ("999.995", 2, 2, "1,000.00"), ("-0.001", 2, 2, "0.00"), ("12.3400", 0, 8, "12.34"), ("007", 0, 0, "7"),
            ("9999999999999999999.99", 2, 2, "9,999,999,999,999,999,999.99"), ("NaN", 2, 2, "NaN"),
            ("1e5", 0, 2, "1e5"),
        ]
    )
    func numbers(digits: String, least: Int, most: Int, expected: String) {
        #expect(ValueFormat.number(digits, least: least, most: most) == expected)
    }

    @Test(
        "Instants are read with and without a fraction",
        arguments: [
            ("2026-11-22T12:00:00Z", 0), ("2026-11-22T12:00:00.5Z", 500_000), ("2026-11-22T12:00:00.123456Z", 123_456),
            ("2026-11-22T12:00:00.1234567Z", 123_456),
        ] as [(String, Int64)]
    )
    func instants(text: String, micros: Int64) {
        #expect(UTCInstant(rfc3339: text) == UTCInstant(seconds: 1_795_348_800).adding(microseconds: micros))
    }

    @Test("What is no instant is none", arguments: ["", "2026-11-22", "2026-11-22T12:00:00", "2026-13-22T12:00:00Z"])
    func noInstants(text: String) { #expect(UTCInstant(rfc3339: text) == nil) }

    @Test(
        "Near instants are told in words",
        arguments: [
            (-30, "just now"), (-60, "one minute ago"), (-7_200, "2 hours ago"), (-86_400 * 3, "3 days ago"),
            (30, "in a moment"), (86_400 * 12, "in 12 days"), (-86_400 * 40, "13 Oct 2026"),
        ] as [(Int64, String)]
    )
    func words(seconds: Int64, expected: String) throws {
        let format = try SampleCatalog().text.format
        #expect(format.words(SampleCatalog.now.adding(seconds: seconds)) == expected)
    }

    @Test("The exact time names the person's zone and UTC")
    func exact() throws {
        #expect(try SampleCatalog().text.format.exact(SampleCatalog.now) == "2026-11-22 12:00 UTC")
        let berlin = try SampleCatalog(zone: "Europe/Berlin").text.format
        #expect(berlin.exact(SampleCatalog.now) == "2026-11-22 13:00 +01:00 (12:00 UTC)")
    }

    @Test("References, codes and money are shown as people read them")
    func cells() throws {
        let sample = try SampleCatalog()
        let record = RecordValue.record([
            "DealId": .number("3"), "Name": .text("Roof"), "FirmId": .number("9"),
            "Firm": .record(["Name": .text("Acme")]), "CountryCode": .text("DE"), "Value": .number("1250.5"),
            "CurrencyCode": .text("EUR"), "OwnerId": .number("7"), "OwnerName": .text("Ada"),
        ])
        func cell(_ name: String) throws -> PageCell {
            sample.text.cell(try #require(sample.deals.field(name)), of: record, in: sample.deals)
        }
        #expect(sample.text.title(record, of: sample.deals) == "Roof")
        #expect(try cell("FirmId") == .text("Firm", "Acme", href: "/firms/9"))
        #expect(try cell("OwnerId").text == "Ada")
        #expect(try cell("CountryCode") == .text("Country", "Germany"))
        #expect(try cell("Value") == .number("Value", "1,250.50 EUR"))
        #expect(try cell("Score").isEmpty)
    }
}
