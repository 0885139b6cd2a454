/// An entity or complex type with everything it inherits, ready for look-ups.
public final class EdmStructuredType: Sendable {
    /// The name, qualified by its namespace (CSDL 15.3).
    public let name: EdmTypeName
    /// Whether it is an entity type; otherwise a complex type.
    public let isEntity: Bool
    /// The type this one is derived from.
    public let baseType: EdmTypeName?
    /// Whether only derived types have instances.
    public let isAbstract: Bool
    /// Whether instances may carry properties that are not declared (CSDL 6.3 and 9.3).
    public let isOpen: Bool
    /// Whether instances are media entities (CSDL 6.4).
    public let hasStream: Bool
    /// The key, inherited if need be; empty for complex types.
    public let key: [EdmEntityType.KeyProperty]
    /// All structural properties, those of base types first.
    public let properties: [EdmProperty]
    /// All navigation properties, those of base types first.
    public let navigationProperties: [EdmNavigationProperty]
    /// The annotations written inside this element (CSDL 14.2).
    public let annotations: [EdmAnnotation]

    private let propertyIndex: [String: Int]
    private let navigationIndex: [String: Int]
    private let foldedNames: [String: [String]]

    init(
        name: EdmTypeName,
        isEntity: Bool,
        baseType: EdmTypeName?,
        isAbstract: Bool,
        isOpen: Bool,
        hasStream: Bool,
        key: [EdmEntityType.KeyProperty],
        properties: [EdmProperty],
        navigationProperties: [EdmNavigationProperty],
        annotations: [EdmAnnotation]
    ) {
        self.name = name
        self.isEntity = isEntity
        self.baseType = baseType
        self.isAbstract = isAbstract
        self.isOpen = isOpen
        self.hasStream = hasStream
        self.key = key
        self.properties = properties
        self.navigationProperties = navigationProperties
        self.annotations = annotations
        propertyIndex = Dictionary(
            properties.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        navigationIndex = Dictionary(
            navigationProperties.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        foldedNames = Dictionary(
            grouping: properties.map(\.name) + navigationProperties.map(\.name),
            by: { $0.lowercased() }
        )
    }

    /// The structural property of exactly this name, or nil.
    public func property(_ name: String) -> EdmProperty? { propertyIndex[name].map { properties[$0] } }

    /// The place of a structural property in ``properties``, or nil.
    public func propertyPosition(_ name: String) -> Int? { propertyIndex[name] }

    /// The navigation property of exactly this name, or nil.
    public func navigationProperty(_ name: String) -> EdmNavigationProperty? {
        navigationIndex[name].map { navigationProperties[$0] }
    }

    /// The declared name that is the only one equal to this text without regard to case, or nil.
    public func declaredName(ignoringCase text: String) -> String? {
        guard let names = foldedNames[text.lowercased()], names.count == 1 else { return nil }
        return names.first
    }

    /// The names of all structural and navigation properties, for suggestions.
    public var memberNames: [String] { properties.map(\.name) + navigationProperties.map(\.name) }
}
