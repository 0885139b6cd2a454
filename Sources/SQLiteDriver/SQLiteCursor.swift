import GRDBSQLite
public import SQLCore

/// The rows of a SQLite query, straight from the columns of the prepared statement.
///
/// A final class, so that code that knows the type pays for no dispatch.
public final class SQLiteCursor: SQLCursor {
    private var statement: OpaquePointer?
    private let connection: SQLiteConnection
    private let text: StatementText
    private var hasStepped = false
    private var isAtEnd = false
    /// The number of columns.
    public let columnCount: Int

    init(_ statement: OpaquePointer, text: StatementText, connection: SQLiteConnection) {
        self.statement = statement
        self.text = text
        self.connection = connection
        columnCount = Int(sqlite3_column_count(statement))
    }

    deinit {
        finish()
    }

    /// Goes to the next row; false after the last, and then the statement is free again.
    ///
    /// Throws `SQLDatabaseError/closed` after ``finish()`` and after the end of the transaction.
    public func step() throws(SQLDatabaseError) -> Bool {
        guard let statement else {
            if isAtEnd { return false }
            throw .closed
        }
        let code: Int32
        if hasStepped {
            code = sqlite3_step(statement)
        } else {
            hasStepped = true
            code = connection.timed(text) { sqlite3_step(statement) }
        }
        if code == SQLITE_ROW { return true }
        isAtEnd = code == SQLITE_DONE
        let failure = isAtEnd ? nil : connection.failure(code)
        finish()
        if let failure { throw failure }
        return false
    }

    /// The name of a column.
    public func columnName(_ index: Int) -> String {
        guard let name = sqlite3_column_name(statement, Int32(clamping: index)) else { return "" }
        return String(cString: name)
    }

    /// True if the column is null.
    @inline(__always)
    public func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(statement, Int32(truncatingIfNeeded: index)) == SQLITE_NULL
    }

    /// The column as an integer.
    @inline(__always)
    public func integer(_ index: Int) -> Int64 {
        sqlite3_column_int64(statement, Int32(truncatingIfNeeded: index))
    }

    /// The column as a double.
    @inline(__always)
    public func real(_ index: Int) -> Double {
        sqlite3_column_double(statement, Int32(truncatingIfNeeded: index))
    }

    /// The column as UTF-8, valid until the next step.
    @inline(__always)
    public func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let column = Int32(truncatingIfNeeded: index)
        // The text must be asked for before its length: asking may convert the value.
        let start = sqlite3_column_text(statement, column)
        return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
    }

    /// The column as bytes, valid until the next step.
    @inline(__always)
    public func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let column = Int32(truncatingIfNeeded: index)
        guard let start = sqlite3_column_blob(statement, column) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let count = Int(sqlite3_column_bytes(statement, column))
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }

    /// The column as a value of its own type.
    public func value(_ index: Int) -> SQLValue {
        switch sqlite3_column_type(statement, Int32(clamping: index)) {
        case SQLITE_INTEGER: .integer(integer(index))
        case SQLITE_FLOAT: .real(real(index))
        case SQLITE_TEXT: .text(string(index))
        case SQLITE_BLOB: .blob(blob(index))
        default: .null
        }
    }

    /// The current row by SQLite's own functions.
    public var rawRow: SQLRawRow { SQLRawRow(statement, Self.functions) }

    private static let functions = SQLRawRow.Functions(
        integer: sqlite3_column_int64,
        real: sqlite3_column_double,
        text: sqlite3_column_text,
        bytes: sqlite3_column_blob,
        count: sqlite3_column_bytes,
        kind: sqlite3_column_type,
        kinds: SQLRawRow.Kinds(
            integer: SQLITE_INTEGER,
            real: SQLITE_FLOAT,
            text: SQLITE_TEXT,
            blob: SQLITE_BLOB,
            null: SQLITE_NULL
        )
    )

    /// Ends the query early; a second call does nothing.
    public func finish() {
        guard let statement else { return }
        self.statement = nil
        connection.giveBack(statement, text: text, from: self)
    }
}
