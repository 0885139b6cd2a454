import Foundation
import HTTPTypes
import OData
import Synchronization
import Testing

@testable import ODataServer

@Suite struct BatchTests {
    private static let multipart = ["Content-Type: multipart/mixed; boundary=b1"]
    private static let json = ["Content-Type: application/json", "OData-MaxVersion: 4.01"]

    private static func part(_ line: String, _ headers: String = "", id: String? = nil) -> String {
        let outer =
            "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
            + (id.map { "Content-ID: \($0)\r\n" } ?? "")
        return "--b1\r\n\(outer)\r\n\(line) HTTP/1.1\r\n\(headers)\r\n\r\n"
    }

    private static func body(_ parts: String...) -> String { parts.joined() + "--b1--\r\n" }

    /// The statuses of the parts of a multipart answer.
    private static func statuses(_ text: String?) -> [Int] {
        (text ?? "").split(separator: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
    }

    private static func responses(_ text: String?) throws -> [[String: Any]] {
        let object = try JSONSerialization.jsonObject(with: Data((text ?? "").utf8)) as? [String: Any]
        return try #require(object?["responses"] as? [[String: Any]])
    }

    @Test("a multipart batch is answered part by part, whatever form the addresses have")
    func multipart() async {
        let urls = [
            "Things", "/odata/v4/Things(1)", "https://other.host/odata/v4/Things/$count", "$metadata", "/odata/v4",
            "/elsewhere",
        ]
        let body = urls.map { Self.part("GET \($0)") }.joined() + "--b1--\r\n"
        let response = await FakeService.engine().send(
            "POST /$batch",
            Self.multipart,
            body: body
        )
        #expect(response.status.code == 200)
        #expect(response.header("Content-Type")?.hasPrefix("multipart/mixed;boundary=batchresponse_") == true)
        let text = await response.text()
        #expect(Self.statuses(text) == [200, 200, 200, 200, 200, 400])
        #expect(
            text?.contains(
                "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 200 OK\r\n"
            ) == true
        )
        #expect(text?.hasSuffix("--\r\n") == true)
    }

    @Test("a request of a batch may have as many headers as any request, and no more")
    func headers() async throws {
        let engine = FakeService.engine()
        let many = (0..<70_000).map { "a\($0): b\r\n" }.joined()
        let wide = await engine.send("POST /$batch", Self.multipart, body: Self.body(Self.part("GET Things", many)))
        #expect(wide.status.code == 431)
        let front = "--b1\r\n\(many)Content-Type: application/http\r\n\r\nGET Things HTTP/1.1\r\n\r\n--b1--"
        #expect(await engine.send("POST /$batch", Self.multipart, body: front).status.code == 431)
        let long = String(repeating: "x", count: 20_000)
        let json = #"{"requests":[{"id":"1","method":"get","url":"Things","headers":{"a":"\#(long)"}}]}"#
        #expect(await engine.send("POST /$batch", Self.json, body: json).status.code == 431)
        let few = Self.part("GET Things", "a: " + String(repeating: "x", count: 8_000))
        #expect(await engine.send("POST /$batch", Self.multipart, body: Self.body(few)).status.code == 200)
    }

    @Test("a request ends with the bytes it says it has, where only blank lines follow")
    func contentLength() throws {
        func body(_ length: String, _ tail: String) throws -> String {
            let text =
                "--b\r\nContent-Type: application/http\r\n\r\nPUT X HTTP/1.1\r\nContent-Length: \(length)\r\n\r\n"
                + "12345\(tail)\r\n--b--"
            let units = try MultipartBatchReader.units(
                of: Array(text.utf8),
                boundary: "b",
                limit: 9,
                groupLimit: 9,
                headerBytes: 999
            )
            return String(decoding: units.first?.parts.first?.body ?? [], as: UTF8.self)
        }
        #expect(try body("5", "\r\n\r\n") == "12345")
        #expect(try body("5", "\r\nx") == "12345\r\nx")
        #expect(try body("99", "") == "12345")
        #expect(try body("-1", "") == "12345")
    }

    @Test("the ids that requests ask values of are found in addresses and conditions")
    func namedAnswers() {
        var part = BatchPlan.Part(method: "GET", url: "A?$filter=B eq $a-1/C and D eq %24b/E", fields: HTTPFields())
        part.condition = "$3/$succeeded"
        let plan = BatchPlan(units: [.part(part)], continuesOnError: true)
        #expect(plan.namedAnswers.isSuperset(of: ["a-1", "b", "3"]))
        #expect(!plan.namedAnswers.contains("B"))
    }

