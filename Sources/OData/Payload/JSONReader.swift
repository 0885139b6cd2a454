/// Reads JSON texts within bounds: depth, width and length are checked before anything grows with them.
///
/// Stricter than many readers: names must be unique in their object, numbers keep to the grammar, and nothing may stand
/// behind the value. A byte order mark is skipped.
public struct JSONReader {
    /// How much a text may hold.
    public struct Limits: Hashable, Sendable {
        /// Levels of arrays and objects.
        public var depth = 64
        /// Members of one object.
        public var members = 2_000
        /// Values of the whole text, those of arrays and objects among them.
        public var values = 250_000
        /// Bytes of one string, escapes resolved.
        public var stringBytes = 1_048_576

        /// Makes the default limits.
        public init() {}
    }

    private static let numberBytes = 400

    private let bytes: [UInt8]
    private let limits: Limits
    private var index = 0
    private var depth = 0
    private var values = 0

    private init(_ bytes: [UInt8], _ limits: Limits) {
        self.bytes = bytes
        self.limits = limits
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
    }

    /// The one value of a text.
    public static func value(of bytes: [UInt8], limits: Limits = Limits()) throws(JSONFault) -> JSONItem {
        var reader = JSONReader(bytes, limits)
        reader.skipBlanks()
        let item = try reader.item()
        reader.skipBlanks()
        guard reader.index == bytes.count else { throw reader.unexpected("the end of the text") }
        return item
    }

    // MARK: Values

    private mutating func item() throws(JSONFault) -> JSONItem {
        values += 1
        guard values <= limits.values else { throw .tooMany(limit: limits.values) }
        let start = index
        let value = try self.value()
        return JSONItem(value, range: start..<index)
    }

    private mutating func value() throws(JSONFault) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw unexpected("a value")
        }
    }

    private mutating func object() throws(JSONFault) -> JSONObject {
        try descend()
        var members: [JSONObject.Member] = []
        var names = Set<String>()
        while !take("}") {
            if !members.isEmpty {
                guard take(",") else { throw unexpected("',' or '}'") }
                skipBlanks()
            }
            guard members.count < limits.members else { throw .tooWide(limit: limits.members) }
            guard current == UInt8(ascii: "\"") else { throw unexpected("a name in double quotes") }
            let start = index
            let name = try string()
            guard names.insert(name).inserted else { throw .duplicateMember(name: name, at: position(start)) }
            skipBlanks()
            guard take(":") else { throw unexpected("':'") }
            skipBlanks()
            members.append(JSONObject.Member(name, try item()))
            skipBlanks()
        }
        depth -= 1
        return JSONObject(members)
    }

    private mutating func array() throws(JSONFault) -> [JSONItem] {
        try descend()
        var items: [JSONItem] = []
        while !take("]") {
            if !items.isEmpty {
                guard take(",") else { throw unexpected("',' or ']'") }
                skipBlanks()
            }
            items.append(try item())
            skipBlanks()
        }
        depth -= 1
        return items
    }

    private mutating func descend() throws(JSONFault) {
        depth += 1
        guard depth <= limits.depth else { throw .tooDeep(limit: limits.depth) }
        index += 1
        skipBlanks()
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let end = index + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { buffer in end <= bytes.count && bytes[index..<end].elementsEqual(buffer) }
        guard matches else { throw unexpected("a value") }
        index = end
        return value
    }

    /// A number by the grammar of RFC 8259, 6; its range is for whoever reads it.
    private mutating func number() throws(JSONFault) -> String {
        let start = index
        _ = take("-")
        if take("0") {
            if isDigit(current) { throw .invalidNumber(at: position(start)) }
        } else {
            guard digits() else { throw .invalidNumber(at: position(start)) }
        }
        if take(".") {
            guard digits() else { throw .invalidNumber(at: position(start)) }
        }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() else { throw .invalidNumber(at: position(start)) }
        }
        guard index - start <= Self.numberBytes else {
            throw .tooLong(limit: Self.numberBytes, at: position(start))
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() -> Bool {
        let start = index
        while isDigit(current) { index += 1 }
        return index > start
    }

    // MARK: Strings

    private mutating func string() throws(JSONFault) -> String {
        let start = index
        index += 1
        var run = index
        var content: [UInt8] = []
        while true {
            guard index < bytes.count else { throw .unterminated(at: position(start)) }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { break }
            guard byte >= 0x20 else { throw .controlCharacter(at: position(index)) }
            if byte == UInt8(ascii: "\\") {
                content += bytes[run..<index]
                try escape(into: &content)
                run = index
            } else {
                index += 1
            }
            guard content.count + index - run <= limits.stringBytes else {
                throw .tooLong(limit: limits.stringBytes, at: position(start))
            }
        }
        content += bytes[run..<index]
        index += 1
        guard let text = String(validating: content, as: UTF8.self) else {
            throw .invalidUTF8(at: position(start))
        }
        return text
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONFault) {
        let start = index
        index += 2
        switch start + 1 < bytes.count ? bytes[start + 1] : 0 {
        case UInt8(ascii: "\""): content.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): content.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): content.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0c)
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "r"): content.append(0x0d)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = scalar() else { throw .invalidEscape(at: position(start)) }
            content.append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
        default: throw .invalidEscape(at: position(start))
        }
    }

    /// The digits behind `\u`; two escapes for a character beyond the basic plane, half a pair is none.
    private mutating func scalar() -> Unicode.Scalar? {
        guard let first = fourHexDigits() else { return nil }
        guard (0xd800..<0xdc00).contains(first) else { return Unicode.Scalar(first) }
        guard take("\\"), take("u"), let second = fourHexDigits(), (0xdc00..<0xe000).contains(second) else {
            return nil
        }
        return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    }

    private mutating func fourHexDigits() -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = ASCIIClass.hexValue(byte) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        index += 4
        return value
    }

    // MARK: Bytes

    /// The byte at hand; 0 at the end, which no rule takes.
    private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0a, 0x0d: index += 1
            default: return
            }
        }
    }

    // MARK: Errors

    private func position(_ offset: Int) -> JSONPosition { JSONPosition(of: offset, in: bytes) }

    private func unexpected(_ expected: String) -> JSONFault {
        let rest = bytes[min(index, bytes.count)...].prefix(4)
        let found = String(decoding: rest, as: UTF8.self).first.map(String.init) ?? ""
        return .unexpected(found: found, expected: expected, at: position(index))
    }
}
