import Foundation

/// Distance, length and intersection of shapes in GeoJSON text (URL Conventions 5.1.1.11).
///
/// Geographies lie on a sphere with the mean radius of the earth, which is within half a per cent of the ellipsoid;
/// geometries lie in a plane. A polygon's edges are taken as straight lines between longitudes and latitudes.
enum GeoFunctions {
    /// Metres; the mean radius of the IUGG.
    private static let radius = 6_371_008.8

    static var all: [SQLiteFunction] {
        [
            SQLiteFunction("odata_geo_distance", 3) { call in
                guard let first = GeoShape(call.utf8(0))?.points.first,
                    let second = GeoShape(call.utf8(1))?.points.first
                else { return }
                call.give(distance(first, second, isPlane: call.integer(2) != 0))
            },
            SQLiteFunction("odata_geo_length", 2) { call in
                guard let line = GeoShape(call.utf8(0))?.points else { return }
                let isPlane = call.integer(1) != 0
                call.give(zip(line, line.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1, isPlane: isPlane) })
            },
            SQLiteFunction("odata_geo_intersects", 2) { call in
                guard let point = GeoShape(call.utf8(0))?.points.first, let polygon = GeoShape(call.utf8(1)) else {
                    return
                }
                call.give(contains(polygon.rings, point))
            },
        ]
    }

    static func distance(_ first: GeoShape.Point, _ second: GeoShape.Point, isPlane: Bool) -> Double {
        if isPlane {
            let (x, y) = (second.x - first.x, second.y - first.y)
            return (x * x + y * y).squareRoot()
        }
        let degree = Double.pi / 180
        let halfLatitude = sin((second.y - first.y) * degree / 2)
        let halfLongitude = sin((second.x - first.x) * degree / 2)
        let chord =
            halfLatitude * halfLatitude + cos(first.y * degree) * cos(second.y * degree) * halfLongitude * halfLongitude
        return 2 * radius * asin(min(1, chord.squareRoot()))
    }

    /// Whether a point is inside the first ring and in no hole; the boundary belongs to the polygon.
    static func contains(_ rings: [[GeoShape.Point]], _ point: GeoShape.Point) -> Bool {
        var isInside = false
        for ring in rings {
            for (start, end) in zip(ring, ring.dropFirst() + ring.prefix(1)) {
                if isOn(point, start, end) { return true }
                guard (start.y > point.y) != (end.y > point.y) else { continue }
                let crossing = (end.x - start.x) * (point.y - start.y) / (end.y - start.y) + start.x
                if point.x < crossing { isInside.toggle() }
            }
        }
        return isInside
    }

    private static func isOn(_ point: GeoShape.Point, _ start: GeoShape.Point, _ end: GeoShape.Point) -> Bool {
        let cross = (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
        guard cross == 0 else { return false }
        return min(start.x, end.x) <= point.x && point.x <= max(start.x, end.x)
            && min(start.y, end.y) <= point.y && point.y <= max(start.y, end.y)
    }
}

/// The coordinates of a GeoJSON object.
struct GeoShape {
    struct Point: Equatable {
        var x: Double
        var y: Double
    }

    /// The innermost arrays of points: one for a point or a line, one for each ring of a polygon.
    private(set) var rings: [[Point]] = []

    /// All points in their order.
    var points: [Point] { rings.flatMap(\.self) }

    /// Nil for what has no coordinates.
    init?(_ json: UnsafeBufferPointer<UInt8>) {
        let marker = Array("\"coordinates\"".utf8)
        guard json.count > marker.count else { return nil }
        var index = 0
        while index + marker.count <= json.count, !json[index..<index + marker.count].elementsEqual(marker) {
            index += 1
        }
        index += marker.count
        var numbers: [Double] = []
        var ring: [Point] = []
        var depth = 0
        while index < json.count {
            switch json[index] {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"):
                depth -= 1
                if numbers.count >= 2 {
                    ring.append(Point(x: numbers[0], y: numbers[1]))
                } else if !ring.isEmpty {
                    rings.append(ring)
                    ring = []
                }
                numbers = []
                if depth <= 0 {
                    if !ring.isEmpty { rings.append(ring) }
                    return
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = index
                while index < json.count, Self.isDigit(json[index]) { index += 1 }
                numbers.append(Double(String(decoding: json[start..<index], as: UTF8.self)) ?? 0)
                continue
            default: break
            }
            index += 1
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }
}
