import CRMService
import Logging
import ServiceLifecycle

/// Seals audit events within two seconds, and writes the newest link to the log every hour.
struct AuditSealing: Service {
    let sealer: AuditSealer
    let logger: Logger

    private static let seconds = 1
    private static let turnsOfAnchor = 3_600
    /// A database that is busy for a while is no news; one that stays so is.
    private static let turnsOfWarning = 60

    func run() async throws {
        let ticks = AsyncStream<Void> { continuation in
            let task = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(Self.seconds))
                    continuation.yield()
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
        var (turn, failures) = (0, 0)
        for await _ in ticks.cancelOnGracefulShutdown() {
            turn += 1
            do {
                try await sealer.seal()
                failures = 0
                if turn % Self.turnsOfAnchor == 0 { try await logAnchor() }
            } catch {
                failures += 1
                if failures % Self.turnsOfWarning == 0 {
                    logger.warning("audit events are not sealed", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    private func logAnchor() async throws {
        let anchor = try await sealer.anchor()
        logger.notice(
            "Audit chain",
            metadata: ["link": .stringConvertible(anchor.link), "hash": .string(anchor.hash)]
        )
    }
}
