extension CSDLXMLReader {
    /// The annotations that stand directly in an element.
    func annotations(of element: CSDLElement, depth: Int = 0) throws(CSDLError) -> [EdmAnnotation] {
        var annotations: [EdmAnnotation] = []
        for child in element.children where child.name == "Annotation" {
            annotations.append(try annotation(child, depth: depth))
        }
        return annotations
    }

    private func annotation(_ element: CSDLElement, depth: Int) throws(CSDLError) -> EdmAnnotation {
        let term = try qualifiedName("Term", of: element)
        return EdmAnnotation(
            term,
            try value(of: element, depth: depth + 1) ?? defaultValue(of: term),
            qualifier: try optionalIdentifier("Qualifier", of: element),
            annotations: try annotations(of: element, depth: depth + 1)
        )
    }

    /// The value of an annotation without one: that of the term, where a vocabulary tells it, or an empty record; else
    /// `true`, as all tagging terms have it.
    private func defaultValue(of name: EdmTypeName) -> EdmAnnotationValue {
        if case .complex? = scope.terms[name]?.type.type, scope.terms[name]?.type.isCollection == false {
            return .record(type: nil, properties: [], annotations: [])
        }
        guard let term = scope.terms[name], let text = term.defaultValue,
            let kind = term.type.primitive.flatMap(CSDLConstantKind.init)
        else { return .bool(true) }
        return kind.value(text) ?? .bool(true)
    }

    /// The value an element gives by an attribute or an element in it; nil where there is neither.
    private func value(of element: CSDLElement, depth: Int) throws(CSDLError) -> EdmAnnotationValue? {
        let inline = element.attributes.filter { CSDLElementRule.inline.contains($0.name) }
        let operands = try expressions(in: element, depth: depth)
        guard inline.count + operands.count <= 1 else {
            throw error(.repeatedElement("a value", in: element.name), at: element)
        }
        guard let attribute = inline.first else { return operands.first }
        if attribute.name == "UrlRef" { return .urlReference(.string(attribute.value), annotations: []) }
        return try constant(attribute.name, attribute.value, at: attribute.valueOffset)
    }

    private func expressions(in element: CSDLElement, depth: Int) throws(CSDLError) -> [EdmAnnotationValue] {
        guard depth <= CSDLReaderLimits.expressionNesting else {
            throw error(.limitExceeded(.expressionNesting, limit: CSDLReaderLimits.expressionNesting), at: element)
        }
        var values: [EdmAnnotationValue] = []
        for child in element.children where child.name != "Annotation" {
            values.append(try expression(child, depth: depth))
        }
        return values
    }

    private func expression(_ element: CSDLElement, depth: Int) throws(CSDLError) -> EdmAnnotationValue {
        let next = depth + 1
        switch element.name {
        case "Record": return try record(element, depth: next)
        case "Collection": return .collection(try expressions(in: element, depth: next))
        case "LabeledElementReference":
            let text = Self.trimmed(element.text)
            guard let name = scope.name(text) else {
                throw source.error(
                    .invalidValue(text, of: element.name, accepted: "a qualified name"),
                    at: element.textOffset ?? element.offset
                )
            }
            return .labeledReference("\(name)")
        default: break
        }
        if CSDLElementRule.constants.contains(element.name) || CSDLElementRule.paths.contains(element.name) {
            let text = element.name == "String" ? element.text : Self.trimmed(element.text)
            return try constant(element.name, text, at: element.textOffset ?? element.offset)
        }
        return try composed(element, depth: next)
    }

