/// One overload of an action or function (CSDL 12).
public struct EdmOperation: Hashable, Sendable {
    /// Whether calling it may change something.
    public enum Kind: Hashable, Sendable { case action, function }

    /// A parameter (CSDL 12.9).
    public struct Parameter: Hashable, Sendable {
        /// The simple identifier, unique among its siblings (CSDL 15.2).
        public var name: String
        /// The type, with its facets and whether it is a collection.
        public var type: EdmTypeReference
        /// The annotations written inside this element (CSDL 14.2).
        public var annotations: [EdmAnnotation]

        /// Makes a parameter.
        public init(_ name: String, _ type: EdmTypeReference, annotations: [EdmAnnotation] = []) {
            self.name = name
            self.type = type
            self.annotations = annotations
        }
    }

    /// Action or function.
    public var kind: Kind
    /// The name, qualified by its namespace (CSDL 15.3).
    public var name: EdmTypeName
    /// Whether the first parameter is the resource it is called on (CSDL 12.5).
    public var isBound: Bool
    /// Whether further path segments and query options may follow the function (CSDL 12.7).
    public var isComposable: Bool
    /// The path from the binding parameter to the entity set of the result (CSDL 12.6).
    public var entitySetPath: String?
    /// The parameters; the first one is the binding parameter of a bound overload.
    public var parameters: [Parameter]
    /// The type of the result; nil for an action without one.
    public var returnType: EdmTypeReference?
    /// The annotations of the return type.
    public var returnTypeAnnotations: [EdmAnnotation]
    /// The annotations written inside this element (CSDL 14.2).
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
    /// Action import or function import.
    public var kind: EdmOperation.Kind
    /// The simple identifier, unique among its siblings (CSDL 15.2).
    public var name: String
    /// The unbound operation that is imported.
    public var operation: EdmTypeName
    /// The entity set of what is returned.
    public var entitySet: String?
    /// Whether the service document lists it.
    public var includeInServiceDocument: Bool
    /// The annotations written inside this element (CSDL 14.2).
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
