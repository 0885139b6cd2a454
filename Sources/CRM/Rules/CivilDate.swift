/// A day of the proleptic Gregorian calendar; it never passes through a time zone.
public struct CivilDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    public let days: Int32

    /// Makes a day from the days since 1970-01-01.
    public init(days: Int32) { self.days = days }

    /// Makes a day from its numbers; nil when there is no such day in the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        days = Self.daysSinceEpoch(year: year, month: month, day: day)
    }

    /// Year, month (1 to 12) and day (1 to 31).
    public var parts: (year: Int, month: Int, day: Int) {
        // Counted in eras of 400 years that start on 1 March, so that a leap day is an era's or a year's last.
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The day of the week, 1 for Monday.
    public var weekday: Int {
        let shifted = (Int(days) + 3) % 7
        return (shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// The day so many days later.
    public func adding(days count: Int) -> CivilDate { CivilDate(days: days + Int32(clamping: count)) }

    /// The first day of the month.
    public var monthStart: CivilDate { adding(days: 1 - parts.day) }

    /// The same day so many months later, or the month's last day where it has none such.
    public func adding(months count: Int) -> CivilDate {
        let parts = parts
        let index = parts.year * 12 + parts.month - 1 + count
        let year = index / 12
        let month = index % 12 + 1
        let day = min(parts.day, Self.length(ofMonth: month, year: year))
        return CivilDate(days: Self.daysSinceEpoch(year: year, month: month, day: day))
    }

    /// Midnight of the day in UTC, as microseconds since 1970.
    public var startMicroseconds: Int64 { Int64(days) * CivilDate.microsecondsPerDay }

    /// The day of an instant in UTC.
    public init(microseconds: Int64) {
        let quotient = microseconds / Self.microsecondsPerDay
        let isBefore = microseconds % Self.microsecondsPerDay < 0
        days = Int32(clamping: isBefore ? quotient - 1 : quotient)
    }

    /// The day as `2026-01-31`.
    public var text: String {
        let parts = parts
        return Self.padded(parts.year, 4) + "-" + Self.padded(parts.month, 2) + "-" + Self.padded(parts.day, 2)
    }

    /// Orders days by time.
    public static func < (left: CivilDate, right: CivilDate) -> Bool { left.days < right.days }

    /// Microseconds of a day.
    public static let microsecondsPerDay: Int64 = 86_400_000_000

    /// Whether a year has a 29 February.
    public static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// The days of a month.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(clamping: era * 146_097 + dayOfEra - 719_468)
    }
}
