public import Identity
import SQLCore

/// A token as its form has it, not yet checked.
public struct TokenDraft: Sendable {
    public var description: String
    public var purpose: String
    public var scope: ScopeChoice
    public var expiry: ExpiryChoice
    /// The zone in which a chosen date ends.
    public var zone: ZoneRule

    /// Makes a draft.
    public init(description: String, purpose: String, scope: ScopeChoice, expiry: ExpiryChoice, zone: ZoneRule) {
        self.description = description
        self.purpose = purpose
        self.scope = scope
        self.expiry = expiry
        self.zone = zone
    }
}

/// What is wrong with a draft; several faults are reported together.
public enum TokenDraftProblem: Error, Equatable, Sendable {
    case description(TokenDescriptionError)
    /// Another live token of the same owner has this description.
    case descriptionTaken(TokenID)
    case purposeTooLong
    case scope(ScopeError)
    case expiry(ExpiryError)
    case policy(TokenPolicyViolation)
    case tooManyTokens(limit: Int)
}

/// Why a token was not created.
public enum TokenCreationError: Error, Sendable {
    case refused(AccessRefusal)
    case invalid([TokenDraftProblem])
    /// The form was used before; the token it made, if it is known.
    case alreadyCreated(TokenID?)
}

/// A token just made: the only value that holds its secret, shown once and forgotten.
public struct MintedToken: Sendable {
    public let id: TokenID
    public let secret: TokenSecret
    public let description: String
    public let scopes: ScopeSet
    public let term: TokenTerm
}

/// Creates, lists and revokes access tokens.
public struct TokenService: Sendable {
    private let shared: Accounts

    /// The longest purpose, in characters.
    public static let longestPurpose = 500

    /// Makes the service.
    public init(_ shared: Accounts) {
        self.shared = shared
    }

    /// The organisation's policy for tokens.
    public var policy: TokenPolicy { .initial }

    /// Whether a person may see the page of their tokens.
    public func maySeeTokens(_ person: SignedInPerson) -> Bool {
        let now = shared.effects.now()
        do {
            try AccessPolicy.require(.seeTokensPage, of: person.principal, at: now, tokenPolicy: policy)
            return true
        } catch {
            return false
        }
    }

    /// The active administrators' names, for people who have to ask one.
    public func administratorNames() async throws -> [String] {
        let accounts = shared.accounts
        return try await shared.database.read { connection in
            try accounts.administrators(on: connection).map(\.fullName)
        }
    }

    // MARK: Creating

    /// A one-time value for the form: the same form cannot create two tokens.
    public func issueNonce(for person: SignedInPerson) async throws -> String {
        var random = shared.effects.makeRandom()
        let nonce = OneTimeSecret.draw(using: &random)
        let now = shared.effects.now()
        try await shared.database.write { connection in
            let insert = InsertStatement(
                into: "form_nonce",
                columns: ["nonce_digest", "session_digest", "form", "created_at"],
                rows: [
                    [
                        .bind(.blob(nonce.digestBytes)), .bind(.blob(person.stored.digest.bytes)), .text("token"),
                        .bind(.integer(now.microseconds)),
                    ]
                ]
            )
            try connection.execute(insert)
            let day: Int64 = 86_400_000_000
            let isOld = SQLExpression.less(.column("created_at"), .bind(.integer(now.microseconds - day)))
            try connection.execute(DeleteStatement(from: "form_nonce", where: isOld))
        }
        return nonce.revealText()
    }

    /// Creates a token for the signed-in person, who must have confirmed who they are within ten minutes.
    public func create(
        _ draft: TokenDraft,
        nonce: String,
        by person: SignedInPerson,
        origin: RequestOrigin
    ) async throws -> MintedToken {
        let now = shared.effects.now()
        do {
            try AccessPolicy.require(.createOwnToken, of: person.principal, at: now, tokenPolicy: policy)
        } catch {
            throw TokenCreationError.refused(error)
        }
        guard let nonce = OneTimeSecret(text: nonce) else { throw TokenCreationError.alreadyCreated(nil) }
        return try await mint(
            draft,
            owner: person.account,
            actor: AuditActor(person.principal),
            creator: person.account.id,
            nonce: (nonce, person.stored.digest),
            origin: origin
        )
    }

