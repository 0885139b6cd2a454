extension CSDLXMLReader {
    func entityType(_ element: CSDLElement, in namespace: String) throws(CSDLError) -> EdmEntityType {
        var type = EdmEntityType(EdmTypeName(namespace, try identifier("Name", of: element)))
        type.baseType = try optionalName("BaseType", of: element)
        type.isAbstract = try flag("Abstract", of: element, default: false)
        type.isOpen = try flag("OpenType", of: element, default: false)
        type.hasStream = try flag("HasStream", of: element, default: false)
        if let key = element.children("Key").first {
            for part in key.children("PropertyRef") {
                type.key.append(
                    .init(try path("Name", of: part), alias: try optionalIdentifier("Alias", of: part))
                )
            }
            guard !type.key.isEmpty else { throw error(.missingElement("PropertyRef", in: "Key"), at: key) }
        }
        for child in element.children("Property") { type.properties.append(try property(child)) }
        for child in element.children("NavigationProperty") {
            type.navigationProperties.append(try navigationProperty(child))
        }
        type.annotations = try annotations(of: element)
        return type
    }

    func complexType(_ element: CSDLElement, in namespace: String) throws(CSDLError) -> EdmComplexType {
        var type = EdmComplexType(EdmTypeName(namespace, try identifier("Name", of: element)))
        type.baseType = try optionalName("BaseType", of: element)
        type.isAbstract = try flag("Abstract", of: element, default: false)
        type.isOpen = try flag("OpenType", of: element, default: false)
        for child in element.children("Property") { type.properties.append(try property(child)) }
        for child in element.children("NavigationProperty") {
            type.navigationProperties.append(try navigationProperty(child))
        }
        type.annotations = try annotations(of: element)
        return type
    }

    private func property(_ element: CSDLElement) throws(CSDLError) -> EdmProperty {
        EdmProperty(
            try identifier("Name", of: element),
            try typeReference(of: element),
            defaultValue: element.attribute("DefaultValue")?.value,
            annotations: try annotations(of: element)
        )
    }

    private func navigationProperty(_ element: CSDLElement) throws(CSDLError) -> EdmNavigationProperty {
        let attribute = try value("Type", of: element)
        let (text, isCollection) = Self.item(of: attribute.value)
        let target = scope.name(text)
        guard let target, target.namespace != "Edm" || target.name == "EntityType" else {
            throw invalid(attribute, of: "Type", "the qualified name of an entity type, or Collection(…) of it")
        }
        var navigation = EdmNavigationProperty(
            try identifier("Name", of: element),
            to: target,
            isCollection: isCollection
        )
        let isNullable = try flag("Nullable", of: element, default: true)
        navigation.isNullable = isCollection || isNullable
        navigation.partner = try optionalPath("Partner", of: element)
        navigation.containsTarget = try flag("ContainsTarget", of: element, default: false)
        for child in element.children("ReferentialConstraint") {
            navigation.referentialConstraints.append(
                .init(
                    property: try path("Property", of: child),
                    referencedProperty: try path("ReferencedProperty", of: child),
                    annotations: try annotations(of: child)
                )
            )
        }
        if let child = element.children("OnDelete").first {
            let action = try value("Action", of: child)
            guard let known = EdmNavigationProperty.OnDelete(rawValue: action.value) else {
                throw invalid(action, of: "Action", "Cascade, None, SetNull or SetDefault")
            }
            navigation.onDelete = known
            navigation.onDeleteAnnotations = try annotations(of: child)
        }
        navigation.annotations = try annotations(of: element)
        return navigation
    }

    func enumType(_ element: CSDLElement, in namespace: String) throws(CSDLError) -> EdmEnumType {
        var underlying: EdmPrimitiveType?
        if let attribute = element.attribute("UnderlyingType") {
            let type = try primitiveType("UnderlyingType", of: element)
            guard type.isInteger else {
                throw invalid(attribute, of: "UnderlyingType", "Edm.Byte, Edm.SByte, Edm.Int16, Edm.Int32 or Edm.Int64")
            }
            underlying = type
        }
        var members: [EdmEnumType.Member] = []
        let elements = element.children("Member")
        guard let first = elements.first else { throw error(.missingElement("Member", in: "EnumType"), at: element) }
        let areNumbered = first.attribute("Value") != nil
        for (position, member) in elements.enumerated() {
            var number = Int64(position)
            if let attribute = member.attribute("Value") {
                guard areNumbered, let value = Int64(attribute.value) else {
                    throw invalid(attribute, of: "Value", areNumbered ? "a whole number of 64 bits" : "none, as before")
                }
                number = value
            } else if areNumbered {
                throw error(.missingMember("Value", in: "Member, as those before,"), at: member)
            }
            members.append(.init(try identifier("Name", of: member), number, annotations: try annotations(of: member)))
        }
        return EdmEnumType(
            EdmTypeName(namespace, try identifier("Name", of: element)),
            underlyingType: underlying,
            isFlags: try flag("IsFlags", of: element, default: false),
            members: members,
            annotations: try annotations(of: element)
        )
    }

    func typeDefinition(_ element: CSDLElement, in namespace: String) throws(CSDLError) -> EdmTypeDefinition {
        let underlying = try primitiveType("UnderlyingType", of: element)
        return EdmTypeDefinition(
            EdmTypeName(namespace, try identifier("Name", of: element)),
            underlyingType: underlying,
            facets: CSDLScope.completed(try facets(of: element), of: .primitive(underlying)),
            annotations: try annotations(of: element)
        )
    }

    func term(_ element: CSDLElement, in namespace: String) throws(CSDLError) -> EdmTerm {
        let appliesTo = (element.attribute("AppliesTo")?.value ?? "").split { $0.isWhitespace }.map(String.init)
        return EdmTerm(
            EdmTypeName(namespace, try identifier("Name", of: element)),
            try typeReference(of: element),
            baseTerm: try optionalName("BaseTerm", of: element),
            defaultValue: element.attribute("DefaultValue")?.value,
            appliesTo: appliesTo,
            annotations: try annotations(of: element)
        )
    }

    // MARK: Operations and container

    func operation(_ element: CSDLElement, in namespace: String) throws(CSDLError) -> EdmOperation {
        let kind: EdmOperation.Kind = element.name == "Action" ? .action : .function
        var operation = EdmOperation(kind, EdmTypeName(namespace, try identifier("Name", of: element)))
        operation.isBound = try flag("IsBound", of: element, default: false)
        operation.isComposable = try flag("IsComposable", of: element, default: false)
        operation.entitySetPath = try optionalPath("EntitySetPath", of: element)
        for child in element.children("Parameter") {
            operation.parameters.append(
                .init(
                    try identifier("Name", of: child),
                    try typeReference(of: child),
                    annotations: try annotations(of: child)
                )
            )
        }
        if let child = element.children("ReturnType").first {
            operation.returnType = try typeReference(of: child)
            operation.returnTypeAnnotations = try annotations(of: child)
        } else if kind == .function {
            throw error(.missingElement("ReturnType", in: "Function"), at: element)
        }
        operation.annotations = try annotations(of: element)
        return operation
    }

    func container(_ element: CSDLElement, in namespace: String) throws(CSDLError) -> EdmEntityContainer {
        var container = EdmEntityContainer(EdmTypeName(namespace, try identifier("Name", of: element)))
        container.extends = try optionalName("Extends", of: element)
        for child in element.children {
            switch child.name {
            case "EntitySet":
                container.entitySets.append(
                    EdmEntitySet(
                        try identifier("Name", of: child),
                        entityType: try entityTypeName("EntityType", of: child),
                        includeInServiceDocument: try flag("IncludeInServiceDocument", of: child, default: true),
                        navigationBindings: try bindings(of: child, in: container.name),
                        annotations: try annotations(of: child)
                    )
                )
            case "Singleton":
                container.singletons.append(
                    EdmSingleton(
                        try identifier("Name", of: child),
                        entityType: try entityTypeName("Type", of: child),
                        isNullable: try flag("Nullable", of: child, default: false),
                        navigationBindings: try bindings(of: child, in: container.name),
                        annotations: try annotations(of: child)
                    )
                )
            case "ActionImport", "FunctionImport":
                container.operationImports.append(try operationImport(child, in: container.name))
            default: break
            }
        }
        container.annotations = try annotations(of: element)
        return container
    }

    private func entityTypeName(_ name: String, of element: CSDLElement) throws(CSDLError) -> EdmTypeName {
        let attribute = try value(name, of: element)
        return try entityTypeName(attribute.value, attribute)
    }

    private func bindings(
        of element: CSDLElement,
        in container: EdmTypeName
    ) throws(CSDLError) -> [EdmNavigationBinding] {
        var bindings: [EdmNavigationBinding] = []
        for child in element.children("NavigationPropertyBinding") {
            let path = try path("Path", of: child)
            guard !bindings.contains(where: { $0.path == path }) else {
                throw error(.repeatedMember(path, in: "the bindings of \(element.name)"), at: child)
            }
            let target = scope.setPath(try self.path("Target", of: child), in: container)
            bindings.append(EdmNavigationBinding(path: path, target: target))
        }
        return bindings
    }

    private func operationImport(
        _ element: CSDLElement,
        in container: EdmTypeName
    ) throws(CSDLError) -> EdmOperationImport {
        let isAction = element.name == "ActionImport"
        return EdmOperationImport(
            isAction ? .action : .function,
            try identifier("Name", of: element),
            operation: try qualifiedName(isAction ? "Action" : "Function", of: element),
            entitySet: try optionalPath("EntitySet", of: element).map { scope.setPath($0, in: container) },
            includeInServiceDocument: try flag("IncludeInServiceDocument", of: element, default: false),
            annotations: try annotations(of: element)
        )
    }
}
