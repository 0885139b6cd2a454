/// Rows to be changed.
public struct UpdateStatement: Sendable, Hashable {
    /// The table; columns are named by its name or without a qualifier.
    public var table: String
    /// The new values.
    public var set: [SQLAssignment]
    /// Another table that `set` and `filter` may use.
    public var from: SQLTableReference?
    /// Which rows; none changes all.
    public var filter: SQLExpression?
    /// Columns of the changed rows to give back.
    public var returning: [SQLResultColumn]

    /// Makes a statement.
    public init(
        _ table: String,
        set: [SQLAssignment],
        from: SQLTableReference? = nil,
        where filter: SQLExpression?,
        returning: [SQLResultColumn] = []
    ) {
        self.table = table
        self.set = set
        self.from = from
        self.filter = filter
        self.returning = returning
    }
}
