import Foundation
import OData
import ODataSQL

/// Brings the values of a seed to the types of the model.
struct SeedReader {
    let model: EdmModel

    // MARK: Rows

    func row(_ json: SeedJSON, of set: String, at place: String) throws -> Seed.Row {
        guard let declared = model.source(named: set).flatMap({ model.entityType($0.entityType) }) else {
            throw SeedFault(place, "belongs to a set that the model does not have.")
        }
        guard case .object(let members) = json else { throw SeedFault(place, "is no object.") }
        let type = try self.type(in: members, declared: declared, at: place)
        var row = Seed.Row(type: type.name, values: [])
        for (name, value) in members.sorted(by: { $0.key < $1.key }) where !name.contains("@") {
            guard let property = type.property(name) else {
                throw SeedFault("\(place)/\(name)", "is no property of \(type.name).")
            }
            row.values.append((property, try self.value(value, property.type, at: "\(place)/\(name)")))
        }
        return row
    }

    private func type(
        in members: [String: SeedJSON],
        declared: EdmStructuredType,
        at place: String
    ) throws -> EdmStructuredType {
        guard case .string(let text)? = members["@odata.type"] ?? members["@type"] else { return declared }
        let name = text.hasPrefix("#") ? text.dropFirst() : text[...]
        guard let dot = name.lastIndex(of: ".") else { throw SeedFault(place, "has a type that is none: \(text).") }
        let qualified = EdmTypeName(model.namespace(of: String(name[..<dot])), String(name[name.index(after: dot)...]))
        guard let type = model.entityType(qualified) ?? model.complexType(qualified),
            model.type(qualified, isOrDerivesFrom: declared.name)
        else { throw SeedFault(place, "has the type \(text), which is not derived from \(declared.name).") }
        return type
    }

    func link(_ link: SeedFile.Link, at place: String) throws -> Seed.Link {
        guard let set = model.source(named: link.set), let type = model.entityType(set.entityType),
            let navigation = type.navigationProperty(link.navigation),
            let target = model.entityType(navigation.target)
        else { throw SeedFault(place, "names a navigation property that the model does not have.") }
        let pairs = try link.pairs.map { pair in
            guard pair.count == 2 else { throw SeedFault(place, "has a pair that is none.") }
            return (source: try key(pair[0], of: type, at: place), target: try key(pair[1], of: target, at: place))
        }
        return Seed.Link(set: link.set, navigation: link.navigation, pairs: pairs)
    }

    func stream(_ stream: SeedFile.Stream, at place: String) throws -> Seed.Stream {
        guard let type = model.source(named: stream.set).flatMap({ model.entityType($0.entityType) }) else {
            throw SeedFault(place, "belongs to a set that the model does not have.")
        }
        guard let content = Self.bytes(stream.content) else {
            throw SeedFault(place, "has a content that is no base64url.")
        }
        return Seed.Stream(
            set: stream.set,
            key: try key(stream.key, of: type, at: place),
            property: stream.property,
            contentType: stream.contentType,
            content: content
        )
    }

    private func key(_ json: SeedJSON, of type: EdmStructuredType, at place: String) throws -> StructuredValue {
        guard type.key.count == 1, let property = type.key.first.flatMap({ type.property($0.path) }) else {
            throw SeedFault(place, "needs a key of one part.")
        }
        return try value(json, property.type, at: place)
    }

    // MARK: Values

    private func value(_ json: SeedJSON, _ reference: EdmTypeReference, at place: String) throws -> StructuredValue {
        guard reference.isCollection else { return try single(json, reference.type, at: place) }
        guard case .array(let items) = json else { throw SeedFault(place, "is no array.") }
        return .list(try items.enumerated().map { try single($1, reference.type, at: "\(place)/\($0)") })
    }

    private func single(_ json: SeedJSON, _ type: EdmType, at place: String) throws -> StructuredValue {
        if case .null = json { return .null }
        switch type {
        case .complex(let name):
            guard let declared = model.complexType(name), case .object(let members) = json else {
                throw SeedFault(place, "is no value of \(name).")
            }
            let type = try self.type(in: members, declared: declared, at: place)
            let values = try members.sorted { $0.key < $1.key }.filter { !$0.key.contains("@") }.map { name, value in
                guard let property = type.property(name) else {
                    throw SeedFault("\(place)/\(name)", "is no property of \(type.name).")
                }
                return StructuredValue.Member(name, try self.value(value, property.type, at: "\(place)/\(name)"))
            }
            return .structure(values, type: type.name == declared.name ? nil : type.name)
        case .primitive(let primitive):
            if primitive.isSpatial, let geography = Self.geography(json) { return .geography(geography) }
            if let value = Self.primitive(json, primitive) { return .primitive(value) }
        case .typeDefinition(let name):
            let underlying = model.typeDefinition(name)?.underlyingType
            if let value = underlying.flatMap({ Self.primitive(json, $0) }) { return .primitive(value) }
        case .enumeration(let name):
            if let value = enumeration(json, name) { return .primitive(value) }
        case .entity, .abstract: break
        }
        throw SeedFault(place, "is no value of \(type).")
    }

