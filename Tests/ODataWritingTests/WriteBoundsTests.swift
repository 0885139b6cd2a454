import ODataServer
import SQLCore
import Testing

@Suite("What bodies may hold and how far a change may go")
struct WriteBoundsTests {
    @Test("numbers come as strings only where the Content-Type says so")
    func numbersAsStrings() async throws {
        try await DepotService.with { depot in
            let body = #"{"Name":"Cog","Price":"12.50"}"#
            let plain = await depot.send("POST /Products", body)
            #expect(plain.status == 400)
            #expect(plain.code == "value.type-mismatch")
            let compatible = await depot.send(
                "POST /Products",
                body,
                headers: ["Content-Type: application/json;IEEE754Compatible=true"]
            )
            #expect(compatible.status == 201, "\(compatible.text)")
            #expect(compatible.text.contains(#""Price":12.50"#))
        }
    }

    @Test("a body in a version that is not known is refused", arguments: ["5.0", "4.02", "3.0", "x"])
    func bodyVersion(_ version: String) async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("POST /Products", #"{"Name":"a"}"#, headers: ["OData-Version: \(version)"])
            #expect(answer.status == 400)
            #expect(answer.code == "version.invalid")
        }
    }

    @Test("a nested key that cannot be read is a fault and no new entity", arguments: [#""abc""#, "1.5", "true", "[]"])
    func nestedKey(_ key: String) async throws {
        try await DepotService.with { depot in
            let body = #"{"Products@delta":[{"ID":\#(key),"Name":"Cog"}]}"#
            let answer = await depot.send("PATCH /Suppliers(1)", body)
            #expect(answer.status == 400)
            #expect(answer.targets == ["Products@delta/0/ID"], "\(answer.text)")
            let set = await depot.send("PATCH /Products", #"{"value":[{"ID":\#(key),"Name":"Cog"}]}"#)
            #expect(set.targets == ["value/0/ID"], "\(set.text)")
        }
    }

    @Test("a condition holds for every member of a set that is changed, or nothing happens")
    func setConditions() async throws {
        try await DepotService.with { depot in
            _ = await depot.send("PATCH /Products(2)", #"{"Stock":3}"#)
            for (line, body) in [
                ("PATCH /Products/$each", #"{"Stock":7}"#), ("DELETE /Products/$each", nil),
                ("PATCH /Products", #"{"value":[{"ID":1,"Stock":7}]}"#),
            ] {
                let stale = await depot.send(line, body, headers: [#"If-Match: W/"1""#])
                #expect(stale.status == 412, "\(line): \(stale.status)")
            }
            #expect(await depot.send("GET /Products/$count?$filter=Stock eq 7").text == "0")
            #expect(await depot.send("PATCH /Products/$each", #"{"Stock":7}"#, headers: ["If-Match: *"]).status == 204)
        }
    }

    // MARK: Groups

    private static func group(_ requests: [String]) -> String {
        let texts = requests.enumerated().map { #"{"id":"\#($0 + 1)","atomicityGroup":"g",\#($1)}"# }
        return #"{"requests":[\#(texts.joined(separator: ","))]}"#
    }

    @Test("what a group reads is kept until it ends, so pages are small and all of them bounded")
    func groupReads() async throws {
        var limits = ODataLimits()
        limits.groupRows = 2
        limits.groupAnswerBytes = 700
        try await DepotService.with(limits: limits) { depot in
            let read = #""method":"get","url":"Products?$select=ID","headers":{"Isolation":"snapshot"}"#
            let headers = ["OData-MaxVersion: 4.01"]
            let one = await depot.send("POST /$batch", Self.group([read]), headers: headers)
            #expect(one.text.contains(#""status":200"#), "\(one.text)")
            let create = #""method":"post","url":"Suppliers","body":{"Name":"East"}"#
            let many = await depot.send(
                "POST /$batch",
                Self.group([create] + Array(repeating: read, count: 9)),
                headers: headers
            )
            #expect(many.text.contains("limit.query-too-complex"), "\(many.text)")
            #expect(await depot.send("GET /Suppliers/$count").text == "2")
        }
    }

    @Test("a full disk is one answer that says so, and nothing of the request stays")
    func fullDisk() async throws {
        try await DepotService.with { depot in
            try await depot.database.write { connection in
                let cursor = try connection.query(RenderedSQL("PRAGMA page_count"))
                _ = try cursor.step()
                let pages = cursor.integer(0)
                cursor.finish()
                _ = try connection.rows(RenderedSQL("PRAGMA max_page_count = \(pages + 2)"))
            }
            let long = String(repeating: "x", count: 40)
            let products = Array(repeating: #"{"Name":"\#(long)"}"#, count: 900).joined(separator: ",")
            let deep = await depot.send("POST /Suppliers", #"{"Name":"East","Products":[\#(products)]}"#)
            #expect(deep.status == 503, "\(deep.text.prefix(300))")
            #expect(deep.header("Retry-After") == "30")
            #expect(deep.code == "service.unavailable")
            #expect(await depot.send("GET /Suppliers/$count").text == "2")
            let create = #""method":"post","url":"Suppliers","body":{"Name":"East","Products":[\#(products)]}"#
            let batch = await depot.send(
                "POST /$batch",
                Self.group([#""method":"patch","url":"Products(1)","body":{"Stock":77}"#, create]),
                headers: ["OData-MaxVersion: 4.01"]
            )
            #expect(batch.text.contains(#""status":503"#))
            #expect(batch.text.contains(#""status":424"#))
            #expect(await depot.send("GET /Products(1)/Stock/$value").text == "10")
            #expect(await depot.send("PATCH /Products(1)", #"{"Stock":78}"#).status == 204)
        }
    }
}
