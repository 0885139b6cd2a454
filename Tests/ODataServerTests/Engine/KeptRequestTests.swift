import HTTPTypes
import OData
import Synchronization
import Testing

@testable import ODataServer

@Suite struct KeptRequestTests {
    /// The notes that a source was given for requests, one after the other.
    private static func notes(
        of requests: [String],
        _ headers: [String] = [],
        from engine: ODataEngine,
        _ source: FakeSource
    ) async -> [ReadNotes?] {
        for request in requests { _ = await engine.send(request, headers) }
        return source.asked.withLock { asked in asked.map(\.options.notes) }
    }

    @Test("a text that was asked for before has the same notes; another text, or a very long one, has not")
    func sameText() async {
        let source = FakeSource()
        let engine = FakeService.engine(source: source)
        let long = "GET /Things?$filter=" + Array(repeating: "Id%20ne%201", count: 300).joined(separator: "%20and%20")
        let notes = await Self.notes(
            of: ["GET /Things?$top=1", "GET /Things?$top=1", "GET /Things?$top=2", "GET /Things", long],
            from: engine,
            source
        )
        #expect(notes.count == 5)
        #expect(notes[0] != nil && notes[0] == notes[1])
        #expect(notes[2] != nil && notes[2] != notes[0])
        #expect(notes[3] != nil && notes[3] != notes[2])
        #expect(notes[4] == nil)
    }

    @Test("the pages of a sweep have the same notes and each its own position")
    func pages() async {
        let source = FakeSource()
        let engine = FakeService.engine(source: source)
        _ = await Self.notes(
            of: [
                "GET /Things?$select=Name&$skiptoken=first", "GET /Things?$select=Name",
                "GET /Things?%24skiptoken=s-e_C0nd&$select=Name", "GET /Things?$select=Name&$skiptoken=a%2Db",
            ],
            from: engine,
            source
        )
        let options = source.asked.withLock { asked in asked.map(\.options) }
        #expect(options.map(\.skipToken) == ["first", nil, "s-e_C0nd", "a-b"])
        #expect(Set(options.prefix(3).map(\.notes)).count == 1)
        #expect(options[3].notes == nil)
        #expect(Set(options.map(\.requestText)) == ["Things?$select=Name"])
        #expect(Set(options.map(\.nextLinkPrefix)) == ["https://host/odata/v4/Things?$select=Name&$skiptoken="])
    }

    @Test("two skip tokens are as wrong the second time as the first")
    func twoTokens() async {
        let engine = FakeService.engine()
        for _ in 0..<2 { #expect(await engine.send("GET /Things?$skiptoken=a&$skiptoken=b").status.code == 400) }
    }

    @Test("what is kept belongs to a model: another caller's names are looked for anew")
    func models() async {
        let small = FakeService.model.reduced(
            by: EdmReduction(keepsSet: { _ in true }, keepsProperty: { _, property in property != "Name" })
        )
        let callers = Mutex([FakeCaller(), FakeCaller(model: small), FakeCaller()])
        let engine = FakeService.engine(decision: { _ in .admitted(callers.withLock { $0.removeFirst() }) })
        #expect(await engine.send("GET /Things?$select=Name").status.code == 200)
        #expect(await engine.send("GET /Things?$select=Name").status.code == 400)
        #expect(await engine.send("GET /Things?$select=Name").status.code == 200)
    }

    @Test("the addresses in an answer are those of its own request")
    func addresses() async {
        let source = FakeSource()
        let engine = FakeService.engine(source: source)
        for (version, context) in [("4.0", "#Things"), ("4.01", "#Things"), ("4.0", "#Things")] {
            _ = await engine.send("GET /Things", ["OData-MaxVersion: \(version)"])
            let options = source.asked.withLock { $0.last?.options }
            #expect(options?.contextURL == "https://host/odata/v4/$metadata\(context)")
            #expect(options?.version.rawValue == version)
        }
    }

    @Test("notes are found under their own key and type only, and are bounded")
    func notes() {
        let notes = ReadNotes()
        notes.keep("text", under: 1)
        notes.keep(7, under: "1")
        #expect(notes.note(1, as: String.self) == "text")
        #expect(notes.note("1", as: Int.self) == 7)
        #expect(notes.note(1, as: Int.self) == nil)
        #expect(notes.note(2, as: String.self) == nil)
        for number in 0..<1_000 { notes.keep(number, under: number) }
        #expect((0..<1_000).count { notes.note($0, as: Int.self) != nil } < 20)
        #expect(notes.note(999, as: Int.self) == 999)
    }
}

@Suite struct QuickAnswerTests {
    /// A gate that answers at once, with a source that has rows at hand.
    private struct QuickGate: RequestGate {
        var caller: FakeCaller

