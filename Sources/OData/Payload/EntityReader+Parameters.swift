extension EntityReader {
    /// Reads the arguments of an action from a body (JSON Format 18; Protocol 11.5.5.1).
    ///
    /// Every fault is found at once: unknown names, missing arguments, values of the wrong type. What may be left out has
    /// its default, else null; a collection is empty. An empty body is an object without members.
    public func arguments(_ body: [UInt8], of operation: EdmOperation) throws(PayloadError) -> [String: StructuredValue]
    {
        var object = JSONObject()
        if !body.allSatisfy({ $0 == 0x20 || (0x09...0x0d).contains($0) }) {
            let json = try json(body)
            guard case .object(let found) = json else { throw .wrongShape(found: json.kind, expected: "a JSON object") }
            object = found
        }
        let reading = PayloadReading(model: model, options: options)
        let values = PayloadValueReader(reading: reading)
        let parameters = operation.ownParameters
        for member in object.members where ControlName(member.name) == nil {
            guard !parameters.contains(where: { $0.name == member.name }) else { continue }
            let near = reading.near(member.name, among: parameters.map(\.name))
            reading.note(.top.member(member.name), .unknownParameter(operation: operation.name, near: near))
        }
        var arguments: [String: StructuredValue] = [:]
        for parameter in parameters {
            let path = PayloadPath.top.member(parameter.name)
            guard let json = object[parameter.name] else {
                if let value = parameter.valueWhenMissing(in: reading.conversion) {
                    arguments[parameter.name] = value
                } else {
                    reading.note(path, .required)
                }
                continue
            }
            let property = EdmProperty(parameter.name, parameter.type)
            let rules = PropertyRules(parameter.annotations)
            if case .entity = parameter.type.type {
                let expected = "\(parameter.type.name), which this service does not take as an argument"
                reading.note(path, .typeMismatch(found: json.kind, expected: expected))
            } else if let value = try values.value(json, of: property, rules: rules, at: path) {
                arguments[parameter.name] = StructuredValue(value)
            }
        }
        try reading.finish()
        return arguments
    }

    /// Reads the rows or the value that a source has written for a read, in its minimal form, as typed values.
    ///
    /// An entity or value gives one row. Members that the type does not declare, such as those that `$apply` makes, have
    /// the type of their JSON form.
    public func rows(_ body: [UInt8], of read: BoundRead) throws(PayloadError) -> [StructuredValue] {
        let json = try json(body)
        let reading = PayloadReading(model: model, options: options)
        let rows = StructuredRowReader(reading: reading)
        guard case .object(let object) = json else { throw .wrongShape(found: json.kind, expected: "a JSON object") }
        switch read.shape {
        case .collection:
            guard case .array(let items)? = object["value"] else {
                throw .wrongShape(found: json.kind, expected: "rows")
            }
            return try items.map { (item) throws(PayloadError) in try rows.row(item.value, read.resultType) }
        case .property(let path):
            guard let property = path.last else { return [] }
            let value = object["value"] ?? json
            let rules = PropertyRules([])
            return try values(reading).value(value, of: property, rules: rules, at: .top).map { [StructuredValue($0)] }
                ?? []
        case .entity, .rawValue, .stream, .item, .valueCount, .count, .references:
            return [try rows.row(json, read.resultType)]
        }
    }

    private func values(_ reading: PayloadReading) -> PayloadValueReader { PayloadValueReader(reading: reading) }
}

/// Brings rows that a service wrote itself back to typed values; nothing is checked but the types.
struct StructuredRowReader {
    let reading: PayloadReading

    func row(_ json: JSONValue, _ declared: EdmTypeName) throws(PayloadError) -> StructuredValue {
        guard case .object(let object) = json else { return .null }
        let values = PayloadValueReader(reading: reading)
        let name = values.typeNamed(in: object, isEntity: true, or: declared, at: .top)
        let type = reading.model.entityType(name)
        var members: [StructuredValue.Member] = []
        for member in object.members where ControlName(member.name) == nil {
            let path = PayloadPath.top.member(member.name)
            var value: PayloadValue?
            if let property = type?.property(member.name) {
                value = try values.value(member.value, of: property, rules: PropertyRules([]), at: path)
            } else if type?.navigationProperty(member.name) == nil {
                value = values.dynamic(member.value, at: path)
            }
            if let value { members.append(.init(member.name, StructuredValue(value))) }
        }
        return .structure(members, type: name)
    }
}

extension StructuredValue {
    /// A value of a body.
    ///
    /// Recursion is bounded by the depth of the body.
    init(_ value: PayloadValue) {
        switch value {
        case .primitive(.null): self = .null
        case .primitive(let value): self = .primitive(value)
        case .geography(let value): self = .geography(value)
        case .collection(let items): self = .list(items.map { StructuredValue($0) })
        case .complex(let type, let properties):
            self = .structure(
                properties.map { Member($0.property.name, StructuredValue($0.value)) },
                type: type
            )
        }
    }
}

extension PayloadValue {
    /// A typed value as one that can be written to a property; nil where it does not fit its type.
    ///
    /// Recursion is bounded by the depth of the value.
    public init?(_ value: StructuredValue, of property: EdmProperty, in model: EdmModel) {
        switch value {
        case .null: self = .null
        case .primitive(let value): self = .primitive(value)
        case .geography(let value): self = .geography(value)
        case .list(let items):
            let values = items.compactMap { PayloadValue($0, of: property, in: model) }
            guard values.count == items.count else { return nil }
            self = .collection(values)
        case .structure(let members, let type):
            guard case .complex(let declared) = property.type.type, let type = model.complexType(type ?? declared)
            else { return nil }
            var properties: [PayloadProperty] = []
            for member in members {
                guard let inner = type.property(member.name),
                    let value = PayloadValue(member.value, of: inner, in: model)
                else { return nil }
                properties.append(PayloadProperty(inner, value))
            }
            self = .complex(type.name, properties)
        }
    }
}

extension EdmOperation.Parameter {
    /// What an argument that is left out stands for; nil where it may not be left out.
    func valueWhenMissing(in conversion: ValueConversion) -> StructuredValue? {
        if let text = defaultValue {
            if let value = conversion.value(of: text, as: conversion.plain(type)) { return .primitive(value) }
            if text == "null" { return .null }
        }
        if type.isCollection, type.isNullable || isOptional { return .list([]) }
        return type.isNullable || isOptional ? .null : nil
    }

    /// The text of `DefaultValue` of `Core.OptionalParameter`.
    private var defaultValue: String? {
        let term = EdmTypeName("Org.OData.Core.V1", "OptionalParameter")
        for annotation in annotations where annotation.term == term {
            guard case .record(_, let properties, _) = annotation.value else { continue }
            for property in properties where property.name == "DefaultValue" {
                if case .string(let text) = property.value { return text }
            }
        }
        return nil
    }
}
