public import SQLCore

/// A table together with the rows of it that the caller may see.
///
/// There is no initialiser without a predicate: "all rows" has to be said (``RowPredicate/all``).
public struct RowSource: Sendable {
    /// How the set is stored.
    public let mapping: EntityMapping
    /// Which of its rows count.
    public let predicate: RowPredicate

    /// Makes a source of a mapping and the caller's predicate for it.
    public init(_ mapping: EntityMapping, rows predicate: RowPredicate) {
        self.mapping = mapping
        self.predicate = predicate
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