    /// Creates a token at the console, for a user named there.
    public func createAtConsole(_ draft: TokenDraft, owner: Account) async throws -> MintedToken {
        guard policy.allowsOwner(role: owner.role) else { throw TokenCreationError.refused(.notPermitted) }
        return try await mint(draft, owner: owner, actor: .system, creator: nil, nonce: nil, origin: .console)
    }

    private func mint(
        _ draft: TokenDraft,
        owner: Account,
        actor: AuditActor,
        creator: UserID?,
        nonce: (OneTimeSecret, SessionDigest)?,
        origin: RequestOrigin
    ) async throws -> MintedToken {
        let now = shared.effects.now()
        let checked = try CheckedDraft(draft, owner: owner, policy: policy, now: now)
        var random = shared.effects.makeRandom()
        let secret = TokenSecret.draw(using: &random)
        let token = NewToken(
            owner: owner.id,
            creator: creator,
            description: checked.description,
            purpose: checked.purpose,
            scopes: checked.scopes,
            term: checked.term,
            keyID: secret.keyID,
            digest: TokenDigest(of: secret, under: shared.peppers.current),
            pepper: shared.peppers.current.id,
            now: now
        )
        let (tokens, audit, limit) = (shared.tokens, shared.audit, policy.liveTokensPerOwner)
        let id = try await shared.database.write { connection in
            let live = try tokens.tokens(owner: owner.id, on: connection).filter {
                TokenState(of: $0.life, at: now) == .active
            }
            if live.count >= limit { throw TokenCreationError.invalid([.tooManyTokens(limit: limit)]) }
            if let twin = live.first(where: { $0.description == token.description.text }) {
                throw TokenCreationError.invalid([.descriptionTaken(twin.id)])
            }
            let id = try tokens.insert(token, on: connection)
            if let nonce { try Self.use(nonce.0, session: nonce.1, result: id, at: now, on: connection) }
            let event = AuditEvent(
                at: now,
                actor: actor,
                action: .tokenCreated,
                subject: AuditSubject(type: "AccessTokens", id: id.rawValue, name: token.description.text),
                address: origin.address.description,
                client: origin.client,
                requestID: origin.requestID
            )
            try audit.append(event, on: connection)
            return id
        }
        return MintedToken(
            id: id,
            secret: secret,
            description: checked.description.text,
            scopes: checked.scopes,
            term: checked.term
        )
    }

