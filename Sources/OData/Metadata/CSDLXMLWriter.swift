/// Writes a model as CSDL XML, for a 4.0 or a 4.01 client; the model is the same.
public struct CSDLXMLWriter {
    private let version: ODataVersion
    private let names: CSDLNames
    private let annotations: CSDLXMLAnnotations

    /// The document of a model.
    public static func document(of model: EdmModel, version: ODataVersion) -> [UInt8] {
        CSDLXMLWriter(model: model, version: version).document(of: model)
    }

    private init(model: EdmModel, version: ODataVersion) {
        self.version = version
        names = CSDLNames(model)
        annotations = CSDLXMLAnnotations(names: names)
    }

    private func document(of model: EdmModel) -> [UInt8] {
        var xml = XMLBuilder()
        let attributes: [(String, String?)] = [
            ("xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx"), ("Version", version.rawValue),
        ]
        xml.element("edmx:Edmx", attributes) { xml in
            for reference in model.references {
                xml.element("edmx:Reference", [("Uri", reference.uri)]) { xml in
                    for include in reference.includes {
                        xml.element("edmx:Include", [("Namespace", include.namespace), ("Alias", include.alias)])
                    }
                }
            }
            xml.element("edmx:DataServices") { xml in
                for schema in model.schemas { write(schema, to: &xml) }
            }
        }
        return xml.bytes + [0x0a]
    }

    private func write(_ schema: EdmSchema, to xml: inout XMLBuilder) {
        let attributes: [(String, String?)] = [
            ("xmlns", "http://docs.oasis-open.org/odata/ns/edm"), ("Namespace", schema.namespace),
            ("Alias", schema.alias),
        ]
        xml.element("Schema", attributes) { xml in
            for type in schema.entityTypes { write(type, to: &xml) }
            for type in schema.complexTypes { write(type, to: &xml) }
            for type in schema.enumTypes { write(type, to: &xml) }
            for type in schema.typeDefinitions { write(type, to: &xml) }
            for operation in schema.operations { write(operation, to: &xml) }
            for term in schema.terms { write(term, to: &xml) }
            if let container = schema.container { write(container, to: &xml) }
            annotations.write(schema.annotations, to: &xml)
        }
    }

    // MARK: Types

    private func write(_ type: EdmEntityType, to xml: inout XMLBuilder) {
        let attributes: [(String, String?)] = [
            ("Name", type.name.name), ("BaseType", type.baseType.map(names.type)), ("Abstract", flag(type.isAbstract)),
            ("OpenType", flag(type.isOpen)), ("HasStream", flag(type.hasStream)),
        ]
        xml.element("EntityType", attributes) { xml in
            if !type.key.isEmpty {
                xml.element("Key") { xml in
                    for part in type.key { xml.element("PropertyRef", [("Name", part.path), ("Alias", part.alias)]) }
                }
            }
            for property in type.properties { write(property, to: &xml) }
            for navigation in type.navigationProperties { write(navigation, to: &xml) }
            annotations.write(type.annotations, to: &xml)
        }
    }

    private func write(_ type: EdmComplexType, to xml: inout XMLBuilder) {
        let attributes: [(String, String?)] = [
            ("Name", type.name.name), ("BaseType", type.baseType.map(names.type)), ("Abstract", flag(type.isAbstract)),
            ("OpenType", flag(type.isOpen)),
        ]
        xml.element("ComplexType", attributes) { xml in
            for property in type.properties { write(property, to: &xml) }
            for navigation in type.navigationProperties { write(navigation, to: &xml) }
            annotations.write(type.annotations, to: &xml)
        }
    }

    private func write(_ property: EdmProperty, to xml: inout XMLBuilder) {
        let attributes =
            [("Name", property.name), ("Type", names.reference(property.type))]
            + self.attributes(of: property.type) + [("DefaultValue", property.defaultValue)]
        xml.element("Property", attributes) { annotations.write(property.annotations, to: &$0) }
    }

    private func write(_ navigation: EdmNavigationProperty, to xml: inout XMLBuilder) {
        let target = names.type(navigation.target)
        let isRequired = !navigation.isCollection && !navigation.isNullable
        let attributes: [(String, String?)] = [
            ("Name", navigation.name), ("Type", navigation.isCollection ? "Collection(\(target))" : target),
            ("Nullable", isRequired ? "false" : nil), ("Partner", navigation.partner),
            ("ContainsTarget", flag(navigation.containsTarget)),
        ]
        xml.element("NavigationProperty", attributes) { xml in
            for pair in navigation.referentialConstraints {
                let pairAttributes = [("Property", pair.property), ("ReferencedProperty", pair.referencedProperty)]
                xml.element("ReferentialConstraint", pairAttributes)
            }
            if let action = navigation.onDelete { xml.element("OnDelete", [("Action", action.rawValue)]) }
            annotations.write(navigation.annotations, to: &xml)
        }
    }

    private func write(_ type: EdmEnumType, to xml: inout XMLBuilder) {
        let attributes: [(String, String?)] = [
            ("Name", type.name.name),
            ("UnderlyingType", type.underlyingType == .int32 ? nil : type.underlyingType.qualifiedName),
            ("IsFlags", flag(type.isFlags)),
        ]
        xml.element("EnumType", attributes) { xml in
            for member in type.members {
                xml.element("Member", [("Name", member.name), ("Value", String(member.value))]) {
                    annotations.write(member.annotations, to: &$0)
                }
            }
            annotations.write(type.annotations, to: &xml)
        }
    }

