import Identity
import SQLCore

/// An address that a secret was used from since the last flush.
struct SeenAddress: Sendable {
    /// The address.
    var address: ClientAddress
    /// The client that came from there last.
    var client: String
    /// Who it was.
    var actor: AuditActor
    /// The first and the last use.
    var firstSeenAt: UTCInstant
    var lastSeenAt: UTCInstant
}

/// Keeps the addresses that secrets are used from; every call belongs to the transaction of its caller.
enum TokenAddressStore {
    private static let table = "token_usage_address"
    /// So many addresses of a secret are kept, the newest.
    static let mostKept = 5

    /// Notes uses; gives the addresses that are new to a secret which had others.
    ///
    /// Addresses that are not known are left out.
    static func note(
        _ seen: [SeenAddress],
        of keyID: TokenKeyID,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [SeenAddress] {
        let seen = seen.filter { $0.address != .unknown }
        guard !seen.isEmpty else { return [] }
        let known = try addresses(of: keyID, on: connection)
        for item in seen { try add(item, of: keyID, on: connection) }
        try forgetOldest(of: keyID, on: connection)
        return known.isEmpty ? [] : seen.filter { !known.contains($0.address.description) }
    }

    private static func addresses(
        of keyID: TokenKeyID,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Set<String> {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.column("a", "address"))],
            from: .table(table, alias: "a"),
            where: .equals(.column("a", "key_id"), .text(keyID.text))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var found: Set<String> = []
        while try cursor.step() { found.insert(cursor.string(0)) }
        return found
    }

    /// Adds an address or moves its last use forward.
    private static func add(
        _ seen: SeenAddress,
        of keyID: TokenKeyID,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let isNewer = SQLExpression.greater(
            SQLConflictAction.excluded("last_seen_at"),
            .column(table, "last_seen_at")
        )
        let insert = InsertStatement(
            into: table,
            columns: ["key_id", "address", "first_seen_at", "last_seen_at"],
            rows: [
                [
                    .text(keyID.text), .text(seen.address.description),
                    .bind(.integer(seen.firstSeenAt.microseconds)), .bind(.integer(seen.lastSeenAt.microseconds)),
                ]
            ],
            onConflict: .update(
                target: ["key_id", "address"],
                set: [SQLAssignment("last_seen_at", SQLConflictAction.excluded("last_seen_at"))],
                where: isNewer
            )
        )
        try connection.execute(insert)
    }

    private static func forgetOldest(
        of keyID: TokenKeyID,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let isOfKey = SQLExpression.equals(.column("key_id"), .text(keyID.text))
        let newest = SelectStatement(
            columns: [SQLResultColumn(.column("a", "address"))],
            from: .table(table, alias: "a"),
            where: .equals(.column("a", "key_id"), .text(keyID.text)),
            orderBy: [
                SQLOrdering(.column("a", "last_seen_at"), isAscending: false), SQLOrdering(.column("a", "address")),
            ],
            limit: .integer(Int64(mostKept))
        )
        try connection.execute(
            DeleteStatement(from: table, where: .and([isOfKey, .not(.inSelect(.column("address"), newest))]))
        )
    }
}
