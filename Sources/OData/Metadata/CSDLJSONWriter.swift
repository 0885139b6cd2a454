/// Writes a model as CSDL JSON (CSDL JSON 4.01).
///
/// Defaults differ from those of XML: a type that is not named is `Edm.String`, what is not nullable says nothing, and
/// the scale of a Decimal is variable unless it is there.
public struct CSDLJSONWriter {
    private let version: ODataVersion
    private let names: CSDLNames
    private let annotations: CSDLJSONAnnotations

    /// The document of a model.
    public static func document(of model: EdmModel, version: ODataVersion) -> [UInt8] {
        CSDLJSONWriter(model: model, version: version).document(of: model).bytes
    }

    private init(model: EdmModel, version: ODataVersion) {
        self.version = version
        names = CSDLNames(model, usesOwnAliases: true)
        annotations = CSDLJSONAnnotations(names: names, version: version)
    }

    private func document(of model: EdmModel) -> JSONNode {
        var members: [JSONNode.Member] = [.init("$Version", .string(version.rawValue))]
        members.add("$EntityContainer", model.container.map { .string($0.name.description) })
        if !model.references.isEmpty {
            members.add("$Reference", .object(model.references.map { .init(CSDLNames.jsonURI($0.uri), reference($0)) }))
        }
        for schema in model.schemas { members.add(schema.namespace, .object(self.schema(schema))) }
        return .object(members)
    }

    private func reference(_ reference: EdmReference) -> JSONNode {
        let includes = reference.includes.map { include -> JSONNode in
            var members: [JSONNode.Member] = [.init("$Namespace", .string(include.namespace))]
            members.add("$Alias", include.alias.map { .string($0) })
            return .object(members + annotations.members(include.annotations))
        }
        let included = reference.includedAnnotations.map { included -> JSONNode in
            var members: [JSONNode.Member] = [.init("$TermNamespace", .string(included.termNamespace))]
            members.add("$TargetNamespace", included.targetNamespace.map { .string($0) })
            members.add("$Qualifier", included.qualifier.map { .string($0) })
            return .object(members)
        }
        var members: [JSONNode.Member] = []
        members.add("$Include", includes.isEmpty ? nil : .array(includes))
        members.add("$IncludeAnnotations", included.isEmpty ? nil : .array(included))
        return .object(members + annotations.members(reference.annotations))
    }

    private func schema(_ schema: EdmSchema) -> [JSONNode.Member] {
        var members: [JSONNode.Member] = []
        members.add("$Alias", schema.alias.map { .string($0) })
        members += annotations.members(schema.annotations)
        let groups = schema.targetedAnnotations.filter { !$0.annotations.isEmpty }
        if !groups.isEmpty {
            let targets = groups.map { group in
                JSONNode.Member(names.path(group.target), .object(annotations.members(group.annotations)))
            }
            members.add("$Annotations", .object(targets))
        }
        for type in schema.entityTypes { members.add(type.name.name, entityType(type)) }
        for type in schema.complexTypes { members.add(type.name.name, complexType(type)) }
        for type in schema.enumTypes { members.add(type.name.name, enumType(type)) }
        for type in schema.typeDefinitions { members.add(type.name.name, typeDefinition(type)) }
        for term in schema.terms { members.add(term.name.name, self.term(term)) }
        var written = Set<EdmTypeName>()
        for operation in schema.operations where written.insert(operation.name).inserted {
            let overloads = schema.operations.filter { $0.name == operation.name }
            members.add(operation.name.name, .array(overloads.map(self.operation)))
        }
        if let container = schema.container { members.add(container.name.name, self.container(container)) }
        return members
    }

    // MARK: Types

    private func entityType(_ type: EdmEntityType) -> JSONNode {
        var members: [JSONNode.Member] = [.init("$Kind", .string("EntityType"))]
        members.add("$BaseType", type.baseType.map { .string(names.type($0)) })
        members.add("$Abstract", flag: type.isAbstract)
        members.add("$OpenType", flag: type.isOpen)
        members.add("$HasStream", flag: type.hasStream)
        if !type.key.isEmpty {
            let parts = type.key.map { part -> JSONNode in
                let path = JSONNode.string(names.path(part.path))
                return part.alias.map { .object([.init($0, path)]) } ?? path
            }
            members.add("$Key", .array(parts))
        }
        members += self.members(type.properties, type.navigationProperties)
        return .object(members + annotations.members(type.annotations))
    }

