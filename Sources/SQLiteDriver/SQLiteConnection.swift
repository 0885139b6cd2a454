import GRDBSQLite
import Logging
public import SQLCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One SQLite connection, confined to the thread that opened it.
public final class SQLiteConnection: SQLConnection {
    /// What the connection is for.
    enum Role {
        case shortReader
        case streamReader
        case writer
    }

    let database: OpaquePointer
    let statementGuard: SQLiteStatementGuard
    /// Whether the connection only ever reads.
    let isQueryOnly: Bool
    /// Where a second connection of the same state comes from; nil for none.
    var companions: SQLiteCompanions?
    private let slowLimit: Duration?
    private let logger: Logger
    private var cache: SQLiteStatementCache
    /// Not retained: a cursor leaves the list before it goes.
    private var openCursors: [Unmanaged<SQLiteCursor>] = []
    private var isClosed = false

    init(
        path: String,
        role: Role,
        configuration: SQLiteConfiguration,
        logger: Logger
    ) throws(SQLDatabaseError) {
        database = try SQLiteOpening.open(path, role, configuration)
        statementGuard = SQLiteStatementGuard(lockLimit: configuration.waitLimit)
        statementGuard.watch(database)
        cache = SQLiteStatementCache(limit: configuration.statementCacheSize)
        isQueryOnly = role != .writer
        slowLimit = configuration.slowLimit
        self.logger = logger
        do {
            try SQLiteFunctions.register(on: database)
            try SQLiteOpening.configure(self, role, configuration)
        } catch {
            close()
            throw error
        }
    }

    deinit {
        close()
    }

    /// The dialect to render statements for.
    public var dialect: any SQLDialect { SQLiteDialect() }

