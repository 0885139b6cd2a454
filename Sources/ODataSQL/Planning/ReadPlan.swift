import OData
import SQLCore

/// How a bound read is carried out: statements, the shape of the rows and the place where the next page starts.
///
/// A plan holds no connection and no time, and may be run again and again, also by several threads at once. Its
/// statements already contain the caller's row predicates.
public struct ReadPlan: Sendable {
    /// The set at the end of the path.
    public let entitySet: String
    let body: Body
    /// Finds the entity the last navigation starts from; without a row the resource does not exist.
    let existence: PlannedStatement?

    /// Whether the path ends with a single-valued navigation, so that nothing at its end is no error.
    let isOptional: Bool

    /// The number of the last change, for reads that track changes.
    let position: PlannedStatement?

    /// What the statements answer.
    enum Body: Sendable {
        case rows(RowsPlan)
        case entity(RowsPlan)
        case property(ValuePlan)
        case rawValue(ValuePlan)
        case stream(ValuePlan)
        case count(PlannedStatement)
        case changes(ChangesPlan)
        /// The rows of several sets, one after the other.
        case all(AllPlan)
        /// Numbers to be added up.
        case counts([PlannedStatement])
    }
}

/// Rows of one entity set with what belongs to them.
struct RowsPlan: Sendable {
    var pages: PageStatements
    var shape: EntityShape
    /// The shape as a program, where it can be one.
    var program: RowProgram?
    var expands: [ExpandPlan]
    /// Counts all matches before `$skip` and `$top`.
    var count: PlannedStatement?
    /// Writes references instead of entities.
    var reference: EntityShape.Identity?
    /// Whether the rows are a whole set in the order of an integer key.
    var isSplittable = false

    /// The sort key.
    var order: [OrderColumn] { pages.order }
}

/// One property of one entity.
struct ValuePlan: Sendable {
    /// What is written of it.
    enum Content: Sendable {
        /// The value of a column.
        case value(Int, ColumnStorage)
        /// One item of a list, from the end where the position is negative.
        case item(Int, ColumnStorage, position: Int)
        /// The items of a list at the positions that another column lists, with the number of all that were asked for.
        case part(Int, ColumnStorage, positions: Int, count: Int?)
        /// The number of items of a list.
        case count(Int)
        /// A complex value of several columns; there is none where the presence column is null.
        case structure(presence: Int?, EntityShape)
        /// The bytes and the media type of a stream.
        case stream(Int, mediaType: Int)
    }

    var statement: PlannedStatement
    var content: Content
    var versionColumn: Int?
}

/// One member of the sort key.
struct OrderColumn: Sendable {
    var expression: SQLExpression
    var isDescending: Bool
    var isNullable: Bool
    /// The result column that holds the value, for the token of the next page.
    var column: Int

    var ordering: SQLOrdering { SQLOrdering(expression, isAscending: !isDescending) }
}

/// A related collection of many parents at once: one statement for each chunk of parents, never one for a parent.
struct ExpandPlan: Sendable {
    /// `"Nav":`, and the names of the count and the link.
    var name: [UInt8]
    var countName: [UInt8]
    var entitySet: String
    var form: Form
    /// The first result columns are the parent's key.
    var statement: PlannedStatement
    var keyColumns: Int
    /// The parent's key and the number of its members.
    var count: PlannedStatement?
    var shape: EntityShape
    var program: RowProgram?
    var expands: [ExpandPlan]
    var reference: EntityShape.Identity?
    /// For collections of more members than are shown.
    var link: ExpandLink

    /// What is written of each member.
    enum Form: Sendable { case entities, references, count }
}
