/// A schema: everything declared under one namespace (CSDL 5).
public struct EdmSchema: Hashable, Sendable {
    public var namespace: String
    public var alias: String?
    public var entityTypes: [EdmEntityType]
    public var complexTypes: [EdmComplexType]
    public var enumTypes: [EdmEnumType]
    public var typeDefinitions: [EdmTypeDefinition]
    public var operations: [EdmOperation]
    public var terms: [EdmTerm]
    public var container: EdmEntityContainer?
    public var annotations: [EdmAnnotation]

    /// Makes a schema.
    public init(
        namespace: String,
        alias: String? = nil,
        entityTypes: [EdmEntityType] = [],
        complexTypes: [EdmComplexType] = [],
        enumTypes: [EdmEnumType] = [],
        typeDefinitions: [EdmTypeDefinition] = [],
        operations: [EdmOperation] = [],
        terms: [EdmTerm] = [],
        container: EdmEntityContainer? = nil,
        annotations: [EdmAnnotation] = []
    ) {
        self.namespace = namespace
        self.alias = alias
        self.entityTypes = entityTypes
        self.complexTypes = complexTypes
        self.enumTypes = enumTypes
        self.typeDefinitions = typeDefinitions
        self.operations = operations
        self.terms = terms
        self.container = container
        self.annotations = annotations
    }
}

/// A term that annotations may use (CSDL 14.1).
public struct EdmTerm: Hashable, Sendable {
    public var name: EdmTypeName
    public var type: EdmTypeReference
    public var baseTerm: EdmTypeName?
    public var defaultValue: String?
    public var appliesTo: [String]
    public var annotations: [EdmAnnotation]

    /// Makes a term.
    public init(
        _ name: EdmTypeName,
        _ type: EdmTypeReference,
        baseTerm: EdmTypeName? = nil,
        defaultValue: String? = nil,
        appliesTo: [String] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.type = type
        self.baseTerm = baseTerm
        self.defaultValue = defaultValue
        self.appliesTo = appliesTo
        self.annotations = annotations
    }
}

/// A document whose schemas are used here: the standard vocabularies, mostly (CSDL 4.1).
public struct EdmReference: Hashable, Sendable {
    /// A schema taken from the referenced document.
    public struct Include: Hashable, Sendable {
        public var namespace: String
        public var alias: String?

        /// Makes an include.
        public init(namespace: String, alias: String? = nil) {
            self.namespace = namespace
            self.alias = alias
        }
    }

    public var uri: String
    public var includes: [Include]

    /// Makes a reference.
    public init(uri: String, includes: [Include]) {
        self.uri = uri
        self.includes = includes
    }
}
