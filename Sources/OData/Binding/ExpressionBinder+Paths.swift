/// Binding of paths inside expressions, with `any`, `all` and `$count` (URL Conventions 5.1.1.13 to 5.1.1.15).
extension BindingSession {
    /// What a path in an expression ends at.
    enum PathEnd {
        case value(BoundExpression)
        /// A collection, the type of its items, and the filter of `/$filter(…)` segments.
        case collection(BoundCollection, item: EdmTypeReference, filter: BoundExpression?)
    }

    /// The single value at the end of a path.
    func value(at path: MemberPathSyntax, in scope: BindingScope) throws(BindingError) -> BoundExpression {
        if let plain = try ownProperty(path, in: scope) { return plain }
        switch try end(of: path, in: scope) {
        case .value(let value): return value
        case .collection: throw .notSingleValued(path: path.text, at: place(path.range))
        }
    }

    /// The value of a path of one name that is a property of the current instance: what most paths are, bound without
    /// walking.
    private func ownProperty(
        _ path: MemberPathSyntax,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression? {
        guard path.segments.count == 1, path.root == .implicit, scope.lambdas.isEmpty,
            case .name(let name) = path.segments[0],
            let property = structuredType(scope.current.type)?.property(name.text), !property.type.isCollection
        else { return nil }
        switch property.type.type {
        case .primitive, .enumeration:
            try spend(on: property, path.range)
            return BoundExpression(
                .property(BoundPath(scope.current), property),
                type: property.type,
                range: path.range
            )
        case .complex, .entity, .typeDefinition, .abstract: return nil
        }
    }

    func end(of path: MemberPathSyntax, in scope: BindingScope) throws(BindingError) -> PathEnd {
        switch path.root {
        case .implicit:
            if case .name(let first)? = path.segments.first,
                let variable = scope.lambdas.last(where: { $0.name == first.text })
            {
                return try end(of: path, from: variable, segment: 1, in: scope)
            }
            return try end(of: path, from: scope.current, segment: 0, in: scope)
        case .it:
            guard let instance = scope.instance else { throw notImplemented("$it inside $expand", path.range) }
            return try end(of: path, from: instance, segment: 0, in: scope)
        case .this: return try end(of: path, from: scope.current, segment: 0, in: scope)
        case .root: throw notImplemented("$root", path.range)
        case .these: return .value(try these(path, in: scope))
        case .alias(let name):
            guard path.segments.isEmpty else { throw notImplemented("paths behind parameter aliases", path.range) }
            if let argument = functionArguments.last?[name] { return .value(argument) }
            let inner = scope.withoutLambdas
            var value = try withAlias(name, path.range) { (value) throws(BindingError) in try bind(value, in: inner) }
            value.range = path.range
            return .value(value)
        }
    }

    private func end(
        of path: MemberPathSyntax,
        from variable: BoundVariable,
        segment first: Int,
        in scope: BindingScope
    ) throws(BindingError) -> PathEnd {
        var walker = PathWalker(session: self, path: path, scope: scope, variable: variable)
        for segment in path.segments.dropFirst(first) { try walker.step(segment) }
        return try walker.end()
    }
}

extension MemberPathSyntax {
    /// The names of the path joined by `/`, as messages show it.
    var text: String { Self.text(segments[...]) }

    static func text(_ segments: ArraySlice<MemberSegmentSyntax>) -> String {
        segments.map { segment in
            switch segment {
            case .name(let name), .invocation(let name, _, _): name.text
            case .key: "()"
            case .count: "$count"
            case .filter: "$filter"
            case .any: "any"
            case .all: "all"
            case .annotation(let annotation): "@\(annotation.term.text)"
            case .aggregate: "aggregate"
            }
        }
        .joined(separator: "/")
    }
}

/// Follows the segments of one path.
private struct PathWalker {
    /// Where the walk has come to.
    enum State {
        /// An entity, or a complex or primitive value, that the path leads to.
        case instance
        /// A property at the end of the path.
        case property(EdmProperty)
        case collection(BoundCollection, item: BoundVariable, filter: BoundExpression?)
        /// A value that has no members: a count, a lambda.
        case value(BoundExpression)
    }

    let session: BindingSession
    let syntax: MemberPathSyntax
    let scope: BindingScope
    private var path: BoundPath
    private var type: EdmType
    private var structured: EdmStructuredType?
    private var setName: String?
    private var isNullable = false
    private var state: State = .instance
    private var taken: Int
    /// Whether the path went over a member that was aggregated away.
    private var isAway = false

