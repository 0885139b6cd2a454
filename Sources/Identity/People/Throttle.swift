/// What a throttle says about an attempt.
public enum ThrottleAnswer: Equatable, Sendable {
    /// It may go on.
    case allowed
    /// It is answered 429 with this `Retry-After`, before any costly work.
    case wait(seconds: Int)
}

/// Counts events in a window that begins with the first of them.
public struct CountingWindow: Equatable, Sendable {
    /// Events a window takes.
    public let limit: Int
    /// Length of a window in seconds.
    public let seconds: Int64
    private var startedAt: UTCInstant?
    private var count = 0

    /// Makes an empty window.
    public init(limit: Int, seconds: Int64) {
        self.limit = limit
        self.seconds = seconds
    }

    /// Events of the present window.
    public func count(at now: UTCInstant) -> Int {
        end.map { now < $0 } == true ? count : 0
    }

    /// Whether one more event fits.
    public func answer(at now: UTCInstant) -> ThrottleAnswer {
        guard let end, count(at: now) >= limit else { return .allowed }
        return .wait(seconds: now.secondsToWait(until: end))
    }

    /// Counts an event.
    public mutating func record(at now: UTCInstant) {
        let present = count(at: now)
        if present == 0 {
            startedAt = now
        }
        count = min(present, Int.max - 1) + 1
    }

    /// Seconds until the present window ends; a whole window when none is open.
    public func resetSeconds(at now: UTCInstant) -> Int {
        guard let end, now < end else { return Int(seconds) }
        return now.secondsToWait(until: end)
    }

    /// When the present window ends.
    private var end: UTCInstant? {
        startedAt?.adding(seconds: seconds)
    }
}

/// A table of counters that never grows past its capacity: the older half is dropped when it is full.
struct BoundedCounters<Key: Hashable & Sendable, Counter: Sendable>: Sendable {
    private let capacity: Int
    private var young: [Key: Counter] = [:]
    private var old: [Key: Counter] = [:]

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int {
        young.count + old.count
    }

    subscript(key: Key) -> Counter? {
        young[key] ?? old[key]
    }

    mutating func set(_ counter: Counter, for key: Key) {
        if young.count >= max(capacity / 2, 1), young[key] == nil {
            old = young
            young = [:]
        }
        old[key] = nil
        young[key] = counter
    }

    mutating func remove(_ key: Key) {
        young[key] = nil
        old[key] = nil
    }
}
