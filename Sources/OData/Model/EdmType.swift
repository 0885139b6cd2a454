/// What a value is: a primitive type or a named type of the model.
public enum EdmType: Hashable, Sendable, CustomStringConvertible {
    case primitive(EdmPrimitiveType)
    case enumeration(EdmTypeName)
    case complex(EdmTypeName)
    case entity(EdmTypeName)
    case typeDefinition(EdmTypeName)
    /// `Edm.Untyped`, `Edm.PrimitiveType`, `Edm.ComplexType`, `Edm.EntityType` and other abstract built-in types,
    /// by their simple name.
    case abstract(String)

    /// The qualified name as written in `$metadata`.
    public var description: String {
        switch self {
        case .primitive(let type): type.qualifiedName
        case .enumeration(let name), .complex(let name), .entity(let name), .typeDefinition(let name): name.description
        case .abstract(let name): "Edm.\(name)"
        }
    }
}

/// How long, how precise: the facets of a type reference (CSDL 7.2).
public struct EdmFacets: Hashable, Sendable {
    /// The number of digits after the decimal point that a Decimal may have.
    public enum DecimalScale: Hashable, Sendable {
        case fixed(Int)
        case variable
        case floating
    }

    /// The largest length of a String (Unicode characters), Binary or Stream (bytes).
    public enum Length: Hashable, Sendable {
        case limited(Int)
        case max
    }

    /// The greatest length of a string in characters or of a binary value in bytes (CSDL 7.2.2).
    public var maxLength: Length?
    /// Significant digits of a Decimal; digits of fractional seconds of a temporal type.
    public var precision: Int?
    /// The digits right of the decimal point (CSDL 7.2.4).
    public var scale: DecimalScale?
    /// Whether a String may hold characters outside ASCII; nil means true.
    public var unicode: Bool?
    /// The spatial reference system; `variable` is nil with ``sridIsVariable`` true.
    public var srid: Int?
    /// Whether each value names its own reference system.
    public var sridIsVariable: Bool

    /// Makes facets; nil means not specified.
    public init(
        maxLength: Length? = nil,
        precision: Int? = nil,
        scale: DecimalScale? = nil,
        unicode: Bool? = nil,
        srid: Int? = nil,
        sridIsVariable: Bool = false
    ) {
        self.maxLength = maxLength
        self.precision = precision
        self.scale = scale
        self.unicode = unicode
        self.srid = srid
        self.sridIsVariable = sridIsVariable
    }
}

/// A type as used by a property, parameter, term or result: the type itself, whether it is a collection, whether null
/// is a value, and its facets (CSDL 7.2).
public struct EdmTypeReference: Hashable, Sendable {
    /// The type of the value, or of each item of a collection.
    public var type: EdmType
    /// Whether the value is a collection.
    public var isCollection: Bool
    /// For a collection: whether its items may be null.
    public var isNullable: Bool
    /// The facets: length, precision, scale, SRID (CSDL 7.2).
    public var facets: EdmFacets

    /// Makes a reference to a type.
    public init(_ type: EdmType, isCollection: Bool = false, isNullable: Bool = true, facets: EdmFacets = EdmFacets()) {
        self.type = type
        self.isCollection = isCollection
        self.isNullable = isNullable
        self.facets = facets
    }

    /// Makes a reference to a primitive type.
    public static func primitive(
        _ type: EdmPrimitiveType,
        isNullable: Bool = true,
        facets: EdmFacets = EdmFacets()
    )
        -> EdmTypeReference
    {
        EdmTypeReference(.primitive(type), isNullable: isNullable, facets: facets)
    }

    /// The primitive type, if it is a single primitive value.
    public var primitive: EdmPrimitiveType? {
        if case .primitive(let type) = type, !isCollection { type } else { nil }
    }

    /// The type as written in `$metadata`: `Collection(Ns.Name)` or `Ns.Name`.
    public var name: String { isCollection ? "Collection(\(type))" : type.description }
}
