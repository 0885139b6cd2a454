import CRM
import EntityModel
import SQLCore

extension RecordRules {
    /// What follows from a new record once it has a key.
    mutating func created(_ draft: inout RecordDraft, clock: inout ChangeClock) throws {
        switch draft.layout.type.set {
        case "Companies": try addDefaultSite(draft, clock: &clock)
        case "Opportunities":
            try addStageEvent(draft, key: draft.keyNumber, stored: nil, clock: &clock)
            if draft["AutocalculateValue"] == .boolean(true) { dirtyOpportunities.insert(draft.keyNumber) }
        case "Cases": try addStatusEvent(draft, stored: nil, clock: &clock)
        case "ProductCategories": try setPath(&draft, parent: "ParentCategoryId", clock: &clock)
        case "Teams": try setPath(&draft, parent: "ParentTeamId", clock: &clock)
        default: break
        }
        try noteTrails(draft, stored: nil)
    }

    /// What follows from a change.
    mutating func changed(_ draft: RecordDraft, before: RecordDraft, clock: inout ChangeClock) throws {
        switch draft.layout.type.set {
        case "Opportunities":
            try addStageEvent(draft, key: draft.keyNumber, stored: before, clock: &clock)
            if draft["AutocalculateValue"] != before["AutocalculateValue"] {
                dirtyOpportunities.insert(draft.keyNumber)
            }
        case "Cases": try addStatusEvent(draft, stored: before, clock: &clock)
        case "ProductCategories": try movePath(draft, before: before, parent: "ParentCategoryId", clock: &clock)
        default: break
        }
        try noteTrails(draft, stored: before)
    }

    /// What follows when a record is deleted; it is not active any more.
    mutating func deleted(_ draft: RecordDraft) throws {
        switch draft.layout.type.set {
        case "QuoteLines", "SalesOrderLines", "OpportunityLines":
            let (field, headers) = Self.header(ofLines: draft.layout.type.set)
            if let parent = draft.integer(field) { noteLines(of: headers, parent) }
        case "SalesOrders", "Opportunities":
            if let company = draft.integer("CompanyId") { dirtyCompanies.insert(company) }
        default: break
        }
        try noteTrails(nil, stored: draft)
    }

    /// Adds the row of a case's status history, none when the status is as before.
    private func addStatusEvent(_ draft: RecordDraft, stored: RecordDraft?, clock: inout ChangeClock) throws {
        guard stored?["StatusCode"] != draft["StatusCode"], let type = catalog.type(ofSet: "CaseStatusHistory"),
            let layout = RecordLayout(type)
        else { return }
        var event = RecordDraft(layout)
        event.set("CaseId", draft.keyNumber)
        event["FromStatusCode"] = stored?["StatusCode"] ?? .null
        event["ToStatusCode"] = draft["StatusCode"]
        event.set("ChangedAt", now)
        event.set("ChangedByUserId", author)
        event.set("DurationSeconds", stored?.integer("StatusChanged").map { max(0, (now - $0) / 1_000_000) })
        event["OwnerId"] = draft["OwnerId"]
        try event.insertEvent(clock: &clock, on: connection)
    }

    /// Moves a branch of a tree: the record and all below it get new paths.
    private mutating func movePath(
        _ draft: RecordDraft,
        before: RecordDraft,
        parent: String,
        clock: inout ChangeClock
    ) throws {
        guard draft[parent] != before[parent], let old = before.text("Path") else { return }
        let type = draft.layout.type
        let above = try related.text("Path", of: type.set, draft.integer(parent)) ?? "/"
        guard !above.hasPrefix(old) else { throw RuleViolation.hierarchyCycle(field: parent) }
        let new = "\(above)\(draft.keyNumber)/"
        let table = RecordTable(type)
        for row in try table.all(columns: [table.keyColumn, "Path"], on: connection) {
            guard case .text(let path) = row[1], path.hasPrefix(old) else { continue }
            let moved = new + path.dropFirst(old.count)
            try table.update(key: row[0], set: [("Path", .text(moved))], clock: &clock, on: connection)
        }
    }

    /// Each company gets one default site by itself; it takes the company's external reference, by which an import of
    /// sites finds it again.
    private func addDefaultSite(_ company: RecordDraft, clock: inout ChangeClock) throws {
        guard let type = catalog.type(ofSet: "Divisions"), let layout = RecordLayout(type) else { return }
        var site = RecordDraft(layout)
        for (position, field) in layout.fields.enumerated() where field.kind == .bool {
            site.values[position] = .boolean(false)
        }
        site["CompanyId"] = company.key
        for field in [
            "Name", "OwnerId", "TeamId", "StatusFlag", "Created", "CreatedByUserId", "LastUpdatedByUserId",
            "ImportRunId",
        ] { site[field] = company[field] }
        for field in ["IsDefault", "IsBillTo", "IsShipTo"] { site[field] = .boolean(true) }
        let reference = company["AlternateReference"]
        let table = RecordTable(type)
        let taken =
            try reference == .null
            || !table.rows(
                where: "AlternateReference",
                in: [reference],
                columns: [table.keyColumn],
                on: connection
            ).isEmpty
        if !taken { site["AlternateReference"] = reference }
        let columns = layout.columns.indices.filter { $0 != layout.key }
        let insert = try RecordInsert(
            into: type,
            columns: columns.map { layout.columns[$0] },
            dialect: connection.dialect
        )
        try insert.insert(stored: columns.map { site.values[$0] }, clock: &clock, on: connection)
    }

    /// The ids from the root down to the record, `/1/4/9/`.
    private mutating func setPath(_ draft: inout RecordDraft, parent: String, clock: inout ChangeClock) throws {
        let type = draft.layout.type
        let above = try related.text("Path", of: type.set, draft.integer(parent)) ?? "/"
        draft.set("Path", "\(above)\(draft.keyNumber)/")
        try RecordTable(type).update(key: draft.key, set: [("Path", draft["Path"])], clock: &clock, on: connection)
    }
}

extension RecordDraft {
    /// Adds the draft as a row whose key the database gives.
    func insertEvent(clock: inout ChangeClock, on connection: any SQLConnection) throws {
        let columns = layout.columns.indices.filter { $0 != layout.key }
        let insert = try RecordInsert(
            into: layout.type,
            columns: columns.map { layout.columns[$0] },
            dialect: connection.dialect
        )
        try insert.insert(stored: columns.map { values[$0] }, clock: &clock, on: connection)
    }
}
