/// A position in a decoded text, with the counters that bound the work; the parsers are extensions of it.
///
/// Reading is linear: there is no backtracking beyond a token, and every descent is counted.
struct SyntaxReader {
    let bytes: [UInt8]
    let rules: SyntaxRules
    let limits: ParserLimits
    /// The option, for error positions.
    let option: String
    /// The path segment, for error positions.
    let segment: Int?
    private let escapes: [Int32]

    /// The offset of the next byte.
    var index = 0
    /// The present depth of descent in an expression.
    var depth = 0
    /// Operands, operators and segments of the present expression.
    var nodes = 0
    /// The height of the tree that was read last.
    var height = 0
    /// The depth at which the condition of a `case(…)` is being read, where `hh:mm` may mean something else.
    var conditionDepth = -1
    /// The present nesting of options in parentheses.
    var optionDepth = 0
    /// Terms of `$search` so far.
    var searchTerms = 0
    /// Transformations so far.
    var applySteps = 0
    /// Geographic positions so far.
    var geoPositions = 0

    init(_ text: DecodedText, option: String, segment: Int? = nil, rules: SyntaxRules, limits: ParserLimits) {
        bytes = text.bytes
        escapes = text.escapes
        self.option = option
        self.segment = segment
        self.rules = rules
        self.limits = limits
    }

    // MARK: Bytes

    /// The next byte; 0 at the end, which no decoded text contains.
    var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

    var isAtEnd: Bool { index >= bytes.count }

    func byte(at offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    /// Whether the byte at an offset had been percent-encoded.
    func isEscaped(_ offset: Int) -> Bool {
        var (low, high) = (0, escapes.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(escapes[middle]) < offset { low = middle + 1 } else { high = middle }
        }
        return low < escapes.count && Int(escapes[low]) == offset
    }

    /// Takes one byte that the grammar lets be encoded or not.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character), !isAtEnd else { return false }
        index += 1
        return true
    }

    /// Takes one byte that in the strict reading must not have been encoded: `/`, `$`, `=`.
    mutating func takePlain(_ character: Unicode.Scalar) -> Bool {
        guard isPlain(character) else { return false }
        index += 1
        return true
    }

    /// Whether the next byte is this one, in the strict reading not encoded.
    func isPlain(_ character: Unicode.Scalar) -> Bool {
        current == UInt8(ascii: character) && !(rules.isStrict && isEscaped(index))
    }

    mutating func require(_ character: Unicode.Scalar) throws(SyntaxError) {
        guard take(character) else { throw unexpected("'\(character)'") }
    }

    // MARK: White space

    /// Skips optional white space.
    mutating func skipBlanks() {
        while ASCIIClass.isBlank(current) { index += 1 }
    }

    /// Skips white space where only the tolerant reading allows it.
    mutating func skipToleratedBlanks() {
        if !rules.isStrict { skipBlanks() }
    }

    /// The offset behind required white space at `offset`, or nil.
    func blanksEnd(_ offset: Int) -> Int? {
        var end = offset
        while ASCIIClass.isBlank(byte(at: end)) { end += 1 }
        return end > offset ? end : nil
    }

    // MARK: Words

    /// The offset behind the identifier at `offset`, or `offset` when there is none.
    func identifierEnd(_ offset: Int) -> Int {
        guard ASCIIClass.isNameStart(byte(at: offset)) else { return offset }
        var end = offset + 1
        while ASCIIClass.isNamePart(byte(at: end)) { end += 1 }
        return end
    }

    /// Whether the bytes are this lower-case word; `exact` refuses capitals.
    func matches(_ word: StaticString, _ start: Int, _ end: Int, exact: Bool = false) -> Bool {
        guard word.utf8CodeUnitCount == end - start else { return false }
        return word.withUTF8Buffer { buffer in
            for offset in 0..<buffer.count {
                let byte = bytes[start + offset]
                let folded = exact ? byte : ASCIIClass.lowercased(byte)
                if folded != (exact ? buffer[offset] : ASCIIClass.lowercased(buffer[offset])) { return false }
            }
            return true
        }
    }

