/// An entity type (CSDL 6).
public struct EdmEntityType: Hashable, Sendable {
    /// One part of a key: a path to a primitive property and, for longer paths, an alias (CSDL 6.5).
    public struct KeyProperty: Hashable, Sendable {
        /// The path that is bound.
        public var path: String
        /// The short name that may stand for the namespace (CSDL 5.2).
        public var alias: String?

        /// Makes a key part.
        public init(_ path: String, alias: String? = nil) {
            self.path = path
            self.alias = alias
        }

        /// The name used in key predicates.
        public var name: String { alias ?? path }
    }

    /// The name, qualified by its namespace (CSDL 15.3).
    public var name: EdmTypeName
    /// The type this one is derived from.
    public var baseType: EdmTypeName?
    /// Whether only derived types have instances.
    public var isAbstract: Bool
    /// Whether instances may carry properties that are not declared (CSDL 6.3 and 9.3).
    public var isOpen: Bool
    /// Whether instances are media entities (CSDL 6.4).
    public var hasStream: Bool
    /// The key this type declares itself; empty where it is inherited.
    public var key: [KeyProperty]
    /// The properties this type declares itself, in order.
    public var properties: [EdmProperty]
    /// The navigation properties declared here, without those of the base type.
    public var navigationProperties: [EdmNavigationProperty]
    /// The annotations written inside this element (CSDL 14.2).
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
    /// The name, qualified by its namespace (CSDL 15.3).
    public var name: EdmTypeName
    /// The type this one is derived from.
    public var baseType: EdmTypeName?
    /// Whether only derived types have instances.
    public var isAbstract: Bool
    /// Whether instances may carry properties that are not declared (CSDL 6.3 and 9.3).
    public var isOpen: Bool
    /// The structural properties declared here, without those of the base type.
    public var properties: [EdmProperty]
    /// The navigation properties declared here, without those of the base type.
    public var navigationProperties: [EdmNavigationProperty]
    /// The annotations written inside this element (CSDL 14.2).
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
        /// The simple identifier, unique among its siblings (CSDL 15.2).
        public var name: String
        /// The number that stands for the member (CSDL 10.3).
        public var value: Int64
        /// The annotations written inside this element (CSDL 14.2).
        public var annotations: [EdmAnnotation]

        /// Makes a member.
        public init(_ name: String, _ value: Int64, annotations: [EdmAnnotation] = []) {
            self.name = name
            self.value = value
            self.annotations = annotations
        }
    }

    /// The name, qualified by its namespace (CSDL 15.3).
    public var name: EdmTypeName
    /// The primitive type as the declaration names it; nil where it leaves it to the default.
    public var declaredUnderlyingType: EdmPrimitiveType?
    /// Whether members combine (CSDL 10.2).
    public var isFlags: Bool
    /// The members, in the order of their declaration.
    public var members: [Member]
    /// The annotations written inside this element (CSDL 14.2).
    public var annotations: [EdmAnnotation]

    /// Makes an enumeration type.
    public init(
        _ name: EdmTypeName,
        underlyingType: EdmPrimitiveType? = nil,
        isFlags: Bool = false,
        members: [Member],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        declaredUnderlyingType = underlyingType
        self.isFlags = isFlags
        self.members = members
        self.annotations = annotations
    }

    /// The primitive type that carries the values: `Edm.Int32` where the declaration names none (CSDL 10.1).
    public var underlyingType: EdmPrimitiveType { declaredUnderlyingType ?? .int32 }
}

/// A type definition: a primitive type under another name (CSDL 11).
public struct EdmTypeDefinition: Hashable, Sendable {
    /// The name, qualified by its namespace (CSDL 15.3).
    public var name: EdmTypeName
    /// The primitive type that carries the values.
    public var underlyingType: EdmPrimitiveType
    /// The facets: length, precision, scale, SRID (CSDL 7.2).
    public var facets: EdmFacets
    /// The annotations written inside this element (CSDL 14.2).
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
