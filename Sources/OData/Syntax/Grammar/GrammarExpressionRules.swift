extension GrammarRules {
    /// Rules for expressions as a whole and for their operators and calls.
    static let expressions: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        for rule in [
            "commonExpr", "boolCommonExpr", "lambdaPredicateExpr", "aggregatableExpr", "collectionExpr",
        ] {
            table[rule] = { $0.isExpression($1) }
        }
        table["parenExpr"] = { evaluator, raw in
            (evaluator.rest(raw, behind: "(") ?? evaluator.rest(raw, behind: "%28")) != nil
                && evaluator.isOperand(raw) { _ in true }
        }
        table["listExpr"] = { evaluator, raw in
            let list = evaluator.whole(raw) { reader throws(SyntaxError) in
                try reader.current == UInt8(ascii: "(") ? reader.listOrParenthesis() : nil
            }
            guard case .list(let members, _)? = list else { return false }
            return members.allSatisfy(evaluator.model.isExpression)
        }
        table["negateExpr"] = { evaluator, raw in
            evaluator.rest(raw, behind: "-").flatMap { evaluator.restBehindBlanks($0, required: false) }
                .map(evaluator.isExpression) ?? false
        }
        table["notExpr"] = { evaluator, raw in
            evaluator.rest(raw, behind: "not").flatMap { evaluator.restBehindBlanks($0, required: true) }
                .map(evaluator.isExpression) ?? false
        }
        for word in [
            "and", "or", "eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "div", "divby", "mod", "in", "has",
        ] {
            table[word + "Expr"] = { evaluator, raw in
                // The right side is what the operator takes behind an operand.
                evaluator.restBehindBlanks(raw, required: true).flatMap { evaluator.rest($0, behind: word) } != nil
                    && evaluator.isExpression([UInt8(ascii: "0")] + raw)
            }
        }
        addCalls(&table)
        table["arrayOrObject"] = { evaluator, raw in evaluator.isJSON(raw) { _ in true } }
        table["array"] = { evaluator, raw in
            evaluator.isJSON(raw) { if case .array = $0 { true } else { false } }
        }
        table["object"] = { evaluator, raw in
            evaluator.isJSON(raw) { if case .object = $0 { true } else { false } }
        }
        table["stringInUrl"] = {
            $0.isJSON([UInt8(ascii: "[")] + $1 + [UInt8(ascii: "]")]) { $0.isTextArray } && $0.isTrimmed($1)
        }
        table["valueInUrl"] = {
            $0.isJSON([UInt8(ascii: "[")] + $1 + [UInt8(ascii: "]")]) { $0.memberCount == 1 } && $0.isTrimmed($1)
        }
        table["member"] = {
            $0.isJSON([UInt8(ascii: "{")] + $1 + [UInt8(ascii: "}")]) { $0.memberCount == 1 } && $0.isTrimmed($1)
        }
        for rule in ["parameterValue"] {
            table[rule] = { evaluator, raw in evaluator.parameterValue(raw) != nil }
        }
        return table
    }()

    private static func addCalls(_ table: inout [String: GrammarRule]) {
        let names = [
            "indexOf", "toLower", "toUpper", "trim", "substring", "concat", "length", "matchesPattern", "year", "month",
            "day", "hour", "minute", "second", "fractionalseconds", "totalseconds", "date", "time", "round", "floor",
            "ceiling", "totalOffsetMinutes", "minDateTime", "maxDateTime", "now", "endsWith", "startsWith", "contains",
            "hasSubset", "hasSubsequence",
        ]
        var functions: [(String, String)] = names.map { ($0 + "MethodCallExpr", $0.lowercased()) }
        functions += [
            ("distanceMethodCallExpr", "geo.distance"), ("geoLengthMethodCallExpr", "geo.length"),
            ("intersectsMethodCallExpr", "geo.intersects"), ("isdefinedExpr", "isdefined"),
        ]
        for (rule, function) in functions {
            table[rule] = { $0.isCall($1) { $0 == function } }
        }
        let booleans: Set<String> = [
            "endswith", "startswith", "contains", "geo.intersects", "hassubset", "hassubsequence", "isdefined",
        ]
        table["boolMethodCallExpr"] = { $0.isCall($1) { booleans.contains($0) } }
        table["caseMethodCallExpr"] = { evaluator, raw in
            evaluator.isOperand(raw) { if case .conditional = $0 { true } else { false } }
        }
        table["methodCallExpr"] = { evaluator, raw in
            evaluator.isCall(raw) { _ in true }
                || evaluator.isOperand(raw) { if case .conditional = $0 { true } else { false } }
        }
        table["castExpr"] = { evaluator, raw in
            evaluator.isOperand(raw) { if case .cast = $0 { true } else { false } }
        }
        table["isofExpr"] = { evaluator, raw in
            evaluator.isOperand(raw) { if case .isOf = $0 { true } else { false } }
        }
    }
}

extension ExpressionSyntax {
    /// The number of members of JSON.
    fileprivate var memberCount: Int {
        switch self {
        case .array(let members, _): members.count
        case .object(let members, _): members.count
        default: 0
        }
    }

    /// Whether this is a JSON array of one string.
    fileprivate var isTextArray: Bool {
        guard case .array(let members, _) = self, members.count == 1, case .literal(.string, let range)? = members.first
        else { return false }
        return range.start == 1
    }
}

extension GrammarEvaluator {
    /// Whether one operand without operators fills the text.
    func isOperand(_ raw: ArraySlice<UInt8>, _ isKind: (ExpressionSyntax) -> Bool) -> Bool {
        guard let operand = whole(raw, { reader throws(SyntaxError) in try reader.operand() }) else { return false }
        return isKind(operand) && model.isExpression(operand)
    }

    func isCall(_ raw: ArraySlice<UInt8>, _ isName: (String) -> Bool) -> Bool {
        guard raw.first.map(ASCIIClass.isLetter) ?? false else { return false }
        return isOperand(raw) { operand in
            if case .call(let call) = operand { isName(call.name.text.lowercased()) } else { false }
        }
    }

    func isJSON(_ raw: ArraySlice<UInt8>, _ isKind: (ExpressionSyntax) -> Bool) -> Bool {
        guard let value = parameterValue(raw) else { return false }
        switch value {
        case .array, .object: return isKind(value)
        default: return false
        }
    }

    func parameterValue(_ raw: ArraySlice<UInt8>) -> ExpressionSyntax? {
        let value = whole(raw) { reader throws(SyntaxError) in try reader.expression() }
        return value.flatMap { model.isExpression($0) ? $0 : nil }
    }

    /// Whether the text has no white space at its ends.
    func isTrimmed(_ raw: ArraySlice<UInt8>) -> Bool {
        restBehindBlanks(raw, required: true) == nil && !(raw.last.map(ASCIIClass.isBlank) ?? true)
            && !text(raw).hasSuffix("%20") && !text(raw).hasSuffix("%09")
    }
}
