import EntityModel
import Identity
import SQLCore

/// Reads and writes the rows about imports themselves.
struct ImportRunStore {
    let catalog: EntityCatalog
    /// The code of the note about a run that a killed program left.
    private static let interruptedCode = "run.interrupted"

    /// Adds a run that starts now and gives its key.
    func start(
        report: ImportReport,
        match: String?,
        bytes: Int64,
        author: Int64?,
        now: Int64,
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws -> Int64 {
        guard let type = catalog.type(ofSet: "ImportRuns"), let layout = RecordLayout(type) else { return 0 }
        var run = RecordDraft(layout)
        run.set("EntitySet", report.entitySet)
        run.set("FileName", String(report.fileName.prefix(255)))
        run.set("Format", "CSV")
        run.set("State", ImportRunState.running.rawValue)
        run.set("MatchRule", match)
        run.set("ByteCount", bytes)
        for name in ["Row", "Created", "Updated", "Unchanged", "Skipped", "Failed"] {
            run.set(name + "Count", 0 as Int64)
        }
        run.set("StartedAt", now)
        run.set("StatusFlag", "A")
        run.set("Created", now)
        run.set("CreatedByUserId", author)
        run.set("LastUpdatedByUserId", author)
        let columns = layout.columns.indices.filter { $0 != layout.key }
        let insert = try RecordInsert(
            into: type,
            columns: columns.map { layout.columns[$0] },
            dialect: connection.dialect
        )
        try insert.insert(stored: columns.map { run.values[$0] }, clock: &clock, on: connection)
        return connection.lastInsertedRowID
    }

    /// Writes counts and state; the row count is the cursor that tells how far a killed run came.
    func update(
        run: Int64,
        report: ImportReport,
        state: ImportRunState,
        finished: Int64?,
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws {
        guard let type = catalog.type(ofSet: "ImportRuns") else { return }
        var changes: [(field: String, value: SQLValue)] = [
            ("State", .text(state.rawValue)), ("RowCount", .integer(report.rows)),
            ("CreatedCount", .integer(report.created)),
            ("UpdatedCount", .integer(report.updated)), ("UnchangedCount", .integer(report.unchanged)),
            ("SkippedCount", .integer(report.skipped)), ("FailedCount", .integer(report.failed)),
        ]
        if let finished { changes.append(("FinishedAt", .integer(finished))) }
        try RecordTable(type).update(key: .integer(run), set: changes, clock: &clock, on: connection)
    }

    /// Adds the reasons of refused rows.
    func add(
        _ failures: [ImportFailure],
        run: Int64,
        delimiter: String,
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws {
        guard !failures.isEmpty, let type = catalog.type(ofSet: "ImportRunErrors") else { return }
        let insert = try RecordInsert(
            into: type,
            columns: ["ImportRunId", "RowNumber", "FieldName", "Code", "Message", "RawRow"],
            dialect: connection.dialect
        )
        for failure in failures {
            let raw = String(failure.row.cells.joined(separator: delimiter).prefix(8000))
            for error in failure.errors {
                let field = error.property ?? error.column
                try insert.insert(
                    [
                        .integer(run), .integer(Int64(error.line)),
                        field.map { .text(String($0.prefix(64))) } ?? .null, .text(error.code.rawValue),
                        .text(String(error.message.prefix(400))), .text(raw),
                    ],
                    clock: &clock,
                    on: connection
                )
            }
        }
    }

    /// Ends runs that a killed program left running, and says so in their errors and in the audit trail.
    func markInterrupted(now: Int64, on connection: any SQLConnection) throws -> [InterruptedImport] {
        guard let type = catalog.type(ofSet: "ImportRuns"), let errors = catalog.type(ofSet: "ImportRunErrors") else {
            return []
        }
        let rows = try RecordTable(type).rows(
            where: "State",
            in: [.text(ImportRunState.running.rawValue)],
            columns: ["ImportRunId", "EntitySet", "FileName", "RowCount"],
            on: connection
        )
        guard !rows.isEmpty else { return [] }
        var clock = try ChangeClock(connection, now: now)
        let insert = try RecordInsert(
            into: errors,
            columns: ["ImportRunId", "RowNumber", "Code", "Message"],
            dialect: connection.dialect
        )
        var marked: [InterruptedImport] = []
        for row in rows {
            let interrupted = InterruptedImport(
                run: Self.integer(row[0]),
                entitySet: Self.text(row[1]),
                fileName: Self.text(row[2]),
                rows: Self.integer(row[3])
            )
            try RecordTable(type).update(
                key: row[0],
                set: [("State", .text(ImportRunState.failed.rawValue)), ("FinishedAt", .integer(now))],
                clock: &clock,
                on: connection
            )
            try insert.insert(
                stored: [
                    row[0], .integer(interrupted.rows), .text(Self.interruptedCode),
                    .text(interrupted.message),
                ],
                clock: &clock,
                on: connection
            )
            let note = ImportAudit.Note(
                action: .importFinished,
                run: interrupted.run,
                entitySet: interrupted.entitySet,
                fileName: interrupted.fileName,
                reason: interrupted.message
            )
            try ImportAudit(catalog: catalog, author: nil).append(note, now: now, clock: &clock, on: connection)
            marked.append(interrupted)
        }
        try clock.store(connection)
        return marked
    }

    /// The latest imports, newest first.
    func latest(_ limit: Int, on connection: any SQLConnection) throws -> [ImportRunSummary] {
        guard let type = catalog.type(ofSet: "ImportRuns"), let errors = catalog.type(ofSet: "ImportRunErrors") else {
            return []
        }
        let rows = try RecordTable(type).all(
            columns: [
                "ImportRunId", "State", "EntitySet", "FileName", "RowCount", "CreatedCount", "UpdatedCount",
                "FailedCount", "StartedAt", "FinishedAt",
            ],
            on: connection
        )
        let interrupted = try RecordTable(errors).rows(
            where: "Code",
            in: [.text(Self.interruptedCode)],
            columns: ["ImportRunId"],
            on: connection
        )
        let marked = Set(interrupted.map { Self.integer($0[0]) })
        return rows.suffix(limit).reversed().map { row in
            ImportRunSummary(
                id: Self.integer(row[0]),
                state: Self.text(row[1]),
                wasInterrupted: marked.contains(Self.integer(row[0])),
                entitySet: Self.text(row[2]),
                fileName: Self.text(row[3]),
                rows: Self.integer(row[4]),
                created: Self.integer(row[5]),
                updated: Self.integer(row[6]),
                failed: Self.integer(row[7]),
                startedAt: Self.integer(row[8]),
                finishedAt: row[9] == .null ? nil : Self.integer(row[9])
            )
        }
    }

    private static func integer(_ value: SQLValue) -> Int64 {
        if case .integer(let number) = value { number } else { 0 }
    }

    private static func text(_ value: SQLValue) -> String {
        if case .text(let text) = value { text } else { "" }
    }
}
