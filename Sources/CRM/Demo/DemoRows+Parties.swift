import EntityModel

extension DemoPlan {
    func fillCompany(_ row: inout DemoRow, _ index: Int) {
        let fact = companies[index]
        let place = DemoPlace.all[fact.place]
        let sales = companySales[index]
        var random = stream("Companies.row", index)
        let employees = Int(random.logNormal(mu: 4.0, sigma: 1.6)) + 1
        let revenue = Int64(employees * random.int(in: 60...220)) * 10_000_000
        row.text("Name", fact.name)
        row.text("LegalName", random.chance(300) ? fact.name + " (" + place.country + ")" : nil)
        row.text("TypeCode", type(of: sales, &random))
        row.text("IndustryCode", random.chance(930) ? random.pick(DemoNames.industries) : nil)
        row.text("EmployeeBandCode", Self.band(employees))
        row.number("EmployeeCount", employees)
        row.decimal("AnnualRevenue", revenue)
        row.decimal("BaseAnnualRevenue", base(revenue, rate: rate(place.currency, clock.today)))
        row.text("CurrencyCode", place.currency)
        let website = random.chance(900) ? "https://www.\(fact.domain)/" : nil
        let email = "info@" + fact.domain
        row.text("Website", website)
        row.text("Email", email)
        row.text("Domain", CompanyDomain.domain(website: website, email: email))
        row.text("Phone", place.phone + CivilDate.padded(100 + index % 800, 3))
        row.text("VatNumber", random.chance(700) ? place.country + CivilDate.padded(100_000_000 + index, 9) : nil)
        row.text("RegistrationNumber", random.chance(600) ? CivilDate.padded(4_000_000 + index, 8) : nil)
        row.key("ParentCompanyId", index > 10 && random.chance(60) ? random.int(min(index, 40)) + 1 : 0)
        row.key("TerritoryId", place.territory)
        row.text("SourceCode", random.pick(["Web", "Phone", "Email", "Referral", "Partner", "TradeShow"]))
        row.key("CampaignId", random.chance(120) ? random.int(counts.campaigns) + 1 : 0)
        row.decimal("CreditLimit", random.chance(500) ? Int64(random.int(in: 1...50)) * 10_000_000 : nil)
        row.flag("IsOnStop", random.chance(15))
        row.number("PaymentTermsDays", random.pick([14, 30, 30, 30, 45, 60]))
        row.flag("DoNotContact", random.chance(10))
        row.day("FirstOrderDate", sales.first)
        row.day("LastOrderDate", sales.last)
        row.day("LapsedDate", lapsed(sales))
        row.number("OrderCount", sales.count)
        row.decimal("LifetimeValue", sales.value)
        row.number("OpenOpportunityCount", sales.open)
        row.text("Description", index == 4 ? DemoAwkward.misspelt : index == 6 ? DemoAwkward.note : nil)
        row.owned(by: fact.owner, team: team(fact.owner))
        row.trace(traces["Companies"]?[index])
        row.text("TagNames", tagNames["Companies"]?[index + 1])
        row.key("MergedWith", fact.fate.survivor)
        row.record(
            created: fact.created,
            by: fact.owner,
            fate: fact.fate,
            reference: index.isMultiple(of: 2) ? "ERP-" + CivilDate.padded(index + 1, 6) : nil
        )
    }

    private func type(of sales: SalesFact, _ random: inout RandomStream) -> String {
        if sales.count > 0 { return lapsed(sales) == nil ? "Customer" : "LapsedCustomer" }
        return ["Prospect", "Partner", "Supplier", "Competitor", "Other"][random.weighted([80, 6, 6, 4, 4])]
    }

    /// The day a customer lapsed: twelve months after the last order.
    private func lapsed(_ sales: SalesFact) -> CivilDate? {
        guard let day = sales.last?.adding(months: 12), day < clock.today else { return nil }
        return day
    }

    private static func band(_ employees: Int) -> String {
        switch employees {
        case ...10: "E1to10"
        case ...50: "E11to50"
        case ...200: "E51to200"
        case ...500: "E201to500"
        case ...1000: "E501to1000"
        default: "E1001plus"
        }
    }

