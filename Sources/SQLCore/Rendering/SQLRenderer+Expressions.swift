extension SQLExpression {
    /// The power of what ``SQLRenderer`` writes for the expression.
    var bindingPower: SQLBindingPower {
        switch self {
        case .or(let members): members.isEmpty ? .primary : .disjunction
        case .and(let members): members.isEmpty ? .primary : .conjunction
        case .not: .negation
        case .comparison, .rowComparison, .test, .inSelect, .fullTextMatch: .comparison
        case .inList(_, let members): members.isEmpty ? .primary : .comparison
        case .concatenation: .concatenation
        case .column, .bind, .parameter, .literal, .exists, .scalar, .caseWhen, .arithmetic, .negate, .function,
            .cast, .aggregate, .window:
            .primary
        }
    }

    fileprivate var plainBind: SQLValue? {
        if case .bind(let value) = self { value } else { nil }
    }
}

extension SQLRenderer {
    mutating func appendBare(_ expression: SQLExpression) throws(SQLRenderingError) {
        switch expression {
        case .column(let source, let name):
            if let source {
                append(identifier: source)
                append(".")
            }
            append(identifier: name)
        case .bind(let value): append(bind: value)
        case .parameter(let number): append(placeholderFor: .null, parameter: number)
        case .literal(let literal): append(literal)
        case .and(let members): try appendChain(members, " AND ", .conjunction, empty: true)
        case .or(let members): try appendChain(members, " OR ", .disjunction, empty: false)
        case .not(let operand):
            append("NOT ")
            try append(operand, binding: .comparison)
        case .comparison(let comparison, let left, let right):
            try append(left, binding: .concatenation)
            append(dialect.operatorText(comparison))
            try append(right, binding: .concatenation)
        case .rowComparison(let comparison, let left, let right): try append(comparison, rows: left, right)
        case .test(let test, let operand):
            try append(operand, binding: .concatenation)
            append(test.text)
        case .inList(let operand, let members): try append(operand, in: members)
        case .inSelect(let operand, let select):
            try append(operand, binding: .concatenation)
            append(" IN ")
            try append(parenthesised: select)
        case .exists(let select):
            append("EXISTS ")
            try append(parenthesised: select)
        case .scalar(let select): try append(parenthesised: select)
        case .caseWhen(let branches, let otherwise): try append(branches, otherwise: otherwise)
        case .arithmetic(let operation, let form, let left, let right):
            try dialect.render(operation, form, left, right, into: &self)
        case .negate(let form, let operand): try dialect.renderNegation(form, operand, into: &self)
        case .concatenation(let members): try appendChain(members, " || ", .concatenation, empty: nil)
        case .function(let function, let arguments): try dialect.render(function, arguments, into: &self)
        case .cast(let operand, let type):
            append("CAST(")
            try append(operand)
            append(" AS " + dialect.typeName(of: type) + ")")
        case .aggregate(let aggregate, let operand, let isDistinct):
            try append(aggregate, operand, isDistinct: isDistinct)
        case .window(let window): try append(window)
        case .fullTextMatch(let source, let table, let query):
            try dialect.renderFullTextMatch(source: source, table: table, query: query, into: &self)
        }
    }

    private mutating func append(_ literal: SQLLiteral) {
        switch literal {
        case .null: append("NULL")
        case .boolean(let value): append(dialect.literal(value))
        case .integer(let value): append(integer: value)
        case .word(let word): append(dialect.literal(.text(word.text)))
        }
    }

    /// Writes a chain flatly; members that are chains of the same kind need no parentheses either.
    private mutating func appendChain(
        _ members: [SQLExpression],
        _ separator: String,
        _ power: SQLBindingPower,
        empty: Bool?
    ) throws(SQLRenderingError) {
        guard !members.isEmpty else {
            guard let empty else { throw .emptyClause("concatenation") }
            append(dialect.literal(empty))
            return
        }
        guard members.count > Self.chainLimit else {
            for (position, member) in members.enumerated() {
                if position > 0 { append(separator) }
                try append(member, binding: power)
            }
            return
        }
        for start in stride(from: 0, to: members.count, by: Self.chainLimit) {
            if start > 0 { append(separator) }
            append("(")
            let group = Array(members[start..<min(start + Self.chainLimit, members.count)])
            try appendChain(group, separator, power, empty: empty)
            append(")")
        }
    }

    private mutating func append(
        _ comparison: SQLComparison,
        rows left: [SQLExpression],
        _ right: [SQLExpression]
    ) throws(SQLRenderingError) {
        guard left.count == right.count, !left.isEmpty else { throw .wrongOperandCount("row comparison") }
        if left.count == 1 {
            try append(left[0], binding: .concatenation)
            append(dialect.operatorText(comparison))
            try append(right[0], binding: .concatenation)
            return
        }
        append("(")
        try append(list: left)
        append(")" + dialect.operatorText(comparison) + "(")
        try append(list: right)
        append(")")
    }

    private mutating func append(_ operand: SQLExpression, in members: [SQLExpression]) throws(SQLRenderingError) {
        guard !members.isEmpty else {
            append(dialect.literal(false))
            return
        }
        try append(operand, binding: .concatenation)
        append(" IN (")
        if members.count > Self.listLimit, let list = SQLListText(members.map(\.plainBind)) {
            append("SELECT ")
            append(identifier: SQLTableReference.listValueColumn)
            append(" FROM ")
            try dialect.renderList(.bind(.text(list.json)), element: list.element, alias: "list", into: &self)
        } else {
            try append(list: members)
        }
        append(")")
    }

    private mutating func append(
        _ branches: [SQLCaseBranch],
        otherwise: SQLExpression?
    ) throws(SQLRenderingError) {
        guard !branches.isEmpty else { throw .emptyClause("case") }
        append("CASE")
        for branch in branches {
            append(" WHEN ")
            try append(branch.condition)
            append(" THEN ")
            try append(branch.value)
        }
        if let otherwise {
            append(" ELSE ")
            try append(otherwise)
        }
        append(" END")
    }

    private mutating func append(
        _ aggregate: SQLAggregate,
        _ operand: SQLExpression?,
        isDistinct: Bool
    ) throws(SQLRenderingError) {
        append(dialect.name(of: aggregate) + "(")
        if let operand {
            if isDistinct { append("DISTINCT ") }
            try append(operand)
        } else {
            guard aggregate == .count, !isDistinct else { throw .wrongOperandCount("aggregate") }
            append("*")
        }
        append(")")
    }

    private mutating func append(_ window: SQLWindow) throws(SQLRenderingError) {
        switch window.function {
        case .rowNumber: append("ROW_NUMBER()")
        case .aggregate(let aggregate, let operand): try append(aggregate, operand, isDistinct: false)
        }
        append(" OVER (")
        if !window.partition.isEmpty {
            append("PARTITION BY ")
            try append(list: window.partition)
        }
        if !window.order.isEmpty {
            append(window.partition.isEmpty ? "ORDER BY " : " ORDER BY ")
            try append(orderings: window.order)
        }
        switch window.frame {
        case .standard: break
        case .precedingRows: append(" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING")
        case .precedingRowsAndCurrent: append(" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW")
        }
        append(")")
    }
}

extension SQLTest {
    fileprivate var text: String {
        switch self {
        case .isNull: " IS NULL"
        case .isNotNull: " IS NOT NULL"
        case .isTrue: " IS TRUE"
        case .isNotTrue: " IS NOT TRUE"
        case .isFalse: " IS FALSE"
        case .isNotFalse: " IS NOT FALSE"
        }
    }
}
