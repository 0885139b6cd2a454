import EntityModel
import SQLCore

/// Notes the beginning and the end of imports in the audit trail.
struct ImportAudit {
    let plan: ImportPlan

    func append(
        _ action: String,
        _ report: ImportReport,
        _ run: Int64,
        _ now: Int64,
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws {
        guard let type = plan.catalog.type(ofSet: "AuditEvents") else { return }
        let insert = try RecordInsert(
            into: type,
            columns: [
                "OccurredAt", "ActorUserId", "ActorKind", "ImportRunId", "Action", "EntitySet", "RecordName", "Outcome",
                "Reason",
            ],
            dialect: connection.dialect
        )
        try insert.insert(
            [
                .timestamp(now), plan.author.map { .integer($0) } ?? .null, .text("Import"), .integer(run),
                .text(action), .text(report.entitySet), .text(String(report.fileName.prefix(200))), .text("Ok"),
                .text(report.summary),
            ],
            clock: &clock,
            on: connection
        )
    }
}

extension ImportBatch {
    /// Notes the end of the import.
    mutating func audit(_ action: String, _ state: ImportState, now: Int64) throws {
        try ImportAudit(plan: plan).append(action, state.report, state.run, now, clock: &clock, on: connection)
    }
}
