/// A day of the Gregorian calendar without a time zone, between the years 1 and 9999.
public struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, 1 to 31.
    public let day: Int

    /// Makes a day if the calendar has it; 29 February exists in leap years only.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD`, the form of an HTML date field.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Makes the day that lies this many days after 1970-01-01, held inside the years 1 to 9999.
    public init(dayNumber: Int64) {
        let bounded = min(max(dayNumber, Self.firstDayNumber), Self.lastDayNumber)
        // Days are counted from 1 March of the year 0, so that the leap day is the last day of a year (era of 400 years).
        let shifted = bounded + 719_468
        let era = UTCInstant.floorDivided(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = Int(yearOfEra + era * 400) + (monthFromMarch < 10 ? 0 : 1)
    }

    /// The days since 1970-01-01, negative before it.
    public var dayNumber: Int64 {
        let yearFromMarch = Int64(month > 2 ? year : year - 1)
        let era = UTCInstant.floorDivided(yearFromMarch, by: 400)
        let yearOfEra = yearFromMarch - era * 400
        let monthFromMarch = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day this many days later, held inside the years 1 to 9999.
    public func adding(days count: Int) -> CivilDay {
        let (sum, overflow) = dayNumber.addingReportingOverflow(Int64(count))
        return CivilDay(dayNumber: overflow ? (count < 0 ? .min : .max) : sum)
    }

    /// Orders days by time.
    public static func < (left: CivilDay, right: CivilDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// The day as `YYYY-MM-DD`.
    public var description: String {
        "\(DecimalText.padded(Int64(year), to: 4))-\(DecimalText.padded(Int64(month), to: 2))-"
            + DecimalText.padded(Int64(day), to: 2)
    }

    /// The day as an English sentence writes it, such as `3 May 2027`.
    public var englishText: String {
        "\(day) \(Self.monthNames[month - 1]) \(year)"
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let firstDayNumber: Int64 = -719_162
    private static let lastDayNumber: Int64 = 2_932_896

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
