public import Identity
import SQLCore

/// A token under change, inside the transaction of the change.
struct TokenTarget {
    let row: TokenRow
    let state: TokenState
    let note: TokenNote
    let tokens: TokenStore

    /// Writes a change; the version the row was read with is still the present one, since there is one writer.
    func apply(_ change: TokenChange, on connection: any SQLConnection) throws {
        guard try tokens.change(row.id, version: row.version, change, on: connection) else {
            throw TokenChangeError.changedMeanwhile
        }
    }
}

/// What a token may be narrowed to.
public struct TokenNarrowing: Sendable {
    /// The rights that stay.
    public var scope: ScopeChoice
    /// The rows that stay.
    public var rows: TokenRowScope
    /// The addresses that stay, as they were typed.
    public var networks: String

    /// Describes what stays.
    public init(scope: ScopeChoice, rows: TokenRowScope, networks: String) {
        self.scope = scope
        self.rows = rows
        self.networks = networks
    }
}

extension TokenService {
    func require(_ permission: Permission, of principal: Principal) throws(TokenChangeError) {
        do {
            try AccessPolicy.require(permission, of: principal, at: shared.effects.now(), tokenPolicy: policy)
        } catch {
            throw .refused(error)
        }
    }

    /// Reads a token, checks whose it is and that it is still what the person saw, and changes it, in one transaction.
    func change<Result: Sendable>(
        _ id: TokenID,
        version: Int64? = nil,
        owner: UserID,
        actor: AuditActor,
        origin: RequestOrigin,
        _ body: @Sendable @escaping (TokenTarget, any SQLConnection) throws -> Result
    ) async throws -> Result {
        let (tokens, now) = (shared.tokens, shared.effects.now())
        return try await shared.database.write { connection in
            guard let row = try tokens.token(id, on: connection), row.ownerID == owner else {
                throw TokenChangeError.unknown
            }
            if let version, version != row.version { throw TokenChangeError.changedMeanwhile }
            let target = TokenTarget(
                row: row,
                state: TokenState(of: row.life, at: now),
                note: TokenNote(row, actor: actor, origin: origin, at: now),
                tokens: tokens
            )
            return try body(target, connection)
        }
    }

    // MARK: Pausing

    /// Stops one of the person's own tokens until it is resumed; false where it was paused before.
    @discardableResult
    public func pause(_ id: TokenID, by person: SignedInPerson, origin: RequestOrigin) async throws -> Bool {
        try require(.stopOwnTokens, of: person.principal)
        let shared = shared
        return try await change(
            id,
            owner: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin
        ) { target, connection in
            switch target.state {
            case .exposed, .revoked, .expired: throw TokenChangeError.notPossible(target.state)
            case .paused: return false
            case .suspended where target.row.life.pausedAt != nil: return false
            case .suspended, .active: break
            }
            try target.apply(.paused(at: target.note.at), on: connection)
            try shared.append(target.note, .tokenPaused, on: connection)
            return true
        }
    }

    /// Lets one of the person's own tokens go on; false where nothing stopped it.
    ///
    /// A token stopped for want of use needs a fresh login, and its days count anew. Other suspensions end with their
    /// cause, not here.
    @discardableResult
    public func resume(_ id: TokenID, by person: SignedInPerson, origin: RequestOrigin) async throws -> Bool {
        try require(.stopOwnTokens, of: person.principal)
        let (shared, policy) = (shared, policy)
        let isFresh = person.principal.means(at: shared.effects.now()) == .freshSession
        return try await change(
            id,
            owner: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin
        ) { target, connection in
            let isIdle = Self.isIdle(target.row, policy: policy, role: person.account.role, at: target.note.at)
            switch target.state {
            case .exposed, .revoked, .expired: throw TokenChangeError.notPossible(target.state)
            case .suspended where !isIdle && target.row.life.pausedAt == nil:
                throw TokenChangeError.notPossible(target.state)
            case .active where !isIdle: return false
            case .suspended, .paused, .active: break
            }
            if isIdle, !isFresh { throw TokenChangeError.refused(.freshLoginNeeded) }
            try target.apply(.resumed(isIdle: isIdle, at: target.note.at), on: connection)
            try shared.append(
                target.note,
                target.row.life.pausedAt == nil ? .tokenUnsuspended : .tokenResumed,
                reason: isIdle ? "idle" : nil,
                on: connection
            )
            return true
        }
    }

