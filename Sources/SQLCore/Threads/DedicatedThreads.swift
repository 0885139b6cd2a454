#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a body was not run.
public enum DedicatedThreadsError: Error, Equatable {
    /// The queue was full, or no thread became free within the waiting time.
    case busy
    /// The task that waited was cancelled before a thread took the body.
    case cancelled
    /// The threads were shut down.
    case closed
}

/// A fixed number of threads for calls that block, with a bounded queue before them.
///
/// The only bridge from the cooperative pool to blocking code. Threads start when first needed and end with
/// ``shutDown()`` or with the last reference.
public final class DedicatedThreads: Sendable {
    private let crew: ThreadCrew

    /// Makes the threads' crew.
    ///
    /// - Parameters:
    ///   - count: How many bodies run at once; at least one thread.
    ///   - queueLimit: How many bodies may wait; one more is refused as busy.
    ///   - waitLimit: How long a body may wait; nil for ever.
    ///   - promptCount: How many bodies run at once as soon as they come; nil for `count`. Beyond that a body gets one
    ///     more thread when it has waited for two milliseconds: bodies that mostly compute only hinder each other when
    ///     more of them run than there are cores, but none may wait for one that takes long.
    ///   - threadWillEnd: Runs on each thread before it ends, with the thread's number.
    public init(
        count: Int,
        queueLimit: Int,
        waitLimit: Duration?,
        promptCount: Int? = nil,
        threadWillEnd: @Sendable @escaping (Int) -> Void = { _ in }
    ) {
        crew = ThreadCrew(
            size: max(count, 1),
            queueLimit: max(queueLimit, 0),
            waitLimit: waitLimit,
            promptCount: max(promptCount ?? count, 1),
            threadWillEnd: threadWillEnd
        )
    }

    deinit {
        crew.close()
    }

    /// Runs a body on one of the threads and waits for its result without blocking.
    ///
    /// The body gets its job and the number of its thread, from 0. Cancelling the waiting task takes the body off the
    /// queue, or, if it runs, calls the job's cancel handler; the body decides how to end. Throws what the body throws,
    /// or ``DedicatedThreadsError``.
    public func run<Result: Sendable>(
        _ body: @Sendable @escaping (ThreadJob, Int) throws -> Result
    ) async throws -> Result {
        let job = ThreadJob()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let entry = ThreadCrew.Entry(
                    job: job,
                    run: { thread in
                        let result = Swift.Result { try body(job, thread) }
                        job.end()
                        return { continuation.resume(with: result) }
                    },
                    refuse: { continuation.resume(throwing: $0) }
                )
                crew.enqueue(entry)
            }
        } onCancel: {
            crew.cancel(job)
        }
    }

    /// Starts a body that nobody waits for; `refused` is called instead if there is no place for it, perhaps at once.
    ///
    /// The body must not throw away what goes wrong: whoever started it learns nothing else.
    public func start(
        _ body: @Sendable @escaping (ThreadJob, Int) -> Void,
        refused: @Sendable @escaping () -> Void
    ) -> ThreadJob {
        let job = ThreadJob()
        crew.enqueue(
            ThreadCrew.Entry(
                job: job,
                run: { thread in
                    body(job, thread)
                    job.end()
                    return {}
                },
                refuse: { _ in refused() }
            )
        )
        return job
    }

    /// Cancels a body that was started: takes it off the queue, or calls its cancel handler.
    public func cancel(_ job: ThreadJob) {
        crew.cancel(job)
    }

    /// How many bodies can compute at once on this machine.
    public static var coreCount: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

    /// How many bodies run and wait just now.
    public var load: (running: Int, waiting: Int) {
        crew.load
    }

    /// Refuses new and waiting bodies, lets running ones end, and returns when all threads have ended.
    public func shutDown() async {
        crew.close()
        await crew.ended()
    }
}
