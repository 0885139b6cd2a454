import SQLCore
import Testing

@Suite struct ChunkHandoffTests {
    static func threads() -> DedicatedThreads {
        DedicatedThreads(count: 4, queueLimit: 1_000, waitLimit: nil)
    }

    @Test("every chunk arrives once and in order, however the two sides take turns", arguments: [1, 7, 2_000])
    func order(count: Int) async throws {
        let handoff = ChunkHandoff<Int>(stallLimit: nil)
        let threads = Self.threads()
        let producer = Task {
            try await threads.run { _, _ in
                for number in 0..<count { try handoff.put(number) }
                handoff.finish()
            }
        }
        var received: [Int] = []
        while let chunk = try await handoff.next() { received.append(chunk) }
        try await producer.value
        #expect(received == Array(0..<count))
        #expect(try await handoff.next() == nil)
    }

    @Test("the producer's error comes after its last chunk")
    func failure() async throws {
        let handoff = ChunkHandoff<Int>(stallLimit: nil)
        try handoff.put(1)
        handoff.finish(SQLDatabaseError.timedOut)
        #expect(try await handoff.next() == 1)
        await #expect(throws: SQLDatabaseError.timedOut) { try await handoff.next() }
    }

    @Test("cancelling the consumer's task wakes both sides")
    func cancelledConsumer() async throws {
        let handoff = ChunkHandoff<Int>(stallLimit: nil)
        let consumer = Task { try await handoff.next() }
        consumer.cancel()
        await #expect(throws: CancellationError.self) { try await consumer.value }
        #expect(throws: ChunkHandoffError.consumerGone) { try handoff.put(1) }
    }

    @Test("a producer that waits is woken when the consumer goes")
    func waitingProducer() async throws {
        let handoff = ChunkHandoff<Int>(stallLimit: nil)
        let threads = Self.threads()
        try handoff.put(1)
        let producer = Task { try await threads.run { _, _ in try handoff.put(2) } }
        while threads.load.running == 0 { await Task.yield() }
        handoff.cancel()
        await #expect(throws: ChunkHandoffError.consumerGone) { try await producer.value }
    }

    @Test("a consumer that takes nothing is given up after the limit, and learns it")
    func stalled() async throws {
        let handoff = ChunkHandoff<Int>(stallLimit: .milliseconds(20))
        let threads = Self.threads()
        await #expect(throws: ChunkHandoffError.consumerStalled) {
            try await threads.run { _, _ in
                try handoff.put(1)
                try handoff.put(2)
            }
        }
        #expect(try await handoff.next() == 1)
        await #expect(throws: ChunkHandoffError.consumerStalled) { try await handoff.next() }
    }

    @Test("a cancellation calls its handler once, also when it came first")
    func handler() async throws {
        let early = ChunkHandoff<Int>(stallLimit: nil)
        let calls = Counter()
        early.cancel()
        early.onCancel { calls.add() }
        #expect(calls.value == 1)
        let late = ChunkHandoff<Int>(stallLimit: nil)
        late.onCancel { calls.add() }
        late.cancel()
        late.cancel()
        #expect(calls.value == 2)
        let finished = ChunkHandoff<Int>(stallLimit: nil)
        finished.onCancel { calls.add() }
        finished.finish()
        finished.cancel()
        #expect(calls.value == 2)
    }

    @Test("hundreds of handoffs cancelled at any moment leave no thread behind")
    func races() async throws {
        let threads = Self.threads()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let handoff = ChunkHandoff<Int>(stallLimit: .seconds(30))
                    let producer = Task {
                        try await threads.run { _, _ in
                            for chunk in 0..<1_000 { try handoff.put(chunk) }
                            handoff.finish()
                        }
                    }
                    for _ in 0..<(number % 5) { _ = try await handoff.next() }
                    if number % 2 == 0 { handoff.cancel() } else { producer.cancel() }
                    handoff.cancel()
                    _ = await producer.result
                }
            }
            try await group.waitForAll()
        }
        #expect(threads.load == (running: 0, waiting: 0))
        await threads.shutDown()
    }
}
