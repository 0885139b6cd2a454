import Synchronization

/// A connection lent to somebody else for the time of one visit to the database.
///
/// `@unchecked Sendable`: the connection is used and taken back under the lock, so nobody reaches it after the visit; the
/// thread of the visit is the only one that knows of the loan meanwhile.
public final class ConnectionLoan: @unchecked Sendable {
    private var connection: (any SQLConnection)?
    private let lock = Mutex(())

    /// Lends a connection until ``end()``, which must come before the visit is over.
    public init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Uses the connection; nil after the visit.
    public func use<Result: Sendable>(_ body: (any SQLConnection) throws -> Result) rethrows -> Result? {
        try lock.withLock { _ in try connection.map(body) }
    }

    /// Takes the connection back.
    public func end() {
        lock.withLock { _ in connection = nil }
    }
}
