import OData
import SQLCore

/// Puts the values of a body into the columns of a row: complex values member by member, collections as lists.
struct PayloadColumns {
    let model: EdmModel
    let mapping: EntityMapping
    /// The row that is changed; nil for a new one.
    let row: LocatedRow?

    /// Sets a property of the entity itself.
    func set(
        _ given: PayloadProperty,
        _ style: BoundWrite.Style,
        into values: inout RowValues
    ) throws(WriteError) {
        try set(given.value, of: given.property, at: given.property.name, style, into: &values)
    }

    /// Sets the property at a path; members of a complex value that are not named stay with `.merge`, where the row
    /// has such a value, and get their defaults otherwise.
    ///
    /// Recursion is bounded: types that hold themselves have no columns.
    func set(
        _ value: PayloadValue,
        of property: EdmProperty,
        at path: String,
        _ style: BoundWrite.Style,
        into values: inout RowValues
    ) throws(WriteError) {
        if let structure = mapping.structures[path] {
            return try set(value, structure, at: path, style, into: &values)
        }
        guard let column = mapping.columns[path], case .column(let stored) = column.source else {
            throw .notImplemented(feature: "Writing the property \(path)")
        }
        values[stored] = try self.value(value, as: column.storage, of: path)
    }

    private func set(
        _ value: PayloadValue,
        _ structure: StructureMapping,
        at path: String,
        _ style: BoundWrite.Style,
        into values: inout RowValues
    ) throws(WriteError) {
        guard case .complex(let name, let members) = value else { return try clear(path, structure, into: &values) }
        guard let type = model.complexType(name) else { throw .failed("no type \(name)") }
        let isThere = style == .merge && isPresent(structure)
        if let presence = structure.presence { values[presence] = .integer(1) }
        if let typing = structure.typing, let text = typing.texts[name] {
            // A change that does not name a type keeps the one there is.
            let isKept = isThere && typing.including[name]?.count ?? 1 > 1
            if !isKept { values[typing.column] = .text(text) }
        }
        for property in type.properties {
            let inner = "\(path)/\(property.name)"
            if let given = members.first(where: { $0.property.name == property.name }) {
                try set(given.value, of: property, at: inner, style, into: &values)
            } else if !isThere {
                try fill(property, at: inner, into: &values)
            }
        }
    }

    private func isPresent(_ structure: StructureMapping) -> Bool {
        guard let row else { return false }
        guard let presence = structure.presence else { return true }
        return row.columns[presence].map { !$0.isNull } ?? false
    }

    private func clear(
        _ path: String,
        _ structure: StructureMapping,
        into values: inout RowValues
    ) throws(WriteError) {
        guard structure.presence != nil else { throw .violations([PayloadViolation(path, .required)]) }
        var encoder = RowEncoder(mapping)
        do {
            try encoder.set(path, to: .null)
        } catch {
            throw WriteError(error)
        }
        for (column, value) in encoder.values.sorted(by: { $0.key < $1.key }) { values[column] = value }
    }

    /// Makes the complex values on the way to a path, where the row has none.
    func makeWay(to path: [EdmProperty], into values: inout RowValues) throws(WriteError) {
        var names: [String] = []
        for property in path.dropLast() {
            names.append(property.name)
            let name = names.joined(separator: "/")
            guard case .complex(let type) = property.type.type, let structure = mapping.structures[name],
                !isPresent(structure)
            else { continue }
            try set(.complex(type, []), structure, at: name, .replace, into: &values)
        }
    }

    // MARK: Defaults

    /// Gives a property that nobody named its default: that of the model, an empty collection, or null.
    func fill(_ property: EdmProperty, at path: String, into values: inout RowValues) throws(WriteError) {
        if let structure = mapping.structures[path] {
            guard structure.presence == nil, case .complex(let name) = property.type.type,
                let type = model.complexType(name)
            else { return try clear(path, structure, into: &values) }
            for inner in type.properties { try fill(inner, at: "\(path)/\(inner.name)", into: &values) }
            return
        }
        guard let column = mapping.columns[path], case .column(let name) = column.source, values[name] == nil else {
            return
        }
        if let value = PropertyDefault(model: model).value(of: property) {
            values[name] = try PayloadStorage.value(.primitive(value), as: column.storage, of: path)
        } else if property.type.isCollection {
            values[name] = .text("[]")
        } else if property.type.isNullable {
            values[name] = .null
        } else {
            throw .violations([PayloadViolation(path, .required)])
        }
    }

    // MARK: Values

    func value(_ value: PayloadValue, as storage: ColumnStorage, of name: String) throws(WriteError) -> SQLValue {
        if case .primitive = value, !storage.isList { return try PayloadStorage.value(value, as: storage, of: name) }
        do {
            return try RowEncoder.stored(try structured(value), as: storage)
        } catch let error as WriteError {
            throw error
        } catch {
            throw .violations([PayloadViolation(name, .outOfRange(value: "given", reason: ""))])
        }
    }

    /// Recursion is bounded by the depth of the body.
    private func structured(_ value: PayloadValue) throws(WriteError) -> StructuredValue {
        switch value {
        case .primitive(.null): return .null
        case .primitive(let primitive): return .primitive(primitive)
        case .geography(let shape): return .geography(shape)
        case .collection(let items):
            return .list(try items.map { (item) throws(WriteError) in try structured(item) })
        case .complex(let name, let given):
            var members: [StructuredValue.Member] = []
            for property in model.complexType(name)?.properties ?? [] {
                if let found = given.first(where: { $0.property.name == property.name }) {
                    members.append(.init(property.name, try structured(found.value)))
                } else if let value = PropertyDefault(model: model).value(of: property) {
                    members.append(.init(property.name, .primitive(value)))
                } else if !property.type.isNullable, !property.type.isCollection {
                    throw .violations([PayloadViolation(property.name, .required)])
                }
            }
            return .structure(members, type: name)
        }
    }
}

extension ColumnStorage {
    var isList: Bool {
        if case .list = self { true } else { false }
    }
}
