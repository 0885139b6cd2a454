import CRM
import EntityModel
import SQLCore

extension RecordRules {
    /// What follows from a new record once it has a key.
    mutating func created(_ draft: inout RecordDraft, clock: inout ChangeClock) throws {
        switch draft.layout.type.set {
        case "Companies": try addDefaultSite(draft, clock: &clock)
        case "Opportunities": try addStageEvent(draft, key: draft.keyNumber, stored: nil, clock: &clock)
        case "ProductCategories": try setPath(&draft, parent: "ParentCategoryId", clock: &clock)
        case "Teams": try setPath(&draft, parent: "ParentTeamId", clock: &clock)
        default: break
        }
    }

    /// What follows from a change.
    mutating func changed(_ draft: RecordDraft, before: RecordDraft, clock: inout ChangeClock) throws {
        if draft.layout.type.set == "Opportunities" {
            try addStageEvent(draft, key: draft.keyNumber, stored: before, clock: &clock)
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
