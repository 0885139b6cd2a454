import CRM
import EntityModel
import Identity
import SQLCore

@testable import CRMService

/// One row of the gate's test world, as plain values.
struct WorldRow {
    var set: String
    var id: Int64
    var values: [String: EntityValue]

    func integer(_ field: String) -> Int64? {
        if case .integer(let number)? = values[field] { return number }
        return nil
    }

    func text(_ field: String) -> String? {
        if case .text(let text)? = values[field] { return text }
        return nil
    }

    func flag(_ field: String) -> Bool { values[field] == .bool(true) }

    var isDeleted: Bool { text("StatusFlag") == "D" }
}

/// Rows of every set: mine, a mate's below me, a stranger's and a deleted one; each text is a marker of its own.
struct GateWorld {
    let catalog: EntityCatalog
    private(set) var rows: [String: [WorldRow]] = [:]
    /// Where each marker stands.
    private(set) var markers: [String: (set: String, row: Int, field: String)] = [:]
    private var nextMarker = 0

    static let me: Int64 = 1
    static let mate: Int64 = 2
    static let stranger: Int64 = 3
    /// The team of me, the team below it, another one.
    static let teams: [(id: Int64, path: String)] = [(1, "/1/"), (2, "/1/2/"), (3, "/3/")]

    /// The sets with rows of their own, parents first.
    static let order = [
        "Teams", "Users", "Territories", "Pipelines", "OpportunityStages", "ProductCategories", "Products",
        "ProductPrices",
        "Campaigns", "Companies", "Divisions", "Contacts", "Leads", "Opportunities", "OpportunityContacts",
        "OpportunityLines", "Quotes", "QuoteLines", "SalesOrders", "SalesOrderLines", "Cases", "Tasks", "Activities",
        "ActivityParticipants", "ServiceTargets", "CampaignMembers", "SalesTargets", "Documents", "Tags",
        "TagAssignments", "ExchangeRates", "ImportRuns", "ImportRunErrors", "OpportunityStageHistory",
        "CaseStatusHistory", "OpportunitySnapshots", "RecordMerges", "Deletions",
    ]

    init(catalog: EntityCatalog) {
        self.catalog = catalog
        for set in Self.order { build(set) }
    }

    private mutating func build(_ set: String) {
        guard let type = catalog.type(ofSet: set) else { return }
        // Activities and tasks also stand alone and in private.
        let variants = ["Activities", "Tasks"].contains(set) ? 3 : 1
        for variant in 0..<variants {
            for index in 0..<4 { append(type, index: index, variant: variant) }
        }
    }

    private mutating func append(_ type: EntityType, index: Int, variant: Int) {
        let owner = index % 3
        let number = rows[type.set]?.count ?? 0
        let id = Int64(number + 1)
        var values: [String: EntityValue] = [:]
        for field in type.storedFields {
            values[field.name] = value(field, of: type, index: owner, id: id, number: number)
        }
        if type.field("SnapshotDate") != nil { values["SnapshotDate"] = .date(Int32(20_634 + number)) }
        if variant > 0 {
            for parent in EntityTrait.parentReferences { values[parent.field] = EntityValue.null }
            if variant == 2, type.field("IsPrivate") != nil { values["IsPrivate"] = .bool(true) }
        }
        // The fourth row is deleted; it belongs to me.
        if type.isRecord { values["StatusFlag"] = .text(index == 3 ? "D" : "A") }
        if type.set == "Teams" { values["Path"] = .text(owner < 3 ? Self.teams[owner].path : "/9/") }
        if type.set == "RecordMerges" || type.set == "Deletions" {
            let set = ["Companies", "Leads", "SalesOrders", "Cases"][index]
            values["EntitySet"] = .text(set)
            for field in ["WinningId", "LosingId", "RecordId"] where type.field(field) != nil {
                values[field] = .integer(Int64(index % 3 + 1))
            }
        }
        rows[type.set, default: []].append(WorldRow(set: type.set, id: id, values: values))
    }

    private mutating func value(_ field: Field, of type: EntityType, index: Int, id: Int64, number: Int) -> EntityValue
    {
        if field.isKey { return .integer(id) }
        switch field.kind {
        case .id: return .integer(id)
        case .reference(let set): return reference(field, to: set, of: type, index: index)
        case .string(let length), .text(let length):
            if let code = field.fixedCodes.first { return .text(code) }
            return length < 6 ? (field.isRequired ? .text("X") : .null) : .text(marker(field, type.set, number))
        case .code: return field.isRequired || field.name == "CurrencyCode" ? .text("EUR") : .null
        case .bool: return .bool(false)
        case .date: return .date(Int32(20_634 + index))
        case .timestamp: return field.name == "DeletedAt" ? .null : .timestamp(testNow - Int64(index) * 1_000_000)
        case .int32, .int64: return .integer(Int64(number + 1))
        case .money, .baseMoney, .quantity, .percent, .rate, .decimal: return .decimal(Int64(index + 1) * 10)
        }
    }

    /// A reference goes to the row of the same owner, so that whatever belongs together is seen together.
    private func reference(_ field: Field, to set: String, of type: EntityType, index: Int) -> EntityValue {
        if set == "Users" || set == "Teams" {
            let isOwner = ["OwnerId", "UserId", "TeamId"].contains(field.name)
            return isOwner || field.isRequired ? .integer(Int64(index + 1)) : .null
        }
        guard Self.order.contains(set), let own = Self.order.firstIndex(of: type.set),
            let other = Self.order.firstIndex(of: set), other < own
        else { return .null }
        return .integer(Int64(index + 1))
    }

    private mutating func marker(_ field: Field, _ set: String, _ row: Int) -> String {
        nextMarker += 1
        let digits = String(nextMarker, radix: 36)
        let text = "q" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "z"
        markers[text] = (set, row, field.name)
        return text
    }

