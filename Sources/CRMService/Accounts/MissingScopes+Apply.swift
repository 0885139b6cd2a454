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
        case .groupBy(let keys, let sequence):
            keys.flatMap { names(in: $0) } + (sequence.map { names(in: $0, set: set) } ?? [])
        case .ranked(_, _, let measure): names(in: measure)
        case .concat(let branches, _): branches.flatMap { names(in: $0, set: set) }
        case .join(let join): sets(of: join.collection) + names(in: join.sequence, set: set)
        case .addNested(let nestings):
            nestings.flatMap { nesting in
                [(nesting.entitySet.name, nil)] + names(in: nesting.sequence, set: nesting.entitySet.name)
            }
        case .search, .skip, .top: []
        }
    }

    private func names(in item: BoundAggregate) -> [(String, String?)] {
        var names = item.hops.flatMap { sets(of: $0.collection) }
        if case .value(let expression) = item.source { names += self.names(in: expression) }
        return names + item.stages.flatMap(\.keys).flatMap { self.names(in: $0) }
    }
}
