public import Identity
import SQLCore
import Synchronization

/// How a sign-in ended.
public enum SignInOutcome: Sendable {
    /// A new session: its id goes into the cookie and nowhere else.
    case signedIn(SessionID, maxAgeSeconds: Int?)
    /// One answer for every wrong pair, and for unknown, disabled and integration accounts.
    case refused
    /// Too many failures; nothing was computed.
    case throttled(seconds: Int)
    /// The password threads are all busy.
    case overloaded
}

/// Signs people in with their password, throttles failures and confirms fresh logins.
public final class SignIn: Sendable {
    private let shared: Accounts
    private let rules: SessionRules
    private let throttle = Mutex(LoginThrottle())

    /// Makes the service.
    public init(_ shared: Accounts, rules: SessionRules = SessionRules()) {
        self.shared = shared
        self.rules = rules
    }

    /// Checks a login and password and opens a session.
    ///
    /// One password computation runs for every attempt that is not throttled, whether the account exists or not.
    public func signIn(
        login: String,
        password: String,
        remember: Bool,
        origin: RequestOrigin
    ) async throws -> SignInOutcome {
        let now = shared.effects.now()
        let name = Self.bucket(login)
        let login = String(login.prefix(254))
        if case .wait(let seconds) = wait(name, origin, now) { return .throttled(seconds: seconds) }
        let account = try await account(login: login)
        switch try await check(password, of: account) {
        case .busy: return .overloaded
        case .wrong:
            try await recordFailure(name, account: account, origin: origin, action: .loginFailed)
            return .refused
        case .right(let account):
            throttle.withLock { $0.recordSuccess(account: name, network: origin.address.throttleNetwork) }
            return try await open(account, remember: remember, origin: origin)
        }
    }

    /// Confirms that the person of a session is present: checks the password again and makes the login fresh.
    ///
    /// Gives the id of the new session; the old one has ended.
    public func confirm(
        password: String,
        session: SignedInPerson,
        origin: RequestOrigin
    ) async throws -> SignInOutcome {
        let now = shared.effects.now()
        let name = Self.bucket(session.account.userName)
        if case .wait(let seconds) = wait(name, origin, now) { return .throttled(seconds: seconds) }
        switch try await check(password, of: session.account) {
        case .busy: return .overloaded
        case .wrong:
            try await recordFailure(name, account: session.account, origin: origin, action: .stepUpFailed)
            return .refused
        case .right(let account):
            throttle.withLock { $0.recordSuccess(account: name, network: origin.address.throttleNetwork) }
            return try await renew(session, account: account, origin: origin)
        }
    }

    // MARK: Steps

    private enum PasswordAnswer {
        case right(Account)
        case wrong
        case busy
    }

