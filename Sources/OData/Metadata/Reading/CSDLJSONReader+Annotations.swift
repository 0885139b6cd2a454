extension CSDLJSONReader {
    /// The annotations of an object, or of one of its members or annotations.
    func annotations(
        of object: CSDLObject,
        about target: String = "",
        depth: Int = 0
    ) throws(CSDLError) -> [EdmAnnotation] {
        guard let members = object.annotations[target] else { return [] }
        var annotations: [EdmAnnotation] = []
        for member in members { annotations.append(try annotation(member, in: object, depth: depth)) }
        return annotations
    }

    private func annotation(
        _ member: PositionedJSON.Member,
        in object: CSDLObject,
        depth: Int
    ) throws(CSDLError) -> EdmAnnotation {
        let name = member.name.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let parts = name.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard let term = scope.name(parts[0]), parts.count == 1 || EdmIdentifier.isSimple(parts[1]) else {
            throw invalid(
                member.name,
                of: "an annotation",
                "@Namespace.Term or @Namespace.Term#Qualifier",
                at: member.offset
            )
        }
        return EdmAnnotation(
            term,
            try value(member.value, type: scope.termType(term), depth: depth + 1),
            qualifier: parts.count == 2 ? String(parts[1]) : nil,
            annotations: try annotations(of: object, about: member.name, depth: depth + 1)
        )
    }

    /// A value as its type, where that is known, says.
    private func value(
        _ json: PositionedJSON,
        type: EdmTypeReference?,
        depth: Int
    ) throws(CSDLError) -> EdmAnnotationValue {
        guard depth <= CSDLReaderLimits.expressionNesting else {
            throw source.error(
                .limitExceeded(.expressionNesting, limit: CSDLReaderLimits.expressionNesting),
                at: json.offset
            )
        }
        switch json.content {
        case .null: return .null()
        case .bool(let flag): return .bool(flag)
        case .number(let text): return number(text, type: type)
        case .string(let text): return self.text(text, type: type)
        case .array(let items):
            var item = type
            item?.isCollection = false
            var values: [EdmAnnotationValue] = []
            for json in items { values.append(try value(json, type: item, depth: depth + 1)) }
            return .collection(values)
        case .object(let members):
            let word = members.first { Self.expressionWords.contains($0.name) }
            guard let word else { return try record(json, type: type, depth: depth + 1) }
            return try expression(json, word, type: type, depth: depth + 1)
        }
    }

    // MARK: Constants

    private func number(_ text: String, type: EdmTypeReference?) -> EdmAnnotationValue {
        switch scope.primitiveType(type?.type).flatMap(CSDLConstantKind.init) {
        case .decimal: return .decimal(text)
        case .float: return .float(text)
        default: return Int64(text).map { .int($0) } ?? .decimal(text)
        }
    }

    private func text(_ text: String, type: EdmTypeReference?) -> EdmAnnotationValue {
        if case .enumeration(let name) = type?.type { return scope.enumMember(text, of: name) ?? .string(text) }
        if case .abstract(let name) = type?.type, CSDLPaths.isModelPath(text) {
            switch name {
            case "AnnotationPath": return .annotationPath(scope.path(text))
            case "ModelElementPath": return .modelElementPath(scope.path(text))
            case "NavigationPropertyPath": return .navigationPropertyPath(scope.path(text))
            case "PropertyPath", "AnyPropertyPath": return .propertyPath(scope.path(text))
            default: break
            }
        }
        let kind = scope.primitiveType(type?.type).flatMap(CSDLConstantKind.init)
        return kind?.value(text) ?? .string(text)
    }

    // MARK: Expressions

    private static let expressionWords = Set(
        (CSDLElementRule.operators + CSDLElementRule.unaryOperators + [
            "Path", "Apply", "Cast", "IsOf", "LabeledElement", "LabeledElementReference", "Null", "UrlRef",
        ]).map { "$" + $0 }
    )

    /// The words that stand beside the word of an expression.
    private static func companions(of word: String) -> [String] {
        switch word {
        case "$Apply": ["$Function"]
        case "$Cast", "$IsOf": ["$Type", "$Collection"] + facetWords
        case "$LabeledElement": ["$Name"]
        default: []
        }
    }

    private func expression(
        _ json: PositionedJSON,
        _ word: PositionedJSON.Member,
        type: EdmTypeReference?,
        depth: Int
    ) throws(CSDLError) -> EdmAnnotationValue {
        let object = try object(json, word.name, [word.name] + Self.companions(of: word.name))
        let own = try annotations(of: object, depth: depth)
        let name = String(word.name.dropFirst())
        switch name {
        case "Null": return .null(annotations: own)
        case "Path", "LabeledElementReference":
            guard own.isEmpty else {
                throw source.error(.unexpectedMember("an annotation", in: word.name, accepted: []), at: json.offset)
            }
            let text = try text(word.value, word.name)
            if name == "Path" { return .path(scope.path(text)) }
            guard let label = scope.name(text) else {
                throw invalid(text, of: word.name, "a qualified name", at: word.value.offset)
            }
            return .labeledReference("\(label)")
        case "UrlRef":
            let text = EdmTypeReference.primitive(.string)
            return .urlReference(try value(word.value, type: text, depth: depth), annotations: own)
        case "LabeledElement":
            let label = try identifier("$Name", of: object)
            return .labeled(name: label, try value(word.value, type: type, depth: depth), annotations: own)
        case "Apply":
            return .apply(
                function: "\(try qualifiedName("$Function", of: object))",
                arguments: try operands(word, types: [], depth: depth),
                annotations: own
            )
        case "Cast", "IsOf": return try typed(name, object, word.value, own, depth: depth)
        case "Not", "Neg": return .expression(name, [try value(word.value, type: nil, depth: depth)], annotations: own)
        default:
            let values = try operands(word, types: name == "If" ? [nil, type, type] : [], depth: depth)
            guard values.count == 2 || name == "If" && values.count == 3 else {
                let count = name == "If" ? "two or three values" : "exactly two values"
                throw source.error(.missingElement(count, in: word.name), at: word.value.offset)
            }
            return .expression(name, values, annotations: own)
        }
    }

    private func operands(
        _ word: PositionedJSON.Member,
        types: [EdmTypeReference?],
        depth: Int
    ) throws(CSDLError) -> [EdmAnnotationValue] {
        var values: [EdmAnnotationValue] = []
        for (position, item) in try items(of: word.value, word.name).enumerated() {
            let type = position < types.count ? types[position] : nil
            values.append(try value(item, type: type, depth: depth))
        }
        return values
    }

    /// A cast or type test; the cast of a text to an enumeration type is how JSON writes its members.
    private func typed(
        _ name: String,
        _ object: CSDLObject,
        _ operand: PositionedJSON,
        _ own: [EdmAnnotation],
        depth: Int
    ) throws(CSDLError) -> EdmAnnotationValue {
        let reference = EdmTypeReference(
            try type(of: object),
            isCollection: try flag("$Collection", of: object),
            facets: try facets(of: object)
        )
        if name == "Cast", own.isEmpty, !reference.isCollection, case .string(let text) = operand.content,
            case .enumeration(let type) = reference.type, let member = scope.enumMember(text, of: type)
        {
            return member
        }
        let inner = try value(operand, type: nil, depth: depth)
        return name == "Cast"
            ? .cast(reference, inner, annotations: own) : .isOf(reference, inner, annotations: own)
    }

    private func record(
        _ json: PositionedJSON,
        type: EdmTypeReference?,
        depth: Int
    ) throws(CSDLError) -> EdmAnnotationValue {
        guard case .object(var members) = json.content else { return .null() }
        var declared: EdmTypeName?
        if let position = members.firstIndex(where: { $0.name == "@type" || $0.name == "@odata.type" }) {
            let member = members.remove(at: position)
            let uri = try text(member.value, member.name)
            guard
                let name = uri.split(separator: "#", omittingEmptySubsequences: false).last.flatMap({ scope.name($0) })
            else {
                throw invalid(uri, of: member.name, "an address with '#' and a qualified name", at: member.value.offset)
            }
            declared = name
        }
        let rest = PositionedJSON(content: .object(members), offset: json.offset)
        let object = try object(rest, "a record", [], hasChildren: true)
        var properties: [EdmAnnotationProperty] = []
        for child in object.children {
            try checkIdentifier(child.name, at: child.offset)
            let type = scope.propertyType(child.name, of: declared ?? type?.type.namedType)
            properties.append(
                .init(
                    child.name,
                    try value(child.value, type: type, depth: depth),
                    annotations: try annotations(of: object, about: child.name, depth: depth)
                )
            )
        }
        return .record(type: declared, properties: properties, annotations: try annotations(of: object, depth: depth))
    }
}