    /// Whether a token is stopped for want of use: by the mark of the system, or by the policy as it is now.
    static func isIdle(_ row: TokenRow, policy: TokenPolicy, role: BaseRole, at now: UTCInstant) -> Bool {
        if row.life.suspendedAt != nil { return row.suspendReason == "idle" }
        return violations(of: row, policy: policy, role: role, at: now).contains { violation in
            if case .idle = violation { true } else { false }
        }
    }

    static func violations(
        of row: TokenRow,
        policy: TokenPolicy,
        role: BaseRole,
        at now: UTCInstant
    ) -> [TokenPolicyViolation] {
        let subject = TokenPolicySubject(
            scopes: row.scopes,
            networks: row.networks,
            termStartedAt: row.termStartedAt,
            expiresAt: row.life.expiresAt,
            neverReason: row.neverReason,
            lastUsedAt: row.lastUsedAt
        )
        return policy.violations(of: subject, ownerRole: role, at: now)
    }

    /// The rules of the organisation that one of the person's own tokens breaks now.
    public func violations(of row: TokenRow, owner person: SignedInPerson) -> [TokenPolicyViolation] {
        Self.violations(of: row, policy: policy, role: person.account.role, at: shared.effects.now())
    }

    /// Whether one of the person's own tokens is stopped for want of use.
    public func isIdle(_ row: TokenRow, owner person: SignedInPerson) -> Bool {
        Self.isIdle(row, policy: policy, role: person.account.role, at: shared.effects.now())
    }

    /// The term a rotation would give a token whose term is over; nil for one without an end.
    public func newTerm(after row: TokenRow) -> TokenTerm? {
        Self.newTerm(after: row, policy: policy, at: shared.effects.now())
    }

    /// Who reads with one of the person's own tokens: the owner's present rights within those of the token.
    public func viewer(of row: TokenRow, owner person: SignedInPerson) -> Viewer {
        person.account.viewer(.token(row.ownerID, Self.grant(of: row, role: person.account.role)))
    }

    static func grant(of row: TokenRow, role: BaseRole) -> TokenGrant {
        TokenGrant(
            tokenID: row.id,
            keyID: row.keyID,
            ownerRole: role,
            scopes: row.scopes,
            rowScope: row.rowScope,
            expiresAt: row.life.expiresAt
        )
    }

    // MARK: Words and term

    /// Changes what one of the person's own tokens is called and who reads it.
    public func describe(
        _ id: TokenID,
        description: String,
        purpose: String,
        by person: SignedInPerson,
        origin: RequestOrigin
    ) async throws {
        try require(.stopOwnTokens, of: person.principal)
        let purpose = purpose.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var problems: [TokenDraftProblem] = []
        var checked: TokenDescription?
        do { checked = try TokenDescription(description) } catch { problems.append(.description(error)) }
        if purpose.count > Self.longestPurpose { problems.append(.purposeTooLong) }
        let (shared, found) = (shared, problems)
        let words = checked
        try await change(
            id,
            owner: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin
        ) { target, connection in
            let live = try shared.tokens.tokens(owner: target.row.ownerID, on: connection)
            let twin = live.first { other in
                other.id != id && other.description == words?.text
                    && TokenState(of: other.life, at: target.note.at).isLive
            }
            guard let words, twin == nil, found.isEmpty else {
                throw TokenChangeError.invalid(found + (twin.map { [.descriptionTaken($0.id)] } ?? []))
            }
            let kept = purpose.isEmpty ? nil : purpose
            guard words.text != target.row.description || kept != target.row.purpose else { return }
            try target.apply(.words(words, purpose: kept), on: connection)
            try shared.append(
                target.note,
                .tokenChanged,
                before: Self.fields(description: target.row.description, purpose: target.row.purpose),
                after: Self.fields(description: words.text, purpose: kept),
                on: connection
            )
        }
    }

    private static func fields(description: String, purpose: String?) -> CanonicalJSON {
        .object(["description": .string(description), "purpose": purpose.map { .string($0) } ?? .null])
    }

