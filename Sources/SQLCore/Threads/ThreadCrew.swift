#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the threads share; they hold it, so that ``DedicatedThreads`` itself can go.
final class ThreadCrew: Sendable {
    struct Entry: Sendable {
        let job: ThreadJob
        /// Runs the body; gives what resumes the waiting task.
        let run: @Sendable (Int) -> () -> Void
        let refuse: @Sendable (DedicatedThreadsError) -> Void
        var deadline: MonotonicInstant?
        /// When it gets a further thread, if it has none by then.
        var patience: MonotonicInstant?
    }

    private struct State {
        var queue: [Entry] = []
        var idle = 0
        var running = 0
        var started = 0
        var alive = 0
        var isClosed = false
        var hasTimekeeper = false
        /// When the timekeeper looks at the queue by itself.
        var nextLook: MonotonicInstant?
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    /// How long a body waits for one of the first threads before it gets a further one.
    private static let patience = Duration.milliseconds(2)

    private let size: Int
    private let queueLimit: Int
    private let waitLimit: Duration?
    private let promptCount: Int
    private let threadWillEnd: @Sendable (Int) -> Void
    private let monitor = ThreadMonitor(State())

    init(
        size: Int,
        queueLimit: Int,
        waitLimit: Duration?,
        promptCount: Int,
        threadWillEnd: @Sendable @escaping (Int) -> Void
    ) {
        self.size = size
        self.queueLimit = queueLimit
        self.waitLimit = waitLimit
        self.promptCount = promptCount
        self.threadWillEnd = threadWillEnd
    }

    var load: (running: Int, waiting: Int) {
        monitor.withLock { ($0.running, $0.queue.count) }
    }

    func enqueue(_ entry: Entry) {
        var isPrompt = true
        let refusal = monitor.withLock { state -> DedicatedThreadsError? in
            if state.isClosed { return .closed }
            // `cancel` sets the flag before it takes the lock, so one of the two sees the other.
            if entry.job.isCancelled { return .cancelled }
            let free = state.idle + (size - state.started)
            guard state.queue.count < free + queueLimit else { return .busy }
            isPrompt = state.running < promptCount
            let now = MonotonicInstant.now
            var entry = entry
            entry.deadline = waitLimit.map { now.advanced(by: $0) }
            entry.patience = promptCount < size ? now.advanced(by: Self.patience) : nil
            state.queue.append(entry)
            if isPrompt { startThread(&state) }
            guard state.alive > 0 else {
                state.queue.removeLast()
                return .busy
            }
            startTimekeeper(&state)
            return nil
        }
        if let refusal { return entry.refuse(refusal) }
        if isPrompt { monitor.wakeOne(.work) }
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

    /// One more thread, if bodies wait that no idle thread will take.
    private func startThread(_ state: inout State) {
        guard state.queue.count > state.idle, state.started < size else { return }
        let number = state.started
        guard startDedicatedThread({ [self] in work(number) }) else { return }
        state.started += 1
        state.alive += 1
    }

    /// Makes sure that the queue is looked at when its first body has waited long enough.
    private func startTimekeeper(_ state: inout State) {
        guard let wanted = nextLook(at: state) else { return }
        if let planned = state.nextLook, planned <= wanted { return }
        if state.hasTimekeeper {
            monitor.wakeOne(.time)
        } else if startDedicatedThread({ [self] in keepTime() }) {
            state.hasTimekeeper = true
        }
    }

    /// When a body in the queue has waited long enough for something to be done; all wait equally long.
    private func nextLook(at state: State) -> MonotonicInstant? {
        guard state.queue.count > state.idle || state.running >= promptCount else { return nil }
        let patience = state.queue.lazy.compactMap(\.patience).first
        guard let deadline = state.queue.first?.deadline else { return patience }
        return patience.map { min($0, deadline) } ?? deadline
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

    /// Gives each body that has waited a while a thread of its own, or the first that becomes free.
    private func hurry(_ state: inout State, at now: MonotonicInstant) {
        for position in state.queue.indices {
            guard let patience = state.queue[position].patience else { continue }
            guard patience <= now else { return }
            state.queue[position].patience = nil
            startThread(&state)
            monitor.wakeOne(.work)
        }
    }

    /// Gives bodies that have waited a while one more thread, and refuses those that waited too long.
    private func keepTime() {
        while true {
            var deadline: MonotonicInstant?
            let late: Entry?? = monitor.wait(for: .time, deadline: &deadline) { state, deadline in
                if state.isClosed { return .some(nil) }
                let now = MonotonicInstant.now
                if let limit = state.queue.first?.deadline, limit <= now { return .some(state.queue.removeFirst()) }
                hurry(&state, at: now)
                deadline = nextLook(at: state)
                state.nextLook = deadline
                return nil
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
