import SQLCore
import SQLiteDriver
import Synchronization
import Testing

@Suite("Two readers of one state", .enabled(if: DedicatedThreads.coreCount > 1, "needs two cores"))
struct SQLiteCompanionTests {
    private static let count = RenderedSQL("SELECT count(*) FROM t")

    private struct Refused: Error {}

    private static func count(on connection: any SQLConnection) throws -> SQLValue {
        try connection.rows(count)[0][0]
    }

    @Test("Both see the same rows while another thread goes on writing", .timeLimit(.minutes(5)))
    func state() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x)")
            let writer = Task {
                while !Task.isCancelled { try await database.script("INSERT INTO t VALUES (1)") }
            }
            var together = 0
            for _ in 0..<200 {
                let pair = try await database.read(.stream) { connection -> [SQLValue]? in
                    let other = Mutex<SQLValue>(.null)
                    let own = try connection.withCompanion({ companion in
                        let found = try Self.count(on: companion)
                        other.withLock { $0 = found }
                    }) { try Self.count(on: connection) }
                    return own.map { [$0, other.withLock { $0 }] }
                }
                guard let pair else { continue }
                together += 1
                #expect(pair[0] == pair[1])
            }
            writer.cancel()
            _ = try? await writer.value
            #expect(together > 0)
        }
    }

    @Test("An error on either side ends both, and is what the caller gets", .timeLimit(.minutes(5)))
    func errors() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x)")
            await #expect(throws: Refused.self) {
                try await database.read(.stream) { connection in
                    // Only the interrupt ends the companion's statement.
                    try connection.withCompanion({ _ = try $0.rows(endlessStatement) }) { throw Refused() }
                }
            }
            await #expect(throws: Refused.self) {
                try await database.read(.stream) { connection in
                    let parts = OrderedParts<Int>(ahead: 1)
                    return try connection.withCompanion({ _ in
                        defer { parts.close() }
                        throw Refused()
                    }) {
                        guard parts.take(0) != nil else { throw CompanionStopped() }
                    }
                }
            }
            await #expect(throws: Refused.self) {
                try await database.read(.stream) { try $0.withCompanion({ _ in throw Refused() }) {} }
            }
            #expect(try await database.read(.stream) { try $0.withCompanion({ _ in }) { 5 } } == 5)
        }
    }

    @Test("Without a free thread, and for writers and short reads, the caller does it alone", .timeLimit(.minutes(5)))
    func alone() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x)")
            let runs = Counter()
            let alone: @Sendable (any SQLConnection) throws -> Bool = { connection in
                let work: @Sendable (any SQLConnection) -> Void = { _ in runs.add() }
                return try connection.withCompanion(work) { runs.add() } == nil
            }
            #expect(try await database.read(.short, alone))
            #expect(try await database.write(deadline: nil, alone))
            // The companion of the outer read holds the only further thread of two cores, or one of several.
            let depth = DedicatedThreads.coreCount
            let found = try await database.read(.stream) { connection in
                try Self.nested(depth, on: connection, alone)
            }
            #expect(found)
            #expect(runs.value == 0)
        }
    }

    /// Asks for a companion inside the body of another, until none is left for the last one.
    private static func nested(
        _ depth: Int,
        on connection: any SQLConnection,
        _ last: (any SQLConnection) throws -> Bool
    ) throws -> Bool {
        guard depth > 0 else { return try last(connection) }
        let parts = OrderedParts<Int>(ahead: 1)
        let waiting: @Sendable (any SQLConnection) -> Void = { _ in _ = parts.take(0) }
        let inner = try connection.withCompanion(waiting) {
            defer { parts.close() }
            return try nested(depth - 1, on: connection, last)
        }
        return inner ?? true
    }

    @Test("A cancelled read ends with its companion", .timeLimit(.minutes(5)))
    func cancelled() async throws {
        try await withDatabase { database async throws in
            let handoff = ChunkHandoff<Int>(stallLimit: nil)
            let task = Task {
                try await database.read(.stream) { connection in
                    try connection.withCompanion({ _ = try $0.rows(endlessStatement) }) {
                        try handoff.put(1)
                        _ = try connection.rows(endlessStatement)
                    }
                }
            }
            _ = try await handoff.next()
            task.cancel()
            await #expect(throws: SQLDatabaseError.interrupted) { try await task.value }
        }
    }
}

/// Counts calls from any thread.
private final class Counter: Sendable {
    private let count = Mutex(0)
    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
}
