@testable import OData

/// The structure of a tree as text, so that a row of a test can state it.
enum SyntaxShape {
    /// Operators before their operands in brackets; other nodes as they print.
    static func of(_ expression: ExpressionSyntax) -> String {
        switch expression {
        case .unary(let operation, let operand, _): "[\(operation.rawValue) \(of(operand))]"
        case .binary(let operation, let left, let right, _): "[\(operation.rawValue) \(of(left)) \(of(right))]"
        case .and(let operands, _): "[and \(operands.map(of).joined(separator: " "))]"
        case .or(let operands, _): "[or \(operands.map(of).joined(separator: " "))]"
        case .list(let members, _): "[list \(members.map(of).joined(separator: " "))]"
        case .array(let members, _): "[array \(members.map(of).joined(separator: " "))]"
        case .call(let call): "[call \(call.name.text) \(call.arguments.map(of).joined(separator: " "))]"
        case .cast(let value, let type, _): "[cast \(value.map(of) ?? "-") \(type.name.text)]"
        case .isOf(let value, let type, _): "[isof \(value.map(of) ?? "-") \(type.name.text)]"
        case .conditional(let branches, _):
            "[case \(branches.map { of($0.condition) + " " + of($0.value) }.joined(separator: " "))]"
        case .literal, .path, .object: expression.description
        }
    }

    static func of(_ search: SearchSyntax) -> String {
        switch search {
        case .word(let word, _): word
        case .phrase(let phrase, _): "'\(phrase)'"
        case .not(let operand, _): "[not \(of(operand))]"
        case .and(let operands, _): "[and \(operands.map(of).joined(separator: " "))]"
        case .or(let operands, _): "[or \(operands.map(of).joined(separator: " "))]"
        case .incomplete(let text, _): "incomplete(\(text))"
        }
    }

    /// The shape of an expression in a text, or the error.
    static func of(text: String) -> String {
        do throws(SyntaxError) {
            return of(try ExpressionParser.parse(text))
        } catch {
            return "\(error)"
        }
    }

    /// The shape of the value of `$search`, or the error.
    static func of(search text: String) -> String {
        do throws(SyntaxError) {
            let options = try QueryOptionsParser.parse("$search=" + SyntaxPrinter.queryEncoded(text))
            return options.search.map(of) ?? "none"
        } catch {
            return "\(error)"
        }
    }
}
