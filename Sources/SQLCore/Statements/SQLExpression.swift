/// An SQL expression as a value: what a planner builds and ``SQLRenderer`` turns into text and binds.
///
/// `AND`, `OR` and concatenation are flat lists, so that long chains never become deep parentheses (SQLite's parser
/// refuses about a hundred). Values are ``bind(_:)`` or ``parameter(_:)``; there is no way to write text into SQL.
public indirect enum SQLExpression: Sendable, Hashable {
    /// A column, qualified by the alias of its table where `source` is given.
    case column(source: String?, name: String)
    /// A value, always sent as a bind.
    case bind(SQLValue)
    /// A place for a value given later by ``RenderedSQL/filling(_:)``; the same number may occur several times.
    case parameter(Int)
    /// A constant that is part of the statement's shape.
    case literal(SQLLiteral)
    /// All members hold; an empty list is true.
    case and([SQLExpression])
    /// One member holds; an empty list is false.
    case or([SQLExpression])
    /// Three-valued negation.
    case not(SQLExpression)
    /// A binary comparison.
    case comparison(SQLComparison, SQLExpression, SQLExpression)
    /// A comparison of row values of the same length, such as `(a, b) > (x, y)`.
    case rowComparison(SQLComparison, [SQLExpression], [SQLExpression])
    /// A test with two outcomes: of null or of truth.
    case test(SQLTest, SQLExpression)
    /// Membership in a list; an empty list is false.
    ///
    /// A list of more than ``SQLRenderer/listLimit`` plain binds travels as one JSON bind.
    case inList(SQLExpression, [SQLExpression])
    /// Membership in the single column of a sub-select.
    case inSelect(SQLExpression, SelectStatement)
    /// True if the sub-select has a row.
    case exists(SelectStatement)
    /// The single value of a sub-select; null if it has no row.
    case scalar(SelectStatement)
    /// The value of the first branch whose condition is true, else `otherwise`, else null.
    case caseWhen([SQLCaseBranch], otherwise: SQLExpression?)
    /// Arithmetic on two operands of the same form; overflow and zero divisors raise, see ``SQLArithmetic``.
    case arithmetic(SQLArithmetic, SQLNumberForm, SQLExpression, SQLExpression)
    /// The negated operand.
    case negate(SQLNumberForm, SQLExpression)
    /// Texts joined; null if one of them is null.
    case concatenation([SQLExpression])
    /// A function of the closed list that each dialect renders.
    case function(SQLFunction, [SQLExpression])
    /// A plain `CAST`; use ``SQLFunction`` where the exact result matters.
    case cast(SQLExpression, SQLType)
    /// An aggregate over the group.
    case aggregate(SQLAggregate, SQLExpression?, isDistinct: Bool)
    /// A window function.
    case window(SQLWindow)
    /// A full-text match on the full-text table `table`, reached by the alias `source`.
    case fullTextMatch(source: String, table: String, query: SQLExpression)
}

/// A constant that is written into the text of a statement, because it belongs to its shape.
public enum SQLLiteral: Sendable, Hashable {
    /// `NULL`.
    case null
    /// The dialect's true or false.
    case boolean(Bool)
    /// An integer, written in decimal.
    case integer(Int64)
    /// A word of the program, such as the code of a state; never a value from outside.
    case word(SQLWord)
}

/// A text that stands in the program itself, so that it may become part of a statement.
///
/// Only a literal of the source makes one. SQLite compares the condition of a partial index with the text of a statement
/// when it prepares it; if a bind stood there, it would look at its value and prepare the statement anew for each run.
public struct SQLWord: Sendable, Hashable {
    /// The text.
    public let text: String

    /// Takes a literal.
    public init(_ literal: StaticString) {
        text = "\(literal)"
    }
}

/// The binary comparisons.
public enum SQLComparison: Sendable, Hashable, CaseIterable {
    /// `=`; null if an operand is null.
    case equal
    /// `<>`; null if an operand is null.
    case notEqual
    /// `<`.
    case less
    /// `<=`.
    case lessOrEqual
    /// `>`.
    case greater
    /// `>=`.
    case greaterOrEqual
    /// Different, where null equals null; never null.
    case distinctFrom
    /// Equal, where null equals null; never null.
    case notDistinctFrom
}

/// The tests that are never null.
public enum SQLTest: Sendable, Hashable, CaseIterable {
    /// `IS NULL`.
    case isNull
    /// `IS NOT NULL`.
    case isNotNull
    /// `IS TRUE`.
    case isTrue
    /// `IS NOT TRUE`.
    case isNotTrue
    /// `IS FALSE`.
    case isFalse
    /// `IS NOT FALSE`.
    case isNotFalse
}

/// One branch of a `CASE`.
public struct SQLCaseBranch: Sendable, Hashable {
    /// The condition.
    public var condition: SQLExpression
    /// The value if the condition is true.
    public var value: SQLExpression

    /// Makes a branch.
    public init(when condition: SQLExpression, then value: SQLExpression) {
        self.condition = condition
        self.value = value
    }
}

/// The aggregates every dialect has.
public enum SQLAggregate: Sendable, Hashable, CaseIterable {
    /// Rows, or values that are not null if an operand is given.
    case count
    /// The sum; null of nothing. Raises an overflow for integers above 64 bits.
    case sum
    /// The same sum of integers, added up in 128 bits, so that only the result must fit 64 bits.
    case wideSum
    /// The smallest value.
    case minimum
    /// The greatest value.
    case maximum
    /// A JSON array of the values, in the order of the rows; an empty one of nothing.
    case list
    /// The average as a double; exact types divide sum by count with ``SQLFunction/decimalDivide(left:right:result:)``.
    case average
}

/// A window function with its window.
public struct SQLWindow: Sendable, Hashable {
    /// What is computed over the window.
    public enum Function: Sendable, Hashable {
        /// The position of the row in its partition, from 1.
        case rowNumber
        /// An aggregate over the frame.
        case aggregate(SQLAggregate, SQLExpression?)
    }

    /// Which rows of the partition belong to the frame.
    public enum Frame: Sendable, Hashable {
        /// The whole partition without an order, else all rows up to the peers of the current one.
        case standard
        /// All rows before the current one.
        case precedingRows
        /// All rows up to the current one.
        case precedingRowsAndCurrent
    }

    /// The function.
    public var function: Function
    /// The partition; empty for one partition.
    public var partition: [SQLExpression]
    /// The order inside the partition.
    public var order: [SQLOrdering]
    /// The frame.
    public var frame: Frame

    /// Makes a window function.
    public init(
        _ function: Function,
        partition: [SQLExpression] = [],
        order: [SQLOrdering] = [],
        frame: Frame = .standard
    ) {
        self.function = function
        self.partition = partition
        self.order = order
        self.frame = frame
    }
}

/// One member of an `ORDER BY`.
public struct SQLOrdering: Sendable, Hashable {
    /// What is compared.
    public var expression: SQLExpression
    /// Smallest first.
    public var isAscending: Bool
    /// Null before every value.
    ///
    /// OData wants null lowest: first ascending, last descending.
    public var nullsFirst: Bool

    /// Makes an ordering; without `nullsFirst` null counts as the lowest value.
    public init(_ expression: SQLExpression, isAscending: Bool = true, nullsFirst: Bool? = nil) {
        self.expression = expression
        self.isAscending = isAscending
        self.nullsFirst = nullsFirst ?? isAscending
    }
}
