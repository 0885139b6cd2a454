/// Reads CSDL JSON, 4.0 and 4.01, into a model (CSDL JSON 4).
///
/// Names are resolved: the model holds namespaces where the document has aliases. JSON leaves the type of a constant in
/// an annotation to its term: where the document or one of the vocabularies declares the term, a text becomes the date,
/// path or enumeration member it stands for, else it stays a text. Input is bounded by ``CSDLReaderLimits``.
public struct CSDLJSONReader {
    let source: PositionedJSONReader
    var scope: CSDLScope

    /// Reads a document.
    ///
    /// `vocabularies` are the models of referenced documents, the standard vocabularies where nothing else is said; they
    /// tell the kind of the types named here and the types of terms.
    public static func read(
        _ bytes: [UInt8],
        vocabularies: [EdmModel] = StandardVocabulary.allModels,
        limits: CSDLReaderLimits = CSDLReaderLimits()
    ) throws(CSDLError) -> CSDLDocument {
        var source = try PositionedJSONReader(bytes, limits: limits)
        let root = try source.document()
        var reader = CSDLJSONReader(source: source, scope: CSDLScope(vocabularies: vocabularies))
        let object = try reader.object(
            root,
            "the document",
            ["$Version", "$EntityContainer", "$Reference"],
            hasChildren: true
        )
        try reader.collectNames(object)
        let document = try reader.document(object)
        // Now the document's own terms and enumeration types are known, and with them the types of its annotations.
        let schemas = document.model.schemas
        guard schemas.contains(where: { !$0.terms.isEmpty || !$0.enumTypes.isEmpty }) else { return document }
        reader.scope.add(document.model)
        return try reader.document(object)
    }

    private static let kinds = ["EntityType", "ComplexType", "EnumType", "TypeDefinition", "Term", "EntityContainer"]

    // MARK: Document

    private mutating func collectNames(_ document: CSDLObject) throws(CSDLError) {
        for reference in try members(of: document.words["$Reference"], "$Reference") {
            let object = try object(reference.value, "a reference", ["$Include", "$IncludeAnnotations"])
            for include in try items(of: object.words["$Include"], "$Include") {
                let object = try self.object(include, "$Include", ["$Namespace", "$Alias"])
                try addAlias(of: object, for: try namespace("$Namespace", of: object))
            }
        }
        for schema in document.children {
            guard EdmIdentifier.isNamespace(schema.name) else {
                throw invalid(schema.name, of: "a namespace", "identifiers with dots between them", at: schema.offset)
            }
            let object = try schemaObject(schema.value)
            try addAlias(of: object, for: schema.name)
            for child in object.children {
                guard case .object(let members) = child.value.content,
                    case .string(let word) = members.first(where: { $0.name == "$Kind" })?.value.content
                else { continue }
                let kind: CSDLScope.Kind
                switch word {
                case "EntityType": kind = .entity
                case "ComplexType": kind = .complex
                case "EnumType": kind = .enumeration
                case "TypeDefinition": kind = .typeDefinition
                default: continue
                }
                scope.add(kind, EdmTypeName(schema.name, child.name))
            }
        }
    }

    private mutating func addAlias(of object: CSDLObject, for namespace: String) throws(CSDLError) {
        guard let alias = try optionalIdentifier("$Alias", of: object) else { return }
        guard scope.aliases[alias] ?? namespace == namespace else {
            throw source.error(.repeatedMember(alias, in: "the aliases of the document"), at: object.offset)
        }
        scope.addAlias(alias, for: namespace)
    }

    private func schemaObject(_ value: PositionedJSON) throws(CSDLError) -> CSDLObject {
        try object(value, "a schema", ["$Alias", "$Annotations"], hasChildren: true)
    }

    private func document(_ document: CSDLObject) throws(CSDLError) -> CSDLDocument {
        let version = try string("$Version", of: document)
        guard let number = ODataVersion(rawValue: version) else {
            throw invalid(version, of: "$Version", "4.0 or 4.01", at: document.words["$Version"]?.offset ?? 0)
        }
        var references: [EdmReference] = []
        for member in try members(of: document.words["$Reference"], "$Reference") {
            let reference = try self.reference(member)
            guard !references.contains(where: { $0.uri == reference.uri }) else {
                throw source.error(.repeatedMember(reference.uri, in: "$Reference"), at: member.offset)
            }
            references.append(reference)
        }
        var schemas: [EdmSchema] = []
        for child in document.children { schemas.append(try schema(child.value, named: child.name)) }
        if let name = try optionalString("$EntityContainer", of: document) {
            guard let container = scope.name(name), schemas.contains(where: { $0.container?.name == container }) else {
                let offset = document.words["$EntityContainer"]?.offset ?? 0
                throw invalid(
                    name,
                    of: "$EntityContainer",
                    "the name of an entity container of the document",
                    at: offset
                )
            }
        }
        return CSDLDocument(version: number, model: EdmModel(schemas: schemas, references: references))
    }

