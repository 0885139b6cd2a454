import OData
import SQLCore

/// Designs the columns of one set: those of its type and of all types derived from it.
struct ColumnDesigner {
    /// The column that numbers the rows.
    static let row = "$row"

    let model: EdmModel
    /// For messages.
    let set: String
    private var columns: [String: ColumnMapping] = [:]
    private var structures: [String: StructureMapping] = [:]
    private var streams: [String: StreamMapping] = [:]
    private var typing: TypeMapping?
    private var descriptions: [ColumnDescription] = [ColumnDescription(row, .integer)]
    private(set) var navigations: [(path: [String], navigation: EdmNavigationProperty)] = []

    init(model: EdmModel, set: String) {
        self.model = model
        self.set = set
    }

    func mapping(key: [String]) -> EntityMapping {
        var mapping = EntityMapping(entitySet: set, table: set, columns: columns, key: key)
        mapping.structures = structures
        mapping.streams = streams
        mapping.typing = typing
        return mapping
    }

    func table(named name: String) -> TableDescription {
        TableDescription(name, columns: descriptions, primaryKey: [Self.row])
    }

    /// Adds everything that entities of a type and of its derived types have.
    mutating func addType(_ type: EdmStructuredType) throws(ModelStorageError) {
        let derived = model.derivedTypes(of: type.name)
        if !derived.isEmpty { typing = addTyping("$type", [type] + derived, isNullable: false) }
        if ([type] + derived).contains(where: \.hasStream) { addStream(at: "") }
        try addMembers(of: type, at: [], isNullable: false, within: [])
        for type in derived { try addMembers(of: type, at: [], isNullable: true, within: []) }
    }

    private mutating func addTyping(_ column: String, _ types: [EdmStructuredType], isNullable: Bool) -> TypeMapping {
        var including: [EdmTypeName: [EdmTypeName]] = [:]
        for type in types {
            including[type.name] = types.map(\.name).filter { model.type($0, isOrDerivesFrom: type.name) }
        }
        let concrete = types.filter { !$0.isAbstract }.map { ($0.name, $0.name.description) }
        // A value that must be there and is not given has the type that is declared.
        let declared = types.first.flatMap { $0.isAbstract ? nil : $0.name.description }
        let given = isNullable ? nil : declared.map { ColumnDescription.Default.value(.text($0)) }
        descriptions.append(ColumnDescription(column, .text, isNullable: isNullable, default: given))
        return TypeMapping(
            column: column,
            texts: Dictionary(concrete) { first, _ in first },
            including: including
        )
    }

    private mutating func addStream(at path: String) {
        let stream = StreamMapping(content: "\(path)$content", mediaType: "\(path)$mediaType")
        streams[path] = stream
        descriptions.append(ColumnDescription(stream.content, .blob, isNullable: true))
        descriptions.append(ColumnDescription(stream.mediaType, .text, isNullable: true))
    }

    // MARK: Properties

    /// `within` are the complex types around, so that one that holds itself is found.
    private mutating func addMembers(
        of type: EdmStructuredType,
        at path: [String],
        isNullable: Bool,
        within: [EdmTypeName]
    ) throws(ModelStorageError) {
        for property in type.properties {
            try add(property, at: path + [property.name], isNullable: isNullable, within: within)
        }
        for navigation in type.navigationProperties
        where !navigations.contains(where: { $0.path == path && $0.navigation.name == navigation.name }) {
            navigations.append((path, navigation))
        }
    }

    private mutating func add(
        _ property: EdmProperty,
        at path: [String],
        isNullable: Bool,
        within: [EdmTypeName]
    ) throws(ModelStorageError) {
        let name = path.joined(separator: "/")
        if property.type.type == .primitive(.stream), !property.type.isCollection {
            if streams[name] == nil { addStream(at: name) }
            return
        }
        if case .complex(let complex) = property.type.type, !property.type.isCollection, !within.contains(complex),
            let type = model.complexType(complex)
        {
            return try add(type, at: path, property, isNullable: isNullable, within: within)
        }
        let storage = try StorageKinds(model: model).storage(of: property.type, at: "\(set)/\(name)")
        let mayBeNull = isNullable || property.type.isNullable && !property.type.isCollection
        if let known = columns[name] {
            guard known.storage == storage else { throw .conflictingProperties(name, in: set) }
            return
        }
        columns[name] = ColumnMapping(name, storage, isNullable: mayBeNull)
        // A collection is never null: where nothing is given it is empty.
        let isList = if case .list = storage { true } else { false }
        let empty: ColumnDescription.Default? = isList && !mayBeNull ? .value(.text("[]")) : nil
        descriptions.append(ColumnDescription(name, storage.sqlType, isNullable: mayBeNull, default: empty))
    }

