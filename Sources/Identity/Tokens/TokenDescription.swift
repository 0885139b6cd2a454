import Foundation

/// Why a description was refused.
public enum TokenDescriptionError: Error, Equatable, Sendable {
    /// Nothing but white space.
    case empty
    /// Fewer than 3 characters.
    case tooShort
    /// More than 100 characters.
    case tooLong
    /// Contains a control character or a line break.
    case notOneLine
}

/// What the owner calls a token: one line of 3 to 100 characters.
public struct TokenDescription: Hashable, Sendable, CustomStringConvertible {
    /// The text in normal form C without white space at its ends.
    public let text: String

    /// Checks and tidies what a person typed.
    public init(_ input: String) throws(TokenDescriptionError) {
        guard input.utf8.count <= 4_000 else { throw .tooLong }
        let trimmed = input.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard !trimmed.isEmpty else { throw .empty }
        guard trimmed.count >= 3 else { throw .tooShort }
        guard trimmed.unicodeScalars.count <= 100 else { throw .tooLong }
        guard !trimmed.unicodeScalars.contains(where: Self.breaksLine) else { throw .notOneLine }
        text = trimmed
    }

    /// The text.
    public var description: String {
        text
    }

    private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
