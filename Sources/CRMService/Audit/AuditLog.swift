import EntityModel
import Identity
import SQLCore

/// Appends audit events inside the transaction of the change they record.
struct AuditLog {
    let catalog: EntityCatalog

    private static let columns = [
        "OccurredAt", "ActorUserId", "ActorKind", "TokenId", "KeyId", "Action", "EntitySet", "RecordId", "RecordName",
        "Outcome", "Reason", "Before", "After", "RequestId", "IpAddress", "ClientName",
    ]

    /// Appends one event on its own.
    func append(_ event: AuditEvent, on connection: any SQLConnection) throws {
        var clock = try ChangeClock(connection, now: event.at.microseconds)
        try append(event, clock: &clock, on: connection)
        try clock.store(connection)
    }

    /// Appends one event among other changes that the clock numbers.
    func append(_ event: AuditEvent, clock: inout ChangeClock, on connection: any SQLConnection) throws {
        guard let type = catalog.type(ofSet: "AuditEvents") else { return }
        let insert = try RecordInsert(into: type, columns: Self.columns, dialect: connection.dialect)
        let kind = event.actor.kind.prefix(1).uppercased() + event.actor.kind.dropFirst()
        let outcome = event.outcome == .ok ? "Ok" : "Refused"
        try insert.insert(
            [
                .timestamp(event.at.microseconds),
                Self.integer(event.actor.userID?.rawValue),
                .text(kind),
                Self.integer(event.actor.tokenID?.rawValue),
                Self.text(event.actor.keyID?.text, 12),
                .text(event.action.rawValue),
                Self.text(event.subject.type, 60),
                Self.integer(event.subject.id),
                Self.text(event.subject.name, 200),
                .text(outcome),
                Self.text(event.reason, 400),
                Self.text(event.before.map { $0.text }, 32_000),
                Self.text(event.after.map { $0.text }, 32_000),
                Self.text(event.requestID, 36),
                Self.text(event.address, 45),
                Self.text(event.client, 200),
            ],
            clock: &clock,
            on: connection
        )
    }

    private static func integer(_ number: Int64?) -> EntityValue { number.map { .integer($0) } ?? .null }

    private static func text(_ text: String?, _ limit: Int) -> EntityValue {
        text.map { .text(String($0.prefix(limit))) } ?? .null
    }
}
