import CRM

/// The form of a date or time in a file: `yyyy`, `MM`, `dd`, `HH`, `mm` and `ss` for digits, everything else as it is.
struct DatePattern: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case digits(Unit, Int)
        case mark(UInt8)
    }

    private enum Unit: UInt8, Sendable, Hashable, CaseIterable {
        case year = 0x79
        case month = 0x4D
        case day = 0x64
        case hour = 0x48
        case minute = 0x6D
        case second = 0x73
    }

    private let parts: [Part]

    /// Reads a pattern; nil without year, month and day.
    init?(_ text: String) {
        var parts: [Part] = []
        var units: Set<Unit> = []
        for byte in text.utf8 {
            guard let unit = Unit(rawValue: byte) else {
                parts.append(.mark(byte))
                continue
            }
            if case .digits(unit, let count)? = parts.last {
                parts[parts.count - 1] = .digits(unit, count + 1)
            } else {
                guard units.insert(unit).inserted else { return nil }
                parts.append(.digits(unit, 1))
            }
        }
        guard units.isSuperset(of: [.year, .month, .day]) else { return nil }
        self.parts = parts
    }

    /// The day and the second of the day a text of this form means.
    func read(_ text: String) -> (day: CivilDate, second: Int64)? {
        var values: [Unit: Int] = [:]
        var rest = Array(text.utf8)[...]
        for (index, part) in parts.enumerated() {
            switch part {
            case .mark(let byte):
                guard rest.first == byte else { return nil }
                rest = rest.dropFirst()
            case .digits(let unit, let count):
                // A single letter takes one or two digits where no other digits follow.
                var width = count
                if count == 1, index + 1 == parts.count || !isDigits(parts[index + 1]) { width = 2 }
                let digits = rest.prefix(width).prefix { (0x30...0x39).contains($0) }
                guard count == 1 ? !digits.isEmpty : digits.count == count else { return nil }
                values[unit] = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
                rest = rest.dropFirst(digits.count)
            }
        }
        let (hour, minute, second) = (values[.hour] ?? 0, values[.minute] ?? 0, values[.second] ?? 0)
        guard rest.isEmpty, hour < 24, minute < 60, second < 60,
            let day = CivilDate(year: values[.year] ?? 0, month: values[.month] ?? 0, day: values[.day] ?? 0)
        else { return nil }
        return (day, Int64(hour * 3600 + minute * 60 + second))
    }

    private func isDigits(_ part: Part) -> Bool {
        if case .digits = part { true } else { false }
    }
}

/// Reads instants of ISO 8601: a day, optionally a time with up to six decimals, optionally an offset; else UTC.
enum InstantText {
    static func microseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, let day = CivilDate(isoText: String(decoding: bytes[..<10], as: UTF8.self)) else {
            return nil
        }
        if bytes.count == 10 { return day.startMicroseconds }
        guard bytes.count >= 16, bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A,
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), hour < 24, minute < 60
        else { return nil }
        var rest = bytes[16...]
        var micros: Int64 = 0
        if rest.first == 0x3A {
            guard rest.count >= 3, let second = number(rest.dropFirst().prefix(2)), second < 60 else { return nil }
            micros = second * 1_000_000
            rest = rest.dropFirst(3)
            if rest.first == 0x2E {
                let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
                guard (1...9).contains(digits.count) else { return nil }
                let six = Array(digits.prefix(6)) + Array(repeating: 0x30, count: max(0, 6 - digits.count))
                micros += number(six[...]) ?? 0
                rest = rest.dropFirst(1 + digits.count)
            }
        }
        guard let offset = offset(rest) else { return nil }
        return day.startMicroseconds + ((hour * 60 + minute - offset) * 60_000_000) + micros
    }

    /// Minutes ahead of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let first = bytes.first else { return 0 }
        if bytes.count == 1, first == 0x5A || first == 0x7A { return 0 }
        let digits = bytes.dropFirst().filter { $0 != 0x3A }
        guard first == 0x2B || first == 0x2D, digits.count == 4, let hours = number(digits.prefix(2)),
            let minutes = number(digits.suffix(2)), hours < 15, minutes < 60
        else { return nil }
        return (first == 0x2D ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
        bytes.reduce(0 as Int64?) { sum, byte in
            guard let sum, (0x30...0x39).contains(byte) else { return nil }
            return sum * 10 + Int64(byte) - 0x30
        }
    }
}
