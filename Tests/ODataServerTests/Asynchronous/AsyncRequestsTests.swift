import Foundation
import HTTPTypes
import OData
import ODataServer
import Synchronization
import Testing

@Suite("Asynchronous requests")
struct AsyncRequestsTests {
    // MARK: A service that waits

    /// Reads that wait until they are let go.
    private final class Held: DataSource {
        private struct State {
            var isOpen = false
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Mutex(State())
        let wasCancelled = Mutex(false)
        let reads = Mutex(0)
        let body: ODataBody

        init(_ body: ODataBody = .bytes(Array(#"{"value":[]}"#.utf8))) { self.body = body }

        var waiting: Int { state.withLock { $0.waiting.count } }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }

        func read(_ read: BoundRead, options: ReadOptions) async throws(DataSourceError) -> EntityStream {
            reads.withLock { $0 += 1 }
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            if Task.isCancelled {
                wasCancelled.withLock { $0 = true }
                throw .cancelled
            }
            return EntityStream(body: body, rowCount: { 0 })
        }
    }

    private struct Caller: CallerContext {
        let source: any DataSource
        let identity: String?
        let grantShape: String
        var model: EdmModel { FakeService.model }
        let mayGoOn: @Sendable () -> Bool
        func stillAllowed() async -> Bool { mayGoOn() }
        func finished(_ usage: RequestUsage) async {}
    }

    private struct Service {
        let folder: URL
        let held: Held
        let time = Time()
        let asynchronous: AsyncRequests
        let engine: ODataEngine

        final class Time: Sendable {
            let now = Mutex<Int64>(1_000_000)
            let isRevoked = Mutex(false)
        }

        init(
            _ folder: URL,
            held: Held = Held(),
            limits: AsyncRequests.Limits = .init(),
            spool: SpoolDirectory.Limits = .init()
        ) throws {
            self.folder = folder
            self.held = held
            let store = try SpoolDirectory(folder, limits: spool)
            let count = Mutex(0)
            asynchronous = AsyncRequests(store: store, limits: limits) {
                count.withLock { count in
                    count += 1
                    return "monitor-of-request-\(UUID().uuidString)"
                }
            }
            let time = time
            var bounds = ODataLimits()
            bounds.recheckSeconds = 0
            engine = ODataEngine(
                gate: FakeGate { request in
                    let name = request.values(of: "x-caller").first ?? "anna"
                    let shape = request.values(of: "x-shape").first ?? "all"
                    return .admitted(
                        Caller(
                            source: held,
                            identity: name == "nobody" ? nil : name,
                            grantShape: shape,
                            mayGoOn: { !time.isRevoked.withLock { $0 } }
                        )
                    )
                },
                limits: bounds,
                asynchronous: asynchronous,
                now: { time.now.withLock { $0 } }
            )
        }

        func send(
            _ method: HTTPRequest.Method,
            _ path: String,
            _ headers: String...,
            body: String = ""
        ) async -> Answer {
            var fields = HTTPFields()
            for header in ["OData-MaxVersion: 4.01"] + headers {
                let pair = header.split(separator: ":", maxSplits: 1).map(String.init)
                guard let name = HTTPField.Name(pair[0]) else { continue }
                fields[name] = pair[1].trimmingCharacters(in: .whitespaces)
            }
            let request = ODataRequest(
                method: method,
                path: path,
                fields: fields,
                body: .bytes(Array(body.utf8)),
                serviceRoot: "http://store/"
            )
            return await Answer(engine.respond(to: request))
        }

        /// The path of the monitor of a read that is held.
        func start(_ headers: String = "X-Caller: anna") async throws -> String {
            let answer = await send(.get, "/Things", "Prefer: respond-async,wait=0", headers)
            #expect(answer.status == 202)
            return try #require(answer.location).replacing("http://store", with: "")
        }

        /// What the monitor answers when it no longer answers 202.
        func final(_ monitor: String) async -> Answer {
            while true {
                let answer = await send(.get, monitor)
                if answer.status != 202 { return answer }
                await Task.yield()
            }
        }
    }

    private struct Answer {
        let status: Int
        let fields: HTTPFields
        let text: String
        var location: String? { fields[.location] }
        var result: String? { HTTPField.Name("AsyncResult").flatMap { fields[$0] } }

        init(_ response: ODataResponse) async {
            status = response.status.code
            fields = response.fields
            var bytes: [UInt8] = []
            switch response.body {
            case .empty: break
            case .bytes(let whole): bytes = whole
            case .stream(let stream):
                do {
                    while let chunk = try await stream.next() { bytes += chunk }
                } catch {
                    bytes += Array("broken".utf8)
                }
            }
            text = String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func with(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tessera-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    // MARK: Tests

    @Test("the monitor answers 202 while the request runs, then the answer, as often as it is asked")
    func monitor() async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            let monitor = try await service.start()
            let pending = await service.send(.get, monitor)
            #expect(pending.status == 202)
            #expect(pending.location == "http://store\(monitor)")
            #expect(pending.fields[.retryAfter] == "1")
            service.held.open()
            for _ in 0..<2 {
                let answer = await service.final(monitor)
                #expect(answer.status == 200)
                #expect(answer.result == "200")
                #expect(answer.text == #"{"value":[]}"#)
            }
        }
    }

    @Test("another caller sees nothing, and cannot stop it")
    func otherCaller() async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            let monitor = try await service.start()
            for method in [HTTPRequest.Method.get, .delete] {
                let answer = await service.send(method, monitor, "X-Caller: bert")
                #expect(answer.status == 404)
                #expect(answer.text.contains("async.unknown"))
            }
            service.held.open()
            #expect(await service.final(monitor).status == 200)
        }
    }

