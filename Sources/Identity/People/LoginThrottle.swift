/// Slows down guessing at the login form without ever locking an account.
///
/// Per account and network: after five failures waits of 1, 2, 4 … 60 s. Per network: 60 failures an hour. A stranger in
/// another network does not slow the owner down. A value; the service keeps it behind its own lock. Clients without a
/// known address share one network.
public struct LoginThrottle: Sendable {
    private struct Pair: Hashable {
        let account: String
        let network: NetworkPrefix?
    }

    private struct Run {
        var failures: Int
        var lastFailureAt: UTCInstant
        var waitsUntil: UTCInstant
    }

    private var runs: BoundedCounters<Pair, Run>
    private var networks: BoundedCounters<NetworkPrefix?, CountingWindow>

    /// Failures that cost nothing.
    public static let freeFailures = 5
    /// The longest wait in seconds.
    public static let longestWait = 60
    /// Failures a network may have in an hour.
    public static let networkFailures = 60
    /// Seconds of quiet after which failures are forgotten.
    public static let memorySeconds: Int64 = 3_600

    /// Makes an empty throttle that holds at most so many counters of each kind.
    public init(capacity: Int = 100_000) {
        runs = BoundedCounters(capacity: capacity)
        networks = BoundedCounters(capacity: capacity)
    }

    /// Whether an attempt may go on to the password check.
    ///
    /// `account` is the typed name, trimmed and case-folded, whether or not such an account exists.
    public func answer(account: String, network: NetworkPrefix?, at now: UTCInstant) -> ThrottleAnswer {
        let longest = [
            runs[Pair(account: account, network: network)].map { wait(for: $0, at: now) },
            networks[network].map { $0.answer(at: now) },
        ].reduce(0) { longest, answer in
            guard case .wait(let seconds) = answer else { return longest }
            return max(longest, seconds)
        }
        return longest == 0 ? .allowed : .wait(seconds: longest)
    }

    /// Counts a wrong password; attempts that were answered 429 are not counted.
    public mutating func recordFailure(account: String, network: NetworkPrefix?, at now: UTCInstant) {
        let pair = Pair(account: account, network: network)
        var run = runs[pair] ?? Run(failures: 0, lastFailureAt: now, waitsUntil: now)
        if run.lastFailureAt.adding(seconds: Self.memorySeconds) <= now {
            run.failures = 0
        }
        run.failures = min(run.failures + 1, 1_000)
        run.lastFailureAt = now
        run.waitsUntil = now.adding(seconds: Self.waitSeconds(afterFailures: run.failures))
        runs.set(run, for: pair)
        var window = networks[network] ?? CountingWindow(limit: Self.networkFailures, seconds: 3_600)
        window.record(at: now)
        networks.set(window, for: network)
    }

    /// Forgets the failures of an account from a network after a right password.
    ///
    /// The failures of the network stay: one good login must not buy sixty guesses at other accounts.
    public mutating func recordSuccess(account: String, network: NetworkPrefix?) {
        runs.remove(Pair(account: account, network: network))
    }

    /// The failures that stand against an account from a network.
    public func failures(account: String, network: NetworkPrefix?) -> Int {
        runs[Pair(account: account, network: network)]?.failures ?? 0
    }

    /// The wait after a failure: none for four, then 1, 2, 4 … 60 s.
    static func waitSeconds(afterFailures count: Int) -> Int64 {
        guard count >= freeFailures else { return 0 }
        return Int64(min(1 << min(count - freeFailures, 10), longestWait))
    }

    private func wait(for run: Run, at now: UTCInstant) -> ThrottleAnswer {
        now < run.waitsUntil ? .wait(seconds: now.secondsToWait(until: run.waitsUntil)) : .allowed
    }
}
