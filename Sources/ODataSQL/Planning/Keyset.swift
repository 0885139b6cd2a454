import SQLCore

/// The condition that selects the rows after a position in an order (null is the lowest value, Protocol 11.2.6.2).
///
/// The values of the position are parameters; only which of them are null shapes the condition.
enum Keyset {
    /// The rows behind a position in the order; nil where the numbers of columns and values differ.
    static func after(nulls: [Bool], order: [OrderColumn]) -> SQLExpression? {
        guard nulls.count == order.count, let first = order.first else { return nil }
        // Upwards, nulls lie before every value, and a comparison with them selects nothing, which is right.
        let isPlain = zip(order, nulls).allSatisfy { column, isNull in
            !isNull && column.isDescending == first.isDescending && !(column.isNullable && first.isDescending)
        }
        return isPlain ? plain(order, isDescending: first.isDescending) : expanded(nulls, order: order)
    }

    /// `(a, b) > (x, y)`: what an index on (a, b) serves directly.
    private static func plain(_ order: [OrderColumn], isDescending: Bool) -> SQLExpression {
        let comparison: SQLComparison = isDescending ? .less : .greater
        let values = order.indices.map { PlanParameter.position($0) }
        if order.count == 1 { return .comparison(comparison, order[0].expression, values[0]) }
        return .rowComparison(comparison, order.map(\.expression), values)
    }

    /// One branch per column, and around them a range on the first column, so that an index on it can be used.
    private static func expanded(_ nulls: [Bool], order: [OrderColumn]) -> SQLExpression {
        var branches: [SQLExpression] = []
        var equalSoFar: [SQLExpression] = []
        for (position, (column, isNull)) in zip(order, nulls).enumerated() {
            let value = PlanParameter.position(position)
            if let behind = behind(column, value, isNull: isNull) { branches.append(.and(equalSoFar + [behind])) }
            equalSoFar.append(isNull ? .isNull(column.expression) : .equals(column.expression, value))
        }
        guard let first = order.first, nulls.first == false, !(first.isNullable && first.isDescending) else {
            return .or(branches)
        }
        let outer = SQLExpression.comparison(
            first.isDescending ? .lessOrEqual : .greaterOrEqual,
            first.expression,
            PlanParameter.position(0)
        )
        return outer.and(.or(branches))
    }

    /// Strictly behind a value in one column; nil where nothing can be.
    private static func behind(_ column: OrderColumn, _ value: SQLExpression, isNull: Bool) -> SQLExpression? {
        switch (column.isDescending, isNull) {
        case (false, true): return .isNotNull(column.expression)
        case (false, false): return .greater(column.expression, value)
        case (true, true): return nil
        case (true, false):
            let less = SQLExpression.less(column.expression, value)
            return column.isNullable ? .or([less, .isNull(column.expression)]) : less
        }
    }
}
