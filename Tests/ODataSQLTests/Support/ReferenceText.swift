import OData
import ODataSQL

/// Values as answers spell them, for the reference reader.
enum ReferenceText {
    /// A value as JSON has it.
    static func json(_ value: EdmValue, _ type: EdmTypeReference) -> String {
        var writer = JSONWriter(capacity: 64)
        switch value {
        case .null, .binary: return "null"
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number):
            if type.primitive == .decimal { return decimal(Exact(Int128(number)), type) }
            return String(number)
        case .decimal(let number): return decimal(Exact(number), type)
        case .double(let number): writer.double(number)
        case .string(let text): writer.string(text)
        case .guid(let guid): writer.string(guid.description)
        case .date(let day): writer.string(day.description)
        case .timeOfDay(let time): writer.timeOfDay(microseconds: time.microseconds)
        case .dateTimeOffset(let instant): writer.dateTimeOffset(microseconds: instant.microseconds)
        case .duration(let duration): writer.duration(microseconds: duration.microseconds)
        case .enumeration(_, let number):
            let names = [(1, "Red"), (2, "Green"), (4, "Blue")].filter { number & $0.0 != 0 }.map(\.1)
            writer.string(number == 0 ? "None" : names.joined(separator: ","))
        }
        return String(decoding: writer.take(), as: UTF8.self)
    }

    /// With the digits that the type has behind the point.
    private static func decimal(_ number: Exact, _ type: EdmTypeReference) -> String {
        var scale = number.scale
        if case .fixed(let digits) = type.facets.scale { scale = digits }
        var writer = JSONWriter(capacity: 64)
        writer.decimal(number.scaled(to: scale) ?? 0, scale: scale)
        return String(decoding: writer.take(), as: UTF8.self)
    }

    /// What stands before a property that the model does not declare.
    static func typeMember(_ name: String, _ type: EdmTypeReference) -> String {
        switch type.primitive {
        case .string, .boolean, .double: ""
        case let primitive: "\"\(name)@odata.type\":\"#\(primitive?.rawValue ?? type.name)\","
        }
    }
}
