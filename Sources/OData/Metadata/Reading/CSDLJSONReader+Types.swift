extension CSDLJSONReader {
    func entityType(_ value: PositionedJSON, _ name: EdmTypeName) throws(CSDLError) -> EdmEntityType {
        let words = ["$Kind", "$BaseType", "$Abstract", "$OpenType", "$HasStream", "$Key"]
        let object = try object(value, "EntityType", words, hasChildren: true)
        var type = EdmEntityType(name)
        type.baseType = try optionalName("$BaseType", of: object)
        type.isAbstract = try flag("$Abstract", of: object)
        type.isOpen = try flag("$OpenType", of: object)
        type.hasStream = try flag("$HasStream", of: object)
        for part in try items(of: object.words["$Key"], "$Key") {
            if case .string(let path) = part.content {
                type.key.append(.init(try checkPath(path, of: "$Key", at: part.offset)))
                continue
            }
            let members = try members(of: part, "a part of $Key")
            guard members.count == 1, let member = members.first else {
                throw source.error(
                    .unexpectedText(found: "{…}", expected: "a path, or an object with an alias and its path,"),
                    at: part.offset
                )
            }
            try checkIdentifier(member.name, at: member.offset)
            let path = try text(member.value, "$Key")
            type.key.append(.init(try checkPath(path, of: "$Key", at: member.value.offset), alias: member.name))
        }
        (type.properties, type.navigationProperties) = try properties(of: object)
        type.annotations = try annotations(of: object)
        return type
    }

    func complexType(_ value: PositionedJSON, _ name: EdmTypeName) throws(CSDLError) -> EdmComplexType {
        let words = ["$Kind", "$BaseType", "$Abstract", "$OpenType"]
        let object = try object(value, "ComplexType", words, hasChildren: true)
        var type = EdmComplexType(name)
        type.baseType = try optionalName("$BaseType", of: object)
        type.isAbstract = try flag("$Abstract", of: object)
        type.isOpen = try flag("$OpenType", of: object)
        (type.properties, type.navigationProperties) = try properties(of: object)
        type.annotations = try annotations(of: object)
        return type
    }

    private func properties(
        of object: CSDLObject
    ) throws(CSDLError) -> ([EdmProperty], [EdmNavigationProperty]) {
        var properties: [EdmProperty] = []
        var navigations: [EdmNavigationProperty] = []
        for child in object.children {
            try checkIdentifier(child.name, at: child.offset)
            var isNavigation = false
            if case .object(let members) = child.value.content,
                case .string(let kind) = members.first(where: { $0.name == "$Kind" })?.value.content
            {
                guard kind == "Property" || kind == "NavigationProperty" else {
                    throw invalid(kind, of: "$Kind", "Property or NavigationProperty", at: child.value.offset)
                }
                isNavigation = kind == "NavigationProperty"
            }
            if isNavigation {
                navigations.append(try navigationProperty(child.value, child.name))
            } else {
                properties.append(try property(child.value, child.name))
            }
        }
        return (properties, navigations)
    }

    private func property(_ value: PositionedJSON, _ name: String) throws(CSDLError) -> EdmProperty {
        let object = try object(value, "Property", ["$Kind", "$DefaultValue"] + Self.typeWords)
        let type = try typeReference(of: object)
        return EdmProperty(
            name,
            type,
            defaultValue: try defaultValue(of: object, type),
            annotations: try annotations(of: object)
        )
    }

    /// A default value as the text XML has for it.
    private func defaultValue(of object: CSDLObject, _ type: EdmTypeReference) throws(CSDLError) -> String? {
        guard let value = object.words["$DefaultValue"] else { return nil }
        switch value.content {
        case .null: return type.type == .primitive(.string) ? nil : "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text), .string(let text): return text
        case .array, .object:
            throw source.error(
                CSDLFault.unexpectedText(found: "", expected: "a single value for $DefaultValue").shown(in: value),
                at: value.offset
            )
        }
    }

    private func navigationProperty(_ value: PositionedJSON, _ name: String) throws(CSDLError) -> EdmNavigationProperty
    {
        let words = [
            "$Kind", "$Type", "$Collection", "$Nullable", "$Partner", "$ContainsTarget", "$ReferentialConstraint",
            "$OnDelete",
        ]
        let object = try object(value, "NavigationProperty", words)
        let isCollection = try flag("$Collection", of: object)
        var navigation = EdmNavigationProperty(
            name,
            to: try entityTypeName(of: object, orAny: true),
            isCollection: isCollection
        )
        let isNullable = try flag("$Nullable", of: object)
        navigation.isNullable = isCollection || isNullable
        navigation.partner = try optionalPath("$Partner", of: object)
        navigation.containsTarget = try flag("$ContainsTarget", of: object)
        if let constraint = object.words["$ReferentialConstraint"] {
            navigation.referentialConstraints = try constraints(constraint)
        }
        if let text = try optionalString("$OnDelete", of: object) {
            guard let action = EdmNavigationProperty.OnDelete(rawValue: text) else {
                let offset = object.words["$OnDelete"]?.offset ?? object.offset
                throw invalid(text, of: "$OnDelete", "Cascade, None, SetNull or SetDefault", at: offset)
            }
            navigation.onDelete = action
            navigation.onDeleteAnnotations = try annotations(of: object, about: "$OnDelete")
        }
        navigation.annotations = try annotations(of: object)
        return navigation
    }

    private func constraints(
        _ value: PositionedJSON
    ) throws(CSDLError) -> [EdmNavigationProperty.ReferentialConstraint] {
        let object = try object(value, "$ReferentialConstraint", [], hasChildren: true)
        var constraints: [EdmNavigationProperty.ReferentialConstraint] = []
        for child in object.children {
            let target = try text(child.value, "$ReferentialConstraint")
            constraints.append(
                .init(
                    property: try checkPath(child.name, of: "$ReferentialConstraint", at: child.offset),
                    referencedProperty: try checkPath(target, of: "$ReferentialConstraint", at: child.value.offset),
                    annotations: try annotations(of: object, about: child.name)
                )
            )
        }
        return constraints
    }

    func enumType(_ value: PositionedJSON, _ name: EdmTypeName) throws(CSDLError) -> EdmEnumType {
        let object = try object(value, "EnumType", ["$Kind", "$UnderlyingType", "$IsFlags"], hasChildren: true)
        var underlying: EdmPrimitiveType?
        if let word = object.words["$UnderlyingType"] {
            let type = try primitiveType("$UnderlyingType", of: object)
            guard type.isInteger else {
                let accepted = "Edm.Byte, Edm.SByte, Edm.Int16, Edm.Int32 or Edm.Int64"
                throw invalid(type.qualifiedName, of: "$UnderlyingType", accepted, at: word.offset)
            }
            underlying = type
        }
        var members: [EdmEnumType.Member] = []
        for child in object.children {
            try checkIdentifier(child.name, at: child.offset)
            guard case .number(let text) = child.value.content, let number = Int64(text) else {
                throw source.error(
                    CSDLFault.unexpectedText(found: "", expected: "a whole number of 64 bits").shown(in: child.value),
                    at: child.value.offset
                )
            }
            members.append(.init(child.name, number, annotations: try annotations(of: object, about: child.name)))
        }
        return EdmEnumType(
            name,
            underlyingType: underlying,
            isFlags: try flag("$IsFlags", of: object),
            members: members,
            annotations: try annotations(of: object)
        )
    }

    func typeDefinition(_ value: PositionedJSON, _ name: EdmTypeName) throws(CSDLError) -> EdmTypeDefinition {
        let object = try object(value, "TypeDefinition", ["$Kind", "$UnderlyingType"] + Self.facetWords)
        let underlying = try primitiveType("$UnderlyingType", of: object)
        return EdmTypeDefinition(
            name,
            underlyingType: underlying,
            facets: try declaredFacets(of: object, .primitive(underlying)),
            annotations: try annotations(of: object)
        )
    }

    func term(_ value: PositionedJSON, _ name: EdmTypeName) throws(CSDLError) -> EdmTerm {
        let words = ["$Kind", "$BaseTerm", "$DefaultValue", "$AppliesTo"] + Self.typeWords
        let object = try object(value, "Term", words)
        let type = try typeReference(of: object)
        var appliesTo: [String] = []
        for item in try items(of: object.words["$AppliesTo"], "$AppliesTo") {
            appliesTo.append(try text(item, "$AppliesTo"))
        }
        return EdmTerm(
            name,
            type,
            baseTerm: try optionalName("$BaseTerm", of: object),
            defaultValue: try defaultValue(of: object, type),
            appliesTo: appliesTo,
            annotations: try annotations(of: object)
        )
    }
}
