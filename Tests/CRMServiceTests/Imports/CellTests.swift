import CRM
import Testing

@testable import CRMService

@Suite struct CellTests {
    @Test(
        "the decimal point moves without arithmetic",
        arguments: [
            ("0.150000006", 2, "015.0000006"), ("1", 2, "100."), ("-.5", 1, "-5."), ("12.5", -2, ".125"),
            ("5", -3, ".005"), ("7.5", 0, "7.5"),
        ]
    )
    func shift(_ text: String, _ places: Int, _ wanted: String) {
        #expect(DecimalText.shifted(text, by: places) == wanted)
    }

    @Test("what is no number is not shifted", arguments: ["", "a", "1e5", "1,5", "--1"])
    func noShift(_ text: String) {
        #expect(DecimalText.shifted(text, by: 2) == nil)
    }

    @Test(
        "dates are read in the form the mapping says",
        arguments: [
            ("yyyy-MM-dd", "2024-02-29", "2024-02-29"), ("dd.MM.yyyy", "31.12.1999", "1999-12-31"),
            ("M/d/yyyy", "7/4/1996", "1996-07-04"), ("M/d/yyyy", "12/25/1996", "1996-12-25"),
            ("yyyyMMdd", "20260630", "2026-06-30"), ("dd/MM/yyyy HH:mm", "01/02/2003 00:00", "2003-02-01"),
        ]
    )
    func dates(_ pattern: String, _ text: String, _ wanted: String) throws {
        #expect(try #require(DatePattern(pattern)).read(text)?.day.text == wanted)
    }

    @Test("days that are none are refused", arguments: ["2023-02-29", "2024-13-01", "24-01-01", "2024-01-01x", ""])
    func noDates(_ text: String) throws {
        #expect(try #require(DatePattern("yyyy-MM-dd")).read(text) == nil)
    }

    @Test(
        "instants carry offsets and microseconds",
        arguments: [
            ("1970-01-01", 0), ("1970-01-01T00:00:01Z", 1_000_000), ("1970-01-01T01:00:00+01:00", 0),
            ("1970-01-01 00:00:00.000001", 1), ("1969-12-31T23:59:59.5Z", -500_000), ("1970-01-01T00:01", 60_000_000),
        ]
    )
    func instants(_ text: String, _ wanted: Int64) {
        #expect(InstantText.microseconds(text) == wanted)
    }

    @Test("one guarding apostrophe comes off, others stay")
    func guards() {
        #expect(TextCleaner.withoutGuard("'=1+1") == "=1+1")
        #expect(TextCleaner.withoutGuard("''=1") == "'=1")
        #expect(TextCleaner.withoutGuard("'s-Hertogenbosch") == "'s-Hertogenbosch")
        #expect(TextCleaner.withoutGuard("-5") == "-5")
    }

    @Test("texts are trimmed and composed")
    func clean() {
        #expect(TextCleaner.clean("  a b\t") == "a b")
        #expect(Array(TextCleaner.clean("Cafe\u{301} ").unicodeScalars) == Array("Caf\u{E9}".unicodeScalars))
        #expect(TextCleaner.oneLine("a\r\nb\nc") == "a b c")
    }

    @Test("templates name their columns")
    func templates() {
        #expect(ImportTemplate("NW-{order_id}-{freight:2}!").columns == ["order_id", "freight"])
        #expect(ImportTemplate("plain").columns == [])
        #expect(ImportTemplate("{open").columns == [])
    }
}