    @Test("DELETE stops the request")
    func cancel() async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            let monitor = try await service.start()
            #expect(await service.send(.delete, monitor).status == 204)
            #expect(await service.send(.get, monitor).status == 404)
            service.held.open()
            while !service.held.wasCancelled.withLock({ $0 }) { await Task.yield() }
        }
    }

    @Test("after a restart a whole answer is still there, and a request that ran is told to be interrupted")
    func restart() async throws {
        try await Self.with { folder in
            let first = try Service(folder)
            let held = try await first.start()
            let second = try Service(folder)
            let broken = await second.send(.get, held)
            #expect(broken.status == 200)
            #expect(broken.result == "503")
            #expect(broken.text.contains("async.interrupted"))
            first.held.open()
            #expect(await first.final(held).result == "200")
            let third = try Service(folder)
            let answer = await third.send(.get, held)
            #expect(answer.result == "200")
            #expect(answer.text == #"{"value":[]}"#)
        }
    }

    @Test("what the end of the process stops is told to be interrupted, and nothing is begun any more")
    func stop() async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            let monitor = try await service.start()
            while service.held.waiting < 1 { await Task.yield() }
            service.asynchronous.stop()
            service.held.open()
            let broken = await service.final(monitor)
            #expect(broken.result == "503")
            #expect(broken.text.contains("async.interrupted"))
            #expect(service.held.wasCancelled.withLock { $0 })
            #expect(try await Service(folder).send(.get, monitor).result == "503")
            #expect(await service.send(.get, "/Things", "Prefer: respond-async,wait=0").status == 200)
        }
    }

    @Test("an answer ends where its reader loses the right to it")
    func revokedWhileReading() async throws {
        try await Self.with { folder in
            let held = Held(.bytes(Array(repeating: 32, count: 600_000)))
            let service = try Service(folder, held: held)
            held.open()
            let monitor = try await service.start()
            #expect(await service.final(monitor).text.utf8.count == 600_000)
            service.time.isRevoked.withLock { $0 = true }
            let cut = await service.send(.get, monitor)
            #expect(cut.text.hasSuffix("broken"))
            #expect(cut.text.utf8.count < 600_000)
        }
    }

    @Test("an answer is kept for its time and no longer")
    func expiry() async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            service.held.open()
            let monitor = try await service.start()
            #expect(await service.final(monitor).status == 200)
            service.time.now.withLock { $0 += 3599 * 1_000_000 }
            #expect(await service.send(.get, monitor).status == 200)
            service.time.now.withLock { $0 += 1_000_000 }
            #expect(await service.send(.get, monitor).status == 404)
        }
    }

    @Test("an answer larger than what is kept is an error, and never a shorter answer")
    func tooLarge() async throws {
        try await Self.with { folder in
            let held = Held(.bytes(Array(repeating: 32, count: 5000)))
            var spool = SpoolDirectory.Limits()
            spool.answerBytes = 1000
            let service = try Service(folder, held: held, spool: spool)
            held.open()
            let answer = await service.final(try await service.start())
            #expect(answer.result == "507")
            #expect(answer.text.contains("async.result-too-large"))
        }
    }

    @Test("an answer that breaks off is an error")
    func broken() async throws {
        try await Self.with { folder in
            struct Loss: Error {}
            let chunks = Mutex(1)
            let stream = ODataByteStream(next: {
                let isFirst = chunks.withLock { count in
                    defer { count -= 1 }
                    return count > 0
                }
                guard isFirst else { throw Loss() }
                return Array(#"{"value":["#.utf8)
            })
            let held = Held(.stream(stream))
            let service = try Service(folder, held: held)
            held.open()
            let answer = await service.final(try await service.start())
            #expect(answer.result == "503")
            #expect(answer.text.contains("async.interrupted"))
        }
    }

    @Test("beyond the requests that may run, and for callers nothing is kept for, the preference is not applied")
    func limits() async throws {
        try await Self.with { folder in
            var limits = AsyncRequests.Limits()
            limits.running = 3
            limits.runningPerCaller = 2
            let service = try Service(folder, limits: limits)
            var monitors = [try await service.start(), try await service.start()]
            monitors.append(try await service.start("X-Caller: bert"))
            async let third = service.send(.get, "/Things", "Prefer: respond-async,wait=0")
            async let fourth = service.send(.get, "/Things", "Prefer: respond-async,wait=0", "X-Caller: carl")
            async let nobody = service.send(.get, "/Things", "Prefer: respond-async,wait=0", "X-Caller: nobody")
            while service.held.waiting < 6 { await Task.yield() }
            service.held.open()
            for answer in await [third, fourth, nobody] {
                #expect(answer.status == 200)
                #expect(answer.result == nil)
            }
            #expect(await service.final(monitors[0]).status == 200)
        }
    }

    @Test("with other rights than on the day of the request there is nothing at the monitor")
    func otherRights() async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            service.held.open()
            let monitor = try await service.start()
            #expect(await service.final(monitor).status == 200)
            let answer = await service.send(.get, monitor, "X-Shape: less")
            #expect(answer.status == 404)
            #expect(answer.text.contains("async.unknown"))
        }
    }

    @Test("beyond the answers that are kept for a caller, the preference is not applied")
    func keptAnswers() async throws {
        try await Self.with { folder in
            var spool = SpoolDirectory.Limits()
            spool.callerAnswers = 1
            let service = try Service(folder, spool: spool)
            service.held.open()
            let monitor = try await service.start()
            #expect(await service.final(monitor).status == 200)
            let second = await service.send(.get, "/Things", "Prefer: respond-async,wait=0")
            #expect(second.status == 200)
            #expect(second.location == nil)
            #expect(await service.send(.delete, monitor).status == 204)
            _ = try await service.start()
        }
    }

    @Test(
        "the final answer is a message where Accept takes one in 4.0, and where it names one in 4.01",
        arguments: [
            ("4.0", nil, true, false), ("4.0", "*/*", true, false), ("4.0", "application/http", true, false),
            ("4.0", "application/json", false, true), ("4.0", "application/json, application/http;q=0", false, true),
            ("4.01", nil, false, true), ("4.01", "*/*", false, true), ("4.01", "application/http", true, true),
        ]
    )
    func form(version: String, accept: String?, isMessage: Bool, hasResult: Bool) async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            service.held.open()
            let monitor = try await service.start()
            _ = await service.final(monitor)
            let accept = accept.map { "Accept: \($0)" } ?? "X-Caller: anna"
            let answer = await service.send(.get, monitor, "OData-MaxVersion: \(version)", accept)
            #expect((answer.fields[.contentType] == "application/http") == isMessage)
            #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n") == isMessage)
            #expect((answer.result == "200") == hasResult)
        }
    }

    // MARK: Batches

    private static let batch = """
        {"requests":[{"id":"1","method":"get","url":"Things"},{"id":"2","method":"get","url":"Things"}]}
        """

    @Test("a batch is always answered later, since its answer begins before its work")
    func batch() async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            let json = "Content-Type: application/json"
            let prefer = "Prefer: respond-async,wait=60"
            let started = await service.send(.post, "/$batch", json, prefer, body: Self.batch)
            #expect(started.status == 202)
            let monitor = try #require(started.location).replacing("http://store", with: "")
            #expect(await service.send(.get, monitor).status == 202)
            service.held.open()
            let answer = await service.final(monitor)
            #expect(answer.result == "200")
            #expect(answer.text.contains(#""id":"2""#))
        }
    }

    @Test("a batch that was cancelled does none of its further parts")
    func cancelledBatch() async throws {
        try await Self.with { folder in
            let service = try Service(folder)
            let started = await service.send(
                .post,
                "/$batch",
                "Content-Type: application/json",
                "Prefer: respond-async",
                body: Self.batch
            )
            let monitor = try #require(started.location).replacing("http://store", with: "")
            while service.held.waiting < 1 { await Task.yield() }
            #expect(await service.send(.delete, monitor).status == 204)
            service.held.open()
            while !service.held.wasCancelled.withLock({ $0 }) { await Task.yield() }
            #expect(service.held.reads.withLock { $0 } == 1)
        }
    }
}
