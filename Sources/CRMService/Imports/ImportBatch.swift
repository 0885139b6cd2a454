import CRM
import EntityModel
import SQLCore

/// Writes the rows of one batch inside its transaction.
struct ImportBatch {
    let plan: ImportPlan
    let connection: any SQLConnection
    private var rules: RecordRules
    var clock: ChangeClock
    private let insert: RecordInsert
    private let insertPositions: [Int]
    private let table: RecordTable
    /// Stored records by the value they are matched by.
    private var stored: [SQLValue: [RecordDraft]] = [:]

    private var layout: RecordLayout { plan.mapping.layout }

    init(plan: ImportPlan, run: Int64, now: Int64, connection: any SQLConnection) throws {
        self.plan = plan
        self.connection = connection
        let layout = plan.mapping.layout
        table = RecordTable(layout.type)
        // Keys of records count up by themselves; keys of lists are part of the row.
        insertPositions = layout.columns.indices.filter { $0 != layout.key || layout.type.kind == .list }
        insert = try RecordInsert(
            into: layout.type,
            columns: insertPositions.map { layout.columns[$0] },
            dialect: connection.dialect
        )
        rules = RecordRules(
            catalog: plan.catalog,
            lists: plan.lists,
            rates: plan.rates,
            now: now,
            today: plan.businessDay(now),
            owner: plan.owner,
            author: plan.author,
            run: run,
            via: "Import",
            connection: connection,
            related: RelatedRecords(catalog: plan.catalog, connection: connection)
        )
        clock = try ChangeClock(connection, now: now)
    }

    /// Writes rows; what is wrong with one goes to the report and to `failures`.
    mutating func write(_ rows: [PreparedRow], state: inout ImportState, failures: inout [ImportFailure]) throws {
        try loadReferences(rows, state: &state)
        try loadStored(rows, state: state)
        for row in rows {
            do {
                switch try apply(row, state: &state) {
                case .created: state.report.created += 1
                case .updated: state.report.updated += 1
                case .unchanged: state.report.unchanged += 1
                case .skipped: state.report.skipped += 1
                case .deferred: state.deferred.append(row)
                }
            } catch let error as ImportRowError {
                failures.append(ImportFailure(row: row.row, errors: [error]))
            } catch let error as RuleViolation {
                let error = Self.error(row, .rule, "\(error.code): \(error.message)")
                failures.append(ImportFailure(row: row.row, errors: [error]))
            } catch SQLDatabaseError.constraint(let constraint) {
                failures.append(ImportFailure(row: row.row, errors: [Self.error(row, constraint)]))
            }
        }
        try rules.followUp(clock: &clock)
    }

    /// Writes the failures and the counts of the run, and ends the numbering.
    mutating func finish(
        _ state: ImportState,
        failures: [ImportFailure],
        runState: ImportRunState,
        finished: Int64?
    ) throws {
        let store = ImportRunStore(catalog: plan.catalog)
        try store.add(failures, run: state.run, delimiter: plan.delimiter, clock: &clock, on: connection)
        try store.update(
            run: state.run,
            report: state.report,
            state: runState,
            finished: finished,
            clock: &clock,
            on: connection
        )
        try clock.store(connection)
    }

    private enum Outcome { case created, updated, unchanged, skipped, deferred }

    // MARK: Looking up

    private func loadReferences(_ rows: [PreparedRow], state: inout ImportState) throws {
        for (index, field) in plan.mapping.fields.enumerated() {
            guard let target = field.reference else { continue }
            var texts: Set<String> = []
            for row in rows {
                if case .reference(let text) = row.values[index] { texts.insert(text) }
            }
            try state.references.load(texts, target, catalog: plan.catalog, on: connection)
        }
    }

    private mutating func loadStored(_ rows: [PreparedRow], state: ImportState) throws {
        guard let match = plan.mapping.match else { return }
        let field = plan.mapping.fields[match]
        var values: Set<SQLValue> = []
        for row in rows {
            if let value = try? resolve(row.values[match], field, row, state), value != .null { values.insert(value) }
        }
        let found = try table.rows(
            where: field.field.name,
            in: Array(values),
            columns: layout.columns,
            on: connection
        )
        for row in found {
            let draft = RecordDraft(layout, values: row)
            stored[draft.values[field.position], default: []].append(draft)
        }
    }

    /// The value to store; nil for a field that stays, and for a record that is not there yet.
    private func resolve(
        _ value: PreparedRow.Value,
        _ field: CompiledField,
        _ row: PreparedRow,
        _ state: ImportState
    ) throws(ImportRowError) -> SQLValue? {
        switch value {
        case .absent: return nil
        case .value(let value): return value
        case .reference(let text):
            guard let target = field.reference else { return nil }
            switch state.references.find(text, target) {
            case .one(let key): return .integer(key)
            case .several:
                throw Self.error(
                    row,
                    .referenceAmbiguous,
                    "\(target.set) has several records with \(target.by) \(CellConverter.quoted(text)).",
                    field
                )
            case nil:
                throw Self.error(
                    row,
                    .referenceMissing,
                    "\(target.set) has no record with \(target.by) \(CellConverter.quoted(text)).",
                    field
                )
            }
        }
    }

