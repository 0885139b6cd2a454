public import Identity
import SQLCore

/// Why a token was not changed.
public enum TokenChangeError: Error, Sendable, Equatable {
    /// The person, or the token that asks, may not.
    case refused(AccessRefusal)
    /// There is no such token, or it is somebody else's.
    case unknown
    /// Somebody changed it since the page was drawn; nothing was done.
    case changedMeanwhile
    /// What the token is now does not allow it.
    case notPossible(TokenState)
    /// The entries are not valid.
    case invalid([TokenDraftProblem])
    /// The new rights or addresses are not all within the present ones.
    case wider
    /// There is no such secret, or it has ended.
    case secretEnded
}

/// What a rotation made: the new secret, and what became of the old ones.
public struct TokenRotation: Sendable {
    /// The token with its new secret; the only value that holds it.
    public let minted: MintedToken
    /// The secrets that changed, as they are now.
    public let replaced: [RotatedSecret]
    /// The new term, where the old one was over.
    public let newTerm: TokenTerm?
}

extension TokenService {
    /// The secrets of one of the person's own tokens, the current one first.
    public func secrets(of row: TokenRow) async throws -> [TokenSecretRow] {
        let id = row.id
        return try await shared.database.read { connection in try TokenSecretStore.secrets(of: id, on: connection) }
    }

    /// Issues a new secret for one of the person's own tokens, who must have confirmed who they are within ten minutes.
    ///
    /// `version` is that of the page the person saw: of two rotations at the same moment one wins, and the other throws
    /// ``TokenChangeError/changedMeanwhile``. Throws ``TokenChangeError``.
    public func rotate(
        _ id: TokenID,
        version: Int64,
        overlap: SecretOverlap,
        by person: SignedInPerson,
        origin: RequestOrigin
    ) async throws -> TokenRotation {
        try require(.rotateOwnToken, of: person.principal)
        return try await rotate(
            id,
            version: version,
            overlap: overlap,
            owner: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin
        )
    }

    /// Seconds in which a token that has just got a new secret gives no further one to a program.
    ///
    /// Programs know no version of a page: of several that renew the same token at the same moment one wins, and the
    /// others hear of it before they take each other's new secrets away.
    static let quietSeconds: Int64 = 10

    /// Issues a new secret for the token that asks; its words must allow it.
    func rotate(
        asking grant: TokenGrant,
        owner: UserID,
        overlap: SecretOverlap,
        origin: RequestOrigin
    ) async throws -> TokenRotation {
        let principal = Principal.token(owner, grant)
        try require(.rotateOwnToken, of: principal)
        let (tokens, id) = (shared.tokens, grant.tokenID)
        let row = try await shared.database.read { connection in try tokens.token(id, on: connection) }
        guard let row else { throw TokenChangeError.unknown }
        return try await rotate(
            id,
            version: row.version,
            overlap: overlap,
            owner: owner,
            actor: AuditActor(principal),
            origin: origin,
            quietSeconds: Self.quietSeconds
        )
    }

