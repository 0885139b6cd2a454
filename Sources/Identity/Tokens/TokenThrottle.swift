/// Quietens failures of token requests: 30 a minute and network, then 429 in place of 401.
///
/// Asked after a failure only, so a valid token always passes, even from a throttled network, and no number of failures
/// touches its owner. A value; the service keeps it behind its own lock.
public struct TokenFailureThrottle: Sendable {
    private var networks: BoundedCounters<NetworkPrefix?, CountingWindow>

    /// Failures a network may have in a minute.
    public static let failuresPerMinute = 30

    /// Makes an empty throttle that holds at most so many networks.
    public init(capacity: Int = 100_000) {
        networks = BoundedCounters(capacity: capacity)
    }

    /// Counts a failure and says how it is answered: as itself, or with 429.
    public mutating func recordFailure(from network: NetworkPrefix?, at now: UTCInstant) -> ThrottleAnswer {
        var window = networks[network] ?? CountingWindow(limit: Self.failuresPerMinute, seconds: 60)
        let answer = window.answer(at: now)
        if answer == .allowed {
            window.record(at: now)
            networks.set(window, for: network)
        }
        return answer
    }
}

/// What a token's quota says about one request.
public struct TokenQuotaAnswer: Equatable, Sendable {
    /// Requests a minute.
    public let limit: Int
    /// Requests left in this minute.
    public let remaining: Int
    /// Seconds until the minute begins anew.
    public let resetSeconds: Int
    /// Whether the request goes on.
    public let isAllowed: Bool

    /// Gathers the four.
    public init(limit: Int, remaining: Int, resetSeconds: Int, isAllowed: Bool) {
        self.limit = limit
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.isAllowed = isAllowed
    }
}

/// The requests a minute of each token; a value that the service keeps behind its own lock.
public struct TokenQuota: Sendable {
    private var tokens: BoundedCounters<TokenID, CountingWindow>

    /// Makes an empty quota that holds at most so many tokens.
    public init(capacity: Int = 100_000) {
        tokens = BoundedCounters(capacity: capacity)
    }

    /// Counts a request of a token and says whether it goes on.
    public mutating func record(_ token: TokenID, limit: Int, at now: UTCInstant) -> TokenQuotaAnswer {
        var window = tokens[token] ?? CountingWindow(limit: limit, seconds: 60)
        if window.limit != limit {
            window = CountingWindow(limit: limit, seconds: 60)
        }
        let answer = window.answer(at: now)
        if answer == .allowed {
            window.record(at: now)
            tokens.set(window, for: token)
        }
        return TokenQuotaAnswer(
            limit: limit,
            remaining: max(limit - window.count(at: now), 0),
            resetSeconds: window.resetSeconds(at: now),
            isAllowed: answer == .allowed
        )
    }
}

/// Bounds reports of leaks: ten calls a minute and network; what is more is answered alike and not looked at.
public struct LeakReportThrottle: Sendable {
    private var networks: BoundedCounters<NetworkPrefix?, CountingWindow>

    /// Calls of a network in a minute that are looked at.
    public static let callsPerMinute = 10

    /// Makes an empty throttle that holds at most so many networks.
    public init(capacity: Int = 100_000) {
        networks = BoundedCounters(capacity: capacity)
    }

    /// Counts a call and says whether it is looked at.
    public mutating func admits(_ network: NetworkPrefix?, at now: UTCInstant) -> Bool {
        var window = networks[network] ?? CountingWindow(limit: Self.callsPerMinute, seconds: 60)
        guard window.answer(at: now) == .allowed else { return false }
        window.record(at: now)
        networks.set(window, for: network)
        return true
    }
}
