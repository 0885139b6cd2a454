import Testing

@Suite("References and sets")
struct LinkTests {
    @Test("POST, PUT and DELETE of $ref relate entities and end relations")
    func references() async throws {
        try await DepotService.with { depot in
            let add = await depot.send("POST /Suppliers(2)/Products/$ref", #"{"@odata.id":"http://depot/Products(3)"}"#)
            #expect(add.status == 204, "\(add.text)")
            #expect(await depot.send("GET /Products(3)/SupplierID/$value").text == "2")
            let put = await depot.send("PUT /Products(1)/Supplier/$ref", #"{"@odata.id":"Suppliers(2)"}"#)
            #expect(put.status == 204, "\(put.text)")
            #expect(await depot.send("GET /Products(1)/SupplierID/$value").text == "2")
            #expect(await depot.send("DELETE /Products(1)/Supplier/$ref").status == 204)
            #expect(await depot.send("GET /Products(1)/Supplier").status == 204)
            #expect(await depot.send("DELETE /Suppliers(2)/Products/$ref?$id=Products(3)").status == 204)
            #expect(await depot.send("GET /Suppliers(2)/Products/$count").text == "0")
            #expect(await depot.send("DELETE /Suppliers(2)/Products/$ref?$id=Products(3)").status == 404)
        }
    }

    @Test("a member's reference ends by its key, and PUT replaces all")
    func collections() async throws {
        try await DepotService.with { depot in
            #expect(await depot.send("DELETE /Suppliers(1)/Products(2)/$ref").status == 204)
            #expect(await depot.send("GET /Suppliers(1)/Products/$count").text == "1")
            let all = await depot.send(
                "PUT /Suppliers(1)/Products/$ref",
                #"{"value":[{"@odata.id":"Products(2)"},{"@odata.id":"Products(3)"}]}"#
            )
            #expect(all.status == 204)
            let names = await depot.send("GET /Suppliers(1)/Products?$select=Name")
            #expect(names.text.contains("Nut"))
            #expect(names.text.contains("Gear"))
            #expect(!names.text.contains("Bolt"))
            #expect(await depot.send("DELETE /Suppliers(1)/Products/$ref").status == 204)
            #expect(await depot.send("GET /Suppliers(1)/Products/$count").text == "0")
        }
    }

    struct BadRow: Sendable {
        let line: String
        var body: String?
        let status: Int
    }

    static let bad: [BadRow] = [
        BadRow(line: "POST /Suppliers(1)/Products/$ref", body: #"{"@odata.id":"Products(9)"}"#, status: 400),
        BadRow(line: "POST /Suppliers(1)/Products/$ref", body: #"{"@odata.id":"Suppliers(2)"}"#, status: 400),
        BadRow(line: "POST /Suppliers(1)/Products/$ref", body: #"{"id":"Products(1)"}"#, status: 400),
        BadRow(line: "POST /Suppliers(9)/Products/$ref", body: #"{"@odata.id":"Products(1)"}"#, status: 404),
        BadRow(line: "POST /Products(1)/Supplier/$ref", body: #"{"@odata.id":"Suppliers(1)"}"#, status: 405),
        BadRow(line: "DELETE /Products(3)/Parts/$ref?$id=Parts(ProductID=3,Number=1)", status: 409),
        BadRow(line: "DELETE /Products?$id=Products(1)", status: 405),
        BadRow(line: "POST /Products/$ref", body: #"{"@odata.id":"Products(1)"}"#, status: 405),
        BadRow(line: "PATCH /Codes", body: #"{"value":[]}"#, status: 405),
        BadRow(line: "GET /Products/$each", status: 501),
    ]

    @Test("references to nothing and to the wrong thing are refused", arguments: bad)
    func refused(row: BadRow) async throws {
        try await DepotService.with { depot in
            let answer = await depot.send(row.line, row.body)
            #expect(answer.status == row.status, "\(answer.text)")
        }
    }

    @Test("all members of a filtered set are changed or deleted at once")
    func each() async throws {
        try await DepotService.with { depot in
            let patch = await depot.send("PATCH /Products/$filter(SupplierID eq 1)/$each", #"{"Stock":0}"#)
            #expect(patch.status == 204, "\(patch.text)")
            #expect(await depot.send("GET /Products/$count?$filter=Stock eq 0").text == "2")
            let alias = await depot.send("DELETE /Products/$filter(@f)/$each?@f=Name eq 'Nut'")
            #expect(alias.status == 204, "\(alias.text)")
            #expect(await depot.send("GET /Products/$count").text == "2")
            #expect(await depot.send("DELETE /Products(3)/Parts/$each").status == 204)
            #expect(await depot.send("GET /Parts/$count").text == "0")
            #expect(await depot.send("PATCH /Products/$each", #"{"Name":null}"#).status == 400)
            #expect(await depot.send("PATCH /Events/$each", #"{"Text":"x"}"#).status == 405)
        }
    }

    @Test("a delta of a set adds, changes and removes")
    func delta() async throws {
        try await DepotService.with { depot in
            let body = #"""
                {"@context":"x","value":[{"ID":1,"Stock":1},{"Name":"Cog"},{"@removed":{"reason":"deleted"},"ID":3}]}
                """#
            #expect(await depot.send("PATCH /Products", body, headers: ["OData-Version: 4.01"]).status == 204)
            let names = await depot.send("GET /Products?$select=Name&$orderby=ID")
            #expect(names.text.contains("Cog"))
            #expect(!names.text.contains("Gear"))
            let all = await depot.send("PUT /Products", #"{"value":[{"ID":1,"Name":"Only"}]}"#)
            #expect(all.status == 204)
            #expect(await depot.send("GET /Products/$count").text == "1")
        }
    }
}
