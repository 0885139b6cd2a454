/// A query.
public struct SelectStatement: Sendable, Hashable {
    /// Common table expressions, visible in the rest of the statement.
    public var with: [SQLCommonTable]
    /// Drops equal rows.
    public var isDistinct: Bool
    /// The result columns, in order.
    public var columns: [SQLResultColumn]
    /// The first table; none for a row of constants.
    public var from: SQLTableReference?
    /// Joins, from left to right.
    public var joins: [SQLJoin]
    /// The condition for rows.
    public var filter: SQLExpression?
    /// The grouping columns.
    public var groupBy: [SQLExpression]
    /// The condition for groups.
    public var having: SQLExpression?
    /// Further queries with as many columns, appended with `UNION ALL` before order and limit.
    public var unionAll: [SelectStatement]
    /// Whether equal rows of ``unionAll`` and this query are dropped: `UNION` in the place of `UNION ALL`.
    ///
    /// A recursive query that drops them ends on rows that lead back to each other, too.
    public var isUnionDistinct: Bool
    /// The order.
    public var orderBy: [SQLOrdering]
    /// At most so many rows.
    public var limit: SQLExpression?
    /// So many rows skipped first.
    public var offset: SQLExpression?

    /// Makes a query.
    public init(
        with: [SQLCommonTable] = [],
        isDistinct: Bool = false,
        columns: [SQLResultColumn],
        from: SQLTableReference? = nil,
        joins: [SQLJoin] = [],
        where filter: SQLExpression? = nil,
        groupBy: [SQLExpression] = [],
        having: SQLExpression? = nil,
        unionAll: [SelectStatement] = [],
        isUnionDistinct: Bool = false,
        orderBy: [SQLOrdering] = [],
        limit: SQLExpression? = nil,
        offset: SQLExpression? = nil
    ) {
        self.with = with
        self.isDistinct = isDistinct
        self.columns = columns
        self.from = from
        self.joins = joins
        self.filter = filter
        self.groupBy = groupBy
        self.having = having
        self.unionAll = unionAll
        self.isUnionDistinct = isUnionDistinct
        self.orderBy = orderBy
        self.limit = limit
        self.offset = offset
    }
}

/// A result column with an optional name.
public struct SQLResultColumn: Sendable, Hashable {
    /// The value.
    public var expression: SQLExpression
    /// The name; needed where an outer statement refers to the column.
    public var alias: String?

    /// Makes a result column.
    public init(_ expression: SQLExpression, as alias: String? = nil) {
        self.expression = expression
        self.alias = alias
    }
}

/// A common table expression.
public struct SQLCommonTable: Sendable, Hashable {
    /// The name.
    public var name: String
    /// Names for the columns; empty to keep the query's own.
    public var columns: [String]
    /// The query; of a recursive one the last member of `unionAll` refers to the name.
    public var statement: SelectStatement
    /// May refer to itself.
    public var isRecursive: Bool
    /// Computed once.
    public var isMaterialized: Bool

    /// Makes a common table expression.
    public init(
        _ name: String,
        columns: [String] = [],
        as statement: SelectStatement,
        isRecursive: Bool = false,
        isMaterialized: Bool = false
    ) {
        self.name = name
        self.columns = columns
        self.statement = statement
        self.isRecursive = isRecursive
        self.isMaterialized = isMaterialized
    }
}
