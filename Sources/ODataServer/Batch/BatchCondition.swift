import OData

/// Decides `if` of a request in a batch: a Boolean over what requests before it have come to (JSON Format 19.1).
///
/// `$id/$succeeded` and values of answers are put in as literals first; what is left are literals, comparisons and
/// `and`, `or`, `not`.
struct BatchCondition {
    let references: BatchReferences
    let limits: ParserLimits

    /// Why a condition has no value.
    struct Fault: Error {}

    func holds(_ text: String) throws(Fault) -> Bool {
        guard let resolved = references.resolveValues(in: text) else { throw Fault() }
        let filter: ExpressionSyntax
        do {
            let url = try RequestURL(path: "", query: "$filter=" + Self.encoded(resolved), limits: limits)
            guard let found = url.options.filter else { throw Fault() }
            filter = found
        } catch {
            throw Fault()
        }
        guard case .boolean(let flag) = try value(filter) else { throw Fault() }
        return flag
    }

    // MARK: Values

    private func value(_ expression: ExpressionSyntax) throws(Fault) -> EdmLiteral {
        switch expression {
        case .literal(let literal, _): return literal
        case .unary(.not, let operand, _): return .boolean(!(try flag(operand)))
        case .and(let operands, _):
            for operand in operands where !(try flag(operand)) { return .boolean(false) }
            return .boolean(true)
        case .or(let operands, _):
            for operand in operands where try flag(operand) { return .boolean(true) }
            return .boolean(false)
        case .binary(let sign, let left, let right, _): return .boolean(try compare(sign, value(left), value(right)))
        default: throw Fault()
        }
    }

    private func flag(_ expression: ExpressionSyntax) throws(Fault) -> Bool {
        guard case .boolean(let flag) = try value(expression) else { throw Fault() }
        return flag
    }

    private func compare(
        _ sign: BinaryOperatorSyntax,
        _ left: EdmLiteral,
        _ right: EdmLiteral
    ) throws(Fault) -> Bool {
        let order: Int?
        if let (first, second) = Self.numbers(left, right) {
            order = first == second ? 0 : first < second ? -1 : 1
        } else if case .string(let first) = left, case .string(let second) = right {
            order = first == second ? 0 : first < second ? -1 : 1
        } else {
            // Of other values only equality counts; null is less than nothing and greater than nothing.
            order = left == right ? 0 : nil
        }
        switch sign {
        case .eq: return order == 0
        case .ne: return order != 0
        case .lt: return order == -1
        case .le: return order == -1 || order == 0 && left != .null
        case .gt: return order == 1
        case .ge: return order == 1 || order == 0 && left != .null
        case .has, .in, .add, .sub, .mul, .div, .divby, .mod: throw Fault()
        }
    }

    private static func numbers(_ left: EdmLiteral, _ right: EdmLiteral) -> (EdmDecimal, EdmDecimal)? {
        guard let first = number(left), let second = number(right) else { return nil }
        return (first, second)
    }

    private static func number(_ literal: EdmLiteral) -> EdmDecimal? {
        switch literal {
        case .integer(let number): EdmDecimal(number)
        case .decimal(let number): number
        case .double(let number): EdmDecimal("\(number)")
        case .single(let number): EdmDecimal("\(number)")
        default: nil
        }
    }

    // MARK: Text

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
            if isPlain || "-._~'()/,:@$".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        .joined()
    }
}
