/// The public name of one secret: twelve base62 characters, 71 random bits.
///
/// Stands in lists, logs, audit events and support mails. It proves nothing.
public struct TokenKeyID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The twelve characters.
    public let text: String

    /// Checks the form; nil unless there are exactly twelve base62 characters.
    public init?(_ text: String) {
        guard text.utf8.count == TokenCodec.keyIDLength, text.utf8.allSatisfy(ASCII.isBase62) else { return nil }
        self.text = text
    }

    /// Trusts twelve bytes that a caller has checked or drawn.
    init(checkedBytes bytes: ArraySlice<UInt8>) {
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The form people see in lists: the token's start with its secret left out.
    public var displayText: String {
        "\(TokenCodec.prefix)\(text)_…"
    }

    /// The twelve characters.
    public var description: String {
        text
    }

    /// Orders key ids by their characters.
    public static func < (left: TokenKeyID, right: TokenKeyID) -> Bool {
        left.text < right.text
    }
}
