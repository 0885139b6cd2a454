/// What differs between databases; everything else is the same code.
///
/// A requirement is a difference that exists. Renderings must be primary expressions (a call, or in parentheses), so
/// that the renderer need not know their operators.
public protocol SQLDialect: Sendable {
    /// Which database this is; chooses the text of migrations.
    var kind: SQLDialectKind { get }

    /// True if null sorts before all values in ascending and after them in descending order unless told otherwise.
    ///
    /// SQLite: true. PostgreSQL: false.
    var sortsNullLowest: Bool { get }

    /// Quotes an identifier, doubling quotes inside. SQLite and PostgreSQL: `"name"`.
    func quote(_ identifier: String) -> String

    /// The placeholder of the bind with the number `number`, from 1. SQLite: `?`. PostgreSQL: `$1`.
    func placeholder(_ number: Int) -> String

    /// The name of the storage type. SQLite: one of INTEGER, REAL, TEXT, BLOB.
    func typeName(of type: SQLType) -> String

    /// A constant for a column default. SQLite writes Booleans as 0 and 1.
    func literal(_ value: SQLValue) -> String

    /// The constant true or false. SQLite: `1`, `0`. PostgreSQL: `TRUE`, `FALSE`.
    func literal(_ value: Bool) -> String

    /// The operator for a comparison. SQLite: `IS NOT` for distinct from.
    func operatorText(_ comparison: SQLComparison) -> String

    /// Writes a function call as a primary expression.
    ///
    /// Throws ``SQLRenderingError/wrongOperandCount(_:)`` for a wrong number of arguments.
    func render(
        _ function: SQLFunction,
        _ arguments: [SQLExpression],
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError)

    /// Writes arithmetic as a primary expression that raises on overflow and zero divisors of exact types.
    func render(
        _ operation: SQLArithmetic,
        _ form: SQLNumberForm,
        _ left: SQLExpression,
        _ right: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError)

    /// Writes the negation of a number as a primary expression.
    func renderNegation(
        _ form: SQLNumberForm,
        _ operand: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError)

    /// The name of an aggregate function. SQLite: `odata_sum128` for the wide sum.
    func name(of aggregate: SQLAggregate) -> String

    /// Writes the members of a JSON array as a table with the alias. SQLite: `json_each(?) AS alias`.
    func renderList(
        _ list: SQLExpression,
        element: SQLType,
        alias: String,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError)

    /// Writes a full-text match. SQLite: `"alias"."table" MATCH ?`.
    func renderFullTextMatch(
        source: String,
        table: String,
        query: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError)

    /// Writes limit and offset. SQLite needs a limit where there is an offset.
    func renderLimit(
        _ limit: SQLExpression?,
        offset: SQLExpression?,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError)

    /// The statements that make a table with its indexes and foreign keys.
    func createStatements(for table: TableDescription) -> [String]

    /// The statements that make a full-text table with what keeps it up to date.
    func createStatements(for table: FullTextTableDescription) -> [String]

    /// The statement that makes an index of a table that is there.
    func createStatement(for index: IndexDescription, on table: String) -> String

    /// The statement that takes an index away.
    func dropStatement(forIndex name: String) -> String

    /// The statement that gives a table one more column.
    ///
    /// `key` is the foreign key of that column alone. Rows that are there get the column's default. Nil where the
    /// database cannot do it, or a column without nulls has no default, so that a person has to say how.
    func addStatement(
        for column: ColumnDescription,
        references key: ForeignKeyDescription?,
        to table: String
    ) -> String?

    /// The statements that make a full-text table over a table that has rows, in place of one of the same name if that
    /// `exists`.
    func replaceStatements(for table: FullTextTableDescription, exists: Bool) -> [String]

    /// True if the database has a table of that name.
    func hasTable(_ name: String, in connection: any SQLConnection) throws(SQLDatabaseError) -> Bool

    /// Reads the schema that a database really has, without the tables the database keeps for itself.
    func readSchema(from connection: any SQLConnection) throws(SQLDatabaseError) -> SchemaDescription
}

/// The databases for which texts are written.
public enum SQLDialectKind: String, Sendable, Hashable, CaseIterable {
    /// SQLite 3.40 or newer.
    case sqlite
    /// PostgreSQL 15 or newer.
    case postgresql
}

extension SQLDialect {
    /// Quotes an identifier the way SQL says.
    public func quote(_ identifier: String) -> String {
        guard identifier.utf8.contains(UInt8(ascii: "\"")) else { return "\"" + identifier + "\"" }
        var quoted = "\""
        for character in identifier.unicodeScalars {
            if character == "\"" { quoted.unicodeScalars.append("\"") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }

    /// Renders a query.
    public func render(_ statement: SelectStatement) throws(SQLRenderingError) -> RenderedSQL {
        try SQLRenderer.render(.select(statement), dialect: self)
    }

    /// Renders an insert.
    public func render(_ statement: InsertStatement) throws(SQLRenderingError) -> RenderedSQL {
        try SQLRenderer.render(.insert(statement), dialect: self)
    }

    /// Renders an update.
    public func render(_ statement: UpdateStatement) throws(SQLRenderingError) -> RenderedSQL {
        try SQLRenderer.render(.update(statement), dialect: self)
    }

    /// Renders a delete.
    public func render(_ statement: DeleteStatement) throws(SQLRenderingError) -> RenderedSQL {
        try SQLRenderer.render(.delete(statement), dialect: self)
    }
}
