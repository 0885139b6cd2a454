import HTTPTypes
import OData
import Synchronization
import Testing

@testable import ODataServer

@Suite struct ODataEngineTests {
    private static let chunk = Array("{\"value\":[]}".utf8)

    @Test("every answer has one OData-Version, a rule for caches and what it varies by")
    func commonHeaders() async {
        let engine = FakeService.engine()
        let requests = [
            "GET /", "GET /$metadata", "GET /Things", "GET /Nothing", "GET /Things?$top=x", "PUT /Things",
            "OPTIONS /Things",
        ]
        for request in requests {
            let response = await engine.send(request)
            #expect(response.header("OData-Version") == "4.0", "\(request)")
            #expect(response.header("Cache-Control")?.hasPrefix("private, no-") == true, "\(request)")
            #expect(response.header("Vary")?.contains("Authorization") == true, "\(request)")
        }
    }

    @Test("the version of the answer is the client's, and an unsupported one is refused in 4.0")
    func versions() async {
        let engine = FakeService.engine()
        #expect(await engine.send("GET /Things", ["OData-MaxVersion: 4.01"]).header("OData-Version") == "4.01")
        let response = await engine.send("GET /Things", ["OData-MaxVersion: 3.0"])
        #expect(response.status.code == 406)
        #expect(response.header("OData-Version") == "4.0")
        #expect(await response.errorCode() == "version.unsupported")
    }

    @Test("the service document and the metadata are kept by their tag, which tells callers apart")
    func documents() async throws {
        let engine = FakeService.engine()
        let other = FakeService.engine(caller: FakeCaller(grantShape: "less"))
        for path in ["/", "", "/$metadata"] {
            let first = await engine.send("GET \(path)")
            #expect(first.status.code == 200)
            #expect(first.header("Cache-Control") == "private, no-cache")
            let tag = try #require(first.header("ETag"))
            #expect(tag.hasPrefix("W/\""))
            let second = await engine.send("GET \(path)", ["If-None-Match: \(tag)"])
            #expect(second.status.code == 304)
            #expect(await second.text() == "")
            #expect(second.header("ETag") == tag)
            #expect(await other.send("GET \(path)").header("ETag") != tag)
            #expect(await engine.send("GET \(path)", ["If-Match: \"other\""]).status.code == 412)
        }
        #expect(await engine.send("GET /$metadata").header("Content-Type") == "application/xml")
        let json = await engine.send("GET /$metadata", ["Accept: application/json", "OData-MaxVersion: 4.01"])
        #expect(await json.text()?.hasPrefix(#"{"$Version":"4.01""#) == true)
    }

    @Test("the source gets everything that decides the bytes")
    func readOptions() async throws {
        let source = FakeSource()
        let engine = FakeService.engine(source: source)
        _ = await engine.send(
            "GET /Things?$filter=Id%20gt%201&%24skiptoken=abc&$select=Name",
            [
                "Accept: application/json;odata.metadata=full;IEEE754Compatible=true", "OData-MaxVersion: 4.01",
                "Prefer: maxpagesize=999999999, omit-values=nulls",
            ]
        )
        let options = try #require(source.options)
        #expect(options.version == .v4_01)
        #expect(options.metadata == .full)
        #expect(options.ieee754Compatible)
        #expect(options.omits == .nulls)
        #expect(options.maxPageSize == 50_000)
        #expect(options.skipToken == "abc")
        #expect(options.serviceRoot == "https://host/odata/v4/")
        #expect(options.contextURL == "https://host/odata/v4/$metadata#Things(Name)")
        #expect(options.nextLinkPrefix == "https://host/odata/v4/Things?$filter=Id%20gt%201&$select=Name&$skiptoken=")
        #expect(options.requestText == "Things?$filter=Id%20gt%201&$select=Name")
        #expect(options.now == 1_705_311_000_000_000)
        #expect(!options.factsOnly)
    }

    @Test("without metadata there is no context, and a snapshot is not paged")
    func contextAndSnapshot() async throws {
        let source = FakeSource()
        let engine = FakeService.engine(source: source)
        let headers = ["Accept: application/json;metadata=none", "OData-Isolation: snapshot", "Prefer: maxpagesize=5"]
        _ = await engine.send("GET /Things", headers)
        #expect(source.options?.contextURL == nil)
        #expect(source.options?.maxPageSize == nil)
        #expect(source.options?.limits.defaultPageSize == 1_000_000)
        #expect(await engine.send("GET /Things?$skiptoken=x", ["Isolation: snapshot"]).status.code == 412)
    }

