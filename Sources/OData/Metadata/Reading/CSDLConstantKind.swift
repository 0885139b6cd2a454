/// The constants of annotations by the kind their element, attribute or term gives them (CSDL 14.3).
enum CSDLConstantKind: String, CaseIterable {
    case binary = "Binary"
    case bool = "Bool"
    case date = "Date"
    case dateTimeOffset = "DateTimeOffset"
    case decimal = "Decimal"
    case duration = "Duration"
    case float = "Float"
    case guid = "Guid"
    case int = "Int"
    case string = "String"
    case timeOfDay = "TimeOfDay"

    /// The kind for values of a primitive type; nil where annotations have none.
    init?(_ type: EdmPrimitiveType) {
        switch type {
        case .binary: self = .binary
        case .boolean: self = .bool
        case .date: self = .date
        case .dateTimeOffset: self = .dateTimeOffset
        case .decimal: self = .decimal
        case .duration: self = .duration
        case .double, .single: self = .float
        case .guid: self = .guid
        case .byte, .sbyte, .int16, .int32, .int64: self = .int
        case .string: self = .string
        case .timeOfDay: self = .timeOfDay
        default: return nil
        }
    }

    /// The value of a text; nil where the text is none of this kind.
    func value(_ text: String) -> EdmAnnotationValue? {
        switch self {
        case .binary: Base64URL.decode(Array(text.utf8)[...], isStrict: true) == nil ? nil : .binary(text)
        case .bool: text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        case .date: EdmDate(text) == nil ? nil : .date(text)
        case .dateTimeOffset: EdmDateTimeOffset(text) == nil ? nil : .dateTimeOffset(text)
        case .decimal: Self.number(text).map { .decimal($0) }
        case .duration: EdmDuration(text) == nil ? nil : .duration(text)
        case .float: Self.number(text).map { .float($0) }
        case .guid: EdmGuid(text) == nil ? nil : .guid(text)
        case .int: Int64(text).map { .int($0) }
        case .string: .string(text)
        case .timeOfDay: EdmTimeOfDay(text) == nil ? nil : .timeOfDay(text)
        }
    }

    /// What a text of this kind looks like.
    var accepted: String {
        switch self {
        case .binary: "base64url text"
        case .bool: "true or false"
        case .date: "a date such as 2024-02-29"
        case .dateTimeOffset: "a time such as 2024-02-29T23:59:59.9Z"
        case .decimal, .float: "a number such as 3.14, -2E80, INF, -INF or NaN"
        case .duration: "a duration such as P1DT2H30M"
        case .guid: "a GUID such as 21ec2020-3aea-1069-a2dd-08002b30309d"
        case .int: "a whole number of 64 bits"
        case .string: "any text"
        case .timeOfDay: "a time of day such as 21:45:00"
        }
    }

    /// A number as JSON writes it, or one of the three words; nil for anything else.
    static func number(_ text: String) -> String? {
        if ["INF", "-INF", "NaN"].contains(text) { return text }
        guard text.utf8.count <= 400, !text.utf8.contains(UInt8(ascii: "_")) else { return nil }
        if JSONNumberText.isNumber(text) { return text }
        // XML also knows `+1`, `01`, `.5` and `5.`.
        var rest = text[...]
        let sign = rest.hasPrefix("-") ? "-" : ""
        if rest.hasPrefix("-") || rest.hasPrefix("+") { rest.removeFirst() }
        let exponentStart = rest.firstIndex { $0 == "e" || $0 == "E" } ?? rest.endIndex
        let mantissa = rest[..<exponentStart].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(mantissa.count), mantissa.contains(where: { !$0.isEmpty }) else { return nil }
        let whole = mantissa[0].drop { $0 == "0" }
        let fraction = mantissa.count == 2 && !mantissa[1].isEmpty ? ".\(mantissa[1])" : ""
        let number = sign + (whole.isEmpty ? "0" : whole) + fraction + rest[exponentStart...]
        return JSONNumberText.isNumber(number) ? number : nil
    }
}
