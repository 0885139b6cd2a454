/// Aggregation methods, and their use in expressions.
extension BindingSession {
    /// `aggregate(…)` behind a collection: one value of its members (Data Aggregation 3.6).
    func aggregate(
        _ syntax: AggregateExpressionSyntax,
        over collection: BoundCollection?,
        of item: BoundVariable,
        filter: BoundExpression?,
        in scope: BindingScope,
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        guard syntax.stages.isEmpty else { throw notImplemented("from in aggregate in expressions", syntax.range) }
        var aggregate = BoundExpression.BoundCollectionAggregate(
            collection: collection,
            variable: item,
            filter: filter,
            value: nil,
            method: .count
        )
        if case .path(let path) = syntax.source, case .count(nil, _)? = path.segments.first {
            let type = try result(of: .count, .null, range)
            return BoundExpression(.aggregate(aggregate), type: type, range: range)
        }
        let value = try bind(syntax.source, in: scope)
        aggregate.method = try method(syntax.method, syntax)
        aggregate.value = value
        let type = try result(of: aggregate.method, value.type, syntax.source.range)
        return BoundExpression(.aggregate(aggregate), type: type, range: range)
    }

    /// `$these/aggregate(…)` and `$these/$count`: of the rows that the option or transformation works on.
    func these(_ path: MemberPathSyntax, in scope: BindingScope) throws(BindingError) -> BoundExpression {
        guard let rows = scope.instance else { throw notImplemented("$these inside $expand", path.range) }
        let item = variable("$these", type: rows.type, entitySet: rows.entitySet)
        let inner = BindingScope(current: item, instance: nil)
        guard path.segments.count == 1 else { throw notImplemented("paths behind $these", path.range) }
        switch path.segments[0] {
        case .aggregate(let syntax, _):
            return try aggregate(syntax, over: nil, of: item, filter: nil, in: inner, path.range)
        case .count(nil, let range):
            let whole = MemberPathSyntax(root: .implicit, segments: [.count(nil, range)], range: range)
            let count = AggregateExpressionSyntax(
                source: .path(whole),
                method: nil,
                stages: [],
                name: nil,
                range: range
            )
            return try aggregate(count, over: nil, of: item, filter: nil, in: inner, path.range)
        case .name, .invocation, .key, .count, .filter, .any, .all, .annotation:
            throw notImplemented("paths behind $these", path.range)
        }
    }

    // MARK: Methods

    func method(
        _ syntax: AggregateMethodSyntax?,
        _ item: AggregateExpressionSyntax
    ) throws(BindingError) -> BoundAggregate.Method {
        switch syntax {
        case .sum: return .sum
        case .min: return .min
        case .max: return .max
        case .average: return .average
        case .countDistinct: return .countDistinct
        case .custom(let name):
            throw .unknownFunction(name: String(name.text.prefix(80)), near: [], at: place(name.range))
        case nil:
            throw .wrongOperand(
                operator: "aggregate",
                found: "'\(SyntaxPrinter.text(of: item.source))' alone",
                expected: "'with' and a method",
                at: place(item.range)
            )
        }
    }

    /// The type of an aggregated value: sums of integers get room, averages of exact numbers are exact, counts are
    /// decimals without a fraction (Data Aggregation 3.2.1.2 and 3.2.1.4).
    func result(
        of method: BoundAggregate.Method,
        _ type: EdmTypeReference,
        _ range: SourceRange
    ) throws(BindingError) -> EdmTypeReference {
        var whole = EdmFacets()
        whole.scale = .fixed(0)
        switch method {
        case .count: return .primitive(.decimal, isNullable: false, facets: whole)
        case .countDistinct:
            if case .complex = type.type { throw notImplemented("countdistinct of complex values", range) }
            return .primitive(.decimal, isNullable: false, facets: whole)
        case .min, .max:
            guard TypePromotion.isOrderable(type), type.primitive != nil || type.isEnumeration else {
                throw .notOrderable(type: type.name, at: place(range))
            }
            var result = type
            result.isNullable = true
            return result
        case .sum, .average:
            guard let primitive = type.primitive, let kind = TypePromotion.kind(of: primitive) else {
                throw .wrongOperand(
                    operator: method.rawValue,
                    found: type == .null ? "null" : type.name,
                    expected: "a number",
                    at: place(range)
                )
            }
            var facets = EdmFacets()
            switch kind {
            case .floating: return .primitive(.double)
            case .integer where method == .sum && primitive != .int64: return .primitive(.int64)
            case .integer, .decimal:
                if let scale = TypePromotion.scale(of: type) {
                    facets.scale = .fixed(method == .average ? max(scale, 6) : scale)
                }
                return .primitive(.decimal, facets: facets)
            }
        }
    }
}

extension EdmTypeReference {
    fileprivate var isEnumeration: Bool {
        if case .enumeration = type { true } else { false }
    }
}
