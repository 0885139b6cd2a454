/// The columns of a session's row that decide whether it still holds.
public struct SessionRecord: Equatable, Sendable {
    /// When it began.
    public var createdAt: UTCInstant
    /// When the person last proved who they are.
    public var authenticatedAt: UTCInstant
    /// When it was used last, written at most once a minute.
    public var lastSeenAt: UTCInstant
    /// When it ends in any case.
    public var endsAt: UTCInstant
    /// When somebody ended it.
    public var endedAt: UTCInstant?
    /// Whether "Keep me signed in" was chosen.
    public var isRemembered: Bool
    /// The base role when its id was given out.
    public var roleSeen: BaseRole

    /// Gathers the columns.
    public init(
        createdAt: UTCInstant,
        authenticatedAt: UTCInstant,
        lastSeenAt: UTCInstant,
        endsAt: UTCInstant,
        endedAt: UTCInstant? = nil,
        isRemembered: Bool,
        roleSeen: BaseRole
    ) {
        self.createdAt = createdAt
        self.authenticatedAt = authenticatedAt
        self.lastSeenAt = lastSeenAt
        self.endsAt = endsAt
        self.endedAt = endedAt
        self.isRemembered = isRemembered
        self.roleSeen = roleSeen
    }
}

/// What the rules say about a session at one request.
public enum SessionVerdict: Equatable, Sendable {
    /// It holds.
    case valid
    /// It holds, but needs a new id, because the role changed since the old one was given out.
    case needsNewID
    /// It has ended.
    case ended(SessionEnd)
}

/// Why a session ended.
public enum SessionEnd: String, CaseIterable, Sendable {
    /// Signed out, or ended by the person or an administrator.
    case ended
    /// Not used for too long.
    case idle
    /// Older than a session may be.
    case expired
    /// The account was disabled or may no longer log in.
    case accountClosed = "account-closed"
}

/// How long sessions last and what they allow (ASVS 5.0, 7.1–7.3).
public struct SessionRules: Equatable, Sendable {
    /// Idle limit of administrators, in seconds.
    public var administratorIdleSeconds: Int64
    /// Idle limit of others, in seconds.
    public var idleSeconds: Int64
    /// Absolute limit, in seconds.
    public var absoluteSeconds: Int64
    /// Idle limit with "Keep me signed in", in seconds.
    public var rememberedIdleSeconds: Int64
    /// Absolute limit with "Keep me signed in", in seconds.
    public var rememberedAbsoluteSeconds: Int64

    /// Makes rules; what is left out has the documented default.
    public init(
        administratorIdleSeconds: Int64 = 60 * 60,
        idleSeconds: Int64 = 8 * 3_600,
        absoluteSeconds: Int64 = 24 * 3_600,
        rememberedIdleSeconds: Int64 = 7 * 86_400,
        rememberedAbsoluteSeconds: Int64 = 30 * 86_400
    ) {
        self.administratorIdleSeconds = administratorIdleSeconds
        self.idleSeconds = idleSeconds
        self.absoluteSeconds = absoluteSeconds
        self.rememberedIdleSeconds = rememberedIdleSeconds
        self.rememberedAbsoluteSeconds = rememberedAbsoluteSeconds
    }

    /// Seconds for which a login counts as fresh.
    public static let freshSeconds: Int64 = 600

    /// Whether a login is at most ten minutes old.
    public static func isFresh(authenticatedAt: UTCInstant, at now: UTCInstant) -> Bool {
        now <= authenticatedAt.adding(seconds: freshSeconds)
    }

    /// Whether "Keep me signed in" has an effect for a role.
    public func remembers(role: BaseRole) -> Bool {
        role != .admin
    }

    /// When a session that begins now ends in any case.
    public func end(ofSessionFrom now: UTCInstant, role: BaseRole, isRemembered: Bool) -> UTCInstant {
        now.adding(seconds: isRemembered && remembers(role: role) ? rememberedAbsoluteSeconds : absoluteSeconds)
    }

    /// Judges a session; `role` and `isAccountOpen` are the user's at this very request.
    ///
    /// Somebody who became an administrator falls under the shorter limits at once.
    public func verdict(
        on session: SessionRecord,
        role: BaseRole,
        isAccountOpen: Bool,
        at now: UTCInstant
    ) -> SessionVerdict {
        if session.endedAt != nil { return .ended(.ended) }
        guard isAccountOpen, role.mayLogIn else { return .ended(.accountClosed) }
        let end = min(
            session.endsAt,
            end(ofSessionFrom: session.createdAt, role: role, isRemembered: session.isRemembered)
        )
        guard now < end else { return .ended(.expired) }
        guard now < session.lastSeenAt.adding(seconds: idleLimit(role: role, isRemembered: session.isRemembered))
        else { return .ended(.idle) }
        return session.roleSeen == role ? .valid : .needsNewID
    }

    /// Whether `last_seen_at` is due to be written: at most once a minute.
    public func needsTouch(lastSeenAt: UTCInstant, at now: UTCInstant) -> Bool {
        now >= lastSeenAt.adding(seconds: 60)
    }

    private func idleLimit(role: BaseRole, isRemembered: Bool) -> Int64 {
        if role == .admin { return administratorIdleSeconds }
        return isRemembered ? rememberedIdleSeconds : idleSeconds
    }
}
