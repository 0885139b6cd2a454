public import EntityModel

/// The facts of one day of the calendar set.
public struct CalendarDay: Sendable, Hashable {
    /// The day.
    public let date: CivilDate
    /// The month the fiscal year starts in, 1 to 12.
    public let fiscalStartMonth: Int

    /// Makes the facts of a day.
    public init(_ date: CivilDate, fiscalStartMonth: Int = 1) {
        self.date = date
        self.fiscalStartMonth = fiscalStartMonth
    }

    /// Week and year of ISO 8601: weeks start on Monday, the first holds the year's first Thursday.
    public var isoWeek: (year: Int, week: Int) {
        let thursday = date.adding(days: 4 - date.weekday)
        return (thursday.parts.year, (thursday.dayOfYear - 1) / 7 + 1)
    }

    /// Fiscal year (named for the year it ends in), quarter and month.
    public var fiscal: (year: Int, quarter: Int, month: Int) {
        let parts = date.parts
        let month = (parts.month - fiscalStartMonth + 12) % 12 + 1
        let endsNextYear = fiscalStartMonth > 1 && parts.month >= fiscalStartMonth
        return (parts.year + (endsNextYear ? 1 : 0), (month - 1) / 3 + 1, month)
    }

    /// The public holiday of the day in England, nil on other days; moved ones are left out.
    public var holidayName: String? {
        let parts = date.parts
        switch (parts.month, parts.day) {
        case (1, 1): return "New Year’s Day"
        case (12, 25): return "Christmas Day"
        case (12, 26): return "Boxing Day"
        default: break
        }
        let easter = Self.easterSunday(year: parts.year)
        if date == easter.adding(days: -2) { return "Good Friday" }
        return date == easter.adding(days: 1) ? "Easter Monday" : nil
    }

    /// Whether it is neither a weekend nor a holiday.
    public var isWorkingDay: Bool { date.weekday <= 5 && holidayName == nil }

    /// The stored values of the calendar set by field.
    public var values: [String: EntityValue] {
        let parts = date.parts
        let iso = isoWeek
        let fiscal = fiscal
        let quarter = (parts.month - 1) / 3 + 1
        let year = CivilDate.padded(parts.year, 4)
        return [
            "Date": .date(date.days), "DateKey": .integer(Int64(parts.year * 10_000 + parts.month * 100 + parts.day)),
            "Year": .integer(Int64(parts.year)), "Quarter": .integer(Int64(quarter)),
            "Month": .integer(Int64(parts.month)), "Day": .integer(Int64(parts.day)),
            "DayOfYear": .integer(Int64(date.dayOfYear)), "DayOfWeek": .integer(Int64(date.weekday)),
            "IsoYear": .integer(Int64(iso.year)), "IsoWeek": .integer(Int64(iso.week)),
            "QuarterLabel": .text("\(year)-Q\(quarter)"),
            "MonthLabel": .text(year + "-" + CivilDate.padded(parts.month, 2)),
            "MonthName": .text(Self.monthNames[parts.month - 1]), "DayName": .text(Self.dayNames[date.weekday - 1]),
            "MonthStart": .date(date.monthStart.days), "WeekStart": .date(date.adding(days: 1 - date.weekday).days),
            "FiscalYear": .integer(Int64(fiscal.year)), "FiscalQuarter": .integer(Int64(fiscal.quarter)),
            "FiscalMonth": .integer(Int64(fiscal.month)), "FiscalLabel": .text("FY\(fiscal.year)-Q\(fiscal.quarter)"),
            "IsWeekend": .bool(date.weekday > 5), "IsHoliday": .bool(holidayName != nil),
            "IsWorkingDay": .bool(isWorkingDay), "HolidayName": holidayName.map { .text($0) } ?? .null,
        ]
    }

    /// The first and last day of the calendar set: January five years before the oldest business date to December
    /// five years ahead of today.
    public static func span(oldest: CivilDate, today: CivilDate) -> ClosedRange<CivilDate> {
        let first = oldest.parts.year - 5
        let last = today.parts.year + 5
        let start = oldest.adding(months: -60).monthStart
        let end = today.adding(months: 60)
        return (CivilDate(year: first, month: 1, day: 1) ?? start)...(CivilDate(year: last, month: 12, day: 31) ?? end)
    }

    /// Easter Sunday of a year in the Gregorian calendar, by the anonymous computus.
    static func easterSunday(year: Int) -> CivilDate {
        let (a, b, c) = (year % 19, year / 100, year % 100)
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let month = (h + l - 7 * m + 114) / 31
        let day = (h + l - 7 * m + 114) % 31 + 1
        return CivilDate(year: year, month: month, day: day) ?? CivilDate(days: 0)
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static let dayNames = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}

extension CivilDate {
    /// The day of the year, 1 to 366.
    public var dayOfYear: Int {
        let first = adding(days: 1 - parts.day).adding(months: 1 - parts.month)
        return Int(days - first.days) + 1
    }
}
