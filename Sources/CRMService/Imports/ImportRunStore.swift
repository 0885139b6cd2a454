import EntityModel
import SQLCore

/// Reads and writes the rows about imports themselves.
struct ImportRunStore {
    let catalog: EntityCatalog

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
        run.set("State", "Running")
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
        state: String,
        finished: Int64?,
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws {
        guard let type = catalog.type(ofSet: "ImportRuns") else { return }
        var changes: [(field: String, value: SQLValue)] = [
            ("State", .text(state)), ("RowCount", .integer(report.rows)), ("CreatedCount", .integer(report.created)),
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

    /// Ends runs that a killed program left running, and says so in their errors; gives their number.
    func markInterrupted(now: Int64, on connection: any SQLConnection) throws -> Int {
        guard let type = catalog.type(ofSet: "ImportRuns"), let errors = catalog.type(ofSet: "ImportRunErrors") else {
            return 0
        }
        let rows = try RecordTable(type).rows(
            where: "State",
            in: [.text("Running")],
            columns: ["ImportRunId", "RowCount"],
            on: connection
        )
        guard !rows.isEmpty else { return 0 }
        var clock = try ChangeClock(connection, now: now)
        let insert = try RecordInsert(
            into: errors,
            columns: ["ImportRunId", "RowNumber", "Code", "Message"],
            dialect: connection.dialect
        )
        for row in rows {
            let count: Int64 = if case .integer(let number) = row[1] { number } else { 0 }
            try RecordTable(type).update(
                key: row[0],
                set: [("State", .text("Failed")), ("FinishedAt", .integer(now))],
                clock: &clock,
                on: connection
            )
            let message = "interrupted after row \(count); run the import again"
            try insert.insert(
                stored: [row[0], .integer(count), .text("run.interrupted"), .text(message)],
                clock: &clock,
                on: connection
            )
        }
        try clock.store(connection)
        return rows.count
    }
}
