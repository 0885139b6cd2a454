import Identity
import SQLCore
import Synchronization

/// One import from its first row to its last.
final class ImportRun: Sendable {
    private let service: ImportService
    private let plan: ImportPlan
    private let file: CSVFile
    private let state: Mutex<ImportState>

    init(service: ImportService, plan: ImportPlan, file: CSVFile, state: ImportState) {
        self.service = service
        self.plan = plan
        self.file = file
        self.state = Mutex(state)
    }

    /// Rows on their way to the database.
    private struct Pending {
        var rows: [PreparedRow] = []
        var failures: [ImportFailure] = []
        var read: Int64 = 0
        var skipped: Int64 = 0
    }

    func execute(
        _ reader: inout CSVReader,
        match: String?,
        progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws(ImportError) -> ImportReport {
        try await start(match: match)
        do throws(ImportError) {
            var misshapen = 0
            var isOver = false
            while !isOver {
                var pending = Pending()
                isOver = try fill(&pending, from: &reader, misshapen: &misshapen)
                if Task.isCancelled { throw .cancelled }
                try await write(pending.rows, pending, runState: .running)
                report(progress, bytes: reader.bytesRead)
            }
            try await writeDeferred()
            try await write([], Pending(), runState: .finished)
        } catch {
            // A task of its own, because one that is cancelled can write nothing any more.
            let ending = Task {
                try? await write([], Pending(), runState: error == .cancelled ? .cancelled : .failed)
            }
            await ending.value
            throw error
        }
        return state.withLock { state in
            if !plan.isDryRun { state.report.runID = state.run }
            return state.report
        }
    }

    private func report(_ progress: (@Sendable (ImportProgress) -> Void)?, bytes: Int64) {
        guard let progress else { return }
        let (set, rows) = state.withLock { ($0.report.entitySet, $0.report.rows) }
        progress(ImportProgress(entitySet: set, rows: rows, bytes: bytes, totalBytes: file.bytes))
    }

    /// Reads rows until a batch is full; true at the end of the file.
    private func fill(
        _ pending: inout Pending,
        from reader: inout CSVReader,
        misshapen: inout Int
    ) throws(ImportError) -> Bool {
        let width = plan.mapping.header.count
        while pending.read < ImportService.batchSize {
            let next: CSVRow?
            do throws(ImportFileFault) {
                next = try reader.next()
            } catch {
                throw .file(error)
            }
            guard let row = next else { return true }
            pending.read += 1
            guard row.cells.count == width else {
                misshapen += 1
                if misshapen >= ImportService.mostMisshapen {
                    throw .wrongShape(line: row.line, cells: row.cells.count, expected: width)
                }
                let message = "The row has \(row.cells.count) cells, the header has \(width)."
                let error = ImportRowError(line: row.line, code: .type, message: message)
                pending.failures.append(ImportFailure(row: row, errors: [error]))
                continue
            }
            misshapen = 0
            if plan.converter.skips(row) {
                pending.skipped += 1
                continue
            }
            var errors: [ImportRowError] = []
            if let prepared = plan.converter.prepare(row, errors: &errors) {
                pending.rows.append(prepared)
            } else {
                pending.failures.append(ImportFailure(row: row, errors: errors))
            }
        }
        return false
    }

    /// Rows that waited for records of their own set, as long as any of them can be written.
    private func writeDeferred() async throws(ImportError) {
        var last = Int.max
        while true {
            let waiting = state.withLock { state -> [PreparedRow] in
                let rows = state.deferred
                state.deferred = []
                // When a round wrote none of them, the next one says why.
                state.mayDefer = rows.count < last
                return rows
            }
            guard !waiting.isEmpty else { return }
            last = waiting.count
            for start in stride(from: 0, to: waiting.count, by: ImportService.batchSize) {
                let part = Array(waiting[start..<min(start + ImportService.batchSize, waiting.count)])
                try await write(part, Pending(), runState: .running)
            }
        }
    }

    // MARK: Transactions

    private func start(match: String?) async throws(ImportError) {
        if plan.isDryRun { return }
        let bytes = file.bytes
        try await guarded { [plan, self] connection in
            let now = plan.now()
            var clock = try ChangeClock(connection, now: now)
            let report = self.state.withLock { $0.report }
            let run = try ImportRunStore(catalog: plan.catalog).start(
                report: report,
                match: match,
                bytes: bytes,
                author: plan.author,
                now: now,
                clock: &clock,
                on: connection
            )
            let note = ImportAudit.Note(.importStarted, run, report, state: .running)
            let audit = ImportAudit(catalog: plan.catalog, author: plan.author)
            try audit.append(note, now: now, clock: &clock, on: connection)
            try clock.store(connection)
            self.state.withLock { $0.run = run }
        }
    }

    private func write(_ rows: [PreparedRow], _ pending: Pending, runState: ImportRunState) async throws(ImportError) {
        let isEnd = runState != .running
        if plan.isDryRun, isEnd { return }
        let (failures, read, skipped) = (pending.failures, pending.read, pending.skipped)
        try await guarded { [plan, self] connection in
            var state = self.state.withLock { $0 }
            let now = plan.now()
            state.report.rows += read
            state.report.skipped += skipped
            var all = failures
            if plan.isDryRun { try self.addRun(&state, now: now, connection) }
            var batch = try ImportBatch(plan: plan, run: state.run, now: now, connection: connection)
            try batch.write(rows, state: &state, failures: &all)
            all.sort { $0.row.line < $1.row.line }
            state.report.failed += Int64(all.count)
            let room = max(0, ImportReport.mostErrors - state.report.errors.count)
            for failure in all { for error in failure.errors { state.report.add(error) } }
            if isEnd {
                try batch.auditEnd(state, as: runState, now: now)
            }
            try batch.finish(state, failures: Array(all.prefix(room)), runState: runState, finished: isEnd ? now : nil)
            // What a dry run found must not be taken for stored in the next batch.
            if plan.isDryRun { state.references.forget() }
            self.state.withLock { $0 = state }
        }
    }

    /// A dry run needs the row of its run inside its transactions only.
    private func addRun(_ state: inout ImportState, now: Int64, _ connection: any SQLConnection) throws {
        var clock = try ChangeClock(connection, now: now)
        state.run = try ImportRunStore(catalog: plan.catalog).start(
            report: state.report,
            match: nil,
            bytes: 0,
            author: plan.author,
            now: now,
            clock: &clock,
            on: connection
        )
        try clock.store(connection)
    }

    private struct RollBack: Error {}

    private func guarded(_ body: @Sendable @escaping (any SQLConnection) throws -> Void) async throws(ImportError) {
        let isDryRun = plan.isDryRun
        do {
            try await service.database.write(deadline: ImportService.deadline) { connection in
                try body(connection)
                if isDryRun { throw RollBack() }
            }
        } catch is RollBack {
            return
        } catch is CancellationError {
            throw .cancelled
        } catch let error as SQLDatabaseError {
            throw error == .interrupted ? .cancelled : .database(error)
        } catch {
            throw .failed("\(error)")
        }
    }
}
