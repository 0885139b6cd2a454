/// A call of an action or function, bound: which overload, on what, with which arguments (Protocol 11.5).
public struct BoundCall: Hashable, Sendable {
    /// The overload.
    public var operation: EdmOperation
    /// The import it was called by; nil for bound operations.
    public var operationImport: EdmOperationImport?
    /// The resource it is called on; nil for unbound operations.
    public var binding: BoundRead?
    /// The arguments of a function by parameter, without the binding parameter.
    ///
    /// Those of an action are in the body of the request.
    public var arguments: [String: StructuredValue]
    /// The key in parentheses behind the function, for one entity of its result.
    public var key: [ArgumentSyntax]?
    /// The segments of the path behind the function.
    public var rest: [ResourceSegmentSyntax]
    /// The 0-based number of the segment with the call.
    public var segment: Int

    /// The parameters, without the binding parameter.
    public var parameters: ArraySlice<EdmOperation.Parameter> { operation.ownParameters }

    /// Whether the result is all that is asked for.
    public var isWhole: Bool { rest.isEmpty && key == nil }
}

extension EdmOperation {
    /// The parameters that a caller gives: all but the binding parameter.
    public var ownParameters: ArraySlice<Parameter> { parameters.dropFirst(isBound ? 1 : 0) }

    /// False where the model says that the operation cannot be called (`Core.OperationAvailable`).
    public var isAvailable: Bool {
        let term = EdmTypeName("Org.OData.Core.V1", "OperationAvailable")
        return !annotations.contains { $0.term == term && $0.value == .bool(false) }
    }
}

extension EdmOperation.Parameter {
    /// Whether a caller may leave the parameter out (`Core.OptionalParameter`).
    public var isOptional: Bool {
        annotations.contains { $0.term == EdmTypeName("Org.OData.Core.V1", "OptionalParameter") }
    }
}
