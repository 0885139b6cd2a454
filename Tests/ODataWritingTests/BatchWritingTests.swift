import Foundation
import ODataServer
import Testing

@Suite("Changes in batches")
struct BatchWritingTests {
    // MARK: Building

    private static func part(
        _ line: String,
        _ body: String? = nil,
        id: String? = nil,
        _ headers: [String] = []
    ) -> String {
        var text =
            "Content-Type: application/http\r\n" + (id.map { "Content-ID: \($0)\r\n" } ?? "")
            + "\r\n\(line) HTTP/1.1\r\n"
        for header in headers { text += header + "\r\n" }
        guard let body else { return text + "\r\n" }
        return text + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static func multipart(_ parts: [String], boundary: String = "b") -> String {
        parts.map { "--\(boundary)\r\n\($0)\r\n" }.joined() + "--\(boundary)--\r\n"
    }

    private static func changeSet(_ parts: [String]) -> String {
        "Content-Type: multipart/mixed;boundary=c\r\n\r\n" + multipart(parts, boundary: "c")
    }

    private static func send(
        _ parts: [String],
        to depot: DepotService,
        _ headers: [String] = []
    ) async
        -> DepotService.Answer
    {
        await depot.send(
            "POST /$batch",
            multipart(parts),
            headers: ["Content-Type: multipart/mixed;boundary=b"] + headers
        )
    }

    private static func statuses(_ answer: DepotService.Answer) -> [Int] {
        answer.text.split(separator: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
    }

    /// Sends `id method url group|- body|-` lines as a JSON batch.
    private static func json(
        _ requests: String,
        to depot: DepotService,
        _ headers: [String] = []
    ) async throws
        -> [[String: Any]]
    {
        let answer = await depot.send(
            "POST /$batch",
            #"{"requests":[\#(requests)]}"#,
            headers: ["OData-MaxVersion: 4.01"] + headers
        )
        #expect(answer.status == 200, "\(answer.text)")
        let object = try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any]
        return try #require(object?["responses"] as? [[String: Any]])
    }

    private static func codes(_ responses: [[String: Any]]) -> [Int] { responses.compactMap { $0["status"] as? Int } }

    // MARK: Multipart

    @Test("a change set is carried out as one, with references between its requests")
    func changeSet() async throws {
        try await DepotService.with { depot in
            let answer = await Self.send(
                [
                    Self.changeSet([
                        Self.part("POST Suppliers", #"{"Name":"East"}"#, id: "1"),
                        Self.part("POST $1/Products", #"{"Name":"Cog"}"#, id: "2"),
                        Self.part("PATCH $2", #"{"Stock":7}"#, id: "3", ["If-Match: $2"]),
                        Self.part("POST Products", #"{"Name":"Cam","Supplier@odata.bind":"$1"}"#, id: "4"),
                        Self.part("PUT /Products(1)/Supplier/$ref", #"{"@odata.id":"$1"}"#, id: "5"),
                    ]),
                    Self.part("GET Suppliers(3)/Products/$count"),
                ],
                to: depot
            )
            #expect(Self.statuses(answer) == [201, 201, 204, 201, 204, 200], "\(answer.text)")
            #expect(answer.text.contains("Content-Type: multipart/mixed;boundary=changesetresponse_"))
            #expect(answer.text.contains("Content-ID: 2\r\n"))
            #expect(
                answer.text.contains("location: http://depot/Products(4)")
                    || answer.text.contains("Location: http://depot/Products(4)")
            )
            #expect(
                answer.text.hasSuffix(
                    "\r\n3\r\n--\(answer.header("Content-Type")?.split(separator: "=").last ?? "")--\r\n"
                )
            )
        }
    }

    @Test("one failure undoes a whole change set and has one answer; the rest is left out")
    func failedChangeSet() async throws {
        try await DepotService.with { depot in
            let parts = [
                Self.changeSet([
                    Self.part("POST Suppliers", #"{"Name":"East"}"#, id: "1"),
                    Self.part("POST Suppliers", #"{"Name":"North"}"#, id: "2"),
                ]),
                Self.part("GET Suppliers/$count"),
            ]
            let stopped = await Self.send(parts, to: depot)
            #expect(Self.statuses(stopped) == [409])
            #expect(stopped.text.contains("Content-ID: 2\r\n"))
            let continued = await Self.send(parts, to: depot, ["Prefer: continue-on-error"])
            #expect(Self.statuses(continued) == [409, 200])
            #expect(continued.header("Preference-Applied") == "continue-on-error")
            #expect(continued.text.contains("\r\n\r\n2\r\n"))
        }
    }

    @Test("a GET in a change set, and a reference to nothing, are refused")
    func refused() async throws {
        try await DepotService.with { depot in
            let answer = await Self.send(
                [
                    Self.changeSet([Self.part("POST Suppliers", #"{"Name":"East"}"#), Self.part("GET Suppliers")]),
                    Self.changeSet([Self.part("POST $9/Products", #"{"Name":"x"}"#, id: "1")]),
                    Self.part("PATCH Products(1)", #"{"Stock":1}"#),
                    Self.part("GET Suppliers/$count"),
                ],
                to: depot,
                ["Prefer: continue-on-error"]
            )
            #expect(Self.statuses(answer) == [400, 400, 204, 200], "\(answer.text)")
            #expect(answer.text.contains("\r\n\r\n2\r\n"))
        }
    }

    @Test("the batch as a whole takes no conditions, and groups are bounded")
    func whole() async throws {
        var limits = DepotService.small
        limits.groupRequests = 2
        try await DepotService.with(limits: limits) { depot in
            #expect(await Self.send([Self.part("GET Suppliers")], to: depot, ["If-Match: *"]).status == 400)
            #expect(await Self.send([Self.part("GET Suppliers")], to: depot, ["Prefer: return=minimal"]).status == 400)
            let three = (0..<3).map { Self.part("POST Suppliers", #"{"Name":"s\#($0)"}"#, id: "\($0)") }
            #expect(await Self.send([Self.changeSet(three)], to: depot).code == "limit.batch-too-large")
            let twice = [Self.part("GET Suppliers", id: "1"), Self.part("GET Suppliers", id: "1")]
            #expect(await Self.send(twice, to: depot).status == 400)
        }
    }

    // MARK: JSON

    @Test("an atomicity group in JSON is one transaction, and reads in it see its changes")
    func group() async throws {
        try await DepotService.with { depot in
            let responses = try await Self.json(
                #"""
                {"id":"a","method":"post","url":"Suppliers","atomicityGroup":"g","body":{"Name":"East"}},
                {"id":"b","method":"post","url":"$a/Products","atomicityGroup":"g","dependsOn":["a"],"body":{"Name":"Cog"}},
                {"id":"c","method":"get","url":"$a/Products/$count","atomicityGroup":"g","dependsOn":["a"]},
                {"id":"d","method":"get","url":"Suppliers/$count","dependsOn":["g"]}
                """#,
                to: depot
            )
            #expect(Self.codes(responses) == [201, 201, 200, 200])
            #expect(responses.map { $0["atomicityGroup"] as? String } == ["g", "g", "g", nil])
            #expect(responses[2]["body"] as? String == "1")
            #expect(responses[3]["body"] as? String == "3")
        }
    }

    @Test("a failed group has an answer for each request, and what depends on it is not carried out")
    func failedGroup() async throws {
        try await DepotService.with { depot in
            let responses = try await Self.json(
                #"""
                {"id":"a","method":"post","url":"Suppliers","atomicityGroup":"g","body":{"Name":"East"}},
                {"id":"b","method":"post","url":"Suppliers","atomicityGroup":"g","body":{"Nam":"x"}},
                {"id":"c","method":"get","url":"Suppliers","dependsOn":["g"]},
                {"id":"d","method":"get","url":"Suppliers","dependsOn":["a"]},
                {"id":"e","method":"get","url":"Suppliers/$count"}
                """#,
                to: depot
            )
            #expect(Self.codes(responses) == [424, 400, 424, 424, 200])
            #expect(responses[4]["body"] as? String == "2")
        }
    }

    @Test("conditions and values of earlier answers decide about later requests")
    func conditions() async throws {
        try await DepotService.with { depot in
            let responses = try await Self.json(
                #"""
                {"id":"1","method":"get","url":"Products(1)?$select=SupplierID,Name"},
                {"id":"2","method":"get","url":"Products/$count?$filter=SupplierID%20eq%20$1/SupplierID","dependsOn":["1"]},
                {"id":"3","method":"get","url":"Products?$filter=Name%20eq%20$1/Name%20and%20Name%20ne%20'$1/Name'&$select=ID","dependsOn":["1"]},
                {"id":"4","method":"patch","url":"Products(1)","dependsOn":["1"],"if":"$1/Name eq 'Bolt'","body":{"Stock":1}},
                {"id":"5","method":"patch","url":"Products(1)","dependsOn":["1"],"if":"$1/SupplierID gt 1 or not $1/$succeeded","body":{"Stock":2}},
                {"id":"6","method":"delete","url":"Products(77)"},
                {"id":"7","method":"get","url":"Products/$count","dependsOn":["6"],"if":"not $6/$succeeded"},
                {"id":"8","method":"get","url":"Products/$count","dependsOn":["6"]},
                {"id":"9","method":"get","url":"Products/$count","dependsOn":["1"],"if":"$1/Nothing eq 1"},
                {"id":"10","method":"patch","url":"Products(1)","dependsOn":["1"],"headers":{"if-match":"$1"},"body":{"Stock":3}}
                """#,
                to: depot
            )
            #expect(Self.codes(responses) == [200, 200, 200, 204, 424, 404, 200, 424, 400, 412])
            #expect(responses[1]["body"] as? String == "2")
            let found = responses[2]["body"] as? [String: Any]
            #expect((found?["value"] as? [Any])?.count == 1)
        }
    }

    struct BadRow: Sendable {
        let requests: String
    }

    static let bad: [BadRow] = [
        BadRow(requests: #"{"id":"1","method":"get","url":"a","atomicityGroup":"1"}"#),
        BadRow(
            requests:
                #"{"id":"1","method":"get","url":"a","atomicityGroup":"g"},{"id":"2","method":"get","url":"a"},{"id":"3","method":"get","url":"a","atomicityGroup":"g"}"#
        ),
        BadRow(requests: #"{"id":"1","method":"get","url":"a","dependsOn":["2"]},{"id":"2","method":"get","url":"a"}"#),
        BadRow(requests: #"{"id":"1","method":"get","url":"a","dependsOn":"2"}"#),
        BadRow(requests: #"{"id":1,"method":"get","url":"a"}"#),
        BadRow(requests: #"{"id":"1","method":"get","url":"a","headers":{"a":1}}"#),
        BadRow(requests: #"{"id":"1","id":"1","method":"get","url":"a"}"#),
        BadRow(requests: #"1"#),
    ]

    @Test("a JSON batch of wrong structure is refused as a whole", arguments: bad)
    func structure(row: BadRow) async throws {
        try await DepotService.with { depot in
            let answer = await depot.send(
                "POST /$batch",
                #"{"requests":[\#(row.requests)]}"#,
                headers: ["OData-MaxVersion: 4.01"]
            )
            #expect(answer.status == 400)
            #expect(answer.code == "batch.invalid")
        }
    }

    @Test("a multipart batch is answered in JSON for those who prefer it")
    func mixed() async throws {
        try await DepotService.with { depot in
            let answer = await Self.send(
                [Self.changeSet([Self.part("POST Suppliers", #"{"Name":"East"}"#, id: "1")])],
                to: depot,
                ["Accept: application/json"]
            )
            #expect(answer.text.hasPrefix(#"{"responses":[{"id":"1","atomicityGroup":"changeset-1","status":201"#))
        }
    }
}
