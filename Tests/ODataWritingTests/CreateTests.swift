import Testing

@Suite("Creating entities")
struct CreateTests {
    @Test("a new entity comes back with its address, its tag and the service's own values")
    func create() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("POST /Products", #"{"Name":"Screw","Price":1.25,"SupplierID":2}"#)
            #expect(answer.status == 201)
            #expect(answer.header("Location") == "http://depot/Products(4)")
            #expect(answer.header("OData-EntityId") == "http://depot/Products(4)")
            #expect(answer.header("ETag") == #"W/"1""#)
            #expect(
                answer.text.hasPrefix(#"{"@odata.context":"http://depot/$metadata#Products/$entity","@odata.etag":"W/"#)
            )
            #expect(answer.text.contains(#""Name":"Screw","Price":1.25,"Stock":null"#))
            #expect(answer.text.contains(#""IsActive":true"#))
        }
    }

    @Test("return=minimal gives the address without a body")
    func minimal() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send(
                "POST /Suppliers",
                #"{"Name":"East"}"#,
                headers: ["Prefer: return=minimal"]
            )
            #expect(answer.status == 204)
            #expect(answer.text.isEmpty)
            #expect(answer.header("Location") == "http://depot/Suppliers(3)")
            #expect(answer.header("OData-EntityId") == "http://depot/Suppliers(3)")
            #expect(answer.header("Preference-Applied") == "return=minimal")
            #expect(answer.header("Vary")?.contains("Prefer") == true)
        }
    }

    @Test("$select and $expand shape the answer")
    func shaped() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send(
                "POST /Products?$select=Name&$expand=Supplier($select=Name)",
                #"{"Name":"Screw","Supplier@odata.bind":"Suppliers(1)"}"#
            )
            #expect(answer.status == 201)
            #expect(answer.text.contains(#""Name":"Screw","Supplier":{"#))
            #expect(answer.text.contains(#""Name":"North"}}"#))
            #expect(!answer.text.contains("Price"))
        }
    }

    @Test("values that only the service writes are ignored")
    func computed() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("POST /Suppliers", #"{"ID":99,"Version":7,"Name":"East"}"#)
            #expect(answer.header("Location") == "http://depot/Suppliers(3)")
            #expect(answer.header("ETag") == #"W/"1""#)
        }
    }

    @Test("an entity is related by the address of a parent's collection")
    func inCollection() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("POST /Suppliers(2)/Products", #"{"Name":"Screw"}"#)
            #expect(answer.status == 201)
            #expect(answer.text.contains(#""SupplierID":2"#))
            #expect(await depot.send("POST /Suppliers(9)/Products", #"{"Name":"Screw"}"#).status == 404)
            let part = await depot.send("POST /Products(1)/Parts", #"{"Number":7,"Label":"Head"}"#)
            #expect(part.header("Location") == "http://depot/Parts(ProductID=1,Number=7)")
        }
    }

    @Test("nested entities are made in one go and shown in the answer")
    func deep() async throws {
        try await DepotService.with { depot in
            let body = #"""
                {"Name":"East","Products":[{"Name":"Cog","Parts":[{"Number":1,"Label":"Rim"}]},{"Name":"Cam"}],
                 "Products@odata.bind":["Products(3)"]}
                """#
            let answer = await depot.send("POST /Suppliers", body)
            #expect(answer.status == 201)
            #expect(answer.text.contains(#""Label":"Rim""#))
            let products = await depot.send("GET /Products?$filter=SupplierID eq 3&$select=Name&$orderby=Name")
            #expect(
                products.text.hasSuffix(
                    #""Name":"Cam"},{"@odata.etag":"W/\"1\"","Name":"Cog"},{"@odata.etag":"W/\"2\"","Name":"Gear"}]}"#
                )
            )
        }
    }

    @Test("a nested single entity is made first and referred to")
    func deepSingle() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send(
                "POST /Products",
                #"{"Name":"Cog","Supplier":{"Name":"East","Country":"GB"}}"#
            )
            #expect(answer.status == 201)
            #expect(answer.text.contains(#""SupplierID":3"#))
            #expect(answer.text.contains(#""Country":"GB""#))
        }
    }

    @Test("a fault in a nested entity undoes everything")
    func atomic() async throws {
        try await DepotService.with { depot in
            let body =
                #"{"Name":"East","Products":[{"Name":"Cog"},{"Name":"Cam","Parts":[{"Number":1,"Label":"a"},{"Number":1,"Label":"b"}]}]}"#
            #expect(await depot.send("POST /Suppliers", body).status == 409)
            #expect(await depot.send("GET /Suppliers/$count").text == "2")
            #expect(await depot.send("GET /Products/$count").text == "3")
        }
    }

    @Test("all faults of a body are told at once, each with its place")
    func violations() async throws {
        try await DepotService.with { depot in
            let body = #"""
                {"Name":null,"Price":1.234,"Stock":"many","Colour":"Purple","MadeOn":"2024-02-30","IsActve":true,
                 "Supplier":{"Name":"x","Country":"US"},"Parts":[{"Number":1}]}
                """#
            let answer = await depot.send("POST /Products", body)
            #expect(answer.status == 400)
            #expect(answer.code == "body.invalid")
            #expect(
                answer.targets == [
                    "Name", "Price", "Stock", "Colour", "MadeOn", "IsActve", "Supplier/Country", "Parts/0/Label",
                ]
            )
            #expect(answer.text.contains("Did you mean 'IsActive'?"))
            #expect(await depot.send("GET /Products/$count").text == "3")
        }
    }

    struct BadRow: Sendable {
        let body: String
        let status: Int
        let code: String
    }

    static let bad: [BadRow] = [
        BadRow(body: "", status: 400, code: "body.invalid"),
        BadRow(body: "[]", status: 400, code: "body.invalid"),
        BadRow(body: #"{"Name":"x","Name":"y"}"#, status: 400, code: "body.invalid"),
        BadRow(body: #"{"Name":"x"} 1"#, status: 400, code: "body.invalid"),
        BadRow(body: #"{}"#, status: 400, code: "value.required"),
        BadRow(body: #"{"Name":"\#(String(repeating: "é", count: 41))"}"#, status: 400, code: "value.too-long"),
        BadRow(body: #"{"Name":"a\u0000b"}"#, status: 400, code: "value.out-of-range"),
        BadRow(body: #"{"Name":"x","Price":-1}"#, status: 400, code: "value.out-of-range"),
        BadRow(body: #"{"Name":"x","Price":12345678}"#, status: 400, code: "value.out-of-range"),
        BadRow(body: #"{"Name":"x","Stock":2147483648}"#, status: 400, code: "value.out-of-range"),
        BadRow(body: #"{"Name":"x","Stock":1.5}"#, status: 400, code: "value.type-mismatch"),
        BadRow(body: #"{"Name":"x","SeenAt":"2024-01-01T00:00:00.0001Z"}"#, status: 400, code: "value.out-of-range"),
        BadRow(body: #"{"Name":"x","SupplierID":9}"#, status: 400, code: "reference.invalid"),
        BadRow(body: #"{"Name":"x","Supplier@odata.bind":"Suppliers(9)"}"#, status: 400, code: "reference.invalid"),
        BadRow(body: #"{"Name":"x","Supplier@odata.bind":"Products(1)"}"#, status: 400, code: "reference.invalid"),
        BadRow(
            body: #"{"Name":"x","Supplier@odata.bind":"http://elsewhere/"}"#,
            status: 400,
            code: "reference.invalid"
        ),
        BadRow(body: ##"{"Name":"x","@odata.type":"#Depot.Part"}"##, status: 400, code: "value.type-mismatch"),
    ]

    @Test("bad bodies get their own answer", arguments: bad)
    func refused(row: BadRow) async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("POST /Products", row.body)
            #expect(answer.status == row.status, "\(answer.text)")
            #expect(answer.code == row.code, "\(answer.text)")
        }
    }

    @Test("values in all their spellings are taken")
    func spellings() async throws {
        try await DepotService.with { depot in
            let body = #"""
                {"@odata.context":"x","Name":"Žluťoučký","Price":12.50,"Stock":1e1,"Colour":"Red, Blue","MadeOn":"2024-02-29",
                 "SeenAt":"2024-02-29T12:00:00.250+02:00","Weight":"INF","Tag":"01234567-89AB-cdef-0123-456789abcdef",
                 "Serial":"S-9","My.Note@odata.type":"String","@My.Term":{"a":1}}
                """#
            let answer = await depot.send("POST /Products", body)
            #expect(answer.status == 201, "\(answer.text)")
            for part in [
                #""Name":"Žluťoučký""#, #""Price":12.50"#, #""Stock":10"#, #""Colour":"Red,Blue""#,
                #""MadeOn":"2024-02-29""#,
                #""SeenAt":"2024-02-29T10:00:00.25"#, #""Weight":"INF""#, #""Serial":"S-9""#,
            ] { #expect(answer.text.contains(part), "\(part) in \(answer.text)") }
            #expect(
                await depot.send("POST /Products", #"{"Name":"x","Colour":"3"}"#).text.contains(
                    #""Colour":"Red,Green""#
                )
            )
            #expect(await depot.send("POST /Products", #"{"Name":"x","Colour":4}"#).text.contains(#""Colour":"Blue""#))
        }
    }

    @Test("a value that must be unique is a conflict")
    func duplicate() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("POST /Suppliers", #"{"Name":"North"}"#)
            #expect(answer.status == 409)
            #expect(answer.code == "key.duplicate")
            let code = await depot.send("POST /Codes", #"{"Code":"A","Title":"Again"}"#)
            #expect(code.status == 409)
        }
    }

    @Test("the body must be JSON and say so")
    func contentType() async throws {
        try await DepotService.with { depot in
            let plain = await depot.send("POST /Suppliers", #"{"Name":"East"}"#, headers: ["Content-Type: text/plain"])
            #expect(plain.status == 415)
            #expect(await depot.send("POST /Suppliers").status == 415)
            let latin = await depot.send(
                "POST /Suppliers",
                #"{"Name":"East"}"#,
                headers: ["Content-Type: application/json;charset=latin1"]
            )
            #expect(latin.status == 415)
            let version = await depot.send("POST /Suppliers", #"{"Name":"East"}"#, headers: ["OData-Version: 3.0"])
            #expect(version.status == 400)
        }
    }

    @Test("bounds of a body are kept")
    func bounds() async throws {
        try await DepotService.with(limits: DepotService.small) { depot in
            let many = #"{"Name":"East","Products":[{"Name":"a"},{"Name":"b"},{"Name":"c"}]}"#
            #expect(await depot.send("POST /Suppliers", many).code == "limit.deep-write-too-large")
            let bound = Array(repeating: #""Products(1)""#, count: 4).joined(separator: ",")
            #expect(
                await depot.send("PATCH /Suppliers(1)", #"{"Products@odata.bind":[\#(bound)]}"#).code
                    == "limit.deep-write-too-large"
            )
            let linked = Array(repeating: #"{"@odata.id":"Products(1)"}"#, count: 4).joined(separator: ",")
            #expect(
                await depot.send("PUT /Suppliers(1)/Products/$ref", #"{"value":[\#(linked)]}"#).code
                    == "limit.deep-write-too-large"
            )
            let values = #"{"Name":"East","Products":[\#(Array(repeating: "1", count: 1_000).joined(separator: ","))]}"#
            #expect(await depot.send("POST /Suppliers", values).code == "limit.payload-too-wide")
            let large = #"{"Name":"\#(String(repeating: "a", count: 5000))"}"#
            #expect(await depot.send("POST /Suppliers", large).status == 413)
            let deep = String(repeating: #"{"a":"#, count: 70) + "1" + String(repeating: "}", count: 70)
            #expect(await depot.send("POST /Suppliers", deep).code == "limit.payload-too-deep")
        }
    }

    @Test("a set that only the service writes has no POST, and Allow says so")
    func notInsertable() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("POST /Events", #"{"Text":"x"}"#)
            #expect(answer.status == 405)
            #expect(answer.header("Allow") == "GET, HEAD, OPTIONS")
            #expect(await depot.send("DELETE /Events(1)").header("Allow") == "GET, HEAD, OPTIONS")
            #expect(
                await depot.send("POST /Products(1)", "{}").header("Allow") == "GET, HEAD, OPTIONS, PATCH, PUT, DELETE"
            )
        }
    }

    @Test("options that shape a collection do not apply to a change")
    func options() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("POST /Suppliers?$top=1", #"{"Name":"East"}"#)
            #expect(answer.status == 400)
            #expect(answer.code == "option.not-applicable")
        }
    }
}
