extension SyntaxReader {
    /// Transformations separated by `/`.
    mutating func apply() throws(SyntaxError) -> ApplySyntax {
        skipToleratedBlanks()
        var steps: [TransformationSyntax] = []
        repeat {
            steps.append(try transformation())
        } while takePlain("/")
        return ApplySyntax(steps: steps)
    }

    private mutating func transformation() throws(SyntaxError) -> TransformationSyntax {
        applySteps += 1
        guard applySteps <= limits.applySteps else { throw exceeded(.applySteps, limits.applySteps) }
        let start = index
        let name = try qualifiedName("a transformation")
        if name.isQualified {
            let arguments = try arguments()
            return .function(name, arguments, SourceRange(start, index))
        }
        guard let kind = TransformationName(name.text, isStrict: rules.isStrict) else {
            throw unexpected("a transformation", at: start)
        }
        if kind == .identity { return .identity(SourceRange(start, index)) }
        try require("(")
        try descend()
        if kind != .orderby || !rules.isStrict { skipBlanks() }
        let parameters = try parameters(of: kind, start)
        depth -= 1
        return parameters
    }

    /// The parameters of a transformation up to and with its closing parenthesis.
    private mutating func parameters(
        of kind: TransformationName,
        _ start: Int
    ) throws(SyntaxError) -> TransformationSyntax {
        switch kind {
        case .aggregate:
            let list = try aggregates()
            return .aggregate(list, try closing(start))
        case .groupby:
            let elements = try groupingElements()
            let inner = takeComma() ? try apply() : nil
            return .groupBy(elements, inner, try closing(start))
        case .filter:
            let filter = try expression()
            return .filter(filter, try closing(start))
        case .search:
            let search = try search(.parenthesis)
            return .search(search, try closing(start))
        case .orderby:
            let items = try orderByItems()
            if rules.isStrict, ASCIIClass.isBlank(current) { throw unexpected("')'") }
            return .orderBy(OrderBySyntax(items: items), try closing(start))
        case .skip, .top:
            guard let number = wholeNumber() else { throw unexpected("a non-negative whole number") }
            let range = try closing(start)
            return kind == .skip ? .skip(number, range) : .top(number, range)
        case .compute:
            let items = try compute(allowsBlanks: true)
            return .compute(items, try closing(start))
        case .ranked(let selection):
            let quantity = try expression()
            try requireComma()
            let measure = try expression()
            return .ranked(selection, quantity: quantity, measure: measure, try closing(start))
        case .concat:
            let branches = try branches()
            return .concat(branches, try closing(start))
        case .join(let isOuter):
            let path = try joinPath()
            let name = try asName()
            let inner = takeComma() ? try apply() : nil
            return .join(isOuter: isOuter, path: path, name: name, inner, try closing(start))
        case .nest:
            let sequences = try nestedSequences()
            return .nest(sequences, try closing(start))
        case .addnested:
            let path = try plainPath()
            try requireComma()
            let sequences = try nestedSequences()
            return .addNested(path: path, sequences, try closing(start))
        case .ancestors, .descendants, .traverse:
            return try hierarchyParameters(of: kind, start)
        case .identity:
            return .identity(SourceRange(start, index))
        }
    }

    // MARK: Punctuation

    /// Takes `)` with white space before it.
    mutating func closing(_ start: Int) throws(SyntaxError) -> SourceRange {
        skipBlanks()
        guard take(")") else { throw unexpected("',' or ')'") }
        return SourceRange(start, index)
    }

    /// Takes a comma with white space around it.
    mutating func takeComma() -> Bool {
        let comma = blanksEnd(index) ?? index
        guard byte(at: comma) == UInt8(ascii: ",") else { return false }
        index = comma + 1
        skipBlanks()
        return true
    }

    mutating func requireComma() throws(SyntaxError) {
        guard takeComma() else { throw unexpected("','") }
    }

    mutating func asName() throws(SyntaxError) -> NameSyntax {
        guard takeSpaced("as", exact: rules.isStrict) else { throw unexpected("' as ' and a name") }
        return try identifier()
    }

    // MARK: Parts

    private mutating func orderByItems() throws(SyntaxError) -> [OrderByItemSyntax] {
        var items: [OrderByItemSyntax] = []
        repeat {
            items.append(try orderByItem())
            guard items.count <= limits.optionItems else { throw exceeded(.optionItems, limits.optionItems) }
        } while takeComma()
        return items
    }

