/// The qualified name of a type, a term or an operation: namespace and simple name (CSDL 15.2).
public struct EdmTypeName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The namespace as declared by the schema, never its alias.
    public let namespace: String
    /// The simple name.
    public let name: String

    /// Makes a qualified name of its two parts.
    public init(_ namespace: String, _ name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// The name as written in payloads and `$metadata`: `Namespace.Name`.
    public var description: String { namespace.isEmpty ? name : "\(namespace).\(name)" }

    /// Orders by namespace, then by name.
    public static func < (left: EdmTypeName, right: EdmTypeName) -> Bool {
        (left.namespace, left.name) < (right.namespace, right.name)
    }
}
