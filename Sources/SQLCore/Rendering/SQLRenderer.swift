/// Turns statements into text and gathers their binds; one value renders one statement.
///
/// Parentheses are written only where precedence needs them, and `AND`, `OR` and concatenation stay flat.
public struct SQLRenderer {
    /// A list with more plain binds than this travels as one JSON bind.
    public static let listLimit = 200
    /// The greatest nesting of expressions and statements; more is ``SQLRenderingError/tooDeep(limit:)``.
    public static let depthLimit = 200
    /// SQLite builds a chain as a tree one level deeper per member and refuses 1,000 levels; longer chains are grouped.
    static let chainLimit = 400

    /// The dialect rendered for.
    public let dialect: any SQLDialect
    private var text = ""
    private var binds: [SQLValue] = []
    private var parameters: [Int?] = []
    private var depth = 0

    init(dialect: any SQLDialect) {
        self.dialect = dialect
        text.reserveCapacity(512)
    }

    /// Renders a statement.
    public static func render(
        _ statement: SQLStatement,
        dialect: any SQLDialect
    ) throws(SQLRenderingError) -> RenderedSQL {
        var renderer = SQLRenderer(dialect: dialect)
        switch statement {
        case .select(let select): try renderer.append(select)
        case .insert(let insert): try renderer.append(insert)
        case .update(let update): try renderer.append(update)
        case .delete(let delete): try renderer.append(delete)
        }
        return RenderedSQL(StatementText(renderer.text), binds: renderer.binds, parameters: renderer.parameters)
    }

    /// Appends text that is SQL already.
    public mutating func append(_ sql: String) {
        text += sql
    }

    /// Appends a quoted identifier.
    public mutating func append(identifier: String) {
        text += dialect.quote(identifier)
    }

    /// Appends an integer constant.
    public mutating func append(integer: Int64) {
        text += String(integer)
    }

    /// Appends a placeholder for a value.
    public mutating func append(bind value: SQLValue) {
        append(placeholderFor: value, parameter: nil)
    }

    /// Appends an expression, in parentheses if it binds less tightly than its place needs.
    public mutating func append(
        _ expression: SQLExpression,
        binding: SQLBindingPower = .loosest
    ) throws(SQLRenderingError) {
        try descend()
        defer { depth -= 1 }
        let needsParentheses = expression.bindingPower < binding
        if needsParentheses { text += "(" }
        try appendBare(expression)
        if needsParentheses { text += ")" }
    }

    /// Appends expressions separated by commas.
    public mutating func append(list expressions: [SQLExpression]) throws(SQLRenderingError) {
        for (position, expression) in expressions.enumerated() {
            if position > 0 { text += ", " }
            try append(expression)
        }
    }

    /// Appends `name(arguments)`.
    public mutating func append(call name: String, _ arguments: [SQLExpression]) throws(SQLRenderingError) {
        text += name
        text += "("
        try append(list: arguments)
        text += ")"
    }

    /// Counts one level of nesting; whoever calls it lowers `depth` again.
    mutating func descend() throws(SQLRenderingError) {
        guard depth < Self.depthLimit else { throw .tooDeep(limit: Self.depthLimit) }
        depth += 1
    }

    mutating func ascend() {
        depth -= 1
    }

    mutating func append(placeholderFor value: SQLValue, parameter: Int?) {
        binds.append(value)
        parameters.append(parameter)
        text += dialect.placeholder(binds.count)
    }
}

/// How tightly the outermost operator of an expression binds; a guide for parentheses that holds in every dialect.
public enum SQLBindingPower: Int, Sendable, Comparable {
    /// `OR`.
    case disjunction
    /// `AND`.
    case conjunction
    /// `NOT`.
    case negation
    /// Comparisons, tests and membership.
    case comparison
    /// Concatenation.
    case concatenation
    /// Constants, columns, calls, anything in parentheses.
    case primary

    /// The power that never asks for parentheses.
    public static let loosest = SQLBindingPower.disjunction

    /// Orders from `OR` to primary expressions.
    public static func < (left: SQLBindingPower, right: SQLBindingPower) -> Bool {
        left.rawValue < right.rawValue
    }
}
