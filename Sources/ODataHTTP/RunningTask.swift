import Synchronization

/// The task of a request, to be cancelled by the watch beside it.
///
/// `@unchecked Sendable`: cancelling is what another task may do with an `UnsafeCurrentTask`; it happens under the lock
/// and not after ``end()``, which the task itself calls before it goes on.
final class RunningTask: @unchecked Sendable {
    private struct State {
        var watch: Task<Void, Never>?
        var hasEnded = false
        var isCancelled = false
    }

    private let task: UnsafeCurrentTask?
    private let state = Mutex(State())

    init(_ task: UnsafeCurrentTask?) {
        self.task = task
    }

    /// Starts to wait for the client to go away.
    func begin(_ isClosed: @escaping @Sendable () async -> Bool) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.watch = Task { if await isClosed() { self.cancel() } }
        }
    }

    private func cancel() {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.isCancelled = true
            task?.cancel()
        }
    }

    /// Whether the watch has cancelled the task; final after ``end()``.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Ends the watch, so that the connection has no other reader; false where there was none.
    @discardableResult
    func end() async -> Bool {
        let watch = state.withLock { state in
            state.hasEnded = true
            return state.watch
        }
        guard let watch else { return false }
        watch.cancel()
        await watch.value
        return true
    }
}
