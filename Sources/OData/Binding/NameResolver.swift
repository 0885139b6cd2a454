/// Offers further names for what a model declares, for reading only.
///
/// Asked after the exact name and the name without regard to case were not found; what it gives must be a declared name
/// of the model at hand, else it counts as not found. Bound requests hold declared names only.
public struct NameResolver: Sendable {
    /// The declared set that a name stands for, or nil.
    public var entitySet: @Sendable (_ name: String) -> String?
    /// The declared structural or navigation property that a name stands for on a type, or nil.
    public var member: @Sendable (_ name: String, _ type: EdmTypeName) -> String?

    /// Makes a resolver.
    public init(
        entitySet: @escaping @Sendable (_ name: String) -> String? = { _ in nil },
        member: @escaping @Sendable (_ name: String, _ type: EdmTypeName) -> String? = { _, _ in nil }
    ) {
        self.entitySet = entitySet
        self.member = member
    }

    /// Knows no further names.
    public static let none = NameResolver()
}
