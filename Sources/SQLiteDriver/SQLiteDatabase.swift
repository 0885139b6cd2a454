import GRDBSQLite
public import Logging
public import SQLCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A SQLite file with one writer thread and two lanes of reader threads, each thread with a connection of its own.
///
/// Write-ahead log, full synchronisation and foreign keys are always on. Readers never wait for the writer, nor it for
/// them.
public final class SQLiteDatabase: SQLDatabase {
    /// The file.
    public let path: String
    /// How it was opened.
    public let configuration: SQLiteConfiguration
    private let logger: Logger
    private let writer: DedicatedThreads
    private let shortReaders: DedicatedThreads
    private let streamReaders: DedicatedThreads
    private let companions: SQLiteCompanions?
    private let writerSeats: SQLiteSeats
    private let shortSeats: SQLiteSeats
    private let streamSeats: SQLiteSeats

    private init(path: String, configuration: SQLiteConfiguration, logger: Logger) {
        self.path = path
        self.configuration = configuration
        self.logger = logger
        func seats(_ role: SQLiteConnection.Role, _ count: Int) -> SQLiteSeats {
            SQLiteSeats(count: max(count, 1), path: path, role: role, configuration: configuration, logger: logger)
        }
        func threads(_ seats: SQLiteSeats, prompt: Int? = nil) -> DedicatedThreads {
            DedicatedThreads(
                count: seats.count,
                queueLimit: configuration.queueLimit,
                waitLimit: configuration.waitLimit,
                promptCount: prompt,
                threadWillEnd: { seats.close($0) }
            )
        }
        writerSeats = seats(.writer, 1)
        shortSeats = seats(.shortReader, configuration.readers)
        streamSeats = seats(.streamReader, configuration.streamReaders)
        companions = SQLiteCompanions(path: path, configuration: configuration, logger: logger)
        writer = threads(writerSeats)
        shortReaders = threads(shortSeats, prompt: max(DedicatedThreads.coreCount, 2))
        streamReaders = threads(streamSeats)
    }

    /// Opens a file, and makes it if it is missing and its folder exists.
    ///
    /// Throws `SQLDatabaseError/cannotOpen(_:)`, `SQLDatabaseError/notADatabase`, `SQLDatabaseError/readOnly` or
    /// `SQLDatabaseError/locked`.
    public static func open(
        path: String,
        configuration: SQLiteConfiguration = SQLiteConfiguration(),
        logger: Logger
    ) async throws(SQLDatabaseError) -> SQLiteDatabase {
        let database = SQLiteDatabase(path: path, configuration: configuration, logger: logger)
        do {
            try await database.writer.run { _, thread in _ = try database.writerSeats.connection(thread) }
        } catch {
            await database.close()
            throw SQLiteDatabase.mapped(error)
        }
        return database
    }

    /// The dialect to render statements for.
    public var dialect: any SQLDialect { SQLiteDialect() }

    /// Runs a body inside one read transaction.
    public func read<Result: Sendable>(
        _ lane: ReadLane,
        deadline: Duration?,
        _ body: @Sendable @escaping (any SQLConnection) throws -> Result
    ) async throws -> Result {
        switch lane {
        case .short:
            try await run(on: shortReaders, shortSeats, limit: deadline ?? configuration.statementLimit) {
                try $0.transaction(.read, body)
            }
        case .stream:
            try await run(on: streamReaders, streamSeats, limit: deadline ?? configuration.streamLimit) {
                $0.companions = self.companions
                return try $0.transaction(.read, body)
            }
        }
    }

    /// Runs a body inside one write transaction, which is rolled back if the body throws.
    public func write<Result: Sendable>(
        deadline: Duration?,
        _ body: @Sendable @escaping (any SQLConnection) throws -> Result
    ) async throws -> Result {
        if configuration.isReadOnly { throw SQLDatabaseError.readOnly }
        return try await run(on: writer, writerSeats, limit: deadline ?? configuration.statementLimit) {
            try $0.transaction(.write, body)
        }
    }

