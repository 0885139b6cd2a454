/// Rows to be added, one or many.
public struct InsertStatement: Sendable, Hashable {
    /// Where the rows come from.
    public enum Source: Sendable, Hashable {
        /// Rows of as many values as there are columns.
        case rows([[SQLExpression]])
        /// The result of a query.
        case select(SelectStatement)
    }

    /// The table.
    public var table: String
    /// The columns that get values.
    public var columns: [String]
    /// The rows.
    public var source: Source
    /// What to do with a row that exists already; without it the statement fails.
    public var onConflict: SQLConflictAction?
    /// Columns of the stored rows to give back.
    public var returning: [SQLResultColumn]

    /// Makes a statement from rows of expressions.
    public init(
        into table: String,
        columns: [String],
        rows: [[SQLExpression]],
        onConflict: SQLConflictAction? = nil,
        returning: [SQLResultColumn] = []
    ) {
        self.init(into: table, columns: columns, source: .rows(rows), onConflict: onConflict, returning: returning)
    }

    /// Makes a statement from rows of any source.
    public init(
        into table: String,
        columns: [String],
        source: Source,
        onConflict: SQLConflictAction? = nil,
        returning: [SQLResultColumn] = []
    ) {
        self.table = table
        self.columns = columns
        self.source = source
        self.onConflict = onConflict
        self.returning = returning
    }
}

/// What an insert does with a row whose key exists.
public enum SQLConflictAction: Sendable, Hashable {
    /// Leaves the stored row; an empty target means any unique key.
    case nothing(target: [String])
    /// Changes the stored row; ``excluded(_:)`` names the values of the new one.
    case update(target: [String], set: [SQLAssignment], where: SQLExpression?)

    /// The value that the refused row had for a column.
    public static func excluded(_ column: String) -> SQLExpression {
        .column("excluded", column)
    }
}

/// A column and its new value.
public struct SQLAssignment: Sendable, Hashable {
    /// The column.
    public var column: String
    /// The value.
    public var value: SQLExpression

    /// Makes an assignment.
    public init(_ column: String, _ value: SQLExpression) {
        self.column = column
        self.value = value
    }
}
