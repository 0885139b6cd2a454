/// A structural property (CSDL 7).
public struct EdmProperty: Hashable, Sendable {
    /// The simple identifier, unique among its siblings (CSDL 15.2).
    public var name: String
    /// The type, with its facets and whether it is a collection.
    public var type: EdmTypeReference
    /// The value taken when none is given, in the URL form of its type.
    public var defaultValue: String?
    /// The annotations written inside this element (CSDL 14.2).
    public var annotations: [EdmAnnotation]

    /// Makes a structural property.
    public init(
        _ name: String,
        _ type: EdmTypeReference,
        defaultValue: String? = nil,
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.annotations = annotations
    }
}
