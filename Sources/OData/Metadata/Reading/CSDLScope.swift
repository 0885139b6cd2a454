/// What the names in a CSDL document stand for: its aliases, and the kind of everything it declares.
struct CSDLScope {
    enum Kind: Hashable {
        case entity, complex, enumeration, typeDefinition
    }

    /// Namespaces by alias.
    private(set) var aliases: [String: String] = [:]
    private(set) var kinds: [EdmTypeName: Kind] = [:]
    /// The models of referenced documents, as far as the caller has them; in a second pass the document's own.
    private(set) var vocabularies: [EdmModel] = []
    /// The terms that they declare.
    private(set) var terms: [EdmTypeName: EdmTerm] = [:]

    init(vocabularies: [EdmModel]) {
        for model in vocabularies { add(model) }
    }

    mutating func add(_ model: EdmModel) {
        vocabularies.append(model)
        for term in model.schemas.flatMap(\.terms) { terms[term.name] = term }
    }

    mutating func addAlias(_ alias: String, for namespace: String) { aliases[alias] = namespace }

    mutating func add(_ kind: Kind, _ name: EdmTypeName) { kinds[name] = kind }

    // MARK: Names

    /// The name a text stands for, by namespace or alias; nil where it is no qualified name.
    func name(_ text: some StringProtocol) -> EdmTypeName? {
        guard EdmIdentifier.isQualified(text), let dot = text.lastIndex(of: ".") else { return nil }
        return EdmTypeName(namespace(String(text[..<dot])), String(text[text.index(after: dot)...]))
    }

    /// The namespace an alias stands for, or the text itself.
    func namespace(_ text: String) -> String { aliases[text] ?? text }

    /// The type of a qualified name without `Collection(…)`; nil for what is no name, or no type of `Edm`.
    ///
    /// Types that no document at hand declares count as type definitions, which may have every facet.
    func type(_ text: some StringProtocol) -> EdmType? {
        guard let name = name(text) else { return nil }
        if name.namespace == "Edm" {
            if let primitive = EdmPrimitiveType(rawValue: name.name) { return .primitive(primitive) }
            return Self.abstractTypes.contains(name.name) ? .abstract(name.name) : nil
        }
        if let kind = kinds[name] {
            return switch kind {
            case .entity: .entity(name)
            case .complex: .complex(name)
            case .enumeration: .enumeration(name)
            case .typeDefinition: .typeDefinition(name)
            }
        }
        for model in vocabularies {
            if model.entityType(name) != nil { return .entity(name) }
            if model.complexType(name) != nil { return .complex(name) }
            if model.enumType(name) != nil { return .enumeration(name) }
        }
        return .typeDefinition(name)
    }

    /// The simple names of the built-in types without own values (CSDL 3.3 and 4.6).
    static let abstractTypes: Set<String> = [
        "Untyped", "PrimitiveType", "ComplexType", "EntityType", "AnnotationPath", "AnyPropertyPath",
        "ModelElementPath", "NavigationPropertyPath", "PropertyPath",
    ]

    /// What messages offer for a type.
    static let acceptedTypes = "a primitive type such as Edm.String or the qualified name of a type"

    /// A reference with its defaults filled in, so that XML and JSON, whose defaults differ, read alike.
    ///
    /// Without facets a Decimal has the scale 0, and times have the precision 0. A collection of entities holds no
    /// null.
    func reference(_ type: EdmType, isCollection: Bool, isNullable: Bool, facets: EdmFacets) -> EdmTypeReference {
        var isNullable = isNullable
        if isCollection, type.isEntity { isNullable = false }
        return EdmTypeReference(
            type,
            isCollection: isCollection,
            isNullable: isNullable,
            facets: Self.completed(facets, of: type)
        )
    }

    static func completed(_ facets: EdmFacets, of type: EdmType) -> EdmFacets {
        var facets = facets
        if type == .primitive(.decimal), facets.scale == nil { facets.scale = .fixed(0) }
        if type.isTemporal, facets.precision == nil { facets.precision = 0 }
        if facets.unicode == true { facets.unicode = nil }
        return facets
    }

    // MARK: Paths

    /// The path with namespaces in the place of aliases; texts in quotes stay as they are.
    func path(_ text: String) -> String { QualifiedNames.replaced(in: text) { namespace($0) } }

    /// A path to a set; the container it stands in need not be named.
    func setPath(_ text: String, in container: EdmTypeName) -> String {
        let path = path(text)
        let prefix = "\(container)/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}

extension EdmType {
    /// Whether it is an entity type, or `Edm.EntityType`.
    var isEntity: Bool {
        switch self {
        case .entity, .abstract("EntityType"): true
        default: false
        }
    }
}

/// The qualified names inside paths.
enum QualifiedNames {
    /// The text with the namespace of each qualified name replaced; what stands in single quotes is no name.
    static func replaced(in text: String, by replacement: (String) -> String) -> String {
        guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
        var result = ""
        var run = ""
        var isQuoted = false
        func finished(_ run: String) -> String {
            guard let dot = run.lastIndex(of: "."), EdmIdentifier.isQualified(run) else { return run }
            return replacement(String(run[..<dot])) + run[dot...]
        }
        for scalar in text.unicodeScalars {
            if !isQuoted, scalar == "." || EdmIdentifier.isPart(scalar, isFirst: false) {
                run.unicodeScalars.append(scalar)
                continue
            }
            result += finished(run)
            run = ""
            if scalar == "'" { isQuoted.toggle() }
            result.unicodeScalars.append(scalar)
        }
        return result + finished(run)
    }
}
