/// A point in time as whole microseconds since 1970-01-01T00:00:00Z.
///
/// The precision of the database on both engines. Arithmetic saturates instead of trapping, since the numbers come from
/// rows and clocks.
public struct UTCInstant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Microseconds since the start of 1970 in UTC, negative before it.
    public let microseconds: Int64

    /// Wraps microseconds since the start of 1970 in UTC.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Makes the instant that lies this many seconds after the start of 1970.
    public init(seconds: Int64) {
        self = UTCInstant(microseconds: 0).adding(seconds: seconds)
    }

    /// Orders instants by time.
    public static func < (left: UTCInstant, right: UTCInstant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The whole seconds since 1970, rounded towards the past.
    public var wholeSeconds: Int64 {
        Self.floorDivided(microseconds, by: 1_000_000)
    }

    /// The instant this many microseconds later.
    public func adding(microseconds count: Int64) -> UTCInstant {
        let (sum, overflow) = microseconds.addingReportingOverflow(count)
        guard overflow else { return UTCInstant(microseconds: sum) }
        return UTCInstant(microseconds: count < 0 ? .min : .max)
    }

    /// The instant this many seconds later.
    public func adding(seconds count: Int64) -> UTCInstant {
        let (product, overflow) = count.multipliedReportingOverflow(by: 1_000_000)
        return adding(microseconds: overflow ? (count < 0 ? .min : .max) : product)
    }

    /// The instant this many times 86,400 seconds later.
    public func adding(days count: Int) -> UTCInstant {
        let (product, overflow) = Int64(count).multipliedReportingOverflow(by: 86_400)
        return adding(seconds: overflow ? (count < 0 ? .min : .max) : product)
    }

    /// The microseconds from `earlier` to this instant, negative when it lies after it.
    public func microseconds(since earlier: UTCInstant) -> Int64 {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(earlier.microseconds)
        guard overflow else { return difference }
        return earlier.microseconds > 0 ? .min : .max
    }

    /// The whole seconds to wait until `later`, rounded up and at least 1.
    ///
    /// Made for `Retry-After`, which must never send a client back too early.
    public func secondsToWait(until later: UTCInstant) -> Int {
        let distance = max(later.microseconds(since: self), 0)
        let rounded = distance / 1_000_000 + (distance % 1_000_000 == 0 ? 0 : 1)
        return Int(max(rounded, 1))
    }

    /// The day in UTC.
    public var day: CivilDay {
        CivilDay(dayNumber: Self.floorDivided(wholeSeconds, by: 86_400))
    }

    /// The instant as RFC 3339 text in UTC, with a fraction of six digits only when there is one.
    public var rfc3339: String {
        let secondOfDay = Self.floorRemainder(wholeSeconds, by: 86_400)
        let fraction = Self.floorRemainder(microseconds, by: 1_000_000)
        var text = day.description
        text += "T" + DecimalText.padded(secondOfDay / 3_600, to: 2)
        text += ":" + DecimalText.padded(secondOfDay / 60 % 60, to: 2)
        text += ":" + DecimalText.padded(secondOfDay % 60, to: 2)
        if fraction != 0 {
            text += "." + DecimalText.padded(fraction, to: 6)
        }
        return text + "Z"
    }

    /// The same text as ``rfc3339``.
    public var description: String {
        rfc3339
    }

    static func floorDivided(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static func floorRemainder(_ value: Int64, by divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

/// Writes small numbers without a formatter.
enum DecimalText {
    static func padded(_ value: Int64, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
