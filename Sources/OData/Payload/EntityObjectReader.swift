/// Reads the JSON objects of entities, with everything nested in them (JSON Format 6 and 8).
struct EntityObjectReader {
    let reading: PayloadReading

    private var model: EdmModel { reading.model }
    private var values: PayloadValueReader { PayloadValueReader(reading: reading) }

    /// Reads an entity; nesting is bounded by that of the JSON text.
    func entity(
        _ object: JSONObject,
        _ place: EntityPlace,
        at path: PayloadPath
    ) throws(PayloadError) -> EntityPayload {
        try reading.countEntity()
        let name = values.typeNamed(in: object, isEntity: true, or: place.type, at: path)
        var entity = EntityPayload(type: name)
        guard let type = model.entityType(name) else { return entity }
        var given = place.supplied
        for member in object.members {
            try read(member, of: type, place, into: &entity, given: &given, at: path)
        }
        entity.key = key(of: type, in: object, place, at: path)
        entity.reference = try nestedReference(object, place, at: path)
        let missing = self.missing(of: type, given: given, at: path)
        if place.isInserted(entity) {
            reading.note(missing)
        } else {
            entity.missing = missing
            if place.purpose == .replace { reading.note(notReplaced(by: entity, of: type, missing, at: path)) }
        }
        return entity
    }

    private func read(
        _ member: JSONObject.Member,
        of type: EdmStructuredType,
        _ place: EntityPlace,
        into entity: inout EntityPayload,
        given: inout Set<String>,
        at path: PayloadPath
    ) throws(PayloadError) {
        if let control = ControlName(member.name) {
            try read(control, member, of: type, place, into: &entity, given: &given, at: path)
            return
        }
        let inner = path.member(member.name)
        if let property = type.property(member.name) {
            let rules = PropertyRules(property.annotations)
            if rules.isComputed { return }
            given.insert(property.name)
            let isFixed = rules.isImmutable || type.key.contains { $0.path == property.name }
            if let value = try values.value(member.value, of: property, rules: rules, at: inner) {
                entity.properties.append(PayloadProperty(property, value, isFixed: isFixed))
            }
        } else if let navigation = type.navigationProperty(member.name) {
            let content = try nested(member.value, navigation, place, at: inner)
            guard let content else { return }
            supply(navigation, content, into: &given)
            entity.navigations.append(
                PayloadNavigation(navigation, target: target(of: navigation, place), content)
            )
        } else if type.isOpen {
            if let value = values.dynamic(member.value, at: inner) {
                entity.properties.append(PayloadValueReader.dynamicProperty(member.name, value))
            }
        } else {
            values.unknown(member.name, in: type, at: inner)
        }
    }

    // MARK: Control information

    private func read(
        _ control: ControlName,
        _ member: JSONObject.Member,
        of type: EdmStructuredType,
        _ place: EntityPlace,
        into entity: inout EntityPayload,
        given: inout Set<String>,
        at path: PayloadPath
    ) throws(PayloadError) {
        if control.property.isEmpty {
            if control.name == "etag", case .string(let text) = member.value {
                if case .tags(let tags)? = EntityTagCondition(lines: [text]) { entity.entityTag = tags.first }
            }
            return
        }
        guard control.name == "bind" || control.name == "delta" else { return }
        let inner = path.member(member.name)
        guard let navigation = type.navigationProperty(control.property) else {
            let near = reading.near(control.property, among: type.navigationProperties.map(\.name))
            reading.note(inner, .unknownProperty(type: type.name, near: near))
            return
        }
        let target = target(of: navigation, place)
        let content: PayloadNavigation.Content?
        if control.name == "bind" {
            content = try bound(member.value, navigation, at: inner)
        } else {
            content = try delta(member.value, navigation, place, at: inner)
        }
        guard let content else { return }
        supply(navigation, content, into: &given)
        // A collection may be bound and nested at once: both count (Protocol 11.4.2.2).
        entity.navigations.append(PayloadNavigation(navigation, target: target, content))
    }

