import OData
import SQLCore

/// A grouping property: where it stands in the rows of the groups, and what the groups are made by.
struct GroupingKey {
    /// What stands at the end of the path.
    enum Leaf {
        case value(String)
        /// A related entity, by the columns of the owner's table that lead to it.
        case entity(columns: [String])
        /// The row itself, a node of a hierarchy.
        case node
    }

    /// The names of the instances around, with their mappings.
    var path: [(name: String, mapping: EntityMapping)]
    var leaf: Leaf

    /// How many values make the key.
    var count: Int {
        switch leaf {
        case .value, .node: 1
        case .entity(let columns): columns.count
        }
    }

    /// Plans a grouping property over the rows of a stage.
    static func plan(
        _ key: BoundExpression,
        on stage: RowStage
    ) throws(PlanningError) -> (key: GroupingKey, values: [PlannedExpression]) {
        switch key.node {
        case .property(let path, let property):
            let value = try stage.planner.value(key)
            return (try place(of: property, at: path, on: stage), [value])
        case .navigation(let path):
            let place = try place(of: path, on: stage)
            guard case .navigation(let navigation, _)? = path.steps.last else { break }
            // Through the related row, not the column: what the caller may not see is no group of its own.
            let related = try place.owner.scope.join(navigation.name, from: place.owner, sources: stage.context.sources)
            let values = try place.targets.map { (target) throws(PlanningError) in
                PlannedExpression(sql: try related.stored(target), storage: .text, isNullable: true)
            }
            return (place.key, values)
        default: break
        }
        throw .notImplemented(feature: "grouping by this expression", at: key.range)
    }

    /// The place of a property.
    static func place(
        of property: EdmProperty,
        at path: BoundPath,
        on stage: RowStage
    ) throws(PlanningError) -> GroupingKey {
        GroupingKey(path: try names(of: path.steps[...], on: stage), leaf: .value(property.name))
    }

    /// The place of a related entity, the instance that leads to it, and the columns that the entity is found by.
    static func place(
        of path: BoundPath,
        on stage: RowStage
    ) throws(PlanningError) -> (key: GroupingKey, owner: StatementScope.Instance, targets: [String]) {
        var rest = path
        guard case .navigation(let navigation, _)? = rest.steps.popLast() else {
            throw .notImplemented(feature: "grouping by this expression", at: nil)
        }
        let owner = try stage.planner.instance(at: rest)
        guard let link = owner.mapping.navigations[navigation.name] else {
            throw .unmappedProperty(navigation.name, entitySet: owner.mapping.entitySet)
        }
        let leaf = Leaf.entity(columns: link.pairs.map(\.source))
        let key = GroupingKey(path: try names(of: rest.steps[...], on: stage), leaf: leaf)
        return (key, owner, link.pairs.map(\.target))
    }

    private static func names(
        of steps: ArraySlice<BoundStep>,
        on stage: RowStage
    ) throws(PlanningError) -> [(name: String, mapping: EntityMapping)] {
        var path: [(name: String, mapping: EntityMapping)] = []
        var current = stage.instance
        for step in steps {
            guard case .navigation(let navigation, _) = step else { continue }
            current = try current.scope.join(navigation.name, from: current, sources: stage.context.sources)
            path.append((navigation.name, current.mapping))
        }
        return path
    }

    /// Gives the rows of groups the key's values under their names.
    func install(_ values: ArraySlice<PlannedExpression>, into instance: StatementScope.Instance) {
        var view = instance.view
        for (name, mapping) in path {
            guard let owner = view else { return }
            if let known = owner.nested[name] {
                view = known.view
                continue
            }
            let inner = RowView(.nothing)
            owner.nested[name] = StatementScope.Instance(
                alias: instance.alias,
                mapping: mapping,
                scope: instance.scope,
                view: inner
            )
            view = inner
        }
        switch leaf {
        case .value(let name): view?.values[name] = values.first
        case .entity(let columns):
            for (column, value) in zip(columns, values) { view?.stored[column] = value }
        case .node: break
        }
    }
}