    /// What the database looks like from outside.
    public func status() async throws -> SQLDatabaseStatus {
        let bytes = try await read(.short) { [path] _ in (Self.fileSize(path), Self.fileSize(path + "-wal")) }
        let loads = [shortReaders.load, streamReaders.load, writer.load]
        return SQLDatabaseStatus(
            location: path,
            bytes: bytes.0,
            logBytes: bytes.1,
            shortReads: loads[0].running,
            streamReads: loads[1].running,
            waiting: loads.map(\.waiting).reduce(0, +)
        )
    }

    /// Moves the write-ahead log into the database as far as readers allow.
    public func checkpoint() async throws {
        try await run(on: writer, writerSeats, limit: configuration.statementLimit) { connection in
            _ = try connection.rows(RenderedSQL("PRAGMA wal_checkpoint(PASSIVE)"))
        }
    }

    /// Refreshes what the query planner knows about the tables that grew; worth doing once a day and after an import.
    public func optimize() async throws {
        try await run(on: writer, writerSeats, limit: configuration.statementLimit) { connection in
            try connection.run("PRAGMA analysis_limit = 400; PRAGMA optimize")
        }
    }

    /// Looks for damage and for rows without the row they refer to; an empty list is a healthy database.
    ///
    /// Reads the whole file; at most `limit` findings.
    public func findings(limit: Int = 100) async throws -> [String] {
        try await run(on: streamReaders, streamSeats, limit: .seconds(3_600)) { connection in
            var findings: [String] = []
            do throws(SQLDatabaseError) {
                let check = try connection.query(RenderedSQL("PRAGMA integrity_check(\(max(limit, 1)))"))
                while try check.step() {
                    if check.string(0) != "ok" { findings.append(check.string(0)) }
                }
            } catch .corrupt(let message) {
                // The check itself may stumble over what it looks for.
                findings.append(message)
            }
            // In a damaged file the second check would only fail over the damage.
            guard findings.isEmpty else { return findings }
            let cursor = try connection.query(RenderedSQL("PRAGMA foreign_key_check"))
            while findings.count < limit, try cursor.step() {
                let (table, row, other) = (cursor.string(0), cursor.integer(1), cursor.string(2))
                findings.append("row \(row) of \(table) refers to a missing row of \(other)")
            }
            return findings
        }
    }

    /// Copies the database into a new file while others go on reading and writing; the copy is one consistent state.
    ///
    /// The file is readable by its owner alone, and appears under its name only when complete. Throws
    /// `SQLDatabaseError/cannotOpen(_:)` if it exists.
    public func backUp(to target: String) async throws {
        try await run(on: streamReaders, streamSeats, limit: .seconds(24 * 3_600)) { connection in
            try connection.transaction(.read) { _ in try SQLiteBackup.copy(connection, to: target) }
        }
    }

    /// Lets running bodies end, refuses new ones and closes all connections.
    public func close() async {
        await shortReaders.shutDown()
        await streamReaders.shutDown()
        await companions?.shutDown()
        await writer.shutDown()
    }

    private func run<Result: Sendable>(
        on threads: DedicatedThreads,
        _ seats: SQLiteSeats,
        limit: Duration,
        _ body: @Sendable @escaping (SQLiteConnection) throws -> Result
    ) async throws -> Result {
        do {
            return try await threads.run { job, thread in
                let connection = try seats.connection(thread)
                connection.statementGuard.begin(job, deadline: .now.advanced(by: limit))
                defer { connection.statementGuard.end() }
                let handle = SQLiteInterruptHandle(connection.database)
                job.onCancel { handle.interrupt() }
                return try body(connection)
            }
        } catch let error as DedicatedThreadsError {
            throw Self.mapped(error)
        }
    }

