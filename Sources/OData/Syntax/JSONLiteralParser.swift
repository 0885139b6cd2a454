extension SyntaxReader {
    /// The offset of the bracket that opens JSON behind white space, which the grammar counts to the bracket.
    func jsonStart() -> Int? {
        let next = blanksEnd(index) ?? index
        return byte(at: next) == UInt8(ascii: "[") || byte(at: next) == UInt8(ascii: "{") ? next : nil
    }

    /// Skips the white space behind a closing bracket, but for what must stand before an operator.
    mutating func skipBlanksBehindJSON() {
        guard let next = blanksEnd(index) else { return }
        switch byte(at: next) {
        case 0, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: ")"), UInt8(ascii: "]"),
            UInt8(ascii: "}"):
            index = next
        default: break
        }
    }

    /// A JSON array whose members may be expressions.
    mutating func jsonArray() throws(SyntaxError) -> ExpressionSyntax {
        let start = index
        index += 1
        try descend()
        skipBlanks()
        var members: [ExpressionSyntax] = []
        var highest = 0
        let outerNodes = nodes
        if current != UInt8(ascii: "]") {
            repeat {
                if !members.isEmpty { skipBlanks() }
                let member = try jsonValue()
                members.append(member)
                highest = max(highest, height)
                guard members.count <= limits.listMembers else { throw exceeded(.listMembers, limits.listMembers) }
                if case .literal = member { nodes = outerNodes }
                skipBlanks()
            } while take(",")
        }
        guard take("]") else { throw unexpected("',' or ']'") }
        depth -= 1
        try raise(above: highest)
        return .array(members, SourceRange(start, index))
    }

    /// A JSON object whose values may be expressions.
    mutating func jsonObject() throws(SyntaxError) -> ExpressionSyntax {
        let start = index
        index += 1
        try descend()
        skipBlanks()
        var members: [ObjectMemberSyntax] = []
        var highest = 0
        if current != UInt8(ascii: "}") {
            repeat {
                if !members.isEmpty { skipBlanks() }
                try countNode()
                let name = try jsonString()
                skipBlanks()
                try require(":")
                skipBlanks()
                members.append(ObjectMemberSyntax(name: name, value: try jsonValue()))
                highest = max(highest, height)
                skipBlanks()
            } while take(",")
        }
        guard take("}") else { throw unexpected("',' or '}'") }
        depth -= 1
        try raise(above: highest)
        return .object(members, SourceRange(start, index))
    }

    private mutating func jsonValue() throws(SyntaxError) -> ExpressionSyntax {
        guard current == UInt8(ascii: "\"") else { return try expression() }
        let start = index
        try countNode()
        height = 1
        let text = try jsonString()
        return .literal(.string(text), SourceRange(start, index))
    }

    /// A JSON string with its escapes resolved.
    private mutating func jsonString() throws(SyntaxError) -> String {
        let start = index
        guard take("\"") else { throw unexpected("a string in double quotes") }
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return String(decoding: content, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                index += 1
                try jsonEscape(&content)
            } else {
                if rules.isStrict { try checkJSONByte(index) }
                content.append(byte)
                index += 1
            }
        }
        throw .unterminated(quote: "\"", at: position(start))
    }

    private func checkJSONByte(_ offset: Int) throws(SyntaxError) {
        let byte = bytes[offset]
        if isEscaped(offset) || URLCharacter.isQueryCharacter(byte) { return }
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"): return
        default: throw unexpected("a percent-encoded character", at: offset)
        }
    }

    private mutating func jsonEscape(_ content: inout [UInt8]) throws(SyntaxError) {
        let mark = index
        index += 1
        switch byte(at: mark) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(bytes[mark])
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = unicodeEscape() else { throw malformed("JSON", from: mark - 1) }
            content.append(contentsOf: Array(String(Character(scalar)).utf8))
        default:
            index = mark
            throw malformed("JSON", from: mark - 1)
        }
    }

    /// The digits behind `\u`; two escapes for a character beyond the basic plane.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let first = fourHexDigits() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else {
            // The grammar knows nothing of pairs, so a question about it alone takes half a pair too.
            return Unicode.Scalar(first) ?? (rules.checksValues ? nil : "\u{FFFD}")
        }
        let mark = index
        if byte(at: index) == UInt8(ascii: "\\"), byte(at: index + 1) == UInt8(ascii: "u") {
            index += 2
            if let second = fourHexDigits(), (0xDC00..<0xE000).contains(second) {
                return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            }
        }
        index = mark
        return rules.checksValues ? nil : "\u{FFFD}"
    }

    private mutating func fourHexDigits() -> UInt32? {
        var value: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = ASCIIClass.hexValue(byte(at: index + offset)) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        index += 4
        return value
    }
}
