/// A database: the only way to a connection.
///
/// Bodies run synchronously on threads of the database's own, never on the cooperative pool. They may be run once only,
/// and keep no reference to their connection. Cancelling the task that waits interrupts the running statement, or takes
/// the body off the queue; both throw ``SQLDatabaseError/interrupted``.
public protocol SQLDatabase: Sendable {
    /// The dialect to render statements for.
    var dialect: any SQLDialect { get }

    /// Runs a body inside one read transaction, so that all its queries see the same state.
    ///
    /// Throws ``SQLDatabaseError/busy`` if no thread of the lane becomes free within the waiting time, and
    /// ``SQLDatabaseError/timedOut`` if the body's statements run past `deadline`, counted from the start of the body.
    func read<Result: Sendable>(
        _ lane: ReadLane,
        deadline: Duration?,
        _ body: @Sendable @escaping (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Runs a body inside one write transaction, which is rolled back if the body throws.
    ///
    /// Write transactions follow each other; other programs on the same file are waited for.
    func write<Result: Sendable>(
        deadline: Duration?,
        _ body: @Sendable @escaping (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// What the database looks like from outside.
    func status() async throws -> SQLDatabaseStatus

    /// Lets running bodies end, refuses new ones with ``SQLDatabaseError/closed`` and closes all connections.
    func close() async
}

/// Which threads a read runs on.
public enum ReadLane: Sendable, Hashable, CaseIterable {
    /// Pages, key look-ups and other reads that end soon.
    case short
    /// Streams and exports, which keep their thread while a client reads.
    case stream
}

/// What a database looks like from outside.
public struct SQLDatabaseStatus: Sendable, Hashable {
    /// The file, or the address without secrets.
    public var location: String
    /// Bytes of the database.
    public var bytes: Int64
    /// Bytes of the write-ahead log not yet moved into the database.
    public var logBytes: Int64
    /// Bodies running in the short lane.
    public var shortReads: Int
    /// Bodies running in the stream lane.
    public var streamReads: Int
    /// Bodies waiting for any thread.
    public var waiting: Int

    /// Makes a status.
    public init(
        location: String,
        bytes: Int64,
        logBytes: Int64,
        shortReads: Int,
        streamReads: Int,
        waiting: Int
    ) {
        self.location = location
        self.bytes = bytes
        self.logBytes = logBytes
        self.shortReads = shortReads
        self.streamReads = streamReads
        self.waiting = waiting
    }
}

extension SQLDatabase {
    /// Runs a read with the database's own time limit.
    public func read<Result: Sendable>(
        _ lane: ReadLane = .short,
        _ body: @Sendable @escaping (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await read(lane, deadline: nil, body)
    }

    /// Runs a write with the database's own time limit.
    public func write<Result: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await write(deadline: nil, body)
    }
}
