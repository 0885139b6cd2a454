public import Identity
import SQLCore

/// One secret of a token as the token's page shows it; never a digest.
public struct TokenSecretRow: Sendable, Equatable {
    /// The public part.
    public let keyID: TokenKeyID
    /// What it is.
    public let state: TokenSecretState
    /// When it was issued.
    public let createdAt: UTCInstant
    /// When it ends or ended; nil while it is current.
    public let validUntil: UTCInstant?
    /// Seconds it is accepted after the current one was first used; nil where that does not count.
    public let secondsAfterUse: Int64?
    /// When it was used for the first time; nil where it was not.
    public let firstUsedAt: UTCInstant?
    /// When it was used last, within 30 seconds.
    public let lastUsedAt: UTCInstant?
    /// The address it was used from last.
    public let lastAddress: String?
    /// The client it was used by last.
    public let lastClient: String?
    /// How many requests it was used for.
    public let requests: Int64

    /// Whether a request may still be made with it, as far as the token lets it.
    public func isLive(at now: UTCInstant) -> Bool { state.isUsable(validUntil: validUntil, at: now) }

    var rotated: RotatedSecret {
        RotatedSecret(
            keyID: keyID,
            state: state,
            validUntil: validUntil,
            secondsAfterUse: secondsAfterUse,
            isUsed: firstUsedAt != nil || lastUsedAt != nil
        )
    }
}

/// Reads and writes the secrets of tokens; every call belongs to the transaction of its caller.
enum TokenSecretStore {
    static let table = "access_token_secret"

    /// The secrets of a token: the current one first, then the newest.
    static func secrets(of token: TokenID, on connection: any SQLConnection) throws -> [TokenSecretRow] {
        let statement = SelectStatement(
            columns: [
                .column("s", "key_id"), .column("s", "state"), .column("s", "created_at"),
                .column("s", "valid_until"), .column("s", "seconds_after_use"), .column("s", "first_used_at"),
                .column("g", "last_used_at"), .column("g", "last_address"), .column("g", "last_client"),
                .column("g", "requests"),
            ].map { SQLResultColumn($0) },
            from: .table(table, alias: "s"),
            joins: [
                SQLJoin(
                    .left,
                    .table("token_usage", alias: "g"),
                    on: .equals(.column("g", "key_id"), .column("s", "key_id"))
                )
            ],
            where: .equals(.column("s", "token_id"), .bind(.integer(token.rawValue)))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var rows: [TokenSecretRow] = []
        while try cursor.step() { rows.append(try row(cursor)) }
        return rows.sorted { left, right in
            (rank(left.state), right.createdAt) < (rank(right.state), left.createdAt)
        }
    }

    private static func rank(_ state: TokenSecretState) -> Int { TokenSecretState.allCases.firstIndex(of: state) ?? 0 }

    private static func row(_ cursor: any SQLCursor) throws -> TokenSecretRow {
        guard let keyID = TokenKeyID(cursor.string(0)), let state = TokenSecretState(rawValue: cursor.string(1)) else {
            throw SQLDatabaseError.corrupt("a secret's row cannot be read")
        }
        func instant(_ index: Int) -> UTCInstant? { cursor.optionalInteger(index).map { UTCInstant(microseconds: $0) } }
        return TokenSecretRow(
            keyID: keyID,
            state: state,
            createdAt: UTCInstant(microseconds: cursor.integer(2)),
            validUntil: instant(3),
            secondsAfterUse: cursor.optionalInteger(4),
            firstUsedAt: instant(5),
            lastUsedAt: instant(6),
            lastAddress: cursor.optionalString(7),
            lastClient: cursor.optionalString(8),
            requests: cursor.optionalInteger(9) ?? 0
        )
    }

    /// Whether a key id is taken; then the caller draws again.
    static func exists(_ keyID: TokenKeyID, on connection: any SQLConnection) throws(SQLDatabaseError) -> Bool {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table(table, alias: "s"),
            where: .equals(.column("s", "key_id"), .text(keyID.text))
        )
        return try !connection.rows(statement).isEmpty
    }

    /// Adds a secret as the current one.
    static func insert(
        _ secret: TokenSecret,
        of token: TokenID,
        under pepper: Pepper,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let insert = InsertStatement(
            into: table,
            columns: ["key_id", "token_id", "digest", "pepper_id", "state", "created_at"],
            rows: [
                [
                    .text(secret.keyID.text), .bind(.integer(token.rawValue)),
                    .bind(.blob(TokenDigest(of: secret, under: pepper).bytes)),
                    .bind(.integer(pepper.id.rawValue)), .text(TokenSecretState.current.rawValue),
                    .bind(.integer(now.microseconds)),
                ]
            ]
        )
        try connection.execute(insert)
    }

    /// Writes what a rotation made of a secret.
    static func update(_ secret: RotatedSecret, on connection: any SQLConnection) throws(SQLDatabaseError) {
        let update = UpdateStatement(
            table,
            set: [
                SQLAssignment("state", .text(secret.state.rawValue)),
                SQLAssignment("valid_until", .bind(secret.validUntil.map { .integer($0.microseconds) } ?? .null)),
                SQLAssignment("seconds_after_use", .bind(secret.secondsAfterUse.map { .integer($0) } ?? .null)),
            ],
            where: .equals(.column("key_id"), .text(secret.keyID.text))
        )
        try connection.execute(update)
    }

    /// Starts the overlap of the secrets that the first use of a current one replaces.
    static func startOverlap(afterUseOf keyID: TokenKeyID, at now: UTCInstant, on connection: any SQLConnection) throws
    {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.column("s", "token_id"))],
            from: .table(table, alias: "s"),
            where: .and([
                .equals(.column("s", "key_id"), .text(keyID.text)),
                .equals(.column("s", "state"), .text(TokenSecretState.current.rawValue)),
            ])
        )
        guard case .integer(let token)?? = try connection.rows(statement).first?.first else { return }
        for secret in try secrets(of: TokenID(token), on: connection) {
            guard let lowered = SecretRotation.afterFirstUse(secret.rotated, at: now) else { continue }
            try update(lowered, on: connection)
        }
    }

    /// Notes the use of a secret after its end; false where one was noted within a day before.
    static func markRetiredUse(
        _ keyID: TokenKeyID,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let update = UpdateStatement(
            table,
            set: [SQLAssignment("retired_use_at", .bind(.integer(now.microseconds)))],
            where: .and([
                .equals(.column("key_id"), .text(keyID.text)),
                .or([
                    .isNull(.column("retired_use_at")),
                    .lessOrEqual(.column("retired_use_at"), .bind(.integer(now.adding(days: -1).microseconds))),
                ]),
            ])
        )
        return try connection.execute(update) > 0
    }
}
