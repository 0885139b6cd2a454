/// Writes syntax trees back as decoded URL text.
///
/// What is written reads back as the same tree. The text is not percent-encoded; `SyntaxPrinter.queryEncoded` does that.
public enum SyntaxPrinter {
    /// The text of an expression.
    public static func text(of expression: ExpressionSyntax) -> String {
        var printer = ExpressionPrinter()
        printer.print(expression, 0)
        return printer.text
    }

    /// The text of a path inside an expression.
    public static func text(of path: MemberPathSyntax) -> String {
        var printer = ExpressionPrinter()
        printer.print(path)
        return printer.text
    }

    /// The text of a literal, as in an expression.
    public static func text(of literal: EdmLiteral) -> String {
        switch literal {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .decimal(let value): decimalText(value)
        case .double(let value): doubleText(value)
        case .single(let value): singleText(value)
        case .string(let value): quoted(value)
        case .guid(let value): value.description
        case .date(let value): value.description
        case .timeOfDay(let value): value.description
        case .dateTimeOffset(let value): value.description
        case .duration(let value): "duration'\(value)'"
        case .enumeration(let type, let members): "\(type)'\(members.joined(separator: ","))'"
        case .binary(let bytes): "binary'\(Base64URL.encode(bytes))'"
        case .geography(let value): "geography'\(value)'"
        case .geometry(let value): "geometry'\(value)'"
        }
    }

    /// A string in single quotes, with quotes inside doubled.
    public static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "'")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "'") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "'"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A whole decimal beyond Int64 reads back as a decimal; one within it needs its point.
    private static func decimalText(_ value: EdmDecimal) -> String {
        value.scale == 0 && value.int64Value != nil ? value.description + "m" : value.description
    }

    private static func doubleText(_ value: Double) -> String {
        if !value.isFinite { return EdmNumberText.text(of: value) }
        let text = value.description
        if text.utf8.contains(UInt8(ascii: "e")) { return text }
        return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "e0"
    }

    private static func singleText(_ value: Float) -> String {
        let text = value.description
        return value.isFinite ? text + "f" : EdmNumberText.text(of: Double(value))
    }

    /// The text percent-encoded for the value of a query option.
    public static func queryEncoded(_ text: String) -> String {
        encoded(text) { ASCIIClass.isUnreserved($0) || ":@/?$'(),*!;=".utf8.contains($0) }
    }

    /// The text percent-encoded for a path segment; a slash is encoded.
    public static func pathEncoded(_ text: String) -> String {
        encoded(text) { ASCIIClass.isUnreserved($0) || ":@$'(),*!;=+".utf8.contains($0) }
    }

    private static func encoded(_ text: String, _ isPlain: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(upperHexDigit(byte >> 4))
                bytes.append(upperHexDigit(byte & 15))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func upperHexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x41 + value - 10
    }
}

extension ExpressionSyntax: CustomStringConvertible {
    /// The expression as decoded URL text.
    public var description: String { SyntaxPrinter.text(of: self) }
}

extension MemberPathSyntax: CustomStringConvertible {
    /// The path as decoded URL text.
    public var description: String { SyntaxPrinter.text(of: self) }
}

/// Collects the text of an expression.
struct ExpressionPrinter {
    var text = ""

    /// Prints an expression, in parentheses when it binds more loosely than `minimum`.
    mutating func print(_ expression: ExpressionSyntax, _ minimum: Int) {
        let own = Self.precedence(of: expression)
        guard own >= minimum else {
            text += "("
            print(expression, 0)
            text += ")"
            return
        }
        switch expression {
        case .literal(let literal, _): text += SyntaxPrinter.text(of: literal)
        case .path(let path): print(path)
        case .unary(.not, let operand, _):
            text += "not "
            print(operand, 8)
        case .unary(.negate, let operand, _): printNegated(operand)
        case .binary(let operation, let left, let right, _):
            print(left, own)
            text += " \(operation.rawValue) "
            print(right, own + 1)
        case .and(let operands, _): print(operands, " and ", 3)
        case .or(let operands, _): print(operands, " or ", 2)
        case .list(let members, _): printList("(", members, ")")
        case .array(let members, _): printJSON(members)
        case .object(let members, _): printObject(members)
        case .call(let call):
            text += call.name.text
            printList("(", call.arguments, ")")
        case .conditional(let branches, _): print(branches)
        case .cast(let value, let type, _): print("cast", value, type)
        case .isOf(let value, let type, _): print("isof", value, type)
        }
    }

