/// Where in a request a syntax error was found.
public struct SyntaxPosition: Sendable, Hashable {
    /// The option (`$filter`, `@p`) or `path`.
    public var option: String
    /// The 1-based character in the decoded text of that option, or in the decoded path segment.
    public var character: Int
    /// The 0-based number of the path segment, when `option` is `path`.
    public var segment: Int?

    /// Makes a position.
    public init(option: String, character: Int, segment: Int? = nil) {
        self.option = option
        self.character = character
        self.segment = segment
    }
}

/// What is wrong with the text of a URL.
public enum SyntaxError: Error, Sendable, Hashable {
    /// Something else was expected here; `found` holds at most 20 characters and is empty at the end of the text.
    case unexpected(found: String, expected: String, at: SyntaxPosition)
    /// A literal is not well-formed: `kind` is its EDM type or prefix.
    case malformedLiteral(kind: String, text: String, at: SyntaxPosition)
    /// A literal is well-formed but names no value: the 31st of February, a number beyond every type.
    case literalOutOfRange(kind: String, text: String, at: SyntaxPosition)
    /// A quote opens that no quote closes.
    case unterminated(quote: String, at: SyntaxPosition)
    /// A `%` is not followed by two hexadecimal digits.
    case malformedPercentEncoding(found: String, at: SyntaxPosition)
    /// The decoded bytes are not UTF-8.
    case invalidUTF8(at: SyntaxPosition)
    /// The decoded text holds U+0000.
    case nulCharacter(at: SyntaxPosition)
    /// Two slashes follow each other in the path; `segment` counts from 0.
    case emptyPathSegment(segment: Int)
    /// A name with `$` that is no query option.
    case unknownOption(name: String)
    /// The same option twice, in whatever spelling; inside parentheses too.
    case duplicateOption(name: String, at: SyntaxPosition)
    /// A known option at a place that does not allow it.
    case misplacedOption(name: String, at: SyntaxPosition)
    /// An option that needs a value has none.
    case emptyOption(name: String)
    /// A bound of `ParserLimits` was passed.
    case limitExceeded(SyntaxLimit, limit: Int, at: SyntaxPosition)
}

extension SyntaxError {
    /// The place of the error, where it has one inside a text.
    public var position: SyntaxPosition? {
        switch self {
        case .unexpected(_, _, let at), .malformedLiteral(_, _, let at), .literalOutOfRange(_, _, let at),
            .unterminated(_, let at), .malformedPercentEncoding(_, let at), .invalidUTF8(let at),
            .nulCharacter(let at), .duplicateOption(_, let at), .misplacedOption(_, let at),
            .limitExceeded(_, _, let at):
            at
        case .emptyPathSegment, .unknownOption, .emptyOption:
            nil
        }
    }
}
