public import Identity
import SQLCore

/// A token as its form has it, not yet checked.
public struct TokenDraft: Sendable {
    /// What people call the token.
    public var description: String
    /// Who reads the report; may be empty.
    public var purpose: String
    /// What the token opens.
    public var scope: ScopeChoice
    /// When the token ends.
    public var expiry: ExpiryChoice
    /// The zone in which a chosen date ends.
    public var zone: ZoneRule
    /// The rows it is held to.
    public var rows: TokenRowScope
    /// The addresses it may be used from, as they were typed; empty for any.
    public var networks: String

    /// Makes a draft; what is left out does not restrict.
    public init(
        description: String,
        purpose: String,
        scope: ScopeChoice,
        expiry: ExpiryChoice,
        zone: ZoneRule,
        rows: TokenRowScope = .owner,
        networks: String = ""
    ) {
        self.description = description
        self.purpose = purpose
        self.scope = scope
        self.expiry = expiry
        self.zone = zone
        self.rows = rows
        self.networks = networks
    }
}

/// What is wrong with a draft; several faults are reported together.
public enum TokenDraftProblem: Error, Equatable, Sendable {
    case description(TokenDescriptionError)
    /// Another live token of the same owner has this description.
    case descriptionTaken(TokenID)
    case purposeTooLong
    case scope(ScopeError)
    /// The team whose rows the token is held to does not exist.
    case unknownTeam
    case networks(NetworkListError)
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
    /// The number of the token.
    public let id: TokenID
    /// The secret; revealed once.
    public let secret: TokenSecret
    /// What people call the token.
    public let description: String
    /// What the token opens.
    public let scopes: ScopeSet
    /// The rows it is held to.
    public let rows: TokenRowScope
    /// The addresses it may be used from.
    public let networks: NetworkList
    /// When the token ends.
    public let term: TokenTerm
}

/// Creates, lists and revokes access tokens.
public struct TokenService: Sendable {
    let shared: Accounts

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
    ///
    /// Random text sealed with a key of the session; it is stored when it is used, so that showing a form writes
    /// nothing.
    public func issueNonce(for person: SignedInPerson) async throws -> String {
        var random = shared.effects.makeRandom()
        let text = OneTimeSecret.draw(using: &random).revealText()
        return "\(text).\(person.formToken(FormNonce.form(text)))"
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
        guard let nonce = FormNonce(nonce, of: person) else { throw TokenCreationError.alreadyCreated(nil) }
        return try await mint(
            draft,
            owner: person.account,
            actor: AuditActor(person.principal),
            creator: person.account.id,
            nonce: nonce,
            origin: origin
        )
    }

    /// Creates a token at the console, for a user named there.
    public func createAtConsole(_ draft: TokenDraft, owner: Account) async throws -> MintedToken {
        guard owner.isActive, policy.allowsOwner(role: owner.role) else {
            throw TokenCreationError.refused(.notPermitted)
        }
        return try await mint(draft, owner: owner, actor: .system, creator: nil, nonce: nil, origin: .console)
    }

    private func mint(
        _ draft: TokenDraft,
        owner: Account,
        actor: AuditActor,
        creator: UserID?,
        nonce: FormNonce?,
        origin: RequestOrigin
    ) async throws -> MintedToken {
        let now = shared.effects.now()
        let checked = try await checked(draft, owner: owner, nonce: nonce, now: now)
        let token = TokenInsertion(
            owner: owner.id,
            creator: creator,
            description: checked.description,
            purpose: checked.purpose,
            scopes: checked.scopes,
            rowScope: draft.rows,
            networks: checked.networks,
            term: checked.term,
            now: now
        )
        let (shared, limit) = (shared, policy.liveTokensPerOwner)
        return try await shared.database.write { connection in
            try nonce?.requireUnused(on: connection)
            let problems = try Self.conflicts(
                of: token.description,
                rows: token.rowScope,
                owner: owner.id,
                limit: limit,
                now: now,
                tokens: shared.tokens,
                on: connection
            )
            guard problems.isEmpty else { throw TokenCreationError.invalid(problems) }
            let secret = try shared.drawSecret(on: connection)
            let id = try shared.tokens.insert(token, secret: secret, under: shared.peppers.current, on: connection)
            try nonce?.use(result: id, at: now, on: connection)
            let note = TokenNote(id: id, name: token.description.text, actor: actor, origin: origin, at: now)
            try shared.append(note, .tokenCreated, after: token.auditFields, on: connection)
            try shared.append(
                note,
                .tokenRevealed,
                after: .object(["key_id": .string(secret.keyID.text)]),
                on: connection
            )
            return MintedToken(
                id: id,
                secret: secret,
                description: token.description.text,
                scopes: token.scopes,
                rows: token.rowScope,
                networks: token.networks,
                term: token.term
            )
        }
    }