    private func bound(
        _ json: JSONValue,
        _ navigation: EdmNavigationProperty,
        at path: PayloadPath
    ) throws(PayloadError) -> PayloadNavigation.Content? {
        switch json {
        case .string(let text) where !navigation.isCollection:
            return try reference(text, to: navigation, at: path).map { .references([$0]) }
        case .null where !navigation.isCollection: return .nothing
        case .array(let items) where navigation.isCollection:
            var references: [EntityReference] = []
            for (index, item) in items.enumerated() {
                guard case .string(let text) = item.value else {
                    reading.note(path.item(index), .typeMismatch(found: item.value.kind, expected: "a URL"))
                    continue
                }
                if let found = try reference(text, to: navigation, at: path.item(index)) { references.append(found) }
            }
            return .references(references)
        default:
            let expected = navigation.isCollection ? "an array of URLs" : "a URL"
            reading.note(path, .typeMismatch(found: json.kind, expected: expected))
            return nil
        }
    }

    /// Binds the address of an entity of the type a navigation leads to.
    func reference(
        _ text: String,
        to navigation: EdmNavigationProperty,
        at path: PayloadPath
    ) throws(PayloadError) -> EntityReference? {
        try reference(text, type: navigation.target, at: path)
    }

    private func reference(
        _ text: String,
        type: EdmTypeName,
        at path: PayloadPath
    ) throws(PayloadError) -> EntityReference? {
        try reading.countEntity()
        let problem: String
        switch reading.options.resolve(text) {
        case .success(let read):
            let found = read.target.entityType
            let isEntity = if case .entity = read.shape { true } else { false }
            let fits = model.type(found, isOrDerivesFrom: type) || model.type(type, isOrDerivesFrom: found)
            if isEntity, fits { return EntityReference(text, read) }
            problem = "it does not lead to a single entity of \(type)"
        case .failure(let fault): problem = fault.problem
        }
        reading.note(path, .invalidReference(text: ODataError.echo(text), problem: problem))
        return nil
    }

    /// `@odata.id` or `@id`.
    static func id(of object: JSONObject) -> String? {
        for name in ["@odata.id", "@id"] {
            if case .string(let text)? = object[name] { return text }
        }
        return nil
    }

    /// The entity that a nested object names; at the top of a body `@odata.id` is only repeated information.
    private func nestedReference(
        _ object: JSONObject,
        _ place: EntityPlace,
        at path: PayloadPath
    ) throws(PayloadError) -> EntityReference? {
        guard place.isNested, let id = Self.id(of: object) else { return nil }
        return try reference(id, type: place.type, at: path.member("@odata.id"))
    }

    // MARK: Nested entities

    private func target(of navigation: EdmNavigationProperty, _ place: EntityPlace) -> EdmEntitySet? {
        place.set.flatMap { model.target(of: navigation, from: $0) }
    }

    private func nestedPlace(_ navigation: EdmNavigationProperty, _ place: EntityPlace) -> EntityPlace {
        var nested = EntityPlace(type: navigation.target, set: target(of: navigation, place), purpose: place.purpose)
        nested.isNested = true
        nested.isCurrent = !navigation.isCollection && place.purpose != .insert
        // The key of the outer entity is what the inner one's reference to it gets.
        if let partner = navigation.partner,
            let back = model.entityType(navigation.target)?.navigationProperty(partner)
        {
            nested.supplied = Set(back.referentialConstraints.map(\.property))
        }
        return nested
    }

    private func nested(
        _ json: JSONValue,
        _ navigation: EdmNavigationProperty,
        _ place: EntityPlace,
        at path: PayloadPath
    ) throws(PayloadError) -> PayloadNavigation.Content? {
        let inner = nestedPlace(navigation, place)
        switch json {
        case .null where !navigation.isCollection: return .nothing
        case .object(let object) where !navigation.isCollection:
            return .entity(try entity(object, inner, at: path))
        case .array(let items) where navigation.isCollection:
            var entities: [EntityPayload] = []
            for (index, item) in items.enumerated() {
                guard case .object(let object) = item.value else {
                    reading.note(path.item(index), .typeMismatch(found: item.value.kind, expected: "an object"))
                    continue
                }
                entities.append(try entity(object, inner, at: path.item(index)))
            }
            return .entities(entities)
        default:
            let expected = navigation.isCollection ? "an array of entities" : "an entity"
            reading.note(path, .typeMismatch(found: json.kind, expected: expected))
            return nil
        }
    }

