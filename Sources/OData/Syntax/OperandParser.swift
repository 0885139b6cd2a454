extension SyntaxReader {
    /// One operand: a literal, parenthesis, JSON value, call or path.
    mutating func operand() throws(SyntaxError) -> ExpressionSyntax {
        try countNode()
        height = 1
        if ASCIIClass.isBlank(current), let next = jsonStart() { index = next }
        let start = index
        switch current {
        case UInt8(ascii: "'"):
            let text = try quotedString()
            return .literal(.string(text), SourceRange(start, index))
        case UInt8(ascii: "("):
            return try parenthesis()
        case UInt8(ascii: "["):
            let array = try jsonArray()
            skipBlanksBehindJSON()
            return array
        case UInt8(ascii: "{"):
            let object = try jsonObject()
            skipBlanksBehindJSON()
            return object
        case UInt8(ascii: "$"), UInt8(ascii: "@"):
            return .path(try rootedPath())
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"):
            let literal = try numberOrTime()
            return .literal(literal, SourceRange(start, index))
        default:
            guard ASCIIClass.isNameStart(current) else { throw unexpected("a value, a name or a function") }
            if let guid = leadingGuid() { return .literal(.guid(guid), SourceRange(start, index)) }
            return try named()
        }
    }

    private mutating func parenthesis() throws(SyntaxError) -> ExpressionSyntax {
        index += 1
        try descend()
        skipBlanks()
        let inner = try expression()
        skipBlanks()
        try require(")")
        depth -= 1
        return inner
    }

    /// What stands in parentheses behind `in`: a list, or one expression that is a collection.
    mutating func listOrParenthesis() throws(SyntaxError) -> ExpressionSyntax {
        let start = index
        index += 1
        try descend()
        skipBlanks()
        var members: [ExpressionSyntax] = []
        let outerNodes = nodes
        if current != UInt8(ascii: ")") {
            repeat {
                if !members.isEmpty { skipBlanks() }
                let memberStart = index
                let member = try expression()
                if rules.isStrict, !members.isEmpty || followsComma() {
                    try requireLiteral(member, memberStart)
                    if let first = members.first { try requireLiteral(first, first.range.start) }
                }
                members.append(member)
                guard members.count <= limits.listMembers else {
                    throw exceeded(.listMembers, limits.listMembers)
                }
                // A list has its own bound; its literals do not count as nodes of the expression.
                if case .literal = member { nodes = outerNodes }
                skipBlanks()
            } while take(",")
        }
        try require(")")
        depth -= 1
        if members.count == 1, let only = members.first {
            if case .literal = only {} else { return only }
        }
        try raise(above: height)
        return .list(members, SourceRange(start, index))
    }

    private func followsComma() -> Bool {
        byte(at: blanksEnd(index) ?? index) == UInt8(ascii: ",")
    }

    private func requireLiteral(_ member: ExpressionSyntax, _ start: Int) throws(SyntaxError) {
        guard case .literal = member else { throw unexpected("a literal", at: start) }
    }

    // MARK: Names

    /// What starts with a name: a keyword, a prefixed literal, a call or a path.
    private mutating func named() throws(SyntaxError) -> ExpressionSyntax {
        let name = try qualifiedName()
        switch current {
        case UInt8(ascii: "'"):
            let literal = try prefixedLiteral(name)
            return .literal(literal, SourceRange(name.range.start, index))
        case UInt8(ascii: "("):
            return try callOrPath(name)
        default:
            if current != UInt8(ascii: "/"), let literal = keyword(name) { return .literal(literal, name.range) }
            return .path(try path(.implicit, [.name(name)], from: name.range.start))
        }
    }

    private func keyword(_ name: NameSyntax) -> EdmLiteral? {
        let (start, end) = (name.range.start, name.range.end)
        switch end - start {
        case 3:
            if matches("INF", start, end, exact: true) { return .double(.infinity) }
            return matches("NaN", start, end, exact: true) ? .double(.nan) : nil
        case 4:
            if matches("null", start, end, exact: true) { return .null }
            return matches("true", start, end) ? .boolean(true) : nil
        case 5: return matches("false", start, end) ? .boolean(false) : nil
        default: return nil
        }
    }

    /// A name with a parenthesis: a built-in function, or the first step of a path.
    private mutating func callOrPath(_ name: NameSyntax) throws(SyntaxError) -> ExpressionSyntax {
        let (start, end) = (name.range.start, name.range.end)
        if end - start == 4 {
            if matches("cast", start, end) { return try castOrIsOf(start, isCast: true) }
            if matches("isof", start, end) { return try castOrIsOf(start, isCast: false) }
            if matches("case", start, end) { return try conditional(start) }
        }
        let arguments = try arguments()
        let highest = height
        let isNamed = arguments.contains { $0.name != nil }
        if !isNamed, isCall(name, arguments) {
            try raise(above: arguments.isEmpty ? 0 : highest)
            return .call(
                FunctionCallSyntax(name: name, arguments: arguments.map(\.value), range: SourceRange(start, index))
            )
        }
        let first = MemberSegmentSyntax.invocation(name, arguments, SourceRange(start, index))
        return .path(try path(.implicit, [first], from: start, height: highest))
    }

    /// Positional arguments make a call, but for what may be a key: one literal or alias behind a foreign name.
    private func isCall(_ name: NameSyntax, _ arguments: [ArgumentSyntax]) -> Bool {
        if BuiltInNames.contains(name.text) { return true }
        guard !name.isQualified else { return false }
        switch arguments.count {
        case 0: return false
        case 1:
            switch arguments.first?.value {
            case .literal: return false
            case .path(let path):
                if case .alias = path.root, path.segments.isEmpty { return false }
                return true
            default: return true
            }
        default: return true
        }
    }

    /// Arguments in parentheses, named or positional; blanks are allowed around each.
    mutating func arguments() throws(SyntaxError) -> [ArgumentSyntax] {
        try require("(")
        try descend()
        var list: [ArgumentSyntax] = []
        var highest = 0
        skipBlanks()
        if current != UInt8(ascii: ")") {
            repeat {
                if !list.isEmpty { skipBlanks() }
                list.append(try argument())
                highest = max(highest, height)
                skipBlanks()
            } while take(",")
        }
        guard take(")") else { throw unexpected("',' or ')'") }
        depth -= 1
        height = highest
        return list
    }

    private mutating func argument() throws(SyntaxError) -> ArgumentSyntax {
        let end = identifierEnd(index)
        let equals = rules.isStrict ? end : (blanksEnd(end) ?? end)
        guard end > index, byte(at: equals) == UInt8(ascii: "="), !(rules.isStrict && isEscaped(equals)) else {
            return ArgumentSyntax(name: nil, value: try expression())
        }
        let name = try identifier()
        index = equals + 1
        skipToleratedBlanks()
        return ArgumentSyntax(name: name, value: try expression())
    }

    // MARK: cast, isof, case

    private mutating func castOrIsOf(_ start: Int, isCast: Bool) throws(SyntaxError) -> ExpressionSyntax {
        try require("(")
        try descend()
        skipBlanks()
        var value: ExpressionSyntax?
        var type = try loneTypeName()
        if type == nil {
            value = try expression()
            skipBlanks()
            try require(",")
            skipBlanks()
            type = try typeName()
        }
        skipBlanks()
        try require(")")
        depth -= 1
        guard let type else { throw unexpected("a type name") }
        try raise(above: value == nil ? 0 : height)
        let range = SourceRange(start, index)
        return isCast ? .cast(value, type, range) : .isOf(value, type, range)
    }

    /// A type name that is the only argument; nothing is taken otherwise.
    private mutating func loneTypeName() throws(SyntaxError) -> TypeNameSyntax? {
        let mark = index
        guard let type = try? typeName(), case let end = blanksEnd(index) ?? index, byte(at: end) == UInt8(ascii: ")")
        else {
            index = mark
            return nil
        }
        return type
    }

    /// A type name; in the tolerant reading also in single quotes.
    mutating func typeName() throws(SyntaxError) -> TypeNameSyntax {
        let isQuoted = !rules.isStrict && take("'")
        var type = TypeNameSyntax(isCollection: false, name: try qualifiedName("a type name"))
        if type.name.text == "Collection", take("(") {
            type = TypeNameSyntax(isCollection: true, name: try qualifiedName("a type name"))
            try require(")")
        }
        if isQuoted { try require("'") }
        return type
    }

    private mutating func conditional(_ start: Int) throws(SyntaxError) -> ExpressionSyntax {
        try require("(")
        try descend()
        var branches: [ConditionalBranchSyntax] = []
        var highest = 0
        let outerCondition = conditionDepth
        skipBlanks()
        repeat {
            if !branches.isEmpty { skipBlanks() }
            conditionDepth = depth
            let condition = try expression()
            conditionDepth = outerCondition
            highest = max(highest, height)
            skipBlanks()
            try require(":")
            skipBlanks()
            let value = try expression()
            highest = max(highest, height)
            branches.append(ConditionalBranchSyntax(condition: condition, value: value))
            skipBlanks()
        } while take(",")
        guard take(")") else { throw unexpected("',' or ')'") }
        depth -= 1
        try raise(above: highest)
        return .conditional(branches, SourceRange(start, index))
    }
}

/// The names of the built-in functions, in lower case: what a name with a parenthesis may be besides a path.
enum BuiltInNames {
    private static let names: Set<String> = [
        "concat", "contains", "endswith", "indexof", "length", "startswith", "substring", "hassubset",
        "hassubsequence", "matchespattern", "tolower", "toupper", "trim", "date", "day", "fractionalseconds", "hour",
        "maxdatetime", "mindatetime", "minute", "month", "now", "second", "time", "totaloffsetminutes",
        "totalseconds", "year", "ceiling", "floor", "round", "geo.distance", "geo.intersects", "geo.length",
        "isdefined", "substringof", "replace",
    ]

    static func contains(_ name: String) -> Bool {
        names.contains(name) || names.contains(name.lowercased())
    }
}
