/// A notice that is due.
public struct DueNotice: Hashable, Sendable {
    /// What it says.
    public var kind: TokenNoticeKind
    /// What tells it from another of its kind; at most 40 characters.
    public var occasion: String

    /// Names a notice.
    public init(_ kind: TokenNoticeKind, occasion: String) {
        self.kind = kind
        self.occasion = occasion
    }
}

/// Finds the notices that time brings: ends of terms, idleness, the yearly question.
///
/// Each is due within a window that ends where the next, more urgent one begins, so that a server that was off for a
/// while tells what is true now and not what was true then.
public struct TokenNoticeSchedule: Sendable {
    /// The facts of a token that notices of time depend on.
    public struct Facts: Sendable {
        /// The instants of its state.
        public var life: TokenLifeFacts
        /// When the present term began.
        public var termStartedAt: UTCInstant
        /// When it was used last; nil means not yet.
        public var lastUsedAt: UTCInstant?

        /// Gathers the facts.
        public init(life: TokenLifeFacts, termStartedAt: UTCInstant, lastUsedAt: UTCInstant?) {
            self.life = life
            self.termStartedAt = termStartedAt
            self.lastUsedAt = lastUsedAt
        }
    }

    /// Days before the end at which an owner is told, the longest first.
    private static let leads: [(days: Int, kind: TokenNoticeKind)] = [
        (30, .expiresInThirtyDays), (7, .expiresInSevenDays), (1, .expiresInOneDay),
    ]
    /// So long after the end of a term, or after a year, it is still told.
    private static let lateDays = 30
    /// So many days before idleness stops a token, its owner is told.
    private static let idleLeadDays = 14
    private static let dayMicroseconds: Int64 = 86_400_000_000

    private let policy: TokenPolicy

    /// Makes a schedule under a policy.
    public init(policy: TokenPolicy) {
        self.policy = policy
    }

    /// The notices that are due now; whoever gives them remembers which were given.
    public func due(_ token: Facts, at now: UTCInstant) -> [DueNotice] {
        switch TokenState(of: token.life, at: now) {
        case .exposed, .revoked, .suspended: return []
        case .expired(let end):
            guard now < end.adding(days: Self.lateDays) else { return [] }
            return [DueNotice(.expired, occasion: end.rfc3339)]
        case .paused, .active: return lead(token, now) + idle(token, now) + yearly(token, now)
        }
    }

    /// The nearest notice before the end; one whose lead is as long as the whole term says nothing new.
    private func lead(_ token: Facts, _ now: UTCInstant) -> [DueNotice] {
        guard let end = token.life.expiresAt else { return [] }
        let term = end.microseconds(since: token.termStartedAt)
        let left = end.microseconds(since: now)
        let reached = Self.leads.last { left <= Int64($0.days) * Self.dayMicroseconds }
        guard let reached, Int64(reached.days) * Self.dayMicroseconds < term else { return [] }
        return [DueNotice(reached.kind, occasion: end.rfc3339)]
    }

    private func idle(_ token: Facts, _ now: UTCInstant) -> [DueNotice] {
        let limits = [policy.idleDays, token.life.expiresAt == nil ? policy.idleDaysOfNever : nil]
        guard let limit = limits.compactMap({ $0 }).min() else { return [] }
        let stop = (token.lastUsedAt ?? token.termStartedAt).adding(days: limit)
        guard limit > Self.idleLeadDays, stop.adding(days: -Self.idleLeadDays) <= now, now < stop else { return [] }
        return [DueNotice(.idle, occasion: stop.day.description)]
    }

    private func yearly(_ token: Facts, _ now: UTCInstant) -> [DueNotice] {
        guard token.life.expiresAt == nil else { return [] }
        let days = now.microseconds(since: token.termStartedAt) / Self.dayMicroseconds
        let years = days / 365
        guard years > 0, days % 365 < Int64(Self.lateDays) else { return [] }
        return [DueNotice(.yearlyCheck, occasion: "year \(years)")]
    }
}
