import SQLCore
import Synchronization
import Testing

/// Counts calls from any thread.
final class Counter: Sendable {
    private let count = Atomic(0)

    func add() {
        count.wrappingAdd(1, ordering: .relaxed)
    }

    var value: Int {
        count.load(ordering: .relaxed)
    }
}

/// Counts who is inside, and remembers the most.
final class Gauge: Sendable {
    private let inside = Atomic(0)
    private let most = Atomic(0)

    func enter() {
        let now = inside.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
        most.max(now, ordering: .sequentiallyConsistent)
    }

    func leave() {
        inside.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }

    var peak: Int {
        most.load(ordering: .sequentiallyConsistent)
    }
}

/// A door that keeps threads waiting until it is opened.
struct Gate {
    private let handoff = ChunkHandoff<Void>(stallLimit: .seconds(60))

    /// Fills the slot, so that the next put waits.
    init() throws {
        try handoff.put(())
    }

    func wait() throws {
        try handoff.put(())
    }

    func open() async throws {
        _ = try await handoff.next()
        handoff.cancel()
    }
}

@Suite struct DedicatedThreadsTests {
    @Test("results and errors of bodies come back")
    func results() async throws {
        let threads = DedicatedThreads(count: 2, queueLimit: 10, waitLimit: nil)
        #expect(try await threads.run { _, thread in thread < 2 })
        await #expect(throws: SQLDatabaseError.diskFull) {
            try await threads.run { _, _ in throw SQLDatabaseError.diskFull }
        }
    }

    @Test("no more bodies run at once than there are threads")
    func bound() async throws {
        let threads = DedicatedThreads(count: 3, queueLimit: 1_000, waitLimit: nil)
        let gauge = Gauge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    try await threads.run { _, _ in
                        gauge.enter()
                        gauge.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(gauge.peak <= 3)
        #expect(threads.load == (running: 0, waiting: 0))
    }

    @Test("a full queue refuses at once")
    func fullQueue() async throws {
        let threads = DedicatedThreads(count: 1, queueLimit: 0, waitLimit: nil)
        let gate = try Gate()
        async let first: Void = threads.run { _, _ in try? gate.wait() }
        while threads.load.running == 0 { await Task.yield() }
        await #expect(throws: DedicatedThreadsError.busy) { try await threads.run { _, _ in } }
        try await gate.open()
        try await first
    }

    @Test("a body that waits too long is refused though no thread is free")
    func waitLimit() async throws {
        let threads = DedicatedThreads(count: 1, queueLimit: 10, waitLimit: .milliseconds(20))
        let gate = try Gate()
        async let first: Void = threads.run { _, _ in try? gate.wait() }
        while threads.load.running == 0 { await Task.yield() }
        for _ in 0..<3 {
            await #expect(throws: DedicatedThreadsError.busy) { try await threads.run { _, _ in } }
        }
        try await gate.open()
        try await first
        #expect(try await threads.run { _, _ in 5 } == 5)
    }

    @Test("bodies beyond the prompt ones get a thread too when they wait for bodies that take long", arguments: [1, 3])
    func patience(prompt: Int) async throws {
        let threads = DedicatedThreads(count: 4, queueLimit: 100, waitLimit: .seconds(60), promptCount: prompt)
        let gate = try Gate()
        let gauge = Gauge()
        let slow = (0..<3).map { _ in
            Task {
                try await threads.run { _, _ in
                    gauge.enter()
                    try? gate.wait()
                }
            }
        }
        // Each of the three ends only with the gate, so these need the fourth thread.
        for number in 0..<200 { #expect(try await threads.run { _, _ in number } == number) }
        while gauge.peak < 3 { await Task.yield() }
        #expect(try await threads.run { _, thread in thread < 4 })
        try await gate.open()
        for task in slow { try await task.value }
        #expect(threads.load == (running: 0, waiting: 0))
    }

    @Test("many bodies that take no time all run, whatever their number of prompt threads", arguments: [1, 2, 4])
    func manyBodies(prompt: Int) async throws {
        let threads = DedicatedThreads(count: 4, queueLimit: 5_000, waitLimit: .seconds(60), promptCount: prompt)
        let ran = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5_000 { group.addTask { try await threads.run { _, _ in ran.add() } } }
            try await group.waitForAll()
        }
        #expect(ran.value == 5_000)
        #expect(threads.load == (running: 0, waiting: 0))
    }

    @Test("cancelling takes a waiting body off the queue")
    func cancelWaiting() async throws {
        let threads = DedicatedThreads(count: 1, queueLimit: 10, waitLimit: nil)
        let gate = try Gate()
        let ran = Counter()
        async let first: Void = threads.run { _, _ in try? gate.wait() }
        while threads.load.running == 0 { await Task.yield() }
        let second = Task { try await threads.run { _, _ in ran.add() } }
        while threads.load.waiting == 0 { await Task.yield() }
        second.cancel()
        await #expect(throws: DedicatedThreadsError.cancelled) { try await second.value }
        try await gate.open()
        try await first
        #expect(ran.value == 0)
    }

    @Test("cancelling a running body calls its handler")
    func cancelRunning() async throws {
        let threads = DedicatedThreads(count: 1, queueLimit: 10, waitLimit: nil)
        let handoff = ChunkHandoff<Int>(stallLimit: .seconds(60))
        let task = Task {
            try await threads.run { job, _ in
                job.onCancel { handoff.cancel() }
                try handoff.put(1)
                try handoff.put(2)
            }
        }
        while threads.load.running == 0 { await Task.yield() }
        task.cancel()
        await #expect(throws: ChunkHandoffError.consumerGone) { try await task.value }
    }

    @Test("a body cancelled before it was queued does not run")
    func cancelledBefore() async throws {
        let threads = DedicatedThreads(count: 1, queueLimit: 10, waitLimit: nil)
        let ran = Counter()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await threads.run { _, _ in ran.add() }
        }
        await #expect(throws: DedicatedThreadsError.cancelled) { try await task.value }
        #expect(ran.value == 0)
    }

    @Test("shutting down refuses the waiting, lets the running end and clears each thread")
    func shutDown() async throws {
        let ended = Counter()
        let threads = DedicatedThreads(count: 1, queueLimit: 10, waitLimit: nil) { _ in ended.add() }
        let gate = try Gate()
        let first = Task {
            try await threads.run { _, _ in
                try? gate.wait()
                return 1
            }
        }
        while threads.load.running == 0 { await Task.yield() }
        let second = Task { try await threads.run { _, _ in 2 } }
        while threads.load.waiting == 0 { await Task.yield() }
        async let end: Void = threads.shutDown()
        await #expect(throws: DedicatedThreadsError.closed) { try await second.value }
        #expect(ended.value == 0)
        try await gate.open()
        #expect(try await first.value == 1)
        await end
        #expect(ended.value == 1)
        await #expect(throws: DedicatedThreadsError.closed) { try await threads.run { _, _ in } }
    }
}
