public import SQLCore

/// A table together with the rows of it that the caller may see.
///
/// There is no initialiser without a predicate: "all rows" has to be said (``RowPredicate/all``).
public struct RowSource: Sendable {
    /// How the set is stored.
    public let mapping: EntityMapping
    /// Which of its rows count.
    public let predicate: RowPredicate
    /// How the caller's sight of rows changes; without it only sets that the caller sees whole are tracked.
    public let sight: SightChanges?

    /// Makes a source of a mapping and the caller's predicate for it.
    public init(_ mapping: EntityMapping, rows predicate: RowPredicate, sight: SightChanges? = nil) {
        self.mapping = mapping
        self.predicate = predicate
        self.sight = sight
    }
}

/// What a caller may have seen of rows since a position, for telling it what it no longer sees and nothing beyond that.
public struct SightChanges: Sendable {
    /// Rows that the caller may have seen at some time since the position, whatever they are now.
    ///
    /// The keys of others are never told, so this should take in as few as it can beside all that were seen.
    public var seen: @Sendable (_ alias: String, _ since: SQLExpression) -> SQLExpression
    /// Rows that the caller may have come to see or lost sight of since the position by a change of *other* rows; nil
    /// where only a row itself decides.
    public var touched: (@Sendable (_ alias: String, _ since: SQLExpression) -> SQLExpression)?

    /// Makes a description.
    public init(
        seen: @escaping @Sendable (_ alias: String, _ since: SQLExpression) -> SQLExpression,
        touched: (@Sendable (_ alias: String, _ since: SQLExpression) -> SQLExpression)? = nil
    ) {
        self.seen = seen
        self.touched = touched
    }
}

/// Which rows of a table a caller may see.
public enum RowPredicate: Sendable {
    case all
    case nothing
    /// The condition for a row, given the alias of the set's table.
    case matching(@Sendable (_ alias: String) -> SQLExpression)
}

/// Where a planner gets its tables: the only door, so that no statement can be planned past a caller's row predicates.
public protocol RowSources: Sendable {
    /// The rows of a set that the caller may see, or nil where the set does not exist for the caller.
    func source(of entitySet: String) -> RowSource?
}