    func fillSite(_ row: inout DemoRow, _ index: Int) {
        let fact = sites[index]
        let place = DemoPlace.all[fact.place]
        let owner = companies[fact.company - 1].owner
        var random = stream("Divisions.row", index)
        row.key("CompanyId", fact.company)
        row.text("Name", fact.name)
        row.flag("IsDefault", fact.isDefault)
        row.text("AccountCode", "AC" + CivilDate.padded(index + 1, 6))
        row.text("Phone", place.phone + CivilDate.padded(100 + index % 800, 3))
        row.text("Email", "site\(index + 1)@" + companies[fact.company - 1].domain)
        row.decimal("Latitude", place.latitude * 1000 + Int64(random.int(40_000)) - 20_000)
        row.decimal("Longitude", place.longitude * 1000 + Int64(random.int(40_000)) - 20_000)
        row.key("TerritoryId", place.territory)
        row.text("TimeZone", place.zone)
        row.flag("IsBillTo", fact.isDefault)
        row.flag("IsShipTo", !fact.isDefault || random.chance(700))
        row.owned(by: owner, team: team(owner))
        row.address(place, &random)
        row.key("MergedWith", fact.fate.survivor)
        row.record(created: fact.created, by: owner, fate: fact.fate)
    }

    func fillContact(_ row: inout DemoRow, _ index: Int) {
        let fact = contacts[index]
        let place = DemoPlace.all[fact.place]
        var random = stream("Contacts.row", index)
        row.key("CompanyId", fact.company)
        row.key("DivisionId", fact.company)
        row.text("Title", random.chance(400) ? random.pick(["Mr", "Ms", "Dr", "Prof"]) : nil)
        row.text("Forename", fact.forename)
        row.text("Surname", fact.surname)
        row.text("PreferredName", random.chance(40) ? fact.forename.map { String($0.prefix(3)) } : nil)
        row.text("FullName", PersonNames.fullName(forename: fact.forename, surname: fact.surname))
        row.text("JobTitle", random.pick(DemoNames.jobTitles))
        row.text("Department", random.chance(700) ? random.pick(DemoNames.departments) : nil)
        row.text(
            "RoleCode",
            random.chance(600) ? random.pick(["DecisionMaker", "Influencer", "User", "Finance"]) : nil
        )
        row.text("Email", fact.email)
        row.flag("EmailBounced", fact.email != nil && random.chance(20))
        row.text("PhoneNumber", place.phone + CivilDate.padded(100 + index % 800, 3))
        row.text("MobilePhoneNumber", random.chance(600) ? "+44 7700 900" + CivilDate.padded(index % 1000, 3) : nil)
        row.text(
            "LinkedInUrl",
            random.chance(200) ? "https://network.example/in/\(Self.slug(fact.surname))\(index)" : nil
        )
        row.text("PreferredLanguage", place.language)
        let consents = random.chance(450)
        let consentDay = CivilDate(microseconds: fact.created).adding(days: random.int(20))
        row.flag("MarketingConsent", consents)
        row.day(
            "MarketingConsentDate",
            index == 20 ? leapDay(before: clock.today) : consents ? min(consentDay, clock.today) : nil
        )
        row.text("MarketingConsentSource", consents ? random.pick(["Web form", "Trade show", "Telephone"]) : nil)
        row.flag("DoNotCall", random.chance(30))
        row.flag("DoNotEmail", random.chance(30))
        row.flag("HasLeft", random.chance(40))
        row.text("SourceCode", random.chance(700) ? random.pick(["Web", "Phone", "Referral", "TradeShow"]) : nil)
        row.key("CampaignId", random.chance(150) ? random.int(counts.campaigns) + 1 : 0)
        row.text(
            "Description",
            index == 5 ? DemoAwkward.note : random.chance(50) ? "Prefers to be called before ten." : nil
        )
        row.owned(by: fact.owner, team: team(fact.owner))
        row.trace(traces["Contacts"]?[index])
        row.text("TagNames", tagNames["Contacts"]?[index + 1])
        row.key("MergedWith", fact.fate.survivor)
        row.address(place, &random)
        row.record(
            created: fact.created,
            by: fact.owner,
            fate: fact.fate,
            reference: index.isMultiple(of: 3) ? "WEB-\(index + 1)" : nil
        )
    }

    /// The last 29 February before a day.
    func leapDay(before day: CivilDate) -> CivilDate {
        var year = day.parts.year
        for _ in 0..<9 {
            if let leap = CivilDate(year: year, month: 2, day: 29), leap < day { return leap }
            year -= 1
        }
        return day
    }

