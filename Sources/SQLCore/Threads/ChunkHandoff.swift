/// Why a chunk could not be handed over.
public enum ChunkHandoffError: Error, Equatable {
    /// The consumer has gone or was cancelled.
    case consumerGone
    /// The consumer took nothing within the limit.
    case consumerStalled
    /// The producer had said it was finished.
    case finished
    /// Two tasks waited for the next chunk at once.
    case twoConsumers
}

/// Hands chunks from a thread that may block to a task that may not, one at a time.
///
/// Holds one chunk, so the producer is at most one chunk ahead: memory per stream is two chunks, whatever the size of
/// the whole. Cancelling from either side wakes the other. One producer, one consumer.
public final class ChunkHandoff<Chunk: Sendable>: Sendable {
    private struct State {
        var slot: Chunk?
        var end: Result<Void, any Error>?
        var isCancelled = false
        var consumer: CheckedContinuation<Chunk?, any Error>?
        var cancelHandler: (@Sendable () -> Void)?
    }

    private enum PutOutcome {
        case stored
        case deliver(CheckedContinuation<Chunk?, any Error>)
        case refuse(ChunkHandoffError)
    }

    private enum NextOutcome {
        case chunk(Chunk?)
        case failure(any Error)
        case wait
    }

    private let stallLimit: Duration?
    private let monitor = ThreadMonitor(State())

    /// Makes an empty handoff whose producer waits at most `stallLimit` for the consumer; nil for ever.
    public init(stallLimit: Duration?) {
        self.stallLimit = stallLimit
    }

    /// Gives a chunk; blocks the thread while the one before has not been taken.
    ///
    /// For dedicated threads only. Throws ``ChunkHandoffError/consumerGone`` or
    /// ``ChunkHandoffError/consumerStalled``; after either the producer should stop.
    public func put(_ chunk: Chunk) throws(ChunkHandoffError) {
        var deadline = stallLimit.map { MonotonicInstant.now.advanced(by: $0) }
        let outcome = monitor.wait(for: .work, deadline: &deadline) { state, _ -> PutOutcome? in
            if state.isCancelled { return .refuse(.consumerGone) }
            if state.end != nil { return .refuse(.finished) }
            if let consumer = state.consumer {
                state.consumer = nil
                return .deliver(consumer)
            }
            guard state.slot == nil else { return nil }
            state.slot = chunk
            return .stored
        }
        switch outcome {
        case .stored: return
        case .deliver(let consumer): consumer.resume(returning: chunk)
        case .refuse(let error): throw error
        case nil:
            finish(ChunkHandoffError.consumerStalled)
            throw .consumerStalled
        }
    }

    /// Ends the chunks, with an error or without; a second call does nothing.
    ///
    /// The consumer still gets the chunk before. Never blocks.
    public func finish(_ error: (any Error)? = nil) {
        let consumer = monitor.withLock { state -> CheckedContinuation<Chunk?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = error.map { .failure($0) } ?? .success(())
            state.cancelHandler = nil
            defer { state.consumer = nil }
            return state.consumer
        }
        monitor.wakeAll()
        if let error {
            consumer?.resume(throwing: error)
        } else {
            consumer?.resume(returning: nil)
        }
    }

    /// The next chunk; nil at the end.
    ///
    /// Throws what the producer finished with, or `CancellationError` if the task or the handoff was cancelled.
    public func next() async throws -> Chunk? {
        switch takeWithoutWaiting() {
        case .chunk(let chunk): return chunk
        case .failure(let error): throw error
        case .wait: break
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                switch take(orWait: continuation) {
                case .chunk(let chunk): continuation.resume(returning: chunk)
                case .failure(let error): continuation.resume(throwing: error)
                case .wait: break
                }
            }
        } onCancel: {
            cancel()
        }
    }

    /// Tells the producer that nobody wants more; what lies ready is dropped.
    public func cancel() {
        let (consumer, handler) = monitor.withLock { state in
            defer {
                state.isCancelled = true
                state.slot = nil
                state.consumer = nil
                state.cancelHandler = nil
            }
            return (state.consumer, state.cancelHandler)
        }
        monitor.wakeAll()
        consumer?.resume(throwing: CancellationError())
        handler?()
    }

    /// Sets what a cancellation does beside waking the producer; called at once if it came before.
    public func onCancel(_ handler: @Sendable @escaping () -> Void) {
        let isCancelled = monitor.withLock { state in
            if !state.isCancelled, state.end == nil { state.cancelHandler = handler }
            return state.isCancelled
        }
        if isCancelled { handler() }
    }

    private func takeWithoutWaiting() -> NextOutcome {
        take(orWait: nil)
    }

    private func take(orWait continuation: CheckedContinuation<Chunk?, any Error>?) -> NextOutcome {
        let outcome = monitor.withLock { state -> NextOutcome in
            if state.isCancelled { return .failure(CancellationError()) }
            if let chunk = state.slot {
                state.slot = nil
                return .chunk(chunk)
            }
            switch state.end {
            case .success: return .chunk(nil)
            case .failure(let error): return .failure(error)
            case nil: break
            }
            guard state.consumer == nil else { return .failure(ChunkHandoffError.twoConsumers) }
            state.consumer = continuation
            return .wait
        }
        if case .chunk(.some) = outcome { monitor.wakeOne(.work) }
        return outcome
    }
}
