import OData
import SQLCore

/// What a plan does about changes (Protocol 11.3).
public enum ChangeTracking: Sendable, Hashable {
    /// Nothing: a plain read.
    case none
    /// Reads all rows and remembers where their changes begin.
    case sweep
    /// Reads what changed since a position.
    case changes
}

/// The statements that find what changed: rows that are in the table, then tombstones of those that left it.
struct ChangesPlan: Sendable {
    /// The rows of the first page and of later ones; both give the same columns.
    var first: PlannedStatement
    var later: PlannedStatement
    /// The number of changed rows.
    var count: PlannedStatement
    /// Whether it is asked for.
    var isCounted: Bool
    /// The result columns whose values a later page starts behind; by the number of the change, or, where other rows
    /// count too, by the key.
    var order: [Int]
    /// Whether the order is that of the changes, so that the first page starts behind the position itself.
    var isInOrderOfChange: Bool
    /// The result column that is 1 for a row that belongs to the result now.
    var presence: Int
    /// The result column that is 1 for a row that is deleted; nil where none is.
    var deletion: Int?
    /// What is written of a row that no longer belongs to the result.
    var removed: RemovedShape
    var shape: EntityShape
    var program: RowProgram?
    var expands: [ExpandPlan]
    var tombstones: TombstonesPlan?
}

/// The statements for rows that left the table.
struct TombstonesPlan: Sendable {
    /// A page behind a number.
    var page: PlannedStatement
    var count: PlannedStatement
    /// The result column with the number of the deletion.
    var number: Int
    var removed: RemovedShape
}

/// What is written of an entity that is gone (JSON Format 15.3).
struct RemovedShape: Sendable {
    var identity: EntityShape.Identity
    /// `"Key":` and where its value stands.
    var keys: [Key]

    struct Key: Sendable {
        var name: [UInt8]
        var column: Int
        var storage: ColumnStorage
    }
}
