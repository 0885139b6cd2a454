extension DemoPlan {
    /// Sets that can bear tags, with the number of records of each.
    private var tagged: [(set: String, count: Int)] {
        [
            ("Companies", companies.count - 2), ("Contacts", contacts.count - 2), ("Leads", leads.count - 2),
            ("Opportunities", opportunities.count), ("Cases", cases.count), ("Quotes", quotes.count),
            ("SalesOrders", orders.count), ("Campaigns", counts.campaigns), ("Products", products.count - 1),
        ]
    }

    mutating func makeTags() {
        var keys: [String: [Int: Set<Int>]] = [:]
        for index in 0..<counts.assignments {
            var random = stream("TagAssignments", index)
            // Mostly companies and opportunities, but every kind of parent at least once.
            let kind = index < tagged.count ? index : [0, 0, 1, 3, 3, 8][random.int(6)]
            let (set, count) = tagged[kind]
            let id = random.int(max(1, count)) + 1
            let tag = random.int(DemoNames.tags.count) + 1
            guard keys[set, default: [:]][id, default: []].insert(tag).inserted else { continue }
            assignments.append((tag, set, id))
        }
        tagNames = keys.mapValues { ids in
            ids.mapValues { tags in tags.map { DemoNames.tags[$0 - 1] }.sorted().joined(separator: "; ") }
        }
    }

    /// Deletions and merges of records, as the trails tell them.
    mutating func makeLifeCycleTrails() {
        note(companies.map(\.fate), "Companies")
        note(sites.map(\.fate), "Divisions")
        note(contacts.map(\.fate), "Contacts")
        note(leads.map(\.fate), "Leads")
        note(opportunities.map(\.fate), "Opportunities")
        let product = products.count
        merges.append(("Products", product, 1, productMergedAt))
        deletions.append(("Products", product, productMergedAt, "Merged"))
        deletions.append(("Tasks", tasks.count, taskDeletedAt, "Deleted"))
        // Restored later: the record lives, the trail remembers.
        deletions.append(
            ("Companies", companies.count - 2, clock.now - 40 * CivilDate.microsecondsPerDay, "Deleted")
        )
        deletions.append(("Documents", 1, clock.now - 90 * CivilDate.microsecondsPerDay, "Purged"))
        deletions.sort { ($0.at, $0.set, $0.id) < ($1.at, $1.set, $1.id) }
        merges.sort { ($0.at, $0.set) < ($1.at, $1.set) }
    }

    /// When the last product was merged into the first.
    var productMergedAt: Int64 { clock.now - 50 * CivilDate.microsecondsPerDay }

    /// When the last task was deleted.
    var taskDeletedAt: Int64 { clock.now - 4 * CivilDate.microsecondsPerDay }

    private mutating func note(_ fates: [DemoFate], _ set: String) {
        for (index, fate) in fates.enumerated() {
            switch fate {
            case .active: continue
            case .deleted(let at): deletions.append((set, index + 1, at, "Deleted"))
            case .merged(let at, let into):
                deletions.append((set, index + 1, at, "Merged"))
                merges.append((set, index + 1, into, at))
            }
        }
    }

    mutating func makeSnapshots() {
        for (index, fact) in opportunities.enumerated() {
            for event in fact.events.indices { stageEvents.append((Int32(index), Int32(event))) }
        }
        let facts = opportunities
        stageEvents.sort {
            let left = facts[Int($0.opportunity)].events[Int($0.event)].at
            let right = facts[Int($1.opportunity)].events[Int($1.event)].at
            return left == right ? ($0.opportunity, $0.event) < ($1.opportunity, $1.event) : left < right
        }
        snapshotDates = dates()
        var previous: Int64?
        for (index, date) in snapshotDates.enumerated() {
            let taken = date.startMicroseconds + 1_800_000_000
            for (row, fact) in facts.enumerated() where fact.created < taken {
                guard let event = event(of: fact, before: taken) else { continue }
                let isOpen = Self.stage(event.stage).state == .open
                if isOpen || event.at >= previous ?? taken - CivilDate.microsecondsPerDay {
                    snapshots.append((Int32(index), Int32(row)))
                }
            }
            previous = taken
        }
    }

    /// The last change of stage before an instant.
    func event(of fact: OpportunityFact, before instant: Int64) -> StageEvent? {
        fact.events.last { $0.at < instant }
    }

    /// The days of snapshots that are kept: month ends of a year, weekly before, daily of late.
    private func dates() -> [CivilDate] {
        var found: Set<CivilDate> = []
        for month in 0..<12 { found.insert(clock.today.monthStart.adding(months: -month).adding(days: -1)) }
        let monday = clock.today.adding(days: 1 - clock.today.weekday)
        for week in 0..<counts.weeklySnapshots { found.insert(monday.adding(days: -7 * week)) }
        for day in 0..<counts.dailySnapshots { found.insert(clock.today.adding(days: -day)) }
        return found.filter { $0 <= clock.today }.sorted()
    }
}
