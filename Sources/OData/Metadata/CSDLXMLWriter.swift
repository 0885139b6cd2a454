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
        names = CSDLNames(model, usesOwnAliases: false)
        annotations = CSDLXMLAnnotations(names: names, version: version)
    }

    private func document(of model: EdmModel) -> [UInt8] {
        var xml = XMLBuilder()
        let attributes: [(String, String?)] = [
            ("xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx"), ("Version", version.rawValue),
        ]
        xml.element("edmx:Edmx", attributes) { xml in
            for reference in model.references {
                write(reference, to: &xml)
            }
            xml.element("edmx:DataServices") { xml in
                for schema in model.schemas { write(schema, to: &xml) }
            }
        }
        return xml.bytes + [0x0a]
    }

    private func write(_ reference: EdmReference, to xml: inout XMLBuilder) {
        xml.element("edmx:Reference", [("Uri", reference.uri)]) { xml in
            for include in reference.includes {
                xml.element("edmx:Include", [("Namespace", include.namespace), ("Alias", include.alias)]) {
                    annotations.write(include.annotations, to: &$0, declaresNamespace: true)
                }
            }
            for included in reference.includedAnnotations {
                let attributes: [(String, String?)] = [
                    ("TermNamespace", included.termNamespace), ("Qualifier", included.qualifier),
                    ("TargetNamespace", included.targetNamespace),
                ]
                xml.element("edmx:IncludeAnnotations", attributes)
            }
            annotations.write(reference.annotations, to: &xml, declaresNamespace: true)
        }
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
            for group in schema.targetedAnnotations where !group.annotations.isEmpty {
                xml.element("Annotations", [("Target", names.path(group.target))]) {
                    annotations.write(group.annotations, to: &$0)
                }
            }
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
                    for part in type.key {
                        xml.element("PropertyRef", [("Name", names.path(part.path)), ("Alias", part.alias)])
                    }
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
            ("Nullable", isRequired ? "false" : nil), ("Partner", navigation.partner.map(names.path)),
            ("ContainsTarget", flag(navigation.containsTarget)),
        ]
        xml.element("NavigationProperty", attributes) { xml in
            for pair in navigation.referentialConstraints {
                let pairAttributes = [
                    ("Property", names.path(pair.property)),
                    ("ReferencedProperty", names.path(pair.referencedProperty)),
                ]
                xml.element("ReferentialConstraint", pairAttributes) { annotations.write(pair.annotations, to: &$0) }
            }
            if let action = navigation.onDelete {
                xml.element("OnDelete", [("Action", action.rawValue)]) {
                    annotations.write(navigation.onDeleteAnnotations, to: &$0)
                }
            }
            annotations.write(navigation.annotations, to: &xml)
        }
    }

    private func write(_ type: EdmEnumType, to xml: inout XMLBuilder) {
        let attributes: [(String, String?)] = [
            ("Name", type.name.name),
            ("UnderlyingType", type.declaredUnderlyingType?.qualifiedName),
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
            + type.facets.xmlAttributes(of: .primitive(type.underlyingType), version: version)
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
            ("EntitySetPath", operation.entitySetPath.map(names.path)), ("IsComposable", flag(operation.isComposable)),
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
        let attributes = [("Name", container.name.name), ("Extends", container.extends.map(names.type))]
        xml.element("EntityContainer", attributes) { xml in
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
            let attributes = [("Path", names.path(binding.path)), ("Target", names.path(binding.target))]
            xml.element("NavigationPropertyBinding", attributes)
        }
    }

    private func write(_ operation: EdmOperationImport, to xml: inout XMLBuilder) {
        let isAction = operation.kind == .action
        let attributes: [(String, String?)] = [
            ("Name", operation.name), (isAction ? "Action" : "Function", names.type(operation.operation)),
            ("EntitySet", operation.entitySet.map(names.path)),
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
        let isEntityCollection = reference.isCollection && reference.type.isEntity
        let nullable: (String, String?) = ("Nullable", reference.isNullable || isEntityCollection ? nil : "false")
        return [nullable] + reference.facets.xmlAttributes(of: reference.type, version: version)
    }
}
