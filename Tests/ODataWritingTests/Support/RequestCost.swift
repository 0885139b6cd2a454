import Dispatch
import Foundation
import Synchronization

/// The processor time that one request takes, on whatever threads, and nothing of what runs beside it.
///
/// A wall clock would also measure the other tests. The request's own jobs run on a queue that adds up their thread's
/// time; what the request does on threads of the database is added by `measured`.
final class RequestCost: TaskExecutor {
    /// The cost that the request at hand is to be charged to, where a test asks for it.
    @TaskLocal static var current: RequestCost?

    /// How much longer a build without optimisation may take: generic code and arrays run unspecialised and checked, which
    /// costs tens of times, and the processor's caches are shared with the other tests.
    #if DEBUG
        static let buildFactor = 30
    #else
        static let buildFactor = 1
    #endif

    private let queue = DispatchQueue(label: "request-cost")
    private let nanoseconds = Mutex<UInt64>(0)

    var spent: Duration { .nanoseconds(nanoseconds.withLock { $0 }) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in
            measured { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    /// Adds what the body takes of this thread's time.
    func measured<Result>(_ body: () throws -> Result) rethrows -> Result {
        let start = Self.threadTime()
        defer {
            let time = Self.threadTime() - start
            nanoseconds.withLock { $0 += time }
        }
        return try body()
    }

    private static func threadTime() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Runs a request, and says what it took of processors.
    static func of<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> (result: Result, time: Duration) {
        let cost = RequestCost()
        let result = try await $current.withValue(cost) {
            try await withTaskExecutorPreference(cost) { try await body() }
        }
        await cost.settled()
        return (result, cost.spent)
    }

    /// Waits for the last job to be added up: it hands over its result before it ends.
    private func settled() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }
}
