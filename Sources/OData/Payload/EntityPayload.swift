/// What a body says about one entity, with every name and value checked against the model.
public struct EntityPayload: Hashable, Sendable {
    /// The type of the entity: that of the place it stands at, or the derived one that the body names.
    public var type: EdmTypeName
    /// The properties that were given and may be written, in the order of the body.
    public var properties: [PayloadProperty]
    /// The navigation properties that were given, in the order of the body.
    public var navigations: [PayloadNavigation]
    /// The whole key, where the body holds it; also where the service makes keys itself.
    public var key: [BoundRead.KeyValue]?
    /// The entity that `@odata.id` names.
    public var reference: EntityReference?
    /// The tag that `@odata.etag` gives: a condition for changing the entity (Protocol 11.4.3.1).
    public var entityTag: EntityTag?
    /// What is missing for an insert, where it is not yet known whether there will be one: `value.required` for each
    /// property that was not given.
    ///
    /// Empty for an entity that can only be inserted: the reader has complained already.
    public var missing: [PayloadViolation]

    /// Makes an entity of its parts.
    public init(
        type: EdmTypeName,
        properties: [PayloadProperty] = [],
        navigations: [PayloadNavigation] = [],
        key: [BoundRead.KeyValue]? = nil,
        reference: EntityReference? = nil,
        entityTag: EntityTag? = nil,
        missing: [PayloadViolation] = []
    ) {
        self.type = type
        self.properties = properties
        self.navigations = navigations
        self.key = key
        self.reference = reference
        self.entityTag = entityTag
        self.missing = missing
    }

    /// The value given for a property, or nil.
    public func value(of name: String) -> PayloadValue? {
        properties.first { $0.property.name == name }?.value
    }
}

/// A structural property with the value given for it.
public struct PayloadProperty: Hashable, Sendable {
    /// The property; for a dynamic one of an open type, with the type its value has.
    public var property: EdmProperty
    /// The value.
    public var value: PayloadValue
    /// Whether the value counts for a new entity only: a key property, or one with `Core.Immutable`.
    public var isFixed: Bool

    /// Makes a property.
    public init(_ property: EdmProperty, _ value: PayloadValue, isFixed: Bool = false) {
        self.property = property
        self.value = value
        self.isFixed = isFixed
    }
}

/// A value of a body.
public indirect enum PayloadValue: Hashable, Sendable {
    /// A primitive or enumeration value, or null.
    case primitive(EdmValue)
    /// A geography or geometry value.
    case geography(EdmGeography)
    /// A complex value: the properties that were given.
    case complex(EdmTypeName, [PayloadProperty])
    case collection([PayloadValue])

    /// No value.
    public static let null = PayloadValue.primitive(.null)
}

/// What a body says about a navigation property.
public struct PayloadNavigation: Hashable, Sendable {
    /// What is said.
    public enum Content: Hashable, Sendable {
        /// `null`: leads nowhere from now on.
        case nothing
        /// References to existing entities: `@odata.bind`.
        case references([EntityReference])
        /// The related entity itself.
        case entity(EntityPayload)
        /// All related entities.
        case entities([EntityPayload])
        /// Changes to the related entities: `@delta` (JSON Format 15).
        case delta([PayloadChange])
    }

    /// The navigation property.
    public var navigation: EdmNavigationProperty
    /// The set it leads to; nil for contained entities.
    public var target: EdmEntitySet?
    /// What is said.
    public var content: Content

    /// Makes a navigation.
    public init(_ navigation: EdmNavigationProperty, target: EdmEntitySet?, _ content: Content) {
        self.navigation = navigation
        self.target = target
        self.content = content
    }
}

/// One entry of a delta.
public enum PayloadChange: Hashable, Sendable {
    /// An entity that is added or changed.
    case changed(EntityPayload)
    /// An entity that is removed, by reference or key: from the collection, or altogether.
    case removed(EntityPayload, isDeleted: Bool)
}

/// A reference to an entity: its address, bound.
public struct EntityReference: Hashable, Sendable {
    /// The address as written.
    public var text: String
    /// Where it leads: to one entity.
    public var read: BoundRead

    /// Makes a reference.
    public init(_ text: String, _ read: BoundRead) {
        self.text = text
        self.read = read
    }
}
