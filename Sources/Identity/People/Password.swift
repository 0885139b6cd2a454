import Foundation

/// A password as somebody typed it, in normal form C; nothing is trimmed or cut.
///
/// Has no readable description, no `Codable` and no `Equatable`. At most 4,096 bytes are taken, so that a long input
/// costs nothing.
public struct Password: Sendable {
    /// The bytes that are hashed.
    let bytes: [UInt8]
    /// The text for the rules.
    let text: String

    /// Bytes of the longest input that is looked at.
    public static let longestInput = 4_096

    /// Takes what was typed; nil when it is longer than any password may be.
    public init?(_ input: String) {
        guard input.utf8.count <= Self.longestInput else { return nil }
        text = input.precomposedStringWithCanonicalMapping
        bytes = Array(text.utf8)
    }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text.
    public var description: String {
        "password"
    }

    /// The same text as ``description``.
    public var debugDescription: String {
        description
    }

    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror {
        Mirror(self, children: [], displayStyle: .struct)
    }
}
