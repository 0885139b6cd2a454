/// Brings values and texts to a type, or says that the type has no such value.
struct ValueConversion {
    let model: EdmModel

    /// The type with a type definition replaced by what it stands for.
    func plain(_ type: EdmTypeReference) -> EdmTypeReference {
        guard case .typeDefinition(let name) = type.type, let definition = model.typeDefinition(name) else {
            return type
        }
        var plain = type
        plain.type = .primitive(definition.underlyingType)
        if plain.facets == EdmFacets() { plain.facets = definition.facets }
        return plain
    }

    /// The value of a literal as the type of a key or parameter; strings are read as the type (4.01).
    func value(of literal: EdmLiteral, as type: EdmTypeReference) -> EdmValue? {
        switch literal {
        case .null: nil
        case .string(let text): value(of: text, as: type)
        case .enumeration(let name, let members):
            if case .enumeration(let declared) = type.type, declared == qualified(name) {
                enumeration(members.joined(separator: ","), of: declared)
            } else {
                nil
            }
        default: Self.natural(literal).flatMap { convert($0, to: type) }
        }
    }

    /// The value of a text without quotes, such as a key in a path segment; nil for spatial and structured types.
    func value(of text: String, as type: EdmTypeReference) -> EdmValue? {
        switch type.type {
        case .enumeration(let name): return enumeration(text, of: name)
        case .primitive(let primitive): return Self.value(of: text, as: primitive)
        case .typeDefinition: return value(of: text, as: plain(type))
        case .complex, .entity, .abstract: return nil
        }
    }

    private static func value(of text: String, as type: EdmPrimitiveType) -> EdmValue? {
        switch type {
        case .string: .string(text)
        case .boolean: boolean(text).map { .boolean($0) }
        case .byte, .sbyte, .int16, .int32, .int64: Int64(text).flatMap { inRange($0, type) }
        case .decimal: EdmDecimal(text).map { .decimal($0) }
        case .double, .single: double(text).map { .double($0) }
        case .guid: EdmGuid(text).map { .guid($0) }
        case .date: EdmDate(text).map { .date($0) }
        case .timeOfDay: EdmTimeOfDay(text).map { .timeOfDay($0) }
        case .dateTimeOffset: EdmDateTimeOffset(text).map { .dateTimeOffset($0) }
        case .duration: EdmDuration(text).map { .duration($0) }
        case .binary: Base64URL.decode(Array(text.utf8)[...]).map { .binary($0) }
        default: nil
        }
    }

    private static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// The number of a text in the protocol's spelling; `Double.init` would take hexadecimal and `nan` too.
    private static func double(_ text: String) -> Double? {
        switch text {
        case "INF": .infinity
        case "-INF": -.infinity
        case "NaN": .nan
        default:
            text.utf8.allSatisfy { ASCIIClass.isDigit($0) || "+-.eE".utf8.contains($0) } ? Double(text) : nil
        }
    }

    /// A value as another type that holds exactly the same; nil where none does.
    ///
    /// Doubles become decimals by their shortest text, so that `1e-1` is 0.1. A day is the instant of its midnight.
    func convert(_ value: EdmValue, to type: EdmTypeReference) -> EdmValue? {
        guard case .primitive(let primitive) = type.type else {
            if case .enumeration(let name) = type.type {
                if case .integer(let number) = value { return .enumeration(name, number) }
                if case .enumeration(name, _) = value { return value }
            }
            return nil
        }
        switch (value, primitive) {
        case (.integer(let number), _) where primitive.isInteger: return Self.inRange(number, primitive)
        case (.integer(let number), .decimal): return .decimal(EdmDecimal(number))
        case (.integer(let number), .double), (.integer(let number), .single): return .double(Double(number))
        case (.decimal(let number), _) where primitive.isInteger:
            return number.int64Value.flatMap { Self.inRange($0, primitive) }
        case (.decimal, .decimal), (.double, .double), (.double, .single): return value
        case (.decimal(let number), .double), (.decimal(let number), .single): return .double(number.doubleValue)
        case (.double(let number), _) where primitive.isInteger:
            return Int64(exactly: number).flatMap { Self.inRange($0, primitive) }
        case (.double(let number), .decimal): return EdmDecimal("\(number)").map { .decimal($0) }
        case (.date(let date), .dateTimeOffset):
            return .dateTimeOffset(EdmDateTimeOffset(date: date, time: .midnight, offsetMinutes: 0))
        case (.dateTimeOffset(let instant), .date):
            return instant.timeOfDay == .midnight ? .date(instant.date) : nil
        case (.boolean, .boolean), (.string, .string), (.guid, .guid), (.date, .date), (.timeOfDay, .timeOfDay),
            (.dateTimeOffset, .dateTimeOffset), (.duration, .duration), (.binary, .binary):
            return value
        default: return nil
        }
    }

