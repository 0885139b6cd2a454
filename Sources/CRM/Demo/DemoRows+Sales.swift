import EntityModel

extension DemoPlan {
    func fillCategory(_ row: inout DemoRow, _ index: Int) {
        row.text("Name", DemoNames.categories[index])
        row.key("ParentCategoryId", index > 0 && index < 5 ? 1 : 0)
        row.text("Path", index > 0 && index < 5 ? "/1/\(index + 1)/" : "/\(index + 1)/")
        row.number("Sequence", (index + 1) * 10)
        row.record(created: founded, by: 1)
    }

    func fillProduct(_ row: inout DemoRow, _ index: Int) {
        let fact = products[index]
        let isMerged = index == products.count - 1
        row.text("ProductCode", fact.code)
        row.text("Name", fact.name)
        row.text("Description", index.isMultiple(of: 3) ? "The \(fact.name), with two years of warranty." : nil)
        row.key("ProductCategoryId", fact.category)
        row.decimal("UnitPrice", fact.price)
        row.decimal("CostPrice", fact.cost)
        row.text("CurrencyCode", CRMModel.initialBaseCurrency)
        row.text("UnitCode", fact.unit)
        row.text("TaxCode", fact.taxCode)
        row.text("Sku", "SKU-" + CivilDate.padded(7001 + index * 3, 6))
        row.text("Barcode", index.isMultiple(of: 2) ? "50" + CivilDate.padded(10_000_000_000 + index * 97, 11) : nil)
        row.text("Manufacturer", ["Northgate", "Aldermoor", "Kestrel Instruments"][index % 3])
        row.flag("IsSellable", index % 17 != 16)
        row.flag("IsObsolete", index % 29 == 28)
        row.text("TagNames", tagNames["Products"]?[index + 1])
        row.key("MergedWith", isMerged ? 1 : 0)
        row.record(
            created: founded + Int64(index) * 60_000_000,
            by: 1,
            fate: isMerged ? .merged(productMergedAt, into: 1) : .active,
            reference: "ITEM-\(index + 1)"
        )
    }

    func fillPrice(_ row: inout DemoRow, _ index: Int) {
        let product = index / 3 % (products.count - 1)
        let currency = ["EUR", "USD", "GBP"][index % 3]
        let isBulk = currency == "GBP"
        let price = products[product].price
        let rate = rate(currency, clock.start)
        row.key("ProductId", product + 1)
        row.text("CurrencyCode", currency)
        row.decimal(
            "UnitPrice",
            ExactArithmetic.round(isBulk ? price * 9 / 10 : price * 100_000_000 / rate, minorDigits: 2)
        )
        row.decimal("MinQuantity", isBulk ? 100_000 : 10_000)
        row.day("ValidFrom", clock.start)
        row.day("ValidTo", index.isMultiple(of: 4) ? clock.today.adding(days: 200) : nil)
        row.record(created: founded, by: 1)
    }

    func fillOpportunity(_ row: inout DemoRow, _ index: Int) {
        let fact = opportunities[index]
        var random = stream("Opportunities.row", index)
        let last = fact.events.last ?? StageEvent(at: fact.created, stage: 1)
        let stage = Self.stage(last.stage)
        let closed = stage.state == .open ? nil : CivilDate(microseconds: last.at)
        let standing = StageStanding(entering: stage, closeDate: closed, lostReason: fact.reason)
        let probability = fact.override ?? standing.probability
        row.text("Name", name(ofOpportunity: index, fact, &random))
        row.key("CompanyId", fact.company)
        row.key("DivisionId", fact.company)
        row.key("ContactId", fact.contact)
        row.key("PipelineId", Int(stage.pipelineId))
        row.key("OpportunityStageId", last.stage)
        row.text("State", standing.state.rawValue)
        row.time("StageChanged", last.at)
        row.decimal("Probability", probability)
        row.flag("IsProbabilityOverridden", fact.override != nil)
        fillValues(&row, fact, probability: probability, day: closed ?? clock.today, &random)
        row.day("EstimatedClose", fact.estimatedClose)
        row.day("OriginalEstimatedClose", fact.estimatedClose.adding(days: -fact.moves.reduce(0, +)))
        row.number("CloseDateMoves", fact.moves.count)
        row.day("CloseDate", standing.closeDate)
        row.text("LostReasonCode", standing.lostReason)
        let rival = standing.lostReason == "Competitor" ? random.pick(DemoNames.firmWords) + " Rivals" : nil
        row.text("LostDetail", standing.state == .lost && random.chance(300) ? "Decided for another offer." : nil)
        row.text("CompetitorName", rival)
        row.text("ForecastCategoryCode", standing.category)
        row.text("TypeCode", stage.pipelineId == 2 ? "Renewal" : random.chance(250) ? "Expansion" : "NewBusiness")
        row.text("SourceCode", fact.source)
        row.key("CampaignId", fact.campaign)
        row.key("OriginatingLeadId", fact.lead)
        row.text("NextStep", standing.state == .open && random.chance(500) ? random.pick(DemoNames.taskSubjects) : nil)
        row.number("ReopenedCount", fact.reopened)
        row.text("Description", index == 6 ? DemoAwkward.note : nil)
        row.owned(by: fact.owner, team: team(fact.owner))
        row.trace(traces["Opportunities"]?[index])
        row.text("TagNames", tagNames["Opportunities"]?[index + 1])
        row.record(
            created: fact.created,
            by: fact.owner,
            fate: fact.fate,
            reference: index.isMultiple(of: 4) ? "DEAL-\(index + 1)" : nil
        )
    }

