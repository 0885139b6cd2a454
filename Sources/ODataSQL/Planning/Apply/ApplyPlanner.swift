import OData
import SQLCore

/// Plans the transformations of `$apply`, each over the rows that the one before leaves (Data Aggregation 3).
///
/// What can be is folded into one SELECT; what must see finished rows works on them as a sub-select. No row is read that
/// is not in the result.
struct ApplyPlanner {
    let context: ApplyContext

    /// Recursion is bounded by the number of transformations, which the parser limits.
    func plan(_ apply: BoundApply, on rows: RowStage) throws(PlanningError) -> RowStage {
        var stage = rows
        for step in apply.steps { stage = try plan(step, on: stage) }
        return stage
    }

    private func plan(_ step: BoundTransformation, on rows: RowStage) throws(PlanningError) -> RowStage {
        switch step {
        case .filter(let condition): return try filter(condition, rows.opened())
        case .search(let search):
            let stage = rows.opened()
            let condition = try SearchPlanner.condition(search, on: stage.instance, counter: context.counter)
            stage.conditions.append(condition)
            stage.partition.mayLoseGroups = true
            return stage
        case .orderBy(let items):
            let stage = rows.opened()
            let order = try items.map { (item) throws(PlanningError) in
                RowStage.Ordering(value: try stage.planner.value(item.expression), isDescending: item.isDescending)
            }
            stage.order = order + stage.order
            return stage
        case .skip(let number): return try part(rows, skip: number, top: nil)
        case .top(let number): return try part(rows, skip: nil, top: number)
        case .compute(let items): return try compute(items, rows.opened())
        case .aggregate(let items): return try AggregatePlanner(context: context).aggregate(items, rows.opened())
        case .groupBy(let keys, let rollups, let sequence):
            return try groupBy(keys, rollups, sequence, rows.opened())
        case .ranked(let kind, let quantity, let measure):
            return try RankPlanner(context: context).plan(kind, quantity, measure, on: rows.opened())
        case .concat(let branches, let isUniform): return try concat(branches, isUniform: isUniform, rows)
        case .join(let join): return try self.join(join, rows.opened())
        case .addNested: return rows
        case .nest(let nestings): return try nest(nestings, rows)
        case .hierarchy(let selection):
            return try HierarchyPlanner(selection.hierarchy, context: context).select(selection, rows.opened())
        case .traverse(let traversal):
            return try HierarchyPlanner(traversal.hierarchy, context: context).traverse(traversal, rows.opened())
        }
    }

    // MARK: Rows

    private func filter(_ condition: BoundExpression, _ stage: RowStage) throws(PlanningError) -> RowStage {
        let planned = try stage.planner.condition(condition)
        let mustGuard = condition.canFail || stage.canFail
        stage.conditions.append(mustGuard ? planned.guarded(by: stage.conditions) : planned)
        stage.partition.mayLoseGroups = true
        return stage
    }

    private func compute(_ items: [BoundComputation], _ stage: RowStage) throws(PlanningError) -> RowStage {
        for item in items {
            var value = try stage.planner.value(item.expression)
            // A constant must not be taken for the number of a column.
            if case .literal(.boolean(let flag)) = value.sql { value.sql = .bind(.boolean(flag)) }
            stage.view().values[item.name] = value
            if item.expression.canFail { stage.canFail = true }
        }
        return stage
    }

    /// Some rows at the front, or all but some; of each group where there are groups.
    private func part(_ rows: RowStage, skip: Int?, top: Int?) throws(PlanningError) -> RowStage {
        if rows.partition.values.isEmpty {
            let mustSeal =
                rows.groupBy != nil || rows.isDistinct || rows.limit != nil || (skip != nil && rows.offset != nil)
            let stage = mustSeal ? rows.sealed() : rows
            if let skip { stage.offset = Int64(skip) }
            if let top { stage.limit = Int64(top) }
            return stage
        }
        let rows = rows.opened()
        let number = SQLWindow(
            .rowNumber,
            partition: rows.partition.values.map(\.sql),
            order: rows.totalOrder.map(\.sql)
        )
        let (stage, position) = try RankPlanner(context: context).numbered(rows, number)
        if let skip {
            stage.conditions.append(.greater(position, .bind(.integer(Int64(skip)))))
            stage.partition.mayLoseGroups = true
        }
        if let top {
            stage.conditions.append(.lessOrEqual(position, .bind(.integer(Int64(top)))))
            if top == 0 { stage.partition.mayLoseGroups = true }
        }
        return stage
    }

