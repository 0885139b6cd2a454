import CRM
import EntityModel
import SQLCore

/// What records keep of the activities, tasks and tags that point to them.
extension RecordRules {
    /// Takes note of what a record that was written, changed or deleted means to others.
    mutating func noteTrails(_ draft: RecordDraft?, stored: RecordDraft?) throws {
        guard let type = (draft ?? stored)?.layout.type else { return }
        switch type.set {
        case "Activities", "Tasks":
            for record in [draft, stored] {
                for (field, set) in EntityTrait.parentReferences {
                    guard let key = record?.integer(field), catalog.type(ofSet: set)?.field("LastActivityAt") != nil
                    else {
                        continue
                    }
                    dirtyTraces[set, default: []].insert(key)
                }
            }
        case "TagAssignments":
            for record in [draft, stored] { noteTags(of: record) }
        case "Tags":
            guard draft?["Name"] != stored?["Name"], let key = (stored ?? draft)?.key,
                let assignments = catalog.type(ofSet: "TagAssignments"), let layout = RecordLayout(assignments)
            else { return }
            let rows = try RecordTable(assignments).rows(
                where: "TagId",
                in: [key],
                columns: layout.columns,
                on: connection
            )
            for row in rows { noteTags(of: RecordDraft(layout, values: row)) }
        default: return
        }
    }

    private mutating func noteTags(of assignment: RecordDraft?) {
        for (field, set) in EntityTrait.parentReferences + [("ProductId", "Products")] {
            guard let key = assignment?.integer(field), catalog.type(ofSet: set)?.field("TagNames") != nil else {
                continue
            }
            dirtyTags[set, default: []].insert(key)
        }
    }

    // MARK: Newest conversation and next task

    /// Looks up the newest conversation and the next task of the records noted, and writes what differs.
    mutating func followTraces(clock: inout ChangeClock) throws {
        for (set, ids) in dirtyTraces.sorted(by: { $0.key < $1.key }) {
            guard let type = catalog.type(ofSet: set), let key = type.key?.name,
                let reference = EntityTrait.parentReferences.first(where: { $0.set == set })?.field
            else { continue }
            let keys = ids.sorted().map { SQLValue.integer($0) }
            let newest = try newestConversations(reference, keys)
            let next = try nextTasks(reference, keys)
            let columns = [key, "LastActivityAt", "NextTaskId", "NextTaskDue"]
            for row in try RecordTable(type).rows(where: key, in: keys, columns: columns, on: connection) {
                let task = next[row[0]]
                let values: [SQLValue] = [
                    row[0], newest[row[0]] ?? .null, task.map { .integer($0.id) } ?? .null,
                    task?.due.map { .text($0.text) } ?? .null,
                ]
                let changes = zip(columns, zip(row, values)).compactMap { column, pair in
                    pair.0 == pair.1 ? nil : (field: column, value: pair.1)
                }
                try RecordTable(type).update(key: row[0], set: changes, clock: &clock, on: connection)
            }
        }
        dirtyTraces = [:]
    }