    private func name(ofOpportunity index: Int, _ fact: OpportunityFact, _ random: inout RandomStream) -> String {
        if index == DemoAwkward.wildNameRow { return "50%_off\\ 'special' = \"yes\"" }
        let product = products[random.int(products.count)].name
        let name = product + " " + random.pick(DemoNames.dealWords).lowercased()
        guard fact.company > 0, random.chance(600) else { return name }
        return String((companies[fact.company - 1].name + ": " + name).prefix(200))
    }

    private func fillValues(
        _ row: inout DemoRow,
        _ fact: OpportunityFact,
        probability: Int64,
        day: CivilDate,
        _ random: inout RandomStream
    ) {
        let rate = rate(fact.currency, day)
        let weighted = OpportunityValues.weighted(fact.value, probability: probability)
        let isOrdinary = fact.value < DemoAwkward.largestValue
        row.decimal("Value", fact.value)
        row.text("CurrencyCode", fact.currency)
        row.decimal("ExchangeRate", rate)
        row.decimal("BaseValue", base(fact.value, rate: rate))
        row.decimal("WeightedValue", weighted)
        row.decimal("BaseWeightedValue", base(weighted, rate: rate))
        if isOrdinary, random.chance(300) {
            row.decimal("WorstValue", fact.value / 10 * 7)
            row.decimal("BestValue", fact.value / 10 * 13)
        }
        row.decimal("MarginValue", random.chance(700) ? fact.value / 100 * Int64(random.int(in: 15...45)) : nil)
        row.flag("AutocalculateValue", fact.hasLines)
    }

    func fillOpportunityContact(_ row: inout DemoRow, _ index: Int) {
        let link = opportunityContacts[index]
        let deal = opportunities[link.opportunity - 1]
        row.key("OpportunityId", link.opportunity)
        row.key("ContactId", link.contact)
        row.text("RoleCode", link.isPrimary ? "DecisionMaker" : ["Influencer", "Evaluator", "Champion"][index % 3])
        row.flag("IsPrimary", link.isPrimary)
        row.record(created: deal.created, by: deal.owner)
    }

    func fillOpportunityLine(_ row: inout DemoRow, _ index: Int) {
        let line = opportunityLines[index]
        let deal = opportunities[line.parent - 1]
        let last = deal.events.last.map { CivilDate(microseconds: $0.at) } ?? clock.today
        let isOpen = Self.stage(deal.stage).state == .open
        row.key("OpportunityId", line.parent)
        fillLine(&row, line, rate: rate(deal.currency, isOpen ? clock.today : last))
        row.record(created: deal.created, by: deal.owner)
    }

    /// The fields of the trait `line`.
    func fillLine(_ row: inout DemoRow, _ line: LineFact, rate: Int64) {
        row.number("Sequence", line.sequence * 10)
        row.key("ProductId", line.product)
        let product = line.product > 0 ? products[line.product - 1] : nil
        row.text("Description", product?.name ?? "Prices hold for thirty days.")
        row.text("SectionName", line.sequence > 2 ? "Extras" : nil)
        row.decimal("Quantity", line.input.quantity)
        row.text("UnitCode", product?.unit)
        row.decimal("UnitPrice", line.input.unitPrice)
        row.decimal("CostPrice", line.input.costPrice)
        row.decimal("DiscountPercent", line.input.discountPercent)
        row.text("TaxCode", line.input.taxCode)
        row.decimal("TaxRate", line.input.taxCode == nil ? nil : line.input.taxRate)
        row.decimal("NetValue", line.figures.net)
        row.decimal("TaxValue", line.figures.tax)
        row.decimal("GrossValue", line.figures.gross)
        row.decimal("BaseNetValue", base(line.figures.net, rate: rate))
        row.decimal("BaseCostValue", line.figures.cost.map { base($0, rate: rate) })
    }
}
