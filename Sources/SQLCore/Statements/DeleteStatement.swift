/// Rows to be removed.
public struct DeleteStatement: Sendable, Hashable {
    /// The table; columns are named by its name or without a qualifier.
    public var table: String
    /// Which rows; none removes all.
    public var filter: SQLExpression?
    /// Columns of the removed rows to give back.
    public var returning: [SQLResultColumn]

    /// Makes a statement.
    public init(from table: String, where filter: SQLExpression?, returning: [SQLResultColumn] = []) {
        self.table = table
        self.filter = filter
        self.returning = returning
    }
}
