import Testing

@testable import odata_reference

@Suite("Expressions over the reference service")
struct ExpressionTests {
    /// The numbers of the products that a filter finds.
    private static func found(_ filter: String, _ store: StoreService) async -> [Int] {
        let text = await store.plain("/Products?$select=ID&$filter=\(filter)")
        return (1...7).filter { text.contains("00000000-0000-4000-8001-00000000000\($0)") }
    }

    @Test("collections, complex values and shapes are compared and taken apart by functions")
    func structures() async throws {
        let rows: [(String, [Int])] = [
            ("Tags eq ['gift']", [3]), ("Tags eq []", [4, 7]), ("Tags ne ['gift'] and Tags ne []", [1, 2, 5, 6]),
            ("hassubset(Tags,['work','portable'])", [1, 6]), ("hassubsequence(Tags,['portable','work'])", [1, 6]),
            ("hassubsequence(Tags,['work','portable'])", []), ("contains(Tags,['portable','gift'])", [5]),
            ("startswith(Tags,['portable'])", [1, 5, 6]), ("endswith(Tags,['gift'])", [3, 5]),
            ("indexof(Tags,['work']) eq 1", [1, 6]), ("length(Tags) eq 0", [4, 7]),
            ("substring(Tags,1) eq ['gift']", [5]), ("concat(Tags,['x']) eq ['gift','x']", [3]),
            (
                "ShippingAddress eq {\"Street\":\"7 Rose Court\",\"City\":\"Portland\",\"State\":\"OR\",\"PostalCode\":\"97201\",\"Country\":\"USA\"}",
                [3]
            ),
            ("ShippingAddress eq {\"City\":\"Portland\"}", []),
            ("ShippingAddress eq ShippingAddress", [1, 2, 3, 4, 5, 6, 7]),
            ("ShippingAddress eq null", [4]),
            ("geo.distance(Location,geography'SRID=4326;Point(-122.3321 47.6062)') lt 300000", [1, 3]),
            ("geo.distance(Location,geography'SRID=4326;Point(-122.3321 47.6062)') eq 0", [1]),
            ("geo.length(Route) gt 20000", [1]),
            ("geo.intersects(Location,Area)", [1, 2, 3, 5, 6, 7]),
            (
                "geo.intersects(Location,geography'SRID=4326;Polygon((-123 45,-122 45,-122 48,-123 48,-123 45))')",
                [1, 3]
            ),
            ("matchespattern(Name,'^L')", [1]), ("matchespattern(Name,'(a+)+$')", []),
        ]
        try await StoreService.with { store in
            for (filter, expected) in rows { #expect(await Self.found(filter, store) == expected, "\(filter)") }
        }
    }

    @Test("types are tested and cast")
    func types() async throws {
        let rows: [(String, [Int])] = [
            ("isof(Reference.Store.SpecialProduct)", [1, 6, 7]), ("isof(Price,Edm.Double)", [1, 2, 3, 4, 5, 6, 7]),
            ("isof(Price,Edm.String)", []), ("isof(ShippingAddress,Reference.Store.Address)", [1, 2, 3, 5, 6, 7]),
            ("Reference.Store.SpecialProduct/SpecialFeature eq 'Priority support'", [6]),
            ("Reference.Store.SpecialProduct/Name ne null", [1, 6, 7]), ("cast(Price,Edm.String) eq '15.5'", [3]),
            ("cast(Price,Edm.Int32) eq 16", [3]), ("Status has 'Discontinued'", [4]),
            ("Status eq Reference.Store.ProductStatus'InStock,OnSale'", [2, 7]), ("Status in ('InStock')", [3]),
        ]
        try await StoreService.with { store in
            for (filter, expected) in rows { #expect(await Self.found(filter, store) == expected, "\(filter)") }
        }
    }
}
