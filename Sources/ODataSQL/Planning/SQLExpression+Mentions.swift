import SQLCore

extension SQLExpression {
    /// Whether a column of the alias occurs anywhere inside, sub-selects included.
    func mentions(_ alias: String) -> Bool {
        switch self {
        case .column(let source, _): source == alias
        case .bind, .parameter, .literal: false
        case .and(let members), .or(let members), .concatenation(let members), .function(_, let members):
            members.contains { $0.mentions(alias) }
        case .not(let operand), .test(_, let operand), .negate(_, let operand), .cast(let operand, _):
            operand.mentions(alias)
        case .comparison(_, let left, let right), .arithmetic(_, _, let left, let right):
            left.mentions(alias) || right.mentions(alias)
        case .rowComparison(_, let left, let right): (left + right).contains { $0.mentions(alias) }
        case .inList(let operand, let members): operand.mentions(alias) || members.contains { $0.mentions(alias) }
        case .inSelect(let operand, let statement): operand.mentions(alias) || statement.mentions(alias)
        case .exists(let statement), .scalar(let statement): statement.mentions(alias)
        case .caseWhen(let branches, let otherwise):
            branches.contains { $0.condition.mentions(alias) || $0.value.mentions(alias) }
                || (otherwise?.mentions(alias) ?? false)
        case .aggregate(_, let operand, _): operand?.mentions(alias) ?? false
        case .window(let window):
            (window.partition + window.order.map(\.expression)).contains { $0.mentions(alias) }
        case .fullTextMatch(let source, _, let query): source == alias || query.mentions(alias)
        }
    }
}

extension SelectStatement {
    func mentions(_ alias: String) -> Bool {
        columns.contains { $0.expression.mentions(alias) } || joins.contains { $0.condition.mentions(alias) }
            || (filter?.mentions(alias) ?? false) || groupBy.contains { $0.mentions(alias) }
            || orderBy.contains { $0.expression.mentions(alias) } || unionAll.contains { $0.mentions(alias) }
    }
}