    /// The name failures are counted under: logins are the same in capitals and small letters, so attempts are as well.
    private static func bucket(_ login: String) -> String {
        login.prefix(254).split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    private func wait(_ name: String, _ origin: RequestOrigin, _ now: UTCInstant) -> ThrottleAnswer {
        throttle.withLock { $0.answer(account: name, network: origin.address.throttleNetwork, at: now) }
    }

    private func account(login: String) async throws -> Account? {
        let store = shared.accounts
        return try await shared.database.read { connection in try store.account(login: login, on: connection) }
    }

    private func check(_ input: String, of account: Account?) async throws -> PasswordAnswer {
        let usable = account.flatMap { $0.isActive && $0.role.mayLogIn ? $0 : nil }
        let hash = try usable?.passwordHash.map { try PasswordHash(storedText: $0) }
        guard let password = Password(input) else { return .wrong }
        do {
            guard try await shared.hasher.verify(password, against: hash), let usable else { return .wrong }
            return .right(usable)
        } catch is DedicatedThreadsError {
            return .busy
        }
    }

    private func recordFailure(
        _ name: String,
        account: Account?,
        origin: RequestOrigin,
        action: AuditAction
    ) async throws {
        let now = shared.effects.now()
        throttle.withLock { $0.recordFailure(account: name, network: origin.address.throttleNetwork, at: now) }
        let subject = AuditSubject(type: "Users", id: account?.id.rawValue, name: account?.userName)
        try await append(action, actor: .anonymous, subject: subject, origin: origin, outcome: .refused)
    }

    private func append(
        _ action: AuditAction,
        actor: AuditActor,
        subject: AuditSubject,
        origin: RequestOrigin,
        outcome: AuditOutcome
    ) async throws {
        let audit = shared.audit
        let event = AuditEvent(
            at: shared.effects.now(),
            actor: actor,
            action: action,
            subject: subject,
            address: origin.address.description,
            client: origin.client,
            requestID: origin.requestID,
            outcome: outcome
        )
        try await shared.database.write { connection in try audit.append(event, on: connection) }
    }

    private func makeSession(
        _ account: Account,
        isRemembered: Bool,
        createdAt: UTCInstant,
        endsAt: UTCInstant?
    ) -> (SessionID, StoredSession) {
        let now = shared.effects.now()
        var random = shared.effects.makeRandom()
        let id = SessionID.draw(using: &random)
        let end = endsAt ?? rules.end(ofSessionFrom: now, role: account.role, isRemembered: isRemembered)
        let record = SessionRecord(
            createdAt: createdAt,
            authenticatedAt: now,
            lastSeenAt: now,
            endsAt: end,
            endedAt: nil,
            isRemembered: isRemembered,
            roleSeen: account.role
        )
        let stored = StoredSession(
            digest: id.digest,
            userID: account.id,
            record: record,
            hasSecondFactor: false,
            csrfKey: shared.effects.bytes(FormToken.keyByteCount)
        )
        return (id, stored)
    }

    private func open(_ account: Account, remember: Bool, origin: RequestOrigin) async throws -> SignInOutcome {
        let isRemembered = remember && rules.remembers(role: account.role)
        let now = shared.effects.now()
        let (id, stored) = makeSession(account, isRemembered: isRemembered, createdAt: now, endsAt: nil)
        _ = try await save(stored, ending: nil, account: account, action: .loginSucceeded, origin: origin)
        let maxAge = isRemembered ? Int(stored.record.endsAt.microseconds(since: now) / 1_000_000) : nil
        return .signedIn(id, maxAgeSeconds: maxAge)
    }

    /// A new id for a confirmed session; neither its length nor its end changes.
    private func renew(
        _ session: SignedInPerson,
        account: Account,
        origin: RequestOrigin
    ) async throws -> SignInOutcome {
        let old = session.stored.record
        let now = shared.effects.now()
        let (id, stored) = makeSession(
            account,
            isRemembered: old.isRemembered,
            createdAt: old.createdAt,
            endsAt: old.endsAt
        )
        let oldID = session.stored.digest
        guard try await save(stored, ending: oldID, account: account, action: .stepUpSucceeded, origin: origin)
        else { return .refused }
        let maxAge = old.isRemembered ? Int(old.endsAt.microseconds(since: now) / 1_000_000) : nil
        return .signedIn(id, maxAgeSeconds: maxAge)
    }

    /// Stores a session in place of an old one; false where the old one has ended meanwhile, and then nothing is
    /// stored.
    private func save(
        _ session: StoredSession,
        ending old: SessionDigest?,
        account: Account,
        action: AuditAction,
        origin: RequestOrigin
    ) async throws -> Bool {
        let (sessions, audit) = (shared.sessions, shared.audit)
        let now = shared.effects.now()
        let event = AuditEvent(
            at: now,
            actor: .person(account.id, sessionReference: session.digest.reference),
            action: action,
            subject: AuditSubject(type: "Users", id: account.id.rawValue, name: account.userName),
            address: origin.address.description,
            client: origin.client,
            requestID: origin.requestID
        )
        return try await shared.database.write { connection in
            if let old, try !sessions.end(old, at: now, reason: "renewed", on: connection) { return false }
            try sessions.insert(
                session,
                address: origin.address.description,
                client: origin.client,
                on: connection
            )
            try audit.append(event, on: connection)
            return true
        }
    }
}
