/// Who did something, as the audit log names it.
public enum AuditActor: Equatable, Sendable {
    /// A person in a session.
    case person(UserID, sessionReference: String)
    /// A program with a token.
    case token(owner: UserID, TokenID, TokenKeyID)
    /// The program itself.
    case system
    /// Nobody known.
    case anonymous

    /// The actor behind a principal.
    public init(_ principal: Principal) {
        switch principal {
        case .anonymous: self = .anonymous
        case .person(let user, let session): self = .person(user, sessionReference: session.reference)
        case .token(let owner, let grant): self = .token(owner: owner, grant.tokenID, grant.keyID)
        case .system: self = .system
        }
    }

    /// The stored kind.
    public var kind: String {
        switch self {
        case .person: "person"
        case .token: "token"
        case .system: "system"
        case .anonymous: "anonymous"
        }
    }

    /// The user, if there is one.
    public var userID: UserID? {
        switch self {
        case .person(let user, _): user
        case .token(let owner, _, _): owner
        case .system, .anonymous: nil
        }
    }

    /// The first eight hexadecimal digits of the session's digest, for a person.
    public var sessionReference: String? {
        switch self {
        case .person(_, let reference): reference
        case .token, .system, .anonymous: nil
        }
    }

    /// The token, for a program.
    public var tokenID: TokenID? {
        switch self {
        case .token(_, let id, _): id
        case .person, .system, .anonymous: nil
        }
    }

    /// The public part of the presented secret, for a program.
    public var keyID: TokenKeyID? {
        switch self {
        case .token(_, _, let key): key
        case .person, .system, .anonymous: nil
        }
    }
}

/// What an audit event is about.
public struct AuditSubject: Equatable, Sendable {
    /// The kind of record, such as `token` or `user`.
    public let type: String
    /// The key of the record.
    public let id: Int64?
    /// What it was called at that time.
    public let name: String?

    /// Names a subject.
    public init(type: String, id: Int64? = nil, name: String? = nil) {
        self.type = type
        self.id = id
        self.name = name
    }
}

/// How an audited act ended.
public enum AuditOutcome: String, CaseIterable, Sendable {
    /// It was done.
    case ok
    /// It was refused.
    case refused
}

/// One line of the audit log; committed together with the change it records.
///
/// Carries no secret and no digest. `before` and `after` hold the changed fields only.
public struct AuditEvent: Equatable, Sendable {
    /// When it happened, by the database's clock.
    public var at: UTCInstant
    /// Who did it.
    public var actor: AuditActor
    /// What was done.
    public var action: AuditAction
    /// To what.
    public var subject: AuditSubject
    /// From which address.
    public var address: String?
    /// With which program, at most 80 characters.
    public var client: String?
    /// The request it belongs to.
    public var requestID: String
    /// Why, in the actor's or the system's words.
    public var reason: String?
    /// The changed fields before.
    public var before: CanonicalJSON?
    /// The changed fields after.
    public var after: CanonicalJSON?
    /// How it ended.
    public var outcome: AuditOutcome

    /// Makes an event.
    public init(
        at: UTCInstant,
        actor: AuditActor,
        action: AuditAction,
        subject: AuditSubject,
        address: String? = nil,
        client: String? = nil,
        requestID: String,
        reason: String? = nil,
        before: CanonicalJSON? = nil,
        after: CanonicalJSON? = nil,
        outcome: AuditOutcome = .ok
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.address = address
        self.client = client
        self.requestID = requestID
        self.reason = reason
        self.before = before
        self.after = after
        self.outcome = outcome
    }

    /// The event with its number as the one JSON object over which the chain is computed.
    ///
    /// The members carry the names of the columns; what is absent is left out.
    public func canonicalForm(eventID: Int64) -> CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "event_id": .integer(eventID),
            "at": .integer(at.microseconds),
            "actor_kind": .string(actor.kind),
            "action": .string(action.rawValue),
            "subject_type": .string(subject.type),
            "request_id": .string(requestID),
            "outcome": .string(outcome.rawValue),
        ]
        let optional: [(String, CanonicalJSON?)] = [
            ("actor_user_id", actor.userID.map { .integer($0.rawValue) }),
            ("session_ref", actor.sessionReference.map { .string($0) }),
            ("token_id", actor.tokenID.map { .integer($0.rawValue) }),
            ("key_id", actor.keyID.map { .string($0.text) }),
            ("subject_id", subject.id.map { .integer($0) }),
            ("subject_name", subject.name.map { .string($0) }),
            ("address", address.map { .string($0) }),
            ("client", client.map { .string($0) }),
            ("reason", reason.map { .string($0) }),
            ("before", before),
            ("after", after),
        ]
        for (name, value) in optional {
            members[name] = value
        }
        return .object(members)
    }
}
