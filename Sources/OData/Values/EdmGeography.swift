/// A shape with its coordinate reference system, as in `SRID=4326;Point(142.1 64.1)`.
public struct EdmGeography: Sendable, Hashable {
    /// The number of the coordinate reference system.
    public var srid: Int
    /// The shape.
    public var shape: EdmShape

    /// Makes a shape with its reference system.
    public init(srid: Int, shape: EdmShape) {
        self.srid = srid
        self.shape = shape
    }
}

/// A geometric figure in well-known text.
public indirect enum EdmShape: Sendable, Hashable {
    /// One position.
    case point(EdmGeoPosition)
    /// Two positions or more.
    case lineString([EdmGeoPosition])
    /// Rings; the first is the outer one.
    case polygon([[EdmGeoPosition]])
    /// Points.
    case multiPoint([EdmGeoPosition])
    /// Line strings.
    case multiLineString([[EdmGeoPosition]])
    /// Polygons.
    case multiPolygon([[[EdmGeoPosition]]])
    /// Shapes of any kind.
    case collection([EdmShape])
}

/// A position: longitude, latitude, and optionally altitude and measure.
public struct EdmGeoPosition: Sendable, Hashable {
    /// Longitude, or x.
    public var longitude: Double
    /// Latitude, or y.
    public var latitude: Double
    /// Altitude, or z.
    public var altitude: Double?
    /// Linear reference.
    public var measure: Double?

    /// Makes a position.
    public init(longitude: Double, latitude: Double, altitude: Double? = nil, measure: Double? = nil) {
        self.longitude = longitude
        self.latitude = latitude
        self.altitude = altitude
        self.measure = measure
    }
}

extension EdmGeography: CustomStringConvertible {
    /// The well-known text with its `SRID=` in front.
    public var description: String { "SRID=\(srid);\(shape)" }
}

extension EdmShape: CustomStringConvertible {
    /// The well-known text.
    public var description: String {
        switch self {
        case .point(let position): "Point(\(position))"
        case .lineString(let line): "LineString" + Self.text(line)
        case .polygon(let rings): "Polygon" + Self.text(rings)
        case .multiPoint(let points): "MultiPoint(" + points.map { "(\($0))" }.joined(separator: ",") + ")"
        case .multiLineString(let lines): "MultiLineString" + Self.text(lines)
        case .multiPolygon(let polygons):
            "MultiPolygon(" + polygons.map { Self.text($0) }.joined(separator: ",") + ")"
        case .collection(let shapes):
            "GeometryCollection(" + shapes.map(\.description).joined(separator: ",") + ")"
        }
    }

    private static func text(_ line: [EdmGeoPosition]) -> String {
        "(" + line.map(\.description).joined(separator: ",") + ")"
    }

    private static func text(_ lines: [[EdmGeoPosition]]) -> String {
        "(" + lines.map { text($0) }.joined(separator: ",") + ")"
    }
}

extension EdmGeoPosition: CustomStringConvertible {
    /// The numbers, separated by blanks.
    public var description: String {
        var text = "\(EdmNumberText.text(of: longitude)) \(EdmNumberText.text(of: latitude))"
        if let altitude { text += " " + EdmNumberText.text(of: altitude) }
        if let measure { text += " " + EdmNumberText.text(of: measure) }
        return text
    }
}

/// Spelling of floating-point numbers in URLs and payloads.
enum EdmNumberText {
    /// The shortest text that reads back as the same number; whole numbers have no decimal point.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-INF" : "INF" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
