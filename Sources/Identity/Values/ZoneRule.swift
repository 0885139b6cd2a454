import Foundation

/// The offset rule of one time zone: which local day an instant lies in, and when a local day begins.
public struct ZoneRule: Sendable, Equatable {
    /// The name in the IANA time zone database, such as `Europe/Berlin`.
    public let identifier: String
    private let timeZone: TimeZone

    /// Coordinated universal time, the zone of people who have chosen none.
    public static let universal = ZoneRule(identifier: "UTC", timeZone: .gmt)

    /// Looks a zone up by its IANA name; nil when the name is not known.
    public init?(identifier: String) {
        guard identifier.utf8.count <= 64, let timeZone = TimeZone(identifier: identifier) else { return nil }
        self.init(identifier: identifier, timeZone: timeZone)
    }

    private init(identifier: String, timeZone: TimeZone) {
        self.identifier = identifier
        self.timeZone = timeZone
    }

    /// Seconds to add to UTC at an instant, positive east of Greenwich.
    public func offsetSeconds(at instant: UTCInstant) -> Int {
        timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.wholeSeconds)))
    }

    /// The local day of an instant.
    public func day(at instant: UTCInstant) -> CivilDay {
        instant.adding(seconds: Int64(offsetSeconds(at: instant))).day
    }

    /// The first instant whose local day is `day` or later.
    ///
    /// A midnight that the clock jumps over gives the first instant after the jump, and a whole day that a zone left out
    /// gives the start of the day after it. A midnight that happens twice gives the first of the two.
    public func firstInstant(of day: CivilDay) -> UTCInstant {
        let midnight = day.dayNumber * 86_400
        // Offsets lie between -12 and +14 hours, and the longest jump known is a whole day.
        var second = midnight - 16 * 3_600
        let last = midnight + 40 * 3_600
        while second < last, !hasReached(midnight, at: second) {
            second += 3_600
        }
        var before = second - 3_600
        while second - before > 1 {
            let middle = before + (second - before) / 2
            if hasReached(midnight, at: middle) {
                second = middle
            } else {
                before = middle
            }
        }
        return UTCInstant(seconds: second)
    }

    /// The local date and time with its offset, such as `2027-05-03 00:00 +02:00`.
    public func text(of instant: UTCInstant) -> String {
        let offset = offsetSeconds(at: instant)
        let local = instant.adding(seconds: Int64(offset))
        let minuteOfDay = (local.wholeSeconds - local.day.dayNumber * 86_400) / 60
        let magnitude = Int64(abs(offset) / 60)
        return "\(local.day) \(DecimalText.padded(minuteOfDay / 60, to: 2)):"
            + "\(DecimalText.padded(minuteOfDay % 60, to: 2)) \(offset < 0 ? "-" : "+")"
            + "\(DecimalText.padded(magnitude / 60, to: 2)):\(DecimalText.padded(magnitude % 60, to: 2))"
    }

    private func hasReached(_ midnight: Int64, at second: Int64) -> Bool {
        second + Int64(offsetSeconds(at: UTCInstant(seconds: second))) >= midnight
    }
}