    /// The row identifier that the last insert made.
    public var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(database) }

    /// Runs a query and gives its rows; the prepared statement is kept for the next time.
    public func query(_ statement: RenderedSQL) throws(SQLDatabaseError) -> any SQLCursor {
        try cursor(statement)
    }

    /// Runs a query and gives its rows with their concrete type.
    public func cursor(_ statement: RenderedSQL) throws(SQLDatabaseError) -> SQLiteCursor {
        let handle = try prepared(statement)
        let cursor = SQLiteCursor(handle, text: statement.statement, connection: self)
        openCursors.append(.passUnretained(cursor))
        return cursor
    }

    /// Runs a statement to its end and gives the number of rows it changed itself, without triggers.
    @discardableResult
    public func execute(_ statement: RenderedSQL) throws(SQLDatabaseError) -> Int {
        let handle = try prepared(statement)
        defer { cache.give(handle, text: statement.statement) }
        let before = sqlite3_total_changes64(database)
        let code = timed(statement.statement) {
            var code = sqlite3_step(handle)
            while code == SQLITE_ROW { code = sqlite3_step(handle) }
            return code
        }
        guard code == SQLITE_DONE else { throw failure(code) }
        // SQLite keeps the number of the change before if a statement changes nothing.
        return sqlite3_total_changes64(database) == before ? 0 : Int(sqlite3_changes64(database))
    }

    /// Runs several statements without binds, as migrations have them; they may not end the transaction.
    public func execute(script: String) throws(SQLDatabaseError) {
        let isInTransaction = sqlite3_get_autocommit(database) == 0
        try run(script)
        guard !isInTransaction || sqlite3_get_autocommit(database) == 0 else {
            throw .other(code: Int(SQLITE_MISUSE), message: "the script ended its transaction")
        }
    }

    /// Runs SQL text, whatever it does to the transaction.
    func run(_ script: String) throws(SQLDatabaseError) {
        try mayStart()
        let code = sqlite3_exec(database, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// The error of the call that just gave `code`.
    func failure(_ code: Int32) -> SQLDatabaseError {
        // First of all: any other call may replace it. SQLite keeps it for few of its errors.
        let cause = errno
        if code & 0xff == SQLITE_INTERRUPT { return statementGuard.reason ?? .interrupted }
        let message = sqlite3_errmsg(database).map { String(cString: $0) } ?? ""
        let error = SQLDatabaseError(sqliteCode: code, message: message, systemError: cause)
        // A body stopped while it waited for a lock was stopped, not refused.
        if error == .locked, let reason = statementGuard.reason { return reason }
        return error
    }

    /// Measures a call and logs its statement, never its binds, if it took long.
    func timed(_ statement: StatementText, _ call: () -> Int32) -> Int32 {
        guard let slowLimit else { return call() }
        let start = MonotonicInstant.now
        let code = call()
        let duration = MonotonicInstant.now.elapsed(since: start)
        if duration > slowLimit {
            let millis = duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
            logger.notice(
                "slow statement",
                metadata: [
                    "sql": "\(Fingerprint.hexadecimal(of: statement.text))", "millis": "\(millis)",
                    "text": "\(statement.text.prefix(2_000))",
                ]
            )
        }
        return code
    }

    func giveBack(_ statement: OpaquePointer, text: StatementText, from cursor: SQLiteCursor) {
        let own = Unmanaged.passUnretained(cursor).toOpaque()
        openCursors.removeAll { $0.toOpaque() == own }
        cache.give(statement, text: text)
    }

    /// Ends all cursors, so that the transaction can end.
    func finishCursors() {
        while let cursor = openCursors.last { cursor.takeUnretainedValue().finish() }
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        finishCursors()
        cache.removeAll()
        sqlite3_close_v2(database)
    }

    private func mayStart() throws(SQLDatabaseError) {
        guard !isClosed else { throw .closed }
        if let reason = statementGuard.reason { throw reason }
    }

    private func prepared(_ statement: RenderedSQL) throws(SQLDatabaseError) -> OpaquePointer {
        try mayStart()
        if let number = statement.missingParameter { throw .rendering(.missingParameter(number)) }
        let handle = if let kept = cache.take(statement.statement) { kept } else { try prepare(statement.text) }
        do throws(SQLDatabaseError) {
            try SQLiteBinding.bind(statement.binds, to: handle, of: self)
        } catch {
            cache.give(handle, text: statement.statement)
            throw error
        }
        return handle
    }

    private func prepare(_ text: String) throws(SQLDatabaseError) -> OpaquePointer {
        var handle: OpaquePointer?
        var text = text
        let (code, hasRest) = text.withUTF8 { utf8 -> (Int32, Bool) in
            utf8.withMemoryRebound(to: CChar.self) { start in
                var tail: UnsafePointer<CChar>?
                let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
                let code = sqlite3_prepare_v3(
                    database,
                    start.baseAddress,
                    Int32(clamping: start.count),
                    flags,
                    &handle,
                    &tail
                )
                guard let base = start.baseAddress, let tail else { return (code, false) }
                let rest = start[(tail - base)...]
                return (code, rest.contains { $0 > 0x20 && $0 != 0x3b })
            }
        }
        guard code == SQLITE_OK else { throw failure(code) }
        guard let handle, !hasRest else {
            sqlite3_finalize(handle)
            throw .other(code: Int(SQLITE_MISUSE), message: "not exactly one statement")
        }
        return handle
    }
}

/// Gives values to the placeholders of a prepared statement.
enum SQLiteBinding {
    /// Tells SQLite to copy what it is given.
    static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    static func bind(
        _ values: [SQLValue],
        to statement: OpaquePointer,
        of connection: SQLiteConnection
    ) throws(SQLDatabaseError) {
        guard Int(sqlite3_bind_parameter_count(statement)) == values.count else {
            throw .other(code: Int(SQLITE_RANGE), message: "wrong number of binds")
        }
        for (position, value) in values.enumerated() {
            let code = bind(value, at: Int32(clamping: position + 1), to: statement)
            guard code == SQLITE_OK else { throw connection.failure(code) }
        }
    }

    private static func bind(_ value: SQLValue, at number: Int32, to statement: OpaquePointer) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(statement, number)
        case .integer(let integer): return sqlite3_bind_int64(statement, number, integer)
        case .real(let real): return sqlite3_bind_double(statement, number, real)
        case .text(var text):
            return text.withUTF8 { utf8 in
                // An empty string has no address, which SQLite would take for null.
                guard let start = utf8.baseAddress else {
                    return sqlite3_bind_text(statement, number, "", 0, transient)
                }
                return sqlite3_bind_text64(
                    statement,
                    number,
                    UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self),
                    UInt64(utf8.count),
                    transient,
                    UInt8(SQLITE_UTF8)
                )
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { buffer in
                guard let start = buffer.baseAddress, !buffer.isEmpty else {
                    return sqlite3_bind_zeroblob(statement, number, 0)
                }
                return sqlite3_bind_blob64(statement, number, start, UInt64(buffer.count), transient)
            }
        }
    }
}
