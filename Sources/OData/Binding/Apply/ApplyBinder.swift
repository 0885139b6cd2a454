/// Binding of `$apply` (Data Aggregation 3): every transformation against the structure that the one before leaves.
struct ApplyBinder {
    let session: BindingSession

    /// Binds a sequence over rows of a structure; recursion is bounded by the parser's number of steps.
    func bind(_ syntax: ApplySyntax, on input: BoundShape) throws(BindingError) -> BoundApply {
        var apply = BoundApply(steps: [], shape: input, text: SyntaxPrinter.text(of: syntax))
        let before = session.usedAliases
        session.usedAliases = []
        for (number, step) in syntax.steps.enumerated() {
            if case .nest(let sequences, _) = step {
                try nest(sequences, behind: syntax.steps.prefix(number), &apply)
            } else {
                try append(step, to: &apply)
            }
            try checkBranches(of: apply, step.range)
        }
        apply.aliases = session.usedAliases
        session.usedAliases = before + session.usedAliases.filter { !before.contains($0) }
        return apply
    }

    private func append(_ syntax: TransformationSyntax, to apply: inout BoundApply) throws(BindingError) {
        let input = apply.shape
        switch syntax {
        case .identity: return
        case .aggregate(let items, _):
            let aggregates = try AggregateBinder(session: session, input: input).bind(items)
            apply.steps.append(.aggregate(aggregates))
            apply.shape = session.register(of: input.entitySet, isEntity: false, members: aggregates.map(\.member))
        case .groupBy(let elements, let sequence, let range):
            try GroupingBinder(apply: self, input: input).append(elements, sequence, range, to: &apply)
        case .filter(let condition, _):
            session.startExpression()
            apply.steps.append(.filter(try session.condition(condition, in: scope(input))))
        case .search(let search, let range):
            guard input.isEntity else { throw session.notImplemented("search over rows that are no entities", range) }
            try session.checkSearchable(input.entitySet)
            apply.steps.append(.search(search))
        case .orderBy(let order, _): apply.steps.append(.orderBy(try session.order(order, in: scope(input))))
        case .skip(let number, _): if number > 0 { apply.steps.append(.skip(number)) }
        case .top(let number, _): apply.steps.append(.top(number))
        case .compute(let items, _): try compute(items, &apply)
        case .ranked(let kind, let quantity, let measure, _):
            apply.steps.append(try ranked(kind, quantity, measure, input))
        case .concat(let branches, _): try concat(branches, &apply)
        case .join(let isOuter, let path, let name, let sequence, let range):
            try join(isOuter, path, name, sequence, range, &apply)
        case .addNested(let path, let sequences, let range): try addNested(path, sequences, range, &apply)
        case .nest(let sequences, _): try nest(sequences, behind: [], &apply)
        case .hierarchy(let selection, let range):
            apply.steps.append(try HierarchyBinder(apply: self, input: input).selection(selection, range))
        case .traverse(let traversal, let range):
            try HierarchyBinder(apply: self, input: input).traversal(traversal, range, &apply)
        case .function(let name, _, let range):
            if let qualified = session.typeName(name), !session.model.operations(qualified).isEmpty {
                throw session.notImplemented("functions in $apply", range)
            }
            throw session.unknownFunction(name.text, name.range)
        }
    }

    /// What expressions over rows of a structure see.
    func scope(_ shape: BoundShape) -> BindingScope { BindingScope(session.instance(of: shape)) }

    /// Bounds what branches behind branches come to: each passes on all rows of those before it.
    private func checkBranches(of apply: BoundApply, _ range: SourceRange) throws(BindingError) {
        let limit = session.options.applyBranches
        guard apply.branches <= limit else {
            throw .limitExceeded(.applyBranches, limit: limit, at: session.place(range))
        }
    }

    // MARK: Members

    private func compute(_ syntax: ComputeSyntax, _ apply: inout BoundApply) throws(BindingError) {
        var items: [BoundComputation] = []
        for item in syntax.items {
            let scope = scope(apply.shape)
            try session.checkNewName(item.name, on: scope.current.type)
            session.startExpression()
            let expression = try session.computable(item.expression, in: scope)
            items.append(BoundComputation(name: item.name.text, expression: expression))
            session.computedNodes[item.name.text] = session.nodes
            apply.shape = adding(.dynamic(EdmProperty(item.name.text, expression.type)), to: apply.shape)
        }
        apply.steps.append(.compute(items))
    }

