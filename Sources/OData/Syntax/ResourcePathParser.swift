/// Reads the resource path of a URL.
public enum ResourcePathParser {
    /// Reads a raw path behind the service root, with or without its first slash.
    ///
    /// - Parameters:
    ///   - path: the raw text, not decoded; empty or `/` for the service root.
    ///   - limits: bounds on depth and size.
    /// - Returns: the segments, names not resolved.
    /// - Throws: `SyntaxError`; `.emptyPathSegment` for `//`.
    public static func parse(
        _ path: String,
        limits: ParserLimits = ParserLimits()
    ) throws(SyntaxError) -> ResourcePathSyntax {
        try PathParser(rules: .tolerant, limits: limits).read(Array(path.utf8)[...])
    }
}

/// Reads path segments one after the other.
struct PathParser {
    let rules: SyntaxRules
    let limits: ParserLimits

    /// Reads a raw path.
    func read(_ raw: ArraySlice<UInt8>) throws(SyntaxError) -> ResourcePathSyntax {
        var path = ResourcePathSyntax(segments: [])
        var start = raw.startIndex
        if !rules.isStrict, raw.first == UInt8(ascii: "/") { start += 1 }
        guard start < raw.endIndex else { return path }
        var isLast = false
        while !isLast {
            let number = path.segments.count
            guard number < limits.pathSegments else {
                throw .limitExceeded(.pathSegments, limit: limits.pathSegments, at: position(number))
            }
            var (text, end) = try segment(raw, start, number)
            isLast = end == raw.endIndex
            start = end + 1
            if text.bytes.isEmpty { throw .emptyPathSegment(segment: number) }
            var balance = FilterBalance()
            balance.add(text.bytes)
            while !isLast, balance.isOpen, text.bytes.starts(with: "$filter(".utf8) {
                // A filter in the path may hold slashes; its segment ends with its parenthesis.
                let (more, moreEnd) = try segment(raw, start, number)
                let offset = Int32(clamping: text.bytes.count + 1)
                balance.add(more.bytes)
                text.bytes.append(UInt8(ascii: "/"))
                text.bytes += more.bytes
                text.escapes += more.escapes.map { $0 + offset }
                isLast = moreEnd == raw.endIndex
                start = moreEnd + 1
            }
            path.segments.append(try read(text, number))
        }
        return path
    }

    private func position(_ number: Int) -> SyntaxPosition {
        SyntaxPosition(option: "path", character: 1, segment: number)
    }

    /// The decoded segment from `start`, and where it ends in the raw text.
    private func segment(
        _ raw: ArraySlice<UInt8>,
        _ start: Int,
        _ number: Int
    ) throws(SyntaxError) -> (DecodedText, Int) {
        let end = raw[start...].firstIndex(of: UInt8(ascii: "/")) ?? raw.endIndex
        let decoder = PercentDecoder(
            plusIsBlank: false,
            keepsEscapes: rules.isStrict,
            checksUTF8: rules.checksValues,
            option: "path",
            segment: number
        )
        return (try decoder.decode(raw[start..<end]), end)
    }

    /// Reads one decoded segment.
    private func read(_ text: DecodedText, _ number: Int) throws(SyntaxError) -> ResourceSegmentSyntax {
        var reader = SyntaxReader(text, option: "path", segment: number, rules: rules, limits: limits)
        let kind = try reader.resourceSegment()
        return ResourceSegmentSyntax(kind: kind, text: text.string)
    }
}

/// Counts the parentheses of a filter in the path, outside of strings.
private struct FilterBalance {
    private var depth = 0
    private var isQuoted = false

    /// Whether a parenthesis waits for its end.
    var isOpen: Bool { depth > 0 }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "'"): isQuoted.toggle()
            case UInt8(ascii: "(") where !isQuoted: depth += 1
            case UInt8(ascii: ")") where !isQuoted: depth -= 1
            default: break
            }
        }
    }
}

extension SyntaxReader {
    /// What a whole path segment says.
    fileprivate mutating func resourceSegment() throws(SyntaxError) -> ResourceSegmentKind {
        if isPlain("$") { return try dollarSegment() }
        var end = identifierEnd(0)
        while end > 0, byte(at: end) == UInt8(ascii: "."), ASCIIClass.isNameStart(byte(at: end + 1)) {
            end = identifierEnd(end + 1)
        }
        let follower = byte(at: end)
        guard end > 0, end == bytes.count || follower == UInt8(ascii: "(") else { return .plain }
        if end == bytes.count, end > 128 { return .plain }
        let name = try qualifiedName()
        guard !isAtEnd else { return .name(name) }
        let arguments = try arguments()
        let key = isAtEnd ? nil : try self.arguments()
        try requireEnd("'/' or the end of the path")
        return .invocation(name, arguments, key: key)
    }

    private mutating func dollarSegment() throws(SyntaxError) -> ResourceSegmentKind {
        let end = identifierEnd(1)
        let word = text(1, max(end, 1))
        index = end
        switch word {
        case "filter":
            try require("(")
            skipToleratedBlanks()
            let filter = try expression()
            skipToleratedBlanks()
            try require(")")
            let key = isAtEnd ? nil : try arguments()
            try requireEnd("'/' or the end of the path")
            return .filter(filter, key: key)
        case "crossjoin":
            let sets = try crossjoinSets()
            try requireEnd("the end of the path")
            return .crossjoin(sets)
        default: break
        }
        let kind: ResourceSegmentKind
        switch word {
        case "count": kind = .count
        case "ref": kind = .reference
        case "value": kind = .value
        case "each": kind = .each
        case "query": kind = .query
        case "metadata": kind = .metadata
        case "batch": kind = .batch
        case "entity": kind = .entity
        case "all": kind = .all
        default:
            index = 0
            throw unexpected("a path segment")
        }
        try requireEnd("'/' or the end of the path")
        return kind
    }

    private mutating func crossjoinSets() throws(SyntaxError) -> [NameSyntax] {
        try require("(")
        var sets: [NameSyntax] = []
        repeat {
            skipToleratedBlanks()
            sets.append(try identifier("an entity set"))
            guard sets.count <= limits.crossjoinSets else { throw exceeded(.crossjoinSets, limits.crossjoinSets) }
            skipToleratedBlanks()
        } while take(",")
        guard take(")") else { throw unexpected("',' or ')'") }
        return sets
    }
}
