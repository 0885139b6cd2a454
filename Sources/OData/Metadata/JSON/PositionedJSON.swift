/// A JSON value that knows where it stands in its document.
struct PositionedJSON {
    indirect enum Content {
        case null
        case bool(Bool)
        /// A number by its text.
        case number(String)
        case string(String)
        case array([PositionedJSON])
        case object([Member])
    }

    struct Member {
        var name: String
        var value: PositionedJSON
        /// The offset of the name.
        var offset: Int
    }

    var content: Content
    /// The offset of the first byte.
    var offset: Int
}

/// Reads a JSON document (RFC 8259) into a tree; duplicate members are refused.
struct PositionedJSONReader {
    let bytes: [UInt8]
    private var index: Int
    private var nodes = 0
    private let limits: CSDLReaderLimits

    init(_ bytes: [UInt8], limits: CSDLReaderLimits) throws(CSDLError) {
        self.bytes = bytes
        self.limits = limits
        index = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        guard bytes.count <= limits.bytes else {
            throw CSDLError(.limitExceeded(.bytes, limit: limits.bytes), line: 1, column: 1)
        }
        if let offset = UTF8Check.firstFault(in: bytes) { throw error(.notUTF8, at: offset) }
    }

    /// The only value of the document.
    mutating func document() throws(CSDLError) -> PositionedJSON {
        let value = try value(depth: 0)
        skipBlanks()
        guard index == bytes.count else { throw unexpected("the end of the document") }
        return value
    }

    func error(_ fault: CSDLFault, at offset: Int) -> CSDLError {
        let place = TextPlace(of: offset, in: bytes)
        return CSDLError(fault, line: place.line, column: place.column)
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(CSDLError) -> PositionedJSON {
        skipBlanks()
        let start = index
        guard depth < CSDLReaderLimits.nesting else {
            throw error(.limitExceeded(.nesting, limit: CSDLReaderLimits.nesting), at: start)
        }
        nodes += 1
        guard nodes <= limits.nodes else { throw error(.limitExceeded(.nodes, limit: limits.nodes), at: start) }
        switch current {
        case UInt8(ascii: "{"): return PositionedJSON(content: .object(try members(depth: depth)), offset: start)
        case UInt8(ascii: "["): return PositionedJSON(content: .array(try items(depth: depth)), offset: start)
        case UInt8(ascii: "\""): return PositionedJSON(content: .string(try string()), offset: start)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            return PositionedJSON(content: .number(try number()), offset: start)
        default: break
        }
        if take("null") { return PositionedJSON(content: .null, offset: start) }
        if take("true") { return PositionedJSON(content: .bool(true), offset: start) }
        if take("false") { return PositionedJSON(content: .bool(false), offset: start) }
        throw unexpected("a JSON value")
    }

    private mutating func members(depth: Int) throws(CSDLError) -> [PositionedJSON.Member] {
        index += 1
        var members: [PositionedJSON.Member] = []
        var names = Set<String>()
        skipBlanks()
        if take("}") { return members }
        repeat {
            skipBlanks()
            let start = index
            guard current == UInt8(ascii: "\"") else { throw unexpected("the name of a member") }
            let name = try string()
            guard names.insert(name).inserted else {
                throw error(.repeatedMember(name, in: "one object"), at: start)
            }
            skipBlanks()
            guard take(":") else { throw unexpected("':'") }
            members.append(.init(name: name, value: try value(depth: depth + 1), offset: start))
            skipBlanks()
        } while take(",")
        guard take("}") else { throw unexpected("',' or '}'") }
        return members
    }

    private mutating func items(depth: Int) throws(CSDLError) -> [PositionedJSON] {
        index += 1
        var items: [PositionedJSON] = []
        skipBlanks()
        if take("]") { return items }
        repeat {
            items.append(try value(depth: depth + 1))
            skipBlanks()
        } while take(",")
        guard take("]") else { throw unexpected("',' or ']'") }
        return items
    }

    private mutating func number() throws(CSDLError) -> String {
        let start = index
        while let byte = current, ASCIIClass.isDigit(byte) || "+-.eE".utf8.contains(byte) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard JSONNumberText.isNumber(text) else {
            index = start
            throw unexpected("a number")
        }
        return text
    }

    // MARK: Strings

    private mutating func string() throws(CSDLError) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw unexpected("a character that needs no escape") }
            if byte == UInt8(ascii: "\\") {
                try appendEscape(to: &text)
            } else {
                text.append(byte)
                index += 1
            }
        }
        guard take("\"") else { throw unexpected("'\"'") }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(CSDLError) {
        index += 1
        guard let byte = current else { throw unexpected("an escape") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            index += 1
            text += Array(String(Character(try scalar())).utf8)
            return
        default: throw unexpected("an escape of JSON")
        }
        index += 1
    }

    private mutating func scalar() throws(CSDLError) -> Unicode.Scalar {
        let start = index
        let first = try hexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if (0xd800..<0xdc00).contains(first), take("\\u") {
            let second = try hexDigits()
            let value = 0x1_0000 + (first - 0xd800) << 10 + (second & 0x3ff)
            if (0xdc00..<0xe000).contains(second), let scalar = Unicode.Scalar(value) { return scalar }
        }
        index = start
        throw unexpected("a pair of surrogates")
    }

    private mutating func hexDigits() throws(CSDLError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = current.flatMap(ASCIIClass.hexValue) else { throw unexpected("a hexadecimal digit") }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    // MARK: Characters

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { index += 1 }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index + length <= bytes.count,
            text.withUTF8Buffer({ $0.elementsEqual(bytes[index..<index + length]) })
        else { return false }
        index += length
        return true
    }

    private func unexpected(_ expected: String) -> CSDLError {
        let found = String(decoding: bytes.dropFirst(index).prefix(16), as: UTF8.self).prefix(12)
        return error(.unexpectedText(found: String(found), expected: expected), at: index)
    }
}
