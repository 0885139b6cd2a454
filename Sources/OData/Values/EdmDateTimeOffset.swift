/// An instant with microseconds, and the offset it was written with.
public struct EdmDateTimeOffset: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64
    /// The offset as written, in minutes east of UTC; order and equality of instants do not look at it, `==` does.
    public let offsetMinutes: Int

    /// Makes an instant.
    public init(microseconds: Int64, offsetMinutes: Int = 0) {
        self.microseconds = microseconds
        self.offsetMinutes = offsetMinutes
    }

    /// Makes an instant from a local day and time and their offset in minutes.
    public init(date: EdmDate, time: EdmTimeOfDay, offsetMinutes: Int) {
        // Days beyond those that 64 bits of microseconds hold are cut to the last ones that fit.
        let days = max(-106_000_000, min(106_000_000, Int64(date.daysSinceEpoch)))
        let local = days * 86_400_000_000 + time.microseconds
        self.init(microseconds: local - Int64(offsetMinutes) * 60_000_000, offsetMinutes: offsetMinutes)
    }

    /// Reads `2024-02-29T23:59[:59[.999999]](Z|±00:00)`; nil if the text is something else or names no instant.
    public init?(_ text: String) {
        guard case .value(let instant, let end) = TemporalReader(Array(text.utf8)[...]).dateTimeOffset(),
            end == text.utf8.count
        else { return nil }
        self = instant
    }

    /// The day, in UTC.
    public var date: EdmDate {
        EdmDate(daysSinceEpoch: Int32(clamping: Self.floorDivide(microseconds, 86_400_000_000)))
    }

    /// The time of day, in UTC.
    public var timeOfDay: EdmTimeOfDay {
        let day = Self.floorDivide(microseconds, 86_400_000_000)
        return EdmTimeOfDay(microseconds: microseconds - day * 86_400_000_000)
            ?? EdmTimeOfDay.midnight
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Whether the left instant is earlier.
    public static func < (left: EdmDateTimeOffset, right: EdmDateTimeOffset) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension EdmDateTimeOffset: CustomStringConvertible {
    /// The instant in UTC, such as `2024-02-29T23:59:59Z`.
    public var description: String { "\(date)T\(timeOfDay)Z" }
}

extension EdmTimeOfDay {
    /// 00:00.
    static let midnight = EdmTimeOfDay(unchecked: 0)

    fileprivate init(unchecked microseconds: Int64) {
        self.microseconds = microseconds
    }
}