    // MARK: One row

    private mutating func apply(_ row: PreparedRow, state: inout ImportState) throws -> Outcome {
        let before = try match(row, state)
        if before != nil, plan.mapping.whenFound == .skip { return .skipped }
        if let before, !plan.permission.mayUpdate(before) {
            throw Self.error(row, .notAllowed, "You may not change this record.")
        }
        var draft = before ?? RecordDraft(layout)
        for (value, field) in zip(row.values, plan.mapping.fields) {
            let new: SQLValue?
            do throws(ImportRowError) {
                new = try resolve(value, field, row, state)
            } catch {
                if error.code == .referenceMissing, state.mayDefer, field.reference?.set == layout.type.set,
                    state.deferred.count < ImportState.mostDeferred
                {
                    return .deferred
                }
                throw error
            }
            guard let new, before == nil || plan.mapping.whenFound != .fill || draft.values[field.position] == .null
            else { continue }
            if before != nil { try checkChange(field, from: draft.values[field.position], to: new, row) }
            try checkCode(field, new, was: before?.values[field.position], row)
            draft.values[field.position] = new
        }
        try rules.complete(&draft, stored: before, mapped: plan.mappedFields)
        try checkRequired(draft, row)
        return try write(draft, before: before)
    }

    private func match(_ row: PreparedRow, _ state: ImportState) throws -> RecordDraft? {
        guard let match = plan.mapping.match else { return nil }
        let field = plan.mapping.fields[match]
        guard let value = try resolve(row.values[match], field, row, state), value != .null else {
            throw Self.error(row, .required, "The field records are matched by is empty.", field)
        }
        let found = stored[value] ?? []
        if found.count > 1 {
            throw Self.error(row, .referenceAmbiguous, "Several records have this \(field.field.name).", field)
        }
        if found.isEmpty, field.field.isKey, layout.type.kind != .list {
            throw Self.error(row, .referenceMissing, "There is no record with this key.", field)
        }
        return found.first
    }

    private func checkChange(_ field: CompiledField, from old: SQLValue, to new: SQLValue, _ row: PreparedRow) throws {
        guard field.field.isFixedAfterCreate, old != new else { return }
        throw Self.error(row, .notAllowed, "\(field.field.name) cannot be changed after creation.", field)
    }

    private func checkCode(_ field: CompiledField, _ new: SQLValue, was old: SQLValue?, _ row: PreparedRow) throws {
        guard case .code(let list) = field.field.kind, case .text(let code) = new, old != new,
            !plan.lists.isActive(code, in: list)
        else { return }
        throw Self.error(row, .listCode, "\(CellConverter.quoted(code)) of \(list) is not active.", field)
    }

    private func checkRequired(_ draft: RecordDraft, _ row: PreparedRow) throws {
        for (position, field) in layout.fields.enumerated()
        where !field.isNullable && position != layout.key && draft.values[position] == .null {
            let mapped = plan.mapping.fields.first { $0.position == position }
            var error = Self.error(row, .required, "\(field.name) needs a value.", mapped)
            error.property = field.name
            throw error
        }
    }

    private mutating func write(_ draft: RecordDraft, before: RecordDraft?) throws -> Outcome {
        var draft = draft
        guard let before else {
            try insert.insert(stored: insertPositions.map { draft.values[$0] }, clock: &clock, on: connection)
            if layout.type.kind != .list { draft.key = .integer(connection.lastInsertedRowID) }
            try rules.created(&draft, clock: &clock)
            remember(draft, before: nil)
            return .created
        }
        guard !draft.changes(from: before).isEmpty else { return .unchanged }
        if layout.type.isRecord { draft.set("LastUpdatedByUserId", plan.author) }
        try table.update(key: before.key, set: draft.changes(from: before), clock: &clock, on: connection)
        try rules.changed(draft, before: before, clock: &clock)
        remember(draft, before: before)
        return .updated
    }

    /// A later row with the same key changes what an earlier one wrote.
    private mutating func remember(_ draft: RecordDraft, before: RecordDraft?) {
        guard let match = plan.mapping.match else { return }
        let position = plan.mapping.fields[match].position
        stored[draft.values[position]] = [draft]
    }

    // MARK: Errors

    private static func error(
        _ row: PreparedRow,
        _ code: ImportRowCode,
        _ message: String,
        _ field: CompiledField? = nil
    ) -> ImportRowError {
        ImportRowError(
            line: row.line,
            column: field?.column,
            property: field?.field.name,
            code: code,
            message: message
        )
    }

    private static func error(_ row: PreparedRow, _ constraint: SQLConstraint) -> ImportRowError {
        switch constraint {
        case .unique(let columns):
            let names = columns.map { $0.split(separator: ".").last.map(String.init) ?? $0 }.joined(separator: ", ")
            var error = error(row, .duplicate, "Another record has this value of \(names).")
            if columns.count == 1 { error.property = names }
            return error
        case .notNull(let column): return error(row, .required, "\(column) needs a value.")
        case .foreignKey, .check, .type, .other: return error(row, .rule, "The database refuses the row.")
        }
    }
}

/// A refused row with its reasons.
struct ImportFailure: Sendable {
    let row: CSVRow
    let errors: [ImportRowError]
}