    init(session: BindingSession, path syntax: MemberPathSyntax, scope: BindingScope, variable: BoundVariable) {
        self.session = session
        self.syntax = syntax
        self.scope = scope
        path = BoundPath(variable)
        type = variable.type
        structured = session.structuredType(variable.type)
        setName = variable.entitySet
        taken = 0
    }

    mutating func step(_ segment: MemberSegmentSyntax) throws(BindingError) {
        taken += 1
        switch segment {
        case .name(let name): try member(name)
        case .count(let options, let range): try count(options, range)
        case .filter(let filter, let range): try restrict(filter, range)
        case .any(let lambda, let range): try quantify(.any, lambda, range)
        case .all(let lambda, let range): try quantify(.all, lambda, range)
        case .invocation(let name, let arguments, let range): try invocation(name, arguments, range)
        case .key(_, let range): throw session.notImplemented("key predicates in expressions", range)
        case .annotation(let annotation): throw session.notImplemented("annotations in expressions", annotation.range)
        case .aggregate(let aggregate, let range): try reduce(aggregate, range)
        }
    }

    func end() throws(BindingError) -> BindingSession.PathEnd {
        if isAway { return .value(try nothing()) }
        switch state {
        case .value(let value): return .value(value)
        case .property(let property): return .value(expression(.property(path, property), property.type))
        case .collection(let collection, let item, let filter):
            let type =
                if case .property(let property) = collection.member {
                    EdmTypeReference(item.type, isNullable: property.type.isNullable, facets: property.type.facets)
                } else {
                    EdmTypeReference(item.type, isNullable: false)
                }
            return .collection(collection, item: type, filter: filter)
        case .instance:
            if path.steps.isEmpty {
                return .value(
                    BoundExpression(
                        .variable(path.variable),
                        type: EdmTypeReference(type, isNullable: structured == nil),
                        range: syntax.range
                    )
                )
            }
            if case .complex(let property)? = path.steps.last {
                var parent = path
                parent.steps.removeLast()
                return .value(expression(.property(parent, property), property.type))
            }
            return .value(expression(.navigation(path), EdmTypeReference(type)))
        }
    }

    /// Null of the type that the path would have led to.
    private func nothing() throws(BindingError) -> BoundExpression {
        let null = BoundExpression.Node.constant(.null)
        switch state {
        case .property(let property): return expression(null, property.type).nullable
        case .instance: return BoundExpression(null, type: .null, range: syntax.range)
        case .value, .collection: throw .notSingleValued(path: syntax.text, at: session.place(syntax.range))
        }
    }

    private func expression(_ node: BoundExpression.Node, _ declared: EdmTypeReference) -> BoundExpression {
        var type = session.conversion.plain(declared)
        type.isNullable = type.isNullable || isNullable
        return BoundExpression(node, type: type, range: syntax.range)
    }

    // MARK: Names

    private mutating func member(_ name: NameSyntax) throws(BindingError) {
        switch state {
        case .instance: break
        case .property(let property): throw notStructured(property.type.name, name.range)
        case .value(let value): throw notStructured(value.type.name, name.range)
        case .collection(let collection, let item, let filter):
            guard name.isQualified else { throw .notSingleValued(path: text, at: session.place(name.range)) }
            return try cast(name, collection, item, filter)
        }
        guard let structured else { throw notStructured(type.description, name.range) }
        if name.isQualified, structured.property(name.text) == nil { return try cast(name, from: structured) }
        if path.steps.isEmpty, path.variable.number == session.computedVariable, structured.property(name.text) == nil,
            let value = try session.computed(name, syntax.range)
        {
            state = .value(value)
            return
        }
        let away = structured.property(name.text) == nil ? session.aggregatedAway(name, from: structured) : nil
        if let away, session.member(name.text, of: structured, ignoringCase: true) == nil { return leave(away) }
        switch try session.declaredMember(name, of: structured, path: { text }) {
        case .property(let property):
            try session.spend(on: property, name.range)
            enter(property)
        case .navigation(let navigation):
            if case .nested? = session.shape(structured.name)?.member(navigation.name) {
                throw session.notImplemented("nested collections in expressions", name.range)
            }
            enter(navigation)
        }
    }

    private mutating func enter(_ property: EdmProperty) {
        if property.type.isCollection {
            let item = session.conversion.plain(property.type).type
            let variable = session.variable("$this", type: item, entitySet: nil)
            state = .collection(BoundCollection(base: path, member: .property(property)), item: variable, filter: nil)
        } else if case .complex(let name) = property.type.type {
            path.steps.append(.complex(property))
            isNullable = isNullable || property.type.isNullable
            type = property.type.type
            structured = session.model.complexType(name)
        } else {
            state = .property(property)
        }
    }

