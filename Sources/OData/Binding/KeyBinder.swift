/// Binding of key predicates (URL Conventions 4.3).
struct KeyBinder {
    let session: BindingSession

    /// Binds a predicate in parentheses and appends its step.
    func bind(
        _ arguments: [ArgumentSyntax],
        _ range: SourceRange,
        to walk: inout PathBinder.Walk
    ) throws(BindingError) {
        let type = walk.resource.type
        let given = try implied(walk)
        let key: [BoundRead.KeyValue]
        if let only = arguments.first, arguments.count == 1, only.name == nil {
            let open = type.key.filter { part in !given.contains { $0.property.name == part.path } }
            let candidates = type.key.count == 1 ? type.key : open
            guard let part = candidates.first, candidates.count == 1 else {
                throw fault(.unnamed(properties: type.key.map(\.name)), type, range)
            }
            let value = try self.value(only.value, of: part, type, walk)
            key = try complete([part.name: value], given, type, range)
        } else {
            key = try named(arguments, given, type, range, walk)
        }
        append(key, to: &walk)
    }

    /// Binds one segment of a key written as segments; false while further ones must follow.
    func bind(
        segment text: String,
        _ range: SourceRange,
        to walk: inout PathBinder.Walk
    ) throws(BindingError) -> Bool {
        let type = walk.resource.type
        guard walk.segmentKey.count < type.key.count else { return true }
        let part = type.key[walk.segmentKey.count]
        guard let property = property(part, of: type),
            let value = session.conversion.value(of: text, as: session.conversion.plain(property.type))
        else {
            throw .unknownResource(
                name: String(text.prefix(80)),
                type: type.name,
                near: NearNames.of(text, among: type.memberNames),
                at: session.place(range)
            )
        }
        walk.segmentKey.append(BoundRead.KeyValue(property: property, value: value))
        guard walk.segmentKey.count == type.key.count else { return false }
        append(walk.segmentKey, to: &walk)
        return true
    }

    private func append(_ key: [BoundRead.KeyValue], to walk: inout PathBinder.Walk) {
        walk.resource.steps.append(.key(key))
        walk.lastKey = key
        walk.segmentKey = []
        walk.navigation = nil
    }

    // MARK: Named values

    private func named(
        _ arguments: [ArgumentSyntax],
        _ given: [BoundRead.KeyValue],
        _ type: EdmStructuredType,
        _ range: SourceRange,
        _ walk: PathBinder.Walk
    ) throws(BindingError) -> [BoundRead.KeyValue] {
        var values: [String: ExpressionSyntax] = [:]
        for argument in arguments {
            guard let name = argument.name else { throw fault(.unnamed(properties: type.key.map(\.name)), type, range) }
            guard values.updateValue(argument.value, forKey: name.text) == nil else {
                throw fault(.duplicate(name.text), type, name.range)
            }
        }
        let parts = try self.parts(arguments, type, walk.resource.set)
        var bound: [String: EdmValue] = [:]
        for part in parts {
            if let syntax = values[part.name] { bound[part.name] = try value(syntax, of: part, type, walk) }
        }
        return try complete(bound, given, type, range, parts)
    }

    /// The declared key, or the alternate key that has exactly these names (URL Conventions 4.3.5).
    private func parts(
        _ arguments: [ArgumentSyntax],
        _ type: EdmStructuredType,
        _ set: EdmEntitySet
    ) throws(BindingError) -> [EdmEntityType.KeyProperty] {
        let names = Set(arguments.compactMap(\.name?.text))
        if names.isSubset(of: type.key.map(\.name)) { return type.key }
        let alternates = Self.alternateKeys(type.annotations) + Self.alternateKeys(set.annotations)
        if let alternate = alternates.first(where: { Set($0.map(\.name)) == names }) { return alternate }
        let known = Set(type.key.map(\.name))
        let unknown = arguments.compactMap(\.name).first { !known.contains($0.text) }
        throw fault(
            .unknownName(unknown?.text ?? "", properties: type.key.map(\.name)),
            type,
            unknown?.range ?? SourceRange(0, 0)
        )
    }

    private static func alternateKeys(_ annotations: [EdmAnnotation]) -> [[EdmEntityType.KeyProperty]] {
        let term = EdmTypeName("Org.OData.Core.V1", "AlternateKeys")
        var keys: [[EdmEntityType.KeyProperty]] = []
        for annotation in annotations where annotation.term == term {
            guard case .collection(let records) = annotation.value else { continue }
            for case .record(_, let properties, _) in records {
                guard case .collection(let parts)? = properties.first(where: { $0.name == "Key" })?.value else {
                    continue
                }
                keys.append(parts.compactMap(Self.keyPart))
            }
        }
        return keys
    }

