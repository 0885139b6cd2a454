extension GrammarRules {
    /// Rules for paths inside expressions.
    static let memberPaths: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        table["firstMemberExpr"] = { $0.isMemberPath($1) { $0.root != .root } }
        table["rootExpr"] = { $0.isMemberPath($1) { $0.root == .root } }
        table["currCollectionExpr"] = { $0.isMemberPath($1) { $0.root == .these } }
        table["implicitVariableExpr"] = { $0.text($1) == "$it" || $0.text($1) == "$this" }
        table["inscopeVariableExpr"] = { evaluator, raw in
            evaluator.isMemberPath(raw) { path in
                switch path.root {
                case .it, .this, .alias: path.segments.isEmpty
                default: false
                }
            } || all["lambdavariableexpr"]?(evaluator, raw) ?? false
        }
        // What may follow a collection, an entity and so on is asked behind a name that is one.
        for (rule, states) in [
            ("collectionNavigationExpr", MemberStates.entityCollection),
            ("collectionNavNoCastExpr", .castEntityCollection), ("singleNavigationExpr", .entity),
            ("complexColPathExpr", .complexCollection), ("collectionPathExpr", .primitiveCollection),
            ("complexPathExpr", .complex), ("primitivePathExpr", .primitive),
        ] {
            table[rule] = { $0.continuesMember($1, states) }
        }
        table["filterExpr"] = { evaluator, raw in
            evaluator.rest(raw, behind: "/$filter", exact: true) != nil
                && evaluator.continuesMember(raw, .primitiveCollection) { path in
                    guard path.segments.count == 2, case .filter? = path.segments.last else { return false }
                    return true
                }
        }
        table["memberExpr"] = { $0.continuesMember([UInt8(ascii: "/")] + $1, .entity) }
        for (rule, kind) in [
            ("directMemberExpr", MemberKind.any), ("propertyPathExpr", .property), ("functionExpr", .function),
            ("boundFunctionExpr", .function), ("annotationExpr", .annotation),
        ] {
            table[rule] = { evaluator, raw in
                evaluator.continuesMember([UInt8(ascii: "/")] + raw, .castMember, kind.isFirst)
            }
        }
        for (rule, isAll) in [("anyExpr", false), ("allExpr", true)] {
            table[rule] = { evaluator, raw in
                evaluator.continuesMember([UInt8(ascii: "/")] + raw, .primitiveCollection) { path in
                    guard path.segments.count == 2 else { return false }
                    switch path.segments.last {
                    case .any: return !isAll
                    case .all: return isAll
                    default: return false
                    }
                }
            }
        }
        for (rule, list) in [
            ("annotationInQuery", "annotationInQuery"), ("complexAnnotationInQuery", "complexAnnotationInQuery"),
            ("entityAnnotationInQuery", "entityAnnotationInQuery"),
            ("primitiveAnnotationInQuery", "primitiveAnnotationInQuery"),
            ("primitiveColAnnotationInQuery", "primitiveColAnnotationInQuery"),
        ] {
            table[rule] = { evaluator, raw in
                evaluator.whole(raw) { reader throws(SyntaxError) in try reader.annotation() }
                    .map { evaluator.model.isAnnotation($0, list) } ?? false
            }
        }
        addParentheses(&table)
        return table
    }()

    /// What a path starts with behind its first slash.
    private enum MemberKind {
        case any, property, function, annotation

        func isFirst(_ path: MemberPathSyntax) -> Bool {
            guard path.segments.count > 1 else { return false }
            return switch (self, path.segments[1]) {
            case (.any, _), (.property, .name), (.annotation, .annotation): true
            case (.function, .invocation(_, let arguments, _)): arguments.allSatisfy { $0.name != nil }
            case (.property, .invocation): true
            default: false
            }
        }
    }

    private static func addParentheses(_ table: inout [String: GrammarRule]) {
        for rule in ["simpleKey", "compoundKey"] {
            table[rule] = { evaluator, raw in
                guard let (arguments, range) = evaluator.parentheses(raw) else { return false }
                let isNamed = arguments.first?.name != nil
                return isNamed == (rule == "compoundKey") && evaluator.model.isKey(arguments, 0, range)
            }
        }
        table["keyPathSegments"] = { evaluator, raw in
            guard raw.first == UInt8(ascii: "/"), let path = evaluator.resourcePath(raw.dropFirst()) else {
                return false
            }
            return path.segments.allSatisfy { evaluator.model.isPathKey($0.text) }
        }
        table["keyPathLiteral"] = { evaluator, raw in
            raw.allSatisfy { URLCharacter.isPathCharacter($0) || $0 == UInt8(ascii: "%") }
                && evaluator.reader(raw) != nil
        }
        table["keyPredicate"] = { evaluator, raw in
            ["simplekey", "compoundkey", "keypathsegments"].contains { all[$0]?(evaluator, raw) ?? false }
        }
        table["keyValuePair"] = { all["compoundkey"]?($0, [UInt8(ascii: "(")] + $1 + [UInt8(ascii: ")")]) ?? false }
        table["functionParameters"] = { evaluator, raw in
            evaluator.parentheses(raw).map { evaluator.arePathParameters($0.0) } ?? false
        }
        table["functionParameter"] = { evaluator, raw in
            evaluator.parentheses([UInt8(ascii: "(")] + raw + [UInt8(ascii: ")")])
                .map { $0.0.count == 1 && evaluator.arePathParameters($0.0) } ?? false && evaluator.isTrimmed(raw)
        }
        table["functionExprParameters"] = { evaluator, raw in
            evaluator.parentheses(raw).map { evaluator.model.areParameters($0.0) } ?? false
        }
        table["functionExprParameter"] = { evaluator, raw in
            evaluator.parentheses([UInt8(ascii: "(")] + raw + [UInt8(ascii: ")")])
                .map { $0.0.count == 1 && evaluator.model.areParameters($0.0) } ?? false && evaluator.isTrimmed(raw)
        }
    }

    /// Rules for resource paths.
    static let resourcePaths: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        table["resourcePath"] = { evaluator, raw in
            evaluator.resourcePath(raw).map(evaluator.model.isResourcePath) ?? false
        }
        for (rule, states) in [
            ("collectionNavigation", MemberStates.entityCollection), ("collectionNavPath", .castEntityCollection),
            ("singleNavigation", .entity), ("singleNavPath", .castEntity), ("complexColPath", .complexCollection),
            ("collectionPath", .primitiveCollection), ("complexPath", .complex), ("complexNavPath", .castComplex),
            ("primitivePath", .primitive), ("boundOperation", .each),
        ] {
            table[rule] = { $0.continuesResource($1, states) }
        }
        table["propertyPath"] = { evaluator, raw in
            evaluator.continuesResource([UInt8(ascii: "/")] + raw, .castComplex) { segment in
                switch segment.kind {
                case .name(let name), .invocation(let name, _, nil): !name.isQualified
                default: false
                }
            }
        }
        table["filterInPath"] = { evaluator, raw in
            evaluator.rest(raw, behind: "/$filter", exact: true) != nil
                && evaluator.continuesResource(raw, .castEntityCollection, isLast: true) { segment in
                    if case .filter(_, nil) = segment.kind { true } else { false }
                }
        }
        for (rule, text) in [
            ("each", "/$each"), ("count", "/$count"), ("ref", "/$ref"), ("value", "/$value"),
            ("querySegment", "/$query"),
        ] {
            table[rule] = { $0.text($1) == text }
        }
        table["ordinalIndex"] = { evaluator, raw in
            evaluator.continuesResource(raw, .primitiveCollection, isLast: true) { $0.kind == .plain }
        }
        table["crossjoin"] = { evaluator, raw in
            guard let path = evaluator.resourcePath(raw), path.segments.count == 1,
                case .crossjoin? = path.segments.first?.kind
            else { return false }
            return evaluator.model.isResourcePath(path)
        }
        for (function, _) in GrammarModel.functionRules {
            table["bound\(function.prefix(1).uppercased() + function.dropFirst())Call"] = { evaluator, raw in
                evaluator.isFunctionCall(raw) { evaluator.model.isName($0, [function]) }
            }
            table["\(function)ImportCall"] = { evaluator, raw in
                evaluator.isFunctionCall(raw) { evaluator.model.allows(function + "Import", $0.text) }
            }
        }
        return table
    }()
}