    /// Marks the form as used; a form that was used before throws, and the transaction with the token is rolled back.
    private static func use(
        _ nonce: OneTimeSecret,
        session: SessionDigest,
        result: TokenID,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws {
        let isThis = SQLExpression.equals(.column("nonce_digest"), .bind(.blob(nonce.digestBytes)))
        let update = UpdateStatement(
            "form_nonce",
            set: [
                SQLAssignment("used_at", .bind(.integer(now.microseconds))),
                SQLAssignment("result_id", .bind(.integer(result.rawValue))),
            ],
            where: .and([
                isThis, .isNull(.column("used_at")), .equals(.column("session_digest"), .bind(.blob(session.bytes))),
            ])
        )
        guard try connection.execute(update) == 0 else { return }
        let earlier = SelectStatement(
            columns: [SQLResultColumn(.column("n", "result_id"))],
            from: .table("form_nonce", alias: "n"),
            where: .equals(.column("n", "nonce_digest"), .bind(.blob(nonce.digestBytes)))
        )
        let known = try connection.rows(earlier).first?.first
        guard case .integer(let id)? = known else { throw TokenCreationError.alreadyCreated(nil) }
        throw TokenCreationError.alreadyCreated(TokenID(id))
    }

    // MARK: Lists and revocation

    /// The person's own tokens, newest first.
    public func tokens(of person: SignedInPerson) async throws -> [TokenRow] { try await tokens(owner: person.account.id) }

    /// The tokens of one owner, or of everybody.
    public func tokens(owner: UserID?) async throws -> [TokenRow] {
        let tokens = shared.tokens
        return try await shared.database.read { connection in try tokens.tokens(owner: owner, on: connection) }
    }

    /// One of the person's own tokens; nil where it does not exist or is somebody else's.
    public func token(_ id: TokenID, of person: SignedInPerson) async throws -> TokenRow? {
        let tokens = shared.tokens
        let row = try await shared.database.read { connection in try tokens.token(id, on: connection) }
        return row?.ownerID == person.account.id ? row : nil
    }

    /// What a token's state is now.
    public func state(of row: TokenRow) -> TokenState { TokenState(of: row.life, at: shared.effects.now()) }

    /// Revokes one of the person's own tokens for good; false where it was revoked before.
    public func revoke(_ id: TokenID, by person: SignedInPerson, origin: RequestOrigin) async throws -> Bool {
        guard let row = try await token(id, of: person) else { return false }
        return try await revoke(row, user: person.account.id, actor: AuditActor(person.principal), origin: origin)
    }

    /// Revokes any token at the console; false where it does not exist or was revoked before.
    public func revokeAtConsole(_ id: TokenID) async throws -> Bool {
        let tokens = shared.tokens
        let found = try await shared.database.read { connection in try tokens.token(id, on: connection) }
        guard let row = found else { return false }
        return try await revoke(row, user: nil, actor: .system, origin: .console)
    }

    private func revoke(
        _ row: TokenRow,
        user: UserID?,
        actor: AuditActor,
        origin: RequestOrigin
    ) async throws -> Bool {
        let (tokens, audit, now) = (shared.tokens, shared.audit, shared.effects.now())
        let event = AuditEvent(
            at: now,
            actor: actor,
            action: .tokenRevoked,
            subject: AuditSubject(type: "AccessTokens", id: row.id.rawValue, name: row.description),
            address: origin.address.description,
            client: origin.client,
            requestID: origin.requestID
        )
        return try await shared.database.write { connection in
            let isRevoked = try tokens.revoke(row.id, by: user, reason: nil, at: now, on: connection)
            if isRevoked { try audit.append(event, on: connection) }
            return isRevoked
        }
    }
}

/// A draft whose every part is valid.
private struct CheckedDraft {
    let description: TokenDescription
    let purpose: String?
    let scopes: ScopeSet
    let term: TokenTerm

    /// Checks all parts and throws all problems at once.
    init(_ draft: TokenDraft, owner: Account, policy: TokenPolicy, now: UTCInstant) throws(TokenCreationError) {
        var problems: [TokenDraftProblem] = []
        var description: TokenDescription?
        var scopes: ScopeSet?
        var term: TokenTerm?
        do { description = try TokenDescription(draft.description) } catch { problems.append(.description(error)) }
        do { scopes = try draft.scope.scopeSet() } catch { problems.append(.scope(error)) }
        do {
            term = try draft.expiry.term(at: now, zone: draft.zone, policy: policy)
        } catch {
            problems.append(.expiry(error))
        }
        let trimmed = draft.purpose.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if trimmed.count > TokenService.longestPurpose { problems.append(.purposeTooLong) }
        guard let description, let scopes, let term, problems.isEmpty else { throw .invalid(problems) }
        let subject = TokenPolicySubject(
            scopes: scopes,
            networks: NetworkList.any,
            termStartedAt: now,
            expiresAt: term.expiresAt,
            neverReason: term.neverReason,
            lastUsedAt: nil
        )
        let violations = policy.violations(of: subject, ownerRole: owner.role, at: now)
        guard violations.isEmpty else { throw .invalid(violations.map { .policy($0) }) }
        self.description = description
        self.purpose = trimmed.isEmpty ? nil : trimmed
        self.scopes = scopes
        self.term = term
    }
}