    /// Checks a draft by itself and against the owner's tokens; all problems are thrown together.
    private func checked(
        _ draft: TokenDraft,
        owner: Account,
        nonce: FormNonce?,
        now: UTCInstant
    ) async throws -> CheckedDraft {
        let problems: [TokenDraftProblem]
        do {
            return try CheckedDraft(draft, owner: owner, policy: policy, now: now)
        } catch {
            problems = error.list
        }
        let (tokens, limit) = (shared.tokens, policy.liveTokensPerOwner)
        let conflicts = try await shared.database.read { connection in
            try nonce?.requireUnused(on: connection)
            return try Self.conflicts(
                of: TokenDescription.reading(draft.description),
                rows: draft.rows,
                owner: owner.id,
                limit: limit,
                now: now,
                tokens: tokens,
                on: connection
            )
        }
        throw TokenCreationError.invalid(problems + conflicts)
    }

    /// What stands against a new token among the owner's live ones; a paused token is as live as any.
    private static func conflicts(
        of description: TokenDescription?,
        rows: TokenRowScope,
        owner: UserID,
        limit: Int,
        now: UTCInstant,
        tokens: TokenStore,
        on connection: any SQLConnection
    ) throws -> [TokenDraftProblem] {
        let live = try tokens.tokens(owner: owner, on: connection).filter { TokenState(of: $0.life, at: now).isLive }
        var problems: [TokenDraftProblem] = []
        if case .team(let team) = rows, try !TeamChoice.exists(team, on: connection) { problems.append(.unknownTeam) }
        if let description, let twin = live.first(where: { $0.description == description.text }) {
            problems.append(.descriptionTaken(twin.id))
        }
        if live.count >= limit { problems.append(.tooManyTokens(limit: limit)) }
        return problems
    }

    // MARK: Lists and revocation

    /// The person's own tokens, newest first.
    public func tokens(of person: SignedInPerson) async throws -> [TokenRow] {
        try await tokens(owner: person.account.id)
    }

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
    ///
    /// `reason` is kept with the token and in the audit log; at most 200 characters of it.
    public func revoke(
        _ id: TokenID,
        by person: SignedInPerson,
        origin: RequestOrigin,
        reason: String = ""
    ) async throws -> Bool {
        guard let row = try await token(id, of: person) else { return false }
        let words = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(200)
        return try await revoke(
            row,
            user: person.account.id,
            actor: AuditActor(person.principal),
            origin: origin,
            reason: words.isEmpty ? nil : String(words)
        )
    }

    /// Revokes any token at the console; false where it does not exist or was revoked before.
    public func revokeAtConsole(_ id: TokenID) async throws -> Bool {
        let tokens = shared.tokens
        let found = try await shared.database.read { connection in try tokens.token(id, on: connection) }
        guard let row = found else { return false }
        return try await revoke(row, user: nil, actor: .system, origin: .console)
    }

    func revoke(
        _ row: TokenRow,
        user: UserID?,
        actor: AuditActor,
        origin: RequestOrigin,
        reason: String? = nil
    ) async throws -> Bool {
        let (shared, now) = (shared, shared.effects.now())
        return try await shared.database.write { connection in
            let isRevoked = try shared.tokens.revoke(row.id, by: user, reason: reason, at: now, on: connection)
            let note = TokenNote(row, actor: actor, origin: origin, at: now)
            if isRevoked { try shared.append(note, .tokenRevoked, reason: reason, on: connection) }
            return isRevoked
        }
    }
}
