extension CSDLJSONReader {
    func object(
        _ value: PositionedJSON,
        _ name: String,
        _ words: [String],
        hasChildren: Bool = false
    ) throws(CSDLError) -> CSDLObject {
        try CSDLObject(value, name, words: words, hasChildren: hasChildren, source: source)
    }

    // MARK: Errors

    func invalid(_ text: String, of name: String, _ accepted: String, at offset: Int) -> CSDLError {
        source.error(.invalidValue(text, of: name, accepted: accepted), at: offset)
    }

    private func unexpected(_ value: PositionedJSON, _ expected: String) -> CSDLError {
        source.error(CSDLFault.unexpectedText(found: "", expected: expected).shown(in: value), at: value.offset)
    }

    // MARK: Values

    /// The members of an object whose names are free; empty where it is absent.
    func members(of value: PositionedJSON?, _ name: String) throws(CSDLError) -> [PositionedJSON.Member] {
        guard let value else { return [] }
        guard case .object(let members) = value.content else { throw unexpected(value, "an object for \(name)") }
        return members
    }

    func items(of value: PositionedJSON?, _ name: String) throws(CSDLError) -> [PositionedJSON] {
        guard let value else { return [] }
        guard case .array(let items) = value.content else { throw unexpected(value, "an array for \(name)") }
        return items
    }

    func text(_ value: PositionedJSON, _ name: String) throws(CSDLError) -> String {
        guard case .string(let text) = value.content else { throw unexpected(value, "a string for \(name)") }
        return text
    }

    func optionalString(_ name: String, of object: CSDLObject) throws(CSDLError) -> String? {
        try object.words[name].map { value throws(CSDLError) in try text(value, name) }
    }

    func string(_ name: String, of object: CSDLObject) throws(CSDLError) -> String {
        guard let text = try optionalString(name, of: object) else {
            throw source.error(.missingMember(name, in: object.name), at: object.offset)
        }
        return text
    }

    func flag(_ name: String, of object: CSDLObject, default standard: Bool = false) throws(CSDLError) -> Bool {
        guard let value = object.words[name] else { return standard }
        guard case .bool(let flag) = value.content else { throw unexpected(value, "true or false for \(name)") }
        return flag
    }

    /// A whole number from 0, or nil where it is absent.
    func count(_ name: String, of object: CSDLObject) throws(CSDLError) -> Int? {
        guard let value = object.words[name] else { return nil }
        guard case .number(let text) = value.content, let number = Int32(text), number >= 0 else {
            throw unexpected(value, "a whole number from 0 to \(Int32.max) for \(name)")
        }
        return Int(number)
    }

    // MARK: Names

    func checkIdentifier(_ text: String, at offset: Int) throws(CSDLError) {
        guard EdmIdentifier.isSimple(text) else {
            let accepted = "an identifier: letters, digits and underscores, not beginning with a digit"
            throw invalid(text, of: "a name", accepted, at: offset)
        }
    }

    func identifier(_ name: String, of object: CSDLObject) throws(CSDLError) -> String {
        let text = try string(name, of: object)
        try checkIdentifier(text, at: object.words[name]?.offset ?? object.offset)
        return text
    }

    func optionalIdentifier(_ name: String, of object: CSDLObject) throws(CSDLError) -> String? {
        object.words[name] == nil ? nil : try identifier(name, of: object)
    }

    func namespace(_ name: String, of object: CSDLObject) throws(CSDLError) -> String {
        let text = try string(name, of: object)
        guard EdmIdentifier.isNamespace(text) else {
            throw invalid(text, of: name, "identifiers with dots between them", at: object.words[name]?.offset ?? 0)
        }
        return text
    }

    func qualifiedName(_ name: String, of object: CSDLObject) throws(CSDLError) -> EdmTypeName {
        let text = try string(name, of: object)
        guard let resolved = scope.name(text) else {
            throw invalid(
                text,
                of: name,
                "a qualified name such as Namespace.Name",
                at: object.words[name]?.offset ?? 0
            )
        }
        return resolved
    }

