import Identity
import SQLCore

/// A session as stored, with the account behind it.
struct StoredSession {
    var digest: SessionDigest
    var userID: UserID
    var record: SessionRecord
    var hasSecondFactor: Bool
    var csrfKey: [UInt8]
}

/// A session with the place it was begun at.
struct PlacedSession {
    var session: StoredSession
    var address: String
    var client: String
}

/// Reads and writes sessions; every call belongs to the transaction of its caller.
struct SessionStore {
    private static let columns = [
        "user_id", "created_at", "authenticated_at", "last_seen_at", "ends_at", "ended_at", "remember", "role_seen",
        "second_factor", "csrf_key",
    ]

    func session(_ digest: SessionDigest, on connection: any SQLConnection) throws(SQLDatabaseError) -> StoredSession? {
        let statement = SelectStatement(
            columns: Self.columns.map { SQLResultColumn(.column("s", $0)) },
            from: .table("session", alias: "s"),
            where: .equals(.column("s", "id_digest"), .bind(.blob(digest.bytes)))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        return try cursor.step() ? try Self.session(digest, of: cursor) : nil
    }

    /// The sessions of a user that were not ended, the last used one first; some of them may have run out.
    func notEnded(
        of user: UserID,
        limit: Int,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [PlacedSession] {
        let statement = SelectStatement(
            columns: (Self.columns + ["id_digest", "address", "client"]).map { SQLResultColumn(.column("s", $0)) },
            from: .table("session", alias: "s"),
            where: .and([
                .equals(.column("s", "user_id"), .bind(.integer(user.rawValue))), .isNull(.column("s", "ended_at")),
            ]),
            orderBy: [SQLOrdering(.column("s", "last_seen_at"), isAscending: false)],
            limit: .integer(Int64(limit))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var sessions: [PlacedSession] = []
        while try cursor.step() {
            let first = Self.columns.count
            guard let digest = SessionDigest(bytes: cursor.blob(first)) else {
                throw .corrupt("the digest of a session has a wrong length")
            }
            sessions.append(
                PlacedSession(
                    session: try Self.session(digest, of: cursor),
                    address: cursor.string(first + 1),
                    client: cursor.string(first + 2)
                )
            )
        }
        return sessions
    }

    /// The session of a row that begins with ``columns``.
    private static func session(
        _ digest: SessionDigest,
        of cursor: any SQLCursor
    ) throws(SQLDatabaseError) -> StoredSession {
        guard let role = BaseRole(rawValue: cursor.string(7)) else { throw .corrupt("unknown role of a session") }
        return StoredSession(
            digest: digest,
            userID: UserID(cursor.integer(0)),
            record: SessionRecord(
                createdAt: UTCInstant(microseconds: cursor.integer(1)),
                authenticatedAt: UTCInstant(microseconds: cursor.integer(2)),
                lastSeenAt: UTCInstant(microseconds: cursor.integer(3)),
                endsAt: UTCInstant(microseconds: cursor.integer(4)),
                endedAt: cursor.optionalInteger(5).map { UTCInstant(microseconds: $0) },
                isRemembered: cursor.boolean(6),
                roleSeen: role
            ),
            hasSecondFactor: cursor.boolean(8),
            csrfKey: cursor.blob(9)
        )
    }

    func insert(
        _ session: StoredSession,
        address: String,
        client: String,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let record = session.record
        let insert = InsertStatement(
            into: "session",
            columns: [
                "id_digest", "user_id", "created_at", "authenticated_at", "second_factor", "role_seen", "remember",
                "last_seen_at", "ends_at", "csrf_key", "address", "client",
            ],
            rows: [
                [
                    .bind(.blob(session.digest.bytes)), .bind(.integer(session.userID.rawValue)),
                    .bind(.integer(record.createdAt.microseconds)),
                    .bind(.integer(record.authenticatedAt.microseconds)),
                    .bind(.boolean(session.hasSecondFactor)), .text(record.roleSeen.rawValue),
                    .bind(.boolean(record.isRemembered)), .bind(.integer(record.lastSeenAt.microseconds)),
                    .bind(.integer(record.endsAt.microseconds)), .bind(.blob(session.csrfKey)), .text(address),
                    .text(String(client.prefix(200))),
                ]
            ]
        )
        try connection.execute(insert)
    }

    func touch(_ digest: SessionDigest, at now: UTCInstant, on connection: any SQLConnection) throws(SQLDatabaseError) {
        try update(digest, [SQLAssignment("last_seen_at", .bind(.integer(now.microseconds)))], on: connection)
    }

    /// Ends a session; false where it had ended before.
    @discardableResult
    func end(
        _ digest: SessionDigest,
        at now: UTCInstant,
        reason: String,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        try update(digest, Self.ending(at: now, reason: reason), on: connection)
    }

    /// Ends all sessions of a user.
    func endAll(
        of user: UserID,
        at now: UTCInstant,
        reason: String,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let isTheirs = SQLExpression.equals(.column("user_id"), .bind(.integer(user.rawValue)))
        let update = UpdateStatement(
            "session",
            set: Self.ending(at: now, reason: reason),
            where: .and([isTheirs, .isNull(.column("ended_at"))])
        )
        try connection.execute(update)
    }

    private static func ending(at now: UTCInstant, reason: String) -> [SQLAssignment] {
        [SQLAssignment("ended_at", .bind(.integer(now.microseconds))), SQLAssignment("end_reason", .text(reason))]
    }

    @discardableResult
    private func update(
        _ digest: SessionDigest,
        _ assignments: [SQLAssignment],
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let isOpen = SQLExpression.isNull(.column("ended_at"))
        let update = UpdateStatement(
            "session",
            set: assignments,
            where: .and([.equals(.column("id_digest"), .bind(.blob(digest.bytes))), isOpen])
        )
        return try connection.execute(update) > 0
    }
}
