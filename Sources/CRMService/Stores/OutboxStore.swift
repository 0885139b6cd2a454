import FoundationEssentials
import Identity
import SQLCore

/// Reads and writes mails that wait to be sent; every call belongs to the transaction of its caller.
enum OutboxStore {
    private static let table = "outbox"
    private static let mailKind = "mail"
    /// So long a process keeps an item for itself.
    private static let claimSeconds: Int64 = 300
    /// Minutes to the next try, by the number of tries; the last one stands for all that follow.
    private static let waits: [Int64] = [1, 2, 5, 15, 30, 60, 120, 240, 360]

    /// Puts a mail into the outbox.
    static func add(_ mail: OutgoingMail, at now: UTCInstant, on connection: any SQLConnection) throws {
        let body = String(decoding: try JSONEncoder().encode(mail), as: UTF8.self)
        let insert = InsertStatement(
            into: table,
            columns: ["kind", "body", "due_at", "tries"],
            rows: [[.text(mailKind), .text(body), .bind(.integer(now.microseconds)), .integer(0)]]
        )
        try connection.execute(insert)
    }

    /// Takes some of the mails that are due; they are due again when the claim is over.
    static func claim(limit: Int64, at now: UTCInstant, on connection: any SQLConnection) throws -> [ClaimedMail] {
        let instant = SQLExpression.bind(.integer(now.microseconds))
        let isFree = SQLExpression.or([
            .isNull(.column("o", "claimed_until")), .lessOrEqual(.column("o", "claimed_until"), instant),
        ])
        let statement = SelectStatement(
            columns: ["item_id", "tries", "due_at", "body"].map { SQLResultColumn(.column("o", $0)) },
            from: .table(table, alias: "o"),
            where: .and([
                .isNull(.column("o", "done_at")), .lessOrEqual(.column("o", "due_at"), instant), isFree,
                .equals(.column("o", "kind"), .text(mailKind)),
            ]),
            orderBy: [SQLOrdering(.column("o", "due_at")), SQLOrdering(.column("o", "item_id"))],
            limit: .bind(.integer(limit))
        )
        let rows = try connection.rows(statement)
        var claimed: [ClaimedMail] = []
        for row in rows {
            guard case .integer(let item) = row[0], case .integer(let tries) = row[1], case .integer(let due) = row[2],
                case .text(let body) = row[3]
            else { throw SQLDatabaseError.corrupt("an item of the outbox cannot be read") }
            let mail = try JSONDecoder().decode(OutgoingMail.self, from: Data(body.utf8))
            let dueAt = UTCInstant(microseconds: due)
            claimed.append(ClaimedMail(item: item, tries: Int(tries) + 1, dueAt: dueAt, mail: mail))
            let until = now.adding(seconds: claimSeconds)
            try change(
                item,
                [
                    SQLAssignment("claimed_until", .bind(.integer(until.microseconds))),
                    SQLAssignment("tries", .integer(tries + 1)),
                ],
                on: connection
            )
        }
        return claimed
    }

    /// Notes that a mail was taken by the server.
    static func finish(_ mail: ClaimedMail, at now: UTCInstant, on connection: any SQLConnection) throws {
        try change(
            mail.item,
            [
                SQLAssignment("done_at", .bind(.integer(now.microseconds))),
                SQLAssignment("claimed_until", .bind(.null)), SQLAssignment("last_error", .bind(.null)),
            ],
            on: connection
        )
    }

    /// Notes that a mail was not taken; it is due again after a while, and never lost.
    static func postpone(
        _ mail: ClaimedMail,
        error: String,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws {
        let minutes = waits[min(max(mail.tries, 1), waits.count) - 1]
        let next = now.adding(seconds: minutes * 60)
        try change(
            mail.item,
            [
                SQLAssignment("due_at", .bind(.integer(next.microseconds))),
                SQLAssignment("claimed_until", .bind(.null)),
                SQLAssignment("last_error", .text(String(error.prefix(300)))),
            ],
            on: connection
        )
    }

    /// What is late; nil while nothing that was tried waits.
    static func trouble(at now: UTCInstant, on connection: any SQLConnection) throws -> MailTrouble? {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.column("o", "last_error"))],
            from: .table(table, alias: "o"),
            where: .and([.isNull(.column("o", "done_at")), .isNotNull(.column("o", "last_error"))]),
            orderBy: [SQLOrdering(.column("o", "due_at"), isAscending: false)]
        )
        let rows = try connection.rows(statement)
        guard let newest = rows.first else { return nil }
        if case .text(let text) = newest[0] { return MailTrouble(waiting: rows.count, lastError: text) }
        return MailTrouble(waiting: rows.count, lastError: nil)
    }

    private static func change(
        _ item: Int64,
        _ assignments: [SQLAssignment],
        on connection: any SQLConnection
    ) throws {
        let isItem = SQLExpression.equals(.column("item_id"), .bind(.integer(item)))
        try connection.execute(UpdateStatement(table, set: assignments, where: isItem))
    }
}