    private mutating func branches() throws(SyntaxError) -> [ApplySyntax] {
        var branches = [try apply()]
        try requireComma()
        repeat {
            branches.append(try apply())
            guard branches.count <= limits.applyBranches else { throw exceeded(.applyBranches, limits.applyBranches) }
        } while takeComma()
        return branches
    }

    private mutating func nestedSequences() throws(SyntaxError) -> [NestedSequenceSyntax] {
        var list: [NestedSequenceSyntax] = []
        repeat {
            let sequence = try apply()
            list.append(NestedSequenceSyntax(sequence: sequence, name: try asName()))
        } while takeComma()
        return list
    }

    mutating func joinPath() throws(SyntaxError) -> MemberPathSyntax {
        guard current == UInt8(ascii: "@") else { return try plainPath() }
        let start = index
        let annotation = try annotation()
        return MemberPathSyntax(root: .implicit, segments: [.annotation(annotation)], range: SourceRange(start, index))
    }

    private mutating func groupingElements() throws(SyntaxError) -> [GroupingElementSyntax] {
        guard take("(") else { throw unexpected("'(' and the grouping properties") }
        skipBlanks()
        var elements: [GroupingElementSyntax] = []
        repeat {
            elements.append(try groupingElement())
            guard elements.count <= limits.optionItems else { throw exceeded(.optionItems, limits.optionItems) }
        } while takeComma()
        skipBlanks()
        guard take(")") else { throw unexpected("',' or ')'") }
        return elements
    }

    private mutating func groupingElement() throws(SyntaxError) -> GroupingElementSyntax {
        let start = index
        let end = identifierEnd(index)
        guard byte(at: end) == UInt8(ascii: "(") else { return .property(try plainPath()) }
        if matches("rollup", start, end, exact: rules.isStrict) {
            index = end + 1
            return try rollup(start)
        }
        guard matches("rolluprecursive", start, end, exact: rules.isStrict) else {
            index = end
            throw unexpected("',' or ')'")
        }
        index = end + 1
        skipBlanks()
        let reference = try hierarchyReference()
        let inner = takeComma() ? try apply() : nil
        return .rollupRecursive(reference, inner, try closing(start))
    }

    private mutating func rollup(_ start: Int) throws(SyntaxError) -> GroupingElementSyntax {
        skipBlanks()
        var withTotal = false
        if !rules.isStrict {
            // The drafts of the extension wrote the grand total as a first member.
            let end = identifierEnd(index)
            if takeDollar("all") {
                withTotal = true
            } else if matches("null", index, end, exact: true) {
                withTotal = true
                index = end
            }
            if withTotal { try requireComma() }
        }
        var paths: [MemberPathSyntax] = []
        repeat {
            paths.append(try plainPath())
            guard paths.count <= limits.applyBranches else { throw exceeded(.applyBranches, limits.applyBranches) }
        } while takeComma()
        return .rollup(withTotal: withTotal, paths, try closing(start))
    }
}

/// The names of the transformations.
enum TransformationName: Equatable {
    case aggregate, groupby, filter, search, orderby, skip, top, identity, compute, concat, nest, addnested
    case ancestors, descendants, traverse
    case join(isOuter: Bool)
    case ranked(RankedSelectionSyntax)

    init?(_ name: String, isStrict: Bool) {
        switch isStrict ? name : name.lowercased() {
        case "aggregate": self = .aggregate
        case "groupby": self = .groupby
        case "filter": self = .filter
        case "search": self = .search
        case "orderby": self = .orderby
        case "skip": self = .skip
        case "top": self = .top
        case "identity": self = .identity
        case "compute": self = .compute
        case "concat": self = .concat
        case "nest": self = .nest
        case "addnested": self = .addnested
        case "ancestors": self = .ancestors
        case "descendants": self = .descendants
        case "traverse": self = .traverse
        case "join": self = .join(isOuter: false)
        case "outerjoin": self = .join(isOuter: true)
        case let other:
            guard let selection = RankedSelectionSyntax(rawValue: other) else { return nil }
            self = .ranked(selection)
        }
    }

    /// Whether the transformation keeps the structure of its input, so that hierarchies may start from it.
    var isPreserving: Bool {
        switch self {
        case .filter, .search, .orderby, .skip, .top, .identity, .ancestors, .descendants, .traverse, .ranked: true
        case .aggregate, .groupby, .compute, .concat, .nest, .addnested, .join: false
        }
    }
}
