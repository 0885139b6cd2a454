/// Makes a model of the built-in facts of a vocabulary.
///
/// Each declaration begins a line, and indented lines go on with it. A type is a simple name of `Edm` or of the
/// vocabulary, or has the alias of another one in front; brackets make it a collection, `?` nullable, and behind `=`
/// stands its default.
///
/// | line | declares |
/// |---|---|
/// | `term Name Type on Kind Kind needs Type` | a term, the elements it may annotate, and the type these must have |
/// | `type Name <Base Property:Type=default …`, `open Name …` | a complex type |
/// | `enum Name Member=0 …`, `flags Name Member=1 …` | an enumeration |
/// | `text Name value …`, `def Name Type` | a type definition, perhaps with the only values it allows |
struct VocabularyReader {
    private let vocabulary: StandardVocabulary
    private var schema: EdmSchema
    /// The lines that are no declaration; a test sees to it that there are none.
    private(set) var faults: [String] = []

    /// Reads the facts of a vocabulary.
    static func read(_ vocabulary: StandardVocabulary) -> (model: EdmModel, faults: [String]) {
        var reader = VocabularyReader(vocabulary)
        let declarations = vocabulary.facts.split(separator: "\n").reduce(into: [String]()) { lines, line in
            if line.hasPrefix(" "), let last = lines.popLast() {
                lines.append(last + " " + line)
            } else {
                lines.append(String(line))
            }
        }
        let names = declarations.map { $0.split(separator: " ").map(String.init) }
        for words in names where words.count > 1 { reader.note(words[0], words[1]) }
        for words in names where !reader.declare(words[...]) { reader.faults.append(words.joined(separator: " ")) }
        let others = StandardVocabulary.allCases.filter { $0 != vocabulary }
        return (EdmModel(schemas: [reader.schema], references: others.map(\.reference)), reader.faults)
    }

    private init(_ vocabulary: StandardVocabulary) {
        self.vocabulary = vocabulary
        schema = EdmSchema(namespace: vocabulary.namespace, alias: vocabulary.alias)
    }

    // MARK: Declarations

    private var kinds: [String: String] = [:]

    private mutating func note(_ kind: String, _ name: String) { if kind != "term" { kinds[name] = kind } }

    /// Whether the words are a declaration, which is added then.
    private mutating func declare(_ words: ArraySlice<String>) -> Bool {
        guard words.count > 1 else { return false }
        let name = vocabulary.term(words[1])
        let rest = words.dropFirst(2)
        switch words[0] {
        case "term": return declareTerm(name, rest)
        case "type", "open": return declareType(name, rest, isOpen: words[0] == "open")
        case "enum", "flags": return declareEnumeration(name, rest, isFlags: words[0] == "flags")
        case "text":
            let values = rest.map {
                EdmAnnotationValue.record(type: nil, properties: [.init("Value", .string($0))], annotations: [])
            }
            let allowed = EdmAnnotation(Self.allowedValues, .collection(values))
            schema.typeDefinitions.append(EdmTypeDefinition(name, underlyingType: .string, annotations: [allowed]))
            return !rest.isEmpty
        case "def":
            guard let type = rest.first.flatMap(EdmPrimitiveType.init(rawValue:)) else { return false }
            schema.typeDefinitions.append(EdmTypeDefinition(name, underlyingType: type))
            return rest.count == 1
        default: return false
        }
    }

    static let allowedValues = StandardVocabulary.validation.term("AllowedValues")
    static let requiresType = StandardVocabulary.core.term("RequiresType")

    private mutating func declareTerm(_ name: EdmTypeName, _ words: ArraySlice<String>) -> Bool {
        guard let (type, standard) = words.first.flatMap(reference) else { return false }
        let parts = words.dropFirst().split(separator: "needs", maxSplits: 1, omittingEmptySubsequences: false)
        guard let places = parts.first, places.isEmpty || places.first == "on" else { return false }
        var term = EdmTerm(name, type, defaultValue: standard, appliesTo: Array(places.dropFirst()))
        if parts.count > 1, let needed = parts[1].first {
            term.annotations = [EdmAnnotation(Self.requiresType, .string("Edm.\(needed)"))]
        }
        schema.terms.append(term)
        return true
    }

    private mutating func declareType(_ name: EdmTypeName, _ words: ArraySlice<String>, isOpen: Bool) -> Bool {
        var type = EdmComplexType(name, isOpen: isOpen)
        for word in words {
            if word.hasPrefix("<") {
                type.baseType = vocabulary.term(String(word.dropFirst()))
                continue
            }
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let (reference, standard) = reference(parts[1]) else { return false }
            type.properties.append(EdmProperty(parts[0], reference, defaultValue: standard))
        }
        schema.complexTypes.append(type)
        return true
    }

    private mutating func declareEnumeration(
        _ name: EdmTypeName,
        _ words: ArraySlice<String>,
        isFlags: Bool
    ) -> Bool {
        let members = words.compactMap { word -> EdmEnumType.Member? in
            let parts = word.split(separator: "=")
            return parts.count == 2 ? Int64(parts[1]).map { .init(String(parts[0]), $0) } : nil
        }
        schema.enumTypes.append(EdmEnumType(name, isFlags: isFlags, members: members))
        return members.count == words.count
    }

    // MARK: Types

    /// The type that a word names, and its default.
    private func reference(_ word: String) -> (EdmTypeReference, standard: String?)? {
        let parts = word.split(separator: "=", maxSplits: 1)
        guard var text = parts.first else { return nil }
        let standard = parts.count > 1 ? String(parts[1]) : nil
        let isNullable = text.hasSuffix("?")
        if isNullable { text.removeLast() }
        let isCollection = text.hasPrefix("[") && text.hasSuffix("]")
        if isCollection { text = text.dropFirst().dropLast() }
        guard let type = type(String(text)) else { return nil }
        let facets = EdmFacets(scale: type == .primitive(.decimal) ? .variable : nil)
        return (
            EdmTypeReference(type, isCollection: isCollection, isNullable: isNullable, facets: facets), standard
        )
    }

    private func type(_ name: String) -> EdmType? {
        if let primitive = EdmPrimitiveType(rawValue: name) { return .primitive(primitive) }
        if let dot = name.firstIndex(of: ".") {
            let other = StandardVocabulary.allCases.first { $0.alias == name[..<dot] }
            guard let type = other?.term(String(name[name.index(after: dot)...])) else { return nil }
            // The two that others use.
            return type.name == "PrimitiveExampleValue" ? .complex(type) : .typeDefinition(type)
        }
        switch kinds[name] {
        case "type", "open": return .complex(vocabulary.term(name))
        case "enum", "flags": return .enumeration(vocabulary.term(name))
        case "text", "def": return .typeDefinition(vocabulary.term(name))
        default: return CSDLScope.abstractTypes.contains(name) ? .abstract(name) : nil
        }
    }
}

extension StandardVocabulary {
    /// The vocabulary as a model: its terms, their types and where they may stand, without descriptions.
    ///
    /// A copy inside the library, so that nothing is ever fetched; it holds what the published vocabularies of OASIS
    /// declare.
    public var model: EdmModel { Self.models[self] ?? EdmModel(schemas: []) }

    /// The models of all standard vocabularies.
    public static var allModels: [EdmModel] { allCases.map(\.model) }

    private static let models = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, VocabularyReader.read($0).model) }
    )
}