    private static func inRange(_ number: Int64, _ type: EdmPrimitiveType) -> EdmValue? {
        let fits =
            switch type {
            case .byte: UInt8(exactly: number) != nil
            case .sbyte: Int8(exactly: number) != nil
            case .int16: Int16(exactly: number) != nil
            case .int32: Int32(exactly: number) != nil
            default: true
            }
        return fits ? .integer(number) : nil
    }

    // MARK: Enumerations

    /// The number of members or numbers joined by commas; nil if one is unknown, or several for a type without flags.
    func enumeration(_ text: String, of name: EdmTypeName) -> EdmValue? {
        guard let type = model.enumType(name) else { return nil }
        let members = text.split(separator: ",", omittingEmptySubsequences: false)
        guard members.count == 1 || type.isFlags else { return nil }
        var sum: Int64 = 0
        for member in members {
            guard let number = Self.number(of: Self.trimmed(member), in: type) else { return nil }
            sum |= number
        }
        return .enumeration(name, sum)
    }

    /// The first member in the text that the type does not have.
    func unknownMember(in text: String, of name: EdmTypeName) -> String? {
        guard let type = model.enumType(name) else { return nil }
        for member in text.split(separator: ",", omittingEmptySubsequences: false)
        where Self.number(of: Self.trimmed(member), in: type) == nil {
            return String(member)
        }
        return nil
    }

    private static func number(of member: Substring, in type: EdmEnumType) -> Int64? {
        if let declared = type.members.first(where: { $0.name == member }) { return declared.value }
        return Int64(member)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        text.drop { $0 == " " }.last == " " ? trimmed(text.dropLast()) : text.drop { $0 == " " }
    }

    private func qualified(_ name: String) -> EdmTypeName? {
        let syntax = NameSyntax(name, SourceRange(0, 0))
        return syntax.namespace.map { EdmTypeName(model.namespace(of: String($0)), String(syntax.identifier)) }
    }

    // MARK: Literals

    /// The value of a literal in the type that its spelling gives; nil for enumerations and spatial values.
    static func natural(_ literal: EdmLiteral) -> EdmValue? {
        switch literal {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .decimal(let number): .decimal(number)
        case .double(let number): .double(number)
        case .single(let number): .double(Double(number))
        case .string(let text): .string(text)
        case .guid(let guid): .guid(guid)
        case .date(let date): .date(date)
        case .timeOfDay(let time): .timeOfDay(time)
        case .dateTimeOffset(let instant): .dateTimeOffset(instant)
        case .duration(let duration): .duration(duration)
        case .binary(let bytes): .binary(bytes)
        case .enumeration, .geography, .geometry: nil
        }
    }

    /// The type that a literal's spelling gives; integers get the smallest that holds them.
    static func naturalType(_ literal: EdmLiteral) -> EdmPrimitiveType? {
        switch literal {
        case .null, .enumeration: nil
        case .boolean: .boolean
        case .integer(let number): smallestType(number)
        case .decimal: .decimal
        case .double: .double
        case .single: .single
        case .string: .string
        case .guid: .guid
        case .date: .date
        case .timeOfDay: .timeOfDay
        case .dateTimeOffset: .dateTimeOffset
        case .duration: .duration
        case .binary: .binary
        case .geography: .geography
        case .geometry: .geometry
        }
    }

    private static func smallestType(_ number: Int64) -> EdmPrimitiveType {
        if Int8(exactly: number) != nil { return .sbyte }
        if UInt8(exactly: number) != nil { return .byte }
        if Int16(exactly: number) != nil { return .int16 }
        if Int32(exactly: number) != nil { return .int32 }
        return .int64
    }
}
