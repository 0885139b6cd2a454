/// Text and binds of one statement, ready to run.
///
/// The text depends on the shape of the statement only, never on its values; so drivers keep prepared statements by
/// text, and a planner may keep a rendered statement and fill in other values.
public struct RenderedSQL: Sendable, Hashable {
    /// The SQL text with placeholders, ready to be looked up.
    public let statement: StatementText
    /// The values of the placeholders, in order.
    public let binds: [SQLValue]
    /// For each bind the number of the ``SQLExpression/parameter(_:)`` it came from, nil for a fixed value; empty where
    /// all have their values.
    public let parameters: [Int?]

    /// Takes text that is already SQL, for statements known by heart.
    ///
    /// Never build the text from outside values.
    public init(_ text: String, binds: [SQLValue] = []) {
        self.init(StatementText(text), binds: binds, parameters: [])
    }

    init(_ statement: StatementText, binds: [SQLValue], parameters: [Int?]) {
        self.statement = statement
        self.binds = binds
        self.parameters = parameters.allSatisfy { $0 == nil } ? [] : parameters
    }

    /// The SQL text with placeholders.
    public var text: String { statement.text }

    /// The first parameter without a value; nil where all have one.
    public var missingParameter: Int? { parameters.lazy.compactMap(\.self).first }

    /// Gives every parameter its value; `values[n]` is the value of `.parameter(n)`.
    ///
    /// Throws ``SQLRenderingError/missingParameter(_:)`` if a parameter's number is outside `values`.
    public func filling(_ values: [SQLValue]) throws(SQLRenderingError) -> RenderedSQL {
        var filled = binds
        for position in parameters.indices {
            guard let parameter = parameters[position] else { continue }
            guard values.indices.contains(parameter) else { throw .missingParameter(parameter) }
            filled[position] = values[parameter]
        }
        return RenderedSQL(statement, binds: filled, parameters: [])
    }
}

/// Why a statement could not be rendered.
public enum SQLRenderingError: Error, Equatable {
    /// The statement nests deeper than the renderer allows.
    case tooDeep(limit: Int)
    /// A function or operator has the wrong number of operands.
    case wrongOperandCount(String)
    /// A clause that needs members has none, such as the columns of a query.
    case emptyClause(String)
    /// A parameter has no value.
    case missingParameter(Int)
    /// The dialect cannot carry the construct out.
    case unsupported(String)
}
