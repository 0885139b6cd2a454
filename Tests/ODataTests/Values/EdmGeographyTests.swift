import Testing

@testable import OData

@Suite struct EdmGeographyTests {
    @Test(
        "every shape is read and printed",
        arguments: [
            "Point(1 2)", "Point(1.5 -2 3 4)", "LineString(1 1,2 2)", "Polygon((1 1,2 2,1 1),(0 0,1 1,0 0))",
            "MultiPoint((1 1),(2 2))", "MultiPoint()", "MultiLineString((1 1,2 2))", "MultiPolygon(((1 1,2 2,1 1)))",
            "GeometryCollection(Point(1 1),LineString(1 1,2 2))",
        ]
    )
    func shapes(_ shape: String) throws {
        let text = "geometry'SRID=4326;\(shape)'"
        guard case .literal(.geometry(let value), _) = try ExpressionParser.parse(text) else {
            Issue.record("not a geometry")
            return
        }
        #expect(value.srid == 4326)
        #expect(value.shape.description == shape)
    }
}