    private static func keyPart(_ value: EdmAnnotationValue) -> EdmEntityType.KeyProperty? {
        guard case .record(_, let properties, _) = value else { return nil }
        var name: String?
        var alias: String?
        for property in properties {
            switch (property.name, property.value) {
            case ("Name", .propertyPath(let path)), ("Name", .path(let path)), ("Name", .string(let path)): name = path
            case ("Alias", .string(let text)): alias = text
            default: continue
            }
        }
        return name.map { EdmEntityType.KeyProperty($0, alias: alias == "" ? nil : alias) }
    }

    private func complete(
        _ values: [String: EdmValue],
        _ given: [BoundRead.KeyValue],
        _ type: EdmStructuredType,
        _ range: SourceRange,
        _ parts: [EdmEntityType.KeyProperty]? = nil
    ) throws(BindingError) -> [BoundRead.KeyValue] {
        var key: [BoundRead.KeyValue] = []
        for part in parts ?? type.key {
            guard let property = property(part, of: type) else {
                throw session.notImplemented("key properties inside complex values", range)
            }
            if let value = values[part.name] {
                key.append(BoundRead.KeyValue(property: property, value: value))
            } else if let known = given.first(where: { $0.property.name == property.name }) {
                key.append(known)
            } else {
                throw fault(.missing(part.name), type, range)
            }
        }
        return key
    }

    /// Key values that the referential constraint of the navigation property just followed takes from the key before
    /// (URL Conventions 4.3.3).
    private func implied(_ walk: PathBinder.Walk) throws(BindingError) -> [BoundRead.KeyValue] {
        let type = walk.resource.type
        guard let navigation = walk.navigation, let partnerName = navigation.partner, !walk.lastKey.isEmpty,
            let partner = type.navigationProperty(partnerName)
        else { return [] }
        var values: [BoundRead.KeyValue] = []
        for pair in partner.referentialConstraints {
            guard let property = type.property(pair.property),
                let known = walk.lastKey.first(where: { $0.property.name == pair.referencedProperty })
            else { continue }
            values.append(BoundRead.KeyValue(property: property, value: known.value))
        }
        return values
    }

    // MARK: Values

    private func property(_ part: EdmEntityType.KeyProperty, of type: EdmStructuredType) -> EdmProperty? {
        type.property(part.path)
    }

    private func value(
        _ syntax: ExpressionSyntax,
        of part: EdmEntityType.KeyProperty,
        _ type: EdmStructuredType,
        _ walk: PathBinder.Walk
    ) throws(BindingError) -> EdmValue {
        switch syntax {
        case .literal(let literal, let range):
            guard let property = property(part, of: type) else {
                throw session.notImplemented("key properties inside complex values", range)
            }
            let plain = session.conversion.plain(property.type)
            if let value = session.conversion.value(of: literal, as: plain) { return value }
            // Well-formed, but no value of the key's type: nothing has this key.
            throw .entityNotFound(
                key: String(describe(literal).prefix(80)),
                entitySet: walk.resource.set.name,
                at: session.place(range)
            )
        case .path(let path):
            guard case .alias(let name) = path.root, path.segments.isEmpty else {
                throw fault(.notLiteral, type, path.range)
            }
            return try session.withAlias(name, path.range) { (value) throws(BindingError) in
                try self.value(value, of: part, type, walk)
            }
        default: throw fault(.notLiteral, type, syntax.range)
        }
    }

    private func describe(_ literal: EdmLiteral) -> String {
        switch literal {
        case .null: "null"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .double(let number): "\(number)"
        case .single(let number): "\(number)"
        case .string(let text): "'\(text)'"
        case .guid(let guid): "\(guid)"
        case .date(let date): "\(date)"
        case .timeOfDay(let time): "\(time)"
        case .dateTimeOffset(let instant): "\(instant)"
        case .duration(let duration): "\(duration)"
        case .enumeration(let type, let members): "\(type)'\(members.joined(separator: ","))'"
        case .binary, .geography, .geometry: "a literal"
        }
    }

    private func fault(
        _ fault: BindingError.KeyFault,
        _ type: EdmStructuredType,
        _ range: SourceRange
    ) -> BindingError {
        .invalidKey(fault, type: type.name, at: session.place(range))
    }
}
