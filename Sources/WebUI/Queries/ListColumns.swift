import EntityModel

/// Which columns a list shows, and what has to be read for them.
struct ListColumns: Sendable {
    let type: EntityType
    let text: RecordText
    /// The columns in order; the first one names the row.
    let fields: [Field]

    init(type: EntityType, text: RecordText, chosen: [String]) {
        self.type = type
        self.text = text
        let visible = text.fields(of: type)
        let names = chosen.isEmpty ? UsualColumns.names(of: type, visible: visible) : chosen
        var fields = names.compactMap { name in visible.first { $0.name == name } }
        if let head = text.headField(of: type) {
            fields.removeAll { $0.name == head.name }
            fields.insert(head, at: 0)
        }
        self.fields = fields
    }

    /// The fields of `$select`: key, columns and what they are shown with.
    var select: String {
        var names: [String] = []
        func add(_ name: String) { if !names.contains(name) { names.append(name) } }
        if let key = type.key { add(key.name) }
        for field in fields {
            add(field.name)
            if case .flattened(let name) = text.name(of: field, in: type) { add(name) }
            if case .money = field.kind, let currency = type.field("CurrencyCode"), text.sees(currency, of: type) {
                add(currency.name)
            }
        }
        return names.joined(separator: ",")
    }

    /// The names read from other records.
    var expand: String? {
        let parts = fields.compactMap { field -> String? in
            guard case .expanded(let navigation, let name) = text.name(of: field, in: type) else { return nil }
            return "\(navigation)($select=\(name))"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ",")
    }

    /// The order: as chosen, or the usual one of the set.
    func orderBy(_ sort: [ListState.Sort]) -> String? {
        let sort = sort.isEmpty ? UsualColumns.sort(of: type, visible: text.fields(of: type)) : sort
        let parts = sort.compactMap { entry -> String? in
            guard let field = type.field(entry.field) else { return nil }
            return orderPath(field) + (entry.isDescending ? " desc" : "")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ",")
    }

    private func orderPath(_ field: Field) -> String {
        switch text.name(of: field, in: type) {
        case .flattened(let name): name
        case .expanded(let navigation, let name): navigation + "/" + name
        case .key: field.name
        }
    }
}

/// The columns and the order a list has until somebody chooses others.
enum UsualColumns {
    private static let known: [String: [String]] = [
        "Companies": [
            "Name", "TypeCode", "IndustryCode", "City", "CountryCode", "OwnerId", "LifetimeValue",
            "LastActivityAt",
        ],
        "Contacts": ["FullName", "JobTitle", "CompanyId", "Email", "PhoneNumber", "OwnerId", "LastActivityAt"],
        "Leads": [
            "Description", "Surname", "CompanyName", "StatusCode", "RatingCode", "SourceCode", "OwnerId",
            "Created",
        ],
        "Opportunities": ["Name", "CompanyId", "OpportunityStageId", "State", "Value", "EstimatedClose", "OwnerId"],
        "Quotes": ["QuoteNumber", "Description", "CompanyId", "StatusCode", "GrossValue", "ExpiryDate", "OwnerId"],
        "SalesOrders": [
            "OrderNumber", "CompanyId", "StatusCode", "OrderDate", "GrossValue", "CustomerReference", "OwnerId",
        ],
        "Products": ["Name", "ProductCode", "ProductCategoryId", "UnitPrice", "UnitCode", "IsActive"],
        "Tasks": ["Subject", "StatusCode", "PriorityCode", "DueDate", "IsOverdue", "CompanyId", "OwnerId"],
        "Cases": [
            "Subject", "CaseNumber", "StatusCode", "PriorityCode", "CompanyId", "SlaStatus", "Created", "OwnerId",
        ],
        "Campaigns": ["Name", "TypeCode", "StatusCode", "StartDate", "EndDate", "Budget", "OwnerId"],
        "Activities": ["Subject", "TypeCode", "StartAt", "CompanyId", "ContactId", "OutcomeCode", "OwnerId"],
        "Users": ["FullName", "UserName", "Email", "JobTitle", "TeamId", "IsActive"],
        "OpportunityStageHistory": [
            "OpportunityId", "FromStageId", "ToStageId", "ChangedAt", "ChangedByUserId", "Value",
        ],
    ]

    /// The fields that say nothing about a record itself.
    private static let system: Set<String> = [
        "AlternateReference", "StatusFlag", "DeletedAt", "Created", "CreatedByUserId", "LastUpdatedTimestamp",
        "LastUpdatedByUserId", "ImportRunId", "ChangeSeq", "RecordLink", "TeamId", "MergedWith", "TagNames",
    ]

    /// Whether a field belongs to the housekeeping of records.
    static func isSystem(_ field: Field) -> Bool { system.contains(field.name) }

    /// The names of the usual columns: those of a well-known set, else the first that say something.
    static func names(of type: EntityType, visible: [Field]) -> [String] {
        let names = Set(visible.map(\.name))
        if let known = known[type.set] {
            let there = known.filter { names.contains($0) }
            if there.count >= 3 { return there }
        }
        var chosen: [String] = []
        if let key = type.key, type.kind != .record { chosen.append(key.name) }
        for field in visible where chosen.count < 8 {
            guard !isSystem(field), !field.isKey, !isFlattened(field), !isLongText(field) else { continue }
            chosen.append(field.name)
        }
        if type.kind == .record, names.contains("LastUpdatedTimestamp") { chosen.append("LastUpdatedTimestamp") }
        return chosen
    }

    /// The usual order: lists by their place, days from the first, everything else with the newest first.
    static func sort(of type: EntityType, visible: [Field]) -> [ListState.Sort] {
        let names = Set(visible.map(\.name))
        switch type.kind {
        case .list where names.contains("Sequence"): return [.init(field: "Sequence", isDescending: false)]
        case .record where names.contains("LastUpdatedTimestamp"):
            return [.init(field: "LastUpdatedTimestamp", isDescending: true)]
        case .history: return type.key.map { [.init(field: $0.name, isDescending: true)] } ?? []
        case .record, .list, .calendar, .generated:
            return type.key.map { [.init(field: $0.name, isDescending: false)] } ?? []
        }
    }

    static func isFlattened(_ field: Field) -> Bool {
        if case .through = field.virtualValue { return true }
        return false
    }

    static func isLongText(_ field: Field) -> Bool {
        if case .text = field.kind { return true }
        return false
    }
}
