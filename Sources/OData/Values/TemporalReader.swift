/// The result of reading a value at the start of a text.
enum ReadResult<Value> {
    /// The text does not start with one.
    case none
    /// It starts with one that names no value, such as the 31st of February; `end` is the index behind it.
    case outOfRange(end: Int)
    /// The value and the index behind it.
    case value(Value, end: Int)
}

/// Reads dates, times and durations at the start of a slice, by the grammar's rules for them.
struct TemporalReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int
    /// Whether a blank stands for the `+` of an offset, as it does when a client did not encode it in a query.
    private let readsBlankAsPlus: Bool

    init(_ bytes: ArraySlice<UInt8>, readsBlankAsPlus: Bool = false) {
        self.bytes = bytes
        index = bytes.startIndex
        self.readsBlankAsPlus = readsBlankAsPlus
    }

    /// `[-]yyyy-mm-dd`.
    consuming func date() -> ReadResult<EdmDate> {
        guard let parts = dateParts() else { return .none }
        guard let date = EdmDate(year: parts.year, month: parts.month, day: parts.day) else {
            return .outOfRange(end: index)
        }
        return .value(date, end: index)
    }

    /// `hh:mm[:ss[.f…]]`.
    consuming func timeOfDay() -> ReadResult<EdmTimeOfDay> {
        guard let time = time() else { return .none }
        return .value(time, end: index)
    }

    /// `dateThh:mm[:ss[.f…]](Z|±hh:mm)`.
    consuming func dateTimeOffset() -> ReadResult<EdmDateTimeOffset> {
        guard let parts = dateParts(), take("T") || take("t"), let time = time(), let offset = offset() else {
            return .none
        }
        guard let date = EdmDate(year: parts.year, month: parts.month, day: parts.day) else {
            return .outOfRange(end: index)
        }
        return .value(EdmDateTimeOffset(date: date, time: time, offsetMinutes: offset), end: index)
    }

    /// `dateThh:mm[:ss[.f…]]` as OData 2 wrote it, taken as UTC; with an offset too.
    consuming func dateTime() -> ReadResult<EdmDateTimeOffset> {
        guard let parts = dateParts(), take("T") || take("t"), let time = time() else { return .none }
        let offset = offset() ?? 0
        guard let date = EdmDate(year: parts.year, month: parts.month, day: parts.day) else {
            return .outOfRange(end: index)
        }
        return .value(EdmDateTimeOffset(date: date, time: time, offsetMinutes: offset), end: index)
    }

    /// `[-]P[nD][T[nH][nM][n[.n]S]]`.
    consuming func duration() -> ReadResult<EdmDuration> {
        let negative = take("-")
        guard take("P") || take("p") else { return .none }
        var total: Int64? = 0
        if case let mark = index, let days = number() {
            if take("D") || take("d") { total = Self.sum(total, days, 86_400_000_000) } else { index = mark }
        }
        if take("T") || take("t") { readClock(&total) }
        guard let total else { return .outOfRange(end: index) }
        return .value(EdmDuration(microseconds: negative ? -total : total), end: index)
    }

    private mutating func readClock(_ total: inout Int64?) {
        let units: [(StaticString, StaticString, Int64)] = [("H", "h", 3_600_000_000), ("M", "m", 60_000_000)]
        for (upper, lower, unit) in units {
            let mark = index
            guard let count = number() else { continue }
            if take(upper) || take(lower) { total = Self.sum(total, count, unit) } else { index = mark }
        }
        let mark = index
        guard let seconds = number() else { return }
        var fraction: Int64 = 0
        if take(".") {
            guard let digits = self.fraction(limit: Int.max) else {
                index = mark
                return
            }
            fraction = Int64(digits)
        }
        guard take("S") || take("s") else {
            index = mark
            return
        }
        total = Self.sum(Self.sum(total, seconds, 1_000_000), .some(fraction), 1)
    }

    /// `total + count · unit`; nil where it does not fit.
    private static func sum(_ total: Int64?, _ count: Int64?, _ unit: Int64) -> Int64? {
        guard let total, let count else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        let (sum, carry) = total.addingReportingOverflow(product)
        return overflow || carry ? nil : sum
    }

    private mutating func dateParts() -> (year: Int, month: Int, day: Int)? {
        let negative = take("-")
        let start = index
        var year = 0
        while let digit = digit() { year = min(year * 10 + digit, 999_999_999) }
        let length = index - start
        guard length >= 4, length == 4 || bytes[start] != UInt8(ascii: "0"), take("-"),
            let month = twoDigits(), (1...12).contains(month), take("-"), let day = twoDigits(), (1...31).contains(day)
        else { return nil }
        return (negative ? -year : year, month, day)
    }

    private mutating func time() -> EdmTimeOfDay? {
        guard let hour = twoDigits(), hour < 24, take(":"), let minute = twoDigits(), minute < 60 else { return nil }
        let mark = index
        guard take(":") else { return EdmTimeOfDay(hour: hour, minute: minute) }
        guard let second = twoDigits(), second <= 60 else {
            index = mark
            return EdmTimeOfDay(hour: hour, minute: minute)
        }
        let secondEnd = index
        if take(".") {
            if let fraction = fraction(limit: 12) {
                return EdmTimeOfDay(hour: hour, minute: minute, second: second, microsecond: fraction)
            }
            index = secondEnd
        }
        return EdmTimeOfDay(hour: hour, minute: minute, second: second)
    }

    private mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let mark = index
        let negative = take("-")
        guard negative || take("+") || (readsBlankAsPlus && take(" ")), let hour = twoDigits(), hour < 24, take(":"),
            let minute = twoDigits(), minute < 60
        else {
            index = mark
            return nil
        }
        return (negative ? -1 : 1) * (hour * 60 + minute)
    }

    /// One to `limit` digits, as microseconds; what is finer is cut.
    private mutating func fraction(limit: Int) -> Int? {
        var value = 0
        var count = 0
        while count < limit, let digit = digit() {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// One digit or more, saturating.
    private mutating func number() -> Int64? {
        var value: Int64?
        while let digit = digit() {
            let (product, overflow) = (value ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(digit))
            value = overflow || carry ? Int64.max : sum
        }
        return value
    }

    private mutating func twoDigits() -> Int? {
        guard let tens = digit(), let ones = digit() else { return nil }
        return tens * 10 + ones
    }

    private mutating func digit() -> Int? {
        guard index < bytes.endIndex, ASCIIClass.isDigit(bytes[index]) else { return nil }
        defer { index += 1 }
        return Int(bytes[index] - 0x30)
    }

    private mutating func take(_ character: StaticString) -> Bool {
        guard index < bytes.endIndex, bytes[index] == character.utf8Start.pointee else { return false }
        index += 1
        return true
    }
}

/// Spelling of dates and times.
enum TemporalText {
    /// The number with leading zeros.
    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// A point and the digits that are needed, or nothing.
    static func fraction(_ microseconds: Int) -> String {
        guard microseconds > 0 else { return "" }
        var digits = padded(microseconds, 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "." + digits
    }
}
