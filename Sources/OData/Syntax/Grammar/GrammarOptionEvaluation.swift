extension GrammarEvaluator {
    /// The options that one raw option gives, when it is of the protocol and well-formed.
    func parsed(_ raw: ArraySlice<UInt8>) -> QueryOptionsSyntax? {
        var parser = QueryParser(rules: .grammar, limits: Self.limits)
        guard (try? parser.option(raw)) != nil else { return nil }
        return parser.options
    }

    /// The option of the protocol that a raw option names.
    func systemOption(_ raw: ArraySlice<UInt8>) -> SystemQueryOption? {
        guard let equals = raw.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = text(raw[..<equals])
        let hasDollar = name.hasPrefix("$")
        guard let option = SystemQueryOption(name: hasDollar ? String(name.dropFirst()) : name),
            hasDollar || option.mayDropDollar
        else { return nil }
        return option
    }

    func isOption(_ raw: ArraySlice<UInt8>, _ isKind: (SystemQueryOption) -> Bool) -> Bool {
        guard let option = systemOption(raw), isKind(option), let options = parsed(raw) else { return false }
        return model.areOptions(options)
    }

    func isQueryOption(_ raw: ArraySlice<UInt8>) -> Bool {
        isOption(raw) { _ in true } || isAlias(raw) || isNamedValue(raw) || isCustom(raw)
    }

    func isFormatOrCustom(_ raw: ArraySlice<UInt8>) -> Bool {
        isOption(raw) { $0 == .format } || isCustom(raw)
    }

    func isAlias(_ raw: ArraySlice<UInt8>) -> Bool {
        guard let rest = rest(raw, behind: "@") ?? rest(raw, behind: "%40"),
            let equals = rest.firstIndex(of: UInt8(ascii: "=")), let name = name(rest[..<equals]), !name.isQualified
        else { return false }
        return parameterValue(rest[(equals + 1)...]) != nil
    }

    func isNamedValue(_ raw: ArraySlice<UInt8>) -> Bool {
        guard let equals = raw.firstIndex(of: UInt8(ascii: "=")), let name = name(raw[..<equals]), !name.isQualified,
            model.allows("parameterName", name.text)
        else { return false }
        return parameterValue(raw[(equals + 1)...]) != nil
    }

    func isCustom(_ raw: ArraySlice<UInt8>) -> Bool {
        let equals = raw.firstIndex(of: UInt8(ascii: "="))
        guard isCustomName(raw[..<(equals ?? raw.endIndex)]) else { return false }
        return equals.map { isQueryText(raw[($0 + 1)...]) } ?? true
    }

    func isCustomName(_ raw: ArraySlice<UInt8>) -> Bool {
        if let list = model.list("customName") { return list.contains(text(raw)) }
        guard let first = raw.first, first != UInt8(ascii: "@"), first != UInt8(ascii: "$") else { return false }
        return !raw.contains(UInt8(ascii: "=")) && isQueryText(raw)
    }

    /// `*( qchar-no-AMP )`.
    func isQueryText(_ raw: ArraySlice<UInt8>) -> Bool {
        var index = raw.startIndex
        while index < raw.endIndex {
            if raw[index] == UInt8(ascii: "%") {
                guard index + 2 < raw.endIndex, ASCIIClass.isHex(raw[index + 1]), ASCIIClass.isHex(raw[index + 2])
                else {
                    return false
                }
                index += 2
            } else if !URLCharacter.isQueryCharacter(raw[index]) {
                return false
            }
            index += 1
        }
        return true
    }

    /// Whether options separated by `&` all hold; one at least.
    func areAll(_ raw: ArraySlice<UInt8>, _ isOption: (ArraySlice<UInt8>) -> Bool) -> Bool {
        raw.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).allSatisfy(isOption)
    }

    /// `entityOptions` or `entityCastOptions`: one `$id` and others.
    func areEntityOptions(_ raw: ArraySlice<UInt8>, hasCast: Bool) -> Bool {
        var ids = 0
        var onlyIDs = 0
        let areKnown = areAll(raw) { option in
            let isOther =
                isFormatOrCustom(option) || (hasCast && isOption(option) { $0 == .expand || $0 == .select })
            let isID = isOption(option) { $0 == .id }
            if isID { ids += 1 }
            if isID, !isOther { onlyIDs += 1 }
            return isID || isOther
        }
        return areKnown && ids > 0 && onlyIDs <= 1
    }

    // MARK: In parentheses

    func isNestedOption(_ raw: ArraySlice<UInt8>, _ scope: OptionScope) -> Bool {
        let options = whole([UInt8(ascii: "(")] + raw + [UInt8(ascii: ")")]) { reader throws(SyntaxError) in
            try reader.nestedOptions(scope)
        }
        guard let options, SyntaxPrinter.options(of: options).count == 1 else { return false }
        return model.areOptions(options)
    }

    func isNestedSelectOption(_ raw: ArraySlice<UInt8>) -> Bool {
        systemOption(raw) != .expand && isNestedOption(raw, .select)
    }

    func isOneItem(_ raw: ArraySlice<UInt8>, of option: String, _ isKind: (QueryOptionsSyntax) -> Bool) -> Bool {
        guard let options = parsed(Array(option.utf8) + raw) else { return false }
        return isKind(options) && model.areOptions(options)
    }

    func isFunctionName(_ raw: ArraySlice<UInt8>, qualified: Bool) -> Bool {
        isOneItem(raw, of: "$select=") { options in
            guard let items = options.select?.items, items.count == 1, case .path(let path)? = items.first,
                path.segments.count == 1, path.options == nil, case .name(let name)? = path.segments.first
            else { return false }
            return model.isName(name, GrammarRules.functionNames, qualified: qualified)
        }
    }

    func isSearch(_ raw: ArraySlice<UInt8>, _ isKind: (SearchSyntax) -> Bool) -> Bool {
        guard raw.first.map({ !ASCIIClass.isBlank($0) }) ?? false else { return false }
        let search = whole(raw) { reader throws(SyntaxError) in try reader.search(.option) }
        return search.map(isKind) ?? false
    }

    /// What follows an operand of a search: white space, an operator that may be optional, and an expression.
    func isSearchTail(_ raw: ArraySlice<UInt8>, _ word: String, isOptional: Bool) -> Bool {
        guard let rest = restBehindBlanks(raw, required: true) else { return false }
        let isExpression = { (text: ArraySlice<UInt8>) in
            isSearch(text) { if case .incomplete = $0 { false } else { true } }
        }
        if isOptional, isExpression(rest) { return true }
        return self.rest(rest, behind: word, exact: true).flatMap { restBehindBlanks($0, required: true) }
            .map(isExpression) ?? false
    }

    // MARK: Transformations

    func isApply(_ raw: ArraySlice<UInt8>, _ isKind: (ApplySyntax) -> Bool) -> Bool {
        guard let apply = whole(raw, { reader throws(SyntaxError) in try reader.apply() }) else { return false }
        return isKind(apply) && model.isApply(apply)
    }

    /// Whether a part fills its place inside a transformation.
    func isPart(_ raw: ArraySlice<UInt8>, _ before: String, _ after: String, _ isKind: (ApplySyntax) -> Bool) -> Bool {
        isTrimmed(raw) && isApply(Array(before.utf8) + raw + Array(after.utf8), isKind)
    }

    func isGroupingProperties(_ raw: ArraySlice<UInt8>, single: Bool) -> Bool {
        let paths = whole(raw) { reader throws(SyntaxError) in
            var paths = [try reader.plainPath()]
            while reader.takeComma() { paths.append(try reader.plainPath()) }
            return paths
        }
        guard let paths, !single || paths.count == 1 else { return false }
        return paths.allSatisfy(model.isGroupingProperty)
    }

    func isAggregatablePath(_ raw: ArraySlice<UInt8>, _ ending: GrammarModel.PathEnding) -> Bool {
        whole(raw) { reader throws(SyntaxError) in try reader.plainPath() }
            .map { model.isAggregatablePath(model.names($0), ending: ending) } ?? false
    }
}
