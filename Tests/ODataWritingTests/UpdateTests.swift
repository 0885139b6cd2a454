import Testing

@Suite("Changing and deleting entities")
struct UpdateTests {
    @Test("PATCH changes what it names and answers 204 with the new tag")
    func patch() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("PATCH /Products(1)", #"{"Stock":11}"#, headers: [#"If-Match: W/"1""#])
            #expect(answer.status == 204)
            #expect(answer.header("ETag") == #"W/"2""#)
            #expect(answer.header("Location") == nil)
            let read = await depot.send("GET /Products(1)")
            #expect(read.text.contains(#""Name":"Bolt","Price":1.50,"Stock":11"#))
        }
    }

    @Test("return=representation shows the changed entity")
    func representation() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send(
                "PATCH /Products(1)?$select=Stock",
                #"{"Stock":12}"#,
                headers: ["Prefer: return=representation"]
            )
            #expect(answer.status == 200)
            #expect(answer.header("Preference-Applied") == "return=representation")
            #expect(answer.text.hasSuffix(#""Stock":12}"#))
        }
    }

    @Test("key, computed and immutable values in a change are ignored")
    func ignored() async throws {
        try await DepotService.with { depot in
            let body = #"{"ID":5,"Version":9,"Serial":"other","Name":"Bolt M4"}"#
            #expect(await depot.send("PATCH /Products(1)", body).status == 204)
            let read = await depot.send("GET /Products(1)?$select=ID,Name,Serial,Version")
            #expect(read.text.contains(#""ID":1,"Name":"Bolt M4","Serial":"S-1","Version":2"#))
        }
    }

    @Test("PUT sets what it does not name to default or null, and keeps what is fixed")
    func put() async throws {
        try await DepotService.with { depot in
            #expect(await depot.send("PUT /Products(1)", #"{"Name":"Pin"}"#).status == 204)
            let read = await depot.send("GET /Products(1)")
            #expect(read.text.contains(#""Name":"Pin","Price":0.00,"Stock":null"#))
            #expect(read.text.contains(#""IsActive":true"#))
            #expect(read.text.contains(#""Serial":"S-1","SupplierID":null"#))
        }
    }

    @Test("PUT without a required value is refused")
    func putMissing() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("PUT /Products(1)", #"{"Stock":1}"#)
            #expect(answer.status == 400)
            #expect(answer.code == "value.required")
            #expect(answer.targets == ["Name"])
        }
    }

    struct Precondition: Sendable {
        let method: String
        let header: String
        let status: Int
    }

    static let preconditions: [Precondition] = [
        Precondition(method: "PATCH", header: #"If-Match: W/"1""#, status: 204),
        Precondition(method: "PATCH", header: #"If-Match: W/"9", W/"1""#, status: 204),
        Precondition(method: "PATCH", header: "If-Match: *", status: 204),
        Precondition(method: "PATCH", header: #"If-Match: W/"9""#, status: 412),
        Precondition(method: "PATCH", header: "If-None-Match: *", status: 412),
        Precondition(method: "PATCH", header: #"If-None-Match: W/"1""#, status: 412),
        Precondition(method: "PATCH", header: #"If-None-Match: W/"9""#, status: 204),
        Precondition(method: "PUT", header: #"If-Match: W/"9""#, status: 412),
        Precondition(method: "DELETE", header: #"If-Match: W/"9""#, status: 412),
        Precondition(method: "DELETE", header: #"If-Match: W/"1""#, status: 204),
    ]

    @Test("conditions are checked before anything changes", arguments: preconditions)
    func conditions(row: Precondition) async throws {
        try await DepotService.with { depot in
            let body = row.method == "DELETE" ? nil : #"{"Name":"Pin"}"#
            let answer = await depot.send("\(row.method) /Products(2)", body, headers: [row.header])
            #expect(answer.status == row.status)
            if row.status == 412 {
                #expect(answer.code == "precondition.failed")
                #expect(await depot.send("GET /Products(2)").header("ETag") == #"W/"1""#)
            }
        }
    }

    @Test("a set with optimistic concurrency asks for If-Match")
    func matchRequired() async throws {
        try await DepotService.with { depot in
            let bare = await depot.send("PATCH /Codes('A')", #"{"Title":"New"}"#)
            #expect(bare.status == 428)
            #expect(bare.code == "precondition.required")
            #expect(await depot.send("DELETE /Codes('A')").status == 428)
            #expect(await depot.send("PUT /Codes('A')/Title", #"{"value":"New"}"#).status == 428)
            let matched = await depot.send("PATCH /Codes('A')", #"{"Title":"New"}"#, headers: [#"If-Match: W/"1""#])
            #expect(matched.status == 204)
        }
    }

    @Test("a change of what does not exist makes it where the client chooses keys")
    func upsert() async throws {
        try await DepotService.with { depot in
            let made = await depot.send("PATCH /Codes('B%2F1')", #"{"Title":"Second"}"#)
            #expect(made.status == 201, "\(made.text)")
            #expect(made.header("Location") == "http://depot/Codes('B%2F1')")
            #expect(made.text.contains(#""Code":"B/1","Title":"Second""#))
            let minimal = await depot.send(
                "PUT /Codes('C')",
                #"{"Title":"Third"}"#,
                headers: ["Prefer: return=minimal", "If-None-Match: *"]
            )
            #expect(minimal.status == 204)
            #expect(minimal.header("OData-EntityId") == "http://depot/Codes('C')")
            let part = await depot.send("PUT /Parts(ProductID=1,Number=5)", #"{"Label":"Head"}"#)
            #expect(part.status == 201)
        }
    }

    @Test("an upsert that may only change, or lacks values, is refused")
    func upsertRefused() async throws {
        try await DepotService.with { depot in
            let matched = await depot.send("PATCH /Codes('B')", #"{"Title":"x"}"#, headers: ["If-Match: *"])
            #expect(matched.status == 412)
            #expect(await depot.send("PATCH /Codes('B')", #"{"Note":"x"}"#).code == "value.required")
            let unless = await depot.send(
                "PUT /Codes('A')",
                #"{"Title":"x"}"#,
                headers: ["If-None-Match: *", "If-Match: *"]
            )
            #expect(unless.status == 412)
            #expect(await depot.send("PATCH /Products(99)", #"{"Name":"x"}"#).status == 404)
            #expect(await depot.send("PUT /Parts(ProductID=99,Number=1)", #"{"Label":"x"}"#).status == 400)
        }
    }

    @Test("DELETE removes, once")
    func delete() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("DELETE /Products(3)")
            #expect(answer.status == 204)
            #expect(answer.header("ETag") == nil)
            #expect(await depot.send("GET /Products(3)").status == 404)
            #expect(await depot.send("GET /Parts/$count").text == "0")
            #expect(await depot.send("DELETE /Products(3)").status == 404)
        }
    }

    @Test("what others depend on stays")
    func dependents() async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("DELETE /Suppliers(1)")
            #expect(answer.status == 409)
            #expect(answer.code == "entity.has-dependents")
        }
    }

    @Test("hidden rows can be neither changed, deleted nor referred to")
    func hidden() async throws {
        try await DepotService.with(hiding: [2]) { depot in
            #expect(await depot.send("PATCH /Products(2)", #"{"Stock":1}"#).status == 404)
            #expect(await depot.send("DELETE /Products(2)").status == 404)
            #expect(await depot.send("POST /Products(2)/Parts", #"{"Number":1,"Label":"x"}"#).status == 404)
            #expect(await depot.send("POST /Parts", #"{"ProductID":2,"Number":1,"Label":"x"}"#).status == 400)
            #expect(await depot.send("DELETE /Products/$each").status == 204)
        }
    }

    @Test("a change of a nested entity goes through")
    func nestedSingle() async throws {
        try await DepotService.with { depot in
            #expect(await depot.send("PATCH /Products(1)", #"{"Supplier":{"Country":"GB"}}"#).status == 204)
            #expect(await depot.send("GET /Suppliers(1)").text.contains(#""Country":"GB""#))
            #expect(await depot.send("PATCH /Products(3)", #"{"Supplier":{"Name":"East"}}"#).status == 204)
            #expect(await depot.send("GET /Products(3)/SupplierID").text.hasSuffix(#""value":3}"#))
            #expect(await depot.send("PATCH /Products(1)", #"{"Supplier":null}"#).status == 204)
            #expect(await depot.send("GET /Products(1)/Supplier").status == 204)
        }
    }

    @Test("a whole nested collection replaces the members: changed, new, and gone")
    func nestedCollection() async throws {
        try await DepotService.with { depot in
            let body = #"{"Parts":[{"Number":2,"ProductID":3,"Label":"Tine"},{"Number":3,"Label":"Hub"}]}"#
            #expect(await depot.send("PATCH /Products(3)", body).status == 204)
            let parts = await depot.send("GET /Products(3)/Parts?$select=Label")
            #expect(parts.text.hasSuffix(#"[{"Label":"Tine"},{"Label":"Hub"}]}"#))
            #expect(await depot.send("PATCH /Suppliers(1)", #"{"Products":[{"@id":"Products(1)"}]}"#).status == 204)
            #expect(await depot.send("GET /Products(2)/SupplierID").status == 204)
        }
    }

    @Test("a nested delta changes only what it names")
    func nestedDelta() async throws {
        try await DepotService.with { depot in
            let body = #"""
                {"Products@delta":[{"ID":1,"Stock":99},{"Name":"Cog"},
                 {"@removed":{"reason":"changed"},"ID":2}]}
                """#
            let answer = await depot.send("PATCH /Suppliers(1)", body, headers: ["OData-Version: 4.01"])
            #expect(answer.status == 204, "\(answer.text)")
            let products = await depot.send("GET /Suppliers(1)/Products?$select=Name,Stock")
            #expect(products.text.contains(#""Name":"Bolt","Stock":99"#))
            #expect(products.text.contains(#""Name":"Cog""#))
            #expect(!products.text.contains("Nut"))
        }
    }

    @Test("properties are set and cleared one by one")
    func properties() async throws {
        try await DepotService.with { depot in
            let set = await depot.send("PUT /Products(1)/Stock", #"{"value":5}"#)
            #expect(set.status == 204)
            #expect(set.header("ETag") == #"W/"2""#)
            #expect(await depot.send("GET /Products(1)/Stock/$value").text == "5")
            #expect(
                await depot.send("PUT /Products(1)/Name/$value", "Stud", headers: ["Content-Type: text/plain"]).status
                    == 204
            )
            #expect(await depot.send("GET /Products(1)/Name").text.hasSuffix(#""value":"Stud"}"#))
            let shown = await depot.send(
                "PATCH /Products(1)/Price",
                #"{"value":9.5}"#,
                headers: ["Prefer: return=representation"]
            )
            #expect(shown.status == 200)
            #expect(shown.text.hasSuffix(#""value":9.50}"#))
            #expect(await depot.send("DELETE /Products(1)/Stock").status == 204)
            #expect(await depot.send("GET /Products(1)/Stock").status == 204)
            #expect(await depot.send("DELETE /Products(1)/Name").status == 400)
            #expect(await depot.send("PUT /Products(1)/Stock", #"{"value":"x"}"#).code == "value.type-mismatch")
            #expect(await depot.send("PUT /Products(99)/Stock", #"{"value":1}"#).status == 404)
        }
    }
}