    private mutating func enter(_ navigation: EdmNavigationProperty) {
        let set = session.targetSet(
            of: navigation,
            from: setName.flatMap { session.model.source(named: $0) },
            through: complexNames
        )
        if navigation.isCollection {
            let item = session.variable("$this", type: .entity(navigation.target), entitySet: set?.name)
            let member = BoundCollection.Member.navigation(navigation, entitySet: set?.name)
            state = .collection(BoundCollection(base: path, member: member), item: item, filter: nil)
        } else {
            path.steps.append(.navigation(navigation, entitySet: set?.name))
            // Even a required entity may be out of this reader's sight.
            isNullable = true
            type = .entity(navigation.target)
            structured = session.structuredType(.entity(navigation.target))
            setName = set?.name
        }
    }

    /// Goes on along names that no row has any more: whatever the path ends at is null (Data Aggregation 3.7).
    private mutating func leave(_ member: BindingSession.DeclaredMember) {
        isAway = true
        switch member {
        case .property(let property): enter(property)
        case .navigation(let navigation): enter(navigation)
        }
    }

    /// The complex properties between the last entity of the path and its end.
    private var complexNames: [String] {
        var names: [String] = []
        for step in path.steps.reversed() {
            switch step {
            case .complex(let property): names.insert(property.name, at: 0)
            case .cast: continue
            case .navigation: return names
            }
        }
        return names
    }

    private mutating func cast(_ name: NameSyntax, from current: EdmStructuredType) throws(BindingError) {
        guard let target = session.structuredType(name) else { throw session.unknownType(name.text, name.range) }
        if session.model.type(current.name, isOrDerivesFrom: target.name) { return }
        guard session.model.type(target.name, isOrDerivesFrom: current.name) else {
            throw .unrelatedType(name: target.name.description, type: current.name, at: session.place(name.range))
        }
        path.steps.append(.cast(target.name))
        isNullable = true
        type = target.isEntity ? .entity(target.name) : .complex(target.name)
        structured = target
    }

    /// Only the members of a type, as a filter in front of all others says it.
    private mutating func cast(
        _ name: NameSyntax,
        _ collection: BoundCollection,
        _ item: BoundVariable,
        _ filter: BoundExpression?
    ) throws(BindingError) {
        guard let target = session.structuredType(name) else { throw session.unknownType(name.text, name.range) }
        guard let current = session.structuredType(item.type) else {
            throw notStructured(EdmTypeReference(item.type).name, name.range)
        }
        if session.model.type(current.name, isOrDerivesFrom: target.name) { return }
        guard session.model.type(target.name, isOrDerivesFrom: current.name) else {
            throw .unrelatedType(name: target.name.description, type: current.name, at: session.place(name.range))
        }
        let member = BoundExpression(
            .variable(item),
            type: EdmTypeReference(item.type, isNullable: false),
            range: name.range
        )
        let test = BoundExpression(
            .isOf(member, target.name),
            type: .primitive(.boolean, isNullable: false),
            range: name.range
        )
        let narrowed = BoundVariable(
            number: item.number,
            name: item.name,
            type: target.isEntity ? .entity(target.name) : .complex(target.name),
            entitySet: item.entitySet
        )
        state = .collection(collection, item: narrowed, filter: conjunction(filter, test))
    }

    private mutating func invocation(
        _ name: NameSyntax,
        _ arguments: [ArgumentSyntax],
        _ range: SourceRange
    ) throws(BindingError) {
        if taken == 1, syntax.root == .implicit,
            let call = try session.hierarchyCall(name, arguments, in: scope, range)
        {
            return enter(call)
        }
        if !name.isQualified, case .instance = state, let structured {
            if case .navigation = try? session.declaredMember(name, of: structured, path: { text }) {
                throw session.notImplemented("key predicates in expressions", name.range)
            }
        }
        if case .instance = state {
            let variable = path.steps.isEmpty ? path.variable : nil
            if let value = try session.definedCall(name, arguments, on: variable, of: type, in: scope) {
                state = .value(value)
                return
            }
        }
        throw session.unknownFunction(name.text, name.range)
    }

    private mutating func enter(_ call: BindingSession.HierarchyCall) {
        switch call {
        case .test(let test): state = .value(test)
        case .node(let node):
            path = BoundPath(node)
            type = node.type
            structured = session.structuredType(node.type)
            setName = node.entitySet
        }
    }

    // MARK: Collections

