import SQLCore

/// Why a mail was not taken.
public struct MailFailure: Error, Sendable, Hashable {
    /// The reason in one line, without a secret.
    public var reason: String
    /// Whether the server refused this mail only, so that others may go on.
    public var isOfMail: Bool

    /// Names a reason.
    public init(_ reason: String, isOfMail: Bool = false) {
        self.reason = reason
        self.isOfMail = isOfMail
    }
}

/// Hands a mail to a server.
public protocol MailSender: Sendable {
    /// Sends one mail; throws where the server did not take it.
    func send(_ mail: ClaimedMail) async throws(MailFailure)
}

/// Sends what waits in the outbox: a mail leaves it when a server took it, and not before.
public struct OutboxService: Sendable {
    private let shared: Accounts

    /// So many mails are taken at a time.
    private static let batch: Int64 = 10

    /// Makes the service.
    public init(_ shared: Accounts) {
        self.shared = shared
    }

    /// Sends what is due; tells how many mails were taken and how many were not.
    ///
    /// After a failure of the server the rest waits for the next call; a mail that is refused waits alone.
    public func sendDue(by sender: any MailSender) async throws -> (sent: Int, failed: Int) {
        let effects = shared.effects
        var (sent, failed) = (0, 0)
        while true {
            let now = effects.now()
            let mails = try await shared.database.write { connection in
                try OutboxStore.claim(limit: Self.batch, at: now, on: connection)
            }
            if mails.isEmpty { return (sent, failed) }
            for (position, mail) in mails.enumerated() {
                do throws(MailFailure) {
                    try await sender.send(mail)
                } catch {
                    let late = error.isOfMail ? mails[position...position] : mails[position...]
                    try await postpone(late, reason: error.reason)
                    failed += late.count
                    if error.isOfMail { continue }
                    return (sent, failed)
                }
                try await shared.database.write { connection in
                    try OutboxStore.finish(mail, at: effects.now(), on: connection)
                }
                sent += 1
            }
        }
    }

    private func postpone(_ mails: ArraySlice<ClaimedMail>, reason: String) async throws {
        let now = shared.effects.now()
        try await shared.database.write { connection in
            for mail in mails { try OutboxStore.postpone(mail, error: reason, at: now, on: connection) }
        }
    }
}
