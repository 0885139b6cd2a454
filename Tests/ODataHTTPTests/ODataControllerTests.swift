import Foundation
import OData
import ODataServer
import Synchronization
import Testing

@testable import ODataHTTP

@Suite struct ODataControllerTests {
    private struct Broken: Error {}

    /// Rows that compress about as well as real ones.
    private static let row = (0..<400).flatMap {
        Array("{\"Id\":\($0),\"Name\":\"name \($0 &* 2_654_435_761)\"},".utf8)
    }

    private static func whole(_ bytes: [UInt8]) -> LoopbackService {
        LoopbackService(answer: { _ in EntityStream(body: .bytes(bytes)) })
    }

    private static func streamed(_ chunks: [Result<[UInt8], any Error>]) -> LoopbackService {
        LoopbackService(answer: { _ in
            let rest = ChunkList(chunks)
            return EntityStream(body: .stream(ODataByteStream(next: { try rest.next() })))
        })
    }

    @Test("path and query reach the engine undecoded, and links have the address the client used")
    func addresses() async throws {
        let shared = SeenOptions()
        let service = LoopbackService(answer: { options in
            shared.add(options)
            return EntityStream(body: .bytes(Array("{}".utf8)))
        })
        try await service.run { client async throws in
            #expect(try await client.send("GET /odata/v4/Things?$filter=Name%20eq%20%27a%2Fb%27").status == 200)
            #expect(try await client.send("GET http://other/odata/v4/Things").status == 200)
            #expect(try await client.send("GET /elsewhere").text == "here")
            #expect(try await client.send("GET /odata/v4x").status == 404)
        }
        #expect(shared.all.map(\.requestText) == ["Things?$filter=Name%20eq%20%27a%2Fb%27", "Things?"])
        #expect(shared.all.first?.serviceRoot == "http://loop.test/odata/v4/")
    }

