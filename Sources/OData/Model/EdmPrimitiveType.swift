/// The primitive types of the Entity Data Model (CSDL 3.3).
public enum EdmPrimitiveType: String, CaseIterable, Hashable, Sendable {
    case binary = "Binary"
    case boolean = "Boolean"
    case byte = "Byte"
    case date = "Date"
    case dateTimeOffset = "DateTimeOffset"
    case decimal = "Decimal"
    case double = "Double"
    case duration = "Duration"
    case guid = "Guid"
    case int16 = "Int16"
    case int32 = "Int32"
    case int64 = "Int64"
    case sbyte = "SByte"
    case single = "Single"
    case stream = "Stream"
    case string = "String"
    case timeOfDay = "TimeOfDay"
    case geography = "Geography"
    case geographyPoint = "GeographyPoint"
    case geographyLineString = "GeographyLineString"
    case geographyPolygon = "GeographyPolygon"
    case geographyMultiPoint = "GeographyMultiPoint"
    case geographyMultiLineString = "GeographyMultiLineString"
    case geographyMultiPolygon = "GeographyMultiPolygon"
    case geographyCollection = "GeographyCollection"
    case geometry = "Geometry"
    case geometryPoint = "GeometryPoint"
    case geometryLineString = "GeometryLineString"
    case geometryPolygon = "GeometryPolygon"
    case geometryMultiPoint = "GeometryMultiPoint"
    case geometryMultiLineString = "GeometryMultiLineString"
    case geometryMultiPolygon = "GeometryMultiPolygon"
    case geometryCollection = "GeometryCollection"

    /// The name with its namespace, such as `Edm.Int64`.
    public var qualifiedName: String { "Edm.\(rawValue)" }

    /// Whether the type is one of the integer types.
    public var isInteger: Bool {
        switch self {
        case .byte, .sbyte, .int16, .int32, .int64: true
        default: false
        }
    }

    /// Whether arithmetic and numeric promotion apply (URL Conventions 5.1.1.18).
    public var isNumeric: Bool {
        switch self {
        case .decimal, .double, .single: true
        default: isInteger
        }
    }

    /// Whether the type is a geography or geometry type.
    public var isSpatial: Bool { rawValue.hasPrefix("Geo") }
}
