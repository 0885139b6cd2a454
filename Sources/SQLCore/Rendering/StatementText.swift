/// The text of a statement with its hash, computed once: statements that are kept are looked up by it again and again.
public final class StatementText: Sendable, Hashable {
    /// The SQL.
    public let text: String
    private let hash: Int

    /// Keeps a text.
    public init(_ text: String) {
        self.text = text
        hash = text.hashValue
    }

    /// Feeds the hash that is known.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }

    /// Whether two texts are the same.
    public static func == (left: StatementText, right: StatementText) -> Bool {
        left === right || (left.hash == right.hash && left.text == right.text)
    }
}
