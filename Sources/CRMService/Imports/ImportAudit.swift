import EntityModel
import Identity
import SQLCore

/// Notes the beginning and the end of imports in the audit trail.
struct ImportAudit {
    let catalog: EntityCatalog
    /// The person who imports; nil for the program itself.
    let author: Int64?

    /// One event about a run.
    struct Note {
        let action: AuditAction
        let run: Int64
        let entitySet: String
        let fileName: String
        let reason: String
    }

    func append(_ note: Note, now: Int64, clock: inout ChangeClock, on connection: any SQLConnection) throws {
        guard let type = catalog.type(ofSet: "AuditEvents") else { return }
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
                .timestamp(now), author.map { .integer($0) } ?? .null, .text("Import"), .integer(note.run),
                .text(note.action.rawValue), .text(note.entitySet), .text(String(note.fileName.prefix(200))),
                .text("Ok"), .text(String(note.reason.prefix(400))),
            ],
            clock: &clock,
            on: connection
        )
    }
}

extension ImportAudit.Note {
    /// An event with the counts of a report as its reason, behind the state where the import did not come to its end.
    init(_ action: AuditAction, _ run: Int64, _ report: ImportReport, state: ImportRunState) {
        self.init(
            action: action,
            run: run,
            entitySet: report.entitySet,
            fileName: report.fileName,
            reason: [.failed, .cancelled].contains(state) ? "\(state.rawValue). \(report.summary)" : report.summary
        )
    }
}

extension ImportBatch {
    /// Notes the end of the import.
    mutating func auditEnd(_ state: ImportState, as runState: ImportRunState, now: Int64) throws {
        let note = ImportAudit.Note(.importFinished, state.run, state.report, state: runState)
        let audit = ImportAudit(catalog: plan.catalog, author: plan.author)
        try audit.append(note, now: now, clock: &clock, on: connection)
    }
}
