import OData
import SQLCore

/// Plans `topcount` and its kin with window functions (Data Aggregation 3.3.1).
struct RankPlanner {
    let context: ApplyContext

    func plan(
        _ kind: RankedSelectionSyntax,
        _ quantity: BoundExpression,
        _ measure: BoundExpression,
        on stage: RowStage
    ) throws(PlanningError) -> RowStage {
        guard case .constant(let number) = quantity.node else {
            throw .notImplemented(feature: "\(kind.rawValue) with a quantity that is no literal", at: quantity.range)
        }
        let value = try stage.planner.value(measure)
        stage.order.insert(RowStage.Ordering(value: value, isDescending: kind.isTop), at: 0)
        let partition = stage.partition.values.map(\.sql)
        let order = stage.totalOrder.map(\.sql)
        switch kind {
        case .topCount, .bottomCount:
            let (rows, position) = try numbered(stage, SQLWindow(.rowNumber, partition: partition, order: order))
            rows.conditions.append(.lessOrEqual(position, Self.count(number)))
            return rows
        case .topSum, .bottomSum, .topPercent, .bottomPercent:
            let before = SQLWindow(
                .aggregate(.sum, value.sql),
                partition: partition,
                order: order,
                frame: .precedingRows
            )
            let zero = SQLExpression.bind(value.storage == .real ? .real(0) : .integer(0))
            let sum = SQLExpression.function(.coalesce, [.window(before), zero])
            if kind == .topSum || kind == .bottomSum {
                return try limited(stage, sum, value, by: number, at: quantity.range)
            }
            let total = SQLExpression.window(SQLWindow(.aggregate(.sum, value.sql), partition: partition))
            return try shared(stage, sum, total, value, by: number)
        }
    }

    /// The rows of a stage with a number as a further column.
    func numbered(
        _ stage: RowStage,
        _ window: SQLWindow
    ) throws(PlanningError) -> (rows: RowStage, position: SQLExpression) {
        let (rows, column) = carrying(
            stage,
            PlannedExpression(sql: .window(window), storage: .integer, isNullable: false)
        )
        return (rows, column.sql)
    }

    /// The rows of a stage with a further column.
    private func carrying(_ stage: RowStage, _ value: PlannedExpression) -> (RowStage, PlannedExpression) {
        let table = context.table(of: [stage])
        let rows = context.stage(on: table)
        return (rows, table.carry([value]) ?? value)
    }

    private static func count(_ number: EdmValue) -> SQLExpression {
        if case .integer(let count) = number { return .bind(.integer(count)) }
        return .bind(.integer(0))
    }

    /// The rows before which the sum is below a bound.
    private func limited(
        _ stage: RowStage,
        _ sum: SQLExpression,
        _ value: PlannedExpression,
        by bound: EdmValue,
        at range: SourceRange
    ) throws(PlanningError) -> RowStage {
        let planned = PlannedExpression(sql: sum, storage: value.storage, isNullable: false)
        let (rows, before) = carrying(stage, planned)
        let condition: SQLExpression
        switch try ConstantPlanner.store(bound, as: value.storage, at: range) {
        case .exact(let limit): condition = .less(before.sql, .bind(limit))
        case .between(let floor): condition = .lessOrEqual(before.sql, .bind(floor))
        case .aboveAll: condition = .true
        case .belowAll, .null: condition = .false
        }
        rows.conditions.append(condition)
        rows.partition.mayLoseGroups = true
        return rows
    }

    /// The rows before which the sum is below a share of the total.
    private func shared(
        _ stage: RowStage,
        _ sum: SQLExpression,
        _ total: SQLExpression,
        _ value: PlannedExpression,
        by percent: EdmValue
    ) throws(PlanningError) -> RowStage {
        let form: SQLNumberForm = value.storage == .real ? .double : .integer
        let (hundred, share) = Self.factors(percent, form)
        let table = context.table(of: [stage])
        let rows = context.stage(on: table)
        let parts = [(sum, hundred), (total, share)].compactMap { part, factor in
            table.carry([
                PlannedExpression(
                    sql: .arithmetic(.multiply, form, part, .bind(factor)),
                    storage: value.storage,
                    isNullable: true
                )
            ])
        }
        if parts.count == 2 { rows.conditions.append(.less(parts[0].sql, parts[1].sql)) }
        rows.partition.mayLoseGroups = true
        return rows
    }

    /// A hundred and the share, both times the same power of ten.
    private static func factors(_ percent: EdmValue, _ form: SQLNumberForm) -> (SQLValue, SQLValue) {
        let number: EdmDecimal
        switch percent {
        case .integer(let whole): number = EdmDecimal(whole)
        case .decimal(let exact): number = exact.normalised
        case .double(let share): number = EdmDecimal("\(share)") ?? EdmDecimal(0)
        default: number = EdmDecimal(0)
        }
        if form == .double { return (.real(100), .real(number.doubleValue)) }
        var hundred: Int64 = 100
        for _ in 0..<min(number.scale, 12) { hundred *= 10 }
        return (.integer(hundred), .integer(Int64(clamping: number.significand)))
    }
}

extension RankedSelectionSyntax {
    fileprivate var isTop: Bool {
        switch self {
        case .topCount, .topSum, .topPercent: true
        case .bottomCount, .bottomSum, .bottomPercent: false
        }
    }
}