    /// Takes white space, a lower-case word and white space: ` as `, ` with `.
    mutating func takeSpaced(_ word: StaticString, exact: Bool) -> Bool {
        guard let start = blanksEnd(index) else { return false }
        let end = identifierEnd(start)
        guard matches(word, start, end, exact: exact), let next = blanksEnd(end) else { return false }
        index = next
        return true
    }

    /// Takes `$word`, followed by no further letter.
    mutating func takeDollar(_ word: StaticString, exact: Bool = true) -> Bool {
        guard isPlain("$") else { return false }
        let end = identifierEnd(index + 1)
        guard matches(word, index + 1, end, exact: exact) else { return false }
        index = end
        return true
    }

    mutating func identifier(_ expected: String = "a name") throws(SyntaxError) -> NameSyntax {
        let end = identifierEnd(index)
        guard end > index else { throw unexpected(expected) }
        let name = NameSyntax(text(index, end), SourceRange(index, end))
        guard end - index <= 128 || name.text.unicodeScalars.count <= 128 else {
            throw unexpected("a name of at most 128 characters")
        }
        if rules.isStrict { try checkName(index, end) }
        index = end
        return name
    }

    /// An identifier, or identifiers joined by dots.
    mutating func qualifiedName(_ expected: String = "a name") throws(SyntaxError) -> NameSyntax {
        var name = try identifier(expected)
        guard current == UInt8(ascii: ".") else { return name }
        let start = name.range.start
        while current == UInt8(ascii: "."), ASCIIClass.isNameStart(byte(at: index + 1)) {
            index += 1
            _ = try identifier(expected)
        }
        name = NameSyntax(text(start, index), SourceRange(start, index))
        return name
    }

    /// In the strict reading letters beyond ASCII must have been encoded.
    private func checkName(_ start: Int, _ end: Int) throws(SyntaxError) {
        for offset in start..<end where bytes[offset] >= 0x80 && !isEscaped(offset) {
            throw unexpected("a letter, a digit or '_'", at: offset)
        }
    }

    func text(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }

    // MARK: Limits

    /// Goes one level down; the caller leaves with `depth -= 1`.
    mutating func descend() throws(SyntaxError) {
        depth += 1
        guard depth <= limits.expressionDepth else { throw exceeded(.expressionDepth, limits.expressionDepth) }
    }

    mutating func countNode() throws(SyntaxError) {
        nodes += 1
        guard nodes <= limits.expressionNodes else { throw exceeded(.expressionNodes, limits.expressionNodes) }
    }

    /// Notes that the tree just read is one level higher than its highest part.
    mutating func raise(above inner: Int) throws(SyntaxError) {
        height = inner + 1
        guard height <= limits.expressionDepth else { throw exceeded(.expressionDepth, limits.expressionDepth) }
    }

    func exceeded(_ limit: SyntaxLimit, _ value: Int) -> SyntaxError {
        .limitExceeded(limit, limit: value, at: position(index))
    }

    // MARK: Errors

    func position(_ offset: Int) -> SyntaxPosition {
        SyntaxPosition(
            option: option,
            character: SourceRange.characterPosition(of: offset, in: bytes),
            segment: segment
        )
    }

    func unexpected(_ expected: String, at offset: Int? = nil) -> SyntaxError {
        let start = min(offset ?? index, bytes.count)
        // 80 bytes hold 20 characters of any script.
        let found = String(decoding: bytes[start..<min(start + 80, bytes.count)], as: UTF8.self)
        return .unexpected(found: String(found.prefix(20)), expected: expected, at: position(start))
    }

    func malformed(_ kind: String, from start: Int) -> SyntaxError {
        .malformedLiteral(kind: kind, text: excerpt(start), at: position(start))
    }

    func outOfRange(_ kind: String, from start: Int) -> SyntaxError {
        .literalOutOfRange(kind: kind, text: excerpt(start), at: position(start))
    }

    private func excerpt(_ start: Int) -> String {
        let end = max(start, min(max(index, start), start + 80, bytes.count))
        return String(String(decoding: bytes[start..<end], as: UTF8.self).prefix(20))
    }

    /// Ends the reading of a whole text.
    func requireEnd(_ expected: String) throws(SyntaxError) {
        guard isAtEnd else { throw unexpected(expected) }
    }
}
