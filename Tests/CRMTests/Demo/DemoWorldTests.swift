import CRM
import EntityModel
import Testing

@Suite struct DemoWorldTests {
    let demo = DemoTables.small

    @Test("the same size, seed and day give the same bytes, another seed gives others")
    func determinism() {
        let day = demo.world.asOf
        #expect(DemoTables(DemoWorld(size: .small, seed: 1, asOf: day)).digest == demo.digest)
        #expect(DemoTables(DemoWorld(size: .small, seed: 2, asOf: day)).digest != demo.digest)
        #expect(DemoTables(DemoWorld(size: .small, seed: 1, asOf: day.adding(days: 1))).digest != demo.digest)
    }

    @Test("batches are of one set each, at most as large as asked, and count up to the total")
    func batches() {
        var rows = 0
        for batch in demo.world.batches(ofAtMost: 97) {
            rows += batch.rows.count
            #expect(batch.rows.count <= 97 && batch.rowsSoFar == rows && batch.totalRows == demo.world.totalRows)
            #expect(batch.columns == demo.columns[batch.set])
        }
        #expect(rows == demo.world.totalRows)
    }

    @Test("the small world has about 2,400 business records, the medium one about 200,000")
    func sizes() {
        let trails: Set = [
            "OpportunitySnapshots", "Calendar", "OpportunityStageHistory", "CaseStatusHistory", "RecordMerges",
            "Deletions", "ImportRunErrors",
        ]
        let small = demo.rows.filter { !trails.contains($0.key) }.map(\.value.count).reduce(0, +)
        #expect((2000...2600).contains(small), "\(small)")
        for (set, least) in [("Opportunities", 400), ("Companies", 150), ("Contacts", 350)] {
            #expect(demo.world.count(ofSet: set) >= least, "\(set)")
        }
        let medium = DemoWorld(size: .medium, seed: 1, asOf: demo.world.asOf)
        let records = CRMModel.records.map { medium.count(ofSet: $0.set) }.reduce(0, +)
        #expect((180_000...230_000).contains(records), "\(records)")
        #expect((40_000...70_000).contains(medium.count(ofSet: "OpportunityStageHistory")))
    }

    @Test("every set has rows but those that others write", arguments: CRMModel.types.map(\.set))
    func everySetHasRows(set: String) {
        let isMadeElsewhere = ["AuditEvents", "FieldDefinitions"].contains(set)
        #expect((demo.world.count(ofSet: set) == 0) == isMadeElsewhere)
    }

    @Test("every stored field of a set is a column but those the loader gives", arguments: CRMModel.types)
    func columns(type: EntityType) {
        guard let columns = demo.columns[type.set] else { return }
        let given: Set = ["ChangeSeq", "LastUpdatedTimestamp"]
        #expect(columns == type.storedFields.map(\.name).filter { !given.contains($0) })
        #expect(columns.first == type.key?.name)
    }

    @Test("every value fits its field", arguments: CRMModel.types)
    func valuesFit(type: EntityType) throws {
        let catalog = try CRMModelTests.catalog.get()
        for column in demo.columns[type.set] ?? [] {
            let field = try #require(type.field(column))
            for (index, value) in demo.values(type.set, column).enumerated() where !fits(value, field, catalog) {
                Issue.record("\(type.set)[\(index)].\(column) = \(value)")
                break
            }
        }
    }

    private func fits(_ value: EntityValue, _ field: Field, _ catalog: EntityCatalog) -> Bool {
        if value == .null { return field.isNullable }
        if let range = field.range, field.kind.isNumeric {
            let unit = ExactArithmetic.power10(field.kind.scale ?? 0)
            if let least = range.minimum, value.number < least * unit { return false }
            if let most = range.maximum, value.number > most * unit { return false }
        }
        switch (field.kind, value) {
        case (.id, .integer(let key)), (.reference, .integer(let key)): return key > 0
        case (.string(let length), .text(let text)), (.text(let length), .text(let text)):
            let isCode = field.fixedCodes.isEmpty || field.fixedCodes.contains(text)
            return !text.isEmpty && text.count <= length && isCode
        case (.code(let list), .text(let code)): return catalog.list(list)?.item(code) != nil
        case (.bool, .bool), (.int32, .integer), (.int64, .integer), (.date, .date), (.timestamp, .timestamp):
            return true
        case (let kind, .decimal): return kind.isDecimal
        default: return false
        }
    }

    @Test("every reference leads to a row, and every navigation is used by one", arguments: CRMModel.types)
    func references(type: EntityType) {
        for field in type.fields where field.isStored {
            guard let target = field.kind.targetSet, demo.columns[type.set]?.contains(field.name) == true else {
                continue
            }
            let used = Set(demo.values(type.set, field.name)).subtracting([.null])
            #expect(!used.isEmpty, "\(type.set).\(field.name) is always empty")
            guard case .reference = field.kind, let key = demo.columns[target]?.first else { continue }
            #expect(used.isSubset(of: demo.values(target, key)), "\(type.set).\(field.name)")
        }
    }

    @Test("unique fields are unique among active rows", arguments: CRMModel.types)
    func uniqueness(type: EntityType) {
        let isActive = demo.values(type.set, "StatusFlag").map { $0 != .text("D") }
        let unique = type.everyIndex.filter { $0.isUnique && $0.fields != ["ChangeSeq"] }.map(\.fields)
        for fields in unique + [type.key.map { [$0.name] } ?? []] {
            let columns = fields.map { demo.values(type.set, $0) }
            guard let count = columns.first?.count else { continue }
            var seen: Set<[EntityValue]> = []
            for row in 0..<count where isActive.isEmpty || isActive[row] {
                let values = columns.map { $0[row] }
                if fields.count == 1, values == [.null] { continue }
                #expect(seen.insert(values).inserted, "\(type.set) \(fields) \(values)")
            }
        }
    }

    @Test("nothing happened after the first instant of the as-of day")
    func noFuture() {
        let planned: Set = ["ReminderAt", "ResponseTargetAt", "ResolveTargetAt"]
        for (set, columns) in demo.columns {
            for column in columns where !planned.contains(column) {
                let latest = demo.values(set, column).compactMap { value -> Int64? in
                    if case .timestamp(let at) = value { return at }
                    return nil
                }.max()
                #expect(latest ?? 0 <= demo.world.asOf.startMicroseconds, "\(set).\(column)")
            }
        }
    }

    @Test("people have a role each, and three have left")
    func people() {
        #expect(demo.world.people.filter { !$0.isActive }.count == 3)
        #expect(demo.world.people.first?.email == "admin@northgate.example")
        #expect(demo.world.people.allSatisfy { DefaultRoles.role(code: $0.roleCode) != nil })
    }
}
