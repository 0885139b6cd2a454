/// Who asks, and by what right.
///
/// The token case needs a grant to exist, so code that forgets scopes does not compile.
public enum Principal: Sendable {
    /// Nobody known.
    case anonymous
    /// A person with a session.
    case person(UserID, SessionFacts)
    /// A program with a token of this owner.
    case token(UserID, TokenGrant)
    /// The program itself: a job or a command at the console.
    case system(reason: String)

    /// The user whose rights count; nil for nobody and for the system.
    public var userID: UserID? {
        switch self {
        case .person(let user, _), .token(let user, _): user
        case .anonymous, .system: nil
        }
    }

    /// The base role whose rights count.
    public var role: BaseRole? {
        switch self {
        case .person(_, let session): session.role
        case .token(_, let grant): grant.ownerRole
        case .anonymous, .system: nil
        }
    }

    /// How it was proven; nil for nobody and for the system.
    public func means(at now: UTCInstant) -> AccessMeans? {
        switch self {
        case .person(_, let session): session.isFresh(at: now) ? .freshSession : .session
        case .token: .token
        case .anonymous, .system: nil
        }
    }
}

/// What is known about the session of a person.
public struct SessionFacts: Equatable, Sendable {
    /// The first eight hexadecimal digits of the session's digest, for the audit log.
    public let reference: String
    /// When the person last proved who they are with all their factors.
    public let authenticatedAt: UTCInstant
    /// Whether a second factor was part of it.
    public let hasSecondFactor: Bool
    /// The base role at this request.
    public let role: BaseRole

    /// Gathers the facts.
    public init(reference: String, authenticatedAt: UTCInstant, hasSecondFactor: Bool, role: BaseRole) {
        self.reference = reference
        self.authenticatedAt = authenticatedAt
        self.hasSecondFactor = hasSecondFactor
        self.role = role
    }

    /// Whether the login is at most ten minutes old.
    public func isFresh(at now: UTCInstant) -> Bool {
        SessionRules.isFresh(authenticatedAt: authenticatedAt, at: now)
    }
}
