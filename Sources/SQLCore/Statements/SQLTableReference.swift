/// Where rows come from: a member of `FROM` or of a join.
public indirect enum SQLTableReference: Sendable, Hashable {
    /// A table or common table expression.
    case table(String, alias: String)
    /// A sub-select.
    case select(SelectStatement, alias: String)
    /// The members of a JSON array in one bind, with the columns ``listValueColumn`` and ``listOrdinalColumn``.
    ///
    /// `element` is the type of the members; members that are arrays are taken apart with
    /// ``SQLFunction/listElement(_:_:)``.
    case list(SQLExpression, element: SQLType, alias: String)

    /// The name of the column that holds a list member.
    public static let listValueColumn = "value"
    /// The name of the column that holds a list member's position; starts anywhere, ascends by one.
    public static let listOrdinalColumn = "key"

    /// The alias by which columns are named.
    public var alias: String {
        switch self {
        case .table(_, let alias), .select(_, let alias), .list(_, _, let alias): alias
        }
    }
}

/// A join onto the rows so far.
public struct SQLJoin: Sendable, Hashable {
    /// The kinds of join.
    public enum Kind: Sendable, Hashable {
        /// Keeps pairs for which the condition is true.
        case inner
        /// Keeps every row so far, with nulls where nothing matches.
        case left
        /// Keeps every pair; the condition is not written.
        case cross
    }

    /// The kind.
    public var kind: Kind
    /// The table joined.
    public var table: SQLTableReference
    /// The condition.
    public var condition: SQLExpression

    /// Makes a join.
    public init(_ kind: Kind, _ table: SQLTableReference, on condition: SQLExpression = .true) {
        self.kind = kind
        self.table = table
        self.condition = condition
    }
}
