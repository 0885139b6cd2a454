extension DemoPlan {
    /// The stages in the order of their keys: those of *Sales*, then those of *Renewals*.
    static let stages: [StageFacts] = InitialPipelines.all.enumerated().flatMap { position, pipeline in
        let before = InitialPipelines.all[..<position].map(\.stages.count).reduce(0, +)
        return pipeline.stages.enumerated().map { index, stage in
            StageFacts(
                id: Int64(before + index + 1),
                pipelineId: Int64(position + 1),
                code: stage.code,
                sequence: Int32(clamping: InitialPipelines.sequence(ofPosition: index)),
                probability: stage.probability * 100,
                state: stage.state,
                category: stage.category
            )
        }
    }

    /// The facts of a stage by its key.
    static func stage(_ key: Int) -> StageFacts { stages[key - 1] }

    mutating func makeProducts() {
        for index in 0..<counts.products {
            var random = stream("Products", index)
            let line = DemoNames.productLines[index % DemoNames.productLines.count]
            let word = DemoNames.productWords[(index / DemoNames.productLines.count) % DemoNames.productWords.count]
            let round = index / (DemoNames.productLines.count * DemoNames.productWords.count)
            let name = [0: "GTX Pro", 1: "GTXPro"][index] ?? "\(line) \(word)" + (round > 0 ? " \(round + 1)" : "")
            let price = Int64(random.int(in: 19...2400)) * 10_000 + [0, 5000, 9900][random.int(3)]
            products.append(
                ProductFact(
                    name: name,
                    code: "P-" + CivilDate.padded(index + 1, 5),
                    category: index % DemoNames.categories.count + 1,
                    price: price,
                    cost: price * Int64(random.int(in: 45...80)) / 100,
                    taxCode: ["Standard", "Standard", "Standard", "Standard", "Reduced", "Zero", "Exempt"][index % 7],
                    unit: ["Each", "Each", "Each", "Hour", "Metre", "Licence"][index % 6]
                )
            )
        }
    }

    mutating func makeOpportunities() {
        let reps = activeReps
        let gone = users.indices.filter { users[$0].left != nil && users[$0].team <= 5 }.map { $0 + 1 }
        let count = counts.opportunities
        opportunities.reserveCapacity(count)
        for index in 0..<count {
            var random = stream("Opportunities", index)
            let created = clock.creation(index, of: count, &random)
            var fact = newOpportunity(created: created, &random)
            assignPeople(&fact, reps: reps, gone: gone, &random)
            if DemoAwkward.rows.contains(index) { makeAwkward(&fact, row: index) }
            opportunities.append(fact)
        }
    }

    private func newOpportunity(created: Int64, _ random: inout RandomStream) -> OpportunityFact {
        let firm = random.chance(20) ? 0 : company(before: created, &random)
        let isRenewal = random.chance(180)
        let path = stagePath(created: created, isRenewal: isRenewal, &random)
        let currency = firm > 0 ? DemoPlace.all[companies[firm - 1].place].currency : CRMModel.initialBaseCurrency
        var units = random.logNormal(mu: 7.02, sigma: 1.22)
        while units > 30_000 { units /= 4 }
        let rate = rate(currency, clock.today)
        let value = Int64(units * 12 * 10_000) * ExchangeRateTable.one / rate
        let moves = (0..<[0, 1, 2, 3 + random.int(3)][random.weighted([55, 25, 12, 8])]).map { _ in
            random.int(in: 7...60)
        }
        let last = path.events.last ?? StageEvent(at: created, stage: 1)
        let isOpen = Self.stage(last.stage).state == .open
        let close =
            isOpen
            ? clock.today.adding(days: random.int(in: -25...150))
            : CivilDate(microseconds: last.at).adding(days: random.int(in: -10...20))
        return OpportunityFact(
            created: created,
            company: firm,
            contact: 0,
            owner: 0,
            currency: currency,
            value: ExactArithmetic.round(value, minorDigits: random.chance(200) ? minorDigits(currency) : 0),
            events: path.events,
            estimatedClose: max(close, CivilDate(microseconds: created)),
            moves: moves,
            campaign: random.chance(150) ? random.int(counts.campaigns) + 1 : 0,
            source: random.pick(["Web", "Phone", "Email", "Referral", "Partner", "TradeShow", "Campaign", "Social"]),
            reopened: path.reopened,
            reason: random.pick(["Price", "Competitor", "NoBudget", "NoDecision", "Timing", "Fit", "Other"]),
            override: isOpen && random.chance(60) ? Int64(random.int(in: 5...95)) * 100 : nil
        )
    }

    private func assignPeople(
        _ fact: inout OpportunityFact,
        reps: [Int],
        gone: [Int],
        _ random: inout RandomStream
    ) {
        fact.owner = fact.company > 0 && random.chance(800) ? companies[fact.company - 1].owner : random.pick(reps)
        let state = Self.stage(fact.stage).state
        if state != .open, let closed = fact.events.last?.at, random.chance(180),
            let old = gone.first(where: {
                users[$0 - 1].left.map { $0.startMicroseconds > closed } ?? false
            })
        {
            fact.owner = old
        }
        guard fact.company > 0 else { return }
        let known = companies[fact.company - 1].contacts.filter { contacts[$0 - 1].created < fact.created }
        if !known.isEmpty { fact.contact = random.pick(known) }
    }

    /// The way of an opportunity through the stages until now.
    private func stagePath(
        created: Int64,
        isRenewal: Bool,
        _ random: inout RandomStream
    ) -> (events: [StageEvent], reopened: Int) {
        let open = isRenewal ? [7, 8, 9] : [1, 2, 3, 4]
        let (won, lost) = isRenewal ? (10, 11) : (5, 6)
        let day = CivilDate.microsecondsPerDay
        let age = Double(clock.now - created) / Double(day)
        let openShare = age < 90 ? 850 : age < 180 ? 480 : age < 365 ? 200 : 35
        let isOpen = age < 2 || random.chance(openShare)
        let isWon = !isOpen && random.chance(320)
        var visited = isWon ? open : Array(open.prefix(1 + random.int(open.count)))
        if visited.count > 1, random.chance(100) { visited += visited.suffix(2) }
        var reopened = 0
        if !isOpen || visited.count > 1, random.chance(30) {
            visited += [lost, visited[visited.count - 1]]
            reopened = 1
        }
        let end: Int64
        if isOpen {
            end = created + Int64(random.unit() * Double(clock.now - created) * 0.95)
        } else {
            visited.append(isWon ? won : lost)
            end = closing(created: created, isWon: isWon, &random)
        }
        let steps = visited.count - 1
        let marks = (0..<max(0, steps - 1)).map { _ in random.unit() }.sorted() + (steps > 0 ? [1.0] : [])
        var events = [StageEvent(at: created, stage: visited[0])]
        for (index, mark) in marks.enumerated() {
            let previous = events[index].at
            let at = max(previous + 1_000_000, created + Int64(Double(end - created) * mark) / 1_000_000 * 1_000_000)
            events.append(StageEvent(at: at, stage: visited[index + 1]))
        }
        return (events, reopened)
    }

    /// The instant an opportunity is won or lost: log-normal, with a rush in the last two weeks of a quarter.
    private func closing(created: Int64, isWon: Bool, _ random: inout RandomStream) -> Int64 {
        let drawn = isWon ? random.logNormal(mu: 4.043, sigma: 0.48) : random.logNormal(mu: 2.639, sigma: 1.53)
        let first = CivilDate(microseconds: created)
        let last = clock.today.adding(days: -1)
        let longest = max(1, Int(last.days - first.days))
        var days = max(1, Int(drawn))
        if days > longest { days = 1 + random.int(longest) }
        var day = first.adding(days: days)
        let month = day.parts.month
        let quarterEnd = day.monthStart.adding(months: 3 - (month - 1) % 3).adding(days: -1)
        let remaining = Int(quarterEnd.days - day.days)
        if (14..<28).contains(remaining), random.chance(350), day.adding(days: 14) <= last {
            day = day.adding(days: 14)
        }
        return max(created + 60_000_000, clock.instant(near: day, &random))
    }

    private func makeAwkward(_ fact: inout OpportunityFact, row: Int) {
        let created = fact.created
        switch row {
        case DemoAwkward.zeroValueRow: fact.value = 0
        case DemoAwkward.largestValueRow:
            fact.currency = CRMModel.initialBaseCurrency
            fact.value = DemoAwkward.largestValue
            fact.events = [1, 6].enumerated().map { StageEvent(at: created + Int64($0) * 3_600_000_000, stage: $1) }
            fact.reopened = 0
            fact.override = nil
        case DemoAwkward.movedPipelineRow:
            // Began as a renewal, went on as a new sale; expected on a 29 February.
            fact.events = [7, 2, 3].enumerated().map {
                StageEvent(at: created + Int64($0) * 3 * CivilDate.microsecondsPerDay, stage: $1)
            }
            fact.reopened = 0
            fact.estimatedClose = leapDay(after: clock.today)
        case DemoAwkward.wildNameRow:
            fact.estimatedClose = CivilDate(year: clock.today.parts.year, month: 12, day: 31) ?? fact.estimatedClose
        case DemoAwkward.noCompanyRow:
            fact.company = 0
            fact.contact = 0
            fact.currency = CRMModel.initialBaseCurrency
        case DemoAwkward.deletedRow: fact.fate = .deleted(clock.now - 5 * CivilDate.microsecondsPerDay)
        default: break
        }
    }

    /// The first 29 February after a day.
    func leapDay(after day: CivilDate) -> CivilDate {
        var year = day.parts.year
        for _ in 0..<9 {
            if let leap = CivilDate(year: year, month: 2, day: 29), leap > day { return leap }
            year += 1
        }
        return day
    }

    mutating func makeLeads() {
        let reps = activeReps
        var target = 0
        for index in 0..<counts.leads {
            var random = stream("Leads", index)
            let created = clock.creation(index, of: counts.leads, &random)
            let response = Int64(random.logNormal(mu: 5.193, sigma: 2.48) * 60) * 1_000_000
            let contacted = min(created + max(60_000_000, response), clock.now)
            let isRecent = clock.now - created < 20 * CivilDate.microsecondsPerDay
            var status = ["New", "Contacted", "Working", "Qualified", "Disqualified"][
                random.weighted(isRecent ? [40, 30, 20, 5, 5] : [4, 16, 25, 32, 23])
            ]
            if contacted >= clock.now { status = "New" }
            let after = Int64(random.int(in: 3600...1_200_000)) * 1_000_000
            var fact = LeadFact(
                created: created,
                owner: random.pick(reps),
                status: status,
                source: random.pick(["Web", "Web", "Phone", "Email", "Referral", "TradeShow", "Campaign", "Other"]),
                campaign: random.chance(400) ? random.int(counts.campaigns) + 1 : 0,
                statusChanged: status == "New" ? created : min(contacted + after, clock.now - 1_000_000),
                contacted: status == "New" ? nil : contacted
            )
            if status == "Contacted" { fact.statusChanged = contacted }
            if status == "Qualified" { convert(&fact, lead: index + 1, from: &target) }
            leads.append(fact)
        }
        let last = leads.count - 1
        leads[last].fate = .merged(clock.now - 3 * CivilDate.microsecondsPerDay, into: 1)
        leads[last - 1].fate = .deleted(clock.now - 2 * CivilDate.microsecondsPerDay)
    }

    /// Links a qualified lead to the next opportunity that began after it was contacted.
    private mutating func convert(_ fact: inout LeadFact, lead: Int, from target: inout Int) {
        let contacted = fact.contacted ?? fact.created
        while target < opportunities.count {
            let candidate = opportunities[target]
            let fits = candidate.created > contacted && candidate.contact > 0 && candidate.fate == .active
            if fits, lead < counts.leads - 1 { break }
            target += 1
        }
        guard target < opportunities.count else {
            fact.status = "Working"
            return
        }
        opportunities[target].lead = lead
        opportunities[target].source = fact.source
        fact.opportunity = target + 1
        fact.statusChanged = opportunities[target].created
        target += 1
    }

    mutating func makeOpportunityLines() {
        let wanted = max(1, counts.opportunityLines / 2)
        let candidates = opportunities.indices.filter {
            opportunities[$0].quote == 0 && !DemoAwkward.rows.contains($0)
        }
        for rank in 0..<min(wanted, candidates.count) {
            let index = candidates[rank * candidates.count / min(wanted, candidates.count)]
            var random = stream("OpportunityLines", index)
            let fact = opportunities[index]
            let inputs = lineInputs(about: fact.value, currency: fact.currency, count: 1 + random.int(3), &random)
            guard
                let totals = try? QuoteTotals.totals(
                    of: inputs.map(\.input),
                    minorDigits: minorDigits(fact.currency)
                )
            else { continue }  // Unreachable: demo lines stay far within the range of money.
            opportunities[index].value = totals.net
            opportunities[index].hasLines = true
            for (position, line) in inputs.enumerated() {
                opportunityLines.append(
                    LineFact(
                        parent: index + 1,
                        sequence: position + 1,
                        product: line.product,
                        input: line.input,
                        figures: totals.lines[position]
                    )
                )
            }
        }
    }

    /// Lines whose values add up to about an amount.
    func lineInputs(
        about value: Int64,
        currency: String,
        count: Int,
        _ random: inout RandomStream
    ) -> [(product: Int, input: LineInput)] {
        let rate = rate(currency, clock.today)
        return (0..<count).map { _ in
            let product = random.int(products.count)
            let fact = products[product]
            let digits = minorDigits(currency)
            let price = ExactArithmetic.round(fact.price * 100_000_000 / rate, minorDigits: digits)
            let cost = ExactArithmetic.round(fact.cost * 100_000_000 / rate, minorDigits: digits)
            let quantity = max(1, min(5000, value / Int64(count) / max(1, price)))
            return (
                product + 1,
                LineInput(
                    quantity: quantity * 10_000,
                    unitPrice: price,
                    costPrice: cost,
                    discountPercent: [0, 0, 0, 250, 500, 1000][random.int(6)],
                    taxCode: fact.taxCode,
                    taxRate: Self.taxRates[fact.taxCode] ?? 0
                )
            )
        }
    }

    /// The rates of the tax codes, scale 2.
    static let taxRates: [String: Int64] = ["Standard": 2000, "Reduced": 500, "Zero": 0, "Exempt": 0]

    mutating func makeOpportunityContacts() {
        for index in opportunities.indices where opportunityContacts.count < counts.opportunityContacts {
            let fact = opportunities[index]
            guard fact.contact > 0, fact.fate == .active else { continue }
            var random = stream("OpportunityContacts", index)
            opportunityContacts.append((index + 1, fact.contact, true))
            let others = companies[fact.company - 1].contacts.filter { $0 != fact.contact }
            if !others.isEmpty, random.chance(400) {
                opportunityContacts.append((index + 1, random.pick(others), false))
            }
        }
    }
}