    private func newestConversations(_ reference: String, _ keys: [SQLValue]) throws -> [SQLValue: SQLValue] {
        let codes = lists.codes(meaning: "Conversation", in: "ActivityTypes")
        let rows = try connection.rows(
            SelectStatement(
                columns: [
                    SQLResultColumn(.column("a", reference)),
                    SQLResultColumn(.aggregate(.maximum, .column("a", "StartAt"), isDistinct: false)),
                ],
                from: .table("Activities", alias: "a"),
                where: .and([
                    .inList(.column("a", reference), keys.map { .bind($0) }),
                    .equals(.column("a", "StatusFlag"), .text("A")),
                    .lessOrEqual(.column("a", "StartAt"), .bind(.integer(now))),
                    .inList(.column("a", "TypeCode"), codes.map { .text($0) }),
                ]),
                groupBy: [.column("a", reference)]
            )
        )
        return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    private func nextTasks(_ reference: String, _ keys: [SQLValue]) throws -> [SQLValue: OpenTask] {
        guard let type = catalog.type(ofSet: "Tasks") else { return [:] }
        let open = Set(lists.codes(meaning: "Open", in: "TaskStatuses"))
        let rows = try RecordTable(type).rows(
            where: reference,
            in: keys,
            columns: [reference, "TaskId", "DueDate", "StatusCode"],
            on: connection
        )
        var next: [SQLValue: OpenTask] = [:]
        for row in rows {
            guard case .integer(let id) = row[1], case .text(let status) = row[3], open.contains(status) else {
                continue
            }
            var due: CivilDate?
            if case .text(let day) = row[2] { due = CivilDate(isoText: day) }
            let task = OpenTask(id: id, due: due)
            next[row[0]] = TaskRollup.next(of: [task] + (next[row[0]].map { [$0] } ?? []))
        }
        return next
    }

    // MARK: Tags

    /// Writes the names of tags again for the records noted.
    mutating func followTags(clock: inout ChangeClock) throws {
        guard !dirtyTags.isEmpty, let assignments = catalog.type(ofSet: "TagAssignments"),
            let tags = catalog.type(ofSet: "Tags")
        else { return }
        for (set, ids) in dirtyTags.sorted(by: { $0.key < $1.key }) {
            guard let type = catalog.type(ofSet: set), let key = type.key?.name else { continue }
            let reference = EntityTrait.parentReferences.first { $0.set == set }?.field ?? "ProductId"
            let keys = ids.sorted().map { SQLValue.integer($0) }
            let assigned = try RecordTable(assignments).rows(
                where: reference,
                in: keys,
                columns: [reference, "TagId"],
                on: connection
            )
            let names = try RecordTable(tags).rows(
                where: "TagId",
                in: Array(Set(assigned.map { $0[1] })),
                columns: ["TagId", "Name"],
                on: connection
            )
            let byRecord = Dictionary(grouping: assigned) { $0[0] }
            let byTag = Dictionary(names.map { ($0[0], $0[1]) }) { first, _ in first }
            for row in try RecordTable(type).rows(where: key, in: keys, columns: [key, "TagNames"], on: connection) {
                let found = (byRecord[row[0]] ?? []).compactMap { assignment -> String? in
                    if case .text(let name)? = byTag[assignment[1]] { name } else { nil }
                }
                let text = Array(Set(found)).sorted().joined(separator: "; ")
                let value: SQLValue = text.isEmpty ? .null : .text(String(text.prefix(1000)))
                if value != row[1] {
                    try RecordTable(type).update(
                        key: row[0],
                        set: [("TagNames", value)],
                        clock: &clock,
                        on: connection
                    )
                }
            }
        }
        dirtyTags = [:]
    }

    // MARK: Opportunities that add up their lines

    /// Gives opportunities whose value follows their lines the sum of them.
    mutating func addUpOpportunities(clock: inout ChangeClock) throws {
        guard !dirtyOpportunities.isEmpty, let type = catalog.type(ofSet: "Opportunities"),
            let lines = catalog.type(ofSet: "OpportunityLines"), let layout = RecordLayout(type)
        else { return }
        let keys = dirtyOpportunities.sorted().map { SQLValue.integer($0) }
        dirtyOpportunities = []
        let stored = try RecordTable(type).rows(
            where: layout.columns[layout.key],
            in: keys,
            columns: layout.columns,
            on: connection
        )
        let values = try RecordTable(lines).rows(
            where: "OpportunityId",
            in: keys,
            columns: ["OpportunityId", "NetValue"],
            on: connection
        )
        for row in stored {
            let before = RecordDraft(layout, values: row)
            guard before["AutocalculateValue"] == .boolean(true) else { continue }
            var sum: Int64 = 0
            for value in values where value[0] == before.key {
                guard case .integer(let net) = value[1] else { continue }
                let (total, overflow) = sum.addingReportingOverflow(net)
                guard !overflow else { throw RuleViolation.moneyOutOfRange(field: "Value") }
                sum = total
            }
            var draft = before
            draft.set("Value", max(0, sum))
            try completeOpportunity(&draft, stored: before, mapped: [])
            try RecordTable(type).update(
                key: draft.key,
                set: draft.changes(from: before),
                clock: &clock,
                on: connection
            )
        }
    }

    // MARK: Everything

    /// Follows up on everything noted, until nothing is left.
    mutating func followUp(clock: inout ChangeClock) throws {
        try addUpDocuments(clock: &clock)
        try addUpOpportunities(clock: &clock)
        try addUpCompanies(clock: &clock)
        try followTraces(clock: &clock)
        try followTags(clock: &clock)
    }
}
