/// A list of values as a JSON array, so that a list of any length is one bind and one statement shape.
public struct SQLListText: Sendable, Hashable {
    /// The JSON text.
    public let json: String
    /// The type of the members.
    public let element: SQLType

    /// Writes values of one kind; nil if they are mixed, or hold null, bytes or numbers that JSON has not.
    public init?(_ values: [SQLValue?]) {
        var text = "["
        var element: SQLType?
        for (position, value) in values.enumerated() {
            if position > 0 { text += "," }
            let type: SQLType
            switch value {
            case .integer(let number):
                text += String(number)
                type = .integer
            case .real(let number) where number.isFinite:
                text += number.description
                type = .double
            case .text(let string):
                Self.append(string, to: &text)
                type = .text
            case .real, .null, .blob, nil: return nil
            }
            guard element == nil || element == type else { return nil }
            element = type
        }
        guard let element else { return nil }
        self.json = text + "]"
        self.element = element
    }

    /// Writes rows of values as an array of arrays, for lists of composite keys.
    ///
    /// Nil if a value is null, bytes or a number that JSON has not.
    public static func rows(_ rows: [[SQLValue]]) -> String? {
        var text = "["
        for (position, row) in rows.enumerated() {
            text += position > 0 ? ",[" : "["
            for (column, value) in row.enumerated() {
                if column > 0 { text += "," }
                guard let list = SQLListText([value]) else { return nil }
                text += list.json.dropFirst().dropLast()
            }
            text += "]"
        }
        return text + "]"
    }

    private static func append(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
