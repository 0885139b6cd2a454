/// Brings JSON values to the types of the model and notes every fault (JSON Format 7).
struct PayloadValueReader {
    let reading: PayloadReading

    /// The value of a property; nil where it was found wrong.
    func value(
        _ json: JSONValue,
        of property: EdmProperty,
        rules: PropertyRules,
        at path: PayloadPath
    ) throws(PayloadError) -> PayloadValue? {
        let type = reading.conversion.plain(property.type)
        guard type.isCollection else {
            return try single(json, type, rules: rules, at: path)
        }
        guard case .array(let items) = json else {
            reading.note(path, json == .null ? .required : .typeMismatch(found: json.kind, expected: "an array"))
            return nil
        }
        return .collection(try self.items(items, type, rules: rules, at: path))
    }

    /// The items of a collection of primitive or complex values.
    func items(
        _ items: [JSONItem],
        _ type: EdmTypeReference,
        rules: PropertyRules,
        at path: PayloadPath
    ) throws(PayloadError) -> [PayloadValue] {
        var values: [PayloadValue] = []
        for (index, item) in items.enumerated() {
            if let value = try single(item.value, type, rules: rules, at: path.item(index)) { values.append(value) }
        }
        return values
    }

    /// One value, or one item of a collection.
    func single(
        _ json: JSONValue,
        _ type: EdmTypeReference,
        rules: PropertyRules,
        at path: PayloadPath
    ) throws(PayloadError) -> PayloadValue? {
        if json == .null {
            if type.isNullable { return .null }
            reading.note(path, .required)
            return nil
        }
        switch type.type {
        case .primitive(let primitive):
            return self.primitive(json, primitive, type.facets, rules: rules, at: path)
        case .enumeration(let name): return enumeration(json, name, at: path)
        case .complex(let name): return try complex(json, name, at: path)
        case .typeDefinition, .entity, .abstract: return dynamic(json, at: path)
        }
    }

    // MARK: Complex values

    private func complex(
        _ json: JSONValue,
        _ name: EdmTypeName,
        at path: PayloadPath
    ) throws(PayloadError)
        -> PayloadValue?
    {
        guard case .object(let object) = json else {
            reading.note(path, .typeMismatch(found: json.kind, expected: "an object"))
            return nil
        }
        let declared = typeNamed(in: object, isEntity: false, or: name, at: path)
        guard let type = reading.model.complexType(declared) else { return nil }
        var properties: [PayloadProperty] = []
        for member in object.members {
            let inner = path.member(member.name)
            if let control = ControlName(member.name) {
                // Links are written along the navigation property alone: losing one silently would be worse.
                if control.name == "bind" { reading.note(inner, .notWritable) }
                continue
            }
            guard let property = type.property(member.name) else {
                if type.isOpen, let value = dynamic(member.value, at: inner) {
                    properties.append(Self.dynamicProperty(member.name, value))
                } else if !type.isOpen {
                    unknown(member.name, in: type, at: inner)
                }
                continue
            }
            let rules = PropertyRules(property.annotations)
            if rules.isComputed { continue }
            if let value = try value(member.value, of: property, rules: rules, at: inner) {
                properties.append(PayloadProperty(property, value))
            }
        }
        return .complex(declared, properties)
    }

    func unknown(_ name: String, in type: EdmStructuredType, at path: PayloadPath) {
        let near = reading.near(name, among: type.memberNames)
        reading.note(path, .unknownProperty(type: type.name, near: near))
    }

    /// The type an object names, if it is the declared one or derived from it.
    func typeNamed(
        in object: JSONObject,
        isEntity: Bool,
        or declared: EdmTypeName,
        at path: PayloadPath
    )
        -> EdmTypeName
    {
        guard let member = object.members.first(where: { ["@odata.type", "@type"].contains($0.name) }) else {
            return declared
        }
        let found: String
        if case .string(let text) = member.value {
            let name = reading.typeName(text)
            let exists =
                isEntity ? reading.model.entityType(name) != nil : reading.model.complexType(name) != nil
            if exists, reading.model.type(name, isOrDerivesFrom: declared) { return name }
            found = text
        } else {
            found = member.value.kind
        }
        reading.note(path.member(member.name), .unknownType(name: found, expected: declared.description))
        return declared
    }

    // MARK: Dynamic values

    /// A value of an undeclared property, in the type its JSON form has.
    func dynamic(_ json: JSONValue, at path: PayloadPath) -> PayloadValue? {
        switch json {
        case .null: return .null
        case .boolean(let flag): return .primitive(.boolean(flag))
        case .string(let text): return .primitive(.string(text))
        case .number(let text):
            if let number = Int64(text) { return .primitive(.integer(number)) }
            if let number = Double(text), number.isFinite { return .primitive(.double(number)) }
            reading.note(path, .outOfRange(value: text, reason: ""))
            return nil
        case .array(let items):
            let values = items.enumerated().map { dynamic($0.element.value, at: path.item($0.offset)) }
            return .collection(values.compactMap(\.self))
        case .object:
            reading.note(path, .typeMismatch(found: json.kind, expected: "a declared property"))
            return nil
        }
    }

    static func dynamicProperty(_ name: String, _ value: PayloadValue) -> PayloadProperty {
        let type: EdmPrimitiveType =
            switch value {
            case .primitive(.boolean): .boolean
            case .primitive(.integer): .int64
            case .primitive(.double): .double
            default: .string
            }
        return PayloadProperty(EdmProperty(name, .primitive(type)), value)
    }

    // MARK: Enumerations

    /// Member names or numbers in a string, or a JSON number.
    private func enumeration(_ json: JSONValue, _ name: EdmTypeName, at path: PayloadPath) -> PayloadValue? {
        let text: String
        switch json {
        case .string(let members): text = members
        case .number(let digits): text = digits
        default:
            reading.note(path, .typeMismatch(found: json.kind, expected: name.description))
            return nil
        }
        if let value = reading.conversion.enumeration(text, of: name) { return .primitive(value) }
        let members = reading.model.enumType(name)?.members.map(\.name) ?? []
        let unknown = reading.conversion.unknownMember(in: text, of: name) ?? text
        let near = reading.near(unknown, among: members)
        reading.note(path, .unknownMember(value: unknown, type: name, near: near.isEmpty ? members : near))
        return nil
    }
}
