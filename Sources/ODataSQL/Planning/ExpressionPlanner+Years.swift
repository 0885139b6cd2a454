import OData
import SQLCore

extension ExpressionPlanner {
    /// `year(x) eq 2024` as a range of x, which an index serves; nil for everything else.
    func yearRange(
        _ side: BoundExpression,
        _ comparison: BoundExpression.Comparison,
        _ constant: EdmValue,
        isPositive: Bool
    ) throws(PlanningError) -> SQLExpression? {
        guard case .function(.year, let arguments) = side.node, let argument = arguments.first,
            case .property = argument.node, case .integer(let number) = constant
        else { return nil }
        let planned = try value(argument)
        guard planned.storage == .date || planned.storage == .timestamp, case .column = planned.sql else { return nil }
        let year = Int(clamping: min(max(number, -1), 10_001))
        let start = Self.bound(year, planned.storage)
        let end = Self.bound(year + 1, planned.storage)
        let column = planned.sql
        let condition: SQLExpression
        switch comparison {
        case .eq: condition = .and([.greaterOrEqual(column, start), .less(column, end)])
        case .ne: return .or([.isNull(column), .less(column, start), .greaterOrEqual(column, end)])
        case .gt: condition = .greaterOrEqual(column, end)
        case .ge: condition = .greaterOrEqual(column, start)
        case .lt: condition = .less(column, start)
        case .le: condition = .less(column, end)
        }
        return planned.isNullable && !isPositive ? .isTrue(condition) : condition
    }

    /// The first moment of a year as the storage has it, beyond all values for years that none has.
    private static func bound(_ year: Int, _ storage: ColumnStorage) -> SQLExpression {
        if let date = EdmDate(year: year, month: 1, day: 1), (1...9_999).contains(year) {
            if storage == .date { return .bind(.text(date.description)) }
            return .bind(.integer(Int64(date.daysSinceEpoch) * 86_400_000_000))
        }
        // Texts of dates are digits: less than a colon, more than nothing.
        if storage == .date { return .bind(.text(year < 1 ? "" : ":")) }
        return .bind(.integer(year < 1 ? .min : .max))
    }
}
