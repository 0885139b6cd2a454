import Foundation
import ODataServer
import Testing

@Suite("Actions and functions")
struct OperationTests {
    /// Makes products with stocks and gives their addresses.
    private static func products(_ stocks: [Int], in depot: DepotService) async throws -> [String] {
        var addresses: [String] = []
        for (number, stock) in stocks.enumerated() {
            let answer = await depot.send("POST /Products", #"{"Name":"P\#(number)","Stock":\#(stock)}"#)
            try #require(answer.status == 201, "\(answer.text)")
            addresses.append(String(try #require(answer.header("Location")).dropFirst("http://depot".count)))
        }
        return addresses
    }

    // MARK: Actions

    @Test("an action answers with the entity as it has made it, its tag and its context")
    func entityResult() async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([5], in: depot)[0]
            let answer = await depot.send(
                "POST \(product)/Depot.Restock?$select=Name,Stock",
                #"{"amount":3}"#,
                headers: ["If-Match: W/\"1\""]
            )
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.text.contains(#""@odata.context":"http://depot/$metadata#Products(Name,Stock)/$entity""#))
            #expect(answer.text.contains(#""Stock":8"#))
            #expect(answer.header("ETag") == "W/\"2\"")
            #expect(answer.header("Location") == nil)
        }
    }

    @Test(
        "all that is wrong with the arguments is said at once",
        arguments: [
            (#"{}"#, ["amount"]), (#"{"amount":"x","reson":1,"times":null}"#, ["reson", "amount", "times"]),
            (#"{"amount":null}"#, ["amount"]), (#"{"amount":2147483648}"#, ["amount"]),
            (#"{"amount":1,"product":{}}"#, ["product"]), (#"{"amount":1,"reason":["a"]}"#, ["reason"]),
        ]
    )
    func wrongArguments(body: String, targets: [String]) async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([5], in: depot)[0]
            let answer = await depot.send("POST \(product)/Depot.Restock", body)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.targets == targets, "\(answer.text)")
        }
    }

    @Test("an argument with a default is used where none is given, and a given one in its place")
    func defaults() async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([0], in: depot)[0]
            _ = await depot.send("POST \(product)/Depot.Restock", #"{"amount":3}"#)
            let answer = await depot.send("POST \(product)/Depot.Restock", #"{"amount":3,"times":2,"reason":null}"#)
            #expect(answer.text.contains(#""Stock":9"#), "\(answer.text)")
        }
    }

    @Test(
        "an action without parameters and result takes no body or an empty object, and answers 204",
        arguments: [nil, "{}", "  "]
    )
    func emptyBody(body: String?) async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([1], in: depot)[0]
            let answer = await depot.send("POST \(product)/Depot.Retire", body)
            #expect(answer.status == 204, "\(answer.text)")
            let now = await depot.send("GET \(product)/IsActive")
            #expect(now.text.contains(#""value":false"#))
        }
    }

