import SQLCore

/// The condition that selects the rows after a position in an order (null is the lowest value, Protocol 11.2.6.2).
enum Keyset {
    /// The rows behind `values` in the order; nil where the numbers of columns and values differ.
    static func after(_ values: [SQLValue], order: [OrderColumn]) -> SQLExpression? {
        guard values.count == order.count, let first = order.first else { return nil }
        // Upwards, nulls lie before every value, and a comparison with them selects nothing, which is right.
        let isPlain = zip(order, values).allSatisfy { column, value in
            !value.isNull && column.isDescending == first.isDescending && !(column.isNullable && first.isDescending)
        }
        if isPlain {
            return plain(values, order: order, isDescending: first.isDescending)
        }
        return expanded(values, order: order)
    }

    /// `(a, b) > (x, y)`: what an index on (a, b) serves directly.
    private static func plain(_ values: [SQLValue], order: [OrderColumn], isDescending: Bool) -> SQLExpression {
        let comparison: SQLComparison = isDescending ? .less : .greater
        if order.count == 1 { return .comparison(comparison, order[0].expression, .bind(values[0])) }
        return .rowComparison(comparison, order.map(\.expression), values.map { .bind($0) })
    }

    /// One branch per column, and around them a range on the first column, so that an index on it can be used.
    private static func expanded(_ values: [SQLValue], order: [OrderColumn]) -> SQLExpression {
        var branches: [SQLExpression] = []
        var equalSoFar: [SQLExpression] = []
        for (column, value) in zip(order, values) {
            if let behind = behind(column, value) { branches.append(.and(equalSoFar + [behind])) }
            equalSoFar.append(value.isNull ? .isNull(column.expression) : .equals(column.expression, .bind(value)))
        }
        guard let first = order.first, let value = values.first, !value.isNull,
            !(first.isNullable && first.isDescending)
        else {
            return .or(branches)
        }
        let outer = SQLExpression.comparison(
            first.isDescending ? .lessOrEqual : .greaterOrEqual,
            first.expression,
            .bind(value)
        )
        return outer.and(.or(branches))
    }

    /// Strictly behind a value in one column; nil where nothing can be.
    private static func behind(_ column: OrderColumn, _ value: SQLValue) -> SQLExpression? {
        switch (column.isDescending, value.isNull) {
        case (false, true): return .isNotNull(column.expression)
        case (false, false): return .greater(column.expression, .bind(value))
        case (true, true): return nil
        case (true, false):
            let less = SQLExpression.less(column.expression, .bind(value))
            return column.isNullable ? .or([less, .isNull(column.expression)]) : less
        }
    }
}
