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
    ///   - threadWillEnd: Runs on each thread before it ends, with the thread's number.
    public init(
        count: Int,
        queueLimit: Int,
        waitLimit: Duration?,
        threadWillEnd: @Sendable @escaping (Int) -> Void = { _ in }
    ) {
        crew = ThreadCrew(
            size: max(count, 1),
            queueLimit: max(queueLimit, 0),
            waitLimit: waitLimit,
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

/// What the threads share; they hold it, so that ``DedicatedThreads`` itself can go.
final class ThreadCrew: Sendable {
    struct Entry: Sendable {
        let job: ThreadJob
        /// Runs the body; gives what resumes the waiting task.
        let run: @Sendable (Int) -> () -> Void
        let refuse: @Sendable (DedicatedThreadsError) -> Void
        var deadline: MonotonicInstant?
    }

    private struct State {
        var queue: [Entry] = []
        var idle = 0
        var running = 0
        var started = 0
        var alive = 0
        var isClosed = false
        var hasTimekeeper = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let size: Int
    private let queueLimit: Int
    private let waitLimit: Duration?
    private let threadWillEnd: @Sendable (Int) -> Void
    private let monitor = ThreadMonitor(State())

    init(
        size: Int,
        queueLimit: Int,
        waitLimit: Duration?,
        threadWillEnd: @Sendable @escaping (Int) -> Void
    ) {
        self.size = size
        self.queueLimit = queueLimit
        self.waitLimit = waitLimit
        self.threadWillEnd = threadWillEnd
    }

    var load: (running: Int, waiting: Int) {
        monitor.withLock { ($0.running, $0.queue.count) }
    }

    func enqueue(_ entry: Entry) {
        let refusal = monitor.withLock { state -> DedicatedThreadsError? in
            if state.isClosed { return .closed }
            // `cancel` sets the flag before it takes the lock, so one of the two sees the other.
            if entry.job.isCancelled { return .cancelled }
            let free = state.idle + (size - state.started)
            guard state.queue.count < free + queueLimit else { return .busy }
            var entry = entry
            entry.deadline = waitLimit.map { MonotonicInstant.now.advanced(by: $0) }
            state.queue.append(entry)
            if state.queue.count > state.idle, state.started < size { startThread(&state) }
            guard state.alive > 0 else {
                state.queue.removeLast()
                return .busy
            }
            if entry.deadline != nil, state.queue.count > state.idle { startTimekeeper(&state) }
            return nil
        }
        guard let refusal else {
            monitor.wakeOne(.work)
            return
        }
        entry.refuse(refusal)
    }

    func cancel(_ job: ThreadJob) {
        job.cancel()
        let entry = monitor.withLock { state -> Entry? in
            guard let position = state.queue.firstIndex(where: { $0.job === job }) else { return nil }
            return state.queue.remove(at: position)
        }
        entry?.refuse(.cancelled)
    }

    func close() {
        let refused = monitor.withLock { state -> [Entry] in
            state.isClosed = true
            defer { state.queue = [] }
            return state.queue
        }
        monitor.wakeAll()
        for entry in refused { entry.refuse(.closed) }
    }

    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = monitor.withLock { state in
                guard state.alive > 0 else { return true }
                state.waitingForEnd.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    private func startThread(_ state: inout State) {
        let number = state.started
        guard startDedicatedThread({ [self] in work(number) }) else { return }
        state.started += 1
        state.alive += 1
    }

    private func startTimekeeper(_ state: inout State) {
        if state.hasTimekeeper {
            monitor.wakeOne(.time)
        } else if startDedicatedThread({ [self] in keepTime() }) {
            state.hasTimekeeper = true
        }
    }

    private func work(_ number: Int) {
        while let entry = take() {
            let resume = entry.run(number)
            monitor.withLock { $0.running -= 1 }
            resume()
        }
        threadWillEnd(number)
        let waiting = monitor.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.alive -= 1
            guard state.alive == 0 else { return [] }
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for continuation in waiting { continuation.resume() }
    }

    /// The next body; nil when the crew is closed.
    private func take() -> Entry? {
        var isIdle = false
        var never: MonotonicInstant?
        let entry: Entry?? = monitor.wait(for: .work, deadline: &never) { state, _ in
            if state.isClosed {
                if isIdle { state.idle -= 1 }
                return .some(nil)
            }
            guard !state.queue.isEmpty else {
                if !isIdle { state.idle += 1 }
                isIdle = true
                return nil
            }
            if isIdle { state.idle -= 1 }
            state.running += 1
            return .some(state.queue.removeFirst())
        }
        return entry ?? nil
    }

    /// Refuses bodies that waited too long; all wait equally long, so the first in the queue is the first to go.
    private func keepTime() {
        while true {
            var deadline: MonotonicInstant?
            let late: Entry?? = monitor.wait(for: .time, deadline: &deadline) { state, deadline in
                if state.isClosed { return .some(nil) }
                guard let first = state.queue.first else {
                    deadline = nil
                    return nil
                }
                deadline = first.deadline
                guard let limit = first.deadline, limit <= .now else { return nil }
                return .some(state.queue.removeFirst())
            }
            switch late {
            case .some(.some(let entry)): entry.refuse(.busy)
            case .some(.none): return
            case .none: continue
            }
        }
    }
}

/// Starts a detached thread; false if the system has none left.
private func startDedicatedThread(_ body: @Sendable @escaping () -> Void) -> Bool {
    final class Start {
        let body: @Sendable () -> Void
        init(_ body: @Sendable @escaping () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 4 << 20)
    let start = Unmanaged.passRetained(Start(body))
    #if canImport(Darwin)
        var thread: pthread_t?
    #else
        var thread = pthread_t()
    #endif
    let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
    }
    let code = pthread_create(&thread, &attributes, run, start.toOpaque())
    if code != 0 { start.release() }
    return code == 0
}
