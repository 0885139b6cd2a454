import HTTPTypes
import OData
import Synchronization

/// Answers requests later: those with `Prefer: respond-async` whose answer takes longer than the client wants to wait
/// (Protocol 8.2.8.7, 8.2.8.10 and 11.6).
///
/// A request runs with the rights its caller had when it was sent. Its answer is kept in a store and given to the same
/// caller at a status monitor, whose address nobody can guess.
public final class AsyncRequests: Sendable {
    /// Bounds.
    public struct Limits: Sendable, Hashable {
        /// Requests that run at once; beyond, the preference is not applied.
        public var running = 16
        /// Of these, requests of one caller.
        public var runningPerCaller = 4
        /// How long a client waits that does not say, in seconds.
        public var usualWaitSeconds = 1
        /// The longest wait that is honoured, in seconds.
        public var longestWaitSeconds = 60
        /// How long an answer is kept, in seconds.
        public var keepSeconds = 3600

        /// Makes the default limits.
        public init() {}
    }

    /// A request that runs, under the name of its monitor.
    private struct Running {
        var owner: String
        var cancel: @Sendable () -> Void
    }

    private struct State {
        var running: [String: Running] = [:]
        var isStopped = false
    }

    let limits: Limits
    let store: any AsyncResultStore
    private let newName: @Sendable () -> String
    private let state = Mutex(State())

    /// Makes a keeper.
    ///
    /// - Parameters:
    ///   - store: Where answers wait.
    ///   - limits: Bounds.
    ///   - newName: Makes names of at least 128 random bits, of letters, digits, `-` and `_`.
    public init(
        store: any AsyncResultStore,
        limits: Limits = Limits(),
        newName: @escaping @Sendable () -> String
    ) {
        self.store = store
        self.limits = limits
        self.newName = newName
    }

    // MARK: Running

    /// A name for a request of a caller; nil where as many run as may.
    func begin(owner: String) -> String? {
        let name = newName()
        return state.withLock { state in
            guard !state.isStopped, state.running.count < limits.running,
                state.running.values.count(where: { $0.owner == owner }) < limits.runningPerCaller
            else { return nil }
            state.running[name] = Running(owner: owner, cancel: {})
            return name
        }
    }

    /// What stops the request of a name.
    func setCancel(_ name: String, _ cancel: @escaping @Sendable () -> Void) {
        let isStopped = state.withLock { state in
            state.running[name]?.cancel = cancel
            return state.isStopped
        }
        if isStopped { cancel() }
    }

    func end(_ name: String) { state.withLock { _ = $0.running.removeValue(forKey: name) } }

    func isRunning(_ name: String) -> Bool { state.withLock { $0.running[name] != nil } }

    /// Whether what was cancelled is told as interrupted, rather than forgotten.
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Stops a request; its answer is forgotten.
    func cancel(_ name: String) async {
        let cancel = state.withLock { $0.running.removeValue(forKey: name)?.cancel }
        cancel?()
        await store.remove(name)
    }

    /// Stops every request that runs, such as when a service returns to its first state.
    public func cancelAll() {
        let all = state.withLock { state in
            defer { state.running = [:] }
            return state.running.values
        }
        // Whoever keeps the answer of a stopped request forgets it.
        for request in all { request.cancel() }
    }

    /// Stops every request that runs because the process ends, and begins none any more.
    ///
    /// Their monitors answer afterwards that they were interrupted, also in a later process.
    public func stop() {
        let all = state.withLock { state in
            state.isStopped = true
            return Array(state.running.values)
        }
        for request in all { request.cancel() }
    }

    /// Forgets answers that nobody fetched in time; `now` in microseconds since 1970-01-01T00:00:00Z.
    public func removeExpired(now: Int64) async { await store.removeExpired(now: now) }

    // MARK: Addresses

    private static let prefix = "/$async/"

    /// The name in the address of a status monitor; nil for any other path.
    static func name(in path: String) -> String? {
        guard path.hasPrefix(prefix) else { return nil }
        return String(path.dropFirst(prefix.count))
    }

    static func address(of name: String, serviceRoot: String) -> String { serviceRoot + prefix.dropFirst() + name }
}
