import Testing

@testable import OData

@Suite struct EdmTemporalTests {
    @Test(
        "days are numbered from 1970, over leap years and before year 0",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2024-12-31", 20088),
            ("0001-01-01", -719_162),
            ("0000-01-01", -719_528), ("-0001-12-31", -719_529), ("9999-12-31", 2_932_896),
        ]
    )
    func days(_ text: String, _ number: Int) throws {
        let date = try #require(EdmDate(text))
        #expect(Int(date.daysSinceEpoch) == number)
        #expect(date.description == text)
    }

    @Test(
        "days that do not exist are refused",
        arguments: ["2023-02-29", "1900-02-29", "2024-04-31", "2024-1-1", "x", "2024-01-01x"]
    )
    func noDays(_ text: String) {
        #expect(EdmDate(text) == nil)
    }

    @Test(
        "times keep microseconds",
        arguments: [
            ("00:00", "00:00:00"), ("23:59:59.999999", "23:59:59.999999"), ("12:30:00.5", "12:30:00.5"),
            ("12:30:00.1234567", "12:30:00.123456"), ("23:59:60", "23:59:59"),
        ]
    )
    func times(_ text: String, _ printed: String) {
        #expect(EdmTimeOfDay(text)?.description == printed)
    }

    @Test("no times", arguments: ["24:00", "12:60", "12", "12:00:", "1:00", "12:00:00."])
    func noTimes(_ text: String) {
        #expect(EdmTimeOfDay(text) == nil)
    }

    @Test(
        "instants are kept in UTC with their offset as written",
        arguments: [
            ("1970-01-01T00:00Z", 0, 0), ("1970-01-01T01:00:00+01:00", 0, 60), ("1969-12-31T23:59:59.5Z", -500_000, 0),
            ("2024-02-29T12:00:00-05:30", 1_709_227_800_000_000, -330),
        ]
    )
    func instants(_ text: String, _ microseconds: Int64, _ offset: Int) throws {
        let instant = try #require(EdmDateTimeOffset(text))
        #expect(instant.microseconds == microseconds)
        #expect(instant.offsetMinutes == offset)
    }

    @Test("instants print in UTC, also before 1970")
    func printing() {
        #expect(EdmDateTimeOffset("1969-12-31T23:59:59.5Z")?.description == "1969-12-31T23:59:59.5Z")
        #expect(EdmDateTimeOffset("2024-03-01T00:30+01:00")?.description == "2024-02-29T23:30:00Z")
        #expect(EdmDateTimeOffset("2024-03-01T00:30") == nil)
    }

    @Test(
        "durations are exact",
        arguments: [
            ("P1DT2H3M4.5S", 93_784_500_000, "P1DT2H3M4.5S"), ("-PT36H", -129_600_000_000, "-P1DT12H"),
            ("PT0S", 0, "PT0S"),
            ("P", 0, "PT0S"), ("PT90S", 90_000_000, "PT1M30S"), ("PT0.000001S", 1, "PT0.000001S"),
        ]
    )
    func durations(_ text: String, _ microseconds: Int64, _ printed: String) throws {
        let duration = try #require(EdmDuration(text))
        #expect(duration.microseconds == microseconds)
        #expect(duration.description == printed)
    }

    @Test("no durations", arguments: ["", "1D", "P1Y", "P1M", "PT1D", "PT1.5M", "P1", "+P1D", "P99999999999999D"])
    func noDurations(_ text: String) {
        #expect(EdmDuration(text) == nil)
    }
}
