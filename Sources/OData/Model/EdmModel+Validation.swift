extension EdmModel {
    /// Everything that is wrong with the model; empty for one that may be published.
    ///
    /// Does not look into vocabularies: whether a term allows its value and place is not checked.
    public func faults() -> [EdmFault] {
        var checker = ModelChecker(model: self)
        checker.check()
        return checker.faults
    }
}

private struct ModelChecker {
    let model: EdmModel
    var faults: [EdmFault] = []

    init(model: EdmModel) {
        self.model = model
    }

    mutating func check() {
        checkNames(model.schemas.map(\.namespace), in: "", areIdentifiers: false)
        for schema in model.schemas { check(schema) }
    }

    private mutating func check(_ schema: EdmSchema) {
        let operations = Set(schema.operations.map(\.name.name))
        checkNames(
            schema.entityTypes.map(\.name.name) + schema.complexTypes.map(\.name.name)
                + schema.enumTypes.map(\.name.name)
                + schema.typeDefinitions.map(\.name.name) + schema.terms.map(\.name.name) + operations.sorted()
                + [schema.container?.name.name].compactMap { $0 },
            in: schema.namespace
        )
        check(schema.annotations, at: schema.namespace)
        for type in schema.entityTypes { check(type) }
        for type in schema.complexTypes {
            check(type.name, type.baseType, type.properties, type.navigationProperties)
            check(type.annotations, at: "\(type.name)")
        }
        for type in schema.enumTypes {
            if type.members.isEmpty || !type.underlyingType.isInteger { faults.append(.invalidEnumeration(type.name)) }
            checkNames(type.members.map(\.name), in: "\(type.name)")
            check(type.annotations, at: "\(type.name)")
        }
        for type in schema.typeDefinitions {
            check(type.facets, of: .primitive(type.underlyingType), at: "\(type.name)")
            check(type.annotations, at: "\(type.name)")
        }
        for term in schema.terms { check(term.type, at: "\(term.name)") }
        check(schema.operations)
        if let container = schema.container { check(container) }
    }

    // MARK: Names