extension GrammarEvaluator {
    func resourcePath(_ raw: ArraySlice<UInt8>) -> ResourcePathSyntax? {
        guard !raw.isEmpty else { return nil }
        return try? PathParser(rules: .grammar, limits: Self.limits).read(raw)
    }

    /// Whether a path fills the text, and is one of a kind.
    func isMemberPath(_ raw: ArraySlice<UInt8>, _ isKind: (MemberPathSyntax) -> Bool) -> Bool {
        let first = raw.first
        guard first != UInt8(ascii: "("), rest(raw, behind: "%28") == nil, case .path(let path)? = expression(raw)
        else {
            return false
        }
        return isKind(path) && model.isPath(path)
    }

    /// Whether the text starts with a slash or a parenthesis.
    private func startsStep(_ raw: ArraySlice<UInt8>) -> Bool {
        raw.first == UInt8(ascii: "/") || raw.first == UInt8(ascii: "(") || rest(raw, behind: "%28") != nil
    }

    /// Whether the text may follow a name that is at one of the states.
    func continuesMember(
        _ raw: ArraySlice<UInt8>,
        _ states: MemberStates,
        _ isKind: (MemberPathSyntax) -> Bool = { _ in true }
    ) -> Bool {
        guard startsStep(raw), case .path(let path)? = expression([UInt8(ascii: "_")] + raw), path.root == .implicit,
            isKind(path)
        else {
            return false
        }
        switch path.segments.first {
        case .name:
            guard path.segments.count > 1, let end = model.advance(states, path.segments.dropFirst()) else {
                return false
            }
            return model.isComplete(end)
        case .invocation(let name, let arguments, let range):
            guard !states.isDisjoint(with: [.entityCollection, .castEntityCollection]),
                model.isKey(arguments, name.range.end, range),
                let end = model.advance(.entity, path.segments.dropFirst())
            else { return false }
            return model.isComplete(end)
        default: return false
        }
    }

