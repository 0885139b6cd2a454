public import Identity
import SQLCore

/// One token with what lists and pages show of it; never a digest.
public struct TokenRow: Sendable {
    /// The number of the token.
    public let id: TokenID
    /// Who owns it.
    public let ownerID: UserID
    /// The owner's full name.
    public let ownerName: String
    /// What people call it.
    public let description: String
    /// Who reads the report; nil where nobody said.
    public let purpose: String?
    /// What it opens.
    public let scopes: ScopeSet
    /// Which rows it opens.
    public let rowScope: TokenRowScope
    /// When it was made.
    public let createdAt: UTCInstant
    /// The instants that make its state.
    public let life: TokenLifeFacts
    /// Why it has no end; nil where it has one.
    public let neverReason: String?
    /// The public part of the newest secret.
    public let keyID: TokenKeyID
    /// When it was used last, within 30 seconds; nil where it was not.
    public let lastUsedAt: UTCInstant?
    /// The address it was used from last.
    public let lastAddress: String?
    /// The client it was used by last.
    public let lastClient: String?
    /// How many requests it was used for.
    public let requests: Int64
}

/// What is stored of a new token.
struct TokenInsertion {
    var owner: UserID
    var creator: UserID?
    var description: TokenDescription
    var purpose: String?
    var scopes: ScopeSet
    var term: TokenTerm
    var keyID: TokenKeyID
    var digest: TokenDigest
    var pepper: PepperID
    var now: UTCInstant
}

/// Reads and writes tokens; every call belongs to the transaction of its caller.
struct TokenStore: Sendable {
    /// The read of every request, rendered once.
    let credentialQuery: RenderedSQL
    private let scopeTexts = ScopeTexts()

    init(dialect: any SQLDialect) throws(SQLRenderingError) {
        credentialQuery = try dialect.render(Self.credentialStatement)
    }

    // MARK: Verification

    private static let credentialStatement = SelectStatement(
        columns: [
            .column("s", "token_id"), .column("s", "digest"), .column("s", "pepper_id"), .column("s", "state"),
            .column("s", "valid_until"), .column("s", "first_used_at"), .column("t", "owner_user_id"),
            .column("t", "scopes"), .column("t", "row_scope"), .column("t", "networks"), .column("t", "expires_at"),
            .column("t", "term_started_at"), .column("t", "never_reason"), .column("t", "paused_at"),
            .column("t", "suspended_at"), .column("t", "revoked_at"), .column("t", "exposed_at"),
            .column("a", "role"), .column("a", "data_roles"), .column("a", "disabled_at"), .column("u", "IsActive"),
            .column("u", "StatusFlag"), .column("u", "TeamId"), .column("g", "last_used_at"),
        ].map { SQLResultColumn($0) },
        from: .table("access_token_secret", alias: "s"),
        joins: [
            SQLJoin(
                .inner,
                .table("access_token", alias: "t"),
                on: .equals(.column("t", "token_id"), .column("s", "token_id"))
            ),
            SQLJoin(
                .inner,
                .table("user_account", alias: "a"),
                on: .equals(.column("a", "user_id"), .column("t", "owner_user_id"))
            ),
            SQLJoin(
                .inner,
                .table("Users", alias: "u"),
                on: .equals(.column("u", "UserId"), .column("t", "owner_user_id"))
            ),
            SQLJoin(
                .left,
                .table("token_usage", alias: "g"),
                on: .equals(.column("g", "key_id"), .column("s", "key_id"))
            ),
        ],
        where: .equals(.column("s", "key_id"), .parameter(0))
    )

    /// A secret's row joined with its token and owner, read for one request; nil for an unknown key id.
    struct Credential: Sendable {
        var token: StoredToken
        var isFirstUse: Bool
        var dataRoles: [String]
        var team: TeamID?

        /// Whether what the token may read is the same as in another reading of it.
        func hasRights(of other: Credential) -> Bool {
            token.ownerID == other.token.ownerID && token.ownerRole == other.token.ownerRole
                && dataRoles == other.dataRoles && team == other.team && token.rowScope == other.token.rowScope
                && token.policySubject.scopes == other.token.policySubject.scopes
        }
    }

