extension SyntaxReader {
    /// Options in parentheses, separated by `;`.
    mutating func nestedOptions(_ scope: OptionScope) throws(SyntaxError) -> QueryOptionsSyntax {
        try require("(")
        optionDepth += 1
        guard optionDepth <= limits.expandDepth else { throw exceeded(.expandDepth, limits.expandDepth) }
        // Expressions inside have bounds of their own, but what surrounds them still counts.
        let outer = (nodes, conditionDepth)
        conditionDepth = -1
        var options = QueryOptionsSyntax()
        var seen: UInt32 = 0
        repeat {
            skipToleratedBlanks()
            if !rules.isStrict, current == UInt8(ascii: ")") || current == UInt8(ascii: ";") { continue }
            try nestedOption(scope, &options, &seen)
            skipToleratedBlanks()
        } while take(";")
        guard take(")") else { throw unexpected("';' or ')'") }
        optionDepth -= 1
        (nodes, conditionDepth) = outer
        return options
    }

    private mutating func nestedOption(
        _ scope: OptionScope,
        _ options: inout QueryOptionsSyntax,
        _ seen: inout UInt32
    ) throws(SyntaxError) {
        let start = index
        if scope.allowsAliases, current == UInt8(ascii: "@") {
            return try nestedAlias(&options)
        }
        _ = takePlain("$")
        let name = try identifier("a query option")
        guard let option = SystemQueryOption(name: name.text) else {
            throw .unknownOption(name: text(start, index))
        }
        guard scope.allows(option) else {
            throw .misplacedOption(name: option.spelling, at: position(start))
        }
        if rules.refusesDuplicates, seen & option.bit != 0 {
            throw .duplicateOption(name: option.spelling, at: position(start))
        }
        seen |= option.bit
        skipToleratedBlanks()
        guard takePlain("=") else { throw unexpected("'='") }
        skipToleratedBlanks()
        nodes = 0
        try value(of: option, into: &options, .parenthesis)
    }

    private mutating func nestedAlias(_ options: inout QueryOptionsSyntax) throws(SyntaxError) {
        let start = index
        index += 1
        let name = try identifier("the name of an alias").text
        if rules.refusesDuplicates, options.aliases.contains(where: { $0.name == name }) {
            throw .duplicateOption(name: "@" + name, at: position(start))
        }
        guard options.aliases.count < limits.queryOptions else { throw exceeded(.queryOptions, limits.queryOptions) }
        skipToleratedBlanks()
        guard takePlain("=") else { throw unexpected("'='") }
        skipToleratedBlanks()
        nodes = 0
        let valueStart = index
        let value = try expression()
        options.aliases.append(AliasSyntax(name: name, value: value, text: text(valueStart, index)))
    }

    /// Reads the value of one option.
    mutating func value(
        of option: SystemQueryOption,
        into options: inout QueryOptionsSyntax,
        _ ending: SearchEnd
    ) throws(SyntaxError) {
        switch option {
        case .filter: options.filter = try expression()
        case .select: options.select = try select()
        case .expand:
            let isEmpty = isAtEnd || (ending == .parenthesis && isOptionEnd)
            options.expand = !rules.isStrict && isEmpty ? ExpandSyntax(items: []) : try expand()
        case .orderby: options.orderBy = try orderBy()
        case .top: options.top = try number("a non-negative whole number")
        case .skip: options.skip = try number("a non-negative whole number")
        case .count: options.count = try boolean()
        case .search: options.search = try search(ending)
        case .compute: options.compute = try compute()
        case .apply: options.apply = try apply()
        case .levels: options.levels = try levels()
        case .index:
            let isNegative = take("-")
            let value = try number("a whole number")
            options.index = isNegative ? -value : value
        case .format: options.format = try format()
        case .schemaversion: options.schemaVersion = try schemaVersion()
        case .skiptoken: options.skipToken = try restOfOption()
        case .deltatoken: options.deltaToken = try restOfOption()
        case .id: options.id = try restOfOption()
        }
    }

    private var isOptionEnd: Bool {
        current == UInt8(ascii: ";") || current == UInt8(ascii: ")")
    }

    private mutating func number(_ expected: String) throws(SyntaxError) -> Int {
        guard let value = wholeNumber() else { throw unexpected(expected) }
        return value
    }

    private mutating func boolean() throws(SyntaxError) -> Bool {
        let end = identifierEnd(index)
        let value = matches("true", index, end)
        guard value || matches("false", index, end) else { throw unexpected("true or false") }
        index = end
        return value
    }

    /// `json`, `xml`, `atom`, or a media type.
    private mutating func format() throws(SyntaxError) -> String {
        let start = index
        if rules.isStrict {
            let end = identifierEnd(index)
            if end == bytes.count,
                matches("json", start, end) || matches("xml", start, end) || matches("atom", start, end)
            {
                return try restOfOption()
            }
            guard let slash = (start..<bytes.count).first(where: { bytes[$0] == UInt8(ascii: "/") && !isEscaped($0) }),
                slash > start, slash + 1 < bytes.count
            else { throw unexpected("json, xml, atom or a media type") }
            for offset in start..<bytes.count where offset != slash {
                guard isEscaped(offset) || URLCharacter.isPathCharacter(bytes[offset]) else {
                    throw unexpected("a character of a media type", at: offset)
                }
            }
        }
        return try restOfOption()
    }

    private mutating func schemaVersion() throws(SyntaxError) -> String {
        let start = index
        if take("*") { return "*" }
        while ASCIIClass.isUnreserved(current) { index += 1 }
        guard index > start else { throw unexpected("'*' or a version") }
        return text(start, index)
    }

    private mutating func restOfOption() throws(SyntaxError) -> String {
        let start = index
        guard !isAtEnd else { throw unexpected("a value") }
        if rules.isStrict {
            for offset in start..<bytes.count
            where !isEscaped(offset) && !URLCharacter.isQueryCharacter(bytes[offset]) {
                throw unexpected("a percent-encoded character", at: offset)
            }
        }
        index = bytes.count
        return text(start, index)
    }
}
