import Hummingbird

/// Notices that a client has gone away while nothing is written to it.
///
/// Watching means reading the connection, which then cannot serve another request; so it begins only when an answer has
/// become slow, and quick answers keep their connection.
struct ConnectionWatch: Sendable {
    private let body: RequestBody
    private let delay: Duration?

    init(request: Request, delay: Duration?) {
        // Only requests without a body are watched: a body has another reader.
        let isRead = request.method == .get || request.method == .head
        body = request.body
        self.delay = isRead ? delay : nil
    }

    /// Runs an operation and cancels it when the client goes away.
    func run<Value: Sendable>(_ operation: @escaping @Sendable () async throws -> Value) async throws -> Value {
        guard delay != nil else { return try await operation() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await operation() }
            group.addTask { await isClosed() ? nil : try await Self.never() }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let value = result { return value }
                group.cancelAll()
            }
            throw CancellationError()
        }
    }

    /// Waits until the client goes away or the waiting task is cancelled; true for the former.
    func isClosed() async -> Bool {
        guard let delay else { return false }
        do {
            try await Task.sleep(for: delay)
            let (closed, signal) = AsyncStream<Void>.makeStream()
            return try await body.consumeWithInboundCloseHandler { _ in
                for await _ in closed { return true }
                return false
            } onInboundClosed: {
                signal.yield()
                signal.finish()
            }
        } catch {
            // Cancelled, because the answer is finished.
            return false
        }
    }

    /// Waits until it is cancelled.
    private static func never<Value>() async throws -> Value? {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}
