import OData
import ODataSQL
import SQLCore
import Testing

@Suite struct ModelStorageTests {
    private static func expect(_ rows: [(String, String)], metadata: RowFormat.Metadata = .none) async throws {
        try await Yard.with { yard in
            for (request, expected) in rows {
                let body = try await yard.read(request, metadata: metadata)
                #expect(body == expected, "\(request)")
            }
        }
    }

    @Test("rows of derived types name their type and have their own properties")
    func derivedTypes() async throws {
        try await Self.expect(
            [
                (
                    "Vehicles?$select=Id,Y.Truck/Load,Y.Crane/Reach",
                    ##"{"@context":"/$metadata#Vehicles(Id,Y.Truck/Load,Y.Crane/Reach)","value":[{"Id":1},{"@type":"#Y.Truck","Id":2,"Load":7.5},{"@type":"#Y.Crane","Id":3,"Load":null,"Reach":30},{"@type":"#Y.Boat","Id":4}]}"##
                ),
                (
                    "Vehicles/Y.Truck?$select=Id,Load",
                    ##"{"@context":"/$metadata#Vehicles/Y.Truck(Id,Load)","value":[{"Id":2,"Load":7.5},{"@type":"#Y.Crane","Id":3,"Load":null}]}"##
                ),
                ("Vehicles/Y.Truck/$count", "2"), ("Vehicles(1)/Y.Truck", "not found"),
                ("Vehicles(3)/Y.Truck/Load", "no content"),
                ("Vehicles(2)/Y.Truck/Load", #"{"@context":"/$metadata#Vehicles(2)/Load","value":7.5}"#),
                ("Vehicles/$count?$filter=isof(Y.Truck)", "2"), ("Vehicles/$count?$filter=not isof(Y.Truck)", "2"),
                ("Vehicles/$count?$filter=Y.Truck/Load gt 7", "1"),
                ("Vehicles/$count?$filter=Y.Truck/Name eq null", "3"),
                ("Vehicles/$count?$filter=Y.Boat/Name eq 'Tug'", "1"),
                ("Vehicles/$count?$filter=isof(Home,Y.Port)", "1"),
                ("Vehicles/$count?$filter=Home/Y.Port/Depth eq 3", "1"),
                ("Owners('a%2Fb')/Vehicles/Y.Truck/$count", "1"),
            ],
            metadata: .minimal
        )
    }

    @Test("casts and type tests hold inside lambdas, expands, orders, keys, sub-selects and aggregations")
    func derivedTypesWithin() async throws {
        try await Self.expect([
            ("Owners/$count?$filter=Vehicles/any(v:isof(v,Y.Truck))", "1"),
            ("Owners/$count?$filter=Vehicles/any(v:v/Y.Truck/Load gt 7)", "1"),
            ("Owners/$count?$filter=Vehicles/any(v:v/Y.Boat/Name eq 'Hauler')", "0"),
            ("Owners/$count?$filter=Vehicles/any(v:isof(v/Home,Y.Port) and v/Home/Y.Port/Depth eq 3)", "1"),
            ("Owners/$count?$filter=Vehicles/any(v:v/Home eq null)", "0"),
            ("Owners/$count?$filter=Vehicles/Y.Truck/any(t:t/Load gt 7)", "1"),
            ("Owners/$count?$filter=Vehicles/Y.Boat/any()", "0"),
            ("Owners/$count?$filter=Vehicles/Y.Boat/all(b:false)", "2"),
            ("Vehicles?$select=Id&$filter=Twins/Y.Truck/$count eq 1", #"{"value":[{"Id":1}]}"#),
            ("Vehicles?$select=Id&$orderby=Twins/Y.Boat/$count desc,Id desc&$top=2", #"{"value":[{"Id":3},{"Id":4}]}"#),
            (
                "Owners('a%2Fb')?$expand=Vehicles($select=Id;$filter=isof(Y.Truck))",
                #"{"Code":"a/b","Vehicles":[{"Id":2}]}"#
            ),
            (
                "Owners('a%2Fb')?$expand=Vehicles($select=Id;$filter=Y.Truck/Name eq 'Hauler')",
                #"{"Code":"a/b","Vehicles":[{"Id":2}]}"#
            ),
            (
                "Owners('a%2Fb')?$expand=Vehicles($select=Id,Y.Truck/Load;$orderby=Y.Truck/Load desc)",
                #"{"Code":"a/b","Vehicles":[{"Id":2,"Load":7.5},{"Id":1}]}"#
            ),
            ("Vehicles?$select=Id&$orderby=Y.Truck/Name desc", #"{"value":[{"Id":2},{"Id":1},{"Id":3},{"Id":4}]}"#),
            (
                "Vehicles?$select=Id&$orderby=isof(Y.Truck) desc,Id desc",
                #"{"value":[{"Id":3},{"Id":2},{"Id":4},{"Id":1}]}"#
            ),
            ("Vehicles(3)/Twins/Y.Boat?$select=Id", #"{"value":[{"Id":4}]}"#),
            ("Vehicles(3)/Twins/Y.Boat(4)/Draught", #"{"value":2}"#),
            ("Vehicles(3)/Twins(1)/Y.Boat", "not found"),
            ("Vehicles/$filter(isof(Y.Truck))?$select=Id&$filter=Y.Crane/Reach eq 30", #"{"value":[{"Id":3}]}"#),
            ("Vehicles?$apply=filter(isof(Y.Truck))/aggregate($count as N)", #"{"value":[{"N":2}]}"#),
            (
                "Vehicles?$apply=topcount(3,Id)/filter(isof(Y.Truck))&$select=Id&$orderby=Y.Truck/Name",
                #"{"value":[{"Id":3},{"Id":2}]}"#
            ),
            (
                "Vehicles?$apply=topcount(3,Id)/filter(Home eq null)&$select=Id&$orderby=Id",
                #"{"value":[{"Id":3},{"Id":4}]}"#
            ),
        ])
    }

    @Test("complex values are objects, filtered and ordered by their members, null as a whole")
    func complexValues() async throws {
        try await Self.expect([
            (
                "Vehicles?$select=Home&$filter=Id le 3",
                #"{"value":[{"Home":{"City":"Rome","Since":null,"Inner":{"City":"Lazio","Since":null,"Inner":null}}},{"Home":{"City":"Pisa","Since":null,"Inner":null,"Depth":3}},{"Home":null}]}"#
            ),
            ("Vehicles?$select=Home/City&$filter=Home/City eq 'Rome'", #"{"value":[{"Home":{"City":"Rome"}}]}"#),
            ("Vehicles?$select=Id&$filter=Home/Inner/City eq 'Lazio'", #"{"value":[{"Id":1}]}"#),
            ("Vehicles?$select=Id&$filter=Home eq null", #"{"value":[{"Id":3},{"Id":4}]}"#),
            ("Vehicles?$select=Id&$orderby=Home/City desc", #"{"value":[{"Id":1},{"Id":2},{"Id":3},{"Id":4}]}"#),
            ("Vehicles(1)/Home/City", #"{"value":"Rome"}"#), ("Vehicles(1)/Home/City/$value", "Rome"),
            ("Vehicles(2)/Home", #"{"City":"Pisa","Since":null,"Inner":null,"Depth":3}"#),
            ("Vehicles(3)/Home", "no content"),
            ("Vehicles(1)/Home/Inner", #"{"City":"Lazio","Since":null,"Inner":null}"#),
            ("Vehicles?$select=Id&$search=pisa OR cart", #"{"value":[{"Id":1},{"Id":2}]}"#),
        ])
    }

    @Test("collections of values are written, counted, taken apart and searched with any and all")
    func collections() async throws {
        try await Self.expect([
            ("Vehicles(1)?$select=Tags,Times", #"{"Tags":["red","x \"y\""],"Times":["1970-01-01T00:00:01.5Z",null]}"#),
            (
                "Vehicles(1)/Stops",
                #"{"value":[{"City":"Oslo","Since":null,"Inner":null},{"City":"Bari","Since":null,"Inner":null,"Depth":9.5}]}"#
            ),
            ("Vehicles(1)/Tags", #"{"value":["red","x \"y\""]}"#), ("Vehicles(1)/Tags/$count", "2"),
            ("Vehicles(1)/Tags/0", #"{"value":"red"}"#), ("Vehicles(1)/Tags/-1", #"{"value":"x \"y\""}"#),
            ("Vehicles(1)/Tags/2", "not found"), ("Vehicles(2)/Tags", #"{"value":[]}"#),
            ("Vehicles/$count?$filter=Tags/any(t:t eq 'red')", "2"), ("Vehicles/$count?$filter=Tags/any()", "2"),
            ("Vehicles/$count?$filter=Tags/all(t:t eq 'red')", "3"), ("Vehicles/$count?$filter=Tags/$count gt 1", "1"),
            ("Vehicles/$count?$filter='red' in Tags", "2"),
            ("Vehicles/$count?$filter=Stops/any(s:s/City eq 'Bari')", "1"),
            ("Vehicles/$count?$filter=Stops/any(s:s/Y.Port/Depth gt 9)", "1"),
            ("Vehicles/$count?$filter=Stops/any(s:isof(s,Y.Port))", "1"),
            ("Vehicles/$count?$filter=Stops/all(s:isof(s,Y.Port))", "3"),
            ("Vehicles/$count?$filter=Stops/Y.Port/any(p:p/Depth gt 9 and p/City eq 'Bari')", "1"),
            ("Vehicles?$select=Id&$filter=Stops/Y.Port/$count eq 1", #"{"value":[{"Id":1}]}"#),
            ("Vehicles/$count?$filter=isof(Home/Inner,Y.Port) or Home/Inner/Y.Port/Depth gt 0", "0"),
            ("Vehicles/$count?$filter=Times/any(t:t eq null)", "1"),
            ("Vehicles?$select=Id&$filter=Times/any(t:t eq 1970-01-01T00:00:01.5Z)", #"{"value":[{"Id":1}]}"#),
        ])
    }

    @Test("contained entities are reached through their owner, and have its address in theirs")
    func containment() async throws {
        try await Self.expect([
            ("Vehicles(1)/Parts", #"{"value":[{"No":1,"Label":"wheel"},{"No":2,"Label":"axle"}]}"#),
            ("Vehicles(1)/Parts(2)/Label", #"{"value":"axle"}"#), ("Vehicles(2)/Parts", #"{"value":[]}"#),
            ("Vehicles(1)/Parts(3)", "not found"), ("Vehicles(9)/Parts", "not found"),
            ("Vehicles(3)/Parts(1)/Notes", #"{"value":[{"At":"2024-02-29","Text":"bent"}]}"#),
            ("Vehicles(3)/Parts(1)/Notes(2024-02-29)/Text/$value", "bent"),
            ("Vehicles(1)/Plate", #"{"Letters":"ROMA 1"}"#), ("Vehicles(2)/Plate", "no content"),
            (
                "Vehicles?$select=Id&$expand=Parts($select=Label;$expand=Notes($select=Text))&$filter=Parts/any(p:p/Notes/any())",
                #"{"value":[{"Id":3,"Parts":[{"Label":"hook","Notes":[{"Text":"bent"}]}]}]}"#
            ),
            ("Vehicles?$select=Id&$expand=Plate&$top=1", #"{"value":[{"Id":1,"Plate":{"Letters":"ROMA 1"}}]}"#),
        ])
        try await Yard.with { yard in
            let body = try await yard.read("Vehicles(3)/Parts(1)/Notes(2024-02-29)", metadata: .full)
            #expect(body.contains(#""@id":"/Vehicles(3)/Parts(1)/Notes(2024-02-29)""#))
            #expect(body.contains(##""@context":"/$metadata#Vehicles(3)/Parts(1)/Notes/$entity""##))
            #expect(try await yard.read("Vehicles(1)/Plate", metadata: .full).contains(#""@id":"/Vehicles(1)/Plate""#))
        }
    }

    @Test("links many to many are followed from paths, filters and expands")
    func links() async throws {
        try await Self.expect([
            ("Vehicles(3)/Twins?$select=Id", #"{"value":[{"Id":1},{"Id":4}]}"#),
            ("Vehicles(3)/Twins(4)/Name", #"{"value":"Tug"}"#), ("Vehicles(3)/Twins(2)", "not found"),
            ("Vehicles/$filter(Id ge 2)/$count", "3"),
            ("Vehicles?$select=Id&$filter=Twins/any(t:t/Id eq 4)", #"{"value":[{"Id":3}]}"#),
            ("Vehicles?$select=Id&$filter=Twins/$count eq 1", #"{"value":[{"Id":1}]}"#),
            (
                "Vehicles?$select=Id&$expand=Twins($select=Id)&$filter=Id in (2,3)",
                #"{"value":[{"Id":2,"Twins":[]},{"Id":3,"Twins":[{"Id":1},{"Id":4}]}]}"#
            ),
            (
                "Vehicles?$select=Id&$expand=Twins($select=Id;$top=1;$orderby=Id desc;$count=true)&$filter=Id eq 3",
                #"{"value":[{"Id":3,"Twins@count":2,"Twins":[{"Id":4}]}]}"#
            ),
        ])
    }

    @Test("a reference without a property of its own is followed both ways")
    func references() async throws {
        try await Self.expect([
            ("Vehicles(1)/Owner", #"{"Code":"a/b"}"#), ("Vehicles(3)/Owner", "no content"),
            ("Owners('a%2Fb')/Vehicles?$select=Id", #"{"value":[{"Id":1},{"Id":2}]}"#),
            ("Vehicles/$count?$filter=Owner/Code eq 'a/b'", "2"), ("Vehicles/$count?$filter=Owner eq null", "2"),
            (
                "Owners?$expand=Vehicles($select=Id)",
                #"{"value":[{"Code":"a/b","Vehicles":[{"Id":1},{"Id":2}]},{"Code":"z","Vehicles":[]}]}"#
            ),
        ])
    }

    @Test("a singleton is read without a key")
    func singleton() async throws {
        try await Self.expect([
            ("Office", #"{"Title":"Main"}"#), ("Office/Title/$value", "Main"), ("Office/Boss", #"{"Code":"z"}"#),
            ("Office?$expand=Boss", #"{"Title":"Main","Boss":{"Code":"z"}}"#), ("Office/Boss/Vehicles/$count", "0"),
        ])
        try await Yard.with { yard in
            let office = try await yard.read("Office")
            #expect(office.hasPrefix(##"{"@context":"/$metadata#Office","##))
            let full = try await yard.read("Office", metadata: .full)
            #expect(full.contains(#""@id":"/Office""#))
        }
    }

    @Test("streams are bytes with their media type")
    func streams() async throws {
        try await Self.expect([
            ("Vehicles(1)/Photo", "image/png: \u{1}\u{2}\u{3}"),
            ("Vehicles(1)/Photo/$value", "image/png: \u{1}\u{2}\u{3}"),
            ("Vehicles(2)/Photo", "no content"), ("Files(1)/$value", "text/plain: hello"),
            ("Files(2)/$value", "not found"),
            ("Files", #"{"value":[{"Id":1}]}"#), ("Vehicles(1)?$select=Photo", "{}"),
        ])
        try await Yard.with { yard in
            let file = try await yard.read("Files(1)")
            #expect(file.contains(#""@mediaContentType":"text/plain","Id":1"#))
            let vehicle = try await yard.read("Vehicles(1)?$select=Photo")
            #expect(vehicle.contains(#""Photo@mediaContentType":"image/png""#))
        }
    }

    @Test("long decimals keep their digits, compare and order as numbers; shapes are GeoJSON")
    func values() async throws {
        try await Self.expect([
            (
                "Vehicles?$select=Price&$orderby=Price",
                #"{"value":[{"Price":null},{"Price":-123456789012345678.000000000000000001},{"Price":1.000000000000000000},{"Price":2.500000000000000000}]}"#
            ),
            ("Vehicles?$select=Id&$filter=Price gt 1", #"{"value":[{"Id":2}]}"#),
            ("Vehicles?$select=Id&$filter=Price eq 2.5", #"{"value":[{"Id":2}]}"#),
            ("Vehicles?$select=Id&$filter=Price lt 0.0000000000000000001", #"{"value":[{"Id":1}]}"#),
            (
                "Vehicles?$select=Kind,Spot&$filter=Kind has Y.Kind'Old'",
                #"{"value":[{"Kind":"Old,Fast","Spot":{"type":"Point","coordinates":[1.5,2]}}]}"#
            ),
        ])
        try await Yard.with { yard in
            let body = try await yard.read("Vehicles(2)/Price", ieee754: true)
            #expect(body.contains(#""value":"2.500000000000000000""#))
        }
    }

    @Test("the tables enforce keys, and deleting an owner deletes what it contains")
    func integrity() async throws {
        try await Yard.with { yard in
            try await yard.database.write { connection in
                _ = try connection.execute(
                    DeleteStatement(from: "Vehicles", where: .equals(.column("Id"), .integer(3)))
                )
            }
            #expect(try await yard.read("Vehicles/$count?$filter=Twins/any()") == "0")
            await #expect(throws: (any Error).self) {
                try await yard.database.write { connection in
                    try connection.execute(
                        InsertStatement(
                            into: "Vehicles/Parts",
                            columns: ["No", "$owner1"],
                            rows: [[.integer(1), .integer(1)]]
                        )
                    )
                }
            }
        }
    }

    @Test("what cannot be stored is named")
    func refusals() throws {
        func storage(_ piece: String) throws -> ModelStorage {
            let csdl = """
                <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
                <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="N">\(piece)
                <EntityContainer Name="C"><EntitySet Name="S" EntityType="N.E"/></EntityContainer></Schema>
                </edmx:DataServices></edmx:Edmx>
                """
            return try ModelStorage(CSDLXMLReader.read(Array(csdl.utf8)).model)
        }
        let key = #"<Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>"#
        #expect(throws: ModelStorageError.unsupportedType("Edm.Untyped", at: "S/P")) {
            try storage(#"<EntityType Name="E">\#(key)<Property Name="P" Type="Edm.Untyped"/></EntityType>"#)
        }
        #expect(throws: ModelStorageError.conflictingProperties("P", in: "S")) {
            try storage(
                #"<EntityType Name="E">\#(key)</EntityType><EntityType Name="F" BaseType="N.E"><Property Name="P" Type="Edm.String"/></EntityType><EntityType Name="G" BaseType="N.E"><Property Name="P" Type="Edm.Date"/></EntityType>"#
            )
        }
        #expect(throws: ModelStorageError.unknownType(EdmTypeName("N", "E"), at: "S")) { try storage("") }
    }
}
