/// Reads CSDL XML, 4.0 and 4.01, into a model (CSDL XML 4).
///
/// Names are resolved: the model holds namespaces where the document has aliases. Attributes of foreign namespaces and
/// comments are dropped; an attribute or element that CSDL does not know is an error. Documents behind references are
/// never fetched. Input is bounded by ``CSDLReaderLimits``; time is proportional to its length.
public struct CSDLXMLReader {
    let source: CSDLElementReader
    var scope: CSDLScope

    /// Reads a document.
    ///
    /// `vocabularies` are the models of referenced documents, the standard vocabularies where nothing else is said; they
    /// tell the kind of the types named here. Without them a foreign type counts as a type definition.
    public static func read(
        _ bytes: [UInt8],
        vocabularies: [EdmModel] = StandardVocabulary.allModels,
        limits: CSDLReaderLimits = CSDLReaderLimits()
    ) throws(CSDLError) -> CSDLDocument {
        var source = try CSDLElementReader(bytes, limits: limits)
        let root = try source.root()
        guard root.name == "edmx:Edmx" else {
            throw source.error(
                .unexpectedElement(root.name, in: "the document", accepted: ["edmx:Edmx of OData 4"]),
                at: root.offset
            )
        }
        try CSDLElementChecker(source: source).check(root)
        var reader = CSDLXMLReader(source: source, scope: CSDLScope(vocabularies: vocabularies))
        try reader.collectNames(root)
        let document = try reader.document(root)
        // An annotation without value has that of its term, which may be declared in the document itself.
        guard document.model.schemas.contains(where: { $0.terms.contains { $0.defaultValue != nil } }) else {
            return document
        }
        reader.scope.add(document.model)
        return try reader.document(root)
    }

    // MARK: Document

    /// Aliases and kinds, which may be used before they are declared.
    private mutating func collectNames(_ root: CSDLElement) throws(CSDLError) {
        let includes = root.children("edmx:Reference").flatMap { $0.children("edmx:Include") }
        let schemas = root.children("edmx:DataServices").flatMap { $0.children("Schema") }
        for element in includes + schemas {
            let namespace = try self.namespace("Namespace", of: element)
            guard let alias = try optionalIdentifier("Alias", of: element) else { continue }
            guard scope.aliases[alias] ?? namespace == namespace else {
                throw error(.repeatedMember(alias, in: "the aliases of the document"), at: element)
            }
            scope.addAlias(alias, for: namespace)
        }
        for schema in schemas {
            let namespace = try self.namespace("Namespace", of: schema)
            for element in schema.children {
                let kind: CSDLScope.Kind
                switch element.name {
                case "EntityType": kind = .entity
                case "ComplexType": kind = .complex
                case "EnumType": kind = .enumeration
                case "TypeDefinition": kind = .typeDefinition
                default: continue
                }
                scope.add(kind, EdmTypeName(namespace, try identifier("Name", of: element)))
            }
        }
    }

    private func document(_ root: CSDLElement) throws(CSDLError) -> CSDLDocument {
        let version = try value("Version", of: root)
        guard let number = ODataVersion(rawValue: version.value) else {
            throw invalid(version, of: "Version", "4.0 or 4.01")
        }
        guard let services = root.children("edmx:DataServices").first else {
            throw error(.missingElement("edmx:DataServices", in: "edmx:Edmx"), at: root)
        }
        var references: [EdmReference] = []
        for element in root.children("edmx:Reference") {
            let reference = try self.reference(element)
            guard !references.contains(where: { $0.uri == reference.uri }) else {
                throw error(.repeatedMember(reference.uri, in: "the references of the document"), at: element)
            }
            references.append(reference)
        }
        let elements = services.children("Schema")
        guard !elements.isEmpty else { throw error(.missingElement("Schema", in: "edmx:DataServices"), at: services) }
        var schemas: [EdmSchema] = []
        for element in elements { schemas.append(try schema(element)) }
        return CSDLDocument(version: number, model: EdmModel(schemas: schemas, references: references))
    }