    private func complexType(_ type: EdmComplexType) -> JSONNode {
        var members: [JSONNode.Member] = [.init("$Kind", .string("ComplexType"))]
        members.add("$BaseType", type.baseType.map { .string(names.type($0)) })
        members.add("$Abstract", flag: type.isAbstract)
        members.add("$OpenType", flag: type.isOpen)
        members += self.members(type.properties, type.navigationProperties)
        return .object(members + annotations.members(type.annotations))
    }

    private func members(
        _ properties: [EdmProperty],
        _ navigationProperties: [EdmNavigationProperty]
    ) -> [JSONNode.Member] {
        properties.map { .init($0.name, property($0)) } + navigationProperties.map { .init($0.name, navigation($0)) }
    }

    private func property(_ property: EdmProperty) -> JSONNode {
        var members = typing(property.type)
        members.add("$DefaultValue", property.defaultValue.map { defaultValue($0, of: property.type) })
        return .object(members + annotations.members(property.annotations))
    }

    private func navigation(_ navigation: EdmNavigationProperty) -> JSONNode {
        var members: [JSONNode.Member] = [.init("$Kind", .string("NavigationProperty"))]
        members.add("$Collection", flag: navigation.isCollection)
        members.add("$Type", .string(names.type(navigation.target)))
        members.add("$Nullable", flag: !navigation.isCollection && navigation.isNullable)
        members.add("$Partner", navigation.partner.map { .string(names.path($0)) })
        members.add("$ContainsTarget", flag: navigation.containsTarget)
        if !navigation.referentialConstraints.isEmpty {
            let pairs = navigation.referentialConstraints.flatMap { pair -> [JSONNode.Member] in
                let name = names.path(pair.property)
                return [.init(name, .string(names.path(pair.referencedProperty)))]
                    + annotations.members(pair.annotations, of: name)
            }
            members.add("$ReferentialConstraint", .object(pairs))
        }
        if let action = navigation.onDelete {
            members.add("$OnDelete", .string(action.rawValue))
            members += annotations.members(navigation.onDeleteAnnotations, of: "$OnDelete")
        }
        return .object(members + annotations.members(navigation.annotations))
    }

    private func enumType(_ type: EdmEnumType) -> JSONNode {
        var members: [JSONNode.Member] = [.init("$Kind", .string("EnumType"))]
        members.add("$UnderlyingType", type.declaredUnderlyingType.map { .string($0.qualifiedName) })
        members.add("$IsFlags", flag: type.isFlags)
        for member in type.members {
            members.add(member.name, .number(String(member.value)))
            members += annotations.members(member.annotations, of: member.name)
        }
        return .object(members + annotations.members(type.annotations))
    }

    private func typeDefinition(_ type: EdmTypeDefinition) -> JSONNode {
        let underlying = EdmType.primitive(type.underlyingType)
        let members: [JSONNode.Member] = [
            .init("$Kind", .string("TypeDefinition")),
            .init("$UnderlyingType", .string(type.underlyingType.qualifiedName)),
        ]
        return .object(
            members + type.facets.jsonMembers(of: underlying, version: version) + annotations.members(type.annotations)
        )
    }

    private func term(_ term: EdmTerm) -> JSONNode {
        var members: [JSONNode.Member] = [.init("$Kind", .string("Term"))] + typing(term.type)
        members.add("$BaseTerm", term.baseTerm.map { .string(names.term($0)) })
        members.add("$DefaultValue", term.defaultValue.map { defaultValue($0, of: term.type) })
        if !term.appliesTo.isEmpty { members.add("$AppliesTo", .array(term.appliesTo.map { .string($0) })) }
        return .object(members + annotations.members(term.annotations))
    }

    /// A default value as JSON of its own type, where its text is one; else as the text.
    ///
    /// For types that are not built in, the text decides alone: what they stand for may be declared elsewhere.
    private func defaultValue(_ text: String, of type: EdmTypeReference) -> JSONNode {
        if case .primitive(let primitive) = type.type, !primitive.isNumeric, primitive != .boolean {
            return .string(text)
        }
        switch text {
        case "null": return .null
        case "true", "false": return .bool(text == "true")
        default: return JSONNumberText.isNumber(text) ? .number(text) : .string(text)
        }
    }