    @Test("what an action has changed is undone where it refuses")
    func undone() async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([999], in: depot)[0]
            let answer = await depot.send("POST \(product)/Depot.Restock", #"{"amount":2}"#)
            #expect(answer.status == 409)
            #expect(answer.code == "depot.full")
            #expect(answer.text.contains(#""target":"amount""#))
            let now = await depot.send("GET \(product)/Stock/$value")
            #expect(now.text == "999")
        }
    }

    @Test(
        "a condition holds for the entity that an action is called on",
        arguments: [
            ("If-Match: W/\"9\"", 412), ("If-Match: *", 204), ("If-None-Match: *", 412), ("If-Match: W/\"1\"", 204),
        ]
    )
    func condition(header: String, status: Int) async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([1], in: depot)[0]
            let answer = await depot.send("POST \(product)/Depot.Retire", headers: [header])
            #expect(answer.status == status, "\(answer.text)")
        }
    }

    @Test("an entity that an action makes is told with its address")
    func created() async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([1], in: depot)[0]
            let whole = await depot.send("POST \(product)/Depot.Copy", #"{"name":"Twin"}"#)
            #expect(whole.status == 201, "\(whole.text)")
            #expect(whole.header("Location") == "http://depot/Products(5)")
            #expect(whole.text.contains(#""Name":"Twin""#))
            let brief = await depot.send(
                "POST \(product)/Depot.Copy",
                #"{"name":"Third"}"#,
                headers: ["Prefer: return=minimal"]
            )
            #expect(brief.status == 204)
            #expect(brief.header("OData-EntityId") == "http://depot/Products(6)")
            #expect(brief.header("Preference-Applied") == "return=minimal")
        }
    }

    @Test("an action's answer is left out or confirmed as the client prefers")
    func preferences() async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([1], in: depot)[0]
            let brief = await depot.send(
                "POST \(product)/Depot.Restock",
                #"{"amount":1}"#,
                headers: ["Prefer: return=minimal"]
            )
            #expect(brief.status == 204)
            #expect(brief.header("Preference-Applied") == "return=minimal")
            let whole = await depot.send(
                "POST \(product)/Depot.Restock",
                #"{"amount":1}"#,
                headers: ["Prefer: odata.return=representation"]
            )
            #expect(whole.status == 200)
            #expect(whole.header("Preference-Applied") == "odata.return=representation")
        }
    }

    @Test("structured arguments are read by their types, and a null result is 204")
    func structured() async throws {
        try await DepotService.with { depot in
            let body = #"{"size":{"Width":2.5,"Unit":"m"}}"#
            let old = await depot.send("POST /Measure", body)
            #expect(old.text == #"{"@odata.context":"http://depot/$metadata#Depot.Size","Width":2.5,"Unit":"m"}"#)
            let new = await depot.send("POST /Measure?$select=Unit", body, headers: ["OData-MaxVersion: 4.01"])
            #expect(new.text == #"{"@context":"http://depot/$metadata#Depot.Size(Unit)","Unit":"m"}"#)
            let full = await depot.send(
                "POST /Measure",
                body,
                headers: ["Accept: application/json;odata.metadata=full"]
            )
            #expect(full.text.contains(##""@odata.type":"#Depot.Size""##), "\(full.text)")
            let null = await depot.send("POST /Measure", #"{"size":{"Width":1},"notes":["x",null]}"#)
            #expect(null.status == 204, "\(null.text)")
            let wrong = await depot.send("POST /Measure", #"{"size":{"Width":"wide","Hight":1},"notes":[2]}"#)
            #expect(wrong.targets == ["size/Width", "size/Hight", "notes/0"], "\(wrong.text)")
        }
    }

    @Test(
        "what cannot be called says so",
        arguments: [
            ("GET /Measure", 405, "method.not-allowed"), ("PUT /Measure", 405, "method.not-allowed"),
            ("POST /Names()", 405, "method.not-allowed"), ("DELETE /Names", 405, "method.not-allowed"),
            ("POST /Gone", 409, "operation.unavailable"), ("POST /Unwritten", 501, "feature.not-implemented"),
            ("POST /Products(77)/Depot.Retire", 404, "entity.not-found"),
            ("POST /Products/Depot.Retire", 400, "path.invalid"), ("POST /Measure/x", 400, "path.invalid"),
            ("GET /Wide", 400, "path.invalid"), ("GET /Wide(size=1)", 400, "path.invalid"),
            ("GET /Names(x=1)", 400, "path.invalid"), ("GET /Names/Depot.Scarce(below=1)", 400, "path.invalid"),
        ]
    )
    func refused(line: String, status: Int, code: String) async throws {
        try await DepotService.with { depot in
            let answer = await depot.send(line)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.code == code, "\(answer.text)")
        }
    }

    @Test("the wrong method is told the right ones")
    func allow() async throws {
        try await DepotService.with { depot in
            #expect(await depot.send("GET /Measure").header("Allow") == "POST, OPTIONS")
            #expect(await depot.send("POST /Names").header("Allow") == "GET, HEAD, OPTIONS")
        }
    }

    @Test("a body for an action must be JSON, unless there is none")
    func mediaType() async throws {
        try await DepotService.with { depot in
            let product = try await Self.products([1], in: depot)[0]
            let text = await depot.send(
                "POST",
                "\(product)/Depot.Restock",
                bytes: Array("amount=1".utf8),
                headers: ["Content-Type: text/plain"]
            )
            #expect(text.status == 415)
            let none = await depot.send(
                "POST",
                "\(product)/Depot.Retire",
                bytes: [],
                headers: ["Content-Type: text/plain"]
            )
            #expect(none.status == 204)
            let broken = await depot.send("POST \(product)/Depot.Restock", "[1]")
            #expect(broken.code == "body.invalid")
        }
    }

    // MARK: Functions

    @Test(
        "a collection of values is answered whole, counted, cut and as a number",
        arguments: [
            (
                "/Names",
                #"{"@odata.context":"http://depot/$metadata#Collection(Edm.String)","value":["Bolt","Nut","Gear"]}"#
            ),
            (
                "/Names()?$count=true&$skip=1&$top=1",
                #"{"@odata.context":"http://depot/$metadata#Collection(Edm.String)","@odata.count":3,"value":["Nut"]}"#
            ),
            ("/Names()/$count", "3"),
        ]
    )
    func values(path: String, text: String) async throws {
        try await DepotService.with { depot in
            let answer = await depot.send("GET \(path)")
            #expect(answer.text == text)
        }
    }

    @Test(
        "a composable function goes on like a set",
        arguments: [
            ("/Products/Depot.Scarce(below=9)?$select=Name", #"[{"Name":"P2"},{"Name":"P0"}]"#),
            ("/Products/Depot.Scarce(below=9)?$select=Name&$orderby=Name", #"[{"Name":"P0"},{"Name":"P2"}]"#),
            ("/Products/Depot.Scarce(below=9)?$select=Name&$filter=Stock gt 4", #"[{"Name":"P0"}]"#),
            ("/Products/$filter(Stock gt 4)/Depot.Scarce(below=@b)?@b=9&$select=Name", #"[{"Name":"P0"}]"#),
            ("/Products/Depot.Scarce(below=99)/Depot.Scarce(below=9)?$select=Name", #"[{"Name":"P2"},{"Name":"P0"}]"#),
        ]
    )
    func composed(path: String, rows: String) async throws {
        try await DepotService.with { depot in
            _ = try await Self.products([5, 20, 1], in: depot)
            let answer = await depot.send("GET \(path)", headers: ["Accept: application/json;odata.metadata=none"])
            let text = answer.text.replacing(#""@odata.etag":"W/\"1\"","#, with: "")
            #expect(text == #"{"value":\#(rows)}"#)
        }
    }

    @Test("the path goes on behind a composable function")
    func continued() async throws {
        try await DepotService.with { depot in
            _ = try await Self.products([5, 20, 1], in: depot)
            #expect(await depot.send("GET /Products/Depot.Scarce(below=9)/$count").text == "2")
            #expect(await depot.send("GET /Products/Depot.Scarce(below=9)(6)/Name/$value").text == "P2")
            #expect(await depot.send("GET /Products/Depot.Scarce(below=9)(5)").status == 404)
            #expect(await depot.send("POST /Products/Depot.Scarce(below=9)(6)/Depot.Retire").status == 204)
            #expect(await depot.send("GET /Products(6)/IsActive/$value").text == "false")
            #expect(await depot.send("DELETE /Products/Depot.Scarce(below=9)(6)").status == 405)
        }
    }

    @Test("a structure stands as JSON in the path, or behind an alias")
    func structuredFunction() async throws {
        try await DepotService.with { depot in
            let alias = await depot.send(#"GET /Wide(size=@s)?@s={"Width":101}"#)
            #expect(alias.text.contains(#""value":true"#), "\(alias.text)")
            let implicit = await depot.send(#"GET /Wide()?size={"Width":1}"#)
            #expect(implicit.text.contains(#""value":false"#), "\(implicit.text)")
            let raw = await depot.send(#"GET /Wide(size=@s)/$value?@s={"Width":101}"#)
            #expect(raw.text == "true")
        }
    }

    // MARK: Batches

    @Test("actions and functions take part in change sets and groups, all of it or nothing")
    func groups() async throws {
        try await DepotService.with { depot in
            _ = try await Self.products([5, 999], in: depot)
            func request(_ id: Int, _ method: String, _ url: String, _ body: String?) -> String {
                let body = body.map { #","body":\#($0),"headers":{"content-type":"application/json"}"# } ?? ""
                return #"{"id":"\#(id)","atomicityGroup":"g","method":"\#(method)","url":"\#(url)"\#(body)}"#
            }
            func send(_ requests: [String]) async -> String {
                let body = #"{"requests":[\#(requests.joined(separator: ","))]}"#
                return await depot.send("POST /$batch", body, headers: ["OData-MaxVersion: 4.01"]).text
            }
            let done = await send([
                request(1, "POST", "Products(4)/Depot.Restock", #"{"amount":1}"#),
                request(2, "GET", "Products/Depot.Scarce(below=7)?$select=Stock", nil),
                request(3, "POST", "Measure", #"{"size":{"Width":3}}"#),
                request(4, "GET", "Names", nil),
            ])
            #expect(done.contains(#""Stock":6"#), "\(done)")
            #expect(done.contains(#""Width":3"#), "\(done)")
            #expect(done.contains(#"["Bolt","Nut","Gear","P0","P1"]"#), "\(done)")
            let failed = await send([
                request(1, "POST", "Products(4)/Depot.Restock", #"{"amount":1}"#),
                request(2, "POST", "Products(5)/Depot.Restock", #"{"amount":2}"#),
            ])
            #expect(failed.contains("depot.full"), "\(failed)")
            #expect(await depot.send("GET /Products(4)/Stock/$value").text == "6")
        }
    }

    @Test("a change set of a multipart batch calls actions")
    func changeSet() async throws {
        try await DepotService.with { depot in
            _ = try await Self.products([5], in: depot)
            func part(_ line: String, _ body: String) -> String {
                "Content-Type: application/http\r\n\r\n\(line) HTTP/1.1\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)\r\n"
            }
            let inner =
                "--c\r\n" + part("POST Products(4)/Depot.Restock", #"{"amount":1}"#) + "--c\r\n"
                + part("POST /Products(4)/Depot.Retire", "{}") + "--c--\r\n"
            let body = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n\(inner)--b--\r\n"
            let answer = await depot.send(
                "POST",
                "/$batch",
                bytes: Array(body.utf8),
                headers: ["Content-Type: multipart/mixed;boundary=b"]
            )
            #expect(answer.text.contains(#""Stock":6"#), "\(answer.text)")
            #expect(answer.text.contains("HTTP/1.1 204"))
            #expect(await depot.send("GET /Products(4)/IsActive/$value").text == "false")
        }
    }
}
