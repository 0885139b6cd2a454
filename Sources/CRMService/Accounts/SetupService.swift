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
            try connection.execute(
                DeleteStatement(from: "one_time_link", where: .equals(.column("kind"), .text("setup")))
            )
            let insert = InsertStatement(
                into: "one_time_link",
                columns: ["digest", "kind", "expires_at"],
                rows: [
                    [
                        .bind(.blob(secret.digestBytes)), .text("setup"),
                        .bind(.integer(now.adding(seconds: Self.lifeSeconds).microseconds)),
                    ]
                ]
            )
            try connection.execute(insert)
        }
        return secret
    }

    /// Whether a link's text is valid now.
    public func isValid(_ text: String) async throws -> Bool {
        guard let secret = OneTimeSecret(text: text), try await isOpen() else { return false }
        let now = shared.effects.now()
        return try await shared.database.read { connection in
            let found = SelectStatement(
                columns: [SQLResultColumn(.integer(1))],
                from: .table("one_time_link", alias: "l"),
                where: Self.isUsable(secret, at: now, alias: "l")
            )
            return try !connection.rows(found).isEmpty
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
        let id = try await users.create(draft, password: password, origin: origin)
        let (audit, now) = (shared.audit, shared.effects.now())
        let event = AuditEvent(
            at: now,
            actor: .system,
            action: .setupDone,
            subject: AuditSubject(type: "Users", id: id.rawValue, name: draft.userName),
            address: origin.address.description,
            client: origin.client,
            requestID: origin.requestID
        )
        try await shared.database.write { connection in
            let isThis = SQLExpression.equals(.column("digest"), .bind(.blob(secret.digestBytes)))
            let use = UpdateStatement(
                "one_time_link",
                set: [SQLAssignment("used_at", .bind(.integer(now.microseconds)))],
                where: isThis
            )
            try connection.execute(use)
            try audit.append(event, on: connection)
        }
        return id
    }

    private static func isUsable(_ secret: OneTimeSecret, at now: UTCInstant, alias: String) -> SQLExpression {
        .and([
            .equals(.column(alias, "digest"), .bind(.blob(secret.digestBytes))),
            .equals(.column(alias, "kind"), .text("setup")),
            .isNull(.column(alias, "used_at")),
            .greater(.column(alias, "expires_at"), .bind(.integer(now.microseconds))),
        ])
    }
}
