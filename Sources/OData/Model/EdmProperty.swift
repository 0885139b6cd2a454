/// A structural property (CSDL 7).
public struct EdmProperty: Hashable, Sendable {
    public var name: String
    public var type: EdmTypeReference
    public var defaultValue: String?
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