    @Test("a batch that runs too long begins nothing more, and one whose caller is shut out is cut")
    func time() async throws {
        let instant = Mutex<Int64>(0)
        let now: @Sendable () -> Int64 = {
            instant.withLock { now in
                now += 100_000_000
                return now
            }
        }
        let requests = (1...12).map { #"{"id":"\#($0)","method":"get","url":"Things(1)"}"# }.joined(separator: ",")
        let body = #"{"requests":[\#(requests)]}"#
        let late = await FakeService.engine(now: now).send("POST /$batch", Self.json, body: body)
        let inner = try Self.responses(await late.text())
        #expect(inner.first?["status"] as? Int == 200)
        #expect(inner.last?["status"] as? Int == 503)
        let caller = FakeCaller()
        caller.isAllowed.withLock { $0 = false }
        let cut = await FakeService.engine(caller: caller, now: now).send("POST /$batch", Self.json, body: body)
        guard case .stream(let stream) = cut.body else {
            Issue.record("a batch is a stream")
            return
        }
        await #expect(throws: (any Error).self) { while try await stream.next() != nil {} }
    }

    @Test("a header that is none is left out", arguments: [":method: GET", ":path: /x", "a b: c", ": c", "ä: c"])
    func strangeHeaders(_ header: String) async throws {
        let body = Self.body(Self.part("GET Things", header))
        let answer = await FakeService.engine().send("POST /$batch", Self.multipart, body: body)
        #expect(Self.statuses(await answer.text()) == [200])
        let name = header.split(separator: ": ", omittingEmptySubsequences: false).first ?? ""
        let json = #"{"requests":[{"id":"1","method":"get","url":"Things","headers":{"\#(name)":"c\r\nd: e"}}]}"#
        let inner = try Self.responses(
            await FakeService.engine().send("POST /$batch", Self.json, body: json).text()
        )
        #expect(inner.first?["status"] as? Int == 200)
    }

    @Test("a long value of an answer cannot be asked for so often that a URL grows without end")
    func growth() async throws {
        let references = Array(repeating: "$1/Name", count: 2_000).joined(separator: ",")
        let json =
            #"{"requests":[{"id":"1","method":"get","url":"Things(1)"},{"id":"2","method":"get","url":"Things?$filter=Name in (\#(references))"}]}"#
        let inner = try Self.responses(
            await FakeService.engine().send("POST /$batch", Self.json, body: json).text()
        )
        #expect(inner.count == 2)
        #expect([400, 414].contains(inner[1]["status"] as? Int ?? 0))
    }

    @Test("a multipart batch stops after the first failed part, unless it shall go on")
    func continueOnError() async {
        let body = Self.body(Self.part("GET Nothing", id: "7"), Self.part("GET Things"))
        let engine = FakeService.engine()
        let stopped = await engine.send("POST /$batch", Self.multipart, body: body).text()
        #expect(Self.statuses(stopped) == [404])
        #expect(stopped?.contains("Content-ID: 7\r\n") == true)
        for preference in ["odata.continue-on-error", "continue-on-error=true"] {
            let text = await engine.send("POST /$batch", Self.multipart + ["Prefer: \(preference)"], body: body).text()
            #expect(Self.statuses(text) == [404, 200])
        }
    }

    @Test("change sets, other credentials, nested batches and writes are refused part by part")
    func refusedParts() async {
        let inner = Self.part("GET Things").replacingOccurrences(of: "--b1", with: "--c")
        let changeSet = "--b1\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n\(inner)--c--\r\n"
        let body = Self.body(
            changeSet,
            Self.part("GET Things", "Authorization: Bearer x"),
            Self.part("POST $batch"),
            Self.part("DELETE Things(1)"),
            Self.part("GET https://host/elsewhere"),
            Self.part("GET $1/Name")
        )
        let headers = Self.multipart + ["Prefer: continue-on-error"]
        let text = await FakeService.engine().send("POST /$batch", headers, body: body).text()
        #expect(Self.statuses(text) == [400, 400, 400, 501, 400, 400])
        #expect(text?.contains("auth.ambiguous") == true)
    }

    static let unreadable: [([String], String, Int)] = [
        (multipart, "", 400), (multipart, "--b1--\r\n", 400),
        (multipart, "--b1\r\nContent-Type: application/http\r\n\r\nGET", 400),
        (multipart, "--b1\r\n\r\nGET / HTTP/1.1\r\n\r\n--b1--", 400), (["Content-Type: multipart/mixed"], "x", 400),
        (["Content-Type: text/plain"], "x", 415), ([], "", 415), (json, "{}", 400), (json, "[", 400),
        (json, #"{"requests":[{"id":"1","method":"get"}]}"#, 400),
        (json, #"{"requests":[{"id":"1","method":"get","url":"a"},{"id":"1","method":"get","url":"a"}]}"#, 400),
        (json, #"{"requests":[{"id":"1","method":"get","url":"a","dependsOn":["2"]}]}"#, 400),
        (["Content-Type: application/json", "OData-MaxVersion: 4.0"], #"{"requests":[]}"#, 415),
        (json + ["Accept: image/png"], #"{"requests":[]}"#, 406),
    ]

    @Test("a batch that cannot be read is refused as a whole", arguments: unreadable.indices)
    func unreadableBatch(index: Int) async {
        let (headers, body, status) = Self.unreadable[index]
        let response = await FakeService.engine().send("POST /$batch", headers, body: body)
        #expect(response.status.code == status)
        #expect(await response.errorCode() != nil)
    }

    @Test("a JSON batch answers with bodies as JSON or text, and goes on after failures")
    func jsonBatch() async throws {
        let source = FakeSource { read, _ in
            .success(EntityStream(body: .bytes(Array((read.shape == .count ? "42" : #"{"a":1}"#).utf8))))
        }
        let body =
            #"{"requests":[{"id":"1","method":"get","url":"Things?$top=1"},{"id":"2","method":"GET","url":"/odata/v4/Nothing"},"#
            + #"{"id":"3","method":"get","url":"Things/$count"},{"id":"4","method":"get","url":"Things","dependsOn":["2"]},"#
            + #"{"id":"5","method":"post","url":"Things","atomicityGroup":"g","body":{"Id":1}},"#
            + #"{"id":"6","method":"get","url":"Things","headers":{"odata-maxversion":"4.0"}}]}"#
        let response = await FakeService.engine(source: source).send("POST /$batch", Self.json, body: body)
        #expect(response.header("Content-Type") == "application/json;metadata=minimal")
        let responses = try Self.responses(await response.text())
        #expect(responses.map { $0["status"] as? Int } == [200, 404, 200, 424, 501, 200])
        #expect(responses.map { $0["id"] as? String } == ["1", "2", "3", "4", "5", "6"])
        #expect((responses[0]["body"] as? [String: Int]) == ["a": 1])
        #expect(responses[2]["body"] as? String == "42")
        let headers = responses.map { ($0["headers"] as? [String: String])?["odata-version"] }
        #expect(headers == ["4.01", "4.01", "4.01", "4.01", "4.01", "4.0"])
    }

    @Test("an empty JSON batch has empty responses, and one that shall stop stops")
    func jsonEdges() async throws {
        let engine = FakeService.engine()
        #expect(await engine.send("POST /$batch", Self.json, body: #"{"requests":[]}"#).text() == #"{"responses":[]}"#)
        let body = #"{"requests":[{"id":"1","method":"get","url":"Nothing"},{"id":"2","method":"get","url":"Things"}]}"#
        let response = await engine.send("POST /$batch", Self.json + ["Prefer: continue-on-error=false"], body: body)
        #expect(try Self.responses(await response.text()).count == 1)
    }

    @Test("streamed parts are copied whole, and a part that breaks off cuts the batch")
    func streamedParts() async throws {
        struct Broken: Error {}
        let body = #"{"requests":[{"id":"1","method":"get","url":"Things"},{"id":"2","method":"get","url":"Things"}]}"#
        let whole = FakeSource { _, _ in
            .success(
                EntityStream(
                    body: .stream(FakeChunks([.success(Array(#"{"a":"#.utf8)), .success(Array("1}".utf8))]).stream)
                )
            )
        }
        let response = await FakeService.engine(source: whole).send("POST /$batch", Self.json, body: body)
        #expect(try Self.responses(await response.text()).map { $0["body"] as? [String: Int] } == [["a": 1], ["a": 1]])
        let broken = FakeSource { _, _ in
            .success(EntityStream(body: .stream(FakeChunks([.success([0x7b]), .failure(Broken())]).stream)))
        }
        #expect(await FakeService.engine(source: broken).send("POST /$batch", Self.json, body: body).text() == nil)
    }

    @Test("the number of requests and the size of the body are bounded")
    func limits() async {
        var limits = ODataLimits()
        limits.batchRequests = 2
        limits.batchBodyBytes = 1000
        let engine = FakeService.engine(limits: limits)
        let three = Self.body(Self.part("GET Things"), Self.part("GET Things"), Self.part("GET Things"))
        #expect(await engine.send("POST /$batch", Self.multipart, body: three).status.code == 400)
        let large = String(repeating: " ", count: 1001)
        #expect(await engine.send("POST /$batch", Self.multipart, body: large).status.code == 413)
    }
}
