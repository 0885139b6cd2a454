/// Chunks that a read produces while a task consumes them; letting go of the stream ends the read.
public final class SQLChunkStream<Chunk: Sendable>: Sendable {
    private let handoff: ChunkHandoff<Chunk>

    init(_ handoff: ChunkHandoff<Chunk>) {
        self.handoff = handoff
    }

    deinit {
        handoff.cancel()
    }

    /// The next chunk; nil at the end.
    ///
    /// Throws what ended the read, or `CancellationError`.
    public func next() async throws -> Chunk? {
        try await handoff.next()
    }

    /// Ends the read now: its statement is interrupted and its connection free again soon.
    public func cancel() {
        handoff.cancel()
    }
}

extension SQLDatabase {
    /// Runs a read whose body hands chunks to whoever consumes the stream, at their pace.
    ///
    /// The body calls ``ChunkHandoff/put(_:)`` on the handoff it gets, and nothing else of it. A consumer that takes
    /// nothing for `stallLimit` is given up: `put` throws, and the connection is free again. The stream ends with the
    /// body's error, ``SQLDatabaseError/busy`` among them.
    public func stream<Chunk: Sendable>(
        _ lane: ReadLane = .stream,
        deadline: Duration? = nil,
        stallLimit: Duration = .seconds(60),
        _ body: @Sendable @escaping (any SQLConnection, ChunkHandoff<Chunk>) throws -> Void
    ) -> SQLChunkStream<Chunk> {
        let handoff = ChunkHandoff<Chunk>(stallLimit: stallLimit)
        let producer = Task {
            do {
                try await read(lane, deadline: deadline) { connection in try body(connection, handoff) }
                handoff.finish()
            } catch {
                handoff.finish(error)
            }
        }
        handoff.onCancel { producer.cancel() }
        return SQLChunkStream(handoff)
    }
}