extension CSDLScope {
    /// The type of a term, where a model at hand declares it.
    func termType(_ name: EdmTypeName) -> EdmTypeReference? { terms[name]?.type }

    /// The type of a property of a record, where a model at hand declares it.
    func propertyType(_ name: String, of type: EdmTypeName?) -> EdmTypeReference? {
        guard let type else { return nil }
        for model in vocabularies {
            guard let structured = model.complexType(type) ?? model.entityType(type) else { continue }
            if let property = structured.property(name) { return property.type }
        }
        return nil
    }

    /// The primitive type a type comes to, through type definitions.
    func primitiveType(_ type: EdmType?) -> EdmPrimitiveType? {
        switch type {
        case .primitive(let primitive): return primitive
        case .typeDefinition(let name):
            for model in vocabularies {
                if let definition = model.typeDefinition(name) { return definition.underlyingType }
            }
            return nil
        default: return nil
        }
    }

    /// Members of an enumeration type by their names; nil where the type or one of them is unknown.
    func enumMember(_ text: String, of name: EdmTypeName) -> EdmAnnotationValue? {
        for model in vocabularies {
            guard let type = model.enumType(name) else { continue }
            let members = text.split(separator: ",", omittingEmptySubsequences: false).map {
                CSDLXMLReader.trimmed(String($0))
            }
            guard members.allSatisfy({ member in type.members.contains { $0.name == member } }) else { return nil }
            return .enumMember(type: name, members: members)
        }
        return nil
    }
}
