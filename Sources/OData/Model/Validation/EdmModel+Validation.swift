extension EdmModel {
    /// Everything that is wrong with the model by the rules of CSDL; empty for one that may be served.
    ///
    /// Types and terms of namespaces that a reference includes count as declared there. Whether a term allows its place
    /// and its value is another question: ``annotationFaults()``.
    public func faults() -> [EdmFault] {
        var checker = ModelChecker(model: self)
        checker.check()
        return checker.faults
    }

    /// What is wrong with the annotations alone: terms that nothing declares, places that they may not stand in, values
    /// that are none of their type (CSDL 14); by the terms of the model itself and of the standard vocabularies.
    ///
    /// Clients refuse a whole document for one such annotation; ``keepingSoundAnnotations()`` leaves them out.
    public func annotationFaults() -> [EdmFault] {
        var checker = AnnotationChecker(model: inliningAnnotations())
        checker.check()
        return checker.faults
    }
}

/// Walks a model and collects its faults.
struct ModelChecker {
    let model: EdmModel
    var faults: [EdmFault] = []
    /// The namespaces of schemas that are elsewhere.
    let foreignNamespaces: Set<String>
    let ownNamespaces: Set<String>
    let terms: Set<EdmTypeName>

    init(model: EdmModel) {
        self.model = model
        let own = Set(model.schemas.map(\.namespace))
        ownNamespaces = own
        foreignNamespaces = Set(model.references.flatMap(\.includes).map(\.namespace)).subtracting(own)
        terms = Set(model.schemas.flatMap(\.terms).map(\.name))
    }

    mutating func check() {
        checkNames(model.schemas.map(\.namespace), in: "", areIdentifiers: false)
        checkAliases()
        for schema in model.schemas { check(schema) }
    }

    private mutating func checkAliases() {
        let pairs =
            model.schemas.map { ($0.alias, $0.namespace) }
            + model.references.flatMap(\.includes).map { ($0.alias, $0.namespace) }
        var namespaces: [String: String] = [:]
        for case (let alias?, let namespace) in pairs {
            if ownNamespaces.contains(alias) || foreignNamespaces.contains(alias)
                || namespaces[alias] ?? namespace != namespace
            {
                faults.append(.invalidAlias(alias))
            }
            namespaces[alias] = namespace
        }
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
            check(type.name, isEntity: false, type.baseType, type.properties, type.navigationProperties)
            check(type.annotations, at: "\(type.name)")
        }
        for type in schema.enumTypes { check(type) }
        for type in schema.typeDefinitions {
            if type.underlyingType == .stream || type.underlyingType == .geography || type.underlyingType == .geometry {
                faults.append(.invalidType(type.underlyingType.qualifiedName, at: "\(type.name)"))
            }
            check(type.facets, of: .primitive(type.underlyingType), at: "\(type.name)")
            check(type.annotations, at: "\(type.name)")
        }
        for term in schema.terms {
            check(term.type, at: "\(term.name)", allowsEntities: true)
            check(term.annotations, at: "\(term.name)")
            if let base = term.baseTerm, ownNamespaces.contains(base.namespace), !terms.contains(base) {
                faults.append(.unknownTerm(base, at: "\(term.name)"))
            }
        }
        check(schema.operations)
        if let container = schema.container { check(container) }
        for group in schema.targetedAnnotations { check(group) }
    }

    private mutating func check(_ type: EdmEnumType) {
        let range: ClosedRange<Int64> =
            switch type.underlyingType {
            case .byte: 0...255
            case .sbyte: -128...127
            case .int16: -32_768...32_767
            case .int32: Int64(Int32.min)...Int64(Int32.max)
            default: Int64.min...Int64.max
            }
        let isSound =
            !type.members.isEmpty && type.underlyingType.isInteger
            && type.members.allSatisfy { range.contains($0.value) && (!type.isFlags || $0.value >= 0) }
        if !isSound { faults.append(.invalidEnumeration(type.name)) }
        checkNames(type.members.map(\.name), in: "\(type.name)")
        check(type.annotations, at: "\(type.name)")
        for member in type.members { check(member.annotations, at: "\(type.name)/\(member.name)") }
    }

    // MARK: Names

    mutating func checkNames(_ names: [String], in element: String, areIdentifiers: Bool = true) {
        var seen = Set<String>()
        for name in names {
            if !seen.insert(name.lowercased()).inserted { faults.append(.duplicateName(name, in: element)) }
            let isValid = areIdentifiers ? EdmIdentifier.isSimple(name) : EdmIdentifier.isNamespace(name)
            if !isValid { faults.append(.invalidName(name, at: element)) }
        }
    }

    mutating func check(_ annotations: [EdmAnnotation], at element: String) {
        var seen = Set<String>()
        for annotation in annotations {
            if !seen.insert("\(annotation.term)#\(annotation.qualifier ?? "")").inserted {
                faults.append(.duplicateAnnotation(annotation.term, at: element))
            }
            if ownNamespaces.contains(annotation.term.namespace), !terms.contains(annotation.term) {
                faults.append(.unknownTerm(annotation.term, at: element))
            }
        }
    }

    // MARK: Type references

    mutating func check(_ reference: EdmTypeReference, at place: String, allowsEntities: Bool = false) {
        switch reference.type {
        case .primitive: break
        case .abstract(let name):
            if name == "EntityType", !allowsEntities { faults.append(.invalidType("Edm.EntityType", at: place)) }
        case .enumeration(let name): checkKnown(name, model.enumType(name) != nil, at: place)
        case .complex(let name): checkKnown(name, model.complexType(name) != nil, at: place)
        case .entity(let name):
            checkKnown(name, model.entityType(name) != nil, at: place)
            if !allowsEntities { faults.append(.invalidType("\(name)", at: place)) }
        case .typeDefinition(let name): checkKnown(name, model.typeDefinition(name) != nil, at: place)
        }
        check(reference.facets, of: reference.type, at: place)
    }

    mutating func checkKnown(_ name: EdmTypeName, _ isKnown: Bool, at place: String) {
        if !isKnown, !foreignNamespaces.contains(name.namespace) { faults.append(.unknownType(name, at: place)) }
    }

    mutating func check(_ facets: EdmFacets, of type: EdmType, at place: String) {
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

    // MARK: Targets

    private mutating func check(_ group: EdmTargetedAnnotations) {
        check(group.annotations, at: group.target)
        let head = group.target.prefix { $0 != "/" && $0 != "(" }
        guard let dot = head.lastIndex(of: "."), ownNamespaces.contains(String(head[..<dot])) else { return }
        if !AnnotationTargets(model: model).contains(group.target) { faults.append(.unknownTarget(group.target)) }
    }
}
