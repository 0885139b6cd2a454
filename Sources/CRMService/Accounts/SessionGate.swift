public import Identity
import SQLCore

/// A person with a valid session, read for one request.
public struct SignedInPerson: Sendable {
    /// The account as it is now.
    public let account: Account
    /// The person with the facts of the session.
    public let principal: Principal
    /// The person as a reader of the business data.
    public let viewer: Viewer
    /// Whether the login is fresh enough for acts that start something.
    public let isFresh: Bool
    let stored: StoredSession

    /// The hidden value that a form of this session carries.
    public func formToken(_ form: String) -> String { FormToken.make(csrfKey: stored.csrfKey, form: form) }

    /// Whether a posted value is that of the form in this session; compared in constant time.
    public func isFormToken(_ value: String, of form: String) -> Bool {
        FormToken.isValid(value, csrfKey: stored.csrfKey, form: form)
    }
}

/// Finds the person behind a session cookie; every request reads session and account together.
public struct SessionGate: Sendable {
    let shared: Accounts
    let rules: SessionRules

    /// Makes the gate.
    public init(_ shared: Accounts, rules: SessionRules = SessionRules()) {
        self.shared = shared
        self.rules = rules
    }

    /// The person of a session, or nil where it does not exist, has ended, or its account was closed.
    public func person(_ id: SessionID) async throws -> SignedInPerson? {
        let (sessions, accounts, now) = (shared.sessions, shared.accounts, shared.effects.now())
        let digest = id.digest
        let found = try await shared.database.read { connection -> (StoredSession, Account)? in
            guard let session = try sessions.session(digest, on: connection),
                let account = try accounts.account(session.userID, on: connection)
            else { return nil }
            return (session, account)
        }
        guard let (session, account) = found else { return nil }
        switch rules.verdict(on: session.record, role: account.role, isAccountOpen: account.isActive, at: now) {
        case .ended: return nil
        case .needsNewID:
            // The role changed: this session ends, and the person signs in again with the new rights.
            try await end(session, reason: "role-changed")
            return nil
        case .valid: break
        }
        if rules.needsTouch(lastSeenAt: session.record.lastSeenAt, at: now) {
            // Where the note cannot be taken at once, the next request takes it.
            _ = await shared.database.writeBriefly { connection in
                try sessions.touch(digest, at: now, on: connection)
            }
        }
        let facts = SessionFacts(
            reference: digest.reference,
            authenticatedAt: session.record.authenticatedAt,
            hasSecondFactor: session.hasSecondFactor,
            role: account.role
        )
        let principal = Principal.person(account.id, facts)
        return SignedInPerson(
            account: account,
            principal: principal,
            viewer: account.viewer(principal),
            isFresh: facts.isFresh(at: now),
            stored: session
        )
    }

    /// Ends a session; a second call does nothing.
    public func signOut(_ person: SignedInPerson, origin: RequestOrigin) async throws {
        let (sessions, audit, now) = (shared.sessions, shared.audit, shared.effects.now())
        let event = AuditEvent(
            at: now,
            actor: AuditActor(person.principal),
            action: .logout,
            subject: AuditSubject(type: "Users", id: person.account.id.rawValue, name: person.account.userName),
            address: origin.address.description,
            client: origin.client,
            requestID: origin.requestID
        )
        let digest = person.stored.digest
        try await shared.database.write { connection in
            try sessions.end(digest, at: now, reason: "signed-out", on: connection)
            try audit.append(event, on: connection)
        }
    }

    private func end(_ session: StoredSession, reason: String) async throws {
        let (sessions, now) = (shared.sessions, shared.effects.now())
        let digest = session.digest
        _ = try await shared.database.write { connection in
            try sessions.end(digest, at: now, reason: reason, on: connection)
        }
    }
}
