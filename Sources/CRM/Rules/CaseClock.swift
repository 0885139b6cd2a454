/// The hours in which response times run.
public struct BusinessHours: Sendable {
    /// Seconds after midnight, local time, at which work starts.
    public let opens: Int64
    /// Seconds after midnight, local time, at which work ends.
    public let closes: Int64
    /// How many seconds local time is ahead of UTC at an instant (microseconds since 1970).
    public let offset: @Sendable (Int64) -> Int64

    /// Makes business hours, the same on every working day.
    public init(opens: Int64, closes: Int64, offset: @escaping @Sendable (Int64) -> Int64) {
        self.opens = opens
        self.closes = closes
        self.offset = offset
    }

    /// The instant after so many business seconds, in microseconds since 1970.
    ///
    /// Days on which the clock changes are counted with the offset they end with. Looks at most ten years ahead.
    public func adding(seconds: Int64, to start: Int64) -> Int64 {
        var rest = max(0, seconds)
        let local = start / 1_000_000 + offset(start)
        var day = CivilDate(microseconds: local * 1_000_000)
        var second = local - Int64(day.days) * 86_400
        for _ in 0..<3660 {
            if CalendarDay(day).isWorkingDay {
                let from = max(second, opens)
                if from < closes, rest <= closes - from { return instant(day, from + rest) }
                rest -= max(0, closes - from)
            }
            day = day.adding(days: 1)
            second = 0
        }
        return instant(day, opens)
    }

    private func instant(_ day: CivilDate, _ second: Int64) -> Int64 {
        let guess = (Int64(day.days) * 86_400 + second) * 1_000_000
        return guess - offset(guess) * 1_000_000
    }
}

/// How a case stands against its promised times.
public enum CaseClock {
    /// The status of the promises: `None`, `OnTrack`, `AtRisk`, `Breached` or `Met`.
    ///
    /// At risk from 80 % of the time used. Instants are microseconds since 1970.
    public static func status(
        created: Int64,
        responseTarget: Int64?,
        firstResponse: Int64?,
        resolveTarget: Int64?,
        resolved: Int64?,
        now: Int64
    ) -> String {
        guard let resolveTarget else { return "None" }
        let end = resolved ?? now
        if end > resolveTarget { return "Breached" }
        if let responseTarget, firstResponse ?? end > responseTarget { return "Breached" }
        if resolved != nil { return "Met" }
        let used = Double(now - created)
        return used >= 0.8 * Double(resolveTarget - created) ? "AtRisk" : "OnTrack"
    }
}
