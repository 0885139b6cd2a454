import CRMService
import Identity
import Logging
import ODataServer
import ServiceLifecycle

/// Drops what has outlived its use, once at the start and then at a steady pace until the server stops.
struct Housekeeping: Service {
    let gate: Gate
    let asynchronous: AsyncRequests
    let now: @Sendable () -> UTCInstant
    let logger: Logger

    private static let seconds = 3_600

    func run() async throws {
        let ticks = AsyncStream<Void> { continuation in
            continuation.yield()
            let task = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(Self.seconds))
                    continuation.yield()
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
        for await _ in ticks.cancelOnGracefulShutdown() { await tidy() }
    }

    /// A database that is busy or full now has its turn in an hour.
    private func tidy() async {
        await asynchronous.removeExpired(now: now().microseconds)
        do {
            try await gate.forgetOldChanges(now: now().microseconds)
        } catch {
            logger.warning("old changes were not dropped", metadata: ["error": "\(error)"])
        }
    }
}