    private func reference(_ element: CSDLElement) throws(CSDLError) -> EdmReference {
        var reference = EdmReference(uri: CSDLNames.xmlURI(try value("Uri", of: element).value), includes: [])
        for child in element.children("edmx:Include") {
            reference.includes.append(
                .init(
                    namespace: try namespace("Namespace", of: child),
                    alias: try optionalIdentifier("Alias", of: child),
                    annotations: try annotations(of: child)
                )
            )
        }
        for child in element.children("edmx:IncludeAnnotations") {
            reference.includedAnnotations.append(
                .init(
                    termNamespace: scope.namespace(try namespace("TermNamespace", of: child)),
                    qualifier: try optionalIdentifier("Qualifier", of: child),
                    targetNamespace: try child.attribute("TargetNamespace").map { _ throws(CSDLError) in
                        scope.namespace(try namespace("TargetNamespace", of: child))
                    }
                )
            )
        }
        guard !reference.includes.isEmpty || !reference.includedAnnotations.isEmpty else {
            throw error(.missingElement("edmx:Include or edmx:IncludeAnnotations", in: "edmx:Reference"), at: element)
        }
        reference.annotations = try annotations(of: element)
        return reference
    }

    private func schema(_ element: CSDLElement) throws(CSDLError) -> EdmSchema {
        let namespace = try self.namespace("Namespace", of: element)
        var schema = EdmSchema(namespace: namespace, alias: try optionalIdentifier("Alias", of: element))
        var positions: [String: Int] = [:]
        for child in element.children {
            switch child.name {
            case "EntityType": schema.entityTypes.append(try entityType(child, in: namespace))
            case "ComplexType": schema.complexTypes.append(try complexType(child, in: namespace))
            case "EnumType": schema.enumTypes.append(try enumType(child, in: namespace))
            case "TypeDefinition": schema.typeDefinitions.append(try typeDefinition(child, in: namespace))
            case "Action", "Function": schema.operations.append(try operation(child, in: namespace))
            case "Term": schema.terms.append(try term(child, in: namespace))
            case "EntityContainer": schema.container = try container(child, in: namespace)
            case "Annotations": try add(child, to: &schema.targetedAnnotations, at: &positions)
            default: break
            }
        }
        schema.annotations = try annotations(of: element)
        return schema
    }

    /// Groups of one target become one: JSON has but one place for them.
    ///
    /// `positions` are those of the groups by their targets.
    private func add(
        _ element: CSDLElement,
        to groups: inout [EdmTargetedAnnotations],
        at positions: inout [String: Int]
    ) throws(CSDLError) {
        let target = try value("Target", of: element)
        guard CSDLPaths.isTarget(target.value) else {
            throw invalid(
                target,
                of: "Target",
                "the path of a model element, such as Ns.Type/Property or Ns.Action(Ns.Type)"
            )
        }
        var annotations = try annotations(of: element)
        guard !annotations.isEmpty else { throw error(.missingElement("Annotation", in: "Annotations"), at: element) }
        if let qualifier = try optionalIdentifier("Qualifier", of: element) {
            for position in annotations.indices {
                guard annotations[position].qualifier == nil else {
                    throw error(
                        .unexpectedMember("Qualifier", in: "Annotation below a qualifier", accepted: []),
                        at: element
                    )
                }
                annotations[position].qualifier = qualifier
            }
        }
        let path = scope.path(target.value)
        if let position = positions[path] {
            groups[position].annotations += annotations
        } else {
            positions[path] = groups.count
            groups.append(EdmTargetedAnnotations(path, annotations))
        }
    }
}

/// Checks that elements and attributes stand where CSDL XML allows them.
struct CSDLElementChecker {
    let source: CSDLElementReader

    func check(_ element: CSDLElement) throws(CSDLError) {
        guard let rule = CSDLElementRule.of(element.name) else {
            throw source.error(.unexpectedElement(element.name, in: "the document", accepted: []), at: element.offset)
        }
        for attribute in element.attributes
        where !rule.required.contains(attribute.name) && !rule.optional.contains(attribute.name) {
            throw source.error(
                .unexpectedMember(attribute.name, in: element.name, accepted: rule.required + rule.optional),
                at: attribute.nameOffset
            )
        }
        for name in rule.required where element.attribute(name) == nil {
            throw source.error(.missingMember(name, in: element.name), at: element.offset)
        }
        if let offset = element.textOffset, !rule.hasText {
            let found = element.text.drop { $0.isWhitespace }.prefix(12)
            throw source.error(
                .unexpectedText(found: String(found), expected: "an element, or the end of \(element.name),"),
                at: offset
            )
        }
        var seen = Set<String>()
        for child in element.children {
            guard rule.children.contains(child.name) else {
                throw source.error(
                    .unexpectedElement(child.name, in: element.name, accepted: rule.children),
                    at: child.offset
                )
            }
            if rule.single.contains(child.name), !seen.insert(child.name).inserted {
                throw source.error(.repeatedElement(child.name, in: element.name), at: child.offset)
            }
            try check(child)
        }
    }
}
