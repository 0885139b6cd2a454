extension GrammarModel {
    /// Whether the names in a sequence of transformations are what `applyExpr` says.
    func isApply(_ apply: ApplySyntax) -> Bool {
        apply.steps.allSatisfy(isTransformation)
    }

    func isPreserving(_ apply: ApplySyntax) -> Bool {
        apply.steps.allSatisfy { step in
            switch step {
            case .filter, .search, .orderBy, .skip, .top, .identity, .ranked, .hierarchy, .traverse, .function:
                isTransformation(step)
            case .aggregate, .groupBy, .compute, .concat, .join, .nest, .addNested: false
            }
        }
    }

    private func isTransformation(_ step: TransformationSyntax) -> Bool {
        switch step {
        case .aggregate(let list, _): list.allSatisfy(isAggregate)
        case .groupBy(let elements, let inner, _):
            elements.allSatisfy(isGroupingElement) && (inner.map(isApply) ?? true)
        case .filter(let filter, _): isExpression(filter)
        case .search, .skip, .top, .identity: true
        case .orderBy(let order, _): order.items.allSatisfy { isExpression($0.expression) }
        case .compute(let compute, _):
            compute.items.allSatisfy { isExpression($0.expression) && allows("expressionAlias", $0.name.text) }
        case .ranked(_, let quantity, let measure, _): isExpression(quantity) && isExpression(measure)
        case .concat(let branches, _): branches.allSatisfy(isApply)
        case .join(_, let path, let name, let inner, _):
            isJoinPath(path) && allows("expressionAlias", name.text) && (inner.map(isApply) ?? true)
        case .nest(let sequences, _): sequences.allSatisfy(isNested)
        case .addNested(let path, let sequences, _): isNestPath(path) && sequences.allSatisfy(isNested)
        case .hierarchy(let selection, _): isHierarchy(selection.reference) && isPreserving(selection.start)
        case .traverse(let traversal, _):
            isHierarchy(traversal.reference) && (traversal.start.map(isPreserving) ?? true)
                && traversal.siblings.allSatisfy { isExpression($0.expression) }
        case .function(let name, let arguments, _):
            isName(name, ["entityColFunction", "complexColFunction", "primitiveColFunction"], qualified: true)
                && areParameters(arguments)
        }
    }

    private func isNested(_ nested: NestedSequenceSyntax) -> Bool {
        isApply(nested.sequence) && allows("expressionAlias", nested.name.text)
    }

    private func isHierarchy(_ reference: HierarchyReferenceSyntax) -> Bool {
        isPath(reference.nodes) && isAggregatablePath(names(reference.nodeProperty), ending: .primitive)
    }

    private func isGroupingElement(_ element: GroupingElementSyntax) -> Bool {
        switch element {
        case .property(let path): return isGroupingProperty(path)
        case .rollup(_, let paths, _):
            if paths.count == 1, let names = names(paths[0]) { return names.count == 1 && !names[0].isQualified }
            return paths.allSatisfy(isGroupingProperty)
        case .rollupRecursive(let reference, let inner, _):
            return isHierarchy(reference) && (inner.map(isPreserving) ?? true)
        }
    }

    // MARK: Aggregates

    /// `aggregateExpr`.
    func isAggregate(_ aggregate: AggregateExpressionSyntax) -> Bool {
        guard let name = aggregate.name else {
            return aggregate.method == nil && aggregate.stages.isEmpty && isCustomAggregate(aggregate.source)
        }
        return allows("expressionAlias", name.text) && isAggregateValue(aggregate, allowsCast: true)
    }

    /// `aggregateFunctionExpr`.
    func isAggregateFunction(_ aggregate: AggregateExpressionSyntax) -> Bool {
        aggregate.name == nil && isAggregateValue(aggregate, allowsCast: false)
    }

    private func isAggregateValue(_ aggregate: AggregateExpressionSyntax, allowsCast: Bool) -> Bool {
        let stagesHaveMethods = aggregate.stages.allSatisfy { $0.method != nil }
        guard
            aggregate.stages.allSatisfy({ stage in
                stage.properties.allSatisfy(isGroupingProperty) && (stage.method.map(isMethod) ?? true)
            })
        else { return false }
        if let method = aggregate.method {
            guard stagesHaveMethods, isMethod(method) else { return false }
            if isExpression(aggregate.source) { return true }
            guard let names = names(aggregate.source) else { return false }
            if isAggregatablePath(names, ending: .primitive) { return true }
            switch method {
            case .countDistinct, .custom: break
            case .sum, .min, .max, .average: return false
            }
            return isAggregatablePath(names, ending: .structured)
                || (allowsCast && names.count == 1 && isStructuredType(names[0]))
        }
        return (stagesHaveMethods && isCount(aggregate.source)) || isCustomAggregate(aggregate.source)
    }

    func isMethod(_ method: AggregateMethodSyntax) -> Bool {
        guard case .custom(let name) = method else { return true }
        return name.namespace.map { isNamespace($0) } ?? false
    }

    /// `aggregateCount`.
    func isCount(_ source: ExpressionSyntax) -> Bool {
        guard case .path(var path) = source, case .count(nil, _)? = path.segments.popLast() else { return false }
        guard !path.segments.isEmpty else { return path.root == .implicit }
        guard let names = names(path) else { return false }
        return isAggregatablePath(names, ending: .primitive) || isAggregatablePath(names, ending: .structured)
            || (names.count == 1 && isStructuredType(names[0]))
    }

    /// `aggregateCustom`.
    func isCustomAggregate(_ source: ExpressionSyntax) -> Bool {
        guard var names = names(source), let last = names.popLast(), !last.isQualified,
            allows("customAggregate", last.text)
        else { return false }
        return names.isEmpty || isAggregatablePath(names, ending: .structured)
            || (names.count == 1 && isStructuredType(names[0]))
    }

    // MARK: Paths of names

    /// What a path of names may be at.
    private struct NameStates: OptionSet {
        let rawValue: UInt8
        static let start = NameStates(rawValue: 1)
        /// Behind a type at the start.
        static let cast = NameStates(rawValue: 2)
        /// Behind a structured property or navigation property.
        static let step = NameStates(rawValue: 4)
        /// Behind the type of a step.
        static let castStep = NameStates(rawValue: 8)
        static let primitive = NameStates(rawValue: 16)
    }

    enum PathEnding { case primitive, structured }

    private func names(_ source: ExpressionSyntax) -> [NameSyntax]? {
        guard case .path(let path) = source else { return nil }
        return names(path)
    }

    /// The names, when the path consists of names only.
    func names(_ path: MemberPathSyntax) -> [NameSyntax]? {
        guard path.root == .implicit else { return nil }
        var names: [NameSyntax] = []
        for segment in path.segments {
            guard case .name(let name) = segment else { return nil }
            names.append(name)
        }
        return names
    }

    /// `[ aggrCastPath "/" ] aggrPrimPath`, or with `.structured` `[ aggrCastPath "/" ] aggrPropPath`.
    func isAggregatablePath(_ names: [NameSyntax]?, ending: PathEnding) -> Bool {
        guard let names else { return false }
        let steps = [
            "complexProperty", "complexColProperty", "entityNavigationProperty", "entityColNavigationProperty",
        ]
        let ends = [
            "primitiveKeyProperty", "primitiveNonKeyProperty", "customAggregate", "primitiveColProperty",
            "streamProperty",
        ]
        let states = states(behind: names, steps: steps, ends: ends)
        return ending == .primitive ? states.contains(.primitive) : !states.isDisjoint(with: [.step, .castStep])
    }

    /// `groupingProperty`.
    func isGroupingProperty(_ path: MemberPathSyntax) -> Bool {
        guard let names = names(path) else { return false }
        let states = states(
            behind: names,
            steps: ["complexProperty", "entityNavigationProperty"],
            ends: ["primitiveKeyProperty", "primitiveNonKeyProperty", "customAggregate", "streamProperty"]
        )
        return !states.isDisjoint(with: [.primitive, .step])
    }

    private func states(behind names: [NameSyntax], steps: [String], ends: [String]) -> NameStates {
        var states: NameStates = .start
        for name in names {
            var next: NameStates = []
            if isStructuredType(name) {
                if states.contains(.start) { next.insert(.cast) }
                if states.contains(.step) { next.insert(.castStep) }
            }
            if !name.isQualified, !states.isDisjoint(with: [.start, .cast, .step, .castStep]) {
                if allowsAny(steps, name.text) { next.insert(.step) }
                if allowsAny(ends, name.text) { next.insert(.primitive) }
            }
            states = next
        }
        return states
    }

    /// `nestPath`: structured properties with casts to complex types, then a navigation property with a cast, or none.
    func isNestPath(_ path: MemberPathSyntax) -> Bool {
        guard let names = names(path) else { return false }
        var states: NameStates = .start
        // The end behind a navigation property, then with its cast.
        var isNavigation = false
        var isCastNavigation = false
        for name in names {
            var next: NameStates = []
            let takesProperty = !states.isDisjoint(with: [.start, .cast, .step, .castStep])
            if states.contains(.start), isStructuredType(name) { next.insert(.cast) }
            if states.contains(.step), isComplexType(name) { next.insert(.castStep) }
            if takesProperty, !name.isQualified, allowsAny(["complexProperty", "complexColProperty"], name.text) {
                next.insert(.step)
            }
            isCastNavigation = isNavigation && isEntityType(name)
            // Behind a cast only a further structured property may stand, not a navigation property.
            isNavigation =
                !states.isDisjoint(with: [.start, .cast, .step]) && !name.isQualified && self.isNavigation(name.text)
            states = next
            if next.isEmpty, !isNavigation, !isCastNavigation { return false }
        }
        return isNavigation || isCastNavigation || states.contains(.step)
    }

    /// `joinProperty`.
    func isJoinPath(_ path: MemberPathSyntax) -> Bool {
        if case .annotation(let annotation)? = path.segments.first {
            return path.segments.count == 1
                && (isAnnotation(annotation, "complexAnnotationInQuery")
                    || isAnnotation(annotation, "entityAnnotationInQuery"))
        }
        guard let names = names(path), let first = names.first, !first.isQualified else { return false }
        if names.count == 1 {
            return allowsAny(["complexColProperty", "entityColNavigationProperty"], first.text)
        }
        return names.count == 2 && allows("entityColNavigationProperty", first.text) && isEntityType(names[1])
    }
}
