import CRM
import EntityModel
import OData
import SQLCore

/// Deletes records with what belongs to them: they leave the feed and stay in the database until they are purged.
struct RecordDeletion {
    let catalog: EntityCatalog
    let locks: RecordLocks
    let history: RecordHistory
    let dependents: Dependents
    let now: Int64
    let connection: any SQLConnection

    private static let deepest = 8

    func delete(_ record: RecordDraft, rules: inout RecordRules, clock: inout ChangeClock) throws {
        try locks.check(nil, stored: record)
        if record.layout.type.kind == .list {
            try deleteCode(record, clock: &clock)
        } else {
            try delete(record, rules: &rules, clock: &clock, depth: 0)
        }
    }

    // MARK: Codes

    /// A code in use stays, and so does one that belongs to the product.
    private func deleteCode(_ item: RecordDraft, clock: inout ChangeClock) throws {
        let type = item.layout.type
        let code = item.text("Code") ?? ""
        if item["IsSystem"] == .boolean(true) { throw RuleViolation.codeFixed(code) }
        var uses = dependents
        for user in catalog.types where user.kind != .generated {
            for field in user.storedFields where field.kind.targetSet == type.set {
                let name = "\(user.set).\(field.name)"
                try uses.count(user, where: field, is: item.key, naming: name, withDeleted: true)
            }
        }
        try uses.refuse()
        var condition = SQLExpression.equals(.column("Code"), .bind(item.key))
        if StorageNames.isShared(type) {
            condition = .and([condition, .equals(.column(StorageNames.listColumn), .text(type.set))])
        }
        try connection.execute(DeleteStatement(from: StorageNames.table(of: type), where: condition))
        try ChangeTrail.keepTombstone(of: item.key, in: type, clock: &clock, on: connection)
        try history.deleted(item, clock: &clock)
    }

    // MARK: Records

    private func delete(
        _ record: RecordDraft,
        rules: inout RecordRules,
        clock: inout ChangeClock,
        depth: Int
    ) throws {
        guard depth < Self.deepest else { throw WriteError.failed("a chain of parts is longer than \(Self.deepest)") }
        let type = record.layout.type
        if type.set == "Divisions", depth == 0, record["IsDefault"] == .boolean(true) {
            throw RuleViolation.defaultSite
        }
        try refuseWithDependents(record)
        for (child, field) in references(to: type) {
            switch field.rule?.softDelete {
            case .cascade?:
                for row in try rows(of: child, where: field.name, is: record.key) {
                    try delete(row, rules: &rules, clock: &clock, depth: depth + 1)
                }
            case .cascadeIfOnlyParent?:
                for row in try rows(of: child, where: field.name, is: record.key) where isOnlyParent(field, of: row) {
                    try delete(row, rules: &rules, clock: &clock, depth: depth + 1)
                }
            case .moveToDefaultSite?:
                try moveToDefaultSite(child, field, from: record, rules: &rules, clock: &clock)
            case .keep?, .refuse?, .never?, nil: continue
            }
        }
        var draft = record
        draft.set("StatusFlag", "D")
        draft.set("DeletedAt", now)
        draft.set("LastUpdatedByUserId", rules.author)
        if draft.has("IsObsolete") { draft["IsObsolete"] = .boolean(true) }
        try RecordTable(type).update(
            key: record.key,
            set: draft.changes(from: record),
            clock: &clock,
            on: connection
        )
        try addTombstone(record, clock: &clock)
        try rules.deleted(record)
        try history.deleted(record, clock: &clock)
    }

    /// The fields that refer to a set, those of records only: lists and histories stay as they are.
    private func references(to type: EntityType) -> [(EntityType, Field)] {
        catalog.types.filter(\.isRecord).flatMap { child in
            child.storedFields.filter { $0.kind == .reference(set: type.set) }.map { (child, $0) }
        }
    }

    private func rows(of type: EntityType, where field: String, is key: SQLValue) throws -> [RecordDraft] {
        guard let layout = RecordLayout(type) else { return [] }
        return try RecordTable(type).rows(where: field, in: [key], columns: layout.columns, on: connection)
            .map { RecordDraft(layout, values: $0) }
    }

    private func refuseWithDependents(_ record: RecordDraft) throws {
        var others = dependents
        for (child, field) in references(to: record.layout.type) where field.rule?.softDelete == .refuse {
            try others.count(child, where: field, is: record.key, naming: child.set)
        }
        try others.refuse()
    }

    private func isOnlyParent(_ field: Field, of row: RecordDraft) -> Bool {
        row.layout.fields.allSatisfy { other in
            other.name == field.name || other.rule?.softDelete != .cascadeIfOnlyParent || row[other.name] == .null
        }
    }

    /// What was at a site that goes moves to the default site of its company.
    private func moveToDefaultSite(
        _ child: EntityType,
        _ field: Field,
        from site: RecordDraft,
        rules: inout RecordRules,
        clock: inout ChangeClock
    ) throws {
        let home = try rules.related.defaultSite(of: site.integer("CompanyId"))
        for row in try rows(of: child, where: field.name, is: site.key) {
            try RecordTable(child).update(key: row.key, set: [(field.name, home)], clock: &clock, on: connection)
        }
    }

    /// The row of the deletions set, for readers who cannot follow delta links.
    private func addTombstone(_ record: RecordDraft, clock: inout ChangeClock) throws {
        guard let type = catalog.type(ofSet: "Deletions"), let layout = RecordLayout(type) else { return }
        var tombstone = RecordDraft(layout)
        tombstone.set("EntitySet", record.layout.type.set)
        tombstone["RecordId"] = record.key
        tombstone.set("DeletedAt", now)
        tombstone.set("Reason", "Deleted")
        try tombstone.insertEvent(clock: &clock, on: connection)
    }
}
