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
    /// The addresses it may be used from.
    public let networks: NetworkList
    /// When its present term began.
    public let termStartedAt: UTCInstant
    /// Why the system suspended it; nil where it did not.
    public let suspendReason: String?
    /// Grows with every change, so that a page drawn before one is told apart.
    public let version: Int64
    /// The public part of the newest secret.
    public let keyID: TokenKeyID
    /// When one of its secrets was used last, within 30 seconds; nil where none was.
    public fileprivate(set) var lastUsedAt: UTCInstant?
    /// The address it was used from last.
    public fileprivate(set) var lastAddress: String?
    /// The client it was used by last.
    public fileprivate(set) var lastClient: String?
    /// How many requests its secrets were used for.
    public fileprivate(set) var requests: Int64
}

/// What is stored of a new token.
struct TokenInsertion {
    var owner: UserID
    var creator: UserID?
    var description: TokenDescription
    var purpose: String?
    var scopes: ScopeSet
    var rowScope: TokenRowScope
    var networks: NetworkList
    var term: TokenTerm
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
            .column("s", "created_at"),
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
            // A secret that nobody has used yet is not idle: its days count from its issue.
            lastUsedAt: instant(23) ?? instant(24)
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

    /// Adds a token with its first secret.
    func insert(
        _ token: TokenInsertion,
        secret: TokenSecret,
        under pepper: Pepper,
        on connection: any SQLConnection
    ) throws -> TokenID {
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
                    .text(token.scopes.canonicalText), .text(token.rowScope.storedText),
                    .text(token.networks.description),
                    .bind(token.term.expiresAt.map { .integer($0.microseconds) } ?? .null), now,
                    .bind(token.term.neverReason.map { .text($0) } ?? .null), .integer(1),
                ]
            ]
        )
        try connection.execute(row)
        let id = TokenID(connection.lastInsertedRowID)
        try TokenSecretStore.insert(secret, of: id, under: pepper, at: token.now, on: connection)
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

    /// Notes the first use of a secret, which starts the overlap of the one it replaced; false where another request was
    /// faster.
    func markFirstUse(_ keyID: TokenKeyID, at now: UTCInstant, on connection: any SQLConnection) throws -> Bool {
        let update = UpdateStatement(
            "access_token_secret",
            set: [SQLAssignment("first_used_at", .bind(.integer(now.microseconds)))],
            where: .and([.equals(.column("key_id"), .text(keyID.text)), .isNull(.column("first_used_at"))])
        )
        guard try connection.execute(update) > 0 else { return false }
        try TokenSecretStore.startOverlap(afterUseOf: keyID, at: now, on: connection)
        return true
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

    /// Changes a token whose version is still the one known; false where somebody was faster.
    func change(
        _ id: TokenID,
        version: Int64,
        _ change: TokenChange,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let next = SQLAssignment("version", .arithmetic(.add, .integer, .column("version"), .integer(1)))
        let update = UpdateStatement(
            "access_token",
            set: change.assignments + [next],
            where: .and([
                .equals(.column("token_id"), .bind(.integer(id.rawValue))),
                .equals(.column("version"), .bind(.integer(version))),
            ])
        )
        return try connection.execute(update) > 0
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
                .column("t", "networks"), .column("t", "term_started_at"), .column("t", "suspend_reason"),
                .column("t", "version"),
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
            ],
            where: condition,
            orderBy: [SQLOrdering(.column("t", "token_id"), isAscending: false)]
        )
        var rows: [TokenRow] = []
        do {
            let cursor = try connection.query(statement)
            defer { cursor.finish() }
            while try cursor.step() { rows.append(try Self.row(cursor)) }
        }
        try addUsage(to: &rows, where: condition, on: connection)
        return rows
    }

    /// Adds what all secrets of each token were used for: a replaced one is used on during its overlap.
    private func addUsage(
        to rows: inout [TokenRow],
        where condition: SQLExpression?,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let statement = SelectStatement(
            columns: [
                .column("s", "token_id"), .column("g", "last_used_at"), .column("g", "last_address"),
                .column("g", "last_client"), .column("g", "requests"),
            ].map { SQLResultColumn($0) },
            from: .table("access_token", alias: "t"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("access_token_secret", alias: "s"),
                    on: .equals(.column("s", "token_id"), .column("t", "token_id"))
                ),
                SQLJoin(
                    .inner,
                    .table("token_usage", alias: "g"),
                    on: .equals(.column("g", "key_id"), .column("s", "key_id"))
                ),
            ],
            where: condition
        )
        let places = Dictionary(rows.enumerated().map { ($1.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        while try cursor.step() {
            guard let place = places[cursor.integer(0)] else { continue }
            rows[place].requests += cursor.integer(4)
            let used = UTCInstant(microseconds: cursor.integer(1))
            guard rows[place].lastUsedAt.map({ $0 < used }) ?? true else { continue }
            rows[place].lastUsedAt = used
            rows[place].lastAddress = cursor.optionalString(2)
            rows[place].lastClient = cursor.optionalString(3)
        }
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
            networks: try NetworkList(cursor.string(15)),
            termStartedAt: UTCInstant(microseconds: cursor.integer(16)),
            suspendReason: cursor.optionalString(17),
            version: cursor.integer(18),
            keyID: keyID,
            lastUsedAt: nil,
            lastAddress: nil,
            lastClient: nil,
            requests: 0
        )
    }
}
