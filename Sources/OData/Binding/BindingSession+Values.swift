/// Binding of the options of a collection of values.
extension BindingSession {
    /// `$search`, `$filter`, `$orderby`, `$count`, `$skip` and `$top` inside `$select` (URL Conventions 5.1.4).
    func restrict(
        _ query: inout BoundQuery,
        toValuesBy options: QueryOptionsSyntax,
        in scope: BindingScope
    ) throws(BindingError) {
        query.count = options.count ?? false
        query.skip = options.skip
        query.top = options.top
        startExpression()
        var conditions: [BoundExpression] = []
        if let search = options.search { conditions.append(try condition(search, on: scope.current)) }
        if let filter = options.filter { conditions.append(try condition(filter, in: scope)) }
        if conditions.count > 1 {
            let range = conditions[0].range.union(conditions[1].range)
            query.filter = BoundExpression(.and(conditions), type: .optionalBoolean, range: range)
        } else {
            query.filter = conditions.first
        }
        if let orderBy = options.orderBy { query.orderBy = try order(orderBy, in: scope) }
    }

    // MARK: Search

    /// `$search` over values: each word occurs in one of a value's strings, whatever its case.
    private func condition(_ search: SearchSyntax, on value: BoundVariable) throws(BindingError) -> BoundExpression {
        let texts = texts(of: value, search.range)
        guard !texts.isEmpty else { throw notImplemented("$search of values without text", search.range) }
        return try condition(search, in: texts)
    }

    /// Recursion is bounded by the depth of the search.
    private func condition(
        _ search: SearchSyntax,
        in texts: [BoundExpression]
    ) throws(BindingError) -> BoundExpression {
        let node: BoundExpression.Node
        switch search {
        case .word(let word, let range), .phrase(let word, let range), .incomplete(let word, let range):
            // A word, `tolower` and `contains`, and what stands around.
            try spend(nodes: texts.count * 5, range)
            let found = texts.map { occurs(word, in: $0, range) }
            if found.count == 1 { return found[0] }
            node = .or(found)
        case .not(let operand, _): node = .not(try condition(operand, in: texts))
        case .and(let operands, _):
            node = .and(try operands.map { (operand) throws(BindingError) in try condition(operand, in: texts) })
        case .or(let operands, _):
            node = .or(try operands.map { (operand) throws(BindingError) in try condition(operand, in: texts) })
        }
        return BoundExpression(node, type: .boolean, range: search.range)
    }

    /// True or false, also where there is no text.
    private func occurs(_ word: String, in text: BoundExpression, _ range: SourceRange) -> BoundExpression {
        let lowered = BoundExpression(.function(.tolower, [text]), type: text.type, range: range)
        let string = EdmTypeReference.primitive(.string, isNullable: false)
        let part = BoundExpression(.constant(.string(word.lowercased())), type: string, range: range)
        let contains = BoundExpression(.function(.contains, [lowered, part]), type: .optionalBoolean, range: range)
        let isTrue = BoundExpression(.constant(.boolean(true)), type: .boolean, range: range)
        return BoundExpression(.comparison(.eq, contains, isTrue), type: .boolean, range: range)
    }

    /// The strings of a value: itself, or the members of a complex value.
    private func texts(of value: BoundVariable, _ range: SourceRange) -> [BoundExpression] {
        let string = EdmTypeReference.primitive(.string)
        if value.type == .primitive(.string) { return [BoundExpression(.variable(value), type: string, range: range)] }
        let properties = structuredType(value.type)?.properties ?? []
        return properties.compactMap { property in
            let plain = conversion.plain(property.type)
            guard plain.type == .primitive(.string), !plain.isCollection else { return nil }
            return BoundExpression(.property(BoundPath(value), property), type: string, range: range)
        }
    }
}