    struct ReadRow: Sendable, CustomTestStringConvertible {
        var request: String
        var headers: [String] = []
        var facts = EntityStream.Facts()
        var status: Int
        var answer: [String: String?] = [:]
        var testDescription: String { request }
    }

    static let reads: [ReadRow] = [
        ReadRow(
            request: "GET /Things",
            status: 200,
            answer: ["Content-Type": "application/json;odata.metadata=minimal", "ETag": nil]
        ),
        ReadRow(
            request: "GET /Things(1)",
            facts: .init(entityTag: EntityTag("5")),
            status: 200,
            answer: ["ETag": "W/\"5\""]
        ),
        ReadRow(
            request: "GET /Things(1)",
            headers: ["If-None-Match: W/\"5\""],
            facts: .init(entityTag: EntityTag("5")),
            status: 304,
            answer: ["ETag": "W/\"5\"", "Content-Type": nil]
        ),
        ReadRow(
            request: "GET /Things(1)",
            headers: ["If-None-Match: W/\"4\""],
            facts: .init(entityTag: EntityTag("5")),
            status: 200
        ),
        ReadRow(
            request: "GET /Things(1)",
            headers: ["If-Match: W/\"5\""],
            facts: .init(entityTag: EntityTag("5")),
            status: 200
        ),
        ReadRow(
            request: "GET /Things(1)",
            headers: ["If-Match: W/\"4\""],
            facts: .init(entityTag: EntityTag("5")),
            status: 412
        ),
        ReadRow(
            request: "GET /Things(1)",
            facts: .init(outcome: .notFound),
            status: 404,
            answer: ["Content-Language": "en"]
        ),
        ReadRow(
            request: "GET /Things(1)/Parent",
            facts: .init(outcome: .null),
            status: 204,
            answer: ["Content-Type": nil]
        ),
        ReadRow(request: "GET /Things(1)/Name", facts: .init(outcome: .null), status: 204),
        ReadRow(
            request: "GET /Things(1)/Name/$value",
            status: 200,
            answer: ["Content-Type": "text/plain;charset=utf-8"]
        ),
        ReadRow(
            request: "GET /Things(1)/Name/$value",
            facts: .init(mediaType: "image/png"),
            status: 200,
            answer: ["Content-Type": "image/png"]
        ),
        ReadRow(request: "GET /Things/$count", status: 200, answer: ["Content-Type": "text/plain;charset=utf-8"]),
        ReadRow(
            request: "GET /Things",
            headers: ["Prefer: odata.maxpagesize=3"],
            facts: .init(appliedPageSize: 3),
            status: 200,
            answer: [
                "Preference-Applied": "odata.maxpagesize=3",
                "Vary": "Accept, OData-MaxVersion, Authorization, X-Api-Key, Cookie, Prefer",
            ]
        ),
        ReadRow(
            request: "GET /Things",
            headers: ["Prefer: return=minimal"],
            status: 200,
            answer: ["Preference-Applied": nil]
        ),
        ReadRow(request: "GET /Things", headers: ["Accept: image/png"], status: 406),
        ReadRow(request: "GET /Things", headers: ["Accept-Charset: latin1"], status: 406),
        ReadRow(request: "HEAD /Things", status: 200, answer: ["Content-Length": "12"]),
        ReadRow(request: "GET /Things/", status: 404),
        ReadRow(request: "GET //Things", status: 404),
        ReadRow(request: "GET /Thing", status: 404),
        ReadRow(request: "GET /Things?$filter=Nme%20eq%201", status: 400),
        ReadRow(request: "GET /Things?$filter=(", status: 400),
        ReadRow(request: "GET /Things?$top=-1", status: 400),
        ReadRow(request: "GET /Things?$nosuchoption=1", status: 400),
        ReadRow(request: "GET /Things?custom=1", status: 200),
        ReadRow(request: "GET /Things?$apply=topcount(1%20add%201,Name)", status: 501),
        ReadRow(request: "GET /Things?$format=atom", status: 406),
        ReadRow(request: "GET /Things('x')", status: 404),
        ReadRow(request: "GET /Things(%00)", status: 400),
    ]

