/// A schema: everything declared under one namespace (CSDL 5).
public struct EdmSchema: Hashable, Sendable {
    /// The namespace (CSDL 5.1).
    public var namespace: String
    /// The short name that may stand for the namespace (CSDL 5.2).
    public var alias: String?
    /// The entity types (CSDL 6).
    public var entityTypes: [EdmEntityType]
    /// The complex types (CSDL 9).
    public var complexTypes: [EdmComplexType]
    /// The enumeration types (CSDL 10).
    public var enumTypes: [EdmEnumType]
    /// The type definitions (CSDL 11).
    public var typeDefinitions: [EdmTypeDefinition]
    /// The actions and functions, an element for each overload (CSDL 12).
    public var operations: [EdmOperation]
    /// The terms (CSDL 14.1).
    public var terms: [EdmTerm]
    /// The entity container, in one schema of a model at most (CSDL 13).
    public var container: EdmEntityContainer?
    /// The annotations written inside this element (CSDL 14.2).
    public var annotations: [EdmAnnotation]
    /// The annotations written apart from what they are about, one group for each target (CSDL 14.2.1).
    public var targetedAnnotations: [EdmTargetedAnnotations]

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
        annotations: [EdmAnnotation] = [],
        targetedAnnotations: [EdmTargetedAnnotations] = []
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
        self.targetedAnnotations = targetedAnnotations
    }
}

/// A term that annotations may use (CSDL 14.1).
public struct EdmTerm: Hashable, Sendable {
    /// The name, qualified by its namespace (CSDL 15.3).
    public var name: EdmTypeName
    /// The type, with its facets and whether it is a collection.
    public var type: EdmTypeReference
    /// The term this one specialises (CSDL 14.1.1).
    public var baseTerm: EdmTypeName?
    /// The value taken when none is given, in the URL form of its type.
    public var defaultValue: String?
    /// The model elements the term may annotate; empty for all (CSDL 14.1.2).
    public var appliesTo: [String]
    /// The annotations written inside this element (CSDL 14.2).
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
        /// The namespace (CSDL 5.1).
        public var namespace: String
        /// The short name that may stand for the namespace (CSDL 5.2).
        public var alias: String?
        /// The annotations written inside this element (CSDL 14.2).
        public var annotations: [EdmAnnotation]

        /// Makes an include.
        public init(namespace: String, alias: String? = nil, annotations: [EdmAnnotation] = []) {
            self.namespace = namespace
            self.alias = alias
            self.annotations = annotations
        }
    }

    /// Which annotations of the referenced document apply here (CSDL 4.3).
    public struct IncludedAnnotations: Hashable, Sendable {
        /// The namespace of the terms.
        public var termNamespace: String
        /// The only qualifier taken; nil for all annotations, qualified or not.
        public var qualifier: String?
        /// The namespace of the only targets taken; nil for all.
        public var targetNamespace: String?

        /// Makes an inclusion of annotations.
        public init(termNamespace: String, qualifier: String? = nil, targetNamespace: String? = nil) {
            self.termNamespace = termNamespace
            self.qualifier = qualifier
            self.targetNamespace = targetNamespace
        }
    }

    /// The address of the referenced document.
    public var uri: String
    /// The schemas taken from the document (CSDL 4.2).
    public var includes: [Include]
    /// The annotations taken from the document (CSDL 4.3).
    public var includedAnnotations: [IncludedAnnotations]
    /// The annotations written inside this element (CSDL 14.2).
    public var annotations: [EdmAnnotation]

    /// Makes a reference.
    public init(
        uri: String,
        includes: [Include],
        includedAnnotations: [IncludedAnnotations] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.uri = uri
        self.includes = includes
        self.includedAnnotations = includedAnnotations
        self.annotations = annotations
    }
}
