extension DemoPlan {
    /// Response and resolve minutes by priority.
    static let promises: [(priority: String, response: Int64, resolve: Int64)] = [
        ("Low", 480, 4800), ("Normal", 240, 2400), ("High", 120, 960), ("Urgent", 30, 480),
    ]

    mutating func makeCases() {
        let staff = agents
        for index in 0..<counts.cases {
            var random = stream("Cases", index)
            let created = clock.creation(index, of: counts.cases, &random)
            let firm = company(before: created, &random)
            let promise = Self.promises[random.weighted([20, 50, 22, 8])]
            let hours = DemoClock.businessHours
            var fact = CaseFact(
                created: created,
                company: firm,
                contact: companies[firm - 1].contacts.first ?? 0,
                owner: random.pick(staff),
                priority: promise.priority,
                type: random.pick(["Question", "Question", "Incident", "Problem", "Request"]),
                events: [(created, "New")],
                firstResponse: nil,
                responseTarget: hours.adding(seconds: promise.response * 60, to: created),
                resolveTarget: hours.adding(seconds: promise.resolve * 60, to: created),
                waitingSeconds: 0
            )
            makeHistory(of: &fact, promise.resolve * 60, &random)
            cases.append(fact)
        }
        for (index, fact) in cases.enumerated() {
            for event in fact.events.indices { caseEvents.append((Int32(index), Int32(event))) }
        }
        let items = cases
        caseEvents.sort {
            let left = items[Int($0.item)].events[Int($0.event)].at
            let right = items[Int($1.item)].events[Int($1.event)].at
            return left == right ? ($0.item, $0.event) < ($1.item, $1.event) : left < right
        }
    }

    private func makeHistory(of fact: inout CaseFact, _ resolve: Int64, _ random: inout RandomStream) {
        let hours = DemoClock.businessHours
        var at = hours.adding(seconds: Int64(random.logNormal(mu: 8.3, sigma: 0.9)), to: fact.created)
        guard at < clock.now else { return }
        fact.firstResponse = at
        fact.events.append((at, "InProgress"))
        if random.chance(40) {
            at = hours.adding(seconds: 7200, to: at)
            if at < clock.now { fact.events.append((at, "Cancelled")) }
            return
        }
        if random.chance(350) {
            let waits = Int64(random.int(in: 3600...60_000))
            let asked = hours.adding(seconds: 3600, to: at)
            let answered = hours.adding(seconds: waits, to: asked)
            guard asked < clock.now else { return }
            fact.events.append((asked, "WaitingOnCustomer"))
            guard answered < clock.now else { return }
            fact.events.append((answered, "InProgress"))
            fact.waitingSeconds = waits
            fact.resolveTarget = hours.adding(seconds: waits, to: fact.resolveTarget)
            at = answered
        }
        at = hours.adding(seconds: Int64(Double(resolve) * random.logNormal(mu: -0.7, sigma: 0.8)), to: at)
        guard at < clock.now else { return }
        fact.events.append((at, "Resolved"))
        at += 14 * CivilDate.microsecondsPerDay
        if at < clock.now { fact.events.append((at, "Closed")) }
    }

    mutating func makeActivities() {
        traces = [
            "Companies": Array(repeating: TraceFact(), count: companies.count),
            "Contacts": Array(repeating: TraceFact(), count: contacts.count),
            "Leads": Array(repeating: TraceFact(), count: leads.count),
            "Opportunities": Array(repeating: TraceFact(), count: opportunities.count),
            "Cases": Array(repeating: TraceFact(), count: cases.count),
        ]
        var found: [ActivityFact] = []
        for (index, lead) in leads.enumerated() where lead.fate == .active {
            guard let at = lead.contacted else { continue }
            found.append(
                ActivityFact(
                    start: at,
                    type: index.isMultiple(of: 2) ? "Call" : "Email",
                    owner: lead.owner,
                    direction: "Out",
                    parents: ParentFact(lead: index + 1)
                )
            )
        }
        for (index, item) in cases.enumerated() {
            guard let at = item.firstResponse else { continue }
            found.append(
                ActivityFact(
                    start: at,
                    type: "Email",
                    owner: item.owner,
                    direction: "Out",
                    parents: ParentFact(company: item.company, contact: item.contact, item: index + 1)
                )
            )
        }
        for index in 0..<max(40, counts.activities - found.count) {
            var random = stream("Activities", index)
            found.append(newActivity(index, &random))
        }
        placeClockChanges(in: &found)
        let order = found.indices.sorted { (found[$0].start, $0) < (found[$1].start, $1) }
        activities = order.map { found[$0] }
        for activity in activities where activity.type != "Note" { trace(activity) }
    }

