import Testing

@testable import OData

@Suite("Reading GeoJSON")
struct GeoJSONReaderTests {
    struct Row: Sendable {
        let text: String
        let type: EdmPrimitiveType
        let shown: String?
    }

    static let rows: [Row] = [
        Row(text: #"{"type":"Point","coordinates":[1.5,-2]}"#, type: .geographyPoint, shown: "SRID=4326;Point(1.5 -2"),
        Row(
            text: #"{"type":"Point","coordinates":[1,2],"crs":{"type":"name","properties":{"name":"EPSG:25832"}}}"#,
            type: .geometryPoint,
            shown: "SRID=25832;Point(1"
        ),
        Row(
            text: #"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#,
            type: .geography,
            shown: "SRID=4326;LineString("
        ),
        Row(
            text: #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#,
            type: .geographyPolygon,
            shown: "SRID=4326;Polygon(("
        ),
        Row(text: #"{"type":"Polygon","coordinates":[[0,0],[1,1]]}"#, type: .geographyPolygon, shown: nil),
        Row(text: #"{"type":"LineString","coordinates":[[0,0]]}"#, type: .geographyLineString, shown: nil),
        Row(text: #"{"type":"Point","coordinates":[1]}"#, type: .geographyPoint, shown: nil),
        Row(text: #"{"type":"Point","coordinates":["1","2"]}"#, type: .geographyPoint, shown: nil),
        Row(text: #"{"type":"Point","coordinates":[1,2]}"#, type: .geographyPolygon, shown: nil),
        Row(text: #"{"coordinates":[1,2]}"#, type: .geographyPoint, shown: nil),
    ]

    @Test("shapes are read, and what is none is not", arguments: rows)
    func reads(row: Row) throws {
        let json = try JSONReader.value(of: Array(row.text.utf8)).value
        let found = GeoJSONReader.geography(json, row.type)
        if let shown = row.shown {
            #expect(found.map { "\($0)".hasPrefix(shown) } == true, "\(String(describing: found))")
        } else {
            #expect(found == nil)
        }
    }
}
