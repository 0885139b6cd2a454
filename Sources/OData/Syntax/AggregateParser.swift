extension SyntaxReader {
    /// The members of `aggregate(…)`.
    mutating func aggregates() throws(SyntaxError) -> [AggregateExpressionSyntax] {
        var list: [AggregateExpressionSyntax] = []
        repeat {
            list.append(try aggregateExpression(takesName: true))
            guard list.count <= limits.optionItems else { throw exceeded(.optionItems, limits.optionItems) }
        } while takeComma()
        return list
    }

    /// `source [with method] [from … with method]… [as name]`.
    mutating func aggregateExpression(takesName: Bool) throws(SyntaxError) -> AggregateExpressionSyntax {
        let start = index
        let source = try aggregateSource()
        let method = takeSpaced("with", exact: rules.isStrict) ? try aggregateMethod() : nil
        let stages = try aggregateStages()
        let name = takesName && takeSpaced("as", exact: rules.isStrict) ? try identifier() : nil
        return AggregateExpressionSyntax(
            source: source,
            method: method,
            stages: stages,
            name: name,
            range: SourceRange(start, index)
        )
    }

    /// `from … with method`, any number of times.
    mutating func aggregateStages() throws(SyntaxError) -> [AggregateStageSyntax] {
        var stages: [AggregateStageSyntax] = []
        while takeSpaced("from", exact: rules.isStrict) {
            var properties = [try plainPath()]
            while takeComma() { properties.append(try plainPath()) }
            guard stages.count < limits.applyBranches else { throw exceeded(.applyBranches, limits.applyBranches) }
            let method = takeSpaced("with", exact: rules.isStrict) ? try aggregateMethod() : nil
            stages.append(AggregateStageSyntax(properties: properties, method: method))
        }
        return stages
    }

    mutating func aggregateSource() throws(SyntaxError) -> ExpressionSyntax {
        let start = index
        guard takeDollar("count") else { return try expression() }
        try countNode()
        height = 1
        let range = SourceRange(start, index)
        return .path(MemberPathSyntax(root: .implicit, segments: [.count(nil, range)], range: range))
    }

    mutating func aggregateMethod() throws(SyntaxError) -> AggregateMethodSyntax {
        let start = index
        let name = try qualifiedName("an aggregation method")
        if name.isQualified { return .custom(name) }
        switch rules.isStrict ? name.text : name.text.lowercased() {
        case "sum": return .sum
        case "min": return .min
        case "max": return .max
        case "average": return .average
        case "countdistinct": return .countDistinct
        default: throw unexpected("sum, min, max, average, countdistinct or a qualified method", at: start)
        }
    }

    // MARK: Hierarchies

    /// `$root/Nodes,Qualifier,path/to/node`.
    mutating func hierarchyReference() throws(SyntaxError) -> HierarchyReferenceSyntax {
        let start = index
        guard takeDollar("root"), isPlain("/") else { throw unexpected("a path from $root", at: start) }
        let nodes = try path(.root, [], from: start)
        try requireComma()
        let qualifier = try identifier("the qualifier of a hierarchy")
        try requireComma()
        return HierarchyReferenceSyntax(nodes: nodes, qualifier: qualifier, nodeProperty: try plainPath())
    }

    /// The parameters of `ancestors`, `descendants` and `traverse`.
    mutating func hierarchyParameters(
        of kind: TransformationName,
        _ start: Int
    ) throws(SyntaxError) -> TransformationSyntax {
        let reference = try hierarchyReference()
        try requireComma()
        if kind == .traverse { return try traversal(reference, start) }
        let sequence = try apply()
        var distance: Int?
        var keepsStart = false
        if takeComma() {
            distance = wholeNumber()
            if distance == nil { keepsStart = try keepStart() } else if takeComma() { keepsStart = try keepStart() }
        }
        let selection = HierarchySelectionSyntax(
            isAncestors: kind == .ancestors,
            reference: reference,
            start: sequence,
            distance: distance,
            keepsStart: keepsStart
        )
        return .hierarchy(selection, try closing(start))
    }

    private mutating func keepStart() throws(SyntaxError) -> Bool {
        let start = index
        let end = identifierEnd(index)
        let next = blanksEnd(end) ?? end
        let last = identifierEnd(next)
        let isOneBlank = next == end + 1 && byte(at: end) == UInt8(ascii: " ") && !isEscaped(end)
        guard matches("keep", start, end, exact: rules.isStrict), matches("start", next, last, exact: rules.isStrict),
            next > end, isOneBlank || !rules.isStrict
        else { throw unexpected("a number or 'keep start'", at: start) }
        index = last
        return true
    }

    private mutating func traversal(
        _ reference: HierarchyReferenceSyntax,
        _ start: Int
    ) throws(SyntaxError) -> TransformationSyntax {
        let end = identifierEnd(index)
        let isPreorder = matches("preorder", index, end, exact: rules.isStrict)
        guard isPreorder || matches("postorder", index, end, exact: rules.isStrict) else {
            throw unexpected("preorder or postorder")
        }
        index = end
        var sequence: ApplySyntax?
        var siblings: [OrderByItemSyntax] = []
        while takeComma() {
            if sequence == nil, siblings.isEmpty, startsTransformation() {
                sequence = try apply()
            } else {
                siblings.append(try orderByItem())
                guard siblings.count <= limits.optionItems else { throw exceeded(.optionItems, limits.optionItems) }
            }
        }
        let traversal = HierarchyTraversalSyntax(
            reference: reference,
            isPreorder: isPreorder,
            start: sequence,
            siblings: siblings
        )
        return .traverse(traversal, try closing(start))
    }

    /// Whether a transformation and not an expression stands next.
    private func startsTransformation() -> Bool {
        let end = identifierEnd(index)
        guard end > index, let kind = TransformationName(text(index, end), isStrict: rules.isStrict), kind.isPreserving
        else { return false }
        if kind != .identity { return byte(at: end) == UInt8(ascii: "(") }
        let next = blanksEnd(end) ?? end
        return byte(at: next) == UInt8(ascii: ",") || byte(at: next) == UInt8(ascii: ")")
            || byte(at: end) == UInt8(ascii: "/")
    }
}