        func admit(_ request: GateRequest) async -> GateDecision { .admitted(caller) }

        func admit<Answer: Sendable>(
            _ request: GateRequest,
            answer: @escaping @Sendable (any CallerContext) -> Answer?
        ) async -> (decision: GateDecision, answer: Answer?) {
            (.admitted(caller), answer(caller))
        }
    }

    private final class QuickSource: DataSource {
        let waited = Mutex(0)
        private let answer: @Sendable (ReadOptions) -> Result<EntityStream?, DataSourceError>

        init(_ answer: @escaping @Sendable (ReadOptions) -> Result<EntityStream?, DataSourceError>) {
            self.answer = answer
        }

        func read(_ read: BoundRead, options: ReadOptions) async throws(DataSourceError) -> EntityStream {
            waited.withLock { $0 += 1 }
            return EntityStream(body: .bytes(Array("waited".utf8)))
        }

        func readAtOnce(_ read: BoundRead, options: ReadOptions) throws(DataSourceError) -> EntityStream? {
            try answer(options).get()
        }
    }

    private static func send(
        _ line: String,
        _ headers: [String] = [],
        _ answer: @escaping @Sendable (ReadOptions) -> Result<EntityStream?, DataSourceError>
    ) async -> (response: ODataResponse, usage: [RequestUsage], waits: Int) {
        let source = QuickSource(answer)
        let caller = FakeCaller(source: source)
        let engine = ODataEngine(gate: QuickGate(caller: caller), now: { 0 })
        let response = await engine.send(line, headers)
        return (response, caller.usage.withLock { $0 }, source.waited.withLock { $0 })
    }

    private static func rows(_: ReadOptions) -> Result<EntityStream?, DataSourceError> {
        let facts = EntityStream.Facts(entityTag: EntityTag("7"))
        return .success(EntityStream(facts: facts, body: .bytes(Array("{}".utf8)), rowCount: { 3 }))
    }

    @Test("rows at hand are answered without waiting, and noted once")
    func atHand() async {
        let (response, usage, waits) = await Self.send("GET /Things", [], Self.rows)
        #expect(response.status.code == 200)
        #expect(await response.text() == "{}")
        #expect(response.header("ETag") == "W/\"7\"")
        #expect(waits == 0)
        #expect(usage == [RequestUsage(entitySet: "Things", rows: 3, bytes: 2, status: 200, isComplete: true)])
    }

    @Test("what the rows say decides the status as it does for those that were waited for")
    func statuses() async {
        let unchanged = await Self.send("GET /Things(1)", ["If-None-Match: W/\"7\""], Self.rows)
        #expect(unchanged.response.status.code == 304)
        #expect(unchanged.usage.map(\.status) == [304])
        let refused = await Self.send("GET /Things(1)", ["If-Match: W/\"8\""], Self.rows)
        #expect(refused.response.status.code == 412)
        let missing = await Self.send("GET /Things(1)") { _ in
            .success(EntityStream(facts: .init(outcome: .notFound), body: .empty))
        }
        #expect(missing.response.status.code == 404)
        #expect(missing.usage.map(\.status) == [404])
        let head = await Self.send("HEAD /Things", [], Self.rows)
        #expect(head.response.header("Content-Length") == "2")
        #expect(await head.response.text() == "")
    }

    @Test("a failure at hand is the answer, and is not tried again")
    func failures() async {
        let (response, usage, waits) = await Self.send("GET /Things") { _ in .failure(.timedOut(seconds: 30)) }
        #expect(await response.errorCode() == "limit.query-time")
        #expect(usage.count == 1)
        #expect(waits == 0)
    }

    @Test("where nothing is at hand the answer is waited for, and what cannot be bound has its own error")
    func fallback() async {
        let later = await Self.send("GET /Things") { _ in .success(nil) }
        #expect(await later.response.text() == "waited")
        #expect(later.waits == 1)
        #expect(later.usage.count == 1)
        let wrong = await Self.send("GET /Things?$select=Nothing", [], Self.rows)
        #expect(wrong.response.status.code == 400)
        #expect(wrong.usage.count == 1)
        let version = await Self.send("GET /Things", ["OData-MaxVersion: 3.0"], Self.rows)
        #expect(version.response.status.code == 406)
    }
}