    /// One row, whose collections are statements of their own.
    private func nest(_ nestings: [BoundNesting], _ rows: RowStage) throws(PlanningError) -> RowStage {
        guard rows.partition.values.isEmpty else { throw .notImplemented(feature: "nest inside groups", at: nil) }
        let alias = context.counter.alias()
        let scope = StatementScope(counter: context.counter)
        let view = RowView(.nothing)
        for nesting in nestings {
            view.collections[nesting.alias.name] = try plan(nesting.sequence, on: rows.opened().copy())
        }
        let single = SelectStatement(columns: [SQLResultColumn(.integer(1), as: "n")])
        return RowStage(
            context,
            scope: scope,
            from: .select(single, alias: alias),
            instance: StatementScope.Instance(alias: alias, mapping: rows.instance.mapping, scope: scope, view: view)
        )
    }

    // MARK: Groups

    private func groupBy(
        _ keys: [BoundExpression],
        _ rollups: [BoundRollup],
        _ sequence: BoundApply?,
        _ stage: RowStage
    ) throws(PlanningError) -> RowStage {
        let outer = stage.partition
        var inner = outer
        inner.domain = nil
        for key in keys {
            let planned = try GroupingKey.plan(key, on: stage)
            inner.keys.append(planned.key)
            inner.values += planned.values
        }
        inner.mayLoseGroups = false
        let nodes = RollupPlanner(context: context, rollups: rollups)
        try nodes.join(to: stage, &inner, isAlone: !rollups.isEmpty && keys.isEmpty, outer: outer)
        stage.partition = inner
        var result: RowStage
        if let sequence {
            if sequence.needsDomain, inner.domain == nil { stage.partition.domain = stage.copy() }
            result = try plan(sequence, on: stage)
        } else {
            result = try AggregatePlanner(context: context).aggregate([], stage)
        }
        result = result.opened()
        try nodes.asNodes(result, sequence?.shape)
        // The rows of groups come one group after the other.
        result.order =
            result.partition.values.dropFirst(outer.values.count).map {
                RowStage.Ordering(value: $0, isDescending: false)
            } + result.order
        let mayLoseGroups = outer.mayLoseGroups || result.partition.mayLoseGroups
        result.partition.values = Array(result.partition.values.prefix(outer.values.count))
        result.partition.keys = outer.keys
        result.partition.nodes = outer.nodes
        result.partition.domain = outer.domain
        result.partition.mayLoseGroups = mayLoseGroups
        return result
    }

    // MARK: Several sequences

    private func concat(
        _ branches: [BoundApply],
        isUniform: Bool,
        _ input: RowStage
    ) throws(PlanningError) -> RowStage {
        let rows = input.opened()
        var stages: [RowStage] = []
        var variants: [PlannedExpression] = []
        var next: Int64 = 0
        for branch in branches {
            let stage = try plan(branch, on: rows.copy()).opened()
            let first = PlannedExpression(sql: .bind(.integer(next)), storage: .integer, isNullable: false)
            if isUniform {
                if let variant = stage.variant { variants.append(variant) }
            } else if let variant = stage.variant {
                let moved = SQLExpression.arithmetic(.add, .integer, variant.sql, first.sql)
                variants.append(PlannedExpression(sql: moved, storage: .integer, isNullable: false))
            } else {
                variants.append(first)
            }
            next += Int64(max(1, branch.shape.variants.count))
            stages.append(stage)
        }
        return try united(stages, variants: variants)
    }

