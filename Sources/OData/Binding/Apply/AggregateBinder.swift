/// Binding of the members of `aggregate` (Data Aggregation 3.2.1).
struct AggregateBinder {
    let session: BindingSession
    let input: BoundShape

    private var scope: BindingScope { BindingScope(session.instance(of: input)) }

    func bind(_ syntax: [AggregateExpressionSyntax]) throws(BindingError) -> [BoundAggregate] {
        var aggregates: [BoundAggregate] = []
        for item in syntax {
            let aggregate = try bind(item)
            guard !aggregates.contains(where: { $0.name == aggregate.name }) else {
                throw .nameInUse(name: aggregate.name, at: session.place(item.name?.range ?? item.range))
            }
            aggregates.append(aggregate)
        }
        return aggregates
    }

    private func bind(_ syntax: AggregateExpressionSyntax) throws(BindingError) -> BoundAggregate {
        session.startExpression()
        if syntax.method == nil, let custom = custom(syntax) {
            let source = Read(hops: [], source: .custom(custom.name), isCount: false, type: custom.type)
            return try finished(syntax, source, method: .sum)
        }
        let read = try source(syntax.source, in: scope)
        if read.source == .rows {
            return try finished(syntax, read, method: read.isCount ? .count : try session.method(syntax.method, syntax))
        }
        return try finished(syntax, read, method: try session.method(syntax.method, syntax))
    }

    private func finished(
        _ syntax: AggregateExpressionSyntax,
        _ read: Read,
        method: BoundAggregate.Method
    ) throws(BindingError) -> BoundAggregate {
        let type: EdmTypeReference
        if case .custom = read.source {
            type = read.type
        } else {
            type = try session.result(of: method, read.type, syntax.source.range)
        }
        var stages: [BoundAggregate.Stage] = []
        if !syntax.stages.isEmpty, !read.hops.isEmpty {
            throw session.notImplemented("from behind a path over a collection", syntax.range)
        }
        var last = type
        for stage in syntax.stages {
            let method = try session.method(stage.method, syntax)
            last = try session.result(of: method, last, syntax.range)
            var keys: [BoundExpression] = []
            for path in stage.properties {
                keys.append(try GroupingBinder.key(path, in: scope, session: session))
            }
            stages.append(BoundAggregate.Stage(keys: keys, method: method, type: last))
        }
        return BoundAggregate(
            name: try name(of: syntax, read),
            hops: read.hops,
            source: read.source,
            method: method,
            firstType: type,
            stages: stages
        )
    }

    private func name(of syntax: AggregateExpressionSyntax, _ read: Read) throws(BindingError) -> String {
        if let name = syntax.name { return name.text }
        if case .custom(let name) = read.source { return name }
        throw .wrongOperand(
            operator: "aggregate",
            found: "a value without a name",
            expected: "' as ' and a name",
            at: session.place(syntax.range)
        )
    }

    // MARK: Sources

    /// What a source leads to.
    private struct Read {
        var hops: [BoundAggregate.Hop]
        var source: BoundAggregate.Source
        /// Whether it ends in `$count`.
        var isCount: Bool
        var type: EdmTypeReference
    }

    /// Follows a path up to its last collection; what is left is a value of the members found there.
    private func source(_ syntax: ExpressionSyntax, in scope: BindingScope) throws(BindingError) -> Read {
        guard case .path(let path) = syntax, path.root == .implicit else {
            let value = try session.bind(syntax, in: scope)
            return Read(hops: [], source: .value(value), isCount: false, type: value.type)
        }
        if case .count(let options, let range)? = path.segments.first {
            if options != nil { throw session.notImplemented("options of $count in aggregate", range) }
            return Read(hops: [], source: .rows, isCount: true, type: .null)
        }
        for index in path.segments.indices {
            guard case .name = path.segments[index] else { break }
            var prefix = path
            prefix.segments = Array(path.segments[...index])
            guard case .collection(let collection, let item, nil) = try session.end(of: prefix, in: scope),
                case .navigation(_, let set) = collection.member
            else { continue }
            let variable = session.variable("$this", type: item.type, entitySet: set)
            var read = Read(hops: [], source: .rows, isCount: false, type: .null)
            var rest = path
            rest.segments = Array(path.segments[(index + 1)...])
            if !rest.segments.isEmpty {
                let inner = BindingScope(current: variable, instance: scope.instance)
                read = try source(.path(rest), in: inner)
            }
            read.hops.insert(BoundAggregate.Hop(collection: collection, variable: variable), at: 0)
            return read
        }
        let value = try session.bind(syntax, in: scope)
        return Read(hops: [], source: .value(value), isCount: false, type: value.type)
    }

    /// The custom aggregate that an expression without a method names, where the set declares one; its name need not be
    /// that of a property.
    private func custom(_ syntax: AggregateExpressionSyntax) -> (name: String, type: EdmTypeReference)? {
        guard case .path(let path) = syntax.source, path.segments.count == 1, let type = customType(path) else {
            return nil
        }
        return (path.text, type)
    }

    /// The type that `Aggregation.CustomAggregate` gives a name; only rows of the set itself have custom aggregates.
    private func customType(_ path: MemberPathSyntax) -> EdmTypeReference? {
        guard input.isEntity else { return nil }
        let term = EdmTypeName("Org.OData.Aggregation.V1", "CustomAggregate")
        for annotation in input.entitySet.annotations where annotation.term == term {
            guard annotation.qualifier == path.text, case .string(let name) = annotation.value,
                name.hasPrefix("Edm."), let type = EdmPrimitiveType(rawValue: String(name.dropFirst(4)))
            else { continue }
            return .primitive(type)
        }
        return nil
    }
}
