import Synchronization

/// A body that runs on a dedicated thread, as the body itself sees it.
public final class ThreadJob: Sendable {
    private struct State {
        var isOver = false
        var cancelHandler: (@Sendable () -> Void)?
    }

    private let cancelled = Atomic(false)
    private let state = Mutex(State())

    init() {}

    /// True as soon as the task that waits for the job was cancelled; cheap enough for a loop.
    public var isCancelled: Bool {
        cancelled.load(ordering: .relaxed)
    }

    /// Sets what a cancellation does while the job runs; called at once if it was cancelled before.
    ///
    /// The handler runs on the cancelling thread, never after the job's end, and must not block.
    public func onCancel(_ handler: @Sendable @escaping () -> Void) {
        state.withLock { state in
            guard !state.isOver else { return }
            state.cancelHandler = handler
            if cancelled.load(ordering: .sequentiallyConsistent) { handler() }
        }
    }

    /// Takes the handler away; when this returns, no call of it is under way, and none will come.
    public func clearCancelHandler() {
        state.withLock { $0.cancelHandler = nil }
    }

    func cancel() {
        cancelled.store(true, ordering: .sequentiallyConsistent)
        state.withLock { state in state.cancelHandler?() }
    }

    func end() {
        state.withLock { state in
            state.isOver = true
            state.cancelHandler = nil
        }
    }
}
