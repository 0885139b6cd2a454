/// The name of an entity set, as it stands in addresses and scopes.
///
/// 1 to 80 ASCII letters, digits and underscores, not starting with a digit (OData simple identifier, narrowed).
public struct EntitySetName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name.
    public let text: String

    /// Checks the form; whether the set exists is for the model to say.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard (1...80).contains(bytes.count), let first = bytes.first, !ASCII.isDigit(first),
            bytes.allSatisfy({ ASCII.isBase62($0) || $0 == UInt8(ascii: "_") })
        else { return nil }
        self.text = text
    }

    /// The name.
    public var description: String {
        text
    }

    /// Orders names by their characters.
    public static func < (left: EntitySetName, right: EntitySetName) -> Bool {
        left.text < right.text
    }
}
