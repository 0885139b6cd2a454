extension SyntaxPrinter {
    /// The options with their decoded values, in the order of their evaluation, aliases and custom options last.
    public static func options(of options: QueryOptionsSyntax) -> [QueryOptionText] {
        var printer = OptionList()
        printer.add(options)
        return printer.list
    }

    /// The options as a percent-encoded query, without `?`; empty for none.
    public static func query(of options: QueryOptionsSyntax) -> String {
        self.options(of: options)
            .map { option in
                let name = queryEncoded(option.name)
                return option.text.isEmpty && !option.name.hasPrefix("$")
                    ? name : "\(name)=\(queryEncoded(option.text))"
            }
            .joined(separator: "&")
    }

    /// The decoded text of `$select`.
    public static func text(of select: SelectSyntax) -> String {
        var printer = ExpressionPrinter()
        printer.print(select)
        return printer.text
    }

    /// The decoded text of `$expand`.
    public static func text(of expand: ExpandSyntax) -> String {
        var printer = ExpressionPrinter()
        printer.print(expand)
        return printer.text
    }

    /// The decoded text of `$orderby`.
    public static func text(of order: OrderBySyntax) -> String {
        var printer = ExpressionPrinter()
        printer.print(order.items)
        return printer.text
    }

    /// The decoded text of `$compute`.
    public static func text(of compute: ComputeSyntax) -> String {
        var printer = ExpressionPrinter()
        printer.print(compute)
        return printer.text
    }

    /// The decoded text of `$search`.
    public static func text(of search: SearchSyntax) -> String {
        var printer = ExpressionPrinter()
        printer.print(search, 0)
        return printer.text
    }

    /// The decoded text of `$apply`.
    public static func text(of apply: ApplySyntax) -> String {
        var printer = ExpressionPrinter()
        printer.print(apply)
        return printer.text
    }
}

/// Collects options with their values.
private struct OptionList {
    var list: [QueryOptionText] = []

    private mutating func add(_ option: SystemQueryOption, _ text: String?) {
        if let text { list.append(QueryOptionText(name: option.spelling, text: text)) }
    }

    mutating func add(_ options: QueryOptionsSyntax) {
        add(.schemaversion, options.schemaVersion)
        add(.id, options.id)
        add(.apply, options.apply.map { SyntaxPrinter.text(of: $0) })
        add(.compute, options.compute.map { SyntaxPrinter.text(of: $0) })
        add(.search, options.search.map { SyntaxPrinter.text(of: $0) })
        add(.filter, options.filter.map { SyntaxPrinter.text(of: $0) })
        add(.count, options.count.map { $0 ? "true" : "false" })
        add(.orderby, options.orderBy.map { SyntaxPrinter.text(of: $0) })
        add(.skip, options.skip.map { String($0) })
        add(.top, options.top.map { String($0) })
        add(.expand, options.expand.map { SyntaxPrinter.text(of: $0) })
        add(.select, options.select.map { SyntaxPrinter.text(of: $0) })
        add(.levels, options.levels.map(\.text))
        add(.index, options.index.map { String($0) })
        add(.format, options.format)
        add(.skiptoken, options.skipToken)
        add(.deltatoken, options.deltaToken)
        for alias in options.aliases {
            list.append(QueryOptionText(name: "@" + alias.name, text: SyntaxPrinter.text(of: alias.value)))
        }
        for custom in options.custom { list.append(QueryOptionText(name: custom.name, text: custom.value ?? "")) }
    }
}

extension LevelsSyntax {
    fileprivate var text: String {
        switch self {
        case .number(let number): String(number)
        case .max: "max"
        }
    }
}

extension ExpressionPrinter {
    /// Options in parentheses.
    mutating func printNested(_ options: QueryOptionsSyntax) {
        let list = SyntaxPrinter.options(of: options)
        guard !list.isEmpty else { return }
        text += "(" + list.map { "\($0.name)=\($0.text)" }.joined(separator: ";") + ")"
    }

    mutating func print(_ select: SelectSyntax) {
        for (index, item) in select.items.enumerated() {
            if index > 0 { text += "," }
            switch item {
            case .all: text += "*"
            case .allOperations(let namespace, _): text += namespace.text + ".*"
            case .path(let path):
                print(path.segments)
                if let names = path.parameterNames { text += "(" + names.map(\.text).joined(separator: ",") + ")" }
                if let options = path.options { printNested(options) }
            }
        }
    }

    private mutating func print(_ segments: [SelectSegmentSyntax]) {
        for (index, segment) in segments.enumerated() {
            if index > 0 { text += "/" }
            switch segment {
            case .name(let name): text += name.text
            case .annotation(let annotation): print(annotation)
            }
        }
    }

    mutating func print(_ expand: ExpandSyntax) {
        for (index, item) in expand.items.enumerated() {
            if index > 0 { text += "," }
            print(item.path)
            let slash = item.path.isEmpty ? "" : "/"
            switch item.target {
            case .entities: break
            case .references: text += "/$ref"
            case .count: text += "/$count"
            case .allEntities: text += slash + "*"
            case .allReferences: text += slash + "*/$ref"
            case .mediaStream: text += "$value"
            }
            if let options = item.options { printNested(options) }
        }
    }

    mutating func print(_ items: [OrderByItemSyntax]) {
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            print(item.expression, 0)
            if item.isDescending { text += " desc" }
        }
    }

    mutating func print(_ compute: ComputeSyntax) {
        for (index, item) in compute.items.enumerated() {
            if index > 0 { text += "," }
            print(item.expression, 0)
            text += " as " + item.name.text
        }
    }

    // MARK: $search

    mutating func print(_ search: SearchSyntax, _ minimum: Int) {
        let own =
            switch search {
            case .or: 1
            case .and: 2
            default: 3
            }
        guard own >= minimum else {
            text += "("
            print(search, 0)
            text += ")"
            return
        }
        switch search {
        // A semicolon in a word would end options in parentheses.
        case .word(let word, let range) where word.utf8.contains(UInt8(ascii: ";")): print(.phrase(word, range), 0)
        case .word(let word, _): text += word
        case .phrase(let phrase, _):
            text += "\""
            for character in phrase {
                if character == "\"" || character == "\\" { text += "\\" }
                text.append(character)
            }
            text += "\""
        case .not(let operand, _):
            text += "NOT "
            print(operand, 3)
        case .and(let operands, _): print(operands, " AND ", 3)
        case .or(let operands, _): print(operands, " OR ", 2)
        case .incomplete(let typed, _): text += SyntaxPrinter.quoted(typed)
        }
    }

    private mutating func print(_ operands: [SearchSyntax], _ separator: String, _ minimum: Int) {
        for (index, operand) in operands.enumerated() {
            if index > 0 { text += separator }
            print(operand, minimum)
        }
    }
}