    /// The structure with one more member, in every variant.
    func adding(_ member: BoundShape.Member, to shape: BoundShape) -> BoundShape {
        session.register(
            of: shape.entitySet,
            isEntity: shape.isEntity,
            members: shape.members + [member],
            variants: shape.variants.map { adding(member, to: $0) }
        )
    }

    // MARK: Rows

    private func ranked(
        _ kind: RankedSelectionSyntax,
        _ quantity: ExpressionSyntax,
        _ measure: ExpressionSyntax,
        _ input: BoundShape
    ) throws(BindingError) -> BoundTransformation {
        session.startExpression()
        let scope = scope(input)
        let number = try session.bind(quantity, in: scope)
        session.startExpression()
        let value = try session.bind(measure, in: scope)
        guard case .constant(let constant) = number.node else {
            throw session.notImplemented("\(kind.rawValue) with a quantity that is no literal", quantity.range)
        }
        let isCount = kind == .topCount || kind == .bottomCount
        let isPercent = kind == .topPercent || kind == .bottomPercent
        let isValid =
            switch constant {
            case .integer(let number): (isCount ? number > 0 : number >= 0) && !(isPercent && number > 100)
            case .decimal(let number):
                !isCount && number >= EdmDecimal(0) && !(isPercent && number > EdmDecimal(100))
            case .double(let number): !isCount && number >= 0 && !(isPercent && number > 100)
            default: false
            }
        guard isValid else {
            throw .wrongOperand(
                operator: kind.rawValue,
                found: SyntaxPrinter.text(of: quantity),
                expected: isCount
                    ? "a positive whole number" : isPercent ? "a number from 0 to 100" : "a number from 0 on",
                at: session.place(quantity.range)
            )
        }
        if isCount {
            guard TypePromotion.isOrderable(value.type) else {
                throw .notOrderable(type: value.typeText, at: session.place(measure.range))
            }
        } else {
            try checkNumeric(value, kind.rawValue)
        }
        return .ranked(kind, quantity: number, measure: value)
    }

    func checkNumeric(_ value: BoundExpression, _ name: String) throws(BindingError) {
        guard value.type.primitive?.isNumeric == true else {
            throw .wrongOperand(
                operator: name,
                found: value.typeText,
                expected: "a number",
                at: session.place(value.range)
            )
        }
    }

    private func concat(_ branches: [ApplySyntax], _ apply: inout BoundApply) throws(BindingError) {
        var bound: [BoundApply] = []
        for branch in branches { bound.append(try bind(branch, on: apply.shape)) }
        let start = branches.first?.steps.first?.range ?? SourceRange(0, 0)
        apply.shape = try ShapeUnion(session: session).union(bound.map(\.shape), of: apply.shape, at: start)
        apply.steps.append(.concat(bound, isUniform: ShapeUnion.isUniform(bound.map(\.shape))))
    }

    // MARK: Related entities

    private func join(
        _ isOuter: Bool,
        _ path: MemberPathSyntax,
        _ name: NameSyntax,
        _ sequence: ApplySyntax?,
        _ range: SourceRange,
        _ apply: inout BoundApply
    ) throws(BindingError) {
        let input = apply.shape
        guard input.variants.isEmpty else { throw session.notImplemented("join of rows of several structures", range) }
        let scope = scope(input)
        guard case .collection(let collection, let item, nil) = try session.end(of: path, in: scope),
            case .navigation(_, let target) = collection.member, case .entity = item.type,
            let set = target.flatMap({ session.model.entitySet($0) })
        else { throw .notCollection(path: path.text, at: session.place(path.range)) }
        try session.checkNewName(name, on: scope.current.type)
        let entities = BoundShape(entities: set)
        let bound = try sequence.map { (syntax) throws(BindingError) in try bind(syntax, on: entities) }
        let result = bound ?? BoundApply(steps: [], shape: entities)
        guard result.shape.isEntity, result.shape.variants.isEmpty else {
            throw session.notImplemented("aggregation inside join", range)
        }
        let shape = session.register(of: set, isEntity: true, members: result.shape.members)
        let alias = EdmNavigationProperty(name.text, to: shape.name)
        apply.steps.append(
            .join(BoundJoin(isOuter: isOuter, collection: collection, alias: alias, sequence: result))
        )
        apply.shape = adding(.joined(alias, shape), to: input)
    }

