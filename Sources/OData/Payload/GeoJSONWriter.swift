extension EdmGeography {
    /// The value as GeoJSON (RFC 7946), with the coordinate reference system where it is not the usual 4326.
    public var geoJSON: String {
        var writer = JSONWriter(capacity: 128)
        Self.write(shape, srid: srid == 4326 ? nil : srid, to: &writer)
        return String(decoding: writer.take(), as: UTF8.self)
    }

    /// Recursion is bounded by the depth of the value, which readers limit.
    private static func write(_ shape: EdmShape, srid: Int?, to json: inout JSONWriter) {
        json.append("{\"type\":\"")
        switch shape {
        case .point(let point): member("Point", to: &json) { write(point, to: &$0) }
        case .lineString(let line): member("LineString", to: &json) { write(line, to: &$0) }
        case .polygon(let rings): member("Polygon", to: &json) { write(rings, to: &$0) }
        case .multiPoint(let points): member("MultiPoint", to: &json) { write(points, to: &$0) }
        case .multiLineString(let lines): member("MultiLineString", to: &json) { write(lines, to: &$0) }
        case .multiPolygon(let polygons):
            member("MultiPolygon", to: &json) { json in
                list(polygons, to: &json) { write($0, to: &$1) }
            }
        case .collection(let shapes):
            json.append("GeometryCollection\",\"geometries\":")
            list(shapes, to: &json) { write($0, srid: nil, to: &$1) }
        }
        if let srid {
            json.append(",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:")
            json.integer(Int64(srid))
            json.append("\"}}")
        }
        json.append("}")
    }

    private static func member(_ type: StaticString, to json: inout JSONWriter, _ write: (inout JSONWriter) -> Void) {
        json.append(type)
        json.append("\",\"coordinates\":")
        write(&json)
    }

    private static func write(_ rings: [[EdmGeoPosition]], to json: inout JSONWriter) {
        list(rings, to: &json) { write($0, to: &$1) }
    }

    private static func write(_ line: [EdmGeoPosition], to json: inout JSONWriter) {
        list(line, to: &json) { write($0, to: &$1) }
    }

    private static func write(_ position: EdmGeoPosition, to json: inout JSONWriter) {
        let numbers =
            [position.longitude, position.latitude] + [position.altitude, position.measure].compactMap { $0 }
        list(numbers, to: &json) { $1.double($0) }
    }

    private static func list<Item>(
        _ items: [Item],
        to json: inout JSONWriter,
        _ write: (Item, inout JSONWriter) -> Void
    ) {
        json.append("[")
        for (position, item) in items.enumerated() {
            if position > 0 { json.append(",") }
            write(item, &json)
        }
        json.append("]")
    }
}
