/// Reads XML 1.0 event by event: UTF-8, the five predefined entities and numeric references, no document type.
///
/// Well-formedness is checked in full, but for the nesting of elements, which is the caller's: it must keep the open
/// elements anyway.
struct XMLPullReader {
    /// An attribute as written; its prefix is not resolved.
    struct Attribute: Hashable {
        var name: String
        var value: String
        var nameOffset: Int
        var valueOffset: Int
    }

    /// What stands next in the document.
    enum Event: Hashable {
        /// A start tag, or an empty element tag, after which no end follows.
        case start(name: String, attributes: [Attribute], isEmpty: Bool, offset: Int)
        case end(name: String, offset: Int)
        /// Character data with references replaced; sections may come in several events.
        case text(String, offset: Int)
        case endOfDocument(offset: Int)
    }

    let bytes: [UInt8]
    var index: Int
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
        try readDeclaration()
    }

    /// The next event; behind the last one always the end of the document.
    mutating func next() throws(CSDLError) -> Event {
        while index < bytes.count {
            let start = index
            guard bytes[index] == UInt8(ascii: "<") else { return try text() }
            if matches("<!--") {
                try skipComment()
            } else if matches("<![CDATA[") {
                return try section()
            } else if matches("<!") {
                throw error(.refusedConstruct("a document type declaration"), at: start)
            } else if matches("<?") {
                try skipInstruction()
            } else if matches("</") {
                index += 2
                let name = try name()
                skipBlanks()
                try require(">")
                return .end(name: name, offset: start)
            } else {
                return try startTag()
            }
        }
        return .endOfDocument(offset: bytes.count)
    }

    // MARK: Tags

    private mutating func startTag() throws(CSDLError) -> Event {
        let start = index
        index += 1
        let name = try name()
        try countNode(at: start)
        var attributes: [Attribute] = []
        var names = Set<String>()
        while true {
            let hadBlank = skipBlanks()
            if take(">") { return .start(name: name, attributes: attributes, isEmpty: false, offset: start) }
            if take("/>") { return .start(name: name, attributes: attributes, isEmpty: true, offset: start) }
            guard hadBlank else { throw unexpected("white space, '>' or '/>'") }
            let attribute = try attribute()
            guard names.insert(attribute.name).inserted else {
                throw error(.repeatedMember(attribute.name, in: name), at: attribute.nameOffset)
            }
            attributes.append(attribute)
        }
    }

    private mutating func attribute() throws(CSDLError) -> Attribute {
        let start = index
        let name = try name()
        try countNode(at: start)
        skipBlanks()
        try require("=")
        skipBlanks()
        let quote = current
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw unexpected("a quote") }
        index += 1
        let valueOffset = index
        var value: [UInt8] = []
        while current != quote {
            switch current {
            case nil, UInt8(ascii: "<"): throw unexpected("the closing quote")
            case UInt8(ascii: "&"): value += try reference()
            case 0x0d:
                value.append(0x20)
                index += bytes.dropFirst(index + 1).first == 0x0a ? 2 : 1
            case 0x09, 0x0a:
                value.append(0x20)
                index += 1
            default: try appendCharacter(to: &value)
            }
        }
        index += 1
        return Attribute(
            name: name,
            value: String(decoding: value, as: UTF8.self),
            nameOffset: start,
            valueOffset: valueOffset
        )
    }

    // MARK: Character data

    private mutating func text() throws(CSDLError) -> Event {
        let start = index
        var text: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "<") {
            switch byte {
            case UInt8(ascii: "&"): text += try reference()
            case UInt8(ascii: "]") where matches("]]>"): throw unexpected("text without ']]>'")
            case 0x0d: appendLineEnd(to: &text)
            default: try appendCharacter(to: &text)
            }
        }
        return .text(String(decoding: text, as: UTF8.self), offset: start)
    }

    private mutating func section() throws(CSDLError) -> Event {
        let start = index
        index += 9
        var text: [UInt8] = []
        while !take("]]>") {
            switch current {
            case nil: throw unexpected("']]>'")
            case 0x0d: appendLineEnd(to: &text)
            default: try appendCharacter(to: &text)
            }
        }
        return .text(String(decoding: text, as: UTF8.self), offset: start)
    }

    private mutating func appendLineEnd(to text: inout [UInt8]) {
        text.append(0x0a)
        index += bytes.dropFirst(index + 1).first == 0x0a ? 2 : 1
    }

    /// One character that XML allows, as it stands.
    private mutating func appendCharacter(to text: inout [UInt8]) throws(CSDLError) {
        let byte = bytes[index]
        // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
        let isNoCharacter =
            byte < 0x20 && byte != 0x09 && byte != 0x0a
            || byte == 0xef && index + 2 < bytes.count && bytes[index + 1] == 0xbf && bytes[index + 2] >= 0xbe
        guard !isNoCharacter else { throw unexpected("a character of XML") }
        text.append(byte)
        index += 1
    }

    /// `&amp;`, `&#10;` or `&#xA;` as the bytes it stands for.
    private mutating func reference() throws(CSDLError) -> [UInt8] {
        let start = index
        index += 1
        guard let end = bytes[index...].prefix(16).firstIndex(of: UInt8(ascii: ";")) else {
            throw unexpected("the ';' of a reference")
        }
        let name = bytes[index..<end]
        index = end + 1
        if name.first == UInt8(ascii: "#") {
            let isHex = name.dropFirst().first == UInt8(ascii: "x")
            let digits = String(decoding: name.dropFirst(isHex ? 2 : 1), as: UTF8.self)
            guard digits.utf8.first.map(ASCIIClass.isHex) == true,
                let number = UInt32(digits, radix: isHex ? 16 : 10), let scalar = Unicode.Scalar(number),
                XMLCharacters.isCharacter(scalar)
            else {
                throw error(.unexpectedText(found: "&#…;", expected: "the number of a character of XML"), at: start)
            }
            return Array(String(Character(scalar)).utf8)
        }
        switch String(decoding: name, as: UTF8.self) {
        case "amp": return [0x26]
        case "apos": return [0x27]
        case "gt": return [0x3e]
        case "lt": return [0x3c]
        case "quot": return [0x22]
        case let other: throw error(.unknownEntity(other), at: start)
        }
    }

    // MARK: What is skipped

    private mutating func skipComment() throws(CSDLError) {
        index += 4
        var ignored: [UInt8] = []
        while !matches("--") {
            guard current != nil else { throw unexpected("'-->'") }
            try appendSkipped(to: &ignored)
        }
        index += 2
        try require(">")
    }

    private mutating func skipInstruction() throws(CSDLError) {
        let start = index
        index += 2
        guard try name().lowercased() != "xml" else {
            throw error(.unexpectedText(found: "<?xml", expected: "something else than a declaration"), at: start)
        }
        var ignored: [UInt8] = []
        while !take("?>") {
            guard current != nil else { throw unexpected("'?>'") }
            try appendSkipped(to: &ignored)
        }
    }

    private mutating func appendSkipped(to ignored: inout [UInt8]) throws(CSDLError) {
        if current == 0x0d {
            index += 1
        } else {
            try appendCharacter(to: &ignored)
        }
        ignored.removeAll(keepingCapacity: true)
    }

    /// `<?xml version="1.0" encoding="utf-8"?>` at the very start.
    private mutating func readDeclaration() throws(CSDLError) {
        guard matches("<?xml"), bytes.dropFirst(index + 5).first.map(Self.isBlank) == true else { return }
        let start = index
        index += 5
        var known: [String] = []
        while skipBlanks(), current != UInt8(ascii: "?") {
            let attribute = try attribute()
            known.append(attribute.name)
            let place = attribute.valueOffset
            switch attribute.name {
            case "version" where known == ["version"]:
                guard attribute.value == "1.0" else {
                    throw error(.invalidValue(attribute.value, of: "version", accepted: "1.0"), at: place)
                }
            case "encoding" where known == ["version", "encoding"]:
                guard ["utf-8", "us-ascii"].contains(attribute.value.lowercased()) else {
                    throw error(.notUTF8, at: place)
                }
            case "standalone" where known.contains("version"):
                guard ["yes", "no"].contains(attribute.value) else {
                    throw error(.invalidValue(attribute.value, of: "standalone", accepted: "yes or no"), at: place)
                }
            default:
                let accepted = ["version", "encoding", "standalone"]
                throw error(.unexpectedMember(attribute.name, in: "the XML declaration", accepted: accepted), at: place)
            }
        }
        guard known.first == "version" else {
            throw error(.missingMember("version", in: "the XML declaration"), at: start)
        }
        try require("?>")
    }

    // MARK: Characters

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func matches(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index + length <= bytes.count else { return false }
        return text.withUTF8Buffer { $0.elementsEqual(bytes[index..<index + length]) }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard matches(text) else { return false }
        index += text.utf8CodeUnitCount
        return true
    }

    private mutating func require(_ text: StaticString) throws(CSDLError) {
        guard take(text) else { throw unexpected("'\(text)'") }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0a).contains(byte) || byte == 0x0d }

    /// Whether there was white space.
    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = index
        while let byte = current, Self.isBlank(byte) { index += 1 }
        return index > start
    }

    private mutating func name() throws(CSDLError) -> String {
        let start = index
        while let byte = current, byte >= 0x80 || XMLCharacters.isNamePart(byte) { index += 1 }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        guard XMLCharacters.isName(name) else {
            index = start
            throw unexpected("a name")
        }
        return name
    }

    // MARK: Errors

    private mutating func countNode(at offset: Int) throws(CSDLError) {
        nodes += 1
        guard nodes <= limits.nodes else { throw error(.limitExceeded(.nodes, limit: limits.nodes), at: offset) }
    }

    private func unexpected(_ expected: String) -> CSDLError {
        let found = String(decoding: bytes.dropFirst(index).prefix(16), as: UTF8.self).prefix(12)
        return error(.unexpectedText(found: String(found), expected: expected), at: index)
    }

    func error(_ fault: CSDLFault, at offset: Int) -> CSDLError {
        let place = TextPlace(of: offset, in: bytes)
        return CSDLError(fault, line: place.line, column: place.column)
    }
}
