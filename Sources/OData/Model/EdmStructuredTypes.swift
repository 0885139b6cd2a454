/// An entity type (CSDL 6).
public struct EdmEntityType: Hashable, Sendable {
    /// One part of a key: a path to a primitive property and, for longer paths, an alias (CSDL 6.5).
    public struct KeyProperty: Hashable, Sendable {
        public var path: String
        public var alias: String?

        /// Makes a key part.
        public init(_ path: String, alias: String? = nil) {
            self.path = path
            self.alias = alias
        }

        /// The name used in key predicates.
        public var name: String { alias ?? path }
    }

    public var name: EdmTypeName
    public var baseType: EdmTypeName?
    public var isAbstract: Bool
    public var isOpen: Bool
    public var hasStream: Bool
    /// The key this type declares itself; empty where it is inherited.
    public var key: [KeyProperty]
    /// The properties this type declares itself, in order.
    public var properties: [EdmProperty]
    public var navigationProperties: [EdmNavigationProperty]
    public var annotations: [EdmAnnotation]

    /// Makes an entity type.
    public init(
        _ name: EdmTypeName,
        baseType: EdmTypeName? = nil,
        isAbstract: Bool = false,
        isOpen: Bool = false,
        hasStream: Bool = false,
        key: [KeyProperty] = [],
        properties: [EdmProperty] = [],
        navigationProperties: [EdmNavigationProperty] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.baseType = baseType
        self.isAbstract = isAbstract
        self.isOpen = isOpen
        self.hasStream = hasStream
        self.key = key
        self.properties = properties
        self.navigationProperties = navigationProperties
        self.annotations = annotations
    }
}

/// A complex type (CSDL 9).
public struct EdmComplexType: Hashable, Sendable {
    public var name: EdmTypeName
    public var baseType: EdmTypeName?
    public var isAbstract: Bool
    public var isOpen: Bool
    public var properties: [EdmProperty]
    public var navigationProperties: [EdmNavigationProperty]
    public var annotations: [EdmAnnotation]

    /// Makes a complex type.
    public init(
        _ name: EdmTypeName,
        baseType: EdmTypeName? = nil,
        isAbstract: Bool = false,
        isOpen: Bool = false,
        properties: [EdmProperty] = [],
        navigationProperties: [EdmNavigationProperty] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.baseType = baseType
        self.isAbstract = isAbstract
        self.isOpen = isOpen
        self.properties = properties
        self.navigationProperties = navigationProperties
        self.annotations = annotations
    }
}

/// An enumeration type (CSDL 10).
public struct EdmEnumType: Hashable, Sendable {
    /// A member with its value (CSDL 10.3).
    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: Int64
        public var annotations: [EdmAnnotation]

        /// Makes a member.
        public init(_ name: String, _ value: Int64, annotations: [EdmAnnotation] = []) {
            self.name = name
            self.value = value
            self.annotations = annotations
        }
    }

    public var name: EdmTypeName
    public var underlyingType: EdmPrimitiveType
    public var isFlags: Bool
    public var members: [Member]
    public var annotations: [EdmAnnotation]

    /// Makes an enumeration type.
    public init(
        _ name: EdmTypeName,
        underlyingType: EdmPrimitiveType = .int32,
        isFlags: Bool = false,
        members: [Member],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.underlyingType = underlyingType
        self.isFlags = isFlags
        self.members = members
        self.annotations = annotations
    }
}

/// A type definition: a primitive type under another name (CSDL 11).
public struct EdmTypeDefinition: Hashable, Sendable {
    public var name: EdmTypeName
    public var underlyingType: EdmPrimitiveType
    public var facets: EdmFacets
    public var annotations: [EdmAnnotation]

    /// Makes a type definition.
    public init(
        _ name: EdmTypeName,
        underlyingType: EdmPrimitiveType,
        facets: EdmFacets = EdmFacets(),
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.underlyingType = underlyingType
        self.facets = facets
        self.annotations = annotations
    }
}
