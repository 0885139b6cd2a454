import Synchronization

/// A streamed body that is counted, asks now and then whether its reader may go on, and says once how it ended.
final class MeteredBody: Sendable {
    /// The caller lost the right to read on; the body is cut.
    struct AccessEnded: Error {}

    private struct State {
        var first: [UInt8]?
        var bytes: Int64 = 0
        var checkedAt: Int64
        var isFinished = false

        mutating func takeFirst() -> [UInt8]? {
            guard let chunk = first else { return nil }
            first = nil
            bytes += Int64(chunk.count)
            return chunk
        }
    }

    private let stream: ODataByteStream
    private let caller: any CallerContext
    private let usage: @Sendable (_ bytes: Int64, _ isComplete: Bool) -> RequestUsage
    private let now: @Sendable () -> Int64
    private let recheckMicroseconds: Int64
    private let failed: @Sendable (any Error) -> Void
    private let state: Mutex<State>

    /// Makes a body whose first chunk was taken already.
    init(
        first: [UInt8],
        rest: ODataByteStream,
        caller: any CallerContext,
        recheckSeconds: Int,
        now: @escaping @Sendable () -> Int64,
        usage: @escaping @Sendable (_ bytes: Int64, _ isComplete: Bool) -> RequestUsage,
        failed: @escaping @Sendable (any Error) -> Void
    ) {
        stream = rest
        self.caller = caller
        self.usage = usage
        self.now = now
        self.failed = failed
        recheckMicroseconds = Int64(recheckSeconds) * 1_000_000
        state = Mutex(State(first: first, checkedAt: now()))
    }

    deinit { stream.cancel() }

    var body: ODataBody {
        .stream(ODataByteStream(next: { try await self.next() }, cancel: { self.cancel() }))
    }

    private func next() async throws -> [UInt8]? {
        if let first = state.withLock({ $0.takeFirst() }) { return first }
        do {
            if isCheckDue(), await !caller.stillAllowed() { throw AccessEnded() }
            guard let chunk = try await stream.next() else {
                await finish(isComplete: true)
                return nil
            }
            state.withLock { $0.bytes += Int64(chunk.count) }
            return chunk
        } catch {
            stream.cancel()
            failed(error)
            await finish(isComplete: false)
            throw error
        }
    }

    private func isCheckDue() -> Bool {
        let instant = now()
        return state.withLock { state in
            guard instant - state.checkedAt >= recheckMicroseconds else { return false }
            state.checkedAt = instant
            return true
        }
    }

    private func cancel() {
        stream.cancel()
        // The consumer went away and waits for nothing, so the note is taken behind its back.
        Task { await finish(isComplete: false) }
    }

    private func finish(isComplete: Bool) async {
        let bytes: Int64? = state.withLock { state in
            guard !state.isFinished else { return nil }
            state.isFinished = true
            return state.bytes
        }
        if let bytes { await caller.finished(usage(bytes, isComplete)) }
    }
}
