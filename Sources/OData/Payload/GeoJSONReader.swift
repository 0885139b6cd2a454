/// Reads GeoJSON (RFC 7946; JSON Format 7.1): the shapes OData has, positions of two to four numbers.
enum GeoJSONReader {
    private static let mostPositions = 100_000

    /// The shape, if it is one of the type; nil otherwise.
    static func geography(_ json: JSONValue, _ type: EdmPrimitiveType) -> EdmGeography? {
        guard case .object(let object) = json, let shape = shape(object, depth: 0), fits(shape, type) else {
            return nil
        }
        let isGeography = type.rawValue.hasPrefix("Geography")
        return EdmGeography(srid: srid(object) ?? (isGeography ? 4326 : 0), shape: shape)
    }

    /// The number at the end of the name of a reference system, such as `EPSG:4326`.
    private static func srid(_ object: JSONObject) -> Int? {
        guard case .object(let system)? = object["crs"], case .object(let facts)? = system["properties"],
            case .string(let name)? = facts["name"]
        else { return nil }
        return name.split(separator: ":").last.flatMap { Int($0) }.flatMap { (0...99_999).contains($0) ? $0 : nil }
    }

    private static func fits(_ shape: EdmShape, _ type: EdmPrimitiveType) -> Bool {
        switch (shape, type) {
        case (_, .geography), (_, .geometry), (.point, .geographyPoint), (.point, .geometryPoint),
            (.lineString, .geographyLineString), (.lineString, .geometryLineString),
            (.polygon, .geographyPolygon), (.polygon, .geometryPolygon),
            (.multiPoint, .geographyMultiPoint), (.multiPoint, .geometryMultiPoint),
            (.multiLineString, .geographyMultiLineString), (.multiLineString, .geometryMultiLineString),
            (.multiPolygon, .geographyMultiPolygon), (.multiPolygon, .geometryMultiPolygon),
            (.collection, .geographyCollection), (.collection, .geometryCollection):
            true
        default: false
        }
    }

    private static func shape(_ object: JSONObject, depth: Int) -> EdmShape? {
        guard depth < 8, case .string(let kind)? = object["type"] else { return nil }
        if kind == "GeometryCollection" {
            guard case .array(let items)? = object["geometries"] else { return nil }
            let shapes = items.map { item -> EdmShape? in
                if case .object(let inner) = item.value { shape(inner, depth: depth + 1) } else { nil }
            }
            return all(shapes).map { .collection($0) }
        }
        guard let places = object["coordinates"] else { return nil }
        switch kind {
        case "Point": return position(places).map { .point($0) }
        case "LineString": return line(places).map { .lineString($0) }
        case "Polygon": return list(places, line).map { .polygon($0) }
        case "MultiPoint": return list(places, position).map { .multiPoint($0) }
        case "MultiLineString": return list(places, line).map { .multiLineString($0) }
        case "MultiPolygon": return list(places) { list($0, line) }.map { .multiPolygon($0) }
        default: return nil
        }
    }

    private static func line(_ json: JSONValue) -> [EdmGeoPosition]? {
        guard let positions = list(json, position), positions.count >= 2 else { return nil }
        return positions
    }

    private static func list<Item>(_ json: JSONValue, _ read: (JSONValue) -> Item?) -> [Item]? {
        guard case .array(let items) = json, items.count <= mostPositions else { return nil }
        return all(items.map { read($0.value) })
    }

    private static func position(_ json: JSONValue) -> EdmGeoPosition? {
        guard case .array(let items) = json, (2...4).contains(items.count) else { return nil }
        let found = items.map { item -> Double? in
            guard case .number(let text) = item.value, let number = Double(text), number.isFinite else { return nil }
            return number
        }
        guard let numbers = all(found) else { return nil }
        return EdmGeoPosition(
            longitude: numbers[0],
            latitude: numbers[1],
            altitude: numbers.count > 2 ? numbers[2] : nil,
            measure: numbers.count > 3 ? numbers[3] : nil
        )
    }

    private static func all<Item>(_ items: [Item?]) -> [Item]? {
        let found = items.compactMap(\.self)
        return found.count == items.count ? found : nil
    }
}
