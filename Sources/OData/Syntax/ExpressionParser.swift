/// Reads expressions: `$filter`, and the operands of `$orderby`, `$compute` and `$apply`.
public enum ExpressionParser {
    /// Reads one expression that fills a decoded text.
    ///
    /// - Parameters:
    ///   - text: the text after percent-decoding.
    ///   - option: the name for error positions.
    ///   - limits: bounds on depth and size.
    /// - Returns: the tree; its ranges are offsets in `text`.
    /// - Throws: `SyntaxError` with the first position that nothing can follow.
    public static func parse(
        _ text: String,
        option: String = "$filter",
        limits: ParserLimits = ParserLimits()
    ) throws(SyntaxError) -> ExpressionSyntax {
        let decoded = DecodedText(bytes: Array(text.utf8))
        var reader = SyntaxReader(decoded, option: option, rules: .tolerant, limits: limits)
        reader.skipToleratedBlanks()
        let expression = try reader.expression()
        reader.skipToleratedBlanks()
        try reader.requireEnd("an operator or the end")
        return expression
    }
}

/// How tightly operators bind (URL conventions 5.1.1.17); the raw values are compared.
private enum Precedence {
    static let or = 1
    static let and = 2
    static let equality = 3
    static let relation = 4
    static let sum = 5
    static let product = 6
    static let primary = 8
}

/// An operator that stands next, and the offset of its right operand.
private struct PendingOperator {
    enum Kind {
        case or
        case and
        case binary(BinaryOperatorSyntax)
    }

    let kind: Kind
    let precedence: Int
    let end: Int
}

extension SyntaxReader {
    /// An expression of operators that bind at least as tightly as `minimum`.
    mutating func expression(_ minimum: Int = 0) throws(SyntaxError) -> ExpressionSyntax {
        var left = try prefixed()
        while let next = pendingOperator(), next.precedence >= minimum {
            switch next.kind {
            case .or:
                left = try chain(left, next, isAnd: false)
            case .and:
                left = try chain(left, next, isAnd: true)
            case .binary(let operation):
                let leftHeight = height
                try countNode()
                index = next.end
                let right = try rightOperand(operation, next.precedence + 1)
                try raise(above: max(leftHeight, height))
                left = .binary(operation, left, right, left.range.union(right.range))
            }
        }
        return left
    }

    /// The operands of `and` or `or`, all into one node.
    private mutating func chain(
        _ first: ExpressionSyntax,
        _ operation: PendingOperator,
        isAnd: Bool
    ) throws(SyntaxError) -> ExpressionSyntax {
        var operands = [first]
        var highest = height
        var pending: PendingOperator? = operation
        while let next = pending, next.precedence == operation.precedence {
            try countNode()
            index = next.end
            let operand = try expression(operation.precedence + 1)
            operands.append(operand)
            highest = max(highest, height)
            pending = pendingOperator()
        }
        try raise(above: highest)
        let range = SourceRange(first.range.start, operands.last?.range.end ?? index)
        return isAnd ? .and(operands, range) : .or(operands, range)
    }

    private mutating func rightOperand(
        _ operation: BinaryOperatorSyntax,
        _ minimum: Int
    ) throws(SyntaxError) -> ExpressionSyntax {
        switch operation {
        case .in where current == UInt8(ascii: "("):
            return try listOrParenthesis()
        case .has where rules.isStrict:
            let start = index
            let right = try expression(minimum)
            guard case .literal(let literal, _) = right else { throw unexpected("an enumeration literal", at: start) }
            switch literal {
            case .enumeration, .string: return right
            default: throw unexpected("an enumeration literal", at: start)
            }
        default:
            return try expression(minimum)
        }
    }