    private func enumeration(_ json: SeedJSON, _ name: EdmTypeName) -> EdmValue? {
        if case .integer(let number) = json { return .enumeration(name, number) }
        guard case .string(let text) = json, let type = model.enumType(name) else { return nil }
        var number: Int64 = 0
        for part in text.split(separator: ",") {
            guard let member = type.members.first(where: { $0.name == part }) else { return nil }
            number |= member.value
        }
        return .enumeration(name, number)
    }

    private static func primitive(_ json: SeedJSON, _ type: EdmPrimitiveType) -> EdmValue? {
        switch (json, type) {
        case (.boolean(let flag), .boolean): return .boolean(flag)
        case (.integer(let number), .double), (.integer(let number), .single): return .double(Double(number))
        case (.integer(let number), .decimal): return .decimal(EdmDecimal(number))
        case (.integer(let number), _) where type.isInteger: return .integer(number)
        case (.number(let number), .double), (.number(let number), .single): return .double(number)
        case (.string(let text), _): return value(text, type)
        default: return nil
        }
    }

    private static func value(_ text: String, _ type: EdmPrimitiveType) -> EdmValue? {
        switch type {
        case .string: return .string(text)
        case .guid: return EdmGuid(text).map { .guid($0) }
        case .date: return EdmDate(text).map { .date($0) }
        case .timeOfDay: return EdmTimeOfDay(text).map { .timeOfDay($0) }
        case .dateTimeOffset: return EdmDateTimeOffset(text).map { .dateTimeOffset($0) }
        case .duration: return EdmDuration(text).map { .duration($0) }
        case .decimal: return EdmDecimal(text).map { .decimal($0) }
        case .double, .single: return ["INF": .infinity, "-INF": -.infinity, "NaN": .nan][text].map { .double($0) }
        case .binary: return bytes(text).map { .binary($0) }
        case .int64: return Int64(text).map { .integer($0) }
        default: return nil
        }
    }

    /// base64url without padding.
    static func bytes(_ text: String) -> [UInt8]? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: padded).map { Array($0) }
    }

    // MARK: Geography

    private static func geography(_ json: SeedJSON) -> EdmGeography? {
        guard case .object(let members) = json, let shape = shape(members) else { return nil }
        return EdmGeography(srid: 4326, shape: shape)
    }

    private static func shape(_ members: [String: SeedJSON]) -> EdmShape? {
        guard case .string(let type)? = members["type"], let coordinates = members["coordinates"] else { return nil }
        switch type {
        case "Point": return position(coordinates).map { .point($0) }
        case "LineString": return list(coordinates, position).map { .lineString($0) }
        case "Polygon": return list(coordinates) { list($0, position) }.map { .polygon($0) }
        case "MultiPoint": return list(coordinates, position).map { .multiPoint($0) }
        case "MultiLineString": return list(coordinates) { list($0, position) }.map { .multiLineString($0) }
        case "MultiPolygon":
            return list(coordinates) { list($0) { list($0, position) } }.map { .multiPolygon($0) }
        default: return nil
        }
    }

    private static func list<Item>(_ json: SeedJSON, _ read: (SeedJSON) -> Item?) -> [Item]? {
        guard case .array(let items) = json else { return nil }
        let read = items.compactMap(read)
        return read.count == items.count ? read : nil
    }

    private static func position(_ json: SeedJSON) -> EdmGeoPosition? {
        let numbers = list(json) { item -> Double? in
            switch item {
            case .integer(let number): Double(number)
            case .number(let number): number
            default: nil
            }
        }
        guard let numbers, numbers.count >= 2 else { return nil }
        return EdmGeoPosition(
            longitude: numbers[0],
            latitude: numbers[1],
            altitude: numbers.count > 2 ? numbers[2] : nil
        )
    }
}
