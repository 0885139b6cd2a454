import OData
import SQLCore

extension ExpressionPlanner {
    func comparison(
        _ comparison: BoundExpression.Comparison,
        _ left: BoundExpression,
        _ right: BoundExpression,
        isPositive: Bool
    ) throws(PlanningError) -> SQLExpression {
        if case .constant(let constant) = right.node, !left.isConstant {
            if let range = try yearRange(left, comparison, constant, isPositive: isPositive) { return range }
            return try compare(try value(left), comparison, with: constant, at: right.range, isPositive: isPositive)
        }
        if case .constant(let constant) = left.node, !right.isConstant {
            let mirrored = comparison.mirrored
            if let range = try yearRange(right, mirrored, constant, isPositive: isPositive) { return range }
            return try compare(try value(right), mirrored, with: constant, at: left.range, isPositive: isPositive)
        }
        // What is written out is stored like what it is compared with.
        let plannedLeft = left.isWritten ? try value(left, as: try value(right).storage) : try value(left)
        let plannedRight = right.isWritten ? try value(right, as: plannedLeft.storage) : try value(right)
        return try compare(plannedLeft, comparison, with: plannedRight, isPositive: isPositive)
    }

    /// A column against a constant, in the column's own storage, so that an index can serve it.
    private func compare(
        _ planned: PlannedExpression,
        _ comparison: BoundExpression.Comparison,
        with constant: EdmValue,
        at range: SourceRange,
        isPositive: Bool
    ) throws(PlanningError) -> SQLExpression {
        if planned.storage == .real, case .decimal = constant {
            return compareReal(planned, comparison, with: constant, isPositive: isPositive)
        }
        switch try ConstantPlanner.store(constant, as: planned.storage, at: range) {
        case .null: return Self.compareWithNull(planned, comparison)
        case .exact(let value):
            return Self.compare(
                planned.sql,
                comparison,
                .bind(value),
                isNullable: planned.isNullable,
                isPositive: isPositive
            )
        case .between(let floor):
            return Self.compare(planned, comparison, between: .bind(floor), isPositive: isPositive)
        case .belowAll: return Self.compare(planned, comparison, isBelow: false)
        case .aboveAll: return Self.compare(planned, comparison, isBelow: true)
        }
    }

    private func compareReal(
        _ planned: PlannedExpression,
        _ comparison: BoundExpression.Comparison,
        with constant: EdmValue,
        isPositive: Bool
    ) -> SQLExpression {
        guard case .decimal(let decimal) = constant else { return .false }
        let bind = SQLExpression.bind(.real(decimal.doubleValue))
        return Self.compare(planned.sql, comparison, bind, isNullable: planned.isNullable, isPositive: isPositive)
    }

    private func compare(
        _ left: PlannedExpression,
        _ comparison: BoundExpression.Comparison,
        with right: PlannedExpression,
        isPositive: Bool
    ) throws(PlanningError) -> SQLExpression {
        if right.isNullConstant { return Self.compareWithNull(left, comparison) }
        if left.isNullConstant { return Self.compareWithNull(right, comparison.mirrored) }
        var (leftSQL, rightSQL) = (left.sql, right.sql)
        if left.storage.isWideDecimal || right.storage.isWideDecimal, left.storage != right.storage {
            throw .notImplemented(feature: "comparing a decimal of more than 18 digits with another property", at: nil)
        }
        if let exact = try compareExact(left, comparison, with: right, isPositive: isPositive) { return exact }
        if let leftForm = left.numberForm, let rightForm = right.numberForm,
            let common = NumberForms.common([leftForm, rightForm])
        {
            (leftSQL, rightSQL) = (NumberForms.convert(left, to: common), NumberForms.convert(right, to: common))
        } else if left.storage == .date, right.storage == .timestamp {
            leftSQL = .function(.timestampOfDate, [leftSQL])
        } else if left.storage == .timestamp, right.storage == .date {
            rightSQL = .function(.timestampOfDate, [rightSQL])
        }
        if comparison == .eq || comparison == .ne, left.isNullable, right.isNullable {
            return comparison == .eq ? .isNotDistinctFrom(leftSQL, rightSQL) : .isDistinctFrom(leftSQL, rightSQL)
        }
        let isNullable = left.isNullable || right.isNullable
        return Self.compare(leftSQL, comparison, rightSQL, isNullable: isNullable, isPositive: isPositive)
    }

