import CRM
import EntityModel
import Testing

@Suite struct DemoInvariantTests {
    let demo = DemoTables.small

    @Test("stage histories start with the creation, add up to the age and end in the present stage")
    func stageHistory() {
        var last: [Int64: (at: Int64, stage: Int64, seconds: Int64)] = [:]
        for row in demo.tuples(
            "OpportunityStageHistory",
            "OpportunityId",
            "FromStageId",
            "ToStageId",
            "ChangedAt",
            "DurationSeconds"
        ) {
            let before = last[row[0].number]
            #expect(row[1].number == before?.stage ?? 0)
            let seconds = before.map { (row[3].number - $0.at) / 1_000_000 } ?? 0
            #expect(row[4].number == seconds)
            last[row[0].number] = (row[3].number, row[2].number, (before?.seconds ?? 0) + seconds)
        }
        for row in demo.tuples("Opportunities", "OpportunityId", "OpportunityStageId", "StageChanged", "Created") {
            let end = last[row[0].number]
            #expect(end?.stage == row[1].number && end?.at == row[2].number)
            #expect(end?.seconds == (row[2].number - row[3].number) / 1_000_000)
        }
    }

    @Test("case histories end in the present status and add up")
    func caseHistory() {
        var last: [Int64: (at: Int64, status: EntityValue)] = [:]
        for row in demo.tuples(
            "CaseStatusHistory",
            "CaseId",
            "FromStatusCode",
            "ToStatusCode",
            "ChangedAt",
            "DurationSeconds"
        ) {
            let before = last[row[0].number]
            #expect(row[1] == before?.status ?? .null)
            #expect(row[4].number == before.map { (row[3].number - $0.at) / 1_000_000 } ?? 0)
            last[row[0].number] = (row[3].number, row[2])
        }
        for row in demo.tuples("Cases", "CaseId", "StatusCode", "StatusChanged") {
            #expect(last[row[0].number]?.status == row[1] && last[row[0].number]?.at == row[2].number)
        }
    }

    @Test("state, probability and closing day of an opportunity follow its stage")
    func stageFacts() {
        let stages = Dictionary(
            demo.tuples("OpportunityStages", "OpportunityStageId", "State", "Probability").map { ($0[0], $0) }
        ) { first, _ in first }
        for row in demo.tuples(
            "Opportunities",
            "OpportunityStageId",
            "State",
            "Probability",
            "CloseDate",
            "IsProbabilityOverridden",
            "LostReasonCode"
        ) {
            #expect(stages[row[0]]?[1] == row[1])
            #expect(row[4] == .bool(true) || stages[row[0]]?[2] == row[2])
            #expect((row[3] == .null) == (row[1] == .text("Open")))
            #expect((row[5] != .null) == (row[1] == .text("Lost")))
        }
    }

    @Test("weighted and base values of opportunities are those of the rules")
    func opportunityValues() throws {
        for row in demo.tuples(
            "Opportunities",
            "Value",
            "Probability",
            "WeightedValue",
            "ExchangeRate",
            "BaseValue",
            "BaseWeightedValue"
        ) {
            #expect(OpportunityValues.weighted(row[0].number, probability: row[1].number) == row[2].number)
            #expect(try OpportunityValues.base(row[0].number, rate: row[3].number) == row[4].number)
            #expect(try OpportunityValues.base(row[2].number, rate: row[3].number) == row[5].number)
        }
    }

