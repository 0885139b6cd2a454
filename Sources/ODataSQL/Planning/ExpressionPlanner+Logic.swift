import OData
import SQLCore

extension ExpressionPlanner {
    /// The two connectives.
    enum Connective { case and, or }

    /// More doublings than this are refused: the text would grow without bound.
    private static let largestDoubling = 5

    /// A chain of `and` or `or`, flat.
    ///
    /// SQL promises no order of evaluation, so what may fail is evaluated only where the operands before it leave the
    /// result open: `Q ne 0 and A divby Q gt 3` never divides by zero.
    func chain(
        _ connective: Connective,
        _ operands: [BoundExpression],
        isPositive: Bool
    ) throws(PlanningError) -> SQLExpression {
        if operands.dropFirst().contains(where: { $0.canFail }) {
            return try isPositive ? guardedChain(connective, operands) : orderedChain(connective, operands)
        }
        var conditions: [SQLExpression] = []
        for operand in Self.deepestFirst(operands) { conditions.append(try condition(operand, isPositive: isPositive)) }
        switch connective {
        case .and: return .and(conditions)
        case .or: return .or(Self.collectingEqualities(conditions))
        }
    }

    /// A parser keeps what stands before a parenthesis in mind, so that what nests deepest had better come first.
    private static func deepestFirst(_ operands: [BoundExpression]) -> [BoundExpression] {
        guard operands.contains(where: { $0.isConnective }) else { return operands }
        return operands.filter { $0.isConnective } + operands.filter { !$0.isConnective }
    }

    /// A chain in order where NULL counts as false: a CASE that ends with the first operand that decides.
    private func guardedChain(
        _ connective: Connective,
        _ operands: [BoundExpression]
    ) throws(PlanningError) -> SQLExpression {
        var conditions: [SQLExpression] = []
        for operand in operands { conditions.append(try condition(operand, isPositive: true)) }
        let last = conditions.removeLast()
        let branches = conditions.map { condition in
            switch connective {
            case .and: SQLCaseBranch(when: .isNotTrue(condition), then: .false)
            case .or: SQLCaseBranch(when: condition, then: .true)
            }
        }
        return .caseWhen(branches, otherwise: last)
    }

    /// The same in three-valued logic: the first operand that decides ends the CASE, and what may be NULL is combined
    /// once none has decided.
    private func orderedChain(
        _ connective: Connective,
        _ operands: [BoundExpression]
    ) throws(PlanningError) -> SQLExpression {
        var branches: [SQLCaseBranch] = []
        var open: [SQLExpression] = []
        for (position, operand) in operands.enumerated() {
            let isLast = position == operands.count - 1
            var planner = self
            if operand.canFail, operand.canBeNull, !isLast { planner.doublings += 1 }
            guard planner.doublings <= Self.largestDoubling else {
                throw .notImplemented(feature: "conditions with arithmetic nested this deeply", at: operand.range)
            }
            let next = try planner.condition(operand, isPositive: false)
            if isLast || operand.canBeNull { open.append(next) }
            guard !isLast else { break }
            let decides = SQLExpression.test(connective == .and ? .isFalse : .isTrue, next)
            branches.append(SQLCaseBranch(when: decides, then: connective == .and ? .false : .true))
        }
        return .caseWhen(branches, otherwise: connective == .and ? .and(open) : .or(open))
    }
}

extension SQLExpression {
    /// A condition that is looked at only where others hold, because it may fail for rows that nobody asked about.
    func guarded(by conditions: [SQLExpression]) -> SQLExpression {
        if conditions.isEmpty { return self }
        return .caseWhen([SQLCaseBranch(when: .and(conditions), then: self)], otherwise: .false)
    }
}

extension BoundExpression {
    /// Whether evaluating the node for a row can fail the request: a zero divisor or an overflow.
    var canFail: Bool {
        switch node {
        case .constant, .structured, .property, .variable, .navigation: false
        case .and(let operands), .or(let operands): operands.contains { $0.canFail }
        case .cast(let operand): operand.canFail || operand.type.primitive == .double
        case .not(let operand), .negate(let operand), .isOf(let operand, _), .inList(let operand, _),
            .inCollection(let operand, _), .has(let operand, _):
            operand.canFail
        case .comparison(_, let left, let right): left.canFail || right.canFail
        case .arithmetic: true
        case .function(_, let arguments): arguments.contains { $0.canFail }
        case .lambda(_, _, _, let predicate): predicate?.canFail ?? false
        case .count(_, _, let filter, _): filter?.canFail ?? false
        case .aggregate(let aggregate):
            // A sum can leave 64 bits.
            aggregate.method == .sum || aggregate.method == .average || (aggregate.value?.canFail ?? false)
                || (aggregate.filter?.canFail ?? false)
        case .hierarchy(let test): test.operands.contains { $0.canFail }
        case .conditional(let branches): branches.contains { $0.condition.canFail || $0.value.canFail }
        }
    }

    /// Whether the node is a complex value, a collection or a shape that is written out.
    var isWritten: Bool {
        if case .structured = node { true } else { false }
    }

    fileprivate var isConnective: Bool {
        switch node {
        case .and, .or, .not: true
        default: false
        }
    }

    /// Whether a condition can be neither true nor false; comparisons are two-valued (URL Conventions 5.1.1.1).
    var canBeNull: Bool {
        switch node {
        case .comparison, .inList, .lambda, .hierarchy: false
        case .and(let operands), .or(let operands): operands.contains { $0.canBeNull }
        case .not(let operand): operand.canBeNull
        default: type.isNullable
        }
    }
}
