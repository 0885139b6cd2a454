public import OData

/// What a function does: from what it was called with to a value, or to a query.
///
/// It changes nothing and reads only through its answer, so that it can run wherever the data are at hand.
public typealias FunctionHandler = @Sendable (OperationCall) throws(OperationError) -> FunctionAnswer

/// What an action does, inside a transaction: all of it happens, or nothing where it throws.
public typealias ActionHandler = @Sendable (OperationCall, ActionSession) throws(OperationError) -> ActionAnswer

/// What stands behind the functions and actions of a model: the one place to add one.
///
/// The model says how an operation is called: its names, types and overloads. A handler gets the arguments with the types
/// of the model already; calls that fit no overload never reach it. An operation without a handler answers 501.
public struct ServiceOperations: Sendable {
    private var functions: [EdmTypeName: FunctionHandler] = [:]
    private var actions: [EdmTypeName: ActionHandler] = [:]
    private(set) var definitions = FunctionDefinitions.none

    /// Makes an empty set of handlers.
    public init() {}

    /// Adds a function under its qualified name, with all its overloads; ``OperationCall/operation`` tells them apart.
    public mutating func add(function name: EdmTypeName, _ handler: @escaping FunctionHandler) {
        functions[name] = handler
    }

    /// Adds an action under its qualified name, with all its overloads.
    public mutating func add(action name: EdmTypeName, _ handler: @escaping ActionHandler) {
        actions[name] = handler
    }

    /// Lets the overload of a function with these parameters stand in `$filter`, `$orderby` and `$compute` too: as the
    /// expression that is put in its place, such as `Price mul (1 add @taxRate)`.
    ///
    /// Its parameters are aliases there; its names are those of the entity it is called on. Throws `SyntaxError` for a
    /// text that is no expression. A function without one answers 501 inside expressions.
    public mutating func define(
        function name: EdmTypeName,
        parameters: [String],
        as expression: String
    ) throws(SyntaxError) {
        try definitions.define(name, parameters: parameters, as: expression)
    }

    func function(_ name: EdmTypeName) -> FunctionHandler? { functions[name] }

    func action(_ name: EdmTypeName) -> ActionHandler? { actions[name] }

    /// The operations of a model that nothing stands behind, for a test of a service.
    public func missing(from model: EdmModel) -> [EdmTypeName] {
        var names: [EdmTypeName] = []
        for operation in model.operations {
            let isKnown =
                operation.kind == .action ? actions[operation.name] != nil : functions[operation.name] != nil
            if !isKnown, !names.contains(operation.name) { names.append(operation.name) }
        }
        return names
    }
}

/// What a function comes to.
public indirect enum FunctionAnswer: Sendable {
    /// A value of the return type; `null` answers 204.
    case value(StructuredValue)
    /// The entities, or the one entity or value, that a read leads to: pages, counts, filters, expands like any set.
    ///
    /// Of its options only `$filter`, `$orderby`, `$top` and `$skip` count; the request brings its own.
    case query(BoundRead)
    /// Wants rows first: what they are goes to the closure, which answers.
    ///
    /// A row is a complex value of the entity's type, with the members that the read shows; a read of a single entity that
    /// does not exist gives none.
    case reading(BoundRead, @Sendable ([StructuredValue]) throws(OperationError) -> FunctionAnswer)
}

/// What an action comes to.
public enum ActionAnswer: Sendable {
    /// Nothing to return: 204.
    case nothing
    /// A value of the return type; `null` answers 204.
    case value(StructuredValue)
    /// The entities, or the one entity or value, that a read leads to, as they are after the action.
    case query(BoundRead)
    /// An entity that the action made: 201 with its address.
    case created(WrittenEntity)
}

/// Why an operation did not do what it was asked for; what an action has changed until then is undone.
public enum OperationError: Error {
    /// A rule of the service: the status, a code of the service's own, a sentence, and the parameter it is about.
    case refused(status: Int, code: String, message: String, target: String?)
    /// The binding entity, or another one that is needed, does not exist: 404.
    case notFound
    /// A change failed.
    case write(WriteError)
    /// A read failed.
    case source(DataSourceError)
    /// Anything else; the text is for the log only.
    case failed(String)

    /// An argument that the operation has no answer for: 400.
    public static func invalidArgument(_ parameter: String, _ message: String) -> OperationError {
        .refused(
            status: 400,
            code: ODataErrorCode.valueOutOfRange.rawValue,
            message: message,
            target: parameter
        )
    }
}
