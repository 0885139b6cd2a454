/// How names of a model are written in a CSDL document.
struct CSDLNames {
    private let aliases: [String: String]
    private let uris: [String: String]

    /// Collects the aliases of references, and with `usesOwnAliases` those of the model's own schemas.
    ///
    /// JSON readers resolve all of them; some readers of XML know them in referenced schemas only.
    init(_ model: EdmModel, usesOwnAliases: Bool) {
        var aliases: [String: String] = [:]
        var uris: [String: String] = [:]
        for reference in model.references {
            for include in reference.includes {
                aliases[include.namespace] = include.alias
                uris[include.namespace] = reference.uri
            }
        }
        if usesOwnAliases {
            for schema in model.schemas where schema.alias != nil { aliases[schema.namespace] = schema.alias }
        }
        self.aliases = aliases
        self.uris = uris
    }

    /// A path or target, its qualified names as they are written elsewhere in the document.
    func path(_ path: String) -> String { QualifiedNames.replaced(in: path) { aliases[$0] ?? $0 } }

    private static let vocabularies = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/"

    /// The address of a standard vocabulary as XML, of whichever format; other addresses as they are.
    static func xmlURI(_ uri: String) -> String {
        uri.hasPrefix(vocabularies) && uri.hasSuffix(".json") ? "\(uri.dropLast(5)).xml" : uri
    }

    /// The address of a standard vocabulary as JSON; other addresses as they are.
    static func jsonURI(_ uri: String) -> String {
        uri.hasPrefix(vocabularies) && uri.hasSuffix(".xml") ? "\(uri.dropLast(4)).json" : uri
    }

    /// A term by the alias of its vocabulary, where it has one.
    func term(_ name: EdmTypeName) -> String {
        "\(aliases[name.namespace] ?? name.namespace).\(name.name)"
    }

    /// A type: those of this document by namespace, those of references by alias.
    func type(_ name: EdmTypeName) -> String { term(name) }

    /// The value of `@type` for a record: the address of the document with the type, then its name.
    func recordType(_ name: EdmTypeName) -> String {
        uris[name.namespace].map { "\(Self.jsonURI($0))#\(term(name))" } ?? "#\(name)"
    }

    /// A type reference, without `Collection(…)`.
    func type(_ type: EdmType) -> String {
        switch type {
        case .primitive(let primitive): primitive.qualifiedName
        case .enumeration(let name), .complex(let name), .entity(let name), .typeDefinition(let name): self.type(name)
        case .abstract(let name): "Edm.\(name)"
        }
    }

    /// A type reference as XML has it.
    func reference(_ reference: EdmTypeReference) -> String {
        reference.isCollection ? "Collection(\(type(reference.type)))" : type(reference.type)
    }
}

extension EdmType {
    /// Whether a facet makes sense for the type; others are never written, because clients refuse the document.
    var takesPrecision: Bool {
        switch self {
        case .primitive(let type): type == .decimal || isTemporal
        case .typeDefinition: true
        case .abstract(let name): name == "PrimitiveType" || name == "Untyped"
        case .enumeration, .complex, .entity: false
        }
    }

    /// DateTimeOffset, Duration and TimeOfDay have fractional seconds.
    var isTemporal: Bool {
        switch self {
        case .primitive(.dateTimeOffset), .primitive(.duration), .primitive(.timeOfDay): true
        default: false
        }
    }

    var takesScale: Bool {
        switch self {
        case .primitive(let type): type == .decimal
        case .typeDefinition: true
        case .abstract(let name): name == "PrimitiveType" || name == "Untyped"
        case .enumeration, .complex, .entity: false
        }
    }

    var takesMaxLength: Bool {
        switch self {
        case .primitive(let type): type == .string || type == .binary || type == .stream
        case .typeDefinition: true
        case .abstract(let name): name == "PrimitiveType" || name == "Untyped"
        case .enumeration, .complex, .entity: false
        }
    }

    var takesUnicode: Bool {
        switch self {
        case .primitive(let type): type == .string
        case .typeDefinition: true
        case .abstract, .enumeration, .complex, .entity: false
        }
    }

    var takesSRID: Bool {
        switch self {
        case .primitive(let type): type.isSpatial
        case .typeDefinition: true
        case .abstract, .enumeration, .complex, .entity: false
        }
    }
}
