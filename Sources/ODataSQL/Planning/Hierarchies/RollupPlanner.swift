import OData
import SQLCore

/// Where the node that a group belongs to is found.
struct NodePlace {
    /// The nodes.
    let table: HierarchyTable
    /// The column of ``table`` that identifies the node.
    let column: String
    /// Which of the partition's values identifies it.
    let position: Int
}

/// Plans `rolluprecursive`: rows are joined to all nodes at and above their own, which are keys of the groups then
/// (Data Aggregation 6.3).
struct RollupPlanner {
    let context: ApplyContext
    let rollups: [BoundRollup]

    /// Joins the nodes to the rows of a stage and adds them to the keys of the groups.
    ///
    /// Without other keys every node has a group, also one without rows.
    func join(
        to stage: RowStage,
        _ groups: inout Partition,
        isAlone: Bool,
        outer: Partition
    ) throws(PlanningError) {
        let outside = isAlone && !outer.values.isEmpty ? stage.copy() : nil
        var ids: [PlannedExpression] = []
        var members: [DerivedTable] = []
        for rollup in rollups {
            let table = try HierarchyTable(rollup.hierarchy, sources: context.sources, counter: context.counter)
            let planner = try HierarchyPlanner(rollup.hierarchy, context: context)
            let (key, column) = try self.key(rollup, table, on: stage)
            let own = try stage.planner.value(rollup.node)
            // Keys of entities are compared only, never written.
            let isShown = if case .property? = rollup.key?.node { true } else { false }
            let storage = isShown ? own.storage : .text
            let nodes = context.table(of: [try planner.nodes(rollup.nodes)])
            var stored = try HierarchyPlanner.stored(column, of: nodes.branches[0])
            stored.storage = storage
            guard let id = nodes.carry([stored]) else { continue }
            members.append(nodes)
            ids.append(id)
            let closure = table.closure()
            context.add(closure)
            let alias = context.counter.alias()
            let upper = SQLExpression.column(
                alias,
                column == table.id ? HierarchyTable.upperID : HierarchyTable.upper
            )
            var conditions = [SQLExpression.equals(.column(alias, HierarchyTable.lower), own.sql)]
            if rollup.nodes != nil {
                let taking = SelectStatement(
                    columns: [SQLResultColumn(id.sql)],
                    from: .table(nodes.name, alias: nodes.alias)
                )
                conditions.append(.inSelect(upper, taking))
            }
            stage.scope.append(SQLJoin(.inner, .table(closure.name, alias: alias), on: .and(conditions)))
            let value = PlannedExpression(sql: upper, storage: storage, isNullable: false)
            groups.nodes[rollup.variable.number] = NodePlace(
                table: table,
                column: column,
                position: groups.values.count
            )
            groups.keys.append(key)
            groups.values.append(value)
            stage.identity.append(value)
        }
        guard isAlone else { return }
        groups.domain = domain(members, ids, outside, outer, stage, groups)
        groups.mayLoseGroups = true
    }

    /// All groups: each node, or each combination of nodes, within each group around.
    private func domain(
        _ members: [DerivedTable],
        _ ids: [PlannedExpression],
        _ outside: RowStage?,
        _ outer: Partition,
        _ stage: RowStage,
        _ groups: Partition
    ) -> RowStage? {
        guard let first = members.first else { return nil }
        let around = outer.mayLoseGroups ? outer.domain?.copy() ?? outside : outside
        let scope = around?.scope ?? StatementScope(counter: context.counter)
        let others = around == nil ? members.dropFirst() : members[...]
        for table in others { scope.append(SQLJoin(.cross, .table(table.name, alias: table.alias))) }
        let instance = StatementScope.Instance(
            alias: first.alias,
            mapping: stage.instance.mapping,
            scope: scope,
            view: RowView(.nothing)
        )
        let from = around?.from ?? .table(first.name, alias: first.alias)
        let domain = RowStage(context, scope: scope, from: from, instance: instance)
        domain.conditions = around?.conditions ?? []
        domain.partition = groups
        domain.partition.domain = nil
        domain.partition.values = (around?.partition.values ?? []) + ids
        return domain
    }

    /// What of the node the rows of groups hold, and the column of the nodes that identifies it there.
    private func key(
        _ rollup: BoundRollup,
        _ table: HierarchyTable,
        on stage: RowStage
    ) throws(PlanningError) -> (GroupingKey, String) {
        guard let key = rollup.key else { return (GroupingKey(path: [], leaf: .node), table.id) }
        switch key.node {
        case .navigation(let path):
            let planned = try GroupingKey.place(of: path, on: stage)
            guard planned.targets == [table.id] else {
                throw .notImplemented(feature: "the hierarchy \(rollup.hierarchy.qualifier)", at: key.range)
            }
            return (planned.key, table.id)
        case .property(let path, let property):
            return (try GroupingKey.place(of: property, at: path, on: stage), table.node)
        default: throw .notImplemented(feature: "grouping by this expression", at: key.range)
        }
    }

    // MARK: Nodes as rows

    /// Turns the rows of groups into the nodes themselves, with what the groups' sequence made of them.
    func asNodes(_ result: RowStage, _ shape: BoundShape?) throws(PlanningError) {
        guard let rollup = rollups.first, rollup.key == nil, let place = result.partition.nodes[rollup.variable.number]
        else { return }
        let node = place.table.row(in: result.scope)
        let condition = SQLExpression.equals(
            .column(node.alias, place.column),
            result.partition.values[place.position].sql
        )
        result.scope.append(
            SQLJoin(
                .inner,
                place.table.reference(node.alias),
                on: .and([condition] + place.table.visible(node.alias))
            )
        )
        let view = RowView(.table)
        for name in shape?.members.map(\.name) ?? [] { view.values[name] = try result.value(name, at: []) }
        var instance = node
        instance.view = view
        result.instance = instance
        result.isEntitySet = place.position == 0
    }
}
