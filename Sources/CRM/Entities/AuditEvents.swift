import EntityModel

extension CRMModel {
    /// Who did what, append-only and sealed in a hash chain.
    static let auditEvents = EntityType(
        "AuditEvent",
        set: "AuditEvents",
        kind: .history,
        indexes: [EntityIndex(["EntitySet", "RecordId", "AuditEventId"])],
        group: .administration,
        access: .administration,
        rows: .administrators,
        nameField: "Action",
        about: "Who did what and when, append-only and sealed in a hash chain."
    ) {
        Field.timestamp("OccurredAt").indexed()
        Field.reference("ActorUserId", to: "Users", onDelete: .never).labelled("Actor")
        Field.fixed("ActorKind", 12, ["Person", "Token", "Import", "System", "Anonymous"])
        Field.int64("TokenId")
        Field.string("KeyId", 12)
        Field.reference("ImportRunId", to: "ImportRuns", onDelete: .keep)
        Field.string("Action", 40)
        Field.string("EntitySet", 60)
        Field.int64("RecordId")
        Field.string("RecordName", 200).personal(.freeText)
        Field.fixed("Outcome", 8, ["Ok", "Refused"])
        Field.string("Reason", 400)
        Field.text("Before", 32_000).personal(.freeText)
        Field.text("After", 32_000).personal(.freeText)
        Field.string("RequestId", 36)
        Field.string("IpAddress", 45).personal(.contact)
        Field.string("ClientName", 200)
    }
}
