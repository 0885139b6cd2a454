/// A navigation property (CSDL 8).
public struct EdmNavigationProperty: Hashable, Sendable {
    /// What happens to dependents when the principal is deleted (CSDL 8.6).
    public enum OnDelete: String, CaseIterable, Hashable, Sendable {
        case cascade = "Cascade"
        case none = "None"
        case setNull = "SetNull"
        case setDefault = "SetDefault"
    }

    /// One pair of a referential constraint (CSDL 8.5).
    public struct ReferentialConstraint: Hashable, Sendable {
        /// The path of the dependent property.
        public var property: String
        /// The path of the principal's property.
        public var referencedProperty: String
        /// The annotations written inside this element (CSDL 14.2).
        public var annotations: [EdmAnnotation]

        /// Makes a pair: the dependent property and the principal property it equals.
        public init(property: String, referencedProperty: String, annotations: [EdmAnnotation] = []) {
            self.property = property
            self.referencedProperty = referencedProperty
            self.annotations = annotations
        }
    }

    /// The simple identifier, unique among its siblings (CSDL 15.2).
    public var name: String
    /// The entity type at the other end.
    public var target: EdmTypeName
    /// Whether the value is a collection.
    public var isCollection: Bool
    /// Whether a single-valued navigation may lead to nothing; without meaning for collections.
    public var isNullable: Bool
    /// The path of the navigation property that leads back (CSDL 8.4).
    public var partner: String?
    /// Whether the targets live inside their parent (CSDL 8.8).
    public var containsTarget: Bool
    /// The properties that hold the key of the target (CSDL 8.5).
    public var referentialConstraints: [ReferentialConstraint]
    /// What happens to the dependents when the target is deleted (CSDL 8.6).
    public var onDelete: OnDelete?
    /// The annotations of ``onDelete``; without meaning where that is nil.
    public var onDeleteAnnotations: [EdmAnnotation]
    /// The annotations written inside this element (CSDL 14.2).
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
        onDeleteAnnotations: [EdmAnnotation] = [],
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
        self.onDeleteAnnotations = onDeleteAnnotations
        self.annotations = annotations
    }
}