    func credential(_ keyID: TokenKeyID, on connection: any SQLConnection) throws -> Credential? {
        let cursor = try connection.query(credentialQuery.filling([.text(keyID.text)]))
        defer { cursor.finish() }
        guard try cursor.step() else { return nil }
        guard let digest = TokenDigest(bytes: cursor.blob(1)), let state = TokenSecretState(rawValue: cursor.string(3)),
            let rowScope = TokenRowScope(storedText: cursor.string(8)), let role = BaseRole(rawValue: cursor.string(17))
        else { throw SQLDatabaseError.corrupt("a token's row cannot be read") }
        func instant(_ index: Int) -> UTCInstant? { cursor.optionalInteger(index).map { UTCInstant(microseconds: $0) } }
        let subject = TokenPolicySubject(
            scopes: try scopeTexts.set(cursor.string(7)),
            networks: try cursor.utf8(9).isEmpty ? .any : NetworkList(cursor.string(9)),
            termStartedAt: UTCInstant(microseconds: cursor.integer(11)),
            expiresAt: instant(10),
            neverReason: cursor.optionalString(12),
            lastUsedAt: instant(23)
        )
        let token = StoredToken(
            tokenID: TokenID(cursor.integer(0)),
            keyID: keyID,
            digest: digest,
            pepperID: PepperID(cursor.integer(2)),
            secretState: state,
            validUntil: instant(4),
            life: TokenLifeFacts(
                exposedAt: instant(16),
                revokedAt: instant(15),
                expiresAt: instant(10),
                suspendedAt: instant(14),
                pausedAt: instant(13)
            ),
            policySubject: subject,
            rowScope: rowScope,
            ownerID: UserID(cursor.integer(6)),
            ownerRole: role,
            isOwnerActive: cursor.boolean(20) && cursor.string(21) == "A" && cursor.isNull(19)
        )
        return Credential(
            token: token,
            isFirstUse: cursor.isNull(5),
            dataRoles: cursor.string(18).split(separator: " ").map(String.init),
            team: cursor.optionalInteger(22).map { TeamID($0) }
        )
    }

    // MARK: Writing

    func insert(_ token: TokenInsertion, on connection: any SQLConnection) throws -> TokenID {
        let now = SQLExpression.bind(.integer(token.now.microseconds))
        let row = InsertStatement(
            into: "access_token",
            columns: [
                "owner_user_id", "created_by_user_id", "created_at", "description", "purpose", "scopes", "row_scope",
                "networks", "expires_at", "term_started_at", "never_reason", "version",
            ],
            rows: [
                [
                    .bind(.integer(token.owner.rawValue)), .bind(token.creator.map { .integer($0.rawValue) } ?? .null),
                    now, .text(token.description.text), .bind(token.purpose.map { .text($0) } ?? .null),
                    .text(token.scopes.canonicalText), .text(TokenRowScope.owner.storedText), .text(""),
                    .bind(token.term.expiresAt.map { .integer($0.microseconds) } ?? .null), now,
                    .bind(token.term.neverReason.map { .text($0) } ?? .null), .integer(1),
                ]
            ]
        )
        try connection.execute(row)
        let id = TokenID(connection.lastInsertedRowID)
        let secret = InsertStatement(
            into: "access_token_secret",
            columns: ["key_id", "token_id", "digest", "pepper_id", "state", "created_at"],
            rows: [
                [
                    .text(token.keyID.text), .bind(.integer(id.rawValue)), .bind(.blob(token.digest.bytes)),
                    .bind(.integer(token.pepper.rawValue)), .text(TokenSecretState.current.rawValue), now,
                ]
            ]
        )
        try connection.execute(secret)
        return id
    }

    /// Revokes a token for good and ends its secrets; false where it was revoked before or is not the owner's.
    func revoke(
        _ id: TokenID,
        by user: UserID?,
        reason: String?,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let isOpen = SQLExpression.isNull(.column("revoked_at"))
        let update = UpdateStatement(
            "access_token",
            set: [
                SQLAssignment("revoked_at", .bind(.integer(now.microseconds))),
                SQLAssignment("revoked_by", .bind(user.map { .integer($0.rawValue) } ?? .null)),
                SQLAssignment("revoke_reason", .bind(reason.map { .text($0) } ?? .null)),
                SQLAssignment("version", .arithmetic(.add, .integer, .column("version"), .integer(1))),
            ],
            where: .and([.equals(.column("token_id"), .bind(.integer(id.rawValue))), isOpen])
        )
        return try connection.execute(update) > 0
    }

    /// Notes the first use of a secret; false where another request was faster.
    func markFirstUse(
        _ keyID: TokenKeyID,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let update = UpdateStatement(
            "access_token_secret",
            set: [SQLAssignment("first_used_at", .bind(.integer(now.microseconds)))],
            where: .and([.equals(.column("key_id"), .text(keyID.text)), .isNull(.column("first_used_at"))])
        )
        return try connection.execute(update) > 0
    }

