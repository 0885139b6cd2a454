public import SQLCore

/// SQL as SQLite 3.40 understands it, with the functions that this driver registers.
///
/// Decimals are integers of value × 10^scale, times microseconds, dates ISO text, Booleans 0 and 1.
public struct SQLiteDialect: SQLDialect {
    /// Makes the dialect.
    public init() {}

    /// SQLite.
    public var kind: SQLDialectKind { .sqlite }

    /// SQLite counts null as the lowest value.
    public var sortsNullLowest: Bool { true }

    /// Every bind is a question mark.
    public func placeholder(_ number: Int) -> String { "?" }

    /// One of INTEGER, REAL, TEXT and BLOB, as strict tables have them.
    public func typeName(of type: SQLType) -> String {
        switch type {
        case .boolean, .integer, .decimal, .timeOfDay, .timestamp, .duration: "INTEGER"
        case .double: "REAL"
        case .text, .date, .guid, .json: "TEXT"
        case .blob: "BLOB"
        case .native(let name): name
        }
    }

    /// A constant for a column default.
    public func literal(_ value: SQLValue) -> String {
        switch value {
        case .null: return "NULL"
        case .integer(let integer): return String(integer)
        case .real(let real): return real.description
        case .text(let text):
            var quoted = "'"
            for scalar in text.unicodeScalars {
                if scalar == "'" { quoted += "'" }
                quoted.unicodeScalars.append(scalar)
            }
            return quoted + "'"
        case .blob(let bytes):
            let digits = Array("0123456789abcdef")
            return "x'" + String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }) + "'"
        }
    }

    /// 1 or 0.
    public func literal(_ value: Bool) -> String { value ? "1" : "0" }

    /// The operator, with spaces around it.
    public func operatorText(_ comparison: SQLComparison) -> String {
        switch comparison {
        case .equal: " = "
        case .notEqual: " <> "
        case .less: " < "
        case .lessOrEqual: " <= "
        case .greater: " > "
        case .greaterOrEqual: " >= "
        case .distinctFrom: " IS NOT "
        case .notDistinctFrom: " IS "
        }
    }

    /// The aggregate's name.
    public func name(of aggregate: SQLAggregate) -> String {
        switch aggregate {
        case .count: "count"
        case .sum: "sum"
        case .wideSum: "odata_sum128"
        case .minimum: "min"
        case .maximum: "max"
        case .average: "avg"
        case .list: "json_group_array"
        }
    }

    /// Writes arithmetic; functions of the driver's own check overflow and zero divisors, since SQLite would turn an
    /// overflow into a double and a division by zero into null.
    public func render(
        _ operation: SQLArithmetic,
        _ form: SQLNumberForm,
        _ left: SQLExpression,
        _ right: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        switch (operation, form) {
        case (.add, .integer), (.add, .decimal): try renderer.append(call: "odata_add", [left, right])
        case (.subtract, .integer), (.subtract, .decimal): try renderer.append(call: "odata_sub", [left, right])
        case (.multiply, .integer), (.multiply, .decimal): try renderer.append(call: "odata_mul", [left, right])
        case (.modulo, .integer), (.modulo, .decimal): try renderer.append(call: "odata_mod", [left, right])
        case (.divide, .integer): try renderer.append(call: "odata_div", [left, right])
        case (.divide, .decimal(let scale)):
            try render(
                .decimalDivide(left: scale, right: scale, result: max(scale, 6)),
                [left, right],
                into: &renderer
            )
        case (.add, .double): try infix(left, " + ", right, &renderer)
        case (.subtract, .double): try infix(left, " - ", right, &renderer)
        case (.multiply, .double): try infix(left, " * ", right, &renderer)
        case (.divide, .double): try renderer.append(call: "odata_fdiv", [left, right])
        case (.modulo, .double): try renderer.append(call: "odata_fmod", [left, right])
        case (.bitAnd, _): try infix(left, " & ", right, &renderer)
        }
    }

    /// Writes a negation.
    public func renderNegation(
        _ form: SQLNumberForm,
        _ operand: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        switch form {
        case .integer, .decimal: try renderer.append(call: "odata_neg", [operand])
        case .double:
            renderer.append("(-")
            try renderer.append(operand, binding: .primary)
            renderer.append(")")
        }
    }

    /// Writes `json_each(list) AS alias`, whose columns are named like the list's.
    public func renderList(
        _ list: SQLExpression,
        element: SQLType,
        alias: String,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        try renderer.append(call: "json_each", [list])
        renderer.append(" AS ")
        renderer.append(identifier: alias)
    }

    /// Writes `"alias"."table" MATCH query`: an FTS5 table has a hidden column of its own name.
    public func renderFullTextMatch(
        source: String,
        table: String,
        query: SQLExpression,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        renderer.append(identifier: source)
        renderer.append(".")
        renderer.append(identifier: table)
        renderer.append(" MATCH ")
        try renderer.append(query, binding: .primary)
    }

    /// Writes limit and offset; SQLite has no offset without a limit.
    public func renderLimit(
        _ limit: SQLExpression?,
        offset: SQLExpression?,
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        renderer.append("LIMIT ")
        try renderer.append(limit ?? .integer(-1))
        guard let offset else { return }
        renderer.append(" OFFSET ")
        try renderer.append(offset)
    }

    /// True if the database has a table of that name.
    public func hasTable(_ name: String, in connection: any SQLConnection) throws(SQLDatabaseError) -> Bool {
        let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
        return try !connection.rows(RenderedSQL(sql, binds: [.text(name)])).isEmpty
    }

    private func infix(
        _ left: SQLExpression,
        _ text: String,
        _ right: SQLExpression,
        _ renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        renderer.append("(")
        try renderer.append(left, binding: .primary)
        renderer.append(text)
        try renderer.append(right, binding: .primary)
        renderer.append(")")
    }
}