    /// The rows of some stages one after the other, each in its own order.
    private func united(_ stages: [RowStage], variants: [PlannedExpression]) throws(PlanningError) -> RowStage {
        let positions = stages.map { stage in
            PlannedExpression(
                sql: .window(SQLWindow(.rowNumber, order: stage.totalOrder.map(\.sql))),
                storage: .integer,
                isNullable: false
            )
        }
        let numbers = stages.indices.map { number in
            PlannedExpression(sql: .bind(.integer(Int64(number))), storage: .integer, isNullable: false)
        }
        let table = context.table(of: stages)
        let stage = context.stage(on: table)
        stage.identity = [table.carry(numbers), table.carry(positions)].compactMap { $0 }
        stage.order = []
        stage.variant = variants.count == stages.count ? table.carry(variants) : nil
        stage.partition.mayLoseGroups = stages.contains { $0.partition.mayLoseGroups }
        return stage
    }

    // MARK: Related entities

    /// One row for each pair of a row and a related entity, which has gone through the sequence first.
    private func join(_ join: BoundJoin, _ stage: RowStage) throws(PlanningError) -> RowStage {
        guard case .navigation(let navigation, _) = join.collection.member else {
            throw .notImplemented(feature: "join of primitive values", at: nil)
        }
        let owner = try stage.planner.instance(at: join.collection.base)
        guard let link = owner.mapping.navigations[navigation.name] else {
            throw .unmappedProperty(navigation.name, entitySet: owner.mapping.entitySet)
        }
        let related = try self.related(link)
        related.partition.values = try link.pairs.map { (pair) throws(PlanningError) in
            PlannedExpression(sql: try related.instance.stored(pair.target), storage: .text, isNullable: true)
        }
        let members = try plan(join.sequence, on: related)
        let table = context.table(of: [members])
        let keys = members.partition.values.compactMap { table.carry([$0]) }
        let conditions = try zip(keys, link.pairs).map { (key, pair) throws(PlanningError) in
            SQLExpression.equals(key.sql, try owner.stored(pair.source))
        }
        let reference = SQLTableReference.table(table.name, alias: table.alias)
        stage.scope.append(SQLJoin(join.isOuter ? .left : .inner, reference, on: .and(conditions)))
        stage.view().nested[join.alias.name] = StatementScope.Instance(
            alias: table.alias,
            mapping: related.instance.mapping,
            scope: stage.scope,
            view: RowView(.derived(table, path: []))
        )
        stage.identity += members.identity.compactMap { table.carry([$0]) }.map { value in
            PlannedExpression(sql: value.sql, storage: value.storage, isNullable: true)
        }
        stage.isEntitySet = false
        stage.partition.mayLoseGroups = stage.partition.mayLoseGroups || !join.isOuter
        return stage
    }

    /// The rows of a set that a link leads to, as far as the caller may see them.
    private func related(_ link: NavigationMapping) throws(PlanningError) -> RowStage {
        guard let source = context.sources.source(of: link.entitySet) else { throw .unmappedEntitySet(link.entitySet) }
        let scope = StatementScope(counter: context.counter)
        let alias = context.counter.alias()
        let instance = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: scope)
        let from = SQLTableReference.table(source.mapping.table, alias: alias)
        let stage = RowStage(context, scope: scope, from: from, instance: instance)
        stage.conditions = source.conditions(alias: alias)
        try stage.identifyByKey()
        return stage
    }
}

extension RowStage {
    /// Takes the key of the rows' entity set for what tells them apart.
    func identifyByKey() throws(PlanningError) {
        identity = try instance.mapping.key.map { (name) throws(PlanningError) in
            try planner.column(name, of: instance)
        }
        isEntitySet = true
    }
}

extension BoundApply {
    /// Whether the sequence makes rows of groups that may have lost theirs.
    fileprivate var needsDomain: Bool {
        var losesRows = false
        for step in steps {
            switch step {
            case .aggregate: if losesRows { return true }
            case .concat(let branches, _): if losesRows || branches.contains(where: { $0.needsDomain }) { return true }
            case .filter, .search, .skip, .top, .ranked, .join, .groupBy, .hierarchy, .traverse: losesRows = true
            case .orderBy, .compute, .addNested, .nest: continue
            }
        }
        return false
    }
}
