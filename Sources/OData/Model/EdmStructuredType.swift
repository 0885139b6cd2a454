/// An entity or complex type with everything it inherits, ready for look-ups.
public final class EdmStructuredType: Sendable {
    public let name: EdmTypeName
    public let isEntity: Bool
    public let baseType: EdmTypeName?
    public let isAbstract: Bool
    public let isOpen: Bool
    public let hasStream: Bool
    /// The key, inherited if need be; empty for complex types.
    public let key: [EdmEntityType.KeyProperty]
    /// All structural properties, those of base types first.
    public let properties: [EdmProperty]
    /// All navigation properties, those of base types first.
    public let navigationProperties: [EdmNavigationProperty]
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
        propertyIndex = Dictionary(properties.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
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
