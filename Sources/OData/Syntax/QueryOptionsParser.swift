/// Reads the query part of a URL.
public enum QueryOptionsParser {
    /// Reads all options of a raw query, the part of a URL behind `?`.
    ///
    /// - Parameters:
    ///   - query: the raw text, not decoded.
    ///   - limits: bounds on depth and size.
    /// - Returns: the options, names not resolved.
    /// - Throws: `SyntaxError`, also for unknown options with `$` and for options that appear twice.
    public static func parse(
        _ query: String,
        limits: ParserLimits = ParserLimits()
    ) throws(SyntaxError) -> QueryOptionsSyntax {
        var parser = QueryParser(rules: .tolerant, limits: limits)
        try parser.read(Array(query.utf8)[...])
        return parser.options
    }

    /// Reads the decoded value of a parameter alias, or of an implicit alias among the custom options.
    ///
    /// - Parameters:
    ///   - text: the decoded value.
    ///   - option: the name for error positions.
    ///   - limits: bounds on depth and size.
    /// - Returns: the tree; its ranges are offsets in `text`.
    /// - Throws: `SyntaxError` with the first position that nothing can follow.
    public static func parameterValue(
        _ text: String,
        option: String,
        limits: ParserLimits = ParserLimits()
    ) throws(SyntaxError) -> ExpressionSyntax {
        let decoded = DecodedText(bytes: Array(text.utf8))
        var reader = SyntaxReader(decoded, option: option, rules: .tolerant, limits: limits)
        reader.skipToleratedBlanks()
        let value = try reader.expression()
        reader.skipToleratedBlanks()
        try reader.requireEnd("an operator or the end")
        return value
    }
}

/// Reads query options one after the other.
struct QueryParser {
    let rules: SyntaxRules
    let limits: ParserLimits
    /// Names that are parameters, although options without `$` have them too.
    var parameters: Set<String> = []
    private(set) var options = QueryOptionsSyntax()
    /// The options as written: name with `$` and decoded value.
    private(set) var texts: [QueryOptionText] = []
    private var seen: UInt32 = 0
    private var count = 0

    init(rules: SyntaxRules, limits: ParserLimits) {
        self.rules = rules
        self.limits = limits
    }

    /// Reads a raw query.
    mutating func read(_ raw: ArraySlice<UInt8>) throws(SyntaxError) {
        var start = raw.startIndex
        while start <= raw.endIndex {
            let end = raw[start...].firstIndex(of: UInt8(ascii: "&")) ?? raw.endIndex
            if end > start {
                try option(raw[start..<end])
            } else if rules.isStrict {
                throw .unexpected(
                    found: "",
                    expected: "a query option",
                    at: SyntaxPosition(option: "query", character: 1)
                )
            }
            start = end + 1
        }
    }

    /// Reads one raw option.
    mutating func option(_ raw: ArraySlice<UInt8>) throws(SyntaxError) {
        count += 1
        guard count <= limits.queryOptions else {
            throw .limitExceeded(
                .queryOptions,
                limit: limits.queryOptions,
                at: SyntaxPosition(option: "query", character: 1)
            )
        }
        let equals = raw.firstIndex(of: UInt8(ascii: "="))
        let name = try decode(raw[..<(equals ?? raw.endIndex)], "query").string
        let rawValue = equals.map { raw[($0 + 1)...] }
        if name.hasPrefix("@"), let rawValue {
            return try alias(String(name.dropFirst()), rawValue)
        }
        let hasDollar = name.hasPrefix("$")
        let known = SystemQueryOption(name: hasDollar ? String(name.dropFirst()) : name)
        if let known, hasDollar || (known.mayDropDollar && !parameters.contains(name)) {
            return try system(known, rawValue)
        }
        guard !hasDollar else { throw .unknownOption(name: name) }
        try custom(name, raw, rawValue)
    }

    private func decode(_ raw: ArraySlice<UInt8>, _ option: String) throws(SyntaxError) -> DecodedText {
        let decoder = PercentDecoder(
            plusIsBlank: !rules.isStrict,
            keepsEscapes: rules.isStrict,
            checksUTF8: rules.checksValues,
            option: option,
            segment: nil
        )
        return try decoder.decode(raw)
    }

    private func duplicate(_ name: String) -> SyntaxError {
        .duplicateOption(name: name, at: SyntaxPosition(option: name, character: 1))
    }

    private mutating func system(
        _ option: SystemQueryOption,
        _ raw: ArraySlice<UInt8>?
    ) throws(SyntaxError) {
        let name = option.spelling
        guard option != .levels else {
            throw .misplacedOption(name: name, at: SyntaxPosition(option: name, character: 1))
        }
        guard seen & option.bit == 0 || !rules.refusesDuplicates else { throw duplicate(name) }
        seen |= option.bit
        let text = try decode(raw ?? [], name)
        guard !text.bytes.isEmpty || (option == .expand && raw != nil && !rules.isStrict) else {
            throw .emptyOption(name: name)
        }
        texts.append(QueryOptionText(name: name, text: text.string))
        var reader = SyntaxReader(text, option: name, rules: rules, limits: limits)
        reader.skipToleratedBlanks()
        try reader.value(of: option, into: &options, .option)
        reader.skipToleratedBlanks()
        try reader.requireEnd(Self.expectation(of: option))
    }

    private static func expectation(of option: SystemQueryOption) -> String {
        switch option {
        case .filter: "an operator or the end"
        case .select, .expand, .orderby, .compute: "',' or the end"
        case .apply: "'/' or the end"
        default: "the end"
        }
    }

    private mutating func alias(_ name: String, _ raw: ArraySlice<UInt8>) throws(SyntaxError) {
        let option = "@" + name
        // At most as many as there are options, which are bounded.
        guard !options.aliases.contains(where: { $0.name == name }) || !rules.refusesDuplicates else {
            throw duplicate(option)
        }
        let bytes = Array(name.utf8)
        var reader = SyntaxReader(
            DecodedText(bytes: bytes),
            option: option,
            rules: SyntaxRules(),
            limits: limits
        )
        _ = try reader.identifier("the name of an alias")
        try reader.requireEnd("'='")
        let text = try decode(raw, option)
        guard !text.bytes.isEmpty else { throw .emptyOption(name: option) }
        texts.append(QueryOptionText(name: option, text: text.string))
        reader = SyntaxReader(text, option: option, rules: rules, limits: limits)
        reader.skipToleratedBlanks()
        let value = try reader.expression()
        reader.skipToleratedBlanks()
        try reader.requireEnd("an operator or the end")
        options.aliases.append(AliasSyntax(name: name, value: value, text: text.string))
    }

    private mutating func custom(
        _ name: String,
        _ raw: ArraySlice<UInt8>,
        _ rawValue: ArraySlice<UInt8>?
    ) throws(SyntaxError) {
        if rules.isStrict,
            let first = raw.first(where: { !URLCharacter.isQueryCharacter($0) && $0 != UInt8(ascii: "%") })
        {
            throw .unexpected(
                found: String(UnicodeScalar(first)),
                expected: "a percent-encoded character",
                at: SyntaxPosition(option: name, character: 1)
            )
        }
        guard !name.isEmpty else {
            guard rules.isStrict else { return }
            throw .unexpected(
                found: "=",
                expected: "a query option",
                at: SyntaxPosition(option: "query", character: 1)
            )
        }
        var value: String?
        if let rawValue { value = try decode(rawValue, name).string }
        texts.append(QueryOptionText(name: name, text: value ?? ""))
        options.custom.append(CustomOptionSyntax(name: name, value: value))
    }
}
