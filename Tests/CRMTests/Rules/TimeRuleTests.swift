import CRM
import EntityModel
import Testing

@Suite struct TimeRuleTests {
    static let days: [(text: String, days: Int32, weekday: Int)] = [
        ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2), ("2024-02-29", 19_782, 4),
        ("2026-11-22", 20_779, 7), ("1900-03-01", -25_508, 4), ("2100-02-28", 47_540, 7),
    ]

    @Test("a day has its numbers, its text and its weekday", arguments: days)
    func day(row: (text: String, days: Int32, weekday: Int)) {
        let parts = row.text.split(separator: "-").compactMap { Int($0) }
        let day = CivilDate(year: parts[0], month: parts[1], day: parts[2])
        #expect(day?.days == row.days)
        #expect(CivilDate(days: row.days).text == row.text)
        #expect(day?.weekday == row.weekday)
    }

    @Test("days that do not exist are refused")
    func missingDays() {
        #expect(CivilDate(year: 2026, month: 2, day: 29) == nil)
        #expect(CivilDate(year: 2026, month: 13, day: 1) == nil)
        #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
    }

    @Test("months are added with the last day as a limit")
    func months() {
        #expect(CivilDate(year: 2024, month: 1, day: 31)?.adding(months: 1).text == "2024-02-29")
        #expect(CivilDate(year: 2026, month: 3, day: 15)?.adding(months: -15).text == "2024-12-15")
    }

    static let calendar: [(text: String, column: String, value: EntityValue)] = [
        ("2026-01-01", "IsoYear", .integer(2026)), ("2026-01-01", "IsoWeek", .integer(1)),
        ("2027-01-01", "IsoYear", .integer(2026)), ("2027-01-01", "IsoWeek", .integer(53)),
        ("2026-01-31", "DateKey", .integer(20_260_131)), ("2026-05-09", "QuarterLabel", .text("2026-Q2")),
        ("2026-05-09", "IsWeekend", .bool(true)), ("2026-04-03", "HolidayName", .text("Good Friday")),
        ("2026-04-06", "IsWorkingDay", .bool(false)), ("2024-12-31", "DayOfYear", .integer(366)),
        ("2026-05-09", "DayName", .text("Saturday")), ("2026-05-09", "WeekStart", .date(20_577)),
    ]

    @Test("the calendar knows week, quarter and holiday", arguments: calendar)
    func calendarDay(row: (text: String, column: String, value: EntityValue)) throws {
        let parts = row.text.split(separator: "-").compactMap { Int($0) }
        let day = try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
        #expect(CalendarDay(day).values[row.column] == row.value)
    }

    @Test("a fiscal year that starts in April is named for the year it ends in")
    func fiscalYear() throws {
        let march = try #require(CivilDate(year: 2026, month: 3, day: 31))
        let april = try #require(CivilDate(year: 2026, month: 4, day: 1))
        #expect(CalendarDay(march, fiscalStartMonth: 4).fiscal == (2026, 4, 12))
        #expect(CalendarDay(april, fiscalStartMonth: 4).fiscal == (2027, 1, 1))
    }

    @Test("response times run in business hours only")
    func businessHours() throws {
        let hours = BusinessHours(opens: 9 * 3600, closes: 17 * 3600, offset: { _ in 0 })
        let friday = try #require(CivilDate(year: 2026, month: 11, day: 20)).startMicroseconds
        let hour: Int64 = 3_600_000_000
        #expect(hours.adding(seconds: 3600, to: friday + 10 * hour) == friday + 11 * hour)
        #expect(hours.adding(seconds: 7200, to: friday + 16 * hour) == friday + (72 + 10) * hour)
        #expect(hours.adding(seconds: 60, to: friday + 30 * hour) == friday + 81 * hour + 60_000_000)
    }

    static let promises: [(now: Int64, resolved: Int64?, first: Int64?, status: String)] = [
        (79, nil, 10, "OnTrack"), (80, nil, 10, "AtRisk"), (101, nil, 10, "Breached"), (300, 90, 10, "Met"),
        (300, 101, 10, "Breached"), (60, nil, nil, "Breached"), (60, nil, 51, "Breached"),
    ]

    @Test("a case stands by its promises", arguments: promises)
    func caseStatus(row: (now: Int64, resolved: Int64?, first: Int64?, status: String)) {
        #expect(
            CaseClock.status(
                created: 0,
                responseTarget: 50,
                firstResponse: row.first,
                resolveTarget: 100,
                resolved: row.resolved,
                now: row.now
            ) == row.status
        )
    }

    @Test("the newest rate not after the day counts, and none is an error")
    func rates() throws {
        var table = ExchangeRateTable(baseCurrency: "GBP")
        let day = CivilDate(days: 100)
        table.add(currency: "EUR", day: day.adding(days: 10), rate: 3)
        table.add(currency: "EUR", day: day, rate: 1)
        table.add(currency: "EUR", day: day, rate: 2)
        #expect(try table.rate(of: "EUR", on: day.adding(days: 9)) == 2)
        #expect(try table.rate(of: "EUR", on: day.adding(days: 10)) == 3)
        #expect(try table.rate(of: "GBP", on: day) == ExchangeRateTable.one)
        #expect(throws: RuleViolation.noRate(currency: "EUR", day: day.adding(days: -1))) {
            try table.rate(of: "EUR", on: day.adding(days: -1))
        }
    }

    @Test("the next task is the first due, tasks without a day come last")
    func nextTask() {
        let day = CivilDate(days: 5)
        let tasks = [
            OpenTask(id: 1, due: nil), OpenTask(id: 4, due: day), OpenTask(id: 3, due: day),
            OpenTask(id: 2, due: day.adding(days: 1)),
        ]
        #expect(TaskRollup.next(of: tasks)?.id == 3)
        #expect(TaskRollup.next(of: []) == nil)
    }

    @Test("an activity lasts whole minutes and cannot end before it starts")
    func duration() throws {
        #expect(try TaskRollup.durationMinutes(start: 0, end: 119_000_000) == 1)
        #expect(throws: RuleViolation.endsBeforeStart) { try TaskRollup.durationMinutes(start: 2, end: 1) }
    }
}
