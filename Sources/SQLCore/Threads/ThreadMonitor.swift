#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A state behind a lock, with conditions on which threads can wait for it to change.
///
/// For dedicated threads only: waiting blocks the thread. Never hold it across an `await`.
///
/// `@unchecked Sendable`: `state` is touched only between `pthread_mutex_lock` and `pthread_mutex_unlock` of `mutex`.
final class ThreadMonitor<State>: @unchecked Sendable {
    /// What to wait for; each has a queue of waiting threads of its own.
    enum Signal: Int, CaseIterable {
        case work
        case time
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let conditions: UnsafeMutablePointer<pthread_cond_t>
    private let state: UnsafeMutablePointer<State>

    init(_ initial: State) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        conditions = .allocate(capacity: Signal.allCases.count)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        #if !canImport(Darwin)
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        #endif
        for signal in Signal.allCases {
            (conditions + signal.rawValue).initialize(to: pthread_cond_t())
            pthread_cond_init(conditions + signal.rawValue, &attributes)
        }
        pthread_condattr_destroy(&attributes)
        state = .allocate(capacity: 1)
        state.initialize(to: initial)
    }

    deinit {
        for signal in Signal.allCases { pthread_cond_destroy(conditions + signal.rawValue) }
        pthread_mutex_destroy(mutex)
        state.deinitialize(count: 1)
        state.deallocate()
        conditions.deallocate()
        mutex.deallocate()
    }

    /// Reads or changes the state.
    func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state.pointee)
    }

    /// Wakes one thread that waits for `signal`.
    func wakeOne(_ signal: Signal) {
        pthread_cond_signal(conditions + signal.rawValue)
    }

    /// Wakes all threads.
    func wakeAll() {
        for signal in Signal.allCases { pthread_cond_broadcast(conditions + signal.rawValue) }
    }

    /// Tries until `attempt` gives a result, waiting for `signal` between tries.
    ///
    /// Nil if the deadline, which each try may set anew, has passed. Every try is an access of its own, so that the
    /// state may change while the thread sleeps.
    func wait<Result>(
        for signal: Signal,
        deadline: inout MonotonicInstant?,
        _ attempt: (inout State, inout MonotonicInstant?) -> Result?
    ) -> Result? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = attempt(&state.pointee, &deadline) { return result }
            guard let limit = deadline else {
                pthread_cond_wait(conditions + signal.rawValue, mutex)
                continue
            }
            guard limit > .now else { return nil }
            wait(for: signal, until: limit)
        }
    }

    private func wait(for signal: Signal, until limit: MonotonicInstant) {
        #if canImport(Darwin)
            var span = limit.spanFromNow
            pthread_cond_timedwait_relative_np(conditions + signal.rawValue, mutex, &span)
        #else
            var time = limit.systemTime
            pthread_cond_timedwait(conditions + signal.rawValue, mutex, &time)
        #endif
    }
}

/// A point on the clock that never goes back; for waiting times only.
public struct MonotonicInstant: Sendable, Hashable, Comparable {
    /// Nanoseconds since some moment before the program started.
    public let nanoseconds: UInt64

    init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The present.
    public static var now: MonotonicInstant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    /// The instant so much later; a negative duration counts as none, one of centuries stops at the end of time.
    public func advanced(by duration: Duration) -> MonotonicInstant {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return self }
        let (whole, isTooLong) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !isTooLong else { return MonotonicInstant(nanoseconds: .max) }
        let (span, isTooFar) = whole.addingReportingOverflow(UInt64(attoseconds / 1_000_000_000))
        let (sum, isPastEnd) = nanoseconds.addingReportingOverflow(span)
        return MonotonicInstant(nanoseconds: isTooFar || isPastEnd ? .max : sum)
    }

    /// The time passed since an earlier instant; zero if it is not earlier.
    public func elapsed(since earlier: MonotonicInstant) -> Duration {
        guard nanoseconds > earlier.nanoseconds else { return .zero }
        return .nanoseconds(Int64(clamping: nanoseconds - earlier.nanoseconds))
    }

    /// Orders from early to late.
    public static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    fileprivate var systemTime: timespec {
        Self.systemTime(of: nanoseconds)
    }

    fileprivate var spanFromNow: timespec {
        let now = MonotonicInstant.now
        return Self.systemTime(of: nanoseconds > now.nanoseconds ? nanoseconds - now.nanoseconds : 0)
    }

    private static func systemTime(of nanoseconds: UInt64) -> timespec {
        var time = timespec()
        time.tv_sec = numericCast(nanoseconds / 1_000_000_000)
        time.tv_nsec = numericCast(nanoseconds % 1_000_000_000)
        return time
    }
}