    private func reference(_ member: PositionedJSON.Member) throws(CSDLError) -> EdmReference {
        let object = try object(member.value, "a reference", ["$Include", "$IncludeAnnotations"])
        var reference = EdmReference(uri: CSDLNames.xmlURI(member.name), includes: [])
        for value in try items(of: object.words["$Include"], "$Include") {
            let include = try self.object(value, "$Include", ["$Namespace", "$Alias"])
            reference.includes.append(
                .init(
                    namespace: try namespace("$Namespace", of: include),
                    alias: try optionalIdentifier("$Alias", of: include),
                    annotations: try annotations(of: include)
                )
            )
        }
        for value in try items(of: object.words["$IncludeAnnotations"], "$IncludeAnnotations") {
            let words = ["$TermNamespace", "$Qualifier", "$TargetNamespace"]
            let included = try self.object(value, "$IncludeAnnotations", words)
            let hasTarget = included.words["$TargetNamespace"] != nil
            reference.includedAnnotations.append(
                .init(
                    termNamespace: scope.namespace(try namespace("$TermNamespace", of: included)),
                    qualifier: try optionalIdentifier("$Qualifier", of: included),
                    targetNamespace: hasTarget ? scope.namespace(try namespace("$TargetNamespace", of: included)) : nil
                )
            )
        }
        reference.annotations = try annotations(of: object)
        return reference
    }

    // MARK: Schema

    private func schema(_ value: PositionedJSON, named namespace: String) throws(CSDLError) -> EdmSchema {
        let object = try schemaObject(value)
        var schema = EdmSchema(namespace: namespace, alias: try optionalIdentifier("$Alias", of: object))
        for child in object.children {
            try checkIdentifier(child.name, at: child.offset)
            let name = EdmTypeName(namespace, child.name)
            if case .array(let overloads) = child.value.content {
                for overload in overloads { schema.operations.append(try operation(overload, name)) }
                continue
            }
            switch try kind(of: child.value) {
            case "EntityType": schema.entityTypes.append(try entityType(child.value, name))
            case "ComplexType": schema.complexTypes.append(try complexType(child.value, name))
            case "EnumType": schema.enumTypes.append(try enumType(child.value, name))
            case "TypeDefinition": schema.typeDefinitions.append(try typeDefinition(child.value, name))
            case "Term": schema.terms.append(try term(child.value, name))
            case "EntityContainer":
                guard schema.container == nil else {
                    throw source.error(.repeatedElement("EntityContainer", in: "a schema"), at: child.offset)
                }
                schema.container = try container(child.value, name)
            case let other:
                let accepted = Self.kinds.joined(separator: ", ") + ", or an array of actions or functions"
                throw invalid(other ?? "nothing", of: "$Kind", accepted, at: child.value.offset)
            }
        }
        for member in try members(of: object.words["$Annotations"], "$Annotations") {
            guard CSDLPaths.isTarget(member.name) else {
                let accepted = "the path of a model element, such as Ns.Type/Property or Ns.Action(Ns.Type)"
                throw invalid(member.name, of: "a target", accepted, at: member.offset)
            }
            let group = try self.object(member.value, "$Annotations", [])
            schema.targetedAnnotations.append(.init(scope.path(member.name), try annotations(of: group)))
        }
        schema.annotations = try annotations(of: object)
        return schema
    }

    private func kind(of value: PositionedJSON) throws(CSDLError) -> String? {
        guard case .object(let members) = value.content else {
            throw source.error(
                CSDLFault.unexpectedText(found: "", expected: "an object, or an array of operations,").shown(in: value),
                at: value.offset
            )
        }
        guard case .string(let kind) = members.first(where: { $0.name == "$Kind" })?.value.content else { return nil }
        return kind
    }
}
