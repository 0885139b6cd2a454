import Identity
import SQLCore

/// Reads and writes links that work once; every call belongs to the transaction of its caller.
enum OneTimeLinkStore {
    private static let table = "one_time_link"
    private static let setUp = "setup"

    /// Stores a set-up link; earlier ones stop working.
    static func replaceSetUpLinks(
        with secret: OneTimeSecret,
        until end: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        try connection.execute(DeleteStatement(from: table, where: .equals(.column("kind"), .text(setUp))))
        let insert = InsertStatement(
            into: table,
            columns: ["digest", "kind", "expires_at"],
            rows: [[.bind(.blob(secret.digestBytes)), .text(setUp), .bind(.integer(end.microseconds))]]
        )
        try connection.execute(insert)
    }

    /// Whether a set-up link works now.
    static func isUsable(
        _ secret: OneTimeSecret,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let found = SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table(table, alias: "l"),
            where: isUsable(secret, at: now) { .column("l", $0) }
        )
        return try !connection.rows(found).isEmpty
    }

    /// Uses a set-up link up; false where it does not work any more.
    static func use(
        _ secret: OneTimeSecret,
        at now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        let use = UpdateStatement(
            table,
            set: [SQLAssignment("used_at", .bind(.integer(now.microseconds)))],
            where: isUsable(secret, at: now) { .column($0) }
        )
        return try connection.execute(use) > 0
    }

    private static func isUsable(
        _ secret: OneTimeSecret,
        at now: UTCInstant,
        column: (String) -> SQLExpression
    ) -> SQLExpression {
        .and([
            .equals(column("digest"), .bind(.blob(secret.digestBytes))),
            .equals(column("kind"), .text(setUp)),
            .isNull(column("used_at")),
            .greater(column("expires_at"), .bind(.integer(now.microseconds))),
        ])
    }
}
