public import Identity
import SQLCore

/// A session of a person as that person sees it under My Profile → Security.
public struct OpenSession: Sendable, Equatable {
    /// Names the session in forms and audit events: eight hexadecimal digits.
    public let reference: String
    /// The program and system the session began with, as far as the client told.
    public let client: String
    /// The address the session was begun from.
    public let address: String
    /// When the password was first checked.
    public let startedAt: UTCInstant
    /// The last request, at most a minute late.
    public let lastSeenAt: UTCInstant
    /// Whether it is the session that asks.
    public let isCurrent: Bool
}

extension SessionGate {
    /// The most sessions shown and ended at once.
    static let mostSessions = 200

    /// The valid sessions of a person, the asking one first, then the last used; at most 200.
    public func sessions(of person: SignedInPerson) async throws -> [OpenSession] {
        let found = try await valid(of: person).map { placed in
            let record = placed.session.record
            return OpenSession(
                reference: placed.session.digest.reference,
                client: DeviceName.guess(placed.client),
                address: placed.address,
                startedAt: record.createdAt,
                lastSeenAt: record.lastSeenAt,
                isCurrent: placed.session.digest == person.stored.digest
            )
        }
        return found.filter(\.isCurrent) + found.filter { !$0.isCurrent }
    }

    /// Ends a session of the person; gives false where there is none of that reference, for instance a second time.
    ///
    /// The session that asks is never ended this way: ``signOut(_:origin:)`` does that, with the cookie.
    public func endSession(
        _ reference: String,
        of person: SignedInPerson,
        origin: RequestOrigin
    ) async throws -> Bool {
        let meant = try await valid(of: person).map(\.session.digest).filter { $0.reference == reference }
        return try await end(meant, of: person, origin: origin) > 0
    }

    /// Ends every session of the person but the one that asks, and gives their number.
    @discardableResult
    public func endOtherSessions(of person: SignedInPerson, origin: RequestOrigin) async throws -> Int {
        try await end(try await valid(of: person).map(\.session.digest), of: person, origin: origin)
    }

    private func valid(of person: SignedInPerson) async throws -> [PlacedSession] {
        let (store, user) = (shared.sessions, person.account.id)
        let found = try await shared.database.read { connection in
            try store.notEnded(of: user, limit: Self.mostSessions, on: connection)
        }
        let (account, now) = (person.account, shared.effects.now())
        return found.filter { placed in
            rules.verdict(on: placed.session.record, role: account.role, isAccountOpen: account.isActive, at: now)
                == .valid
        }
    }

    /// Ends sessions but the asking one, with an audit event for each, in one transaction.
    private func end(
        _ digests: [SessionDigest],
        of person: SignedInPerson,
        origin: RequestOrigin
    ) async throws -> Int {
        let (store, audit, now) = (shared.sessions, shared.audit, shared.effects.now())
        let (actor, account) = (AuditActor(person.principal), person.account)
        let others = digests.filter { $0 != person.stored.digest }
        guard !others.isEmpty else { return 0 }
        return try await shared.database.write { connection in
            var ended = 0
            for digest in others where try store.end(digest, at: now, reason: "ended-by-person", on: connection) {
                ended += 1
                let event = AuditEvent(
                    at: now,
                    actor: actor,
                    action: .sessionEnded,
                    subject: AuditSubject(type: "Users", id: account.id.rawValue, name: account.userName),
                    address: origin.address.description,
                    client: origin.client,
                    requestID: origin.requestID,
                    after: .object(["ended_session": .string(digest.reference)])
                )
                try audit.append(event, on: connection)
            }
            return ended
        }
    }
}
