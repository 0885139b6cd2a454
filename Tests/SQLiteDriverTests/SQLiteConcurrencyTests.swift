import SQLCore
import SQLiteDriver
import Testing

@Suite struct SQLiteConcurrencyTests {
    /// Waits until the database shows what is expected; the test's time limit ends a wait for ever.
    static func waits(for database: SQLiteDatabase, until isReached: (SQLDatabaseStatus) -> Bool) async throws {
        while !isReached(try await database.status()) { await Task.yield() }
    }

    @Test("cancelling ends an endless statement", .timeLimit(.minutes(5)), arguments: ReadLane.allCases)
    func interrupt(lane: ReadLane) async throws {
        try await withDatabase { database async throws in
            let handoff = ChunkHandoff<Int>(stallLimit: nil)
            let task = Task {
                try await database.read(lane) { connection in
                    try handoff.put(1)
                    return try connection.rows(endlessStatement)
                }
            }
            _ = try await handoff.next()
            task.cancel()
            await #expect(throws: SQLDatabaseError.interrupted) { try await task.value }
            #expect(try await database.read(lane) { try $0.rows(RenderedSQL("SELECT 1")) } == [[1]])
        }
    }

    @Test("an endless write is interrupted and rolled back", .timeLimit(.minutes(5)))
    func interruptedWrite() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x)")
            let handoff = ChunkHandoff<Int>(stallLimit: nil)
            let task = Task {
                try await database.write { connection in
                    try connection.execute(script: "INSERT INTO t VALUES (1)")
                    try handoff.put(1)
                    _ = try connection.rows(endlessStatement)
                }
            }
            _ = try await handoff.next()
            task.cancel()
            await #expect(throws: SQLDatabaseError.interrupted) { try await task.value }
            try await database.script("INSERT INTO t VALUES (2)")
            #expect(try await database.read { try $0.rows(RenderedSQL("SELECT x FROM t")) } == [[2]])
        }
    }

    @Test("a body that ends well after its task was cancelled changes nothing", .timeLimit(.minutes(5)))
    func cancelledBeforeCommit() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x)")
            let handoff = ChunkHandoff<Int>(stallLimit: nil)
            let task = Task {
                try await database.write { connection in
                    try connection.execute(script: "INSERT INTO t VALUES (1)")
                    try handoff.put(1)
                    try handoff.put(2)
                    // Waits until the handoff is cancelled.
                    try? handoff.put(3)
                }
            }
            _ = try await handoff.next()
            task.cancel()
            handoff.cancel()
            await #expect(throws: SQLDatabaseError.interrupted) { try await task.value }
            #expect(try await database.read { try $0.rows(RenderedSQL("SELECT x FROM t")) } == [])
        }
    }

    @Test("a statement past its deadline ends and says so", .timeLimit(.minutes(5)))
    func deadline() async throws {
        try await withDatabase { database async throws in
            await #expect(throws: SQLDatabaseError.timedOut) {
                try await database.read(.short, deadline: .milliseconds(20)) { try $0.rows(endlessStatement) }
            }
            await #expect(throws: SQLDatabaseError.timedOut) {
                try await database.write(deadline: .milliseconds(20)) { try $0.rows(endlessStatement) }
            }
            #expect(try await database.read { try $0.rows(RenderedSQL("SELECT 1")) } == [[1]])
        }
    }

    @Test("slow streams fill their lane and leave the short one free", .timeLimit(.minutes(5)))
    func lanes() async throws {
        try await withDatabase(
            .changed {
                $0.streamReaders = 3
                $0.waitLimit = .milliseconds(50)
            }
        ) { database async throws in
            let slow = (0..<3).map { _ in
                Task { try await database.read(.stream) { try $0.rows(endlessStatement) } }
            }
            try await Self.waits(for: database) { $0.streamReads == 3 }
            for _ in 0..<50 {
                #expect(try await database.read { try $0.rows(RenderedSQL("SELECT 1")) } == [[1]])
            }
            await #expect(throws: SQLDatabaseError.busy) { try await database.read(.stream) { _ in } }
            for task in slow { task.cancel() }
            for task in slow { await #expect(throws: SQLDatabaseError.interrupted) { try await task.value } }
        }
    }

    @Test("a stream hands over its chunks in order and ends", .timeLimit(.minutes(5)))
    func stream() async throws {
        try await withDatabase { database async throws in
            let stream: SQLChunkStream<Int64> = database.stream { connection, handoff in
                let cursor = try connection.query(endlessRows)
                while try cursor.step(), cursor.integer(0) <= 1_000 { try handoff.put(cursor.integer(0)) }
            }
            var numbers: [Int64] = []
            while let number = try await stream.next() { numbers.append(number) }
            #expect(numbers == Array(1...1_000))
        }
    }

    @Test("a stream whose body fails ends with its error", .timeLimit(.minutes(5)))
    func failingStream() async throws {
        try await withDatabase { database async throws in
            let stream: SQLChunkStream<Int64> = database.stream { connection, handoff in
                try handoff.put(1)
                _ = try connection.rows(RenderedSQL("SELECT odata_div(1, 0)"))
            }
            #expect(try await stream.next() == 1)
            await #expect(throws: SQLDatabaseError.arithmetic(.divisionByZero)) { try await stream.next() }
        }
    }

    @Test("a client that takes nothing is cut, and its connection free again", .timeLimit(.minutes(5)))
    func stalledClient() async throws {
        try await withDatabase { database async throws in
            let stream: SQLChunkStream<Int64> = database.stream(stallLimit: .milliseconds(20)) { connection, handoff in
                let cursor = try connection.query(endlessRows)
                while try cursor.step() { try handoff.put(cursor.integer(0)) }
            }
            #expect(try await stream.next() == 1)
            try await Self.waits(for: database) { $0.streamReads == 0 }
            #expect(try await stream.next() == 2)
            await #expect(throws: ChunkHandoffError.consumerStalled) { try await stream.next() }
        }
    }

    @Test("two hundred streams left at any point leave no busy connection", .timeLimit(.minutes(5)))
    func abandonedStreams() async throws {
        let patient = SQLiteConfiguration.changed {
            $0.streamReaders = 4
            $0.waitLimit = .seconds(60)
        }
        try await withDatabase(patient) { database async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let stream: SQLChunkStream<Int64> = database.stream { connection, handoff in
                            // Some produce without end, some compute without end.
                            let cursor = try connection.query(number % 3 == 0 ? endlessStatement : endlessRows)
                            while try cursor.step() { try handoff.put(cursor.integer(0)) }
                        }
                        guard number % 3 != 0 else {
                            if number % 2 == 0 { stream.cancel() }
                            return
                        }
                        for _ in 0..<(number % 4) { _ = try await stream.next() }
                    }
                }
                try await group.waitForAll()
            }
            try await Self.waits(for: database) { $0.streamReads == 0 && $0.waiting == 0 }
            #expect(try await database.read(.stream) { try $0.rows(RenderedSQL("SELECT 1")) } == [[1]])
        }
    }

    @Test("cancelling a task that reads a stream ends the read", .timeLimit(.minutes(5)))
    func cancelledReader() async throws {
        try await withDatabase { database async throws in
            let task = Task {
                let stream: SQLChunkStream<Int64> = database.stream { connection, handoff in
                    try handoff.put(connection.rows(endlessStatement).isEmpty ? 0 : 1)
                }
                return try await stream.next()
            }
            try await Self.waits(for: database) { $0.streamReads == 1 }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await Self.waits(for: database) { $0.streamReads == 0 }
        }
    }
}
