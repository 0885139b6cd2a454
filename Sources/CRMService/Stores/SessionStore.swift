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

/// Reads and writes sessions; every call belongs to the transaction of its caller.
struct SessionStore {
    func session(_ digest: SessionDigest, on connection: any SQLConnection) throws(SQLDatabaseError) -> StoredSession? {
        let statement = SelectStatement(
            columns: [
                "user_id", "created_at", "authenticated_at", "last_seen_at", "ends_at", "ended_at", "remember",
                "role_seen",
                "second_factor", "csrf_key",
            ].map { SQLResultColumn(.column("s", $0)) },
            from: .table("session", alias: "s"),
            where: .equals(.column("s", "id_digest"), .bind(.blob(digest.bytes)))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        guard try cursor.step() else { return nil }
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
