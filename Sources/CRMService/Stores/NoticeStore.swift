import Identity
import SQLCore

/// Reads and writes notices about tokens; every call belongs to the transaction of its caller.
enum NoticeStore {
    private static let table = "token_notice"

    /// A token that notices may be due for.
    struct Candidate: Sendable {
        var token: TokenID
        var facts: TokenNoticeSchedule.Facts
    }

    /// An audit event that a notice follows.
    struct Event: Sendable {
        var id: Int64
        var token: TokenID
        var kind: TokenNoticeKind
        var at: UTCInstant
        var detail: String?
    }

    /// A notice that no mail has told yet.
    struct Unsent: Sendable {
        var notice: TokenNotice
        var owner: UserID
    }

    // MARK: Finding

    /// The tokens whose state time still changes, with the last use of any of their secrets.
    static func candidates(on connection: any SQLConnection) throws(SQLDatabaseError) -> [Candidate] {
        let used = SelectStatement(
            columns: [SQLResultColumn(.aggregate(.maximum, .column("g", "last_used_at"), isDistinct: false))],
            from: .table("access_token_secret", alias: "s"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("token_usage", alias: "g"),
                    on: .equals(.column("g", "key_id"), .column("s", "key_id"))
                )
            ],
            where: .equals(.column("s", "token_id"), .column("t", "token_id"))
        )
        let statement = SelectStatement(
            columns: [
                .column("t", "token_id"), .column("t", "expires_at"), .column("t", "paused_at"),
                .column("t", "term_started_at"), .scalar(used),
            ].map { SQLResultColumn($0) },
            from: .table("access_token", alias: "t"),
            where: .and(["exposed_at", "revoked_at", "suspended_at"].map { .isNull(.column("t", $0)) })
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var found: [Candidate] = []
        while try cursor.step() {
            func instant(_ index: Int) -> UTCInstant? {
                cursor.optionalInteger(index).map { UTCInstant(microseconds: $0) }
            }
            let facts = TokenNoticeSchedule.Facts(
                life: TokenLifeFacts(expiresAt: instant(1), pausedAt: instant(2)),
                termStartedAt: UTCInstant(microseconds: cursor.integer(3)),
                lastUsedAt: instant(4)
            )
            found.append(Candidate(token: TokenID(cursor.integer(0)), facts: facts))
        }
        return found
    }

