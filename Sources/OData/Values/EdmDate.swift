/// A day of the proleptic Gregorian calendar.
public struct EdmDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01; years -290,000 to 290,000, so that a day's microseconds fit into 64 bits.
    public let daysSinceEpoch: Int32

    /// Makes a day from its number.
    public init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// Makes a day from its parts; nil if there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (-290_000...290_000).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(year: year, month: month)
        else { return nil }
        // Days from civil, counting years from March so that the leap day is the last of its year.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSinceEpoch = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Reads `2024-02-29`; nil if the text is something else or names no day.
    public init?(_ text: String) {
        guard case .value(let date, let end) = TemporalReader(Array(text.utf8)[...]).date(),
            end == text.utf8.count
        else { return nil }
        self = date
    }

    static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The year, month and day.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    /// Whether the left day is earlier.
    public static func < (left: EdmDate, right: EdmDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension EdmDate: CustomStringConvertible {
    /// `2024-02-29`, with a sign before years below 0.
    public var description: String {
        let (year, month, day) = parts
        let sign = year < 0 ? "-" : ""
        return
            "\(sign)\(TemporalText.padded(abs(year), 4))-\(TemporalText.padded(month, 2))-\(TemporalText.padded(day, 2))"
    }
}
