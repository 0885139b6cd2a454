extension CSDLXMLReader {
    // MARK: Errors

    func error(_ fault: CSDLFault, at element: CSDLElement) -> CSDLError { source.error(fault, at: element.offset) }

    func invalid(_ attribute: CSDLElement.Attribute, of name: String, _ accepted: String) -> CSDLError {
        source.error(.invalidValue(attribute.value, of: name, accepted: accepted), at: attribute.valueOffset)
    }

    // MARK: Single attributes

    func value(_ name: String, of element: CSDLElement) throws(CSDLError) -> CSDLElement.Attribute {
        guard let attribute = element.attribute(name) else {
            throw error(.missingMember(name, in: element.name), at: element)
        }
        return attribute
    }

    func identifier(_ name: String, of element: CSDLElement) throws(CSDLError) -> String {
        let attribute = try value(name, of: element)
        guard EdmIdentifier.isSimple(attribute.value) else {
            throw invalid(
                attribute,
                of: name,
                "an identifier: letters, digits and underscores, not beginning with a digit"
            )
        }
        return attribute.value
    }

    func optionalIdentifier(_ name: String, of element: CSDLElement) throws(CSDLError) -> String? {
        element.attribute(name) == nil ? nil : try identifier(name, of: element)
    }

    func namespace(_ name: String, of element: CSDLElement) throws(CSDLError) -> String {
        let attribute = try value(name, of: element)
        guard EdmIdentifier.isNamespace(attribute.value) else {
            throw invalid(attribute, of: name, "identifiers with dots between them")
        }
        return attribute.value
    }

    func qualifiedName(_ name: String, of element: CSDLElement) throws(CSDLError) -> EdmTypeName {
        let attribute = try value(name, of: element)
        guard let resolved = scope.name(attribute.value) else {
            throw invalid(attribute, of: name, "a qualified name such as Namespace.Name")
        }
        return resolved
    }

    func optionalName(_ name: String, of element: CSDLElement) throws(CSDLError) -> EdmTypeName? {
        element.attribute(name) == nil ? nil : try qualifiedName(name, of: element)
    }

    /// The name of an entity type for a set, a singleton or a navigation property.
    func entityTypeName(_ text: String, _ attribute: CSDLElement.Attribute) throws(CSDLError) -> EdmTypeName {
        guard let name = scope.name(text), name.namespace != "Edm" else {
            throw invalid(attribute, of: attribute.name, "the qualified name of an entity type")
        }
        return name
    }

    func flag(_ name: String, of element: CSDLElement, default value: Bool) throws(CSDLError) -> Bool {
        guard let attribute = element.attribute(name) else { return value }
        switch attribute.value {
        case "true", "1": return true
        case "false", "0": return false
        default: throw invalid(attribute, of: name, "true or false")
        }
    }

    func path(_ name: String, of element: CSDLElement) throws(CSDLError) -> String {
        let attribute = try value(name, of: element)
        guard CSDLPaths.isPath(attribute.value) else {
            throw invalid(attribute, of: name, "names with '/' between them")
        }
        return scope.path(attribute.value)
    }

    func optionalPath(_ name: String, of element: CSDLElement) throws(CSDLError) -> String? {
        element.attribute(name) == nil ? nil : try path(name, of: element)
    }

    // MARK: Types

    /// The type an attribute names, and whether it is a collection of it.
    func type(_ name: String, of element: CSDLElement) throws(CSDLError) -> (type: EdmType, isCollection: Bool) {
        let attribute = try value(name, of: element)
        let (text, isCollection) = Self.item(of: attribute.value)
        guard let type = scope.type(text) else {
            throw invalid(attribute, of: name, "\(CSDLScope.acceptedTypes), or Collection(…) of it")
        }
        return (type, isCollection)
    }

    static func item(of text: String) -> (text: Substring, isCollection: Bool) {
        guard text.hasPrefix("Collection("), text.hasSuffix(")") else { return (text[...], false) }
        return (text.dropFirst(11).dropLast(), true)
    }

    func primitiveType(_ name: String, of element: CSDLElement) throws(CSDLError) -> EdmPrimitiveType {
        let attribute = try value(name, of: element)
        guard case .primitive(let type) = scope.type(attribute.value) else {
            throw invalid(attribute, of: name, "a primitive type such as Edm.String")
        }
        return type
    }

    func typeReference(of element: CSDLElement) throws(CSDLError) -> EdmTypeReference {
        let (type, isCollection) = try type("Type", of: element)
        return scope.reference(
            type,
            isCollection: isCollection,
            isNullable: try flag("Nullable", of: element, default: true),
            facets: try facets(of: element)
        )
    }

    func facets(of element: CSDLElement) throws(CSDLError) -> EdmFacets {
        var facets = EdmFacets()
        if let attribute = element.attribute("MaxLength") {
            facets.maxLength = attribute.value == "max" ? .max : .limited(try count(attribute, orWords: "max"))
        }
        if let attribute = element.attribute("Precision") { facets.precision = try count(attribute) }
        if let attribute = element.attribute("Scale") {
            switch attribute.value {
            case "variable": facets.scale = .variable
            case "floating": facets.scale = .floating
            default: facets.scale = .fixed(try count(attribute, orWords: "variable or floating"))
            }
        }
        if element.attribute("Unicode") != nil { facets.unicode = try flag("Unicode", of: element, default: true) }
        if let attribute = element.attribute("SRID") {
            facets.sridIsVariable = attribute.value == "variable"
            if !facets.sridIsVariable { facets.srid = try count(attribute, orWords: "variable") }
        }
        return facets
    }

    private func count(_ attribute: CSDLElement.Attribute, orWords words: String? = nil) throws(CSDLError) -> Int {
        guard let number = Int32(attribute.value), number >= 0 else {
            let accepted = "a whole number from 0 to \(Int32.max)" + (words.map { ", or \($0)" } ?? "")
            throw invalid(attribute, of: attribute.name, accepted)
        }
        return Int(number)
    }
}
