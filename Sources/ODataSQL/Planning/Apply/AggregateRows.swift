import OData
import SQLCore

/// Plans the aggregates that need rows of their own: those over collections, in several stages, or of distinct entities.
struct AggregateRows {
    let context: ApplyContext

    func plan(_ item: BoundAggregate, on stage: RowStage) throws(PlanningError) -> Grouped {
        if !item.hops.isEmpty { return try overCollections(item, stage) }
        if !item.stages.isEmpty { return try inStages(item, stage) }
        if let entity = item.distinctEntity, case .navigation(let path) = entity.node {
            return try distinctEntities(path, stage)
        }
        let (value, method, type) = try source(of: item, on: stage, instances: [0: stage.instance])
        return try grouped(stage, value, method, type)
    }

    /// What is aggregated first, and how; nil for the rows themselves.
    private func source(
        of item: BoundAggregate,
        on stage: RowStage,
        instances: [Int: StatementScope.Instance]
    ) throws(PlanningError) -> (PlannedExpression?, BoundAggregate.Method, EdmTypeReference) {
        switch item.source {
        case .rows: return (nil, .count, item.firstType)
        case .value(let expression):
            var planner = context.planner(stage.scope, instances: instances)
            planner.groups = stage
            return (try planner.value(expression), item.method, item.firstType)
        case .custom(let name):
            let custom = try Self.custom(name, of: stage)
            return (try stage.planner.column(custom.property, of: stage.instance), custom.method, item.firstType)
        }
    }

    /// How the mapping computes a custom aggregate, of a property that the caller may see.
    static func custom(_ name: String, of stage: RowStage) throws(PlanningError) -> CustomAggregateMapping {
        let mapping = stage.instance.mapping
        guard let custom = mapping.customAggregates[name],
            stage.context.has(custom.property, of: mapping.entitySet)
        else {
            throw .notImplemented(feature: "the custom aggregate \(name)", at: nil)
        }
        return custom
    }

    private func grouped(
        _ stage: RowStage,
        _ value: PlannedExpression?,
        _ method: BoundAggregate.Method,
        _ type: EdmTypeReference
    ) throws(PlanningError) -> Grouped {
        let result = try value.map { (value) throws(PlanningError) in try Aggregation.value(value, method, type) }
        return Grouped(
            rows: stage.grouped(),
            value: result ?? Aggregation.count,
            isCount: value == nil || method == .count || method == .countDistinct
        )
    }

    // MARK: Stages

    /// `… from keys with method`: groups by all keys first, then by those of the later stages, and so on outwards.
    private func inStages(_ item: BoundAggregate, _ rows: RowStage) throws(PlanningError) -> Grouped {
        let outer = rows.partition.values.count
        var counts: [Int] = []
        // The keys of the last stage stay longest, so they come first.
        for stage in item.stages.reversed() {
            var count = 0
            for key in stage.keys {
                let planned = try GroupingKey.plan(key, on: rows)
                rows.partition.values += planned.values
                count += planned.values.count
            }
            counts.append(count)
        }
        rows.partition.keys = []
        let (value, method, type) = try source(of: item, on: rows, instances: [0: rows.instance])
        var current = try grouped(rows, value, method, type)
        for stage in item.stages {
            let table = context.table(of: [current.rows])
            let next = context.stage(on: table)
            guard let carried = table.carry([current.value]) else { return current }
            next.partition.values = Array(next.partition.values.dropLast(counts.removeLast()))
            current = try grouped(next, carried, stage.method, stage.type)
        }
        current.rows.partition.values = Array(current.rows.partition.values.prefix(outer))
        return current
    }

    // MARK: Distinct entities

    /// Counts related entities whose key has several parts.
    private func distinctEntities(_ path: BoundPath, _ stage: RowStage) throws(PlanningError) -> Grouped {
        let entity = try stage.planner.instance(at: path)
        let keys = try entity.mapping.key.map { (name) throws(PlanningError) in
            try stage.planner.column(name, of: entity)
        }
        let table = stage.distinct()
        let rows = context.stage(on: table)
        let carried = keys.compactMap { table.carry([$0]) }
        rows.conditions = carried.map { .isNotNull($0.sql) }
        return Grouped(rows: rows.grouped(), value: Aggregation.count, isCount: true)
    }

    // MARK: Collections

    /// Each entity that a group reaches counts once (Data Aggregation 3.2.1.1).
    private func overCollections(_ item: BoundAggregate, _ stage: RowStage) throws(PlanningError) -> Grouped {
        var instances = [0: stage.instance]
        var current = stage.instance
        var isUnique = stage.isEntitySet
        for hop in item.hops {
            guard case .navigation(let navigation, _) = hop.collection.member else {
                throw .notImplemented(feature: "aggregation of collections of primitive values", at: nil)
            }
            let planner = context.planner(stage.scope, instances: instances)
            let owner = try planner.instance(at: hop.collection.base)
            guard let link = owner.mapping.navigations[navigation.name] else {
                throw .unmappedProperty(navigation.name, entitySet: owner.mapping.entitySet)
            }
            guard let source = context.sources.source(of: link.entitySet) else {
                throw .unmappedEntitySet(link.entitySet)
            }
            let alias = context.counter.alias()
            var conditions: [SQLExpression] = []
            for pair in link.pairs {
                conditions.append(.equals(.column(alias, pair.target), try owner.stored(pair.source)))
            }
            conditions += source.conditions(alias: alias)
            stage.scope.append(SQLJoin(.inner, .table(source.mapping.table, alias: alias), on: .and(conditions)))
            isUnique = isUnique && hop.collection.base.steps.isEmpty && owner.isKey(link.pairs.map(\.source))
            current = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: stage.scope)
            instances[hop.variable.number] = current
        }
        let (value, method, type) = try source(of: item, on: stage, instances: instances)
        // Members of different owners are different, as long as each has one owner.
        if isUnique || (method == .countDistinct && value != nil) { return try grouped(stage, value, method, type) }
        let keys = try current.mapping.key.map { (name) throws(PlanningError) in
            try stage.planner.column(name, of: current)
        }
        let table = stage.distinct()
        let rows = context.stage(on: table)
        for key in keys { _ = table.carry([key]) }
        return try grouped(rows, value.flatMap { table.carry([$0]) }, method, type)
    }
}

extension StatementScope.Instance {
    /// Whether the columns are the key of the instance's table.
    fileprivate func isKey(_ columns: [String]) -> Bool {
        let key = mapping.key.compactMap { name -> String? in
            guard case .column(let column)? = mapping.columns[name]?.source else { return nil }
            return column
        }
        return key.count == mapping.key.count && Set(key) == Set(columns)
    }
}

extension BoundAggregate {
    /// The related entity that `countdistinct` counts, if it does.
    fileprivate var distinctEntity: BoundExpression? {
        guard method == .countDistinct, case .value(let expression) = source, case .navigation = expression.node else {
            return nil
        }
        return expression
    }

    /// Whether the SELECT with the groups can compute it beside others.
    func isSimple(on stage: RowStage) -> Bool {
        guard hops.isEmpty, stages.isEmpty else { return false }
        guard let entity = distinctEntity, case .navigation(let path) = entity.node else { return true }
        return (try? stage.planner.instance(at: path).mapping.key.count) == 1
    }
}
