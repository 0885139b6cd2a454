import CRMService
import Logging
import ServiceLifecycle

/// Gives notices and sends mails at a steady pace, until the server stops.
struct NoticeDelivery: Service {
    let notices: NoticeService
    let outbox: OutboxService
    /// Nil while no mail server is set.
    let sender: (any MailSender)?
    let seconds: Int
    let logger: Logger

    func run() async throws {
        let ticks = AsyncStream<Void> { continuation in
            continuation.yield()
            let task = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(seconds))
                    continuation.yield()
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
        for await _ in ticks.cancelOnGracefulShutdown() { await deliver() }
    }

    /// What cannot be done now is done at the next turn; nothing is lost in between.
    private func deliver() async {
        do {
            try await notices.giveDue()
            try await notices.composeMails()
            guard let sender else { return }
            let result = try await outbox.sendDue(by: sender)
            guard result.failed > 0 else { return }
            let trouble = try await notices.mailTrouble()
            logger.warning(
                "Mail is late",
                metadata: [
                    "waiting": .stringConvertible(result.failed), "error": .string(trouble?.lastError ?? ""),
                ]
            )
        } catch {
            logger.warning("Notices wait for the next turn", metadata: ["error": "\(error)"])
        }
    }
}
