public import Identity
import SQLCore

/// What a token read of one set on one day in UTC.
public struct TokenUsageDay: Sendable, Equatable {
    /// The day in UTC.
    public let day: CivilDay
    /// The set; `$service` for the service document and `$metadata`.
    public let entitySet: String
    /// Requests.
    public let requests: Int64
    /// Rows that were sent.
    public let rows: Int64
    /// Bytes before compression.
    public let bytes: Int64
    /// Requests that were answered with an error.
    public let errors: Int64
}

/// An address a token was used from.
public struct TokenAddress: Sendable, Equatable {
    /// The address.
    public let address: String
    /// When it was seen first.
    public let firstSeenAt: UTCInstant
    /// When it was seen last.
    public let lastSeenAt: UTCInstant
}

/// Reads what tokens were used for; every call belongs to the transaction of its caller.
enum TokenUsageReading {
    /// The requests of tokens from a day on, by token; of one owner, or of everybody.
    static func requests(
        owner: UserID?,
        since day: CivilDay,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [TokenID: Int64] {
        var conditions: [SQLExpression] = [.greaterOrEqual(.column("d", "day"), .text(day.description))]
        if let owner { conditions.append(.equals(.column("t", "owner_user_id"), .bind(.integer(owner.rawValue)))) }
        let statement = SelectStatement(
            columns: [SQLResultColumn(.column("d", "token_id")), SQLResultColumn(.sum(.column("d", "requests")))],
            from: .table("token_usage_day", alias: "d"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("access_token", alias: "t"),
                    on: .equals(.column("t", "token_id"), .column("d", "token_id"))
                )
            ],
            where: .and(conditions),
            groupBy: [.column("d", "token_id")]
        )
        var sums: [TokenID: Int64] = [:]
        for row in try connection.rows(statement) {
            if case .integer(let id)? = row.first, case .integer(let sum)? = row.last { sums[TokenID(id)] = sum }
        }
        return sums
    }

    /// What one token read from a day on, by day and set in their order.
    static func days(
        of token: TokenID,
        since day: CivilDay,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [TokenUsageDay] {
        let names = ["day", "entity_set", "requests", "rows", "bytes", "errors"]
        let statement = SelectStatement(
            columns: names.map { SQLResultColumn(.column("d", $0)) },
            from: .table("token_usage_day", alias: "d"),
            where: .and([
                .equals(.column("d", "token_id"), .bind(.integer(token.rawValue))),
                .greaterOrEqual(.column("d", "day"), .text(day.description)),
            ]),
            orderBy: [SQLOrdering(.column("d", "day")), SQLOrdering(.column("d", "entity_set"))]
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var days: [TokenUsageDay] = []
        while try cursor.step() {
            guard let day = CivilDay(cursor.string(0)) else { continue }
            days.append(
                TokenUsageDay(
                    day: day,
                    entitySet: cursor.string(1),
                    requests: cursor.integer(2),
                    rows: cursor.integer(3),
                    bytes: cursor.integer(4),
                    errors: cursor.integer(5)
                )
            )
        }
        return days
    }

    /// The five addresses a token was seen from last.
    static func addresses(
        of token: TokenID,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [TokenAddress] {
        let statement = SelectStatement(
            columns: ["address", "first_seen_at", "last_seen_at"].map { SQLResultColumn(.column("a", $0)) },
            from: .table("token_usage_address", alias: "a"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("access_token_secret", alias: "s"),
                    on: .equals(.column("s", "key_id"), .column("a", "key_id"))
                )
            ],
            where: .equals(.column("s", "token_id"), .bind(.integer(token.rawValue)))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var found: [String: TokenAddress] = [:]
        while try cursor.step() {
            let (address, first, last) = (cursor.string(0), cursor.integer(1), cursor.integer(2))
            let known = found[address]
            found[address] = TokenAddress(
                address: address,
                firstSeenAt: min(
                    known?.firstSeenAt ?? UTCInstant(microseconds: first),
                    UTCInstant(microseconds: first)
                ),
                lastSeenAt: max(known?.lastSeenAt ?? UTCInstant(microseconds: last), UTCInstant(microseconds: last))
            )
        }
        return Array(found.values.sorted { ($0.lastSeenAt, $0.address) > ($1.lastSeenAt, $1.address) }.prefix(5))
    }
}