    /// Large exact numbers of different scales: bringing the one of fewer digits to the other's scale could overflow, so
    /// the other one is rounded to its scale; nil where that is not needed.
    private func compareExact(
        _ left: PlannedExpression,
        _ comparison: BoundExpression.Comparison,
        with right: PlannedExpression,
        isPositive: Bool
    ) throws(PlanningError) -> SQLExpression? {
        guard let leftForm = left.numberForm, let rightForm = right.numberForm, leftForm != .double,
            rightForm != .double, leftForm.scale != rightForm.scale
        else { return nil }
        if leftForm.scale > rightForm.scale {
            return try compareExact(right, comparison.mirrored, with: left, isPositive: isPositive)
        }
        guard left.storage != .integer else { return nil }
        let (from, to) = (rightForm.scale, leftForm.scale)
        let whole = SQLNumberForm.decimal(scale: from - to)
        func short(_ rounding: SQLFunction) -> SQLExpression {
            .function(.rescale(from: from, to: to), [.function(rounding, [right.sql])])
        }
        let isNullable = left.isNullable || right.isNullable
        switch comparison {
        case .eq, .ne:
            let isWhole = SQLExpression.isNotDistinctFrom(right.sql, .function(.floor(whole), [right.sql]))
            let isEqual = SQLExpression.and([.isNotDistinctFrom(left.sql, short(.floor(whole))), isWhole])
            return comparison == .eq ? isEqual : .not(isEqual)
        case .gt, .le:
            let floor = short(.floor(whole))
            return Self.compare(left.sql, comparison, floor, isNullable: isNullable, isPositive: isPositive)
        case .ge, .lt:
            let ceiling = short(.ceiling(whole))
            return Self.compare(left.sql, comparison, ceiling, isNullable: isNullable, isPositive: isPositive)
        }
    }

    /// Two values, at most one of which may be null.
    private static func compare(
        _ left: SQLExpression,
        _ comparison: BoundExpression.Comparison,
        _ right: SQLExpression,
        isNullable: Bool,
        isPositive: Bool
    ) -> SQLExpression {
        if comparison == .ne, isNullable { return .isDistinctFrom(left, right) }
        let plain = SQLExpression.comparison(comparison.sql, left, right)
        guard isNullable, !isPositive else { return plain }
        return comparison == .eq ? .isNotDistinctFrom(left, right) : .isTrue(plain)
    }

    private static func compareWithNull(
        _ planned: PlannedExpression,
        _ comparison: BoundExpression.Comparison
    ) -> SQLExpression {
        if planned.isNullConstant { return comparison == .eq ? .true : .false }
        switch comparison {
        case .eq: return .isNull(planned.sql)
        case .ne: return .isNotNull(planned.sql)
        case .gt, .ge, .lt, .le: return .false
        }
    }

    /// A constant strictly between the storable value `floor` and the next one.
    private static func compare(
        _ planned: PlannedExpression,
        _ comparison: BoundExpression.Comparison,
        between floor: SQLExpression,
        isPositive: Bool
    ) -> SQLExpression {
        let condition: SQLExpression
        switch comparison {
        case .eq: return .false
        case .ne: return .true
        case .gt, .ge: condition = .greater(planned.sql, floor)
        case .lt, .le: condition = .lessOrEqual(planned.sql, floor)
        }
        return planned.isNullable && !isPositive ? .isTrue(condition) : condition
    }

    /// A constant outside the range of the storage: `isBelow` says that every storable value is below it.
    private static func compare(
        _ planned: PlannedExpression,
        _ comparison: BoundExpression.Comparison,
        isBelow: Bool
    ) -> SQLExpression {
        switch comparison {
        case .eq: return .false
        case .ne: return .true
        case .lt, .le: return isBelow ? .isNotNull(planned.sql) : .false
        case .gt, .ge: return isBelow ? .false : .isNotNull(planned.sql)
        }
    }

    func inList(
        _ operand: BoundExpression,
        _ values: [EdmValue],
        isPositive: Bool
    ) throws(PlanningError) -> SQLExpression {
        let planned = try value(operand)
        var members: [SQLExpression] = []
        var hasNull = false
        for member in values {
            switch try ConstantPlanner.store(member, as: planned.storage, at: operand.range) {
            case .null: hasNull = true
            case .exact(let stored): members.append(.bind(stored))
            case .between, .belowAll, .aboveAll: continue
            }
        }
        let isNull = SQLExpression.isNull(planned.sql)
        if members.isEmpty { return hasNull ? isNull : .false }
        let list = SQLExpression.inList(planned.sql, members)
        let twoValued = planned.isNullable && !isPositive ? SQLExpression.isTrue(list) : list
        return hasNull ? .or([twoValued, isNull]) : twoValued
    }
}

extension BoundExpression {
    var isConstant: Bool {
        if case .constant = node { true } else { false }
    }
}

extension BoundExpression.Comparison {
    var sql: SQLComparison {
        switch self {
        case .eq: .equal
        case .ne: .notEqual
        case .gt: .greater
        case .ge: .greaterOrEqual
        case .lt: .less
        case .le: .lessOrEqual
        }
    }

    /// The comparison with its sides exchanged.
    var mirrored: BoundExpression.Comparison {
        switch self {
        case .eq: .eq
        case .ne: .ne
        case .gt: .lt
        case .ge: .le
        case .lt: .gt
        case .le: .ge
        }
    }
}
