/// Says why a value is none of a type (CSDL 14.3 and 14.4); collects the annotations inside the value on the way.
struct AnnotationValueChecker {
    /// Where types are declared: the model first, then the vocabularies.
    let models: [EdmModel]
    /// The model that paths lead through.
    let model: EdmModel
    /// The type that paths set out from, where there is one.
    let root: EdmStructuredType?
    /// The annotations of records and expressions, with the kind of element they stand on.
    private(set) var nested: [(annotations: [EdmAnnotation], kind: String)] = []

    init(models: [EdmModel], model: EdmModel, root: EdmStructuredType?) {
        self.models = models
        self.model = model
        self.root = root
    }

    /// What is wrong with the value, in a few words; nil for what fits or cannot be told.
    mutating func problem(of value: EdmAnnotationValue, as type: EdmTypeReference, depth: Int = 0) -> String? {
        guard depth < AnnotationChecker.depthLimit else { return "it is nested too deeply" }
        switch value {
        case .null(let own):
            note(own, "Null")
            return type.isNullable ? nil : "null where \(type.name) is expected"
        case .path(let path): return problem(ofPath: path)
        case .expression(_, _, let own), .apply(_, _, let own), .cast(_, _, let own), .isOf(_, _, let own),
            .urlReference(_, let own):
            note(own, Self.element(of: value))
            return nil
        case .labeled(_, let inner, let own):
            note(own, "LabeledElement")
            return problem(of: inner, as: type, depth: depth + 1)
        case .labeledReference: return nil
        case .collection(let items):
            guard type.isCollection || type.type == .abstract("Untyped") else {
                return "a collection where \(type.name) is expected"
            }
            var item = type
            item.isCollection = false
            for value in items {
                if let problem = problem(of: value, as: item, depth: depth + 1) { return problem }
            }
            return nil
        default: break
        }
        if type.isCollection { return "one value where \(type.name) is expected" }
        return problem(ofSingle: value, as: type, depth: depth)
    }

    private mutating func note(_ annotations: [EdmAnnotation], _ kind: String) {
        if !annotations.isEmpty { nested.append((annotations, kind)) }
    }

    private static func element(of value: EdmAnnotationValue) -> String {
        switch value {
        case .expression(let name, _, _): name
        case .apply: "Apply"
        case .cast: "Cast"
        case .isOf: "IsOf"
        default: "UrlRef"
        }
    }

    private mutating func problem(
        ofSingle value: EdmAnnotationValue,
        as type: EdmTypeReference,
        depth: Int
    ) -> String? {
        switch type.type {
        case .primitive(let primitive): return problem(of: value, as: primitive)
        case .enumeration(let name): return problem(of: value, asMemberOf: name)
        case .complex(let name), .entity(let name): return problem(of: value, asRecordOf: name, depth: depth)
        case .typeDefinition(let name):
            guard let definition = models.lazy.compactMap({ $0.typeDefinition(name) }).first else { return nil }
            if let problem = problem(of: value, as: definition.underlyingType) { return problem }
            return problem(of: value, allowedBy: definition)
        case .abstract(let name): return problem(of: value, asAbstract: name)
        }
    }

    // MARK: Constants

    private func problem(of value: EdmAnnotationValue, as type: EdmPrimitiveType) -> String? {
        let fits =
            switch (type, value) {
            case (.boolean, .bool), (.string, .string), (.date, .date), (.dateTimeOffset, .dateTimeOffset),
                (.timeOfDay, .timeOfDay), (.duration, .duration), (.guid, .guid), (.binary, .binary),
                (.int64, .int), (.decimal, .int), (.decimal, .decimal), (.double, .int), (.double, .decimal),
                (.double, .float), (.single, .int), (.single, .decimal), (.single, .float):
                true
            case (.byte, .int(let number)): UInt8(exactly: number) != nil
            case (.sbyte, .int(let number)): Int8(exactly: number) != nil
            case (.int16, .int(let number)): Int16(exactly: number) != nil
            case (.int32, .int(let number)): Int32(exactly: number) != nil
            default: type == .stream || type.isSpatial
            }
        return fits ? nil : "\(Self.kind(of: value)) where \(type.qualifiedName) is expected"
    }

    private func problem(of value: EdmAnnotationValue, asMemberOf name: EdmTypeName) -> String? {
        guard let type = models.lazy.compactMap({ $0.enumType(name) }).first else { return nil }
        guard case .enumMember(let own, let members) = value, own == name else {
            return "\(Self.kind(of: value)) where a member of \(name) is expected"
        }
        if members.count > 1, !type.isFlags { return "several members of \(name), which has no flags" }
        let unknown = members.first { member in !type.members.contains { $0.name == member } }
        return unknown.map { "'\($0)', which \(name) does not have" }
    }