    private func newActivity(_ index: Int, _ random: inout RandomStream) -> ActivityFact {
        let type = ["Call", "Email", "Meeting", "Visit", "Note"][random.weighted([32, 34, 14, 6, 14])]
        let directed = ["Call", "Email"].contains(type)
        var fact = ActivityFact(
            start: clock.now,
            type: type,
            owner: random.pick(activeReps),
            direction: directed ? (random.chance(350) ? "In" : "Out") : nil
        )
        var from: Int64
        if index % 20 == 7, !quotes.isEmpty {
            let key = random.int(quotes.count) + 1
            fact.parents = parents(ofOpportunity: quotes[key - 1].opportunity)
            fact.parents.quote = key
            from = quotes[key - 1].date.startMicroseconds
        } else if index % 20 == 11, !orders.isEmpty {
            let key = random.int(orders.count) + 1
            fact.parents = ParentFact(company: orders[key - 1].company, contact: orders[key - 1].contact, order: key)
            from = orders[key - 1].date.startMicroseconds
        } else if index % 40 == 13 {
            fact.parents = ParentFact(campaign: random.int(counts.campaigns) + 1)
            from = clock.instant(0)
        } else if random.chance(700) {
            let key = random.int(opportunities.count) + 1
            fact.parents = parents(ofOpportunity: key)
            fact.owner = opportunities[key - 1].owner
            from = opportunities[key - 1].created
            let last = opportunities[key - 1].events.last?.at ?? from
            if Self.stage(opportunities[key - 1].stage).state != .open {
                fact.start = min(clock.now - 1_000_000, last + 5 * CivilDate.microsecondsPerDay)
            }
        } else {
            let key = company(before: clock.now, &random)
            let known = companies[key - 1].contacts
            fact.parents = ParentFact(company: key, contact: known.isEmpty ? 0 : random.pick(known))
            from = companies[key - 1].created
            if fact.parents.contact > 0 { from = max(from, contacts[fact.parents.contact - 1].created) }
        }
        from = min(from, clock.now - 2_000_000)
        let to = max(from + 1_000_000, fact.start)
        let at = from + Int64(random.unit() * Double(to - from))
        let near = clock.instant(near: CivilDate(microseconds: at), &random)
        fact.start = near > from ? near : at / 1_000_000 * 1_000_000
        return fact
    }

    /// The opportunity with its company and contact as parents.
    func parents(ofOpportunity key: Int) -> ParentFact {
        let deal = opportunities[key - 1]
        return ParentFact(company: deal.company, contact: deal.contact, opportunity: key)
    }

    /// Puts four activities on both sides of the last two clock changes.
    private func placeClockChanges(in found: inout [ActivityFact]) {
        let year = clock.today.parts.year - 1
        for (offset, month) in [3, 10].enumerated() {
            let change = DemoClock.lastSunday(year: year, month: month).startMicroseconds + 3_600_000_000
            let first = found.count - 4 + 2 * offset
            found[first].start = change - 1
            found[first + 1].start = change
            for index in [first, first + 1] { found[index].parents = ParentFact(company: 1) }
        }
    }