    // MARK: Operations and container

    private func operation(_ operation: EdmOperation) -> JSONNode {
        var members: [JSONNode.Member] = [
            .init("$Kind", .string(operation.kind == .action ? "Action" : "Function"))
        ]
        members.add("$IsBound", flag: operation.isBound)
        members.add("$EntitySetPath", operation.entitySetPath.map { .string(names.path($0)) })
        members.add("$IsComposable", flag: operation.isComposable)
        if !operation.parameters.isEmpty {
            let parameters = operation.parameters.map { parameter -> JSONNode in
                .object(
                    [.init("$Name", .string(parameter.name))] + typing(parameter.type)
                        + annotations.members(parameter.annotations)
                )
            }
            members.add("$Parameter", .array(parameters))
        }
        if let type = operation.returnType {
            let annotated = typing(type) + annotations.members(operation.returnTypeAnnotations)
            members.add("$ReturnType", .object(annotated))
        }
        return .object(members + annotations.members(operation.annotations))
    }

    private func container(_ container: EdmEntityContainer) -> JSONNode {
        var members: [JSONNode.Member] = [.init("$Kind", .string("EntityContainer"))]
        members.add("$Extends", container.extends.map { .string(names.type($0)) })
        for set in container.entitySets {
            var own: [JSONNode.Member] = [
                .init("$Collection", .bool(true)), .init("$Type", .string(names.type(set.entityType))),
            ]
            if !set.includeInServiceDocument { own.add("$IncludeInServiceDocument", .bool(false)) }
            own.add("$NavigationPropertyBinding", bindings(set.navigationBindings))
            members.add(set.name, .object(own + annotations.members(set.annotations)))
        }
        for singleton in container.singletons {
            var own: [JSONNode.Member] = [.init("$Type", .string(names.type(singleton.entityType)))]
            own.add("$Nullable", flag: singleton.isNullable)
            own.add("$NavigationPropertyBinding", bindings(singleton.navigationBindings))
            members.add(singleton.name, .object(own + annotations.members(singleton.annotations)))
        }
        for operation in container.operationImports {
            let isAction = operation.kind == .action
            var own: [JSONNode.Member] = [
                .init(isAction ? "$Action" : "$Function", .string(names.type(operation.operation)))
            ]
            own.add("$EntitySet", operation.entitySet.map { .string(names.path($0)) })
            own.add("$IncludeInServiceDocument", flag: !isAction && operation.includeInServiceDocument)
            members.add(operation.name, .object(own + annotations.members(operation.annotations)))
        }
        return .object(members + annotations.members(container.annotations))
    }

    private func bindings(_ bindings: [EdmNavigationBinding]) -> JSONNode? {
        bindings.isEmpty ? nil : .object(bindings.map { .init(names.path($0.path), .string(names.path($0.target))) })
    }

    // MARK: Types and facets

    private func typing(_ reference: EdmTypeReference) -> [JSONNode.Member] {
        var members: [JSONNode.Member] = []
        if reference.type != .primitive(.string) { members.add("$Type", .string(names.type(reference.type))) }
        members.add("$Collection", flag: reference.isCollection)
        members.add("$Nullable", flag: reference.isNullable && !(reference.isCollection && reference.type.isEntity))
        return members + reference.facets.jsonMembers(of: reference.type, version: version)
    }
}

/// What JSON takes as a number.
enum JSONNumberText {
    /// Whether a text is a JSON number as it stands (RFC 8259, 6).
    static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        if rest.first == 0x2d { rest.removeFirst() }
        let whole = takeDigits(&rest)
        guard whole == 1 || (whole > 1 && !text.utf8.drop(while: { $0 == 0x2d }).starts(with: [0x30])) else {
            return false
        }
        if rest.first == 0x2e {
            rest.removeFirst()
            guard takeDigits(&rest) > 0 else { return false }
        }
        if rest.first == 0x65 || rest.first == 0x45 {
            rest.removeFirst()
            if rest.first == 0x2b || rest.first == 0x2d { rest.removeFirst() }
            guard takeDigits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func takeDigits(_ rest: inout Substring.UTF8View) -> Int {
        let digits = rest.prefix { (0x30...0x39).contains($0) }.count
        rest = rest.dropFirst(digits)
        return digits
    }
}