    // MARK: Database

    /// Puts the rows into a database that has the reference data alone; its pipelines give way to those of the world.
    func load(into service: TemporaryService) async throws {
        try await service.database.write { connection in
            try connection.execute(script: "DELETE FROM \"OpportunityStages\"; DELETE FROM \"Pipelines\";")
        }
        for set in Self.order { try await service.insert(set, rows: rows[set, default: []].map(\.values)) }
    }
}

/// What a viewer may see, computed from the matrix and the rows alone.
struct GateOracle {
    let world: GateWorld
    let role: CRM.DataRole
    let isAdministrator: Bool
    let userID: Int64
    var teamID: Int64?
    /// Reads the rows of one team and below only.
    var teamScope: Int64?
    var hiddenSets: Set<String> = []
    var marks: Set<PersonalMark>
    var seesConfidential: Bool

    init(_ world: GateWorld, role: CRM.DataRole, isAdministrator: Bool, userID: Int64, teamID: Int64?) {
        self.world = world
        self.role = role
        self.isAdministrator = isAdministrator
        self.userID = userID
        self.teamID = teamID
        marks = isAdministrator ? Set([.name, .contact, .freeText]) : role.marks
        seesConfidential = isAdministrator || role.seesConfidential
    }

    func level(_ type: EntityType) -> CRM.AccessLevel {
        isAdministrator || type.access == .parent ? .all : role.access(to: type.access).read
    }

    func seesSet(_ set: String) -> Bool {
        guard let type = world.catalog.type(ofSet: set), !hiddenSets.contains(set) else { return false }
        if type.access == .administration { return isAdministrator }
        return level(type) != .none
    }

    func sees(_ row: WorldRow) -> Bool {
        guard seesSet(row.set) else { return false }
        return isVisible(row, alsoDeleted: false)
    }

    /// By rows alone, whatever the set.
    private func isVisible(_ row: WorldRow, alsoDeleted: Bool) -> Bool {
        guard let type = world.catalog.type(ofSet: row.set), alsoDeleted || !row.isDeleted else { return false }
        let level = level(type)
        if type.access != .parent, level == .none { return false }
        let isAll = level == .all && teamScope == nil
        switch type.rows {
        case .administrators: return isAdministrator && teamScope == nil
        case .everyone: return level == .all || type.access == .parent
        case .owned(let user, let team): return owns(row, user, team, level)
        case .part(let field):
            let isHistory = type.kind == .history
            if isAll, type.access != .parent, !isHistory { return true }
            return parent(row, field)
        case .ownedOrParent(let user, let team, let parents):
            if isAll { return true }
            let isSeen = owns(row, user, team, level) || parents.contains { parent(row, $0) }
            return isSeen && (!row.flag("IsPrivate") || row.integer(user) == userID)
        case .anyParent(let fields): return fields.contains { parent(row, $0) }
        case .record(let set, let id):
            guard let name = row.text(set), seesSet(name), let key = row.integer(id),
                let type = world.catalog.type(ofSet: name)
            else { return false }
            if self.level(type) == .all, teamScope == nil { return true }
            return world.rows[name, default: []].contains { $0.id == key && isVisible($0, alsoDeleted: true) }
        }
    }

    private func owns(_ row: WorldRow, _ user: String, _ team: String, _ level: CRM.AccessLevel) -> Bool {
        if let teamScope, !isBelow(row.integer(team), teamScope) { return false }
        switch level {
        case .none: return false
        case .all: return true
        case .own: return row.integer(user) == userID
        case .team:
            if row.integer(user) == userID { return true }
            guard let teamID else { return false }
            return isBelow(row.integer(team), teamID)
        }
    }

    private func isBelow(_ team: Int64?, _ top: Int64) -> Bool {
        GateWorld.teams.first { $0.id == team }?.path.contains("/\(top)/") ?? false
    }

    private func parent(_ row: WorldRow, _ field: String) -> Bool {
        guard let set = world.catalog.field(field, ofSet: row.set)?.kind.targetSet, let key = row.integer(field) else {
            return false
        }
        guard let found = world.rows[set, default: []].first(where: { $0.id == key }) else { return false }
        return isVisible(found, alsoDeleted: false)
    }

    func sees(_ field: Field) -> Bool {
        if field.isKey { return true }
        if field.isConfidential, !seesConfidential { return false }
        return field.mark.map { marks.contains($0) } ?? true
    }

    /// The keys of the visible rows of a set, in order.
    func keys(_ set: String) -> [String] {
        guard seesSet(set) else { return [] }
        return world.rows[set, default: []].filter(sees).map { String($0.id) }
    }

    /// The markers that may appear in an answer about a set: its visible rows, and what their fields show of others.
    func markers(_ set: String) -> Set<String> {
        guard let type = world.catalog.type(ofSet: set), seesSet(set) else { return [] }
        var found: Set<String> = []
        for row in world.rows[set, default: []] where sees(row) {
            for field in type.fields where sees(field) {
                guard case .through(let path, let name) = field.virtualValue else {
                    if let text = row.text(field.name) { found.insert(text) }
                    continue
                }
                if let text = through(row, path, name) { found.insert(text) }
            }
        }
        return found
    }

    private func through(_ row: WorldRow, _ path: [String], _ name: String) -> String? {
        var current = row
        for reference in path {
            guard let set = world.catalog.field(reference, ofSet: current.set)?.kind.targetSet, seesSet(set),
                let key = current.integer(reference),
                let next = world.rows[set, default: []].first(where: { $0.id == key })
            else { return nil }
            current = next
        }
        guard let field = world.catalog.field(name, ofSet: current.set), sees(field) else { return nil }
        return current.text(name)
    }
}