    /// Whether the text may follow a segment that is at one of the states.
    func continuesResource(
        _ raw: ArraySlice<UInt8>,
        _ states: MemberStates,
        isLast: Bool = false,
        _ isFirst: (ResourceSegmentSyntax) -> Bool = { _ in true }
    ) -> Bool {
        guard startsStep(raw), let path = resourcePath([UInt8(ascii: "_")] + raw), let first = path.segments.first
        else { return false }
        switch first.kind {
        case .name:
            guard path.segments.count > 1, isFirst(path.segments[1]), !isLast || path.segments.count == 2 else {
                return false
            }
            return model.follows(states, path.segments.dropFirst())
        case .invocation(let name, let arguments, nil):
            return !isLast && !states.isDisjoint(with: [.entityCollection, .castEntityCollection])
                && model.isKey(arguments, name.range.end, SourceRange(0, first.text.utf8.count))
                && model.follows(.entity, path.segments.dropFirst())
        default: return false
        }
    }

    /// Arguments in parentheses that fill the text.
    func parentheses(_ raw: ArraySlice<UInt8>) -> ([ArgumentSyntax], SourceRange)? {
        whole(raw) { reader throws(SyntaxError) in
            let arguments = try reader.arguments()
            return (arguments, SourceRange(0, reader.index))
        }
    }

    /// `functionParameters`: values are literals or aliases.
    func arePathParameters(_ arguments: [ArgumentSyntax]) -> Bool {
        model.areParameters(arguments)
            && arguments.allSatisfy { argument in
                if case .literal = argument.value { true } else { model.isAlias(argument.value) }
            }
    }

    func isFunctionCall(_ raw: ArraySlice<UInt8>, _ isName: (NameSyntax) -> Bool) -> Bool {
        guard let path = resourcePath(raw), path.segments.count == 1,
            case .invocation(let name, let arguments, nil)? = path.segments.first?.kind
        else { return false }
        return isName(name) && arePathParameters(arguments)
    }
}
