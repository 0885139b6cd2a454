extension GrammarModel {
    /// Whether the names and shapes of an expression are what `commonExpr` says.
    func isExpression(_ expression: ExpressionSyntax) -> Bool {
        switch expression {
        case .literal(let literal, _): isLiteral(literal)
        case .path(let path): isPath(path)
        case .unary(_, let operand, _): isExpression(operand)
        case .binary(.has, let left, let right, _): isExpression(left) && isEnumerationLiteral(right)
        case .binary(_, let left, let right, _): isExpression(left) && isExpression(right)
        case .and(let operands, _), .or(let operands, _), .list(let operands, _), .array(let operands, _):
            operands.allSatisfy(isExpression)
        case .object(let members, _): members.allSatisfy { isExpression($0.value) }
        case .call(let call): isCall(call)
        case .conditional(let branches, _):
            branches.allSatisfy { isExpression($0.condition) && isExpression($0.value) }
        case .cast(let value, let type, _), .isOf(let value, let type, _):
            (value.map(isExpression) ?? true) && isType(type)
        }
    }

    /// Whether the literal's names are known.
    func isLiteral(_ literal: EdmLiteral) -> Bool {
        guard case .enumeration(let type, let members) = literal else { return true }
        return isName(NameSyntax(type, SourceRange(0, 0)), ["enumerationTypeName"], qualified: true)
            && members.allSatisfy(isEnumerationMember)
    }

    /// `singleEnumLiteral`.
    func isEnumerationMember(_ text: String) -> Bool {
        if allows("enumerationMember", text) { return true }
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        return (1...19).contains(digits.utf8.count) && digits.utf8.allSatisfy(ASCIIClass.isDigit)
    }

    private func isEnumerationLiteral(_ expression: ExpressionSyntax) -> Bool {
        guard case .literal(let literal, _) = expression else { return false }
        switch literal {
        case .enumeration: return isLiteral(literal)
        case .string(let text):
            return text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
                isEnumerationMember(String($0))
            }
        default: return false
        }
    }

    /// The built-in functions and how many arguments they take.
    static let functionArity: [String: ClosedRange<Int>] = {
        var table: [String: ClosedRange<Int>] = ["substring": 2...3]
        for name in [
            "concat", "contains", "endswith", "indexof", "startswith", "matchespattern", "hassubset",
            "hassubsequence", "geo.distance", "geo.intersects",
        ] {
            table[name] = 2...2
        }
        for name in [
            "length", "tolower", "toupper", "trim", "year", "month", "day", "hour", "minute", "second",
            "fractionalseconds", "totalseconds", "date", "time", "totaloffsetminutes", "round", "floor", "ceiling",
            "geo.length",
        ] {
            table[name] = 1...1
        }
        for name in ["now", "mindatetime", "maxdatetime"] { table[name] = 0...0 }
        return table
    }()

    private func isCall(_ call: FunctionCallSyntax) -> Bool {
        if call.name.text == "isdefined" {
            guard call.arguments.count == 1, case .path(let path)? = call.arguments.first else { return false }
            return path.root != .root && isPath(path)
        }
        guard let arity = Self.functionArity[call.name.text.lowercased()] else { return false }
        return arity.contains(call.arguments.count) && call.arguments.allSatisfy(isExpression)
    }

    // MARK: Paths

    /// `firstMemberExpr`, `functionExpr` or `rootExpr`.
    func isPath(_ path: MemberPathSyntax) -> Bool {
        guard let states = states(behind: path) else { return false }
        return isComplete(states)
    }

    /// Where a path may be at its end.
    func states(behind path: MemberPathSyntax) -> MemberStates? {
        var segments = path.segments[...]
        var states: MemberStates
        switch path.root {
        case .it, .this: states = .variable
        case .these: states = .currentCollection
        case .alias(let name):
            states = .variable
            if allows("termName", name) { states.insert(.annotation) }
        case .implicit:
            guard let first = segments.popFirst() else { return nil }
            states = memberExpression(first)
            if case .name(let name) = first, !name.isQualified, allows("lambdaVariableExpr", name.text) {
                states.insert(.variable)
            }
        case .root:
            guard let first = segments.popFirst() else { return nil }
            states = rootMember(first)
        }
        return advance(states, segments)
    }

    /// The states behind further segments.
    func advance(_ start: MemberStates, _ segments: some Sequence<MemberSegmentSyntax>) -> MemberStates? {
        var states = start
        for segment in segments {
            states = next(states, segment)
            if states.isEmpty { return nil }
        }
        return states
    }

    /// Whether a path may end in one of these states.
    func isComplete(_ states: MemberStates) -> Bool {
        !states.subtracting([.castEntityCollection, .castMember, .currentCollection]).isEmpty
    }

    private func rootMember(_ segment: MemberSegmentSyntax) -> MemberStates {
        switch segment {
        case .name(let name):
            guard !name.isQualified else { return [] }
            var states: MemberStates = []
            if allows("entitySetName", name.text) { states.insert(.entityCollection) }
            if allows("singletonEntity", name.text) { states.insert(.entity) }
            return states
        case .invocation(let name, let arguments, let range):
            var states: MemberStates = []
            if !name.isQualified, allows("entitySetName", name.text), isKey(arguments, name.range.end, range) {
                states.insert(.entity)
            }
            if areParameters(arguments) { states.formUnion(functionImports(name)) }
            return states
        default: return []
        }
    }

    private func next(_ states: MemberStates, _ segment: MemberSegmentSyntax) -> MemberStates {
        var result: MemberStates = []
        if states.contains(.entityCollection) { result.formUnion(entityCollectionStep(segment)) }
        if states.contains(.castEntityCollection) { result.formUnion(uncastCollectionStep(segment)) }
        if states.contains(.entity) || states.contains(.variable) || states.contains(.keySegment) {
            result.formUnion(memberExpression(segment))
        }
        if states.contains(.keySegment) { result.formUnion(keySegment(segment)) }
        if states.contains(.complexCollection) {
            result.formUnion(collectionStep(segment))
            if case .name(let name) = segment, isComplexType(name) { result.insert(.castComplexCollection) }
        }
        if !states.isDisjoint(with: [.castComplexCollection, .primitiveCollection, .currentCollection]) {
            result.formUnion(collectionStep(segment))
        }
        if states.contains(.complex) { result.formUnion(complexStep(segment)) }
        if !states.isDisjoint(with: [.castComplex, .castMember]) { result.formUnion(directMember(segment)) }
        if !states.isDisjoint(with: [.primitive, .stream]) { result.formUnion(primitiveStep(segment)) }
        if states.contains(.annotation) {
            result.formUnion(collectionStep(segment))
            result.formUnion(memberExpression(segment))
            result.formUnion(complexStep(segment))
            result.formUnion(primitiveStep(segment))
        }
        return result
    }

    /// `memberExpr`.
    func memberExpression(_ segment: MemberSegmentSyntax) -> MemberStates {
        var states = directMember(segment)
        if case .name(let name) = segment, isStructuredType(name) { states.insert(.castMember) }
        return states
    }

    /// `directMemberExpr`.
    private func directMember(_ segment: MemberSegmentSyntax) -> MemberStates {
        switch segment {
        case .name(let name): properties(name)
        case .invocation(let name, let arguments, let range):
            functionStep(name, arguments).union(
                !name.isQualified && allows("entityColNavigationProperty", name.text)
                    && isKey(arguments, name.range.end, range) ? .entity : []
            )
        case .annotation(let annotation): isAnnotation(annotation, "annotationInQuery") ? .annotation : []
        default: []
        }
    }

    private func functionStep(_ name: NameSyntax, _ arguments: [ArgumentSyntax]) -> MemberStates {
        areParameters(arguments) ? functions(name) : []
    }

    private func primitiveStep(_ segment: MemberSegmentSyntax) -> MemberStates {
        switch segment {
        case .annotation(let annotation): isAnnotation(annotation, "annotationInQuery") ? .annotation : []
        case .invocation(let name, let arguments, _): functionStep(name, arguments)
        default: []
        }
    }

    private func complexStep(_ segment: MemberSegmentSyntax) -> MemberStates {
        var states = directMember(segment)
        if case .name(let name) = segment, isComplexType(name) { states.insert(.castComplex) }
        return states
    }

    /// `collectionPathExpr`.
    private func collectionStep(_ segment: MemberSegmentSyntax) -> MemberStates {
        switch segment {
        case .count(let options, _): options.map(areOptions) ?? true ? .end : []
        case .filter(let filter, _): isExpression(filter) ? .primitiveCollection : []
        case .any(let lambda, _): lambda.map(isLambda) ?? true ? .end : []
        case .all(let lambda, _): isLambda(lambda) ? .end : []
        case .aggregate(let aggregate, _): isAggregateFunction(aggregate) ? .end : []
        case .annotation, .invocation: primitiveStep(segment)
        case .name, .key: []
        }
    }

    func isLambda(_ lambda: LambdaSyntax) -> Bool {
        allows("lambdaVariableExpr", lambda.variable.text) && isExpression(lambda.predicate)
    }

    private func entityCollectionStep(_ segment: MemberSegmentSyntax) -> MemberStates {
        var states = uncastCollectionStep(segment)
        switch segment {
        case .name(let name):
            if isEntityType(name) { states.insert(.castEntityCollection) }
        case .invocation(let name, let arguments, let range):
            if isEntityType(name), isKey(arguments, name.range.end, range) { states.insert(.entity) }
        default: break
        }
        return states
    }

    /// `collectionNavNoCastExpr`.
    private func uncastCollectionStep(_ segment: MemberSegmentSyntax) -> MemberStates {
        switch segment {
        case .filter(let filter, _): isExpression(filter) ? [.entityCollection, .primitiveCollection] : []
        case .key(let arguments, let range): isKey(arguments, range.start, range) ? .entity : []
        case .name: keySegment(segment)
        default: collectionStep(segment)
        }
    }

    private func keySegment(_ segment: MemberSegmentSyntax) -> MemberStates {
        guard case .name(let name) = segment, isPathKey(name.text) else { return [] }
        return .keySegment
    }

    /// `keyPathLiteral`.
    func isPathKey(_ text: String) -> Bool {
        guard let list = list("keyPathLiteral") else { return true }
        return list.contains(text)
    }

    // MARK: Parentheses

    /// `functionExprParameters`.
    func areParameters(_ arguments: [ArgumentSyntax]) -> Bool {
        arguments.allSatisfy { argument in
            guard let name = argument.name else { return false }
            return allows("parameterName", name.text) && isExpression(argument.value)
        }
    }

    /// `simpleKey` or `compoundKey` between the parenthesis at `start` and the end of `range`; without white space.
    func isKey(_ arguments: [ArgumentSyntax], _ start: Int, _ range: SourceRange) -> Bool {
        guard !arguments.isEmpty else { return false }
        var end = start
        for argument in arguments {
            let first = argument.name?.range ?? argument.value.range
            guard first.start == end + 1, isKeyValue(argument.value) else { return false }
            if let name = argument.name {
                guard argument.value.range.start == name.range.end + 1,
                    allowsAny(["primitiveKeyProperty", "keyPropertyAlias"], name.text)
                else { return false }
            } else if arguments.count > 1 {
                return false
            }
            end = argument.value.range.end
        }
        return end + 1 == range.end
    }

    /// `parameterAlias / keyPropertyValue`.
    private func isKeyValue(_ value: ExpressionSyntax) -> Bool {
        switch value {
        case .literal(let literal, _):
            switch literal {
            case .null, .binary, .geography, .geometry: return false
            default: return isLiteral(literal)
            }
        default: return isAlias(value)
        }
    }

    func isAlias(_ value: ExpressionSyntax) -> Bool {
        guard case .path(let path) = value, case .alias = path.root else { return false }
        return path.segments.isEmpty
    }
}
