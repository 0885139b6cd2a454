public import Identity
import SQLCore

/// The one-time link by which the first administrator is made on a fresh server.
///
/// While no administrator exists the pages lead to the set-up page, which needs this link: nobody else on the network
/// can claim the server.
public struct SetupService: Sendable {
    private let shared: Accounts
    private let users: UserService

    /// How long a link works.
    public static let lifeSeconds: Int64 = 3_600

    /// Makes the service.
    public init(_ shared: Accounts) {
        self.shared = shared
        users = UserService(shared)
    }

    /// Whether set-up is still to be done.
    public func isOpen() async throws -> Bool { try await !users.hasAdministrator() }

    /// Makes a new link's secret; earlier ones stop working.
    public func issueLink() async throws -> OneTimeSecret {
        var random = shared.effects.makeRandom()
        let secret = OneTimeSecret.draw(using: &random)
        let now = shared.effects.now()
        try await shared.database.write { connection in
            try OneTimeLinkStore.replaceSetUpLinks(
                with: secret,
                until: now.adding(seconds: Self.lifeSeconds),
                on: connection
            )
        }
        return secret
    }

    /// Whether a link's text is valid now.
    public func isValid(_ text: String) async throws -> Bool {
        guard let secret = OneTimeSecret(text: text), try await isOpen() else { return false }
        let now = shared.effects.now()
        return try await shared.database.read { connection in
            try OneTimeLinkStore.isUsable(secret, at: now, on: connection)
        }
    }

    /// Makes the first administrator; the link is used up.
    ///
    /// Throws ``UserServiceError/invalid(_:)`` with every fault of the form; gives nil where the link is not valid.
    public func createAdministrator(
        _ draft: UserDraft,
        password: String,
        link: String,
        origin: RequestOrigin
    ) async throws -> UserID? {
        guard try await isValid(link), let secret = OneTimeSecret(text: link) else { return nil }
        var draft = draft
        draft.role = .admin
        let (accounts, audit, now, name) = (shared.accounts, shared.audit, shared.effects.now(), draft.userName)
        do {
            return try await users.create(draft, password: password, origin: origin) { id, connection in
                // The link is used up with the account it makes, so that of two requests at once only one makes one.
                let isOther = try accounts.hasAdministrator(besides: id, on: connection)
                guard !isOther, try OneTimeLinkStore.use(secret, at: now, on: connection) else { throw LinkNotValid() }
                let event = AuditEvent(
                    at: now,
                    actor: .system,
                    action: .setupDone,
                    subject: AuditSubject(type: "Users", id: id.rawValue, name: name),
                    address: origin.address.description,
                    client: origin.client,
                    requestID: origin.requestID
                )
                try audit.append(event, on: connection)
            }
        } catch is LinkNotValid {
            return nil
        }
    }

    private struct LinkNotValid: Error {}
}