    @Test("an opportunity that adds up its lines has their sum as value")
    func calculatedValues() {
        var sums: [EntityValue: Int64] = [:]
        for row in demo.tuples("OpportunityLines", "OpportunityId", "NetValue") {
            sums[row[0], default: 0] += row[1].number
        }
        let calculated = demo.tuples("Opportunities", "OpportunityId", "Value", "AutocalculateValue").filter {
            $0[2] == .bool(true)
        }
        #expect(calculated.count > 20 && calculated.count == sums.count)
        for row in calculated { #expect(sums[row[0]] == row[1].number) }
    }

    static let documents: [(header: String, key: String, lines: String)] = [
        ("Quotes", "QuoteId", "QuoteLines"), ("SalesOrders", "SalesOrderId", "SalesOrderLines"),
    ]

    @Test("net, tax and gross of a document are the sums of its counted lines", arguments: documents)
    func totals(row: (header: String, key: String, lines: String)) {
        var sums: [EntityValue: [Int64]] = [:]
        let optional = demo.values(row.lines, "IsOptional")
        let lines = demo.tuples(row.lines, row.key, "NetValue", "TaxValue", "GrossValue")
        for (index, line) in lines.enumerated() where optional.isEmpty || optional[index] == .bool(false) {
            for column in 0..<3 { sums[line[0], default: [0, 0, 0]][column] += line[column + 1].number }
        }
        for header in demo.tuples(row.header, row.key, "NetValue", "TaxValue", "GrossValue", "CostValue", "MarginValue")
        {
            #expect(sums[header[0]] == header[1...3].map(\.number))
            #expect(header[1].number + header[2].number == header[3].number)
            #expect(header[1].number - header[4].number == header[5].number)
        }
    }

    @Test("an accepted quote has the value of its won opportunity and an order of the same value")
    func acceptedQuotes() {
        let deals = Dictionary(demo.tuples("Opportunities", "OpportunityId", "Value", "State").map { ($0[0], $0) }) {
            $1
        }
        let orders = Dictionary(demo.tuples("SalesOrders", "SalesOrderId", "NetValue", "QuoteId").map { ($0[0], $0) }) {
            $1
        }
        let accepted = demo.tuples("Quotes", "StatusCode", "OpportunityId", "NetValue", "SalesOrderId", "QuoteId")
            .filter { $0[0] == .text("Accepted") }
        #expect(accepted.count > 20)
        for row in accepted {
            #expect(deals[row[1]]?[1] == row[2] && deals[row[1]]?[2] == .text("Won"))
            if row[3] != .null { #expect(orders[row[3]]?[1] == row[2] && orders[row[3]]?[2] == row[4]) }
        }
    }

    @Test("a company's orders, customer type and open opportunities are rolled up")
    func companyRollups() {
        var orders: [EntityValue: (count: Int64, value: Int64, first: Int64, last: Int64)] = [:]
        for row in demo.tuples("SalesOrders", "CompanyId", "BaseNetValue", "OrderDate", "ConfirmedAt")
        where row[3] != .null {
            let before = orders[row[0]] ?? (0, 0, .max, .min)
            orders[row[0]] = (
                before.count + 1, before.value + row[1].number, min(before.first, row[2].number),
                max(before.last, row[2].number)
            )
        }
        var open: [EntityValue: Int64] = [:]
        for row in demo.tuples("Opportunities", "CompanyId", "State", "StatusFlag")
        where row[1] == .text("Open") && row[2] == .text("A") {
            open[row[0], default: 0] += 1
        }
        for row in demo.tuples(
            "Companies",
            "CompanyId",
            "OrderCount",
            "LifetimeValue",
            "FirstOrderDate",
            "LastOrderDate",
            "OpenOpportunityCount",
            "TypeCode"
        ) {
            let sales = orders[row[0]]
            #expect(row[1].number == sales?.count ?? 0 && row[2].number == sales?.value ?? 0)
            if let sales {
                #expect(row[3].number == sales.first && row[4].number == sales.last)
                #expect(["Customer", "LapsedCustomer"].contains(row[6].string))
            }
            #expect(row[5].number == open[row[0]] ?? 0)
        }
    }

    static let traced: [(set: String, key: String)] = [
        ("Companies", "CompanyId"), ("Contacts", "ContactId"), ("Leads", "LeadId"), ("Opportunities", "OpportunityId"),
        ("Cases", "CaseId"),
    ]

    @Test("last activity and next task of a record are those of its rows", arguments: traced)
    func traces(row: (set: String, key: String)) {
        var newest: [EntityValue: Int64] = [:]
        for activity in demo.tuples("Activities", row.key, "StartAt", "TypeCode") where activity[2] != .text("Note") {
            newest[activity[0]] = max(newest[activity[0]] ?? 0, activity[1].number)
        }
        var tasks: [EntityValue: [OpenTask]] = [:]
        for task in demo.tuples("Tasks", row.key, "TaskId", "DueDate", "StatusCode", "StatusFlag")
        where ["NotStarted", "InProgress", "Waiting"].contains(task[3].string) && task[4] == .text("A") {
            let due = task[2] == .null ? nil : CivilDate(days: Int32(task[2].number))
            tasks[task[0], default: []].append(OpenTask(id: task[1].number, due: due))
        }
        for record in demo.tuples(row.set, row.key, "LastActivityAt", "NextTaskId", "NextTaskDue") {
            #expect(record[1].number == newest[record[0]] ?? 0)
            let next = TaskRollup.next(of: tasks[record[0]] ?? [])
            #expect(record[2].number == next?.id ?? 0)
            #expect(record[3].number == Int64(next?.due?.days ?? 0))
        }
    }

    @Test("a snapshot of today holds exactly the deals open now and those closed since the day before")
    func snapshots() {
        let today = EntityValue.date(demo.world.asOf.days)
        let open = demo.tuples("OpportunitySnapshots", "SnapshotDate", "State", "OpportunityId", "BaseValue").filter {
            $0[0] == today && $0[1] == .text("Open")
        }
        let deals = demo.tuples("Opportunities", "State", "OpportunityId", "BaseValue").filter {
            $0[0] == .text("Open")
        }
        #expect(Set(open.map { $0[2] }) == Set(deals.map { $0[1] }))
        #expect(open.map { $0[3].number }.reduce(0, +) == deals.map { $0[2].number }.reduce(0, +))
    }

    @Test("converted leads lead to the opportunity that names them")
    func conversions() {
        let origins = Dictionary(
            demo.tuples("Opportunities", "OpportunityId", "OriginatingLeadId", "CompanyId").map { ($0[0], $0) }
        ) { $1 }
        let converted = demo.tuples("Leads", "ConvertedOpportunityId", "LeadId", "ConvertedCompanyId", "StatusCode")
            .filter { $0[0] != .null }
        #expect(converted.count > 5)
        for row in converted {
            #expect(origins[row[0]]?[1] == row[1] && origins[row[0]]?[2] == row[2] && row[3] == .text("Qualified"))
        }
    }

    @Test("the world has the shape of the design: open share, win rate, currencies")
    func distribution() {
        let states = demo.values("Opportunities", "State").compactMap(\.string)
        let open = Double(states.filter { $0 == "Open" }.count) / Double(states.count)
        let won = Double(states.filter { $0 == "Won" }.count) / Double(states.filter { $0 != "Open" }.count)
        #expect((0.17...0.32).contains(open), "\(open)")
        #expect((0.24...0.40).contains(won), "\(won)")
        #expect(Set(demo.values("Companies", "CurrencyCode")) == Set(DemoWorld.currencies.map { .text($0) }))
    }

    @Test("open records belong to people who are here, some closed ones to people who left")
    func owners() {
        let active = Dictionary(demo.tuples("Users", "UserId", "IsActive").map { ($0[0], $0[1]) }) { $1 }
        let deals = demo.tuples("Opportunities", "OwnerId", "State")
        #expect(deals.allSatisfy { $0[1] != .text("Open") || active[$0[0]] == .bool(true) })
        #expect(deals.contains { active[$0[0]] == .bool(false) })
    }
}