    private mutating func add(
        _ type: EdmStructuredType,
        at path: [String],
        _ property: EdmProperty,
        isNullable: Bool,
        within: [EdmTypeName]
    ) throws(ModelStorageError) {
        let name = path.joined(separator: "/")
        guard structures[name] == nil else { return }
        let mayBeNull = isNullable || property.type.isNullable
        var structure = StructureMapping(presence: mayBeNull ? "\(name)$" : nil)
        if let presence = structure.presence {
            descriptions.append(ColumnDescription(presence, .integer, isNullable: true))
        }
        let derived = model.derivedTypes(of: type.name)
        if !derived.isEmpty {
            structure.typing = addTyping("\(name)$type", [type] + derived, isNullable: mayBeNull)
        }
        structures[name] = structure
        for type in [type] + derived {
            let inner = within + [type.name] + derived.map(\.name) + [property.type.type.complexName].compactMap { $0 }
            try addMembers(of: type, at: path, isNullable: mayBeNull || !derived.isEmpty, within: inner)
        }
    }
}

extension EdmType {
    fileprivate var complexName: EdmTypeName? {
        if case .complex(let name) = self { name } else { nil }
    }
}

/// Chooses how the values of a type are stored.
struct StorageKinds: Sendable {
    let model: EdmModel

    func storage(of reference: EdmTypeReference, at place: String) throws(ModelStorageError) -> ColumnStorage {
        let single: ColumnStorage
        switch reference.type {
        case .primitive(let type): single = try storage(of: type, reference.facets, at: place)
        case .typeDefinition(let name):
            guard let definition = model.typeDefinition(name) else { throw .unknownType(name, at: place) }
            var facets = definition.facets
            if let scale = reference.facets.scale { facets.scale = scale }
            if let precision = reference.facets.precision { facets.precision = precision }
            single = try storage(of: definition.underlyingType, facets, at: place)
        case .enumeration(let name):
            guard let type = model.enumType(name) else { throw .unknownType(name, at: place) }
            let members = type.members.map { ColumnStorage.Member(name: $0.name, value: $0.value) }
            single = .enumeration(members.sorted { $0.value < $1.value })
        case .complex(let name):
            guard model.complexType(name) != nil else { throw .unknownType(name, at: place) }
            single = .structure(structure(name))
        case .entity, .abstract: throw .unsupportedType(reference.type.description, at: place)
        }
        return reference.isCollection ? .list(of: single) : single
    }

    /// The members are looked up when they are needed, so that types may hold themselves.
    private func structure(_ name: EdmTypeName) -> StructureStorage {
        let kinds = self
        let including: @Sendable (String) -> [String] = { text in
            guard let type = kinds.model.complexType(named: text) else { return [] }
            return [text] + kinds.model.derivedTypes(of: type.name).map { "\($0.name)" }
        }
        return StructureStorage(type: "\(name)", including: including) { text in
            guard let type = kinds.model.complexType(named: text) else { return nil }
            return type.properties.compactMap { property in
                (try? kinds.storage(of: property.type, at: "")).map {
                    StructureStorage.Member(property.name, $0, hasDefault: property.defaultValue != nil)
                }
            }
        }
    }

    private func storage(
        of type: EdmPrimitiveType,
        _ facets: EdmFacets,
        at place: String
    ) throws(ModelStorageError) -> ColumnStorage {
        switch type {
        case .byte, .sbyte, .int16, .int32: return .integer
        case .int64: return .wideInteger
        case .decimal: return decimal(facets)
        case .double, .single: return .real
        case .boolean: return .boolean
        case .date: return .date
        case .dateTimeOffset: return .timestamp
        case .timeOfDay: return .timeOfDay
        case .duration: return .duration
        case .guid: return .guid
        case .binary: return .blob
        case .string: return .text
        case .stream: throw .unsupportedType(type.qualifiedName, at: place)
        default: return .geography
        }
    }

    /// Up to 18 digits are integers; a scale that varies, or more digits, needs the wide form.
    private func decimal(_ facets: EdmFacets) -> ColumnStorage {
        switch facets.scale {
        case .fixed(let scale):
            let precision = facets.precision ?? 18
            return precision <= 18 && scale <= 18 ? .scaledDecimal(scale: scale) : .wideDecimal(scale: min(scale, 37))
        case nil: return facets.precision ?? 18 <= 18 ? .scaledDecimal(scale: 0) : .wideDecimal(scale: 0)
        case .variable, .floating: return .wideDecimal(scale: 18, isVariable: true)
        }
    }
}

extension EdmModel {
    fileprivate func complexType(named text: String) -> EdmStructuredType? {
        guard let dot = text.lastIndex(of: ".") else { return nil }
        return complexType(EdmTypeName(String(text[..<dot]), String(text[text.index(after: dot)...])))
    }
}
