import OData

extension MissingScopes {
    /// The sets and properties that a sequence of transformations names.
    ///
    /// Recursion is bounded by the number of transformations, which the parser limits.
    func names(in apply: BoundApply, set: String) -> [(String, String?)] {
        apply.steps.flatMap { names(in: $0, set: set) }
    }

    private func names(in step: BoundTransformation, set: String) -> [(String, String?)] {
        switch step {
        case .filter(let condition): names(in: condition)
        case .orderBy(let items): items.flatMap { names(in: $0.expression) }
        case .compute(let items): items.flatMap { names(in: $0.expression) }
        case .aggregate(let items): items.flatMap(names)
        case .groupBy(let keys, let rollups, let sequence):
            keys.flatMap { names(in: $0) } + rollups.flatMap(names)
                + (sequence.map { names(in: $0, set: set) } ?? [])
        case .ranked(_, _, let measure): names(in: measure)
        case .concat(let branches, _): branches.flatMap { names(in: $0, set: set) }
        case .join(let join): sets(of: join.collection) + names(in: join.sequence, set: set)
        case .addNested(let nestings), .nest(let nestings):
            nestings.flatMap { nesting in
                [(nesting.entitySet.name, nil)] + names(in: nesting.sequence, set: nesting.entitySet.name)
            }
        case .hierarchy(let selection):
            names(in: selection.hierarchy) + names(in: selection.node) + names(in: selection.start, set: set)
        case .traverse(let traversal):
            names(in: traversal.hierarchy) + names(in: traversal.node)
                + (traversal.nodes.map { names(in: $0, set: traversal.hierarchy.entitySet.name) } ?? [])
                + traversal.siblings.flatMap { names(in: $0.expression) }
        case .search: searched(set)
        case .skip, .top: []
        }
    }

    private func names(in rollup: BoundRollup) -> [(String, String?)] {
        names(in: rollup.hierarchy) + names(in: rollup.node)
            + (rollup.nodes.map { names(in: $0, set: rollup.hierarchy.entitySet.name) } ?? [])
    }

    func names(in hierarchy: BoundHierarchy) -> [(String, String?)] {
        [(hierarchy.entitySet.name, hierarchy.node.name)]
    }

    private func names(in item: BoundAggregate) -> [(String, String?)] {
        var names = item.hops.flatMap { sets(of: $0.collection) }
        if case .value(let expression) = item.source { names += self.names(in: expression) }
        return names + item.stages.flatMap(\.keys).flatMap { self.names(in: $0) }
    }
}