    @Test("a read becomes its status and headers", arguments: reads)
    func read(row: ReadRow) async {
        let source = FakeSource { _, _ in .success(EntityStream(facts: row.facts, body: .bytes(Self.chunk))) }
        let caller = FakeCaller(source: source)
        let response = await FakeService.engine(caller: caller).send(row.request, row.headers)
        #expect(response.status.code == row.status)
        for (name, value) in row.answer { #expect(response.header(name) == value, "\(name)") }
        if row.status >= 400 { #expect(await response.errorCode() != nil) }
        #expect(caller.usage.withLock(\.count) == 1)
    }

    @Test("HEAD has the headers of GET and no body, for failures too")
    func head() async {
        let engine = FakeService.engine()
        for path in ["/", "/$metadata", "/Things", "/Nothing"] {
            let get = await engine.send("GET \(path)")
            let head = await engine.send("HEAD \(path)")
            #expect(head.status == get.status)
            #expect(head.header("Content-Type") == get.header("Content-Type"))
            #expect(await head.text() == "")
        }
    }

    struct MethodRow: Sendable, CustomTestStringConvertible {
        var request: String
        var status: Int
        var allow: String?
        var testDescription: String { request }
    }

    static let methods: [MethodRow] = [
        MethodRow(request: "POST /Things", status: 415),
        MethodRow(request: "PATCH /Things(1)", status: 415),
        MethodRow(request: "PUT /Things(1)", status: 415),
        MethodRow(request: "DELETE /Things(1)", status: 501),
        MethodRow(request: "PUT /Things(1)/Name", status: 415),
        MethodRow(request: "POST /$batch", status: 415),
        MethodRow(request: "GET /$batch", status: 405, allow: "POST, OPTIONS"),
        MethodRow(request: "PUT /Things", status: 405, allow: "GET, HEAD, OPTIONS, POST"),
        MethodRow(request: "DELETE /Things", status: 405, allow: "GET, HEAD, OPTIONS, POST"),
        MethodRow(request: "POST /Things(1)", status: 405, allow: "GET, HEAD, OPTIONS, PATCH, PUT, DELETE"),
        MethodRow(request: "POST /Things(1)/Name", status: 405, allow: "GET, HEAD, OPTIONS, PATCH, PUT, DELETE"),
        MethodRow(request: "DELETE /Things/$each", status: 501),
        MethodRow(request: "DELETE /Things/$ref", status: 405, allow: "GET, HEAD, OPTIONS"),
        MethodRow(request: "POST /$metadata", status: 405, allow: "GET, HEAD, OPTIONS"),
        MethodRow(request: "DELETE /", status: 405, allow: "GET, HEAD, OPTIONS"),
        MethodRow(request: "PATCH /Things/$count", status: 405, allow: "GET, HEAD, OPTIONS"),
        MethodRow(request: "GET /Things/$query", status: 405, allow: "POST, OPTIONS"),
        MethodRow(request: "BREW /Things", status: 405, allow: "GET, HEAD, OPTIONS, POST"),
        MethodRow(request: "OPTIONS /Things", status: 204, allow: "GET, HEAD, OPTIONS, POST, PATCH, PUT, DELETE"),
    ]

    @Test("methods that make no sense are 405 with Allow; a source that only reads answers 501", arguments: methods)
    func method(row: MethodRow) async {
        let response = await FakeService.engine().send(row.request)
        #expect(response.status.code == row.status)
        #expect(response.header("Allow") == row.allow)
    }

    @Test("OPTIONS needs no credentials, everything else passes the gate first")
    func gateFirst() async {
        let refusal = GateRefusal(
            status: 401,
            headers: [GateHeader("WWW-Authenticate", "Basic realm=\"x\""), GateHeader("WWW-Authenticate", "Bearer")],
            error: ODataError(code: "auth.required", message: "Sign in.")
        )
        let engine = FakeService.engine(decision: { _ in .refused(refusal) })
        #expect(await engine.send("OPTIONS /Things").status.code == 204)
        for request in ["GET /", "GET /$metadata", "GET /Nothing", "POST /$batch"] {
            let response = await engine.send(request, ["Accept: image/png", "OData-MaxVersion: 1.0"])
            #expect(response.status.code == 401)
            #expect(response.fields[values: .wwwAuthenticate] == ["Basic realm=\"x\"", "Bearer"])
            #expect(await response.errorCode() == "auth.required")
            #expect(response.header("Content-Type") == "application/json;odata.metadata=minimal")
        }
    }

    @Test("the gate sees method, path, query and headers by their small names")
    func gateRequest() async {
        let engine = FakeService.engine(decision: { request in
            #expect(request.method == "GET")
            #expect(request.path == "/Things(1)")
            #expect(request.query == "$select=%20Name")
            #expect(request.values(of: "authorization") == ["Bearer a", "Bearer b"])
            #expect(request.peer.requestID == "r1")
            return .admitted(FakeCaller())
        })
        _ = await engine.send("GET /Things(1)?$select=%20Name", ["Authorization: Bearer a", "AUTHORIZATION: Bearer b"])
    }

    @Test("a name that is hidden from the caller is explained by the caller's context alone")
    func refusals() async {
        let hidden = FakeService.model.reduced(by: EdmReduction(keepsSet: { $0 != "Lines" }))
        let scope = GateRefusal(
            status: 403,
            error: ODataError(
                code: "token.scope",
                message: "m",
                details: [.init(code: "scope.missing", message: "odata.read:Lines", target: "Lines")]
            )
        )
        let caller = FakeCaller(
            model: hidden,
            refuse: { _, rebound in
                if case .success(.read(let read)) = rebound, read.target.name == "Lines" { scope } else { nil }
            }
        )
        let engine = FakeService.engine(caller: caller)
        let known = await engine.send("GET /Lines")
        #expect(known.status.code == 403)
        #expect(await known.errorCode() == "token.scope")
        #expect(await engine.send("GET /Nothing").status.code == 404)
    }

    @Test("limits are checked before the gate")
    func limits() async {
        var limits = ODataLimits()
        limits.urlBytes = 40
        limits.headerBytes = 60
        let engine = FakeService.engine(
            decision: { _ in
                Issue.record("the gate was asked")
                return .admitted(FakeCaller())
            },
            limits: limits
        )
        let long = await engine.send("GET /Things?$filter=" + String(repeating: "x", count: 40))
        #expect(long.status.code == 414)
        let wide = await engine.send("GET /Things", ["X-A: " + String(repeating: "x", count: 60)])
        #expect(wide.status.code == 431)
    }

    @Test("a query may come as the body of POST …/$query")
    func queryBody() async {
        let source = FakeSource()
        let engine = FakeService.engine(source: source)
        let plain = await engine.send(
            "POST /Things/$query?$top=5",
            ["Content-Type: text/plain"],
            body: "$filter=Id%20eq%201"
        )
        #expect(plain.status.code == 200)
        #expect(source.options?.requestText == "Things?$top=5&$filter=Id%20eq%201")
        #expect(source.asked.withLock { $0.first?.read.query.top } == 5)
        #expect(
            await engine.send("POST /Things/$query", ["Content-Type: application/json"], body: "{}").status.code == 415
        )
        var limits = ODataLimits()
        limits.queryBodyBytes = 4
        let small = FakeService.engine(limits: limits)
        let large = await small.send("POST /Things/$query", ["Content-Type: text/plain; charset=utf-8"], body: "$top=5")
        #expect(large.status.code == 413)
    }

    @Test("headers of the caller go on every answer but errors")
    func callerHeaders() async {
        let engine = FakeService.engine(caller: FakeCaller(headers: [GateHeader("Tessera-Token-Warning", "expiring")]))
        for path in ["/", "/$metadata", "/Things"] {
            #expect(await engine.send("GET \(path)").header("Tessera-Token-Warning") == "expiring")
        }
        #expect(await engine.send("GET /Nothing").header("Tessera-Token-Warning") == nil)
    }

    @Test("an unexpected failure says nothing to the client and all to the log")
    func internalFailure() async {
        await confirmation { logged in
            let source = FakeSource { _, _ in .failure(.failed("no such table: secret")) }
            let engine = FakeService.engine(
                source: source,
                report: { requestID, text in
                    #expect(requestID == "r1")
                    #expect(text == "no such table: secret")
                    logged()
                }
            )
            let response = await engine.send("GET /Things")
            #expect(response.status.code == 500)
            #expect(await response.text()?.contains("secret") == false)
            #expect(await response.text()?.contains("Request id: r1.") == true)
        }
    }
}
