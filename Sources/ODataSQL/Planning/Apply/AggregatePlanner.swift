import OData
import SQLCore

/// Plans `aggregate`: one row for each group around, or one for everything (Data Aggregation 3.2.1).
///
/// Values of the rows themselves are aggregated in one SELECT with `GROUP BY`. What needs rows of its own (paths over
/// collections, `from`) is a further SELECT by the same groups, joined to it.
struct AggregatePlanner {
    let context: ApplyContext

    func aggregate(_ items: [BoundAggregate], _ stage: RowStage) throws(PlanningError) -> RowStage {
        let lost = stage.partition.mayLoseGroups ? stage.partition.domain : nil
        let simple = lost == nil ? items.filter { $0.isSimple(on: stage) } : []
        var others: [(BoundAggregate, Grouped)] = []
        for item in items where !simple.contains(where: { $0.name == item.name }) {
            others.append((item, try AggregateRows(context: context).plan(item, on: stage.copy())))
        }
        let groups = (lost?.copy() ?? stage).grouped()
        groups.partition.domain = stage.partition.domain
        let source = lost == nil ? stage : groups
        for item in simple { groups.view().values[item.name] = try value(of: item, on: source) }
        guard !others.isEmpty else { return groups }
        let rows = groups.sealed()
        for (item, grouped) in others { try join(grouped, as: item, to: rows) }
        return rows
    }

    /// The value of an item over the rows of a stage, as an aggregate.
    private func value(of item: BoundAggregate, on stage: RowStage) throws(PlanningError) -> PlannedExpression {
        switch item.source {
        case .rows: return Aggregation.count
        case .value(let expression):
            return try Aggregation.value(try stage.planner.value(expression), item.method, item.firstType)
        case .custom(let name):
            let custom = try AggregateRows.custom(name, of: stage)
            let value = try stage.planner.column(custom.property, of: stage.instance)
            return try Aggregation.value(value, custom.method, item.firstType)
        }
    }

    /// Gives the rows of groups a value that other rows of the same groups have.
    private func join(_ grouped: Grouped, as item: BoundAggregate, to rows: RowStage) throws(PlanningError) {
        let table = context.table(of: [grouped.rows])
        var conditions: [SQLExpression] = []
        for (own, other) in zip(rows.partition.values, grouped.rows.partition.values) {
            guard let carried = table.carry([other]) else { continue }
            conditions.append(.isNotDistinctFrom(carried.sql, own.sql))
        }
        rows.scope.append(SQLJoin(.left, .table(table.name, alias: table.alias), on: .and(conditions)))
        guard var value = table.carry([grouped.value]) else { return }
        value.isNullable = true
        if grouped.isCount {
            value.sql = .function(.coalesce, [value.sql, .bind(.integer(0))])
            value.isNullable = false
        }
        rows.view().values[item.name] = value
    }
}

/// Rows of groups with one value of theirs.
struct Grouped {
    var rows: RowStage
    var value: PlannedExpression
    /// Whether a group without rows has 0.
    var isCount: Bool
}

extension RowStage {
    /// The groups of the rows: with the partition's values as columns and the names that they stand for.
    func grouped() -> RowStage {
        let groups = RowStage(context, scope: scope, from: from, instance: instance)
        groups.conditions = conditions
        groups.groupBy = partition.values.map { Self.groupable($0.sql) }
        groups.partition = partition
        groups.identity = partition.values
        groups.canFail = canFail
        groups.instance.view = RowView(.nothing)
        // Groups around that have no names, such as those of an expanded collection, stand in front.
        var position = partition.values.count - partition.keys.reduce(0) { $0 + $1.count }
        for key in partition.keys {
            key.install(partition.values[position..<(position + key.count)], into: groups.instance)
            position += key.count
        }
        groups.partition.mayLoseGroups = false
        return groups
    }
}

extension RowStage {
    /// A value that rows can be grouped by: a number alone would be taken for the position of a column.
    fileprivate static func groupable(_ sql: SQLExpression) -> SQLExpression {
        if case .literal = sql { .function(.coalesce, [sql, .null]) } else { sql }
    }
}

/// The SQL of the aggregation methods.
enum Aggregation {
    static let count = PlannedExpression(sql: .count(), storage: .scaledDecimal(scale: 0), isNullable: false)

    static func value(
        _ value: PlannedExpression,
        _ method: BoundAggregate.Method,
        _ type: EdmTypeReference
    ) throws(PlanningError) -> PlannedExpression {
        switch method {
        case .count: return count
        case .countDistinct:
            let sql = SQLExpression.count(value.sql, isDistinct: true)
            return PlannedExpression(sql: sql, storage: .scaledDecimal(scale: 0), isNullable: false)
        case .min, .max:
            let kind: SQLAggregate = method == .min ? .minimum : .maximum
            let sql = SQLExpression.aggregate(kind, value.sql, isDistinct: false)
            return PlannedExpression(sql: sql, storage: value.storage, isNullable: true)
        case .sum:
            let storage: ColumnStorage
            switch value.storage {
            case .integer, .wideInteger: storage = type.primitive == .decimal ? .scaledDecimal(scale: 0) : .wideInteger
            default: storage = value.storage
            }
            return PlannedExpression(sql: .sum(value.sql), storage: storage, isNullable: true)
        case .average:
            guard let form = value.numberForm, form != .double else {
                let sql = SQLExpression.aggregate(.average, value.sql, isDistinct: false)
                return PlannedExpression(sql: sql, storage: .real, isNullable: true)
            }
            let scale = max(form.scale, 6)
            let quotient = SQLFunction.decimalDivide(left: form.scale, right: 0, result: scale)
            let sql = SQLExpression.function(quotient, [.sum(value.sql), .count(value.sql)])
            return PlannedExpression(sql: sql, storage: .scaledDecimal(scale: scale), isNullable: true)
        }
    }
}
