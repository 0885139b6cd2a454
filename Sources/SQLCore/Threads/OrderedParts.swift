/// Parts of a whole that one thread makes while another takes them in the order of their numbers.
///
/// For dedicated threads only: both sides may block. The maker runs at most `ahead` parts ahead, which bounds memory.
public final class OrderedParts<Part: Sendable>: Sendable {
    private struct State {
        var parts: [Int: Part] = [:]
        var next = 0
        var isClosed = false
    }

    private let ahead: Int
    private let monitor = ThreadMonitor(State())

    /// Makes an empty whole.
    public init(ahead: Int) {
        self.ahead = max(ahead, 1)
    }

    /// Gives a part; waits while it is too far ahead.
    ///
    /// False if nobody takes parts any more.
    public func put(_ part: Part, at number: Int) -> Bool {
        var never: MonotonicInstant?
        let isTaken = monitor.wait(for: .work, deadline: &never) { state, _ -> Bool? in
            if state.isClosed { return false }
            guard number < state.next + ahead else { return nil }
            state.parts[number] = part
            return true
        }
        monitor.wakeAll()
        return isTaken ?? false
    }

    /// Takes the part with a number, and waits until it is there; nil if it will never come.
    public func take(_ number: Int) -> Part? {
        var never: MonotonicInstant?
        let part = monitor.wait(for: .work, deadline: &never) { state, _ -> Part?? in
            state.next = max(state.next, number)
            if let part = state.parts.removeValue(forKey: number) {
                state.next = number + 1
                return .some(part)
            }
            return state.isClosed ? .some(nil) : nil
        }
        monitor.wakeAll()
        return part ?? nil
    }

    /// Leaves out the part with a number, which whoever takes parts has made itself.
    public func pass(_ number: Int) {
        monitor.withLock { $0.next = max($0.next, number + 1) }
        monitor.wakeAll()
    }

    /// Ends the exchange from either side: what has been put can still be taken, nothing more can be put.
    public func close() {
        monitor.withLock { $0.isClosed = true }
        monitor.wakeAll()
    }
}
