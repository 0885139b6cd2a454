/// A time of day with microseconds.
public struct EdmTimeOfDay: Sendable, Hashable, Comparable {
    /// Microseconds since midnight, below 86,400,000,000.
    public let microseconds: Int64

    /// Makes a time; nil if it is not within a day.
    public init?(microseconds: Int64) {
        guard (0..<86_400_000_000).contains(microseconds) else { return nil }
        self.microseconds = microseconds
    }

    /// Makes a time from its parts; a leap second counts as the 59th.
    public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
            (0...999_999).contains(microsecond)
        else { return nil }
        microseconds = Int64((hour * 60 + minute) * 60 + min(second, 59)) * 1_000_000 + Int64(microsecond)
    }

    /// Reads `23:59[:59[.999999]]`; nil if the text is something else.
    ///
    /// Digits behind the microsecond are cut.
    public init?(_ text: String) {
        guard case .value(let time, let end) = TemporalReader(Array(text.utf8)[...]).timeOfDay(),
            end == text.utf8.count
        else { return nil }
        self = time
    }

    /// The hour, 0 to 23.
    public var hour: Int { Int(microseconds / 3_600_000_000) }
    /// The minute, 0 to 59.
    public var minute: Int { Int(microseconds / 60_000_000 % 60) }
    /// The second, 0 to 59.
    public var second: Int { Int(microseconds / 1_000_000 % 60) }
    /// The fraction of the second, in microseconds.
    public var microsecond: Int { Int(microseconds % 1_000_000) }

    /// Whether the left time is earlier.
    public static func < (left: EdmTimeOfDay, right: EdmTimeOfDay) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension EdmTimeOfDay: CustomStringConvertible {
    /// `23:59:59` with as many digits of the fraction as are needed.
    public var description: String {
        "\(TemporalText.padded(hour, 2)):\(TemporalText.padded(minute, 2)):\(TemporalText.padded(second, 2))"
            + TemporalText.fraction(microsecond)
    }
}