    /// What happened to tokens since an instant.
    static func events(
        since start: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [Event] {
        let actions = TokenNoticeKind.actions.map { SQLExpression.text($0.rawValue) }
        let statement = SelectStatement(
            columns: ["AuditEventId", "RecordId", "Action", "OccurredAt", "IpAddress", "ClientName"].map {
                SQLResultColumn(.column("e", $0))
            },
            from: .table("AuditEvents", alias: "e"),
            where: .and([
                .greaterOrEqual(.column("e", "OccurredAt"), .bind(.integer(start.microseconds))),
                .inList(.column("e", "Action"), actions),
                .equals(.column("e", "EntitySet"), .text("AccessTokens")),
            ]),
            orderBy: [SQLOrdering(.column("e", "AuditEventId"))]
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var found: [Event] = []
        while try cursor.step() {
            guard let action = AuditAction(rawValue: cursor.string(2)), let kind = TokenNoticeKind(after: action)
            else { continue }
            let origin = [cursor.optionalString(4), cursor.optionalString(5)].compactMap { $0 }
                .filter { !$0.isEmpty && $0 != ClientAddress.unknown.description }
            found.append(
                Event(
                    id: cursor.integer(0),
                    token: TokenID(cursor.integer(1)),
                    kind: kind,
                    at: UTCInstant(microseconds: cursor.integer(3)),
                    detail: origin.isEmpty ? nil : origin.joined(separator: ", ")
                )
            )
        }
        return found
    }

    /// The notices that were given, by token.
    static func given(on connection: any SQLConnection) throws(SQLDatabaseError) -> [TokenID: Set<DueNotice>] {
        let statement = SelectStatement(
            columns: ["token_id", "kind", "occasion"].map { SQLResultColumn(.column("n", $0)) },
            from: .table(table, alias: "n")
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var found: [TokenID: Set<DueNotice>] = [:]
        while try cursor.step() {
            guard let kind = TokenNoticeKind(rawValue: cursor.string(1)) else { continue }
            found[TokenID(cursor.integer(0)), default: []].insert(DueNotice(kind, occasion: cursor.string(2)))
        }
        return found
    }

    // MARK: Giving

    /// Gives a notice; false where it was given before, also by another process at this moment.
    @discardableResult
    static func give(
        _ notice: DueNotice,
        to token: TokenID,
        detail: String?,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let insert = InsertStatement(
            into: table,
            columns: ["token_id", "kind", "occasion", "created_at", "detail"],
            rows: [
                [
                    .bind(.integer(token.rawValue)), .text(notice.kind.rawValue), .text(notice.occasion),
                    .bind(.integer(now.microseconds)), .bind(detail.map { .text(String($0.prefix(200))) } ?? .null),
                ]
            ],
            onConflict: .nothing(target: ["token_id", "kind", "occasion"])
        )
        return try connection.execute(insert) > 0
    }

    // MARK: Lists

    /// The newest notices about tokens of one owner.
    static func notices(
        of owner: UserID,
        limit: Int64,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [TokenNotice] {
        let condition = SQLExpression.equals(.column("t", "owner_user_id"), .bind(.integer(owner.rawValue)))
        return try read(where: condition, limit: limit, on: connection).map(\.notice)
    }

    /// The notices since an instant that no mail has told, oldest first.
    static func unsent(
        since start: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [Unsent] {
        let condition = SQLExpression.and([
            .isNull(.column("n", "sent_at")),
            .greaterOrEqual(.column("n", "created_at"), .bind(.integer(start.microseconds))),
        ])
        return try read(where: condition, limit: 10_000, on: connection).reversed()
    }

    private static func read(
        where condition: SQLExpression,
        limit: Int64,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [Unsent] {
        let isNewest = SQLExpression.equals(.column("s", "state"), .text(TokenSecretState.current.rawValue))
        let statement = SelectStatement(
            columns: [
                .column("n", "token_id"), .column("n", "kind"), .column("n", "occasion"), .column("n", "created_at"),
                .column("n", "seen_at"), .column("n", "detail"), .column("t", "owner_user_id"),
                .column("t", "description"), .column("s", "key_id"), .column("t", "expires_at"),
                .column("t", "notify_new_address"),
            ].map { SQLResultColumn($0) },
            from: .table(table, alias: "n"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("access_token", alias: "t"),
                    on: .equals(.column("t", "token_id"), .column("n", "token_id"))
                ),
                SQLJoin(
                    .left,
                    .table("access_token_secret", alias: "s"),
                    on: .and([.equals(.column("s", "token_id"), .column("t", "token_id")), isNewest])
                ),
            ],
            where: condition,
            orderBy: [
                SQLOrdering(.column("n", "created_at"), isAscending: false),
                SQLOrdering(.column("n", "token_id"), isAscending: false), SQLOrdering(.column("n", "kind")),
            ],
            limit: .bind(.integer(limit))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var found: [Unsent] = []
        while try cursor.step() {
            guard let kind = TokenNoticeKind(rawValue: cursor.string(1)) else { continue }
            let notice = TokenNotice(
                token: TokenID(cursor.integer(0)),
                kind: kind,
                occasion: cursor.string(2),
                at: UTCInstant(microseconds: cursor.integer(3)),
                isSeen: !cursor.isNull(4),
                detail: cursor.optionalString(5),
                description: cursor.string(7),
                keyID: cursor.optionalString(8).flatMap { TokenKeyID($0) },
                expiresAt: cursor.optionalInteger(9).map { UTCInstant(microseconds: $0) },
                isMailed: kind != .newAddress || cursor.boolean(10)
            )
            found.append(Unsent(notice: notice, owner: UserID(cursor.integer(6))))
        }
        return found
    }

    /// How many notices an owner has not seen.
    static func unseenCount(
        of owner: UserID,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Int {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.count())],
            from: .table(table, alias: "n"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("access_token", alias: "t"),
                    on: .equals(.column("t", "token_id"), .column("n", "token_id"))
                )
            ],
            where: .and([
                .isNull(.column("n", "seen_at")),
                .equals(.column("t", "owner_user_id"), .bind(.integer(owner.rawValue))),
            ])
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        return try cursor.step() ? Int(cursor.integer(0)) : 0
    }

    /// Marks the notices of an owner as seen, those up to an instant.
    static func markSeen(
        of owner: UserID,
        until last: UTCInstant,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let own = SelectStatement(
            columns: [SQLResultColumn(.column("t", "token_id"))],
            from: .table("access_token", alias: "t"),
            where: .equals(.column("t", "owner_user_id"), .bind(.integer(owner.rawValue)))
        )
        let update = UpdateStatement(
            table,
            set: [SQLAssignment("seen_at", .bind(.integer(now.microseconds)))],
            where: .and([
                .isNull(.column("seen_at")), .inSelect(.column("token_id"), own),
                .lessOrEqual(.column("created_at"), .bind(.integer(last.microseconds))),
            ])
        )
        try connection.execute(update)
    }

    /// Notes that a mail tells a notice; false where another process was faster.
    static func markSent(
        _ notice: TokenNotice,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let update = UpdateStatement(
            table,
            set: [SQLAssignment("sent_at", .bind(.integer(now.microseconds)))],
            where: .and([
                .equals(.column("token_id"), .bind(.integer(notice.token.rawValue))),
                .equals(.column("kind"), .text(notice.kind.rawValue)),
                .equals(.column("occasion"), .text(notice.occasion)), .isNull(.column("sent_at")),
            ])
        )
        return try connection.execute(update) > 0
    }

    /// Whether a mail told reminders of an owner since an instant.
    static func hasReminded(
        _ owner: UserID,
        since start: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let reminders = TokenNoticeKind.allCases.filter(\.isReminder).map { SQLExpression.text($0.rawValue) }
        let statement = SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table(table, alias: "n"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("access_token", alias: "t"),
                    on: .equals(.column("t", "token_id"), .column("n", "token_id"))
                )
            ],
            where: .and([
                .equals(.column("t", "owner_user_id"), .bind(.integer(owner.rawValue))),
                .greaterOrEqual(.column("n", "sent_at"), .bind(.integer(start.microseconds))),
                .inList(.column("n", "kind"), reminders),
            ]),
            limit: .integer(1)
        )
        return try !connection.rows(statement).isEmpty
    }
}