    @Test("the root answers with and without its slash, and every method reaches the engine")
    func rootAndMethods() async throws {
        try await Self.whole([]).run { client async throws in
            for path in ["/odata/v4", "/odata/v4/", "/odata/v4/$metadata"] {
                #expect(try await client.send("GET \(path)").status == 200)
            }
            #expect(try await client.send("DELETE /odata/v4/$metadata").status == 405)
            #expect(
                try await client.send("OPTIONS /odata/v4/Things").headers["allow"]
                    == "GET, HEAD, OPTIONS, POST, PATCH, PUT, DELETE"
            )
            #expect(try await client.send("GET /odata/v4//Things").status == 404)
            let head = try await client.send("HEAD /odata/v4/$metadata")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
        }
    }

    @Test("a large answer is compressed for clients that ask, and reads back the same")
    func compression() async throws {
        for service in [Self.whole(Self.row), Self.streamed(Array(repeating: .success(Self.row), count: 20))] {
            try await service.run { client async throws in
                let plain = try await client.send("GET /odata/v4/Things")
                #expect(plain.headers["content-encoding"] == nil)
                let packed = try await client.send("GET /odata/v4/Things", ["Accept-Encoding: gzip, deflate"])
                #expect(packed.headers["content-encoding"] == "gzip")
                #expect(packed.headers["vary"]?.contains("Accept-Encoding") == true)
                #expect(packed.body.count < plain.body.count / 2)
                var unpacked: [UInt8] = []
                let reader = try #require(GunzipReader(limit: .max))
                try reader.append(packed.body, to: &unpacked)
                #expect(reader.isComplete)
                #expect(unpacked == plain.body)
                let refused = try await client.send("GET /odata/v4/Things", ["Accept-Encoding: gzip;q=0"])
                #expect(refused.headers["content-encoding"] == nil)
            }
        }
    }

    @Test("a small answer keeps its plain form and names its length, streamed or not")
    func smallAnswers() async throws {
        for service in [Self.whole([0x61]), Self.streamed([.success([0x61])])] {
            try await service.run { client async throws in
                let answer = try await client.send("GET /odata/v4/Things", ["Accept-Encoding: gzip"])
                #expect(answer.headers["content-length"] == "1")
                #expect(answer.headers["content-encoding"] == nil)
                #expect(answer.text == "a")
            }
        }
    }

    @Test("an answer that fails on the way is never framed as whole", arguments: [false, true])
    func cutAnswers(isPacked: Bool) async throws {
        let failures: [[Result<[UInt8], any Error>]] = [
            [.success(Self.row), .failure(Broken())],
            [.success(Self.row), .success(Self.row), .success(Self.row), .failure(Broken())],
        ]
        for chunks in failures {
            try await Self.streamed(chunks).run { client async throws in
                let headers = isPacked ? ["Accept-Encoding: gzip"] : []
                let answer = try await client.send("GET /odata/v4/Things", headers)
                #expect(answer.status == 200)
                #expect(!answer.isComplete)
            }
        }
    }

    @Test(
        "a part of a batch that fails on the way leaves the whole answer cut",
        arguments: [false, true],
        [false, true]
    )
    func cutParts(isPacked: Bool, isJSON: Bool) async throws {
        let chunks: [Result<[UInt8], any Error>] = [
            .success(Self.row), .success(Self.row), .success(Self.row), .failure(Broken()),
        ]
        let one = "--b\r\nContent-Type: application/http\r\n\r\nGET Things HTTP/1.1\r\n\r\n\r\n"
        let body =
            isJSON
            ? #"{"requests":[{"id":"1","method":"get","url":"Things"},{"id":"2","method":"get","url":"Things"}]}"#
            : one + one + "--b--\r\n"
        try await Self.streamed(chunks).run { client async throws in
            var headers = isJSON ? ["Content-Type: application/json", "OData-MaxVersion: 4.01"] : []
            if !isJSON { headers.append("Content-Type: multipart/mixed; boundary=b") }
            if isPacked { headers.append("Accept-Encoding: gzip") }
            let answer = try await client.send("POST /odata/v4/$batch", headers, body: Array(body.utf8))
            #expect(answer.status == 200)
            #expect(!answer.isComplete)
            var text = answer.text
            if isPacked {
                var unpacked: [UInt8] = []
                let reader = try #require(GunzipReader(limit: .max))
                try reader.append(answer.body, to: &unpacked)
                #expect(!reader.isComplete)
                text = String(decoding: unpacked, as: UTF8.self)
            }
            // Neither the closing boundary nor the closing bracket, and nothing of the second request.
            #expect(!text.hasSuffix("--\r\n") && !text.hasSuffix("--") && !text.hasSuffix("]}"))
            #expect(!text.contains(#""id":"2""#))
            #expect(text.components(separatedBy: "HTTP/1.1 200").count <= 2)
        }
    }

    @Test("what a cut compressed answer holds reads as cut, too")
    func cutPackedAnswers() async throws {
        let chunks = Array(repeating: Result<[UInt8], any Error>.success(Self.row), count: 20) + [.failure(Broken())]
        try await Self.streamed(chunks).run { client async throws in
            let answer = try await client.send("GET /odata/v4/Things", ["Accept-Encoding: gzip"])
            #expect(answer.headers["content-encoding"] == "gzip")
            #expect(!answer.isComplete)
            var unpacked: [UInt8] = []
            let reader = try #require(GunzipReader(limit: .max))
            try reader.append(answer.body, to: &unpacked)
            #expect(!reader.isComplete)
        }
    }

    @Test("a body that grows a thousandfold is refused at its limit, for changes and batches too")
    func decompressionBombs() async throws {
        var limits = ODataLimits()
        (limits.bodyBytes, limits.batchBodyBytes) = (100_000, 200_000)
        let service = LoopbackService(answer: { _ in EntityStream(body: .bytes([])) }, limits: limits)
        let bomb = try #require(GzipWriter.whole(Array(repeating: 0x20, count: 20_000_000)))
        try await service.run { client async throws in
            let json = ["Content-Type: application/json", "Content-Encoding: gzip"]
            let change = try await client.send("POST /odata/v4/Things", json, body: bomb)
            #expect(change.status == 413)
            #expect(change.text.contains("limit.body-too-large"))
            for type in ["application/json", "multipart/mixed; boundary=b"] {
                let headers = ["Content-Type: \(type)", "Content-Encoding: gzip", "OData-MaxVersion: 4.01"]
                let batch = try await client.send("POST /odata/v4/$batch", headers, body: bomb)
                #expect(batch.status == 413, "\(type)")
                #expect(batch.text.contains("limit."), "\(batch.text.prefix(200))")
            }
            let twice = try #require(GzipWriter.whole(bomb))
            let headers = ["Content-Type: application/json", "Content-Encoding: gzip, gzip"]
            #expect(try await client.send("POST /odata/v4/Things", headers, body: twice).status == 415)
        }
    }

    @Test("a client that goes away in the middle of an answer stops the stream")
    func abandonedAnswers() async throws {
        let (ended, signal) = AsyncStream<Void>.makeStream()
        let service = LoopbackService(answer: { _ in
            let stream = ODataByteStream(
                next: { Array(repeating: 0x61, count: 256 * 1024) },
                cancel: { signal.finish() }
            )
            return EntityStream(body: .stream(stream))
        })
        try await service.run { client async throws in
            try await client.abandon("GET /odata/v4/Things", afterBytes: 100_000)
            for await _ in ended {}
        }
    }

    @Test("a client that goes away before the answer begins stops the query")
    func abandonedQueries() async throws {
        let (ended, signal) = AsyncStream<Void>.makeStream()
        var options = ODataHTTPOptions()
        options.watchDelay = .milliseconds(20)
        let service = LoopbackService(
            answer: { _ throws(DataSourceError) in
                do {
                    try await Task.sleep(for: .seconds(60))
                } catch {
                    signal.finish()
                    throw .cancelled
                }
                return EntityStream(body: .empty)
            },
            options: options
        )
        try await service.run { client async throws in
            try await client.abandon("GET /odata/v4/Things", afterBytes: 0)
            for await _ in ended {}
        }
    }

    @Test("a slow answer that is watched still arrives whole, and says that its connection ends")
    func watchedAnswers() async throws {
        var options = ODataHTTPOptions()
        options.watchDelay = .zero
        let service = LoopbackService(answer: { _ in EntityStream(body: .bytes(Self.row)) }, options: options)
        try await service.run { client async throws in
            let answer = try await client.send("GET /odata/v4/Things")
            #expect(answer.status == 200)
            #expect(answer.body == Self.row)
            #expect(answer.headers["connection"] == "close")
        }
    }

    @Test("an answer that is not watched says nothing of its connection")
    func unwatchedAnswers() async throws {
        var options = ODataHTTPOptions()
        options.watchDelay = nil
        let service = LoopbackService(answer: { _ in EntityStream(body: .bytes(Self.row)) }, options: options)
        try await service.run { client async throws in
            let answer = try await client.send("GET /odata/v4/Things")
            #expect(answer.body == Self.row)
            #expect(answer.headers["connection"] == nil)
        }
    }

    @Test("compressed request bodies are read, within their limits")
    func requestBodies() async throws {
        let shared = SeenOptions()
        let service = LoopbackService(answer: { options in
            shared.add(options)
            return EntityStream(body: .bytes([]))
        })
        try await service.run { client async throws in
            let packed = try #require(GzipWriter.whole(Array("$top=7".utf8)))
            let headers = ["Content-Type: text/plain", "Content-Encoding: gzip"]
            #expect(try await client.send("POST /odata/v4/Things/$query", headers, body: packed).status == 200)
            #expect(shared.all.first?.requestText == "Things?$top=7")
            let bomb = try #require(GzipWriter.whole(Array(repeating: 0x61, count: 1_000_000)))
            #expect(try await client.send("POST /odata/v4/Things/$query", headers, body: bomb).status == 413)
            #expect(try await client.send("POST /odata/v4/Things/$query", headers, body: [1, 2, 3]).status == 400)
            let other = ["Content-Type: text/plain", "Content-Encoding: br"]
            #expect(try await client.send("POST /odata/v4/Things/$query", other, body: [1]).status == 415)
        }
    }

    @Test("too long an address and too many headers have their own answers")
    func limits() async throws {
        try await Self.whole([]).run { client async throws in
            let long = try await client.send("GET /odata/v4/Things?x=" + String(repeating: "y", count: 17_000))
            #expect(long.status == 414)
            #expect(long.text.contains("limit.url-too-long"))
            let wide = try await client.send(
                "GET /odata/v4/Things",
                ["X-Wide: " + String(repeating: "y", count: 17_000)]
            )
            #expect(wide.status == 431)
        }
    }
}

/// Chunks that a stream gives one after the other.
private final class ChunkList: Sendable {
    private let rest: Mutex<[Result<[UInt8], any Error>]>

    init(_ chunks: [Result<[UInt8], any Error>]) {
        rest = Mutex(chunks)
    }

    func next() throws -> [UInt8]? {
        try rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }?.get()
    }
}

/// The options a source was asked with.
private final class SeenOptions: Sendable {
    private let options = Mutex<[ReadOptions]>([])

    var all: [ReadOptions] { options.withLock { $0 } }

    func add(_ new: ReadOptions) { options.withLock { $0.append(new) } }
}