    /// Adds what a token was used for since the last time; the time of the last use only moves forward.
    func addUsage(
        _ keyID: TokenKeyID,
        _ use: TokenUse,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let last = SQLExpression.column("token_usage", "last_used_at")
        let isNewer = SQLExpression.greaterOrEqual(SQLConflictAction.excluded("last_used_at"), last)
        func newer(_ column: String) -> SQLAssignment {
            let value = SQLExpression.caseWhen(
                [SQLCaseBranch(when: isNewer, then: SQLConflictAction.excluded(column))],
                otherwise: .column("token_usage", column)
            )
            return SQLAssignment(column, value)
        }
        let sum = SQLExpression.arithmetic(
            .add,
            .integer,
            .column("token_usage", "requests"),
            SQLConflictAction.excluded("requests")
        )
        let insert = InsertStatement(
            into: "token_usage",
            columns: ["key_id", "last_used_at", "last_address", "last_client", "requests"],
            rows: [
                [
                    .text(keyID.text), .bind(.integer(use.lastUsedAt.microseconds)), .text(use.address.description),
                    .text(use.client), .bind(.integer(use.requests)),
                ]
            ],
            onConflict: .update(
                target: ["key_id"],
                set: [
                    newer("last_used_at"), newer("last_address"), newer("last_client"), SQLAssignment("requests", sum),
                ],
                where: nil
            )
        )
        try connection.execute(insert)
    }

    // MARK: Lists

    /// The tokens of one owner, or of everybody, newest first.
    func tokens(owner: UserID?, on connection: any SQLConnection) throws -> [TokenRow] {
        let condition = owner.map { SQLExpression.equals(.column("t", "owner_user_id"), .bind(.integer($0.rawValue))) }
        return try read(where: condition, on: connection)
    }

    func token(_ id: TokenID, on connection: any SQLConnection) throws -> TokenRow? {
        try read(where: .equals(.column("t", "token_id"), .bind(.integer(id.rawValue))), on: connection).first
    }

    private func read(where condition: SQLExpression?, on connection: any SQLConnection) throws -> [TokenRow] {
        let statement = SelectStatement(
            columns: [
                .column("t", "token_id"), .column("t", "owner_user_id"), .column("u", "FullName"),
                .column("t", "description"), .column("t", "purpose"), .column("t", "scopes"),
                .column("t", "row_scope"), .column("t", "created_at"), .column("t", "expires_at"),
                .column("t", "paused_at"), .column("t", "suspended_at"), .column("t", "revoked_at"),
                .column("t", "exposed_at"), .column("t", "never_reason"), .column("s", "key_id"),
                .column("g", "last_used_at"), .column("g", "last_address"), .column("g", "last_client"),
                .column("g", "requests"),
            ].map { SQLResultColumn($0) },
            from: .table("access_token", alias: "t"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("Users", alias: "u"),
                    on: .equals(.column("u", "UserId"), .column("t", "owner_user_id"))
                ),
                SQLJoin(
                    .inner,
                    .table("access_token_secret", alias: "s"),
                    on: .and([
                        .equals(.column("s", "token_id"), .column("t", "token_id")),
                        .equals(.column("s", "state"), .text(TokenSecretState.current.rawValue)),
                    ])
                ),
                SQLJoin(
                    .left,
                    .table("token_usage", alias: "g"),
                    on: .equals(.column("g", "key_id"), .column("s", "key_id"))
                ),
            ],
            where: condition,
            orderBy: [SQLOrdering(.column("t", "token_id"), isAscending: false)]
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var rows: [TokenRow] = []
        while try cursor.step() { rows.append(try Self.row(cursor)) }
        return rows
    }

    private static func row(_ cursor: any SQLCursor) throws -> TokenRow {
        guard let keyID = TokenKeyID(cursor.string(14)), let rowScope = TokenRowScope(storedText: cursor.string(6))
        else {
            throw SQLDatabaseError.corrupt("a token's row cannot be read")
        }
        func instant(_ index: Int) -> UTCInstant? { cursor.optionalInteger(index).map { UTCInstant(microseconds: $0) } }
        return TokenRow(
            id: TokenID(cursor.integer(0)),
            ownerID: UserID(cursor.integer(1)),
            ownerName: cursor.string(2),
            description: cursor.string(3),
            purpose: cursor.optionalString(4),
            scopes: try ScopeSet(cursor.string(5)),
            rowScope: rowScope,
            createdAt: UTCInstant(microseconds: cursor.integer(7)),
            life: TokenLifeFacts(
                exposedAt: instant(12),
                revokedAt: instant(11),
                expiresAt: instant(8),
                suspendedAt: instant(10),
                pausedAt: instant(9)
            ),
            neverReason: cursor.optionalString(13),
            keyID: keyID,
            lastUsedAt: instant(15),
            lastAddress: cursor.optionalString(16),
            lastClient: cursor.optionalString(17),
            requests: cursor.integer(18)
        )
    }
}

/// Uses of one secret since the last flush.
struct TokenUse: Sendable {
    var lastUsedAt: UTCInstant
    var address: ClientAddress
    var client: String
    var requests: Int64
}