    private func write(_ type: EdmTypeDefinition, to xml: inout XMLBuilder) {
        let attributes =
            [("Name", type.name.name), ("UnderlyingType", type.underlyingType.qualifiedName)]
            + facets(type.facets, of: .primitive(type.underlyingType))
        xml.element("TypeDefinition", attributes) { annotations.write(type.annotations, to: &$0) }
    }

    private func write(_ term: EdmTerm, to xml: inout XMLBuilder) {
        let appliesTo = term.appliesTo.isEmpty ? nil : term.appliesTo.joined(separator: " ")
        let attributes =
            [("Name", term.name.name), ("Type", names.reference(term.type))] + self.attributes(of: term.type)
            + [
                ("BaseTerm", term.baseTerm.map(names.term)), ("DefaultValue", term.defaultValue),
                ("AppliesTo", appliesTo),
            ]
        xml.element("Term", attributes) { annotations.write(term.annotations, to: &$0) }
    }

    // MARK: Operations and container

    private func write(_ operation: EdmOperation, to xml: inout XMLBuilder) {
        let attributes: [(String, String?)] = [
            ("Name", operation.name.name), ("IsBound", flag(operation.isBound)),
            ("EntitySetPath", operation.entitySetPath), ("IsComposable", flag(operation.isComposable)),
        ]
        xml.element(operation.kind == .action ? "Action" : "Function", attributes) { xml in
            for parameter in operation.parameters {
                let typing = [("Name", parameter.name), ("Type", names.reference(parameter.type))]
                xml.element("Parameter", typing + self.attributes(of: parameter.type)) {
                    annotations.write(parameter.annotations, to: &$0)
                }
            }
            if let type = operation.returnType {
                xml.element("ReturnType", [("Type", names.reference(type))] + self.attributes(of: type)) {
                    annotations.write(operation.returnTypeAnnotations, to: &$0)
                }
            }
            annotations.write(operation.annotations, to: &xml)
        }
    }

    private func write(_ container: EdmEntityContainer, to xml: inout XMLBuilder) {
        xml.element("EntityContainer", [("Name", container.name.name)]) { xml in
            for set in container.entitySets {
                let attributes: [(String, String?)] = [
                    ("Name", set.name), ("EntityType", names.type(set.entityType)),
                    ("IncludeInServiceDocument", set.includeInServiceDocument ? nil : "false"),
                ]
                xml.element("EntitySet", attributes) { xml in
                    write(set.navigationBindings, to: &xml)
                    annotations.write(set.annotations, to: &xml)
                }
            }
            for singleton in container.singletons {
                let attributes: [(String, String?)] = [
                    ("Name", singleton.name), ("Type", names.type(singleton.entityType)),
                    ("Nullable", flag(singleton.isNullable)),
                ]
                xml.element("Singleton", attributes) { xml in
                    write(singleton.navigationBindings, to: &xml)
                    annotations.write(singleton.annotations, to: &xml)
                }
            }
            for operation in container.operationImports { write(operation, to: &xml) }
            annotations.write(container.annotations, to: &xml)
        }
    }

    private func write(_ bindings: [EdmNavigationBinding], to xml: inout XMLBuilder) {
        for binding in bindings {
            xml.element("NavigationPropertyBinding", [("Path", binding.path), ("Target", binding.target)])
        }
    }

    private func write(_ operation: EdmOperationImport, to xml: inout XMLBuilder) {
        let isAction = operation.kind == .action
        let attributes: [(String, String?)] = [
            ("Name", operation.name), (isAction ? "Action" : "Function", names.type(operation.operation)),
            ("EntitySet", operation.entitySet),
            ("IncludeInServiceDocument", isAction ? nil : flag(operation.includeInServiceDocument)),
        ]
        xml.element(isAction ? "ActionImport" : "FunctionImport", attributes) {
            annotations.write(operation.annotations, to: &$0)
        }
    }

    // MARK: Attributes

    /// An attribute that is written only when it is true.
    private func flag(_ value: Bool) -> String? { value ? "true" : nil }

    private func attributes(of reference: EdmTypeReference) -> [(String, String?)] {
        let isEntityCollection =
            reference.isCollection && { if case .entity = reference.type { true } else { false } }()
        let nullable: (String, String?) = ("Nullable", reference.isNullable || isEntityCollection ? nil : "false")
        return [nullable] + facets(reference.facets, of: reference.type)
    }

    private func facets(_ facets: EdmFacets, of type: EdmType) -> [(String, String?)] {
        var attributes: [(String, String?)] = []
        if type.takesMaxLength, let length = facets.maxLength {
            switch length {
            case .limited(let number): attributes.append(("MaxLength", String(number)))
            case .max: attributes.append(("MaxLength", "max"))
            }
        }
        if type.takesPrecision, let precision = facets.precision { attributes.append(("Precision", String(precision))) }
        if type.takesScale, let scale = facets.scale { attributes.append(("Scale", text(of: scale))) }
        if type.takesUnicode, facets.unicode == false { attributes.append(("Unicode", "false")) }
        if type.takesSRID {
            if facets.sridIsVariable {
                attributes.append(("SRID", "variable"))
            } else if let srid = facets.srid {
                attributes.append(("SRID", String(srid)))
            }
        }
        return attributes
    }

    /// `floating` came with 4.01; a 4.0 client reads the next best.
    private func text(of scale: EdmFacets.DecimalScale) -> String {
        switch scale {
        case .fixed(let digits): String(digits)
        case .variable: "variable"
        case .floating: version == .v4_0 ? "variable" : "floating"
        }
    }
}
