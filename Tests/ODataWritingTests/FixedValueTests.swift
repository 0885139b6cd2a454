import Testing

@Suite("Values that clients do not change")
struct FixedValueTests {
    @Test(
        "the address of a property that is a key, computed or immutable takes no change",
        arguments: [
            "Products(1)/ID", "Products(1)/Version", "Products(1)/Serial", "Codes('A')/Code",
            "Parts(ProductID=3,Number=1)/Number",
        ]
    )
    func addresses(_ address: String) async throws {
        try await DepotService.with { depot in
            let before = await depot.send("GET /\(address)").text
            for (line, body) in [
                ("PUT /\(address)", #"{"value":7}"#), ("PATCH /\(address)", #"{"value":7}"#),
                ("DELETE /\(address)", nil), ("PUT /\(address)/$value", "7"),
            ] {
                let answer = await depot.send(line, body, headers: ["If-Match: *"])
                #expect(answer.status == 405, "\(line): \(answer.status) \(answer.text)")
                #expect(answer.header("Allow") == "GET, HEAD, OPTIONS")
            }
            #expect(await depot.send("GET /\(address)").text == before)
        }
    }

    @Test(
        "a relation that is part of a key cannot be changed from either end",
        arguments: [
            ("POST /Products(1)/Parts/$ref", #"{"@odata.id":"Parts(ProductID=3,Number=1)"}"#),
            ("PUT /Parts(ProductID=3,Number=1)/Product/$ref", #"{"@odata.id":"Products(1)"}"#),
            ("PATCH /Parts(ProductID=3,Number=1)", #"{"Product@odata.bind":"Products(1)"}"#),
            ("PATCH /Products(1)", #"{"Parts":[{"@odata.id":"Parts(ProductID=3,Number=1)"}]}"#),
            ("PATCH /Products(1)", #"{"Parts@odata.bind":["Parts(ProductID=3,Number=1)"]}"#),
        ]
    )
    func keys(_ line: String, _ body: String) async throws {
        try await DepotService.with { depot in
            let answer = await depot.send(line, body)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.code == "value.not-writable")
            #expect(await depot.send("GET /Products(3)/Parts/$count").text == "2")
        }
    }

    @Test("whoever asks that nothing may exist hears that something does, even where If-Match is asked for")
    func insertOnly() async throws {
        try await DepotService.with { depot in
            let there = await depot.send("PUT /Codes('A')", #"{"Title":"x"}"#, headers: ["If-None-Match: *"])
            #expect(there.status == 412)
            let free = await depot.send("PUT /Codes('Z')", #"{"Title":"x"}"#, headers: ["If-None-Match: *"])
            #expect(free.status == 201)
            #expect(await depot.send("PUT /Codes('A')", #"{"Title":"x"}"#).status == 428)
        }
    }

    @Test("a delta of related entities changes members only: what is taken out lives on, what is none stays as it is")
    func relatedDelta() async throws {
        try await DepotService.with { depot in
            let removed = #"{"value":[{"ID":3,"@removed":{"reason":"%"}}]}"#
            for reason in ["changed", "deleted"] {
                let stranger = removed.replacing("%", with: reason)
                #expect(await depot.send("PATCH /Suppliers(1)/Products", stranger).status == 204)
                #expect(await depot.send("GET /Products(3)").status == 200, "\(reason)")
            }
            _ = await depot.send("POST /Suppliers(2)/Products/$ref", #"{"@odata.id":"Products(3)"}"#)
            let nested = #"{"Products@odata.delta":[{"ID":3,"@removed":{"reason":"changed"}}]}"#
            #expect(await depot.send("PATCH /Suppliers(1)", nested).status == 204)
            #expect(await depot.send("GET /Products(3)/SupplierID/$value").text == "2")

            let body =
                #"{"value":[{"ID":1,"@removed":{"reason":"changed"}},{"ID":2,"@removed":{"reason":"deleted"}},"#
                + #"{"ID":3,"Stock":8},{"Name":"Cog"}]}"#
            let delta = await depot.send("PATCH /Suppliers(1)/Products", body)
            #expect(delta.status == 204, "\(delta.text)")
            #expect(await depot.send("GET /Products(1)/SupplierID").status == 204)
            #expect(await depot.send("GET /Products(2)").status == 404)
            let members = await depot.send("GET /Suppliers(1)/Products?$select=Name,Stock&$orderby=Name").text
            #expect(members.contains(#""Name":"Cog","Stock":null}"#), "\(members)")
            #expect(members.contains(#""Name":"Gear","Stock":8}"#), "\(members)")
            #expect(!members.contains("Bolt"))
        }
    }

    @Test("replacing the related entities takes the others out and deletes none of them")
    func relatedReplacement() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("PUT /Suppliers(1)/Products", #"{"value":[{"ID":2},{"Name":"Cog"}]}"#)
            #expect(answer.status == 204, "\(answer.text)")
            #expect(await depot.send("GET /Suppliers(1)/Products/$count").text == "2")
            #expect(await depot.send("GET /Products(1)").status == 200)
        }
    }
}
