public import SQLCore

/// How the changes of a set are found again: what its rows carry, and what is kept of rows that are gone or were
/// elsewhere (Protocol 11.3).
///
/// Numbers must rise in the order in which transactions commit, so that a reader who was told `n` has seen every change
/// up to `n`. Where writers wait for each other (SQLite) any counter does. Where they do not (PostgreSQL) the row of the
/// counter has to stay locked from the first number a transaction takes until it commits, or ``position`` has to stop
/// below the numbers of the oldest transaction that is still running.
public struct ChangeMapping: Sendable {
    /// The column that holds the number of a row's last change; every write of the row gives it a new one.
    public var column: String
    /// The last number given out: one row with one integer.
    public var position: SelectStatement
    /// Whether a row that is still in the table counts as deleted; nil where deleted rows leave it.
    public var isDeleted: (@Sendable (_ alias: String) -> SQLExpression)?
    /// What is kept of rows that left the table; nil where none do.
    public var tombstones: TombstoneMapping?
    /// The values that a column has had and lost since a position, in one column; nil for a column nobody kept them of.
    ///
    /// Expanded collections are tracked only along columns that this knows, since a member that moved to another owner
    /// is a change of both.
    public var formerValues: (@Sendable (_ column: String, _ since: SQLExpression) -> SelectStatement?)?

    /// Makes a mapping.
    public init(
        column: String,
        position: SelectStatement,
        isDeleted: (@Sendable (_ alias: String) -> SQLExpression)? = nil,
        tombstones: TombstoneMapping? = nil,
        formerValues: (@Sendable (_ column: String, _ since: SQLExpression) -> SelectStatement?)? = nil
    ) {
        self.column = column
        self.position = position
        self.isDeleted = isDeleted
        self.tombstones = tombstones
        self.formerValues = formerValues
    }
}

/// Where the keys of deleted rows are kept.
public struct TombstoneMapping: Sendable {
    /// The table.
    public var table: String
    /// The column with the number of the deletion, from the same counter as the changes.
    public var column: String
    /// The columns with the key, in the order of the set's key and stored like it.
    public var key: [String]
    /// The tombstones of this set, where several share the table.
    public var condition: (@Sendable (_ alias: String) -> SQLExpression)?

    /// Makes a mapping.
    public init(
        table: String,
        column: String,
        key: [String],
        condition: (@Sendable (_ alias: String) -> SQLExpression)? = nil
    ) {
        self.table = table
        self.column = column
        self.key = key
        self.condition = condition
    }
}
