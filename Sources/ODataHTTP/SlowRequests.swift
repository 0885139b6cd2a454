import Synchronization

/// The requests under way, looked through now and then for those that have become slow.
///
/// One clock for all of them: a quick request costs an entry and its removal, and nothing ticks while there is none.
final class SlowRequests: Sendable {
    /// One request, from its start to its end.
    struct Ticket: Hashable {
        fileprivate var number: UInt64
    }

    private struct Entry {
        var start: ContinuousClock.Instant
        /// Called once when the request has become slow.
        var becomesSlow: @Sendable () -> Void
        var isSlow = false
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var next: UInt64 = 0
        var isTicking = false
    }

    private let delay: Duration
    private let state = Mutex(State())

    /// Makes a watch for requests that take longer than a time.
    init(delay: Duration) {
        self.delay = delay
    }

    /// Enters a request; `becomesSlow` is called at most once, after the delay and within half of it, without one at once.
    func enter(_ becomesSlow: @escaping @Sendable () -> Void) -> Ticket {
        guard delay > .zero else {
            becomesSlow()
            return Ticket(number: .max)
        }
        let (number, mustTick) = state.withLock { state in
            let number = state.next
            state.next &+= 1  // as good as never used up
            state.entries[number] = Entry(start: .now, becomesSlow: becomesSlow)
            defer { state.isTicking = true }
            return (number, !state.isTicking)
        }
        if mustTick { Task { await tick() } }
        return Ticket(number: number)
    }

    /// Takes a request out; when this returns, no call for it is under way, and none will come.
    func leave(_ ticket: Ticket) {
        state.withLock { $0.entries[ticket.number] = nil }
    }

    /// Looks through the requests until none was seen for a whole round.
    private func tick() async {
        while true {
            // Nobody cancels this task; were it so, it would only look more often.
            try? await Task.sleep(for: delay / 2)
            let isOver = state.withLock { state in
                guard !state.entries.isEmpty else {
                    state.isTicking = false
                    return true
                }
                let limit = ContinuousClock.Instant.now - delay
                for (number, entry) in state.entries where !entry.isSlow && entry.start <= limit {
                    state.entries[number]?.isSlow = true
                    entry.becomesSlow()
                }
                return false
            }
            if isOver { return }
        }
    }
}
