import CRMService
import Logging
import ServiceLifecycle

/// Writes what tokens were used for at a steady pace, until the server stops.
struct UsageFlush: Service {
    let usage: UsageRecorder
    let seconds: Int

    func run() async throws {
        let ticks = AsyncStream<Void> { continuation in
            let task = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(seconds))
                    continuation.yield()
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
        for await _ in ticks.cancelOnGracefulShutdown() { await usage.flush() }
    }
}
