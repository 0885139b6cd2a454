import HTTPTypes
import OData
import Synchronization
import Testing

@testable import ODataServer

@Suite struct StreamingTests {
    private struct Broken: Error {}

    private func source(_ chunks: FakeChunks, rows: Int64 = 3) -> FakeSource {
        FakeSource { _, _ in .success(EntityStream(body: .stream(chunks.stream), rowCount: { rows })) }
    }

    @Test("chunks come through in their order, and the caller hears once how much it was")
    func whole() async {
        let chunks = FakeChunks([.success([0x61]), .success([0x62, 0x63]), .success([])])
        let caller = FakeCaller(source: source(chunks))
        let response = await FakeService.engine(caller: caller).send("GET /Things")
        #expect(caller.usage.withLock(\.count) == 0)
        #expect(await response.text() == "abc")
        #expect(
            caller.usage.withLock { $0 }
                == [RequestUsage(entitySet: "Things", rows: 3, bytes: 3, status: 200, isComplete: true)]
        )
    }

    @Test("a failure before the first chunk still has its status")
    func earlyFailure() async {
        let chunks = FakeChunks([.failure(DataSourceError.timedOut(seconds: 30))])
        let response = await FakeService.engine(source: source(chunks)).send("GET /Things")
        #expect(response.status.code == 503)
        #expect(response.header("Retry-After") == "30")
        #expect(await response.errorCode() == "limit.query-time")
        #expect(chunks.isCancelled.withLock { $0 })
    }

    @Test("a failure after the first chunk cuts the body, and is logged")
    func lateFailure() async {
        let chunks = FakeChunks([.success([0x5b]), .failure(Broken())])
        let caller = FakeCaller(source: source(chunks))
        let reports = Mutex<[String]>([])
        let engine = FakeService.engine(caller: caller, report: { _, text in reports.withLock { $0.append(text) } })
        let response = await engine.send("GET /Things")
        #expect(response.status.code == 200)
        #expect(await response.text() == nil)
        #expect(chunks.isCancelled.withLock { $0 })
        #expect(caller.usage.withLock { $0.map(\.isComplete) } == [false])
        #expect(reports.withLock(\.count) == 1)
    }

    @Test("a caller who loses the right while reading is cut off at the next question")
    func revokedWhileReading() async throws {
        let chunks = FakeChunks([.success([0x61]), .success([0x62]), .success([0x63]), .success([0x64])])
        let caller = FakeCaller(source: source(chunks))
        let clock = Mutex<Int64>(0)
        let engine = FakeService.engine(caller: caller, now: { clock.withLock { $0 } })
        let response = await engine.send("GET /Things")
        guard case .stream(let stream) = response.body else {
            Issue.record("the body is not streamed")
            return
        }
        #expect(try await stream.next() == [0x61])
        caller.isAllowed.withLock { $0 = false }
        clock.withLock { $0 = 4_900_000 }
        #expect(try await stream.next() == [0x62])
        clock.withLock { $0 = 5_000_000 }
        await #expect(throws: MeteredBody.AccessEnded.self) { try await stream.next() }
        #expect(chunks.isCancelled.withLock { $0 })
        #expect(caller.usage.withLock { $0.map(\.isComplete) } == [false])
    }

    @Test("HEAD and a matching tag let go of the stream without reading it")
    func abandoned() async {
        for (request, headers) in [("HEAD /Things(1)", []), ("GET /Things(1)", ["If-None-Match: W/\"5\""])] {
            let chunks = FakeChunks([.failure(Broken())])
            let source = FakeSource { _, _ in
                .success(EntityStream(facts: .init(entityTag: EntityTag("5")), body: .stream(chunks.stream)))
            }
            let response = await FakeService.engine(source: source).send(request, headers)
            #expect(response.status.code < 400)
            #expect(chunks.isCancelled.withLock { $0 })
        }
    }

    @Test("a response that nobody reads lets go of its stream")
    func dropped() async {
        let chunks = FakeChunks([.success([0x61]), .success([0x62])])
        do {
            _ = await FakeService.engine(source: source(chunks)).send("GET /Things")
        }
        #expect(chunks.isCancelled.withLock { $0 })
    }
}
