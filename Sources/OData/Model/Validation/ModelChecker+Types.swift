extension ModelChecker {
    mutating func check(_ type: EdmEntityType) {
        check(type.name, isEntity: true, type.baseType, type.properties, type.navigationProperties)
        check(type.annotations, at: "\(type.name)")
        guard let resolved = model.entityType(type.name) else { return }
        if resolved.key.isEmpty, !type.isAbstract, needsKey(type.name) { faults.append(.missingKey(type.name)) }
        let inherited = type.baseType.flatMap { model.entityType($0) }?.key ?? []
        for part in type.key {
            check(part, of: resolved)
            // A path needs an alias, a property has none; and there is one key in a line of types.
            if !inherited.isEmpty || part.path.contains("/") != (part.alias != nil) {
                faults.append(.invalidKey(part.path, of: type.name))
            }
        }
        let names = type.key.map(\.name)
        for (position, name) in names.enumerated() where names.firstIndex(of: name) != position {
            faults.append(.duplicateName(name, in: "\(type.name)"))
        }
    }

    /// Whether a set or a collection-valued containment holds entities of the type: only there a key tells them apart.
    private func needsKey(_ name: EdmTypeName) -> Bool {
        let sets = model.container?.entitySets ?? []
        if sets.contains(where: { model.type(name, isOrDerivesFrom: $0.entityType) }) { return true }
        let structures =
            model.schemas.flatMap(\.entityTypes).map(\.navigationProperties)
            + model.schemas.flatMap(\.complexTypes).map(\.navigationProperties)
        return structures.joined().contains {
            $0.containsTarget && $0.isCollection && model.type(name, isOrDerivesFrom: $0.target)
        }
    }

    private mutating func check(_ part: EdmEntityType.KeyProperty, of type: EdmStructuredType) {
        var current = type
        let names = part.path.split(separator: "/").map(String.init)
        for (position, name) in names.enumerated() {
            guard let property = current.property(name) else {
                return faults.append(.unknownKeyProperty(part.path, of: type.name))
            }
            if property.type.isNullable { faults.append(.nullableKey(part.path, of: type.name)) }
            if position == names.count - 1 {
                if !isKeyType(property.type) { faults.append(.invalidKeyType(part.path, of: type.name)) }
            } else if case .complex(let name) = property.type.type, let next = model.complexType(name) {
                current = next
            } else {
                return faults.append(.unknownKeyProperty(part.path, of: type.name))
            }
        }
    }

    private func isKeyType(_ reference: EdmTypeReference) -> Bool {
        guard !reference.isCollection else { return false }
        switch reference.type {
        case .enumeration: return true
        case .typeDefinition(let name):
            guard let definition = model.typeDefinition(name) else { return true }
            return isKeyType(.primitive(definition.underlyingType))
        case .primitive(let type):
            switch type {
            case .boolean, .byte, .date, .dateTimeOffset, .decimal, .duration, .guid, .int16, .int32, .int64, .sbyte,
                .string, .timeOfDay:
                return true
            default: return false
            }
        case .complex, .entity, .abstract: return false
        }
    }

    mutating func check(
        _ name: EdmTypeName,
        isEntity: Bool,
        _ base: EdmTypeName?,
        _ properties: [EdmProperty],
        _ navigations: [EdmNavigationProperty]
    ) {
        if let base {
            let isKnown = isEntity ? model.entityType(base) != nil : model.complexType(base) != nil
            if !isKnown, isEntity ? model.complexType(base) != nil : model.entityType(base) != nil {
                faults.append(.invalidType("\(base)", at: "\(name)"))
            } else {
                checkKnown(base, isKnown, at: "\(name)")
            }
            if model.type(base, isOrDerivesFrom: name) { faults.append(.cyclicBaseType(name)) }
        }
        let resolved = model.entityType(name) ?? model.complexType(name)
        checkNames(resolved?.memberNames ?? properties.map(\.name), in: "\(name)")
        for property in properties {
            let place = "\(name)/\(property.name)"
            check(property.type, at: place)
            check(property.annotations, at: place)
            if let text = property.defaultValue, !isDefault(text, of: property.type) {
                faults.append(.invalidDefault(text, at: place))
            }
        }
        for navigation in navigations { check(navigation, of: name) }
    }

    /// Whether a text is a value of the type, as far as its kind can tell; collections and structures have none.
    private func isDefault(_ text: String, of reference: EdmTypeReference) -> Bool {
        guard !reference.isCollection else { return false }
        if text == "null", reference.isNullable { return true }
        switch reference.type {
        case .primitive(let type): return isDefault(text, of: type)
        case .typeDefinition(let name):
            guard let definition = model.typeDefinition(name) else { return true }
            return isDefault(text, of: definition.underlyingType)
        case .enumeration(let name):
            guard let type = model.enumType(name) else { return true }
            let members = text.split(separator: ",").map { $0.drop { $0 == " " } }
            return Int64(text) != nil
                || !members.isEmpty && members.allSatisfy { member in type.members.contains { $0.name == member } }
        case .abstract: return true
        case .complex, .entity: return false
        }
    }

    private func isDefault(_ text: String, of type: EdmPrimitiveType) -> Bool {
        switch type {
        case .byte: return UInt8(text) != nil
        case .sbyte: return Int8(text) != nil
        case .int16: return Int16(text) != nil
        case .int32: return Int32(text) != nil
        case .stream: return false
        default: return CSDLConstantKind(type).map { $0.value(text) != nil } ?? true
        }
    }

    // MARK: Navigation

    private mutating func check(_ navigation: EdmNavigationProperty, of type: EdmTypeName) {
        let place = "\(type)/\(navigation.name)"
        check(navigation.annotations, at: place)
        check(navigation.onDeleteAnnotations, at: place)
        if navigation.target == EdmTypeName("Edm", "EntityType") { return }
        guard let target = model.entityType(navigation.target) else {
            if model.complexType(navigation.target) != nil {
                return faults.append(.invalidType("\(navigation.target)", at: place))
            }
            return checkKnown(navigation.target, false, at: place)
        }
        if let partner = navigation.partner {
            let back = member(at: partner, from: target)?.navigation
            let agrees = back.map { back in
                (back.partner == nil || back.partner?.split(separator: "/").last.map(String.init) == navigation.name)
                    && (model.complexType(type) != nil || isRelated(type, back.target))
            }
            if agrees != true { faults.append(.invalidPartner(partner, at: place)) }
        }
        let own = model.entityType(type) ?? model.complexType(type)
        for pair in navigation.referentialConstraints {
            let dependent = own.flatMap { member(at: pair.property, from: $0)?.property }
            let principal = member(at: pair.referencedProperty, from: target)?.property
            if dependent == nil || principal == nil {
                faults.append(
                    .invalidConstraint(
                        property: pair.property,
                        referencedProperty: pair.referencedProperty,
                        at: place
                    )
                )
            }
        }
    }

    func isRelated(_ left: EdmTypeName, _ right: EdmTypeName) -> Bool {
        model.type(left, isOrDerivesFrom: right) || model.type(right, isOrDerivesFrom: left)
    }

    /// What a path of properties, navigation properties and casts leads to; nil where it leads nowhere.
    func member(
        at path: String,
        from start: EdmStructuredType
    ) -> (property: EdmProperty?, navigation: EdmNavigationProperty?)? {
        var current: EdmStructuredType? = start
        var found: (property: EdmProperty?, navigation: EdmNavigationProperty?)?
        for segment in path.split(separator: "/", omittingEmptySubsequences: false).prefix(64).map(String.init) {
            guard let type = current else { return nil }
            if let cast = castType(segment) {
                guard isRelated(cast.name, type.name) else { return nil }
                current = cast
            } else if let property = type.property(segment) {
                found = (property, nil)
                current = property.type.type.namedType.flatMap { model.complexType($0) }
            } else if let navigation = type.navigationProperty(segment) {
                found = (nil, navigation)
                current = model.entityType(navigation.target)
            } else {
                return nil
            }
        }
        return found
    }

    private func castType(_ segment: String) -> EdmStructuredType? {
        guard let dot = segment.lastIndex(of: ".") else { return nil }
        let namespace = model.namespace(of: String(segment[..<dot]))
        let name = EdmTypeName(namespace, String(segment[segment.index(after: dot)...]))
        return model.entityType(name) ?? model.complexType(name)
    }
}