    /// The operator that stands next between white space, without taking it.
    private func pendingOperator() -> PendingOperator? {
        guard let start = blanksEnd(index) else { return nil }
        let end = identifierEnd(start)
        guard end - start >= 2, end - start <= 5, let next = blanksEnd(end) ?? tightEnd(end) else { return nil }
        if let operation = binaryOperator(start, end) {
            return PendingOperator(kind: .binary(operation.0), precedence: operation.1, end: next)
        }
        if matches("and", start, end) { return PendingOperator(kind: .and, precedence: Precedence.and, end: next) }
        if matches("or", start, end) { return PendingOperator(kind: .or, precedence: Precedence.or, end: next) }
        return nil
    }

    /// The end of an operator without white space behind it: at the end of the text, where the missing operand is then
    /// named, and in the tolerant reading before a parenthesis or bracket, as in `in('a','b')`.
    private func tightEnd(_ end: Int) -> Int? {
        if end == bytes.count { return end }
        guard !rules.isStrict else { return nil }
        let next = byte(at: end)
        return next == UInt8(ascii: "(") || next == UInt8(ascii: "[") ? end : nil
    }

    private func binaryOperator(_ start: Int, _ end: Int) -> (BinaryOperatorSyntax, Int)? {
        let first = ASCIIClass.lowercased(bytes[start])
        let second = ASCIIClass.lowercased(bytes[start + 1])
        if end - start == 2 {
            switch (first, second) {
            case (UInt8(ascii: "e"), UInt8(ascii: "q")): return (.eq, Precedence.equality)
            case (UInt8(ascii: "n"), UInt8(ascii: "e")): return (.ne, Precedence.equality)
            case (UInt8(ascii: "g"), UInt8(ascii: "t")): return (.gt, Precedence.relation)
            case (UInt8(ascii: "g"), UInt8(ascii: "e")): return (.ge, Precedence.relation)
            case (UInt8(ascii: "l"), UInt8(ascii: "t")): return (.lt, Precedence.relation)
            case (UInt8(ascii: "l"), UInt8(ascii: "e")): return (.le, Precedence.relation)
            case (UInt8(ascii: "i"), UInt8(ascii: "n")): return (.in, Precedence.primary)
            default: return nil
            }
        }
        switch first {
        case UInt8(ascii: "a"): return matches("add", start, end) ? (.add, Precedence.sum) : nil
        case UInt8(ascii: "s"): return matches("sub", start, end) ? (.sub, Precedence.sum) : nil
        case UInt8(ascii: "m"):
            if matches("mul", start, end) { return (.mul, Precedence.product) }
            return matches("mod", start, end) ? (.mod, Precedence.product) : nil
        case UInt8(ascii: "d"):
            if matches("div", start, end) { return (.div, Precedence.product) }
            return matches("divby", start, end) ? (.divby, Precedence.product) : nil
        case UInt8(ascii: "h"): return matches("has", start, end) ? (.has, Precedence.primary) : nil
        default: return nil
        }
    }

    /// An operand with `not` and `-` before it.
    private mutating func prefixed() throws(SyntaxError) -> ExpressionSyntax {
        let start = index
        let operation: UnaryOperatorSyntax
        if current == UInt8(ascii: "-"), !isNegativeLiteral {
            operation = .negate
            index += 1
            skipBlanks()
        } else if let end = notEnd() {
            operation = .not
            index = end
        } else {
            return try operand()
        }
        try countNode()
        try descend()
        let operand = try expression(Precedence.primary)
        depth -= 1
        try raise(above: height)
        return .unary(operation, operand, SourceRange(start, operand.range.end))
    }

    /// Whether a minus sign starts a literal: a number, `-INF`, or a date before year 0.
    private var isNegativeLiteral: Bool {
        let next = byte(at: index + 1)
        if ASCIIClass.isDigit(next) { return true }
        let end = identifierEnd(index + 1)
        return matches("INF", index + 1, end, exact: true)
    }

    /// The offset of the operand, when `not` stands next as an operator.
    private func notEnd() -> Int? {
        guard current | 0x20 == UInt8(ascii: "n") else { return nil }
        let end = identifierEnd(index)
        guard matches("not", index, end) else { return nil }
        if let next = blanksEnd(end) { return next }
        return !rules.isStrict && byte(at: end) == UInt8(ascii: "(") ? end : nil
    }
}
