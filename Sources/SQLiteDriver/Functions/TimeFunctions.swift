/// Dates and times as this driver stores them: microseconds, and dates as ISO text; proleptic Gregorian calendar, UTC.
enum TimeFunctions {
    private static let dayMicros: Int64 = 86_400_000_000
    /// 0001-01-01 and 10000-01-01 as days since 1970.
    private static let dayRange = -719_162..<2_932_897 as Range<Int64>

    static var all: [SQLiteFunction] {
        [
            SQLiteFunction("odata_timestamp_part", 2) { call throws(SQLiteFunctionFailure) in
                call.give(try part(call.integer(1), ofMicros: call.integer(0)))
            },
            SQLiteFunction("odata_date_part", 2) { call throws(SQLiteFunctionFailure) in
                let date = try date(call.utf8(0))
                switch call.integer(1) {
                case 0: call.give(date.year)
                case 1: call.give(date.month)
                case 2: call.give(date.day)
                default: throw .invalidArgument
                }
            },
            SQLiteFunction("odata_date", 1) { call in
                call.give(dateText(floorDivide(call.integer(0), dayMicros)))
            },
            SQLiteFunction("odata_time", 1) { call in
                call.give(floorRemainder(call.integer(0), dayMicros))
            },
            SQLiteFunction("odata_timestamp", 1) { call throws(SQLiteFunctionFailure) in
                call.give(try inRange(days(try date(call.utf8(0)))) * dayMicros)
            },
            SQLiteFunction("odata_date_add", 2) { call throws(SQLiteFunctionFailure) in
                let days = days(try date(call.utf8(0))) + floorDivide(call.integer(1), dayMicros)
                call.give(dateText(try inRange(days)))
            },
            SQLiteFunction("odata_timestamp_add", 2) { call throws(SQLiteFunctionFailure) in
                let (sum, isTooFar) = call.integer(0).addingReportingOverflow(call.integer(1))
                guard !isTooFar else { throw .overflow }
                _ = try inRange(floorDivide(sum, dayMicros))
                call.give(sum)
            },
            SQLiteFunction("odata_time_add", 2) { call throws(SQLiteFunctionFailure) in
                let (sum, isTooFar) = call.integer(0).addingReportingOverflow(call.integer(1))
                guard !isTooFar else { throw .overflow }
                call.give(floorRemainder(sum, dayMicros))
            },
            SQLiteFunction("odata_date_diff", 2) { call throws(SQLiteFunctionFailure) in
                call.give((days(try date(call.utf8(0))) - days(try date(call.utf8(1)))) * dayMicros)
            },
            SQLiteFunction("odata_text_timestamp", 1) { call in
                let micros = call.integer(0)
                let date = dateText(floorDivide(micros, dayMicros))
                call.give(date + "T" + timeText(floorRemainder(micros, dayMicros)) + "Z")
            },
            SQLiteFunction("odata_text_time", 1) { call in call.give(timeText(call.integer(0))) },
            SQLiteFunction("odata_text_duration", 1) { call in call.give(durationText(call.integer(0))) },
        ]
    }

    private static func part(_ part: Int64, ofMicros micros: Int64) throws(SQLiteFunctionFailure) -> Int64 {
        let time = floorRemainder(micros, dayMicros)
        switch part {
        case 0: return date(ofDays: floorDivide(micros, dayMicros)).year
        case 1: return date(ofDays: floorDivide(micros, dayMicros)).month
        case 2: return date(ofDays: floorDivide(micros, dayMicros)).day
        case 3: return time / 3_600_000_000
        case 4: return time / 60_000_000 % 60
        case 5: return time / 1_000_000 % 60
        case 6: return time % 1_000_000
        default: throw .invalidArgument
        }
    }

    /// Days since 1970 to a date; counts years from March, so that the leap day comes last (Howard Hinnant's
    /// `civil_from_days`).
    private static func date(ofDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// A date to days since 1970; the inverse of ``date(ofDays:)``.
    private static func days(_ date: (year: Int64, month: Int64, day: Int64)) -> Int64 {
        let year = date.month <= 2 ? date.year - 1 : date.year
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let monthFromMarch = date.month > 2 ? date.month - 3 : date.month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + date.day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Reads `YYYY-MM-DD`.
    private static func date(
        _ utf8: UnsafeBufferPointer<UInt8>
    ) throws(SQLiteFunctionFailure) -> (year: Int64, month: Int64, day: Int64) {
        guard utf8.count == 10, utf8[4] == 0x2d, utf8[7] == 0x2d else { throw .invalidArgument }
        func number(_ range: Range<Int>) throws(SQLiteFunctionFailure) -> Int64 {
            var number: Int64 = 0
            for byte in utf8[range] {
                guard (0x30...0x39).contains(byte) else { throw .invalidArgument }
                number = number * 10 + Int64(byte - 0x30)
            }
            return number
        }
        let (year, month, day) = (try number(0..<4), try number(5..<7), try number(8..<10))
        guard (1...12).contains(month), (1...31).contains(day) else { throw .invalidArgument }
        return (year, month, day)
    }

    private static func inRange(_ days: Int64) throws(SQLiteFunctionFailure) -> Int64 {
        guard dayRange.contains(days) else { throw .overflow }
        return days
    }

    private static func dateText(_ days: Int64) -> String {
        let date = date(ofDays: days)
        return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
    }

    private static func timeText(_ micros: Int64) -> String {
        let seconds = micros / 1_000_000
        let text = padded(seconds / 3_600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2)
        return text + fractionText(micros % 1_000_000)
    }

    private static func fractionText(_ micros: Int64) -> String {
        guard micros != 0 else { return "" }
        var text = "." + padded(micros, 6)
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }

    /// `PnDTnHnMnS` without members that are zero, and `PT0S` for nothing.
    private static func durationText(_ micros: Int64) -> String {
        let amount = micros.magnitude
        guard amount != 0 else { return "PT0S" }
        var text = micros < 0 ? "-P" : "P"
        let days = amount / UInt64(dayMicros)
        if days > 0 { text += "\(days)D" }
        let time = Int64(amount % UInt64(dayMicros))
        guard time > 0 else { return text }
        text += "T"
        let (hours, minutes) = (time / 3_600_000_000, time / 60_000_000 % 60)
        if hours > 0 { text += "\(hours)H" }
        if minutes > 0 { text += "\(minutes)M" }
        let seconds = time % 60_000_000
        if seconds > 0 { text += "\(seconds / 1_000_000)" + fractionText(seconds % 1_000_000) + "S" }
        return text
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number.magnitude)
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    private static func floorRemainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