    func fillLead(_ row: inout DemoRow, _ index: Int) {
        let fact = leads[index]
        var random = stream("Leads.row", index)
        let deal = fact.opportunity > 0 ? opportunities[fact.opportunity - 1] : nil
        let person = deal.flatMap { $0.contact > 0 ? contacts[$0.contact - 1] : nil }
        let place = DemoPlace.all[deal.map { companies[$0.company - 1].place } ?? random.weighted(DemoPlace.weights)]
        let firm = deal.map { companies[$0.company - 1].name }
        let word = random.pick(DemoNames.firmWords)
        let surname = person?.surname ?? random.pick(DemoNames.surnames)
        let host = deal.map { companies[$0.company - 1].domain } ?? Self.slug(word) + "\(index + 1).example"
        let value = Int64(random.logNormal(mu: 8.5, sigma: 0.9)) * 10_000
        row.text("Description", random.pick(DemoNames.subjects) + ": " + products[random.int(products.count)].name)
        row.text("Forename", person?.forename ?? random.pick(DemoNames.forenames))
        row.text("Surname", surname)
        row.text("CompanyName", firm ?? word + " " + random.pick(DemoNames.firmTrades))
        row.text("JobTitle", random.chance(600) ? random.pick(DemoNames.jobTitles) : nil)
        row.text(
            "Email",
            random.chance(50) ? nil : (Self.slug(surname).isEmpty ? "lead\(index)" : Self.slug(surname)) + "@" + host
        )
        row.text("PhoneNumber", place.phone + CivilDate.padded(100 + index % 800, 3))
        row.text("MobilePhoneNumber", random.chance(300) ? "+44 7700 900" + CivilDate.padded(index % 1000, 3) : nil)
        row.text("Website", random.chance(500) ? "https://\(host)" : nil)
        row.text("CountryCode", place.country)
        row.text("Postcode", place.postcode)
        row.text("StatusCode", fact.status)
        row.time("StatusChanged", fact.statusChanged)
        row.text("RatingCode", random.chance(800) ? random.pick(["Hot", "Warm", "Warm", "Cold"]) : nil)
        row.number("Score", random.int(in: 0...100))
        row.text("SourceCode", fact.source)
        row.text("SourceDetail", random.chance(200) ? "Landing page \(random.int(in: 1...9))" : nil)
        row.key("CampaignId", fact.campaign)
        row.decimal("EstimatedValue", value)
        row.text("CurrencyCode", place.currency)
        let day = fact.status == "Qualified" ? CivilDate(microseconds: fact.statusChanged) : clock.today
        row.decimal("BaseEstimatedValue", base(value, rate: rate(place.currency, day)))
        row.time("FirstContactedAt", fact.contacted)
        row.number("ResponseMinutes", fact.contacted.map { Int(($0 - fact.created) / 60_000_000) })
        if fact.status == "Disqualified" {
            row.text("DisqualifyReasonCode", random.pick(["NoBudget", "NoNeed", "NotReachable", "Spam", "Other"]))
            row.time("DisqualifiedAt", fact.statusChanged)
        }
        if let deal {
            row.time("ConvertedAt", deal.created)
            row.key("ConvertedByUserId", fact.owner)
            row.key("ConvertedCompanyId", deal.company)
            row.key("ConvertedContactId", deal.contact)
            row.key("ConvertedOpportunityId", fact.opportunity)
        }
        if fact.source == "Web" {
            row.text("UtmSource", random.pick(["newsletter", "search", "partner"]))
            row.text("UtmMedium", random.pick(["email", "cpc", "referral"]))
            row.text("UtmCampaign", fact.campaign > 0 ? "campaign-\(fact.campaign)" : nil)
            row.text("LandingUrl", "https://www.northgate.example/products?ref=\(random.int(100))&q=%25_%5C")
        }
        row.text("Details", index == 7 ? DemoAwkward.note : nil)
        row.owned(by: fact.owner, team: team(fact.owner))
        row.trace(traces["Leads"]?[index])
        row.text("TagNames", tagNames["Leads"]?[index + 1])
        row.key("MergedWith", fact.fate.survivor)
        row.record(created: fact.created, by: fact.owner, fate: fact.fate)
    }
}