    /// The values that `Validation.AllowedValues` leaves to a type definition.
    private func problem(of value: EdmAnnotationValue, allowedBy definition: EdmTypeDefinition) -> String? {
        for annotation in definition.annotations where annotation.term == VocabularyReader.allowedValues {
            guard case .collection(let records) = annotation.value else { continue }
            let isAllowed = records.contains { record in
                guard case .record(_, let properties, _) = record else { return false }
                return properties.contains { $0.name == "Value" && $0.value == value }
            }
            if !isAllowed { return "a value that \(definition.name) does not allow" }
        }
        return nil
    }

    private mutating func problem(of value: EdmAnnotationValue, asAbstract name: String) -> String? {
        let isConstant = Self.isConstant(value)
        switch (name, value) {
        case ("Untyped", _): return nil
        case ("ComplexType", .record), ("EntityType", .record): return nil
        case ("PrimitiveType", _) where isConstant: return nil
        case ("PropertyPath", .propertyPath(let path)):
            return problem(ofPath: path) { $0 == nil || $0?.property != nil ? nil : "a property" }
        case ("NavigationPropertyPath", .navigationPropertyPath(let path)):
            return problem(ofPath: path) { $0 == nil || $0?.navigation != nil ? nil : "a navigation property" }
        case ("AnyPropertyPath", .anyPropertyPath(let path)), ("AnyPropertyPath", .propertyPath(let path)),
            ("AnyPropertyPath", .navigationPropertyPath(let path)):
            return problem(ofPath: path)
        case ("AnnotationPath", .annotationPath), ("ModelElementPath", .modelElementPath): return nil
        default: return "\(Self.kind(of: value)) where Edm.\(name) is expected"
        }
    }

    // MARK: Records

    private mutating func problem(
        of value: EdmAnnotationValue,
        asRecordOf name: EdmTypeName,
        depth: Int
    ) -> String? {
        guard case .record(let own, let properties, let annotations) = value else {
            return "\(Self.kind(of: value)) where a record of \(name) is expected"
        }
        note(annotations, "Record")
        let record = own ?? name
        guard let home = models.first(where: { $0.complexType(record) != nil || $0.entityType(record) != nil }),
            let type = home.complexType(record) ?? home.entityType(record)
        else { return nil }
        if !home.type(record, isOrDerivesFrom: name) { return "a record of \(record) where \(name) is expected" }
        var given = Set<String>()
        for property in properties {
            note(property.annotations, "PropertyValue")
            if !given.insert(property.name).inserted { return "'\(property.name)' twice in one record" }
            guard let declared = type.property(property.name) else {
                if type.isOpen || type.navigationProperty(property.name) != nil { continue }
                return "'\(property.name)', which \(record) does not have"
            }
            if let problem = problem(of: property.value, as: declared.type, depth: depth + 1) {
                return "\(property.name): \(problem)"
            }
        }
        let missing = type.properties.first { property in
            !given.contains(property.name) && !property.type.isNullable && !property.type.isCollection
                && property.defaultValue == nil
        }
        return missing.map { "a record without '\($0.name)', which \(record) needs" }
    }

    // MARK: Paths

    private func problem(
        ofPath path: String,
        expecting: ((property: EdmProperty?, navigation: EdmNavigationProperty?)?) -> String? = { _ in nil }
    ) -> String? {
        // Paths with annotations, operations or keys, those from the container, and those into open types are not
        // followed.
        guard let root, !root.isOpen, !path.isEmpty, path.utf8.allSatisfy({ !"@$()=.".utf8.contains($0) }),
            !path.hasPrefix("/")
        else { return nil }
        guard let found = ModelChecker(model: model).member(at: path, from: root) else {
            return "the path '\(path)', which leads nowhere"
        }
        return expecting(found).map { "the path '\(path)' where \($0) is expected" }
    }

    // MARK: Words

    private static func isConstant(_ value: EdmAnnotationValue) -> Bool {
        switch value {
        case .bool, .int, .decimal, .float, .string, .date, .dateTimeOffset, .timeOfDay, .duration, .guid, .binary,
            .enumMember:
            true
        default: false
        }
    }

    private static func kind(of value: EdmAnnotationValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "a Boolean"
        case .int: "a whole number"
        case .decimal, .float: "a number"
        case .string: "a text"
        case .date, .dateTimeOffset, .timeOfDay, .duration: "a time"
        case .guid: "a GUID"
        case .binary: "bytes"
        case .enumMember: "a member of an enumeration"
        case .path, .propertyPath, .navigationPropertyPath, .anyPropertyPath, .modelElementPath, .annotationPath:
            "a path"
        case .collection: "a collection"
        case .record: "a record"
        case .expression, .apply, .cast, .isOf, .labeled, .labeledReference, .urlReference: "an expression"
        }
    }
}
