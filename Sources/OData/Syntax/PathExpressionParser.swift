extension SyntaxReader {
    /// A path that starts with `$it`, `$this`, `$root`, `$these` or `@`.
    mutating func rootedPath() throws(SyntaxError) -> MemberPathSyntax {
        let start = index
        if current == UInt8(ascii: "@") { return try annotationOrAlias(start) }
        if takeDollar("it") { return try path(.it, [], from: start) }
        if takeDollar("this") { return try path(.this, [], from: start) }
        if takeDollar("root") {
            guard isPlain("/") else { throw unexpected("'/' behind $root") }
            return try path(.root, [], from: start)
        }
        if takeDollar("these") {
            guard isPlain("/") else { throw unexpected("'/' behind $these") }
            return try path(.these, [], from: start)
        }
        throw unexpected("a value, a name or a function")
    }

    /// `@name` alone is an alias; with a namespace or qualifier it is an annotation.
    private mutating func annotationOrAlias(_ start: Int) throws(SyntaxError) -> MemberPathSyntax {
        let annotation = try annotation()
        if annotation.term.isQualified || annotation.qualifier != nil {
            return try path(.implicit, [.annotation(annotation)], from: start)
        }
        return try path(.alias(annotation.term.text), [], from: start)
    }

    /// `@[namespace.]Term[#Qualifier]`.
    mutating func annotation() throws(SyntaxError) -> AnnotationSyntax {
        let start = index
        try require("@")
        let term = try qualifiedName("a term")
        var qualifier: String?
        if current == UInt8(ascii: "#"), !rules.isStrict || isEscaped(index) {
            index += 1
            qualifier = try identifier("a qualifier").text
        }
        return AnnotationSyntax(term: term, qualifier: qualifier, range: SourceRange(start, index))
    }

    /// The rest of a path behind its first steps.
    mutating func path(
        _ root: MemberPathRoot,
        _ first: [MemberSegmentSyntax],
        from start: Int,
        height inner: Int = 0
    ) throws(SyntaxError) -> MemberPathSyntax {
        var segments = first
        var highest = inner
        while true {
            if current == UInt8(ascii: "("), acceptsKey(segments.last) {
                let keyStart = index
                segments.append(.key(try arguments(), SourceRange(keyStart, index)))
            } else if isPlain("/") {
                index += 1
                try countNode()
                height = 0
                segments.append(try segment(isFirst: segments.isEmpty && root == .root))
            } else {
                break
            }
            highest = max(highest, height)
        }
        try raise(above: highest)
        return MemberPathSyntax(root: root, segments: segments, range: SourceRange(start, index))
    }

    private func acceptsKey(_ segment: MemberSegmentSyntax?) -> Bool {
        switch segment {
        case .invocation, .filter: true
        default: false
        }
    }

    /// One step behind a `/`.
    private mutating func segment(isFirst: Bool) throws(SyntaxError) -> MemberSegmentSyntax {
        let start = index
        switch current {
        case UInt8(ascii: "$"): return try dollarSegment(start)
        case UInt8(ascii: "@"): return .annotation(try annotation())
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            // A key as a segment, as in `$root/Products/1/Name`.
            while ASCIIClass.isUnreserved(current) { index += 1 }
            return .name(NameSyntax(text(start, index), SourceRange(start, index)))
        default: break
        }
        let name = try qualifiedName("a property, type or function")
        guard current == UInt8(ascii: "(") else { return .name(name) }
        let (nameStart, nameEnd) = (name.range.start, name.range.end)
        if !isFirst {
            if matches("any", nameStart, nameEnd) { return try lambda(start, isAll: false) }
            if matches("all", nameStart, nameEnd) { return try lambda(start, isAll: true) }
            if matches("aggregate", nameStart, nameEnd, exact: rules.isStrict) { return try aggregateSegment(start) }
        }
        let arguments = try arguments()
        return .invocation(name, arguments, SourceRange(start, index))
    }

    private mutating func dollarSegment(_ start: Int) throws(SyntaxError) -> MemberSegmentSyntax {
        if takeDollar("count") {
            guard current == UInt8(ascii: "(") else { return .count(nil, SourceRange(start, index)) }
            let outer = (nodes, height)
            let options = try nestedOptions(.count)
            (nodes, height) = (max(nodes, outer.0), max(height, outer.1))
            return .count(options, SourceRange(start, index))
        }
        if takeDollar("filter") {
            try require("(")
            try descend()
            skipToleratedBlanks()
            let filter = try expression()
            skipToleratedBlanks()
            try require(")")
            depth -= 1
            return .filter(filter, SourceRange(start, index))
        }
        throw unexpected("a property, type or function")
    }

    /// `any(…)` or `all(…)` from its parenthesis on.
    mutating func lambda(_ start: Int, isAll: Bool) throws(SyntaxError) -> MemberSegmentSyntax {
        try require("(")
        try descend()
        skipBlanks()
        if !isAll, take(")") {
            depth -= 1
            return .any(nil, SourceRange(start, index))
        }
        let variable = try identifier("a variable")
        skipBlanks()
        try require(":")
        skipBlanks()
        let predicate = try expression()
        skipBlanks()
        try require(")")
        depth -= 1
        let lambda = LambdaSyntax(variable: variable, predicate: predicate)
        let range = SourceRange(start, index)
        return isAll ? .all(lambda, range) : .any(lambda, range)
    }

    private mutating func aggregateSegment(_ start: Int) throws(SyntaxError) -> MemberSegmentSyntax {
        try require("(")
        try descend()
        skipBlanks()
        let aggregate = try aggregateExpression(takesName: false)
        skipBlanks()
        try require(")")
        depth -= 1
        return .aggregate(aggregate, SourceRange(start, index))
    }

    /// A path of names only, as `groupby`, `rollup` and their kin take it.
    mutating func plainPath() throws(SyntaxError) -> MemberPathSyntax {
        let start = index
        var segments: [MemberSegmentSyntax] = []
        repeat {
            try countNode()
            segments.append(.name(try qualifiedName("a property")))
        } while takePlain("/")
        return MemberPathSyntax(root: .implicit, segments: segments, range: SourceRange(start, index))
    }
}
