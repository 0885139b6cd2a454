extension DemoPlan {
    /// Rates wander by small steps around their start; the first lies before the first business day.
    mutating func makeRates() {
        let first = clock.start.adding(days: -45)
        let starts: [(currency: String, rate: Int64)] = [("EUR", 86_000_000), ("USD", 78_000_000), ("JPY", 520_000)]
        for (currency, start) in starts {
            var rate = start
            var random = stream("ExchangeRates." + currency, 0)
            for days in stride(from: 0, through: Int(clock.today.days - first.days), by: counts.ratesEveryDays) {
                let pull = (start - rate) / 200
                let step = Int64(random.int(in: -40...40)) * start / 20_000
                rate += pull + step
                let fact = RateFact(currency: currency, day: first.adding(days: days), rate: rate)
                rateRows.append(fact)
                rates.add(currency: currency, day: fact.day, rate: rate)
            }
        }
    }

    static let teams: [(name: String, parent: Int, path: String, manager: Int)] = [
        ("Northgate Group", 0, "/1/", 1), ("Sales", 1, "/1/2/", 2), ("Sales North", 2, "/1/2/3/", 3),
        ("Sales South", 2, "/1/2/4/", 4), ("Sales Overseas", 2, "/1/2/5/", 5), ("Service", 1, "/1/6/", 7),
        ("Marketing", 1, "/1/7/", 8), ("Operations", 1, "/1/8/", 1),
    ]

    mutating func makeUsers() {
        let heads: [(String, String, String, Int, Int, String)] = [
            ("Ada", "Northgate", "Head of operations", 8, 0, "Administrator"),
            ("Magnus", "Eriksen", "Sales director", 2, 1, "SalesManager"),
            ("Priya", "Patel", "Team lead", 3, 2, "SalesRep"), ("Felix", "Becker", "Team lead", 4, 2, "SalesRep"),
            ("Yuki", "Tanaka", "Team lead", 5, 2, "SalesRep"), ("Rosa", "Costa", "Sales rep", 3, 3, "SalesRep"),
            ("Omar", "Haddad", "Service lead", 6, 1, "ServiceDesk"),
            ("Freya", "Hansen", "Marketing lead", 7, 1, "Marketing"), ("Leo", "Kaplan", "Analyst", 8, 1, "Analyst"),
            ("Reporting", "Service", "Nightly reports", 8, 1, "Integration"),
            ("Wanda", "Nowak", "Sales rep", 4, 4, "SalesRep"), ("Hugo", "Lefèvre", "Sales rep", 5, 5, "SalesRep"),
        ]
        for (index, head) in heads.enumerated() {
            // The owners who left: what they closed stays theirs.
            let daysSinceLeft = [5: 200, 10: 300, 11: 400][index]
            users.append(
                UserFact(
                    forename: head.0,
                    surname: head.1,
                    jobTitle: head.2,
                    team: head.3,
                    manager: head.4,
                    role: head.5,
                    left: daysSinceLeft.map { clock.today.adding(days: -$0) },
                    isProgram: head.5 == "Integration"
                )
            )
        }
        for index in heads.count..<max(heads.count, counts.users) {
            var random = stream("Users", index)
            let team = 3 + index % 4
            users.append(
                UserFact(
                    forename: random.pick(DemoNames.forenames),
                    surname: random.pick(DemoNames.surnames),
                    jobTitle: team == 6 ? "Service agent" : "Sales rep",
                    team: team,
                    manager: team == 6 ? 7 : team,
                    role: team == 6 ? "ServiceDesk" : "SalesRep",
                    left: nil,
                    isProgram: false
                )
            )
        }
    }

    /// The users who own companies and open deals.
    var activeReps: [Int] {
        users.indices.filter { (2...5).contains(users[$0].team) && users[$0].left == nil }.map { $0 + 1 }
    }

    /// The users of the service team.
    var agents: [Int] { users.indices.filter { users[$0].team == 6 }.map { $0 + 1 } }

    mutating func makeCompanies() {
        let reps = activeReps
        let count = counts.companies
        companies.reserveCapacity(count)
        for index in 0..<count {
            var random = stream("Companies", index)
            let place = random.weighted(DemoPlace.weights)
            let word = random.pick(DemoNames.firmWords)
            let other = random.pick(DemoNames.firmWords)
            let trade = random.pick(DemoNames.firmTrades)
            let plain = random.chance(300) && word != other ? "\(word) & \(other) \(trade)" : "\(word) \(trade)"
            let awkward = index % 5 == 2 && index / 5 < DemoAwkward.companyNames.count
            let name = awkward ? DemoAwkward.companyNames[index / 5] : plain + " " + DemoPlace.all[place].suffix
            let created = index == 0 ? clock.instant(0) : clock.creation(index, of: count, &random)
            companies.append(
                CompanyFact(
                    name: name,
                    domain: Self.slug(word + trade) + "\(index + 1).example",
                    place: place,
                    owner: random.pick(reps),
                    created: created
                )
            )
        }
        // The last but two was deleted and restored, the last two are gone: nothing else points to them.
        companies[count - 1].fate = .deleted(clock.now - 12 * CivilDate.microsecondsPerDay)
        companies[count - 2].fate = .merged(clock.now - 20 * CivilDate.microsecondsPerDay, into: 1)
    }

    /// Letters and digits of a text in lower case, without accents.
    static func slug(_ text: String) -> String { MatchKeys.words(text).joined().filter { $0.isASCII } }

    /// A company that existed at an instant and still does; early ones are far likelier, like key accounts.
    func company(before instant: Int64, _ random: inout RandomStream) -> Int {
        var low = 0
        var high = companies.count - 2
        while low < high {
            let middle = (low + high) / 2
            if companies[middle].created < instant { low = middle + 1 } else { high = middle }
        }
        let part = random.unit()
        return Int(Double(max(1, low)) * part * part) + 1
    }

    mutating func makeSites() {
        for (index, company) in companies.enumerated() {
            sites.append(
                SiteFact(
                    company: index + 1,
                    name: "Head office",
                    place: company.place,
                    isDefault: true,
                    created: company.created,
                    fate: company.fate == .active ? .active : Self.cascaded(company.fate)
                )
            )
        }
        for index in companies.count..<max(companies.count, counts.sites) {
            var random = stream("Divisions", index)
            let owner = company(before: clock.now, &random)
            let place = random.weighted(DemoPlace.weights)
            let kind = random.pick(["depot", "works", "branch", "warehouse"])
            let created = companies[owner - 1].created + Int64(random.int(in: 3600...864_000)) * 1_000_000
            sites.append(
                SiteFact(
                    company: owner,
                    name: DemoPlace.all[place].city + " " + kind,
                    place: place,
                    isDefault: false,
                    created: min(created, clock.now - 1_000_000)
                )
            )
        }
        let last = sites.count - 1
        sites[last].fate = .merged(clock.now - 30 * CivilDate.microsecondsPerDay, into: sites[last].company)
    }

    /// The fate of a part whose whole was deleted or merged away.
    private static func cascaded(_ fate: DemoFate) -> DemoFate {
        fate.deletedAt.map { .deleted($0) } ?? .active
    }

    mutating func makeContacts() {
        let count = counts.contacts
        let reps = activeReps
        contacts.reserveCapacity(count)
        for index in 0..<count {
            var random = stream("Contacts", index)
            let created = clock.creation(index, of: count, &random)
            var fact = newContact(index: index, created: created, reps: reps, &random)
            if let double = double(ofContact: index - 1, created: created, &random) { fact = double }
            if fact.company > 0, fact.fate == .active {
                fact.created = max(fact.created, companies[fact.company - 1].created + 60_000_000)
                if index < count - 2 { companies[fact.company - 1].contacts.append(index + 1) }
            }
            contacts.append(fact)
        }
        contacts[count - 1].fate = .merged(clock.now - 25 * CivilDate.microsecondsPerDay, into: 1)
        contacts[count - 2].fate = .deleted(clock.now - 9 * CivilDate.microsecondsPerDay)
    }

    private func newContact(
        index: Int,
        created: Int64,
        reps: [Int],
        _ random: inout RandomStream
    ) -> ContactFact {
        let isNewest = random.chance(450)
        let newest = min(max(1, index * companies.count / max(1, counts.contacts)), companies.count - 2)
        let firm = random.chance(20) ? 0 : isNewest ? newest : company(before: created, &random)
        let awkward = index % 9 == 4 && index / 9 < DemoAwkward.people.count
        let forename = awkward ? DemoAwkward.people[index / 9].forename : random.pick(DemoNames.forenames)
        let surname = awkward ? DemoAwkward.people[index / 9].surname : random.pick(DemoNames.surnames)
        let host = firm > 0 ? companies[firm - 1].domain : "post.example"
        let box = [Self.slug(forename ?? ""), Self.slug(surname)].filter { !$0.isEmpty }.joined(separator: ".")
        let email = (box.isEmpty ? "contact\(index + 1)" : box) + "@" + host
        return ContactFact(
            company: firm,
            forename: forename,
            surname: surname,
            email: random.chance(50) ? nil : email,
            owner: firm > 0 ? companies[firm - 1].owner : random.pick(reps),
            place: firm > 0 ? companies[firm - 1].place : random.weighted(DemoPlace.weights),
            created: created
        )
    }

    /// In two of a hundred cases the person entered before once more, spelt another way.
    private func double(ofContact index: Int, created: Int64, _ random: inout RandomStream) -> ContactFact? {
        guard random.chance(20), index >= 0, contacts[index].company > 0 else { return nil }
        var fact = contacts[index]
        fact.created = created
        switch random.int(3) {
        case 0: fact.surname = fact.surname.uppercased()
        case 1: fact.forename = fact.forename.map { String($0.prefix(1)) + "." }
        default: fact.forename = fact.forename?.lowercased()
        }
        fact.email = random.chance(500) ? fact.email?.uppercased() : nil
        return fact
    }
}
