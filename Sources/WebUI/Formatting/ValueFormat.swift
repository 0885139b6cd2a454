import Identity

/// How numbers, days and instants are written for one person; the only place where pages do it.
struct ValueFormat: Sendable {
    let zone: ZoneRule
    let now: UTCInstant

    /// The present day where the person is.
    var today: CivilDay { zone.day(at: now) }

    // MARK: Numbers

    /// Digits in groups of three, with between `least` and `most` decimal places; the text is never made a float.
    ///
    /// Places beyond `most` are rounded half away from zero. A text that is no plain decimal comes back unchanged.
    static func number(_ digits: String, least: Int = 0, most: Int = 8) -> String {
        var text = digits[...]
        let isNegative = text.hasPrefix("-")
        if isNegative { text = text.dropFirst() }
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = halves.first, !whole.isEmpty, text.utf8.count <= 60,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e }),
            halves.count == 1 || !halves[1].contains(".")
        else { return digits }
        var (integer, fraction) = rounded(Array(whole.utf8), halves.count > 1 ? Array(halves[1].utf8) : [], to: most)
        while fraction.count > least, fraction.last == 0x30 { fraction.removeLast() }
        while fraction.count < least { fraction.append(0x30) }
        while integer.count > 1, integer.first == 0x30 { integer.removeFirst() }
        let isZero = integer == [0x30] && fraction.allSatisfy { $0 == 0x30 }
        let result = grouped(integer) + (fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self))
        return isNegative && !isZero ? "−" + result : result
    }

    /// A count in groups of three.
    static func count(_ count: some BinaryInteger) -> String { number(String(count)) }

    /// An amount with at least two decimal places and, if it is known, its currency.
    static func money(_ digits: String, currency: String?) -> String {
        let text = number(digits, least: 2, most: 2)
        return currency.map { text + " " + $0 } ?? text
    }

    private static func rounded(_ whole: [UInt8], _ fraction: [UInt8], to most: Int) -> ([UInt8], [UInt8]) {
        guard fraction.count > most else { return (whole, fraction) }
        var digits = whole + fraction.prefix(most)
        if fraction[most] >= 0x35 {
            var index = digits.count - 1
            while index >= 0 {
                if digits[index] < 0x39 {
                    digits[index] += 1
                    break
                }
                digits[index] = 0x30
                index -= 1
            }
            if index < 0 { digits.insert(0x31, at: 0) }
        }
        return (Array(digits.dropLast(most)), Array(digits.suffix(most)))
    }

    private static func grouped(_ digits: [UInt8]) -> String {
        var result: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: Days and instants

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// A day such as `31 Jan 2026`.
    static func day(_ day: CivilDay) -> String { "\(day.day) \(months[day.month - 1]) \(day.year)" }

    /// A day as OData writes it; other text comes back unchanged.
    static func day(_ text: String) -> String { CivilDay(text).map { day($0) } ?? text }

    /// An instant: words near the present, else the day; the exact time in the person's zone and in ISO 8601.
    func instant(_ instant: UTCInstant) -> PageCell.Instant {
        PageCell.Instant(text: words(instant), exact: exact(instant), iso: instant.rfc3339)
    }

    /// An instant as OData writes it; nil where the text is none.
    func instant(_ text: String) -> PageCell.Instant? { UTCInstant(rfc3339: text).map { instant($0) } }

    /// The local time with its zone, and the time in UTC where that differs.
    func exact(_ instant: UTCInstant) -> String {
        let local = zone.text(of: instant)
        let universal = ZoneRule.universal.text(of: instant)
        guard zone.offsetSeconds(at: instant) != 0 else { return universal.dropLast(" +00:00".count) + " UTC" }
        return "\(local) (\(universal.dropLast(" +00:00".count).suffix(5)) UTC)"
    }

    /// A local day and time such as `31 Jan 2026, 14:05`.
    func dayAndTime(_ instant: UTCInstant) -> String {
        let text = zone.text(of: instant)
        return Self.day(zone.day(at: instant)) + ", " + text.dropFirst(11).prefix(5)
    }

    /// How far an instant is away in words, or its day when it is more than thirty days away.
    func words(_ instant: UTCInstant) -> String {
        let seconds = instant.microseconds(since: now) / 1_000_000
        let distance = abs(seconds)
        let amount: String
        switch distance {
        case ..<60: return seconds > 0 ? "in a moment" : "just now"
        case ..<3_600: amount = Self.amount(distance / 60, "minute")
        case ..<86_400: amount = Self.amount(distance / 3_600, "hour")
        case ..<2_592_000: amount = Self.amount(distance / 86_400, "day")
        default: return Self.day(zone.day(at: instant))
        }
        return seconds > 0 ? "in \(amount)" : "\(amount) ago"
    }

    private static func amount(_ count: Int64, _ unit: String) -> String {
        count == 1 ? "one \(unit)" : "\(count) \(unit)s"
    }
}

extension UTCInstant {
    /// Reads an instant as OData writes it: `2026-01-31T12:00:00.123456Z`, with a fraction of any length or none.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let day = CivilDay(String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = Self.digits(bytes[11..<13]), let minute = Self.digits(bytes[14..<16]),
            let second = Self.digits(bytes[17..<19])
        else { return nil }
        var micros: Int64 = 0
        if bytes[19] == UInt8(ascii: ".") {
            let fraction = bytes[20..<(bytes.count - 1)].prefix(6)
            guard let value = Self.digits(fraction) else { return nil }
            micros = (fraction.count..<6).reduce(value) { sum, _ in sum * 10 }
        } else if bytes.count != 20 {
            return nil
        }
        let seconds = day.dayNumber * 86_400 + hour * 3_600 + minute * 60 + second
        self = UTCInstant(seconds: seconds).adding(microseconds: micros)
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(String(decoding: bytes, as: UTF8.self))
    }
}
