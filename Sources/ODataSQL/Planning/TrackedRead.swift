import OData

/// Decides whether the changes of a read can be told from what is stored (Protocol 11.3).
///
/// What a row shows and whether it belongs to the result must follow from the row itself, from the rows that are expanded
/// and from what the caller's rules look at; whoever filters by related entities, or by the time, is answered without
/// tracking. Values that rows show of others, such as the name of the company of an order, are not tracked.
struct TrackedRead {
    let sources: any RowSources
    /// Whether the answer may nest entities, which a delta of 4.0 must not (JSON Format 15.4.2).
    let mayNest: Bool

    func isTracked(_ read: BoundRead) -> Bool {
        let query = read.query
        switch read.shape {
        case .collection, .count: break
        case .entity, .property, .rawValue, .references, .stream, .item, .valueCount: return false
        }
        guard read.span == .path, read.steps.isEmpty, query.apply == nil, query.top == nil, query.skip == nil,
            query.compute.isEmpty,
            let source = sources.source(of: read.target.name), let changes = source.mapping.changes,
            changes.tombstones == nil || source.isWhole
        else { return false }
        return isTracked(source) && isOwn(query.filter, source.mapping)
            && query.expand.allSatisfy {
                isTracked($0, of: source.mapping, depth: 0)
            }
    }

    private func isTracked(_ source: RowSource) -> Bool { source.isWhole || source.sight != nil }

    /// Recursion is bounded by the depth of `$expand`, and by 16.
    private func isTracked(_ expand: BoundExpand, of owner: EntityMapping, depth: Int) -> Bool {
        guard mayNest, depth < 16, expand.form == .entities, expand.path.isEmpty, expand.cast == nil,
            expand.source == nil, expand.query.apply == nil,
            expand.query.compute.isEmpty, let link = owner.navigations[expand.navigation.name], link.link == nil,
            link.pairs.count == 1,
            let source = sources.source(of: link.entitySet), let changes = source.mapping.changes, isTracked(source),
            isOwn(expand.query.filter, source.mapping),
            expand.query.orderBy.allSatisfy({ isOwn($0.expression, source.mapping) })
        else { return false }
        if expand.navigation.isCollection {
            // A member that left the table, or moved, has to lead back to the owner it had.
            guard changes.tombstones == nil, changes.formerValues?(link.pairs[0].target, PlanParameter.since) != nil
            else { return false }
        }
        return expand.query.expand.allSatisfy { isTracked($0, of: source.mapping, depth: depth + 1) }
    }

    private func isOwn(_ filter: BoundExpression?, _ mapping: EntityMapping) -> Bool {
        filter.map { isOwn($0, mapping) } ?? true
    }

    /// Whether an expression follows from the stored columns of the row itself.
    private func isOwn(_ expression: BoundExpression, _ mapping: EntityMapping) -> Bool {
        func all(_ operands: [BoundExpression]) -> Bool { operands.allSatisfy { isOwn($0, mapping) } }
        switch expression.node {
        case .constant, .structured, .variable: return true
        case .property(let path, let property):
            guard path.steps.isEmpty, let column = mapping.columns[property.name] else { return false }
            if case .column = column.source { return true }
            return false
        case .navigation, .count, .aggregate, .hierarchy, .inCollection, .lambda: return false
        case .and(let operands), .or(let operands): return all(operands)
        case .not(let operand), .negate(let operand), .cast(let operand), .inList(let operand, _),
            .has(let operand, _), .isOf(let operand, _):
            return isOwn(operand, mapping)
        case .comparison(_, let left, let right), .arithmetic(_, let left, let right): return all([left, right])
        case .function(let function, let arguments): return function != .now && all(arguments)
        case .conditional(let branches): return all(branches.flatMap { [$0.condition, $0.value] })
        }
    }
}

extension RowSource {
    /// Whether the caller sees every row of the set.
    var isWhole: Bool {
        if case .all = predicate { true } else { false }
    }
}
