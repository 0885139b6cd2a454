/// The nullable instants of a token's row from which its state follows.
public struct TokenLifeFacts: Equatable, Sendable {
    /// When somebody proved that they hold a leaked copy.
    public var exposedAt: UTCInstant?
    /// When it was revoked.
    public var revokedAt: UTCInstant?
    /// When its term ends; nil means never.
    public var expiresAt: UTCInstant?
    /// When the system suspended it.
    public var suspendedAt: UTCInstant?
    /// When its owner or an administrator paused it.
    public var pausedAt: UTCInstant?

    /// Gathers the instants; what is left out has not happened.
    public init(
        exposedAt: UTCInstant? = nil,
        revokedAt: UTCInstant? = nil,
        expiresAt: UTCInstant? = nil,
        suspendedAt: UTCInstant? = nil,
        pausedAt: UTCInstant? = nil
    ) {
        self.exposedAt = exposedAt
        self.revokedAt = revokedAt
        self.expiresAt = expiresAt
        self.suspendedAt = suspendedAt
        self.pausedAt = pausedAt
    }
}

/// What a token is at one moment.
public enum TokenState: Equatable, Sendable {
    /// A leaked copy was proven; final.
    case exposed(at: UTCInstant)
    /// Ended by a person; final.
    case revoked(at: UTCInstant)
    /// Its term is over; rotating gives a new one.
    case expired(at: UTCInstant)
    /// Stopped by the system; comes back when the cause ends.
    case suspended(at: UTCInstant)
    /// Stopped by a person for a while.
    case paused(at: UTCInstant)
    /// Usable.
    case active

    /// Derives the state; the first match in the order of the cases wins, so a pause survives a suspension.
    ///
    /// A term has ended when `expiresAt` is reached: the instant itself no longer belongs to it.
    public init(of facts: TokenLifeFacts, at now: UTCInstant) {
        if let exposedAt = facts.exposedAt {
            self = .exposed(at: exposedAt)
        } else if let revokedAt = facts.revokedAt {
            self = .revoked(at: revokedAt)
        } else if let expiresAt = facts.expiresAt, expiresAt <= now {
            self = .expired(at: expiresAt)
        } else if let suspendedAt = facts.suspendedAt {
            self = .suspended(at: suspendedAt)
        } else if let pausedAt = facts.pausedAt {
            self = .paused(at: pausedAt)
        } else {
            self = .active
        }
    }

    /// Whether nothing can bring the token back.
    public var isFinal: Bool {
        switch self {
        case .exposed, .revoked: true
        case .expired, .suspended, .paused, .active: false
        }
    }

    /// Whether the token counts among its owner's live ones: usable, or stopped for a while.
    public var isLive: Bool {
        switch self {
        case .active, .paused, .suspended: true
        case .expired, .revoked, .exposed: false
        }
    }

    /// The word people read in the list.
    public var label: String {
        switch self {
        case .exposed: "Exposed"
        case .revoked: "Revoked"
        case .expired: "Expired"
        case .suspended: "Suspended"
        case .paused: "Paused"
        case .active: "Active"
        }
    }
}

/// What one secret of a token is, as its row says.
public enum TokenSecretState: String, CaseIterable, Sendable {
    /// The newest secret.
    case current
    /// Replaced, but still accepted until its overlap ends.
    case retiring
    /// Replaced, and its overlap is over.
    case retired
    /// Replaced before anybody used it.
    case discarded

    /// Whether the secret is still accepted.
    public func isUsable(validUntil: UTCInstant?, at now: UTCInstant) -> Bool {
        switch self {
        case .current, .retiring: validUntil.map { now < $0 } ?? true
        case .retired, .discarded: false
        }
    }
}
