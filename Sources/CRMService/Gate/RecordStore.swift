import CRM
import EntityModel
import Identity
import OData
import ODataSQL
import SQLCore

/// Writes records for one viewer inside one transaction: permission, rules, locks, change numbers, history.
///
/// The one place where business rows are written by people and programs; imports come in bulk by their own way with the
/// same rules.
final class RecordStore: RowStore {
    let source: CRMDataSource
    let connection: any SQLConnection
    let now: Int64
    private let permission: WritePermission
    private let locks: RecordLocks
    private let history: RecordHistory
    private var rules: RecordRules
    private var clock: ChangeClock?

    private var catalog: EntityCatalog { source.gate.catalog }

    init(source: CRMDataSource, connection: any SQLConnection, now: Int64) throws {
        self.source = source
        self.connection = connection
        self.now = now
        let gate = source.gate
        permission = source.permission
        locks = RecordLocks(catalog: gate.catalog, connection: connection)
        let facts = try gate.ruleFacts.facts(catalog: gate.catalog, on: connection)
        let author = source.viewer.principal.userID?.rawValue
        rules = RecordRules(
            catalog: gate.catalog,
            lists: facts.lists,
            rates: facts.rates,
            now: now,
            today: gate.businessDate(at: now),
            owner: author ?? facts.firstUser,
            author: author,
            run: nil,
            via: source.viewer.principal.way,
            connection: connection,
            related: RelatedRecords(catalog: gate.catalog, connection: connection)
        )
        history = RecordHistory(
            catalog: gate.catalog,
            actor: AuditActor(source.viewer.principal),
            origin: source.origin,
            now: now,
            connection: connection
        )
    }

    // MARK: RowStore

    func insert(_ values: RowValues, into mapping: EntityMapping) throws(WriteError) -> [SQLValue] {
        try attempt { try self.create(values, try self.layout(of: mapping)) }
    }

    func update(
        _ key: [SQLValue],
        of mapping: EntityMapping,
        to values: RowValues,
        style: BoundWrite.Style
    ) throws(WriteError) {
        try attempt { try self.change(try Self.single(key), values, try self.layout(of: mapping)) }
    }

    func permitUpdates(of mapping: EntityMapping) throws(WriteError) {
        try attempt { try self.permission.require(.update, on: try self.layout(of: mapping).type) }
    }

    func delete(_ key: [SQLValue], from mapping: EntityMapping) throws(WriteError) {
        try attempt { try self.remove(try Self.single(key), try self.layout(of: mapping)) }
    }

    func settle() throws(WriteError) {
        try attempt { try self.withClock { rules, clock in try rules.followUp(clock: &clock) } }
    }

    /// Ends the numbering; to be called once, before the transaction commits.
    func finish() throws(WriteError) {
        try attempt { try self.clock?.store(self.connection) }
    }

    // MARK: Acts

    private func create(_ values: RowValues, _ layout: RecordLayout) throws -> [SQLValue] {
        let type = layout.type
        try permission.require(.create, on: type)
        let mapped = Set(values.columns)
        var draft = RecordDraft(layout)
        for column in values.columns {
            try checkEntered(column, of: type)
            draft[column] = RecordChecks.clean(values[column], type.field(column))
        }
        try rules.complete(&draft, stored: nil, mapped: mapped)
        try checks.check(draft, stored: nil)
        try locks.check(draft, stored: nil)
        if case .part(let field) = type.rows, let set = type.field(field)?.kind.targetSet,
            let parent = catalog.type(ofSet: set), type.kind == .record
        {
            try permission.require(.update, draft[field], of: parent, on: connection)
        }
        let hasOwnKey = type.kind == .list
        let positions = layout.columns.indices.filter { $0 != layout.key || hasOwnKey }
        try withClock { rules, clock in
            let insert = try RecordInsert(
                into: type,
                columns: positions.map { layout.columns[$0] },
                dialect: self.connection.dialect
            )
            try insert.insert(stored: positions.map { draft.values[$0] }, clock: &clock, on: self.connection)
            if !hasOwnKey { draft.key = .integer(self.connection.lastInsertedRowID) }
            try rules.created(&draft, clock: &clock)
            try self.history.created(draft, clock: &clock)
        }
        try forgetFacts(after: type)
        try checkOwner(of: draft)
        return [draft.key]
    }

    /// Whoever makes a record for somebody else must be allowed to change records of theirs, and a token of one team
    /// makes records of this team only.
    private func checkOwner(of draft: RecordDraft) throws {
        guard draft.has("OwnerId"), let me = source.viewer.principal.userID,
            draft["OwnerId"] != .integer(me.rawValue) || isNarrowed
        else { return }
        try permission.require(.update, draft.key, of: draft.layout.type, on: connection)
    }

    /// Whether a token leaves rows of its owner aside.
    private var isNarrowed: Bool {
        if case .token(_, let grant) = source.viewer.principal { grant.rowScope != .owner } else { false }
    }

