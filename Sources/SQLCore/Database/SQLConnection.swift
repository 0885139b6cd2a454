/// One connection inside one transaction, usable only on the thread and during the call that got it.
///
/// Not `Sendable`, so it cannot leave. Cursors end with the transaction at the latest.
public protocol SQLConnection: AnyObject {
    /// The dialect to render statements for.
    var dialect: any SQLDialect { get }

    /// The row identifier that the last insert of this transaction made.
    var lastInsertedRowID: Int64 { get }

    /// Runs a query and gives its rows; the prepared statement is kept for the next time.
    func query(_ statement: RenderedSQL) throws(SQLDatabaseError) -> any SQLCursor

    /// Runs a statement to its end and gives the number of rows it changed.
    @discardableResult
    func execute(_ statement: RenderedSQL) throws(SQLDatabaseError) -> Int

    /// Runs several statements without binds, as migrations have them.
    ///
    /// They may not end the transaction.
    func execute(script: String) throws(SQLDatabaseError)

    /// Ends the read transaction and begins another one, so that the next query sees what was committed since, and the
    /// database no longer keeps the old state for this connection.
    ///
    /// For long streams, between two cursors; whatever cursor is open is finished. Fails inside a write transaction.
    func renewSnapshot() throws(SQLDatabaseError)

    /// Runs two bodies at once: `work` on another thread with a connection of its own, and `body` here. Both connections
    /// see the same state of the database, which may be a newer one than before.
    ///
    /// Gives nil, and has run neither, where no second connection is free or none of the same state can be had: the
    /// caller then does all by itself. When `body` throws, the statements of `work` are stopped. Returns when both have
    /// ended; throws what `body` throws, or ``CompanionStopped``'s cause. For read transactions without open cursors.
    func withCompanion<Result>(
        _ work: @Sendable @escaping (any SQLConnection) throws -> Void,
        _ body: () throws -> Result
    ) throws -> Result?
}

/// Thrown by a body whose companion has stopped; the caller gets what stopped it.
public struct CompanionStopped: Error {
    /// Makes the error.
    public init() {}
}

extension SQLConnection {
    /// Runs neither, and gives nil: there is no companion.
    public func withCompanion<Result>(
        _ work: @Sendable @escaping (any SQLConnection) throws -> Void,
        _ body: () throws -> Result
    ) throws -> Result? { nil }
}

/// The rows of a running query, forwards only.
///
/// Reads the current row; every column before the first and after the last one is null.
public protocol SQLCursor: AnyObject, SQLRow {
    /// The number of columns.
    var columnCount: Int { get }

    /// Goes to the next row; false after the last, and then the statement is free again.
    func step() throws(SQLDatabaseError) -> Bool

    /// The name of a column.
    func columnName(_ index: Int) -> String

    /// The current row without this cursor in between, for as long as it lives and is not finished.
    var rawRow: SQLRawRow { get }

    /// Ends the query early; a second call does nothing.
    func finish()
}

extension SQLRow {
    /// The column as a string.
    public func string(_ index: Int) -> String {
        String(decoding: utf8(index), as: UTF8.self)
    }

    /// The column as a string, or nil for null.
    public func optionalString(_ index: Int) -> String? {
        isNull(index) ? nil : string(index)
    }

    /// The column as an integer, or nil for null.
    public func optionalInteger(_ index: Int) -> Int64? {
        isNull(index) ? nil : integer(index)
    }

    /// The column as bytes of its own.
    public func blob(_ index: Int) -> [UInt8] {
        Array(bytes(index))
    }

    /// The column as a Boolean: everything but 0 and null is true.
    public func boolean(_ index: Int) -> Bool {
        integer(index) != 0
    }
}

extension SQLCursor {
    /// All columns of the row.
    public var values: [SQLValue] {
        (0..<columnCount).map(value)
    }
}

extension SQLConnection {
    /// Renders and runs a query.
    public func query(_ statement: SelectStatement) throws(SQLDatabaseError) -> any SQLCursor {
        try query(rendered(.select(statement)))
    }

    /// Renders and runs an insert that returns columns.
    public func query(_ statement: InsertStatement) throws(SQLDatabaseError) -> any SQLCursor {
        try query(rendered(.insert(statement)))
    }

    /// Renders and runs an update that returns columns.
    public func query(_ statement: UpdateStatement) throws(SQLDatabaseError) -> any SQLCursor {
        try query(rendered(.update(statement)))
    }

    /// Renders and runs a delete that returns columns.
    public func query(_ statement: DeleteStatement) throws(SQLDatabaseError) -> any SQLCursor {
        try query(rendered(.delete(statement)))
    }

    /// Renders and runs an insert; gives the number of new rows.
    @discardableResult
    public func execute(_ statement: InsertStatement) throws(SQLDatabaseError) -> Int {
        try execute(rendered(.insert(statement)))
    }

    /// Renders and runs an update; gives the number of changed rows.
    @discardableResult
    public func execute(_ statement: UpdateStatement) throws(SQLDatabaseError) -> Int {
        try execute(rendered(.update(statement)))
    }

    /// Renders and runs a delete; gives the number of removed rows.
    @discardableResult
    public func execute(_ statement: DeleteStatement) throws(SQLDatabaseError) -> Int {
        try execute(rendered(.delete(statement)))
    }

    /// All rows of a query; for results known to be small.
    public func rows(_ statement: RenderedSQL) throws(SQLDatabaseError) -> [[SQLValue]] {
        try query(statement).allRows()
    }

    /// All rows of a query; for results known to be small.
    public func rows(_ statement: SelectStatement) throws(SQLDatabaseError) -> [[SQLValue]] {
        try query(statement).allRows()
    }

    /// Runs a body whose changes are undone alone if it throws, while the transaction goes on.
    ///
    /// May be nested. Cursors that were open before the body should not be stepped inside it.
    public func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try execute(RenderedSQL("SAVEPOINT nested"))
        do {
            let result = try body()
            try execute(RenderedSQL("RELEASE nested"))
            return result
        } catch {
            try execute(RenderedSQL("ROLLBACK TO nested"))
            try execute(RenderedSQL("RELEASE nested"))
            throw error
        }
    }

    private func rendered(_ statement: SQLStatement) throws(SQLDatabaseError) -> RenderedSQL {
        do throws(SQLRenderingError) {
            let rendered = try SQLRenderer.render(statement, dialect: dialect)
            // A parameter belongs to a statement that is filled before it runs; null in its place would be a lie.
            if let number = rendered.missingParameter { throw SQLRenderingError.missingParameter(number) }
            return rendered
        } catch {
            throw .rendering(error)
        }
    }
}

extension SQLCursor {
    /// Steps through all rows and gives their values.
    public func allRows() throws(SQLDatabaseError) -> [[SQLValue]] {
        var rows: [[SQLValue]] = []
        while try step() { rows.append(values) }
        return rows
    }
}
