public import OData
public import SQLCore

/// Turns values of properties into what the columns of a row hold.
public struct RowEncoder {
    private let mapping: EntityMapping
    /// The values so far, by column.
    public private(set) var values: [String: SQLValue] = [:]

    /// Makes an encoder for one row.
    public init(_ mapping: EntityMapping) {
        self.mapping = mapping
    }

    /// Gives a column a value that is none of a property, such as the key of another row.
    public mutating func set(column: String, to value: SQLValue) { values[column] = value }

    /// Names the type of the row, where rows may have derived types.
    public mutating func set(type: EdmTypeName) {
        guard let typing = mapping.typing, let text = typing.texts[type] else { return }
        values[typing.column] = .text(text)
    }

    /// Sets a property by its path; of a complex one all members that are given.
    ///
    /// Members that are not given stay as they are. Throws ``PlanningError/valueOutOfRange(_:at:)`` for a value that
    /// the column cannot hold.
    public mutating func set(_ path: String, to value: StructuredValue) throws(PlanningError) {
        if let structure = mapping.structures[path] { return try set(path, structure, to: value) }
        guard let column = mapping.columns[path], case .column(let name) = column.source else {
            throw .unmappedProperty(path, entitySet: mapping.entitySet)
        }
        values[name] = try Self.stored(value, as: column.storage)
    }

    private mutating func set(
        _ path: String,
        _ structure: StructureMapping,
        to value: StructuredValue
    ) throws(PlanningError) {
        switch value {
        case .null:
            guard let presence = structure.presence else { throw .valueOutOfRange("null", at: nil) }
            values[presence] = .null
            if let typing = structure.typing { values[typing.column] = .null }
            // What the value held must not come back with a later one.
            for (inner, column) in mapping.columns where inner.hasPrefix(path + "/") {
                if case .column(let name) = column.source, column.isNullable { values[name] = .null }
            }
            for (inner, nested) in mapping.structures where inner.hasPrefix(path + "/") {
                if let presence = nested.presence { values[presence] = .null }
            }
        case .structure(let members, let type):
            if let presence = structure.presence { values[presence] = .integer(1) }
            if let typing = structure.typing, let type, let text = typing.texts[type] {
                values[typing.column] = .text(text)
            }
            for member in members { try set("\(path)/\(member.name)", to: member.value) }
        case .primitive, .geography, .list: throw .valueOutOfRange("\(value)", at: nil)
        }
    }

    /// What a column of a storage holds for a value.
    public static func stored(_ value: StructuredValue, as storage: ColumnStorage) throws(PlanningError) -> SQLValue {
        switch (value, storage) {
        case (.null, .list): return .text("[]")
        case (.null, _): return .null
        case (.primitive(let primitive), _):
            guard case .exact(let stored) = try ConstantPlanner.store(primitive, as: storage, at: nil) else {
                if case .null = primitive { return .null }
                throw .valueOutOfRange("\(primitive)", at: nil)
            }
            return stored
        case (.geography(let geography), .geography): return .text(geography.geoJSON)
        case (.list, .list), (.structure, .structure):
            var json = JSONWriter(capacity: 256)
            try write(value, as: storage, to: &json)
            return .text(String(decoding: json.take(), as: UTF8.self))
        default: throw .valueOutOfRange("\(value)", at: nil)
        }
    }

    /// Recursion is bounded by the depth of the value.
    private static func write(
        _ value: StructuredValue,
        as storage: ColumnStorage,
        to json: inout JSONWriter
    ) throws(PlanningError) {
        switch (value, storage) {
        case (.null, _): json.null()
        case (.list(let items), .list(let item)):
            json.append("[")
            for (position, value) in items.enumerated() {
                if position > 0 { json.append(",") }
                try write(value, as: item, to: &json)
            }
            json.append("]")
        case (.structure(let members, let type), .structure(let structure)):
            json.append("{")
            let name = type.map(\.description) ?? structure.type
            if name != structure.type {
                json.append("\"@type\":")
                json.string(name)
                if !members.isEmpty { json.append(",") }
            }
            for (position, member) in members.enumerated() {
                if position > 0 { json.append(",") }
                guard let inner = structure.members(name)?.first(where: { $0.name == member.name }) else {
                    throw .unmappedProperty(member.name, entitySet: name)
                }
                json.string(member.name)
                json.append(":")
                try write(member.value, as: inner.storage, to: &json)
            }
            json.append("}")
        case (.geography(let geography), .geography): json.append(Array(geography.geoJSON.utf8))
        default: write(try stored(value, as: storage), to: &json)
        }
    }

    private static func write(_ value: SQLValue, to json: inout JSONWriter) {
        switch value {
        case .null: json.null()
        case .integer(let number): json.integer(number)
        case .real(let number): json.double(number)
        case .text(let text): json.string(text)
        case .blob(let bytes): bytes.withUnsafeBufferPointer { json.binary($0) }
        }
    }
}