    /// An expression with operands and annotations of its own.
    private func composed(_ element: CSDLElement, depth: Int) throws(CSDLError) -> EdmAnnotationValue {
        let own = try annotations(of: element, depth: depth)
        func operand() throws(CSDLError) -> EdmAnnotationValue {
            let values = try expressions(in: element, depth: depth)
            guard values.count == 1, let value = values.first else {
                throw error(.missingElement("exactly one expression", in: element.name), at: element)
            }
            return value
        }
        switch element.name {
        case "Null": return .null(annotations: own)
        case "Apply":
            let function = try qualifiedName("Function", of: element)
            return .apply(
                function: "\(function)",
                arguments: try expressions(in: element, depth: depth),
                annotations: own
            )
        case "Cast": return .cast(try castType(element), try operand(), annotations: own)
        case "IsOf": return .isOf(try castType(element), try operand(), annotations: own)
        case "LabeledElement":
            let name = try identifier("Name", of: element)
            guard let value = try value(of: element, depth: depth) else {
                throw error(.missingElement("an expression", in: element.name), at: element)
            }
            return .labeled(name: name, value, annotations: own)
        case "UrlRef": return .urlReference(try operand(), annotations: own)
        case let name where CSDLElementRule.unaryOperators.contains(name):
            return .expression(name, [try operand()], annotations: own)
        case let name:
            let operands = try expressions(in: element, depth: depth)
            guard operands.count == 2 || name == "If" && operands.count == 3 else {
                let count = name == "If" ? "two or three expressions" : "exactly two expressions"
                throw error(.missingElement(count, in: name), at: element)
            }
            return .expression(name, operands, annotations: own)
        }
    }

    private func record(_ element: CSDLElement, depth: Int) throws(CSDLError) -> EdmAnnotationValue {
        var properties: [EdmAnnotationProperty] = []
        for child in element.children("PropertyValue") {
            let name = try identifier("Property", of: child)
            guard !properties.contains(where: { $0.name == name }) else {
                throw error(.repeatedMember(name, in: "Record"), at: child)
            }
            let value = try value(of: child, depth: depth) ?? .bool(true)
            properties.append(.init(name, value, annotations: try annotations(of: child, depth: depth)))
        }
        return .record(
            type: try optionalName("Type", of: element),
            properties: properties,
            annotations: try annotations(of: element, depth: depth)
        )
    }

    /// Facets of a cast are as written: none of them has a default here.
    private func castType(_ element: CSDLElement) throws(CSDLError) -> EdmTypeReference {
        let (type, isCollection) = try type("Type", of: element)
        return EdmTypeReference(type, isCollection: isCollection, facets: try facets(of: element))
    }

    // MARK: Constants and paths

    private func constant(_ kind: String, _ text: String, at offset: Int) throws(CSDLError) -> EdmAnnotationValue {
        func invalid(_ accepted: String) -> CSDLError {
            source.error(.invalidValue(text, of: kind, accepted: accepted), at: offset)
        }
        if kind == "EnumMember" {
            guard let value = enumMember(text) else {
                throw invalid("members of one type such as Ns.Colour/Red, with blanks between them")
            }
            return value
        }
        if let constant = CSDLConstantKind(rawValue: kind) {
            guard let value = constant.value(text) else { throw invalid(constant.accepted) }
            return value
        }
        let path = scope.path(text)
        if kind == "Path" { return .path(path) }
        guard CSDLPaths.isModelPath(text) else { throw invalid("a path such as Address/City or @Ns.Term") }
        switch kind {
        case "AnnotationPath": return .annotationPath(path)
        case "ModelElementPath": return .modelElementPath(path)
        case "NavigationPropertyPath": return .navigationPropertyPath(path)
        // XML writes paths to properties of either kind alike.
        default: return .propertyPath(path)
        }
    }

    private func enumMember(_ text: String) -> EdmAnnotationValue? {
        var type: EdmTypeName?
        var members: [String] = []
        for path in text.split(whereSeparator: \.isWhitespace) {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let name = scope.name(parts[0]), type ?? name == name,
                EdmIdentifier.isSimple(parts[1])
            else { return nil }
            type = name
            members.append(String(parts[1]))
        }
        return type.map { .enumMember(type: $0, members: members) }
    }

    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