    private static func mapped(_ error: any Error) -> SQLDatabaseError {
        switch error {
        case let error as SQLDatabaseError: error
        case DedicatedThreadsError.busy: .busy
        case DedicatedThreadsError.cancelled: .interrupted
        case DedicatedThreadsError.closed: .closed
        default: .other(code: 0, message: "unexpected error")
        }
    }

    private static func fileSize(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}

/// The connections of a group of threads, one seat for each thread.
///
/// `@unchecked Sendable`: no lock; the thread with the number n is the only one that touches seat n.
final class SQLiteSeats: @unchecked Sendable {
    let count: Int
    private let path: String
    private let role: SQLiteConnection.Role
    private let configuration: SQLiteConfiguration
    private let logger: Logger
    private let seats: UnsafeMutablePointer<SQLiteConnection?>

    init(
        count: Int,
        path: String,
        role: SQLiteConnection.Role,
        configuration: SQLiteConfiguration,
        logger: Logger
    ) {
        self.count = count
        self.path = path
        self.role = role
        self.configuration = configuration
        self.logger = logger
        seats = .allocate(capacity: count)
        seats.initialize(repeating: nil, count: count)
    }

    deinit {
        seats.deinitialize(count: count)
        seats.deallocate()
    }

    /// The thread's connection, opened when first needed.
    func connection(_ thread: Int) throws(SQLDatabaseError) -> SQLiteConnection {
        if let connection = seats[thread] { return connection }
        let connection = try SQLiteConnection(path: path, role: role, configuration: configuration, logger: logger)
        seats[thread] = connection
        return connection
    }

    func close(_ thread: Int) {
        seats[thread]?.close()
        seats[thread] = nil
    }
}

/// The one thing another thread may do with a connection.
///
/// `@unchecked Sendable`: `sqlite3_interrupt` may be called from any thread while the connection is open, and the lock
/// of the job that holds the handler keeps it from being called after the job's end.
struct SQLiteInterruptHandle: @unchecked Sendable {
    private let database: OpaquePointer

    init(_ database: OpaquePointer) {
        self.database = database
    }

    func interrupt() {
        sqlite3_interrupt(database)
    }
}

extension SQLiteConnection {
    /// What a transaction is for.
    enum TransactionKind {
        /// Sees one state of the database, from its first query on.
        case read
        /// Holds the lock for writing from its start on.
        case write

        fileprivate var begin: RenderedSQL {
            switch self {
            case .read: Self.beginRead
            case .write: Self.beginWrite
            }
        }

        private static let beginRead = RenderedSQL("BEGIN")
        private static let beginWrite = RenderedSQL("BEGIN IMMEDIATE")
    }

    private static let commit = RenderedSQL("COMMIT")

    /// Ends the read transaction and begins another one, which sees what was committed since.
    public func renewSnapshot() throws(SQLDatabaseError) {
        guard isQueryOnly else {
            throw .other(code: Int(SQLITE_MISUSE), message: "only a read transaction has a snapshot to renew")
        }
        finishCursors()
        try execute(Self.commit)
        try execute(TransactionKind.read.begin)
    }

    /// Runs a body between a begin and a commit, or a rollback if it throws or was stopped.
    func transaction<Result>(
        _ kind: TransactionKind,
        _ body: (any SQLConnection) throws -> Result
    ) throws -> Result {
        rollBack()
        try execute(kind.begin)
        do {
            let result = try body(self)
            finishCursors()
            if let reason = statementGuard.reason { throw reason }
            // Neither a commit nor a rollback may be stopped half-way.
            statementGuard.end()
            try execute(Self.commit)
            return result
        } catch {
            finishCursors()
            statementGuard.end()
            rollBack()
            throw error
        }
    }

    /// Some errors, a full disk among them, have rolled back already; and a rollback that fails is tried again before
    /// the next transaction, which reports what is wrong.
    private func rollBack() {
        guard sqlite3_get_autocommit(database) == 0 else { return }
        sqlite3_exec(database, "ROLLBACK", nil, nil, nil)
    }
}