    private func change(_ key: SQLValue, _ values: RowValues, _ layout: RecordLayout) throws {
        let type = layout.type
        try permission.require(.update, on: type)
        guard let stored = try self.stored(key, layout) else { throw WriteError.notFound }
        try permission.require(.update, key, of: type, on: connection)
        var draft = stored
        var mapped: Set<String> = []
        for column in values.columns {
            let value = RecordChecks.clean(values[column], type.field(column))
            guard value != stored[column] else { continue }
            try checkEntered(column, of: type)
            if type.field(column)?.isFixedAfterCreate == true {
                throw WriteError.rule(
                    code: "value.fixed",
                    message: "\(column) cannot be changed once the record exists.",
                    target: column,
                    isConflict: true
                )
            }
            draft[column] = value
            mapped.insert(column)
        }
        guard !mapped.isEmpty else { return }
        try locks.check(draft, stored: stored)
        try rules.complete(&draft, stored: stored, mapped: mapped)
        try checks.check(draft, stored: stored)
        guard !draft.changes(from: stored).isEmpty else { return }
        if type.isRecord { draft.set("LastUpdatedByUserId", rules.author) }
        let changed = draft
        try withClock { rules, clock in
            try RecordTable(type).update(
                key: key,
                set: changed.changes(from: stored),
                clock: &clock,
                on: self.connection
            )
            try rules.changed(changed, before: stored, clock: &clock)
            try self.history.changed(changed, before: stored, clock: &clock)
        }
        try forgetFacts(after: type)
        // A person may hand a record over and lose sight of it; a token of one team keeps its records in the team.
        if isNarrowed, changed["OwnerId"] != stored["OwnerId"] { try checkOwner(of: changed) }
    }

    /// What the service computes or stamps, nobody else writes, whichever way a value has come here.
    private func checkEntered(_ column: String, of type: EntityType) throws {
        guard let field = type.field(column), field.isReadOnly, !(field.isKey && type.kind == .list) else { return }
        throw WriteError.violations([PayloadViolation(column, .notWritable)])
    }

    private func remove(_ key: SQLValue, _ layout: RecordLayout) throws {
        let type = layout.type
        try permission.require(.delete, on: type)
        guard let stored = try self.stored(key, layout) else { throw WriteError.notFound }
        try permission.require(.delete, key, of: type, on: connection)
        let deletion = RecordDeletion(
            catalog: catalog,
            locks: locks,
            history: history,
            dependents: Dependents(rows: source.rowSources, catalog: catalog, connection: connection),
            now: now,
            connection: connection
        )
        try withClock { rules, clock in try deletion.delete(stored, rules: &rules, clock: &clock) }
        try forgetFacts(after: type)
    }

    /// What was written changes what the rules know: records that others point to, codes in use, rates.
    private func forgetFacts(after type: EntityType) throws {
        rules.related.forget()
        guard type.kind == .list || type.set == "ExchangeRates" else { return }
        // Read for this transaction alone: others must not learn what may still be rolled back.
        let facts = try RuleFacts(catalog: catalog, on: connection)
        rules.lists = facts.lists
        rules.rates = facts.rates
    }

    // MARK: Helpers

    private var checks: RecordChecks {
        RecordChecks(
            catalog: catalog,
            lists: rules.lists,
            rows: source.rowSources,
            connection: connection
        )
    }

    private func stored(_ key: SQLValue, _ layout: RecordLayout) throws -> RecordDraft? {
        let rows = try RecordTable(layout.type).rows(
            where: layout.columns[layout.key],
            in: [key],
            columns: layout.columns,
            on: connection
        )
        return rows.first.map { RecordDraft(layout, values: $0) }
    }

    /// The clock is taken with the first write, so that a transaction which only reads locks nothing.
    private func withClock(_ body: (inout RecordRules, inout ChangeClock) throws -> Void) throws {
        var clock = try self.clock ?? ChangeClock(connection, now: now)
        defer { self.clock = clock }
        try body(&rules, &clock)
    }

    private func layout(of mapping: EntityMapping) throws -> RecordLayout {
        guard let type = catalog.type(ofSet: mapping.entitySet), let layout = RecordLayout(type) else {
            throw WriteError.failed("the set \(mapping.entitySet) has no records")
        }
        return layout
    }

    private static func single(_ key: [SQLValue]) throws -> SQLValue {
        guard let value = key.first, key.count == 1 else { throw WriteError.failed("a key of \(key.count) parts") }
        return value
    }

    /// Turns whatever goes wrong into what the engine understands.
    private func attempt<Result>(_ body: () throws -> Result) throws(WriteError) -> Result {
        do {
            return try body()
        } catch let error as WriteError {
            throw error
        } catch let error as RuleViolation {
            throw .rule(code: error.code, message: error.message, target: error.field, isConflict: error.isConflict)
        } catch let error as SQLDatabaseError {
            throw WriteError(error)
        } catch {
            throw .failed("\(error)")
        }
    }
}

extension Principal {
    /// The way a change came, as histories tell it.
    var way: String {
        switch self {
        case .token: "API"
        case .person: "UI"
        case .system, .anonymous: "System"
        }
    }
}
