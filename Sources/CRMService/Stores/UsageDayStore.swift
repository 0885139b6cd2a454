import Identity
import SQLCore

/// One token, one day in UTC, one set: what usage is counted by.
struct UsageDay: Hashable, Sendable {
    var token: TokenID
    var day: CivilDay
    var entitySet: String
}

/// What a token read.
struct UsageCounts: Sendable {
    var requests: Int64 = 0
    var rows: Int64 = 0
    var bytes: Int64 = 0
    var errors: Int64 = 0

    mutating func add(_ other: UsageCounts) {
        requests += other.requests
        rows += other.rows
        bytes += other.bytes
        errors += other.errors
    }
}

/// Keeps the daily counts of tokens; every call belongs to the transaction of its caller.
enum UsageDayStore {
    private static let table = "token_usage_day"
    private static let key = ["token_id", "day", "entity_set"]
    private static let sums = ["requests", "rows", "bytes", "errors"]

    /// Adds counts to those of a day.
    static func add(
        _ counts: UsageCounts,
        to day: UsageDay,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let values = [counts.requests, counts.rows, counts.bytes, counts.errors]
        let insert = InsertStatement(
            into: table,
            columns: key + sums,
            rows: [
                [.bind(.integer(day.token.rawValue)), .text(day.day.description), .text(day.entitySet)]
                    + values.map { .bind(.integer($0)) }
            ],
            onConflict: .update(target: key, set: sums.map(sum), where: nil)
        )
        try connection.execute(insert)
    }

    private static func sum(_ column: String) -> SQLAssignment {
        let value = SQLExpression.arithmetic(
            .add,
            .integer,
            .column(table, column),
            SQLConflictAction.excluded(column)
        )
        return SQLAssignment(column, value)
    }
}