    private mutating func checkNames(_ names: [String], in element: String, areIdentifiers: Bool = true) {
        var seen = Set<String>()
        for name in names {
            if !seen.insert(name.lowercased()).inserted { faults.append(.duplicateName(name, in: element)) }
            if areIdentifiers, !Self.isIdentifier(name) { faults.append(.invalidName(name, at: element)) }
        }
    }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, name.unicodeScalars.count <= 128 else { return false }
        guard first == "_" || first.properties.isAlphabetic else { return false }
        return name.unicodeScalars.allSatisfy { scalar in
            scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || [.nonspacingMark, .spacingMark, .connectorPunctuation, .format].contains(
                    scalar.properties.generalCategory
                )
        }
    }

    private mutating func check(_ annotations: [EdmAnnotation], at element: String) {
        var seen = Set<String>()
        for annotation in annotations where !seen.insert("\(annotation.term)#\(annotation.qualifier ?? "")").inserted {
            faults.append(.duplicateAnnotation(annotation.term, at: element))
        }
    }

    // MARK: Structured types

    private mutating func check(_ type: EdmEntityType) {
        check(type.name, type.baseType, type.properties, type.navigationProperties)
        check(type.annotations, at: "\(type.name)")
        guard let resolved = model.entityType(type.name) else { return }
        if resolved.key.isEmpty, !type.isAbstract { faults.append(.missingKey(type.name)) }
        for part in type.key { check(part, of: resolved) }
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
            return model.typeDefinition(name).map { isKeyType(.primitive($0.underlyingType)) } ?? false
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

    private mutating func check(
        _ name: EdmTypeName,
        _ base: EdmTypeName?,
        _ properties: [EdmProperty],
        _ navigations: [EdmNavigationProperty]
    ) {
        if let base {
            if model.entityType(base) == nil, model.complexType(base) == nil {
                faults.append(.unknownType(base, at: "\(name)"))
            }
            if model.type(base, isOrDerivesFrom: name) { faults.append(.cyclicBaseType(name)) }
        }
        let resolved = model.entityType(name) ?? model.complexType(name)
        checkNames(resolved?.memberNames ?? properties.map(\.name), in: "\(name)")
        for property in properties {
            check(property.type, at: "\(name)/\(property.name)")
            check(property.annotations, at: "\(name)/\(property.name)")
        }
        for navigation in navigations { check(navigation, of: name) }
    }

    private mutating func check(_ navigation: EdmNavigationProperty, of type: EdmTypeName) {
        let place = "\(type)/\(navigation.name)"
        check(navigation.annotations, at: place)
        guard let target = model.entityType(navigation.target) else {
            return faults.append(.unknownType(navigation.target, at: place))
        }
        if let partner = navigation.partner, !partner.contains("/") {
            let back = target.navigationProperty(partner)
            let agrees = back.map { back in
                (back.partner == nil || back.partner == navigation.name)
                    && model.type(type, isOrDerivesFrom: back.target)
            }
            if agrees != true { faults.append(.invalidPartner(partner, at: place)) }
        }
        let own = model.entityType(type) ?? model.complexType(type)
        for pair in navigation.referentialConstraints where !pair.property.contains("/") {
            if own?.property(pair.property) == nil || target.property(pair.referencedProperty) == nil {
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

    // MARK: Type references

    private mutating func check(_ reference: EdmTypeReference, at place: String) {
        switch reference.type {
        case .primitive, .abstract: break
        case .enumeration(let name): if model.enumType(name) == nil { faults.append(.unknownType(name, at: place)) }
        case .complex(let name): if model.complexType(name) == nil { faults.append(.unknownType(name, at: place)) }
        case .entity(let name): if model.entityType(name) == nil { faults.append(.unknownType(name, at: place)) }
        case .typeDefinition(let name):
            if model.typeDefinition(name) == nil { faults.append(.unknownType(name, at: place)) }
        }
        check(reference.facets, of: reference.type, at: place)
    }

    private mutating func check(_ facets: EdmFacets, of type: EdmType, at place: String) {
        if facets.maxLength != nil, !type.takesMaxLength { faults.append(.invalidFacet(.maxLength, at: place)) }
        if case .limited(let length) = facets.maxLength, length < 1 {
            faults.append(.invalidFacet(.maxLength, at: place))
        }
        if let precision = facets.precision {
            let range = type == .primitive(.decimal) ? 1...Int.max : 0...(type.isTemporal ? 12 : Int.max)
            if !type.takesPrecision || !range.contains(precision) {
                faults.append(.invalidFacet(.precision, at: place))
            }
        }
        if let scale = facets.scale {
            if !type.takesScale { faults.append(.invalidFacet(.scale, at: place)) }
            if case .fixed(let digits) = scale, digits < 0 || digits > facets.precision ?? digits {
                faults.append(.invalidFacet(.scale, at: place))
            }
        }
        if facets.unicode != nil, !type.takesUnicode { faults.append(.invalidFacet(.unicode, at: place)) }
        if facets.srid != nil || facets.sridIsVariable, !type.takesSRID {
            faults.append(.invalidFacet(.srid, at: place))
        }
    }

    // MARK: Operations and container

    private mutating func check(_ operations: [EdmOperation]) {
        var signatures = Set<String>()
        for operation in operations {
            let place = "\(operation.name)"
            checkNames(operation.parameters.map(\.name), in: place)
            for parameter in operation.parameters { check(parameter.type, at: "\(place)/\(parameter.name)") }
            if let type = operation.returnType { check(type, at: place) }
            if operation.kind == .function && operation.returnType == nil
                || operation.isBound && operation.parameters.isEmpty
            {
                faults.append(.invalidOperation(operation.name))
            }
            if !signatures.insert(signature(of: operation)).inserted {
                faults.append(.duplicateOverload(operation.name))
            }
        }
    }

    /// What tells overloads apart: actions by their binding type, functions by it and the names of the others
    /// (CSDL 12.2 and 12.4).
    private func signature(of operation: EdmOperation) -> String {
        let binding = operation.isBound ? operation.parameters.first.map { $0.type.name } ?? "" : "-"
        guard operation.kind == .function else { return "\(operation.name) \(binding)" }
        let others = operation.parameters.dropFirst(operation.isBound ? 1 : 0).map(\.name).sorted()
        return "\(operation.name) \(binding) \(others.joined(separator: ","))"
    }

    private mutating func check(_ container: EdmEntityContainer) {
        let place = "\(container.name)"
        checkNames(
            container.entitySets.map(\.name) + container.singletons.map(\.name)
                + container.operationImports.map(\.name),
            in: place
        )
        for set in container.entitySets {
            check(set.annotations, at: "\(place)/\(set.name)")
            guard let type = model.entityType(set.entityType) else {
                faults.append(.unknownType(set.entityType, at: "\(place)/\(set.name)"))
                continue
            }
            check(set.navigationBindings, of: type, at: "\(place)/\(set.name)")
            let bound = Set(set.navigationBindings.map(\.path))
            for navigation in type.navigationProperties
            where !navigation.containsTarget && !bound.contains(navigation.name) {
                faults.append(.unboundNavigation(navigation.name, at: "\(place)/\(set.name)"))
            }
        }
        for singleton in container.singletons {
            guard let type = model.entityType(singleton.entityType) else {
                faults.append(.unknownType(singleton.entityType, at: "\(place)/\(singleton.name)"))
                continue
            }
            check(singleton.navigationBindings, of: type, at: "\(place)/\(singleton.name)")
        }
        for operation in container.operationImports {
            let overloads = model.operations(operation.operation)
            if overloads.isEmpty || overloads.allSatisfy(\.isBound) { faults.append(.invalidImport(operation.name)) }
        }
    }

    private mutating func check(_ bindings: [EdmNavigationBinding], of type: EdmStructuredType, at place: String) {
        checkDuplicates(bindings.map(\.path), at: place)
        for binding in bindings {
            let targetType = model.entitySet(binding.target)?.entityType ?? model.singleton(binding.target)?.entityType
            // Paths through complex values, containment and casts, and targets elsewhere, are not resolved here.
            if binding.path.contains("/") || binding.target.contains("/") { continue }
            let navigation = type.navigationProperty(binding.path)
            let fits = navigation.flatMap { navigation in
                targetType.map {
                    model.type($0, isOrDerivesFrom: navigation.target)
                        || model.type(navigation.target, isOrDerivesFrom: $0)
                }
            }
            if fits != true { faults.append(.invalidBinding(path: binding.path, target: binding.target, at: place)) }
        }
    }

    private mutating func checkDuplicates(_ names: [String], at place: String) {
        var seen = Set<String>()
        for name in names where !seen.insert(name).inserted { faults.append(.duplicateName(name, in: place)) }
    }
}