    private func delta(
        _ json: JSONValue,
        _ navigation: EdmNavigationProperty,
        _ place: EntityPlace,
        at path: PayloadPath
    ) throws(PayloadError) -> PayloadNavigation.Content? {
        guard case .array(let items) = json, navigation.isCollection else {
            reading.note(path, .typeMismatch(found: json.kind, expected: "an array of changes"))
            return nil
        }
        return .delta(try changes(items, nestedPlace(navigation, place), at: path))
    }

    /// The entries of a delta: entities, and removed ones with `@removed` (JSON Format 15.3).
    func changes(
        _ items: [JSONItem],
        _ place: EntityPlace,
        at path: PayloadPath
    ) throws(PayloadError) -> [PayloadChange] {
        var place = place
        place.isNested = true
        var changes: [PayloadChange] = []
        for (index, item) in items.enumerated() {
            let inner = path.item(index)
            guard case .object(let object) = item.value else {
                reading.note(inner, .typeMismatch(found: item.value.kind, expected: "an object"))
                continue
            }
            let removed = object["@removed"] ?? object["@odata.removed"]
            let entity = try entity(object, place, at: inner)
            guard let removed else {
                changes.append(.changed(entity))
                continue
            }
            guard entity.key != nil || entity.reference != nil else {
                reading.note(inner, .required)
                continue
            }
            var isDeleted = false
            if case .object(let facts) = removed { isDeleted = facts["reason"] == .string("deleted") }
            changes.append(.removed(entity, isDeleted: isDeleted))
        }
        return changes
    }

    // MARK: Keys and required values

    /// The whole key in the body; nil where a part is missing or no value of its type.
    private func key(
        of type: EdmStructuredType,
        in object: JSONObject,
        _ place: EntityPlace,
        at path: PayloadPath
    ) -> [BoundRead.KeyValue]? {
        var key: [BoundRead.KeyValue] = []
        for part in type.key {
            guard let property = type.property(part.path) else { return nil }
            guard let json = object[part.path], json != .null else { return nil }
            guard let value = keyValue(json, of: property) else {
                // A key says which entity is meant; one that cannot be read must not mean a new one.
                if place.isNested, property.isComputed {
                    let expected = property.type.name
                    reading.note(path.member(part.path), .typeMismatch(found: json.kind, expected: expected))
                }
                return nil
            }
            key.append(BoundRead.KeyValue(property: property, value: value))
        }
        return key.isEmpty ? nil : key
    }

    /// Read on the side: a wrong value has been noted where the property was read, or does not count.
    private func keyValue(_ json: JSONValue, of property: EdmProperty) -> EdmValue? {
        let side = PayloadValueReader(reading: PayloadReading(model: model, options: reading.options))
        let read = try? side.value(json, of: property, rules: PropertyRules([]), at: .top)
        guard case .primitive(let value)? = read, value != .null else { return nil }
        return value
    }

    private func supply(
        _ navigation: EdmNavigationProperty,
        _ content: PayloadNavigation.Content,
        into given: inout Set<String>
    ) {
        if case .nothing = content { return }
        for constraint in navigation.referentialConstraints { given.insert(constraint.property) }
    }

    /// What an insert would lack.
    private func missing(
        of type: EdmStructuredType,
        given: Set<String>,
        at path: PayloadPath
    ) -> [PayloadViolation] {
        var missing: [PayloadViolation] = []
        for property in type.properties where !given.contains(property.name) {
            if property.type.isNullable || property.type.isCollection || property.defaultValue != nil { continue }
            if property.type.primitive == .stream { continue }
            let rules = PropertyRules(property.annotations)
            if rules.isComputed || rules.hasComputedDefault { continue }
            missing.append(PayloadViolation(path.member(property.name).text, .required))
        }
        return missing
    }

    /// What a replacement lacks: the key comes from the address, and what is fixed stays.
    private func notReplaced(
        by entity: EntityPayload,
        of type: EdmStructuredType,
        _ missing: [PayloadViolation],
        at path: PayloadPath
    ) -> [PayloadViolation] {
        let fixed = type.properties.filter { property in
            PropertyRules(property.annotations).isImmutable || type.key.contains { $0.path == property.name }
        }
        let places = Set(fixed.map { path.member($0.name).text })
        return missing.filter { !places.contains($0.target) }
    }
}

extension EntityPlace {
    /// Whether the entity can be nothing but new.
    func isInserted(_ entity: EntityPayload) -> Bool {
        isNested ? entity.key == nil && entity.reference == nil && !isCurrent : purpose == .insert
    }
}