    func optionalName(_ name: String, of object: CSDLObject) throws(CSDLError) -> EdmTypeName? {
        object.words[name] == nil ? nil : try qualifiedName(name, of: object)
    }

    /// The entity type of a set, a singleton or a navigation property.
    func entityTypeName(of object: CSDLObject, orAny: Bool = false) throws(CSDLError) -> EdmTypeName {
        let name = try qualifiedName("$Type", of: object)
        guard name.namespace != "Edm" || orAny && name.name == "EntityType" else {
            let offset = object.words["$Type"]?.offset ?? object.offset
            throw invalid("\(name)", of: "$Type", "the qualified name of an entity type", at: offset)
        }
        return name
    }

    func checkPath(_ text: String, of name: String, at offset: Int) throws(CSDLError) -> String {
        guard CSDLPaths.isPath(text) else { throw invalid(text, of: name, "names with '/' between them", at: offset) }
        return scope.path(text)
    }

    func optionalPath(_ name: String, of object: CSDLObject) throws(CSDLError) -> String? {
        guard let value = object.words[name] else { return nil }
        return try checkPath(try text(value, name), of: name, at: value.offset)
    }

    // MARK: Types

    static let facetWords = ["$MaxLength", "$Precision", "$Scale", "$SRID", "$Unicode"]
    static let typeWords = ["$Type", "$Collection", "$Nullable"] + facetWords

    func type(of object: CSDLObject) throws(CSDLError) -> EdmType {
        guard let text = try optionalString("$Type", of: object) else { return .primitive(.string) }
        guard let type = scope.type(text) else {
            throw invalid(
                text,
                of: "$Type",
                CSDLScope.acceptedTypes,
                at: object.words["$Type"]?.offset ?? object.offset
            )
        }
        return type
    }

    func primitiveType(_ name: String, of object: CSDLObject) throws(CSDLError) -> EdmPrimitiveType {
        let text = try string(name, of: object)
        guard case .primitive(let type) = scope.type(text) else {
            throw invalid(text, of: name, "a primitive type such as Edm.String", at: object.words[name]?.offset ?? 0)
        }
        return type
    }

    func typeReference(of object: CSDLObject) throws(CSDLError) -> EdmTypeReference {
        let type = try type(of: object)
        return scope.reference(
            type,
            isCollection: try flag("$Collection", of: object),
            isNullable: try flag("$Nullable", of: object),
            facets: try declaredFacets(of: object, type)
        )
    }

    /// The facets of a declaration: without them the scale of a Decimal is variable, the precision of a time any.
    func declaredFacets(of object: CSDLObject, _ type: EdmType) throws(CSDLError) -> EdmFacets {
        var facets = try facets(of: object)
        if type == .primitive(.decimal), facets.scale == nil { facets.scale = .variable }
        if type.isTemporal, facets.precision == nil { facets.precision = 12 }
        return CSDLScope.completed(facets, of: type)
    }

    func facets(of object: CSDLObject) throws(CSDLError) -> EdmFacets {
        var facets = EdmFacets()
        facets.maxLength = try count("$MaxLength", of: object).map { .limited($0) }
        facets.precision = try count("$Precision", of: object)
        switch object.words["$Scale"]?.content {
        case .string("variable"): facets.scale = .variable
        case .string("floating"): facets.scale = .floating
        default: facets.scale = try count("$Scale", of: object).map { .fixed($0) }
        }
        if object.words["$Unicode"] != nil { facets.unicode = try flag("$Unicode", of: object) }
        if let text = try optionalString("$SRID", of: object) {
            facets.sridIsVariable = text == "variable"
            if !facets.sridIsVariable {
                guard let number = Int32(text), number >= 0 else {
                    let offset = object.words["$SRID"]?.offset ?? object.offset
                    throw invalid(text, of: "$SRID", "a number in a string, or variable", at: offset)
                }
                facets.srid = Int(number)
            }
        }
        return facets
    }
}
