/// Why a text is not the JSON that was expected (RFC 8259).
public enum JSONFault: Error, Hashable, Sendable {
    /// Another character was needed; `found` is empty at the end of the text.
    case unexpected(found: String, expected: String, at: JSONPosition)
    /// A string that is not closed.
    case unterminated(at: JSONPosition)
    /// A backslash with something behind it that is no escape.
    case invalidEscape(at: JSONPosition)
    /// A control character that stands in a string as it is.
    case controlCharacter(at: JSONPosition)
    /// Digits that are no JSON number, such as `01`.
    case invalidNumber(at: JSONPosition)
    /// Bytes that are not UTF-8.
    case invalidUTF8(at: JSONPosition)
    /// A name that occurs twice in one object.
    case duplicateMember(name: String, at: JSONPosition)
    /// More levels of arrays and objects than allowed.
    case tooDeep(limit: Int)
    /// More members in an object than allowed.
    case tooWide(limit: Int)
    /// The text holds more values than `limit`.
    case tooMany(limit: Int)
    /// A string or number that is longer than allowed, in bytes.
    case tooLong(limit: Int, at: JSONPosition)
}

/// A place in a text, counted from 1.
public struct JSONPosition: Hashable, Sendable, CustomStringConvertible {
    /// The line.
    public var line: Int
    /// The character in the line.
    public var column: Int

    /// Makes a place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Finds the line and character of a byte.
    init(of offset: Int, in bytes: [UInt8]) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == 0x0a {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.init(line: line, column: column)
    }

    /// `line 2, character 17`.
    public var description: String { "line \(line), character \(column)" }
}
