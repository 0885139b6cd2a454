/// One overload of an action or function (CSDL 12).
public struct EdmOperation: Hashable, Sendable {
    /// Whether calling it may change something.
    public enum Kind: Hashable, Sendable { case action, function }

    /// A parameter (CSDL 12.9).
    public struct Parameter: Hashable, Sendable {
        public var name: String
        public var type: EdmTypeReference
        public var annotations: [EdmAnnotation]

        /// Makes a parameter.
        public init(_ name: String, _ type: EdmTypeReference, annotations: [EdmAnnotation] = []) {
            self.name = name
            self.type = type
            self.annotations = annotations
        }
    }

    public var kind: Kind
    public var name: EdmTypeName
    public var isBound: Bool
    public var isComposable: Bool
    /// The path from the binding parameter to the entity set of the result (CSDL 12.6).
    public var entitySetPath: String?
    /// The parameters; the first one is the binding parameter of a bound overload.
    public var parameters: [Parameter]
    public var returnType: EdmTypeReference?
    public var returnTypeAnnotations: [EdmAnnotation]
    public var annotations: [EdmAnnotation]

    /// Makes an overload.
    public init(
        _ kind: Kind,
        _ name: EdmTypeName,
        isBound: Bool = false,
        isComposable: Bool = false,
        entitySetPath: String? = nil,
        parameters: [Parameter] = [],
        returnType: EdmTypeReference? = nil,
        returnTypeAnnotations: [EdmAnnotation] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.kind = kind
        self.name = name
        self.isBound = isBound
        self.isComposable = isComposable
        self.entitySetPath = entitySetPath
        self.parameters = parameters
        self.returnType = returnType
        self.returnTypeAnnotations = returnTypeAnnotations
        self.annotations = annotations
    }
}

/// An action import or function import of the container (CSDL 13.5 and 13.6).
public struct EdmOperationImport: Hashable, Sendable {
    public var kind: EdmOperation.Kind
    public var name: String
    public var operation: EdmTypeName
    public var entitySet: String?
    public var includeInServiceDocument: Bool
    public var annotations: [EdmAnnotation]

    /// Makes an import.
    public init(
        _ kind: EdmOperation.Kind,
        _ name: String,
        operation: EdmTypeName,
        entitySet: String? = nil,
        includeInServiceDocument: Bool = false,
        annotations: [EdmAnnotation] = []
    ) {
        self.kind = kind
        self.name = name
        self.operation = operation
        self.entitySet = entitySet
        self.includeInServiceDocument = includeInServiceDocument
        self.annotations = annotations
    }
}
