import Hummingbird

/// Notices that a client has gone away while nothing is written to it.
///
/// Watching means reading the connection, which then cannot serve another request; so it begins only when an answer has
/// become slow, and quick answers keep their connection.
struct ConnectionWatch: Sendable {
    private let body: RequestBody
    private let slow: SlowRequests?
    private let delay: Duration

    init(request: Request, slow: SlowRequests?, delay: Duration) {
        // Only requests without a body are watched: a body has another reader.
        let isRead = request.method == .get || request.method == .head
        body = request.body
        self.slow = isRead ? slow : nil
        self.delay = delay
    }

    /// Runs an operation and cancels the task it runs in when the client goes away; then throws `CancellationError`.
    ///
    /// `hasWatched` tells whether the connection was read, and so serves no other request.
    func run<Value: Sendable>(
        _ operation: () async throws -> Value
    ) async throws -> (value: Value, hasWatched: Bool) {
        guard let slow else { return (try await operation(), false) }
        return try await withUnsafeCurrentTask { task in
            let watch = RunningTask(task)
            let ticket = slow.enter { watch.begin { await closed() } }
            do {
                let value = try await operation()
                slow.leave(ticket)
                let hasWatched = await watch.end()
                if watch.isCancelled { throw CancellationError() }
                return (value, hasWatched)
            } catch {
                slow.leave(ticket)
                await watch.end()
                throw error
            }
        }
    }

    /// Waits until the client goes away or the waiting task is cancelled, beginning after the delay; true for the former.
    func isClosed() async -> Bool {
        guard slow != nil else { return false }
        do {
            try await Task.sleep(for: delay)
        } catch {
            return false  // cancelled, because the answer is finished
        }
        return await closed()
    }

    private func closed() async -> Bool {
        let (closed, signal) = AsyncStream<Void>.makeStream()
        do {
            return try await body.consumeWithInboundCloseHandler { _ in
                for await _ in closed { return true }
                return false
            } onInboundClosed: {
                signal.yield()
                signal.finish()
            }
        } catch {
            return false  // cancelled, because the answer is finished
        }
    }
}
