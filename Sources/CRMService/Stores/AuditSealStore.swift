import Identity
import SQLCore

/// Reads audit events and the chain over them; every call belongs to the transaction of its caller.
enum AuditSealStore {
    /// One link of the chain.
    struct Link: Sendable, Equatable {
        var number: Int64
        var eventID: Int64
        var previous: [UInt8]
        var hash: [UInt8]
    }

    /// An event as the chain covers it.
    struct Event: Sendable, Equatable {
        var id: Int64
        var content: CanonicalJSON
    }

    private static let table = "audit_seal"
    /// What the chain covers: everything that somebody may want to change unseen.
    private static let covered = [
        "AuditEventId", "OccurredAt", "ActorUserId", "ActorKind", "TokenId", "KeyId", "ImportRunId", "Action",
        "EntitySet",
        "RecordId", "RecordName", "Outcome", "Reason", "Before", "After", "RequestId", "IpAddress", "ClientName",
    ]

    /// The newest link; nil while nothing is sealed.
    static func lastLink(on connection: any SQLConnection) throws(SQLDatabaseError) -> Link? {
        let statement = select(
            where: nil,
            orderBy: SQLOrdering(.column("l", "link"), isAscending: false),
            limit: 1
        )
        return try links(statement, on: connection).first
    }

    /// The links behind a number, in order.
    static func links(
        after number: Int64,
        limit: Int64,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [Link] {
        let isLater = SQLExpression.greater(.column("l", "link"), .bind(.integer(number)))
        return try links(
            select(where: isLater, orderBy: SQLOrdering(.column("l", "link")), limit: limit),
            on: connection
        )
    }

    private static func select(
        where condition: SQLExpression?,
        orderBy order: SQLOrdering,
        limit: Int64
    ) -> SelectStatement {
        SelectStatement(
            columns: ["link", "event_id", "prev_hash", "hash"].map { SQLResultColumn(.column("l", $0)) },
            from: .table(table, alias: "l"),
            where: condition,
            orderBy: [order],
            limit: .bind(.integer(limit))
        )
    }

    private static func links(
        _ statement: SelectStatement,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [Link] {
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var found: [Link] = []
        while try cursor.step() {
            found.append(
                Link(
                    number: cursor.integer(0),
                    eventID: cursor.integer(1),
                    previous: cursor.blob(2),
                    hash: cursor.blob(3)
                )
            )
        }
        return found
    }

    /// The events behind an id, in order.
    static func events(
        after id: Int64,
        limit: Int64,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [Event] {
        let statement = SelectStatement(
            columns: covered.map { SQLResultColumn(.column("e", $0)) },
            from: .table("AuditEvents", alias: "e"),
            where: .greater(.column("e", "AuditEventId"), .bind(.integer(id))),
            orderBy: [SQLOrdering(.column("e", "AuditEventId"))],
            limit: .bind(.integer(limit))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var found: [Event] = []
        while try cursor.step() {
            var members: [String: CanonicalJSON] = [:]
            for (index, name) in covered.enumerated() {
                switch cursor.value(index) {
                case .null: members[name] = .null
                case .integer(let number): members[name] = .integer(number)
                case .text(let text): members[name] = .string(text)
                case let other: throw .corrupt("the column \(name) of an audit event holds \(other)")
                }
            }
            found.append(Event(id: cursor.integer(0), content: .object(members)))
        }
        return found
    }

    static func append(_ links: [Link], on connection: any SQLConnection) throws(SQLDatabaseError) {
        guard !links.isEmpty else { return }
        let insert = InsertStatement(
            into: table,
            columns: ["link", "event_id", "prev_hash", "hash"],
            rows: links.map { link in
                [
                    .bind(.integer(link.number)), .bind(.integer(link.eventID)), .bind(.blob(link.previous)),
                    .bind(.blob(link.hash)),
                ]
            }
        )
        try connection.execute(insert)
    }
}
