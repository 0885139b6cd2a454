/// A navigation property (CSDL 8).
public struct EdmNavigationProperty: Hashable, Sendable {
    /// What happens to dependents when the principal is deleted (CSDL 8.6).
    public enum OnDelete: String, Hashable, Sendable {
        case cascade = "Cascade"
        case none = "None"
        case setNull = "SetNull"
        case setDefault = "SetDefault"
    }

    /// One pair of a referential constraint (CSDL 8.5).
    public struct ReferentialConstraint: Hashable, Sendable {
        public var property: String
        public var referencedProperty: String

        /// Makes a pair: the dependent property and the principal property it equals.
        public init(property: String, referencedProperty: String) {
            self.property = property
            self.referencedProperty = referencedProperty
        }
    }

    public var name: String
    /// The entity type at the other end.
    public var target: EdmTypeName
    public var isCollection: Bool
    /// Whether a single-valued navigation may lead to nothing; without meaning for collections.
    public var isNullable: Bool
    public var partner: String?
    public var containsTarget: Bool
    public var referentialConstraints: [ReferentialConstraint]
    public var onDelete: OnDelete?
    public var annotations: [EdmAnnotation]

    /// Makes a navigation property.
    public init(
        _ name: String,
        to target: EdmTypeName,
        isCollection: Bool = false,
        isNullable: Bool = true,
        partner: String? = nil,
        containsTarget: Bool = false,
        referentialConstraints: [ReferentialConstraint] = [],
        onDelete: OnDelete? = nil,
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.target = target
        self.isCollection = isCollection
        self.isNullable = isNullable
        self.partner = partner
        self.containsTarget = containsTarget
        self.referentialConstraints = referentialConstraints
        self.onDelete = onDelete
        self.annotations = annotations
    }
}
