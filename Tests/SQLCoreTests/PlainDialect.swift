import SQLCore

/// A dialect with numbered placeholders and true Booleans, so that the renderer is seen to ask for both.
struct PlainDialect: SQLDialect {
    var kind: SQLDialectKind { .postgresql }
    var sortsNullLowest: Bool { false }

    func placeholder(_ number: Int) -> String { "$\(number)" }

    func typeName(of type: SQLType) -> String {
        if case .native(let name) = type { name } else { "\(type)" }
    }

    func literal(_ value: SQLValue) -> String { "\(value)" }

    func literal(_ value: Bool) -> String { value ? "TRUE" : "FALSE" }

    func operatorText(_ comparison: SQLComparison) -> String {
        switch comparison {
        case .equal: " = "
        case .notEqual: " <> "
        case .less: " < "
        case .lessOrEqual: " <= "
        case .greater: " > "
        case .greaterOrEqual: " >= "
        case .distinctFrom: " IS DISTINCT FROM "
        case .notDistinctFrom: " IS NOT DISTINCT FROM "
        }
    }

    func render(
        _ function: SQLFunction,
        _ arguments: [SQLExpression],
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        try renderer.append(call: "\(function)", arguments)
    }

    func render(
        _ operation: SQLArithmetic,
        _ form: SQLNumberForm,
        _ left: SQLExpression,
        _ right: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        try renderer.append(call: "\(operation)", [left, right])
    }

    func renderNegation(
        _ form: SQLNumberForm,
        _ operand: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        try renderer.append(call: "negate", [operand])
    }

    func name(of aggregate: SQLAggregate) -> String { "\(aggregate)" }

    func renderList(
        _ list: SQLExpression,
        element: SQLType,
        alias: String,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        try renderer.append(call: "members", [list])
        renderer.append(" AS ")
        renderer.append(identifier: alias)
    }

    func renderFullTextMatch(
        source: String,
        table: String,
        query: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        renderer.append(identifier: source)
        renderer.append(" @@ ")
        try renderer.append(query)
    }

    func renderLimit(
        _ limit: SQLExpression?,
        offset: SQLExpression?,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        guard let limit else { return }
        renderer.append("LIMIT ")
        try renderer.append(limit)
    }

    func createStatements(for table: TableDescription) -> [String] { ["make \(table.name)"] }

    func createStatements(for table: FullTextTableDescription) -> [String] { [] }

    func createStatement(for index: IndexDescription, on table: String) -> String { "create \(index.name)" }

    func dropStatement(forIndex name: String) -> String { "drop \(name)" }

    func addStatement(
        for column: ColumnDescription,
        references key: ForeignKeyDescription?,
        to table: String
    ) -> String? {
        column.isNullable ? "add \(table).\(column.name)" + (key.map { " to \($0.table)" } ?? "") : nil
    }

    func replaceStatements(for table: FullTextTableDescription, exists: Bool) -> [String] {
        [(exists ? "replace " : "make ") + table.name]
    }

    func hasTable(_ name: String, in connection: any SQLConnection) throws(SQLDatabaseError) -> Bool { false }

    func readSchema(from connection: any SQLConnection) throws(SQLDatabaseError) -> SchemaDescription {
        SchemaDescription()
    }
}

/// The text of a condition, without the query around it.
func conditionText(_ condition: SQLExpression) throws -> String {
    let select = SelectStatement(columns: [SQLResultColumn(.integer(1))], where: condition)
    let text = try PlainDialect().render(select).text
    return String(text.dropFirst("SELECT 1 WHERE ".count))
}