    private mutating func count(_ options: QueryOptionsSyntax?, _ range: SourceRange) throws(BindingError) {
        guard case .collection(let collection, let item, var filter) = state else { throw notCollection(range) }
        var search: SearchSyntax?
        if let options {
            session.pushAliases(options.aliases)
            defer { session.popAliases() }
            for option in options.writtenOptions where option != "$filter" && option != "$search" {
                throw .optionNotApplicable(option: option, resource: .count)
            }
            if let syntax = options.filter {
                filter = conjunction(filter, try session.condition(syntax, in: inner(item)))
            }
            if let syntax = options.search {
                try session.checkSearchable(item.entitySet.flatMap { session.model.source(named: $0) })
                search = syntax
            }
        }
        let needsVariable = filter != nil || search != nil
        let node = BoundExpression.Node.count(
            collection,
            variable: needsVariable ? item : nil,
            filter: filter,
            search: search
        )
        state = .value(
            BoundExpression(node, type: .primitive(.int64, isNullable: false), range: syntax.range)
        )
    }

    private mutating func reduce(_ aggregate: AggregateExpressionSyntax, _ range: SourceRange) throws(BindingError) {
        guard case .collection(let collection, let item, let filter) = state else { throw notCollection(range) }
        state = .value(
            try session.aggregate(
                aggregate,
                over: collection,
                of: item,
                filter: filter,
                in: inner(item),
                syntax.range
            )
        )
    }

    private mutating func restrict(_ filter: ExpressionSyntax, _ range: SourceRange) throws(BindingError) {
        guard case .collection(let collection, let item, let previous) = state else { throw notCollection(range) }
        let condition = try session.condition(filter, in: inner(item))
        state = .collection(collection, item: item, filter: conjunction(previous, condition))
    }

    private mutating func quantify(
        _ quantifier: BoundExpression.Quantifier,
        _ lambda: LambdaSyntax?,
        _ range: SourceRange
    ) throws(BindingError) {
        guard case .collection(let collection, let item, let filter) = state else { throw notCollection(range) }
        var variable = filter == nil ? nil : item
        var predicate = filter
        if let lambda {
            let name = lambda.variable.text
            guard !scope.lambdas.contains(where: { $0.name == name }) else {
                throw .duplicateVariable(name: name, at: session.place(lambda.variable.range))
            }
            // The filter in front speaks of the same member under its own name: the numbers are equal.
            let named = BoundVariable(number: item.number, name: name, type: item.type, entitySet: item.entitySet)
            var inner = scope
            inner.lambdas.append(named)
            variable = named
            let condition = try session.condition(lambda.predicate, in: inner)
            predicate = quantifier == .any ? conjunction(filter, condition) : implication(filter, condition)
        }
        let node = BoundExpression.Node.lambda(quantifier, collection, variable: variable, predicate: predicate)
        state = .value(BoundExpression(node, type: .boolean, range: syntax.range))
    }

    /// What the options of a collection see: the member, and everything around.
    private func inner(_ item: BoundVariable) -> BindingScope {
        var inner = BindingScope(current: item, instance: scope.instance)
        inner.lambdas = scope.lambdas
        return inner
    }

    private func conjunction(_ left: BoundExpression?, _ right: BoundExpression) -> BoundExpression {
        guard let left else { return right }
        let isNullable = left.type.isNullable || right.type.isNullable
        let type = EdmTypeReference.primitive(.boolean, isNullable: isNullable)
        return BoundExpression(.and([left, right]), type: type, range: left.range.union(right.range))
    }

    /// `all` behind a filter: members for which the filter is false or null do not matter.
    private func implication(_ left: BoundExpression?, _ right: BoundExpression) -> BoundExpression {
        guard let left else { return right }
        let isTrue = BoundExpression(.constant(.boolean(true)), type: .boolean, range: left.range)
        let skipped = BoundExpression(.comparison(.ne, left, isTrue), type: .boolean, range: left.range)
        return BoundExpression(.or([skipped, right]), type: right.type, range: left.range.union(right.range))
    }

    // MARK: Errors

    /// The path up to the segment at hand.
    private var text: String {
        let first = syntax.root == .implicit && !scope.lambdas.isEmpty && path.variable.number != scope.current.number
        return MemberPathSyntax.text(syntax.segments.prefix(taken + (first ? 1 : 0)))
    }

    private func notStructured(_ type: String, _ range: SourceRange) -> BindingError {
        .notStructured(path: text, type: type, at: session.place(range))
    }

    private func notCollection(_ range: SourceRange) -> BindingError {
        .notCollection(path: text, at: session.place(range))
    }
}