    private func rotate(
        _ id: TokenID,
        version: Int64,
        overlap: SecretOverlap,
        owner: UserID,
        actor: AuditActor,
        origin: RequestOrigin,
        quietSeconds: Int64 = 0
    ) async throws -> TokenRotation {
        let (shared, policy) = (shared, policy)
        return try await change(id, version: version, owner: owner, actor: actor, origin: origin) {
            target,
            connection in
            let term: TokenTerm?
            switch target.state {
            case .exposed, .revoked: throw TokenChangeError.notPossible(target.state)
            case .expired: term = Self.newTerm(after: target.row, policy: policy, at: target.note.at)
            case .suspended, .paused, .active: term = nil
            }
            let now = target.note.at
            let secrets = try TokenSecretStore.secrets(of: id, on: connection)
            let quietUntil = now.adding(seconds: -quietSeconds)
            let isJustRotated = secrets.contains {
                $0.state == .current && !$0.rotated.isUsed && $0.createdAt > quietUntil
            }
            if isJustRotated, secrets.count > 1 { throw TokenChangeError.changedMeanwhile }
            let replaced = SecretRotation.changes(
                of: secrets.map(\.rotated),
                overlap: overlap,
                isExpired: term != nil,
                at: now
            )
            let secret = try shared.drawSecret(on: connection)
            for old in replaced { try TokenSecretStore.update(old, on: connection) }
            try TokenSecretStore.insert(secret, of: id, under: shared.peppers.current, at: now, on: connection)
            try target.apply(.secret(term: term, at: now), on: connection)
            try shared.append(
                target.note,
                .tokenRotated,
                before: Self.fields(of: target.row, replaced: replaced),
                after: .object(Self.fields(of: secret.keyID, term: term)),
                on: connection
            )
            for old in replaced where old.state != .retiring {
                let key = CanonicalJSON.object([
                    "key_id": .string(old.keyID.text), "state": .string(old.state.rawValue),
                ])
                try shared.append(target.note, .tokenSecretEnded, after: key, on: connection)
            }
            let minted = MintedToken(
                id: id,
                secret: secret,
                description: target.row.description,
                scopes: target.row.scopes,
                rows: target.row.rowScope,
                networks: target.row.networks,
                term: term
                    ?? TokenTerm(expiresAt: target.row.life.expiresAt, neverReason: target.row.neverReason)
            )
            return TokenRotation(minted: minted, replaced: replaced, newTerm: term)
        }
    }

    /// A term as long as the last one, within what the policy allows today; from now.
    static func newTerm(after row: TokenRow, policy: TokenPolicy, at now: UTCInstant) -> TokenTerm? {
        guard let end = row.life.expiresAt else { return nil }
        let length = max(end.microseconds(since: row.termStartedAt), 86_400_000_000)
        let longest = policy.longestTermDays.map { Int64($0) * 86_400_000_000 } ?? .max
        return TokenTerm(expiresAt: now.adding(microseconds: min(length, longest)), neverReason: nil)
    }

    private static func fields(of row: TokenRow, replaced: [RotatedSecret]) -> CanonicalJSON {
        .array(
            replaced.map { secret in
                var fields: [String: CanonicalJSON] = [
                    "key_id": .string(secret.keyID.text), "state": .string(secret.state.rawValue),
                ]
                fields["valid_until"] = secret.validUntil.map { .string($0.rfc3339) }
                fields["seconds_after_use"] = secret.secondsAfterUse.map { .integer($0) }
                return .object(fields)
            }
        )
    }

    private static func fields(of keyID: TokenKeyID, term: TokenTerm?) -> [String: CanonicalJSON] {
        var fields: [String: CanonicalJSON] = ["key_id": .string(keyID.text)]
        fields["expires_at"] = term?.expiresAt.map { .string($0.rfc3339) }
        return fields
    }

    /// Ends one secret of the person's own token at once; a current one only where another takes its place by rotation.
    public func endSecret(
        _ keyID: TokenKeyID,
        of id: TokenID,
        by person: SignedInPerson,
        origin: RequestOrigin
    ) async throws {
        try require(.stopOwnTokens, of: person.principal)
        let shared = shared
        try await change(
            id,
            owner: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin
        ) { target, connection in
            let found = try TokenSecretStore.secrets(of: id, on: connection).first { $0.keyID == keyID }
            guard var secret = found?.rotated, secret.state == .retiring, secret.isLive(at: target.note.at) else {
                throw TokenChangeError.secretEnded
            }
            secret.state = .retired
            secret.validUntil = target.note.at
            secret.secondsAfterUse = nil
            try TokenSecretStore.update(secret, on: connection)
            try target.apply(.secretEnded, on: connection)
            let key = CanonicalJSON.object(["key_id": .string(keyID.text), "state": .string(secret.state.rawValue)])
            try shared.append(target.note, .tokenSecretEnded, after: key, on: connection)
        }
    }
}