    private mutating func trace(_ activity: ActivityFact) {
        note(activity.start, "Companies", activity.parents.company)
        note(activity.start, "Contacts", activity.parents.contact)
        note(activity.start, "Leads", activity.parents.lead)
        note(activity.start, "Opportunities", activity.parents.opportunity)
        note(activity.start, "Cases", activity.parents.item)
    }

    private mutating func note(_ at: Int64, _ set: String, _ key: Int) {
        guard key > 0, let before = traces[set]?[key - 1].lastActivity, at > before else { return }
        traces[set]?[key - 1].lastActivity = at
    }

    mutating func makeTasks() {
        let open = opportunities.indices.filter {
            Self.stage(opportunities[$0].stage).state == .open && opportunities[$0].fate == .active
        }
        for index in 0..<counts.tasks {
            var random = stream("Tasks", index)
            let created = clock.creation(index, of: counts.tasks, &random)
            var fact = TaskFact(created: created, due: nil, status: "NotStarted", owner: random.pick(activeReps))
            fact.parents = taskParents(index, before: created, open: open, &random)
            let due = CivilDate(microseconds: created).adding(days: random.int(in: 1...40))
            if !random.chance(50) { fact.due = due }
            // Every thirtieth task, one of a lead, stays open whatever its day.
            let isLate = random.chance(70) || index % 30 == 1
            if fact.due ?? clock.today < clock.today, !isLate {
                fact.status = random.chance(80) ? "Cancelled" : "Completed"
                let done = clock.instant(near: due.adding(days: -random.int(3)), &random)
                fact.completedAt = fact.status == "Completed" ? max(created + 60_000_000, done) : nil
            } else {
                fact.status = ["NotStarted", "InProgress", "Waiting"][random.weighted([60, 25, 15])]
            }
            tasks.append(fact)
        }
        for (index, task) in tasks.enumerated() where isOpen(task) && index < tasks.count - 1 {
            let entry = OpenTask(id: Int64(index + 1), due: task.due)
            offer(entry, "Companies", task.parents.company)
            offer(entry, "Contacts", task.parents.contact)
            offer(entry, "Leads", task.parents.lead)
            offer(entry, "Opportunities", task.parents.opportunity)
            offer(entry, "Cases", task.parents.item)
        }
    }

    /// Whether a task is still to do.
    func isOpen(_ task: TaskFact) -> Bool { ["NotStarted", "InProgress", "Waiting"].contains(task.status) }

    private func taskParents(
        _ index: Int,
        before created: Int64,
        open: [Int],
        _ random: inout RandomStream
    ) -> ParentFact {
        switch index % 10 {
        case 1 where !leads.isEmpty: return ParentFact(lead: random.int(leads.count - 2) + 1)
        case 2 where !cases.isEmpty:
            let key = random.int(cases.count) + 1
            return ParentFact(company: cases[key - 1].company, contact: cases[key - 1].contact, item: key)
        case 3 where !quotes.isEmpty:
            let key = random.int(quotes.count) + 1
            var parents = parents(ofOpportunity: quotes[key - 1].opportunity)
            parents.quote = key
            return parents
        case 4 where !orders.isEmpty:
            let key = random.int(orders.count) + 1
            return ParentFact(company: orders[key - 1].company, contact: orders[key - 1].contact, order: key)
        case 5 where index % 20 == 5: return ParentFact(campaign: random.int(counts.campaigns) + 1)
        case 6, 7:
            let key = company(before: created, &random)
            return ParentFact(company: key, contact: companies[key - 1].contacts.first ?? 0)
        default: return open.isEmpty ? ParentFact(company: 1) : parents(ofOpportunity: random.pick(open) + 1)
        }
    }

    private mutating func offer(_ task: OpenTask, _ set: String, _ key: Int) {
        guard key > 0 else { return }
        if let best = traces[set]?[key - 1].nextTask, TaskRollup.isBefore(best, task) { return }
        traces[set]?[key - 1].nextTask = task
    }
}