    private static func precedence(of expression: ExpressionSyntax) -> Int {
        switch expression {
        case .or: 1
        case .and: 2
        case .binary(let operation, _, _, _): precedence(of: operation)
        case .unary: 7
        default: 9
        }
    }

    private static func precedence(of operation: BinaryOperatorSyntax) -> Int {
        switch operation {
        case .eq, .ne: 3
        case .gt, .ge, .lt, .le: 4
        case .add, .sub: 5
        case .mul, .div, .divby, .mod: 6
        case .has, .in: 8
        }
    }

    /// A minus before a number would become its sign.
    private mutating func printNegated(_ operand: ExpressionSyntax) {
        if case .literal = operand {
            text += "-("
            print(operand, 0)
            text += ")"
        } else {
            text += "-"
            print(operand, 8)
        }
    }

    private mutating func print(_ operands: [ExpressionSyntax], _ separator: String, _ minimum: Int) {
        for (index, operand) in operands.enumerated() {
            if index > 0 { text += separator }
            print(operand, minimum)
        }
    }

    private mutating func printList(_ open: String, _ members: [ExpressionSyntax], _ close: String) {
        text += open
        print(members, ",", 0)
        text += close
    }

    private mutating func print(_ branches: [ConditionalBranchSyntax]) {
        text += "case("
        for (index, branch) in branches.enumerated() {
            if index > 0 { text += "," }
            print(branch.condition, 0)
            // A blank keeps the colon apart from a number before it, which would be read as a time of day.
            text += " : "
            print(branch.value, 0)
        }
        text += ")"
    }

    private mutating func print(_ name: String, _ value: ExpressionSyntax?, _ type: TypeNameSyntax) {
        text += name + "("
        if let value {
            print(value, 0)
            text += ","
        }
        text += type.isCollection ? "Collection(\(type.name.text)))" : "\(type.name.text))"
    }

    // MARK: JSON

    private mutating func printJSON(_ members: [ExpressionSyntax]) {
        text += "["
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            printJSONValue(member)
        }
        text += "]"
    }

    private mutating func printObject(_ members: [ObjectMemberSyntax]) {
        text += "{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            printJSONString(member.name)
            text += ":"
            printJSONValue(member.value)
        }
        text += "}"
    }

    private mutating func printJSONValue(_ value: ExpressionSyntax) {
        if case .literal(.string(let string), _) = value { printJSONString(string) } else { print(value, 0) }
    }

    private mutating func printJSONString(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    // MARK: Paths

    mutating func print(_ path: MemberPathSyntax) {
        var needsSlash = true
        switch path.root {
        case .implicit: needsSlash = false
        case .it: text += "$it"
        case .this: text += "$this"
        case .root: text += "$root"
        case .these: text += "$these"
        case .alias(let name): text += "@" + name
        }
        for segment in path.segments {
            if case .key(let arguments, _) = segment {
                print(arguments)
                continue
            }
            if needsSlash { text += "/" }
            needsSlash = true
            print(segment)
        }
    }

    private mutating func print(_ segment: MemberSegmentSyntax) {
        switch segment {
        case .name(let name): text += name.text
        case .invocation(let name, let arguments, _):
            text += name.text
            print(arguments)
        case .key(let arguments, _): print(arguments)
        case .count(let options, _):
            text += "$count"
            if let options { printNested(options) }
        case .filter(let filter, _):
            text += "$filter("
            print(filter, 0)
            text += ")"
        case .any(let lambda, _):
            text += "any("
            if let lambda { print(lambda) }
            text += ")"
        case .all(let lambda, _):
            text += "all("
            print(lambda)
            text += ")"
        case .annotation(let annotation): print(annotation)
        case .aggregate(let aggregate, _):
            text += "aggregate("
            print(aggregate)
            text += ")"
        }
    }

    private mutating func print(_ lambda: LambdaSyntax) {
        text += lambda.variable.text + ":"
        print(lambda.predicate, 0)
    }

    mutating func print(_ annotation: AnnotationSyntax) {
        text += "@" + annotation.term.text
        if let qualifier = annotation.qualifier { text += "#" + qualifier }
    }

    mutating func print(_ arguments: [ArgumentSyntax]) {
        text += "("
        for (index, argument) in arguments.enumerated() {
            if index > 0 { text += "," }
            if let name = argument.name { text += name.text + "=" }
            print(argument.value, 0)
        }
        text += ")"
    }
}