    /// Sets another end for one of the person's own tokens, counted from today, within the policy's limit.
    ///
    /// Needs a fresh login, also for an earlier end: one act, one rule. A token whose term is over is rotated instead.
    public func extend(
        _ id: TokenID,
        to expiry: ExpiryChoice,
        zone: ZoneRule,
        by person: SignedInPerson,
        origin: RequestOrigin
    ) async throws {
        try require(.createOwnToken, of: person.principal)
        let (shared, policy) = (shared, policy)
        let term: TokenTerm
        do {
            term = try expiry.term(at: shared.effects.now(), zone: zone, policy: policy)
        } catch {
            throw TokenChangeError.invalid([.expiry(error)])
        }
        try await change(
            id,
            owner: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin
        ) { target, connection in
            guard target.state.isLive else { throw TokenChangeError.notPossible(target.state) }
            let old = target.row.life.expiresAt
            let isLater = old.map { before in term.expiresAt.map { before < $0 } ?? true } ?? false
            try target.apply(.term(term, at: target.note.at), on: connection)
            try shared.append(
                target.note,
                isLater ? .tokenExtended : .tokenChanged,
                before: Self.fields(end: old, reason: target.row.neverReason),
                after: Self.fields(end: term.expiresAt, reason: term.neverReason),
                on: connection
            )
        }
    }

    private static func fields(end: UTCInstant?, reason: String?) -> CanonicalJSON {
        var fields: [String: CanonicalJSON] = ["expires_at": .string(end?.rfc3339 ?? "never")]
        fields["never_reason"] = reason.map { .string($0) }
        return .object(fields)
    }

    // MARK: Narrowing

    /// Takes rights, rows or addresses from one of the person's own tokens; nothing can be added.
    public func narrow(
        _ id: TokenID,
        to narrowing: TokenNarrowing,
        by person: SignedInPerson,
        origin: RequestOrigin
    ) async throws {
        try require(.stopOwnTokens, of: person.principal)
        var problems: [TokenDraftProblem] = []
        var scopes: ScopeSet?
        var networks: NetworkList?
        do { scopes = try narrowing.scope.scopeSet() } catch { problems.append(.scope(error)) }
        do { networks = try NetworkList(narrowing.networks) } catch { problems.append(.networks(error)) }
        guard let scopes, let networks, problems.isEmpty else { throw TokenChangeError.invalid(problems) }
        let shared = shared
        try await change(
            id,
            owner: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin
        ) { target, connection in
            let row = target.row
            guard !target.state.isFinal else { throw TokenChangeError.notPossible(target.state) }
            if case .team(let team) = narrowing.rows, narrowing.rows != row.rowScope {
                guard try TeamChoice.exists(team, on: connection) else {
                    throw TokenChangeError.invalid([.unknownTeam])
                }
            }
            guard scopes.isWithin(row.scopes), networks.isWithin(row.networks),
                row.rowScope == .owner || narrowing.rows == row.rowScope
            else { throw TokenChangeError.wider }
            guard scopes != row.scopes || networks != row.networks || narrowing.rows != row.rowScope else { return }
            try target.apply(.narrowed(scopes, rows: narrowing.rows, networks: networks), on: connection)
            try shared.append(
                target.note,
                .tokenNarrowed,
                before: Self.fields(row.scopes, row.rowScope, row.networks),
                after: Self.fields(scopes, narrowing.rows, networks),
                on: connection
            )
        }
    }

    private static func fields(_ scopes: ScopeSet, _ rows: TokenRowScope, _ networks: NetworkList) -> CanonicalJSON {
        .object([
            "scopes": .string(scopes.canonicalText), "row_scope": .string(rows.storedText),
            "networks": .string(networks.description),
        ])
    }

    /// The teams whose rows a token may be held to.
    public func teams() async throws -> [TeamChoice] {
        try await shared.database.read { connection in try TeamChoice.all(on: connection) }
    }

    /// Notes that the person has put the secret away.
    public func confirmReveal(_ id: TokenID, by person: SignedInPerson, origin: RequestOrigin) async throws {
        let shared = shared
        try await change(
            id,
            owner: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin
        ) { target, connection in
            let key = CanonicalJSON.object(["key_id": .string(target.row.keyID.text)])
            try shared.append(target.note, .tokenRevealConfirmed, after: key, on: connection)
        }
    }
}