    private func addNested(
        _ path: MemberPathSyntax,
        _ sequences: [NestedSequenceSyntax],
        _ range: SourceRange,
        _ apply: inout BoundApply
    ) throws(BindingError) {
        let input = apply.shape
        guard input.isEntity, input.variants.isEmpty else {
            throw session.notImplemented("addnested to rows that are no entities", range)
        }
        guard path.segments.count == 1, case .name(let name) = path.segments[0],
            let type = session.structuredType(.entity(input.name))
        else { throw session.notImplemented("addnested along a path", path.range) }
        guard case .navigation(let navigation) = try session.declaredMember(name, of: type, path: { path.text }),
            let set = session.targetSet(of: navigation, from: input.entitySet)
        else { throw .notCollection(path: path.text, at: session.place(path.range)) }
        var nestings: [BoundNesting] = []
        for syntax in sequences {
            try session.checkNewName(syntax.name, on: .entity(apply.shape.name))
            let sequence = try bind(syntax.sequence, on: BoundShape(entities: set))
            if !navigation.isCollection, !sequence.steps.allSatisfy(\.keepsSingleRows) {
                throw .wrongOperand(
                    operator: "addnested",
                    found: "'\(sequence.text.prefix(80))'",
                    expected: "identity, compute or addnested for the single entity in '\(navigation.name)'",
                    at: session.place(syntax.name.range)
                )
            }
            let nesting = nesting(navigation, navigation.isCollection, sequence, syntax.name, set)
            nestings.append(nesting)
            apply.shape = adding(.nested(nesting), to: apply.shape)
        }
        apply.steps.append(.addNested(nestings))
    }

    /// One row that holds what the sequences make of all rows so far; `steps` are the ones before.
    private func nest(
        _ sequences: [NestedSequenceSyntax],
        behind steps: ArraySlice<TransformationSyntax>,
        _ apply: inout BoundApply
    ) throws(BindingError) {
        let input = apply.shape
        var nestings: [BoundNesting] = []
        for syntax in sequences {
            guard !nestings.contains(where: { $0.alias.name == syntax.name.text }) else {
                throw .nameInUse(name: String(syntax.name.text.prefix(80)), at: session.place(syntax.name.range))
            }
            var sequence = try bind(syntax.sequence, on: input)
            // The text stands for the rows themselves, wherever it is asked for.
            sequence.text = SyntaxPrinter.text(of: ApplySyntax(steps: Array(steps) + syntax.sequence.steps))
            nestings.append(nesting(nil, true, sequence, syntax.name, input.entitySet))
        }
        apply.shape = session.register(of: input.entitySet, isEntity: false, members: nestings.map { .nested($0) })
        apply.steps.append(.nest(nestings))
    }

    private func nesting(
        _ navigation: EdmNavigationProperty?,
        _ isCollection: Bool,
        _ sequence: BoundApply,
        _ name: NameSyntax,
        _ set: EdmEntitySet
    ) -> BoundNesting {
        // A structure of its own, so that the name leads to the set.
        let shape = sequence.shape.isPlain ? session.register(of: set, isEntity: true, members: []) : sequence.shape
        let alias = EdmNavigationProperty(name.text, to: shape.name, isCollection: isCollection)
        return BoundNesting(navigation: navigation, entitySet: set, alias: alias, sequence: sequence)
    }
}

extension BoundTransformation {
    /// Whether one row is still one row behind it.
    fileprivate var keepsSingleRows: Bool {
        switch self {
        case .compute, .addNested: true
        case .filter, .search, .orderBy, .skip, .top, .aggregate, .groupBy, .ranked, .concat, .join, .nest, .hierarchy,
            .traverse:
            false
        }
    }
}

extension BoundAggregate {
    /// The result as a member of a row.
    var member: BoundShape.Member { .dynamic(EdmProperty(name, type)) }
}
