/// One secret of a token with its token and owner, as the gate's single read returns them.
public struct StoredToken: Sendable {
    /// The token.
    public var tokenID: TokenID
    /// The public part of the secret.
    public var keyID: TokenKeyID
    /// The keyed digest of the secret.
    public var digest: TokenDigest
    /// The pepper of the digest.
    public var pepperID: PepperID
    /// What the secret is.
    public var secretState: TokenSecretState
    /// When the secret's overlap ends; nil while it is current.
    public var validUntil: UTCInstant?
    /// The instants of the token.
    public var life: TokenLifeFacts
    /// What the policy looks at.
    public var policySubject: TokenPolicySubject
    /// The rows it is held to.
    public var rowScope: TokenRowScope
    /// The owner.
    public var ownerID: UserID
    /// The owner's base role now.
    public var ownerRole: BaseRole
    /// Whether the owner is active now.
    public var isOwnerActive: Bool

    /// Gathers the columns of the row.
    public init(
        tokenID: TokenID,
        keyID: TokenKeyID,
        digest: TokenDigest,
        pepperID: PepperID,
        secretState: TokenSecretState = .current,
        validUntil: UTCInstant? = nil,
        life: TokenLifeFacts = TokenLifeFacts(),
        policySubject: TokenPolicySubject,
        rowScope: TokenRowScope = .owner,
        ownerID: UserID,
        ownerRole: BaseRole,
        isOwnerActive: Bool = true
    ) {
        self.tokenID = tokenID
        self.keyID = keyID
        self.digest = digest
        self.pepperID = pepperID
        self.secretState = secretState
        self.validUntil = validUntil
        self.life = life
        self.policySubject = policySubject
        self.rowScope = rowScope
        self.ownerID = ownerID
        self.ownerRole = ownerRole
        self.isOwnerActive = isOwnerActive
    }
}

/// What the request around a token adds to the judgement.
public struct TokenRequestFacts: Sendable {
    /// The database's clock.
    public var now: UTCInstant
    /// The policy in force: the newest whose enforcement date has come.
    public var policy: TokenPolicy
    /// Where the request comes from.
    public var address: ClientAddress
    /// Whether the token came over plain HTTP although the public address is https.
    public var isInClear: Bool

    /// Gathers the facts of a request.
    public init(now: UTCInstant, policy: TokenPolicy, address: ClientAddress, isInClear: Bool) {
        self.now = now
        self.policy = policy
        self.address = address
        self.isInClear = isInClear
    }
}

/// The order in which a presented token is judged, from the proof of its secret to the grant.
///
/// Reads nothing itself: the gate hands in the row, the clock and the policy of this very request, so a revocation is
/// effective at once.
public enum TokenVerification {
    /// Proves the secret, or refuses with an answer that is the same for an unknown key id and a wrong secret.
    ///
    /// While a pepper is missing (`arePeppersComplete` is false), an unknown key id is answered as unavailable, because a
    /// key id under the missing pepper is too. Returns the row, now known to belong to the caller.
    public static func prove(
        _ secret: TokenSecret,
        row: StoredToken?,
        peppers: PepperRing,
        arePeppersComplete: Bool
    ) throws(AuthRefusal) -> StoredToken {
        guard let row else {
            _ = TokenDigest.isProven(secret, by: nil, under: peppers.current)
            throw arePeppersComplete ? .tokenInvalid : .unavailable
        }
        guard let pepper = peppers[row.pepperID] else { throw .unavailable }
        guard TokenDigest.isProven(secret, by: row.digest, under: pepper) else {
            throw arePeppersComplete ? .tokenInvalid : .unavailable
        }
        return row
    }

    /// Judges a proven token in the fixed order: secret, token, owner, policy, address, transport.
    public static func grant(for row: StoredToken, request: TokenRequestFacts) throws(AuthRefusal) -> TokenGrant {
        guard row.secretState.isUsable(validUntil: row.validUntil, at: request.now) else {
            throw .secretRetired(at: row.validUntil)
        }
        switch TokenState(of: row.life, at: request.now) {
        case .exposed: throw .tokenExposed
        case .revoked(let instant): throw .tokenRevoked(at: instant)
        case .expired(let instant): throw .tokenExpired(at: instant)
        case .suspended(let instant): throw .tokenSuspended(at: instant)
        case .paused(let instant): throw .tokenPaused(at: instant)
        case .active: break
        }
        guard row.isOwnerActive, row.ownerRole.mayOwnTokens else { throw .tokenSuspended(at: nil) }
        let violations = request.policy.violations(of: row.policySubject, ownerRole: row.ownerRole, at: request.now)
        if let violation = violations.first {
            // An owner who lost the right to have tokens is a suspension, even before the row is marked.
            if case .ownerNotAllowed = violation { throw .tokenSuspended(at: nil) }
            throw .policyBlocks(violation)
        }
        guard row.policySubject.networks.admits(request.address) else { throw .addressNotAllowed }
        guard !request.isInClear else { throw .sentInClear }
        return TokenGrant(
            tokenID: row.tokenID,
            keyID: row.keyID,
            ownerRole: row.ownerRole,
            scopes: row.policySubject.scopes,
            rowScope: row.rowScope,
            expiresAt: row.life.expiresAt,
            isRetiring: row.secretState == .retiring
        )
    }
}
