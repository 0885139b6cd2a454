/// Writes typed values as JSON the way OData has them (JSON Format 7).
public struct StructuredValueWriter {
    private let model: EdmModel
    private let conversion: ValueConversion
    private let prefix: String
    private let metadata: MetadataLevel
    private let ieee754Compatible: Bool
    private let omits: OmittedValues

    /// Makes a writer for a model and the form of an answer.
    public init(
        model: EdmModel,
        version: ODataVersion,
        metadata: MetadataLevel = .minimal,
        ieee754Compatible: Bool = false,
        omits: OmittedValues = .none
    ) {
        self.model = model
        conversion = ValueConversion(model: model)
        prefix = version == .v4_0 ? "@odata." : "@"
        self.metadata = metadata
        self.ieee754Compatible = ieee754Compatible
        self.omits = omits
    }

    /// Writes a value of a type.
    ///
    /// Recursion is bounded by the depth of the value.
    public func write(_ value: StructuredValue, as type: EdmTypeReference, to json: inout JSONWriter) {
        switch value {
        case .null, .primitive(.null): json.null()
        case .list(let items):
            var item = type
            item.isCollection = false
            json.append("[")
            for (position, value) in items.enumerated() {
                if position > 0 { json.append(",") }
                write(value, as: item, to: &json)
            }
            json.append("]")
        case .structure:
            json.append("{")
            members(of: value, as: type, isFirst: true, to: &json)
            json.append("}")
        case .geography(let geography): json.append(Array(geography.geoJSON.utf8))
        case .primitive(let value): write(value, as: conversion.plain(type).type, to: &json)
        }
    }

    /// Writes the members of a complex value or row, for callers that have opened the object themselves.
    ///
    /// What the type declares comes in its order, null where the value lacks it; dynamic members follow. With `only`, no
    /// others are written.
    public func members(
        of value: StructuredValue,
        as type: EdmTypeReference,
        only names: [String]? = nil,
        isFirst: Bool,
        to json: inout JSONWriter
    ) {
        func isWanted(_ name: String) -> Bool { names?.contains(name) ?? true }
        guard case .structure(let members, let derived) = value else { return }
        var isFirst = isFirst
        func name(_ name: String, _ json: inout JSONWriter) {
            if isFirst { isFirst = false } else { json.append(",") }
            json.string(name)
            json.append(":")
        }
        let actual = derived ?? Self.name(of: type.type)
        let isDerived = derived != nil && derived != Self.name(of: type.type)
        if let actual, metadata == .full || (isDerived && metadata != .none) {
            name(prefix + "type", &json)
            json.string("#\(actual)")
        }
        let declared = actual.flatMap { model.complexType($0) ?? model.entityType($0) }?.properties ?? []
        for property in declared where property.type.primitive != .stream && isWanted(property.name) {
            let value = members.first { $0.name == property.name }?.value ?? .null
            if value.isNull, property.type.isCollection {
                name(property.name, &json)
                json.append("[]")
            } else if !isOmitted(value, of: property) {
                name(property.name, &json)
                write(value, as: property.type, to: &json)
            }
        }
        for member in members where isWanted(member.name) && !declared.contains(where: { $0.name == member.name }) {
            name(member.name, &json)
            write(member.value, as: EdmTypeReference(.abstract("Untyped")), to: &json)
        }
    }

    private func isOmitted(_ value: StructuredValue, of property: EdmProperty) -> Bool {
        switch omits {
        case .none: return false
        case .nulls: return value.isNull
        case .defaults:
            guard let given = PropertyDefault(model: model).value(of: property) else { return value.isNull }
            if case .primitive(let shown) = value { return shown == given }
            return false
        }
    }

    private static func name(of type: EdmType) -> EdmTypeName? {
        switch type {
        case .complex(let name), .entity(let name): name
        case .primitive, .enumeration, .typeDefinition, .abstract: nil
        }
    }

    /// The bare text of a value (`/$value`, Protocol 11.2.4.1); nil for what has none.
    public func rawText(of value: StructuredValue, as type: EdmTypeReference) -> [UInt8]? {
        switch value.single {
        case .string(let text)?: return Array(text.utf8)
        case .binary(let bytes)?: return bytes
        case nil: return nil
        case let plain?:
            var json = JSONWriter(capacity: 64)
            write(plain, as: conversion.plain(type).type, to: &json)
            let bytes = json.take()
            return bytes.first == UInt8(ascii: "\"") ? Array(bytes.dropFirst().dropLast()) : bytes
        }
    }

    private func write(_ value: EdmValue, as type: EdmType, to json: inout JSONWriter) {
        switch value {
        case .null: json.null()
        case .boolean(let flag): json.bool(flag)
        case .integer(let number): json.integer(number, quoted: ieee754Compatible && type == .primitive(.int64))
        case .decimal(let number):
            let text = Array(number.description.utf8)
            if ieee754Compatible { json.append("\"") }
            json.append(text)
            if ieee754Compatible { json.append("\"") }
        case .double(let number):
            if type == .primitive(.single) { json.single(Float(number)) } else { json.double(number) }
        case .string(let text): json.string(text)
        case .guid(let guid): json.string(guid.description)
        case .date(let date): json.string(date.description)
        case .timeOfDay(let time): json.timeOfDay(microseconds: time.microseconds)
        case .dateTimeOffset(let instant): json.dateTimeOffset(microseconds: instant.microseconds)
        case .duration(let length): json.duration(microseconds: length.microseconds)
        case .binary(let bytes): bytes.withUnsafeBufferPointer { json.binary($0) }
        case .enumeration(let name, let number): json.string(self.names(of: number, in: name))
        }
    }

    /// The member of a number, or the members it is made of; the number itself where there are none.
    private func names(of number: Int64, in name: EdmTypeName) -> String {
        let members = model.enumType(name)?.members ?? []
        if let member = members.first(where: { $0.value == number }) { return member.name }
        var rest = number
        var names: [String] = []
        for member in members.reversed() where member.value != 0 && rest & member.value == member.value {
            names.append(member.name)
            rest &= ~member.value
        }
        return rest == 0 && !names.isEmpty ? names.reversed().joined(separator: ",") : String(number)
    }
}
