import EntityModel

extension DemoPlan {
    func fillStageEvent(_ row: inout DemoRow, _ index: Int) {
        let entry = stageEvents[index]
        let deal = opportunities[Int(entry.opportunity)]
        let position = Int(entry.event)
        let event = deal.events[position]
        let to = Self.stage(event.stage)
        let before = position > 0 ? deal.events[position - 1] : nil
        let from = before.map { Self.stage($0.stage) }
        let day = CivilDate(microseconds: event.at)
        row.key("OpportunityId", Int(entry.opportunity) + 1)
        row.key("PipelineId", Int(to.pipelineId))
        row.key("FromStageId", before?.stage ?? 0)
        row.key("ToStageId", event.stage)
        row.text("FromState", from?.state.rawValue)
        row.text("ToState", to.state.rawValue)
        row.time("ChangedAt", event.at)
        row.key("ChangedByUserId", deal.owner)
        row.set("DurationSeconds", before.map { .integer(event.at / 1_000_000 - $0.at / 1_000_000) } ?? .null)
        row.flag("IsBackward", from.map { $0.pipelineId == to.pipelineId && to.sequence < $0.sequence } ?? false)
        row.decimal("Value", deal.value)
        row.text("CurrencyCode", deal.currency)
        row.decimal("BaseValue", base(deal.value, rate: rate(deal.currency, day)))
        row.decimal("Probability", to.state.fixedProbability ?? to.probability)
        row.day("EstimatedClose", deal.estimatedClose)
        row.key("OwnerId", deal.owner)
        row.key("TeamId", team(deal.owner))
        row.text("Via", position == 0 && deal.lead > 0 ? "System" : index % 11 == 10 ? "API" : "UI")
    }

    func fillCaseEvent(_ row: inout DemoRow, _ index: Int) {
        let entry = caseEvents[index]
        let item = cases[Int(entry.item)]
        let position = Int(entry.event)
        let event = item.events[position]
        let before = position > 0 ? item.events[position - 1] : nil
        row.key("CaseId", Int(entry.item) + 1)
        row.text("FromStatusCode", before?.status)
        row.text("ToStatusCode", event.status)
        row.time("ChangedAt", event.at)
        row.key("ChangedByUserId", item.owner)
        row.set("DurationSeconds", before.map { .integer(event.at / 1_000_000 - $0.at / 1_000_000) } ?? .null)
        row.key("OwnerId", item.owner)
    }

    func fillSnapshot(_ row: inout DemoRow, _ index: Int) {
        let entry = snapshots[index]
        let date = snapshotDates[Int(entry.date)]
        let deal = opportunities[Int(entry.opportunity)]
        let event = event(of: deal, before: date.startMicroseconds + 1_800_000_000) ?? deal.events[0]
        let stage = Self.stage(event.stage)
        let probability = stage.state.fixedProbability ?? stage.probability
        let day = stage.state == .open ? date : CivilDate(microseconds: event.at)
        let rate = rate(deal.currency, day)
        let weighted = OpportunityValues.weighted(deal.value, probability: probability)
        row.day("SnapshotDate", date)
        row.key("OpportunityId", Int(entry.opportunity) + 1)
        row.key("PipelineId", Int(stage.pipelineId))
        row.key("OpportunityStageId", event.stage)
        row.text("State", stage.state.rawValue)
        row.text("ForecastCategoryCode", stage.category)
        row.key("OwnerId", deal.owner)
        row.key("TeamId", team(deal.owner))
        row.decimal("Value", deal.value)
        row.text("CurrencyCode", deal.currency)
        row.decimal("BaseValue", base(deal.value, rate: rate))
        row.decimal("Probability", probability)
        row.decimal("BaseWeightedValue", base(weighted, rate: rate))
        row.day("EstimatedClose", deal.estimatedClose)
    }

    func fillMerge(_ row: inout DemoRow, _ index: Int) {
        let merge = merges[index]
        row.text("EntitySet", merge.set)
        row.number("LosingId", merge.losing)
        row.number("WinningId", merge.winning)
        row.time("MergedAt", merge.at)
        row.key("MergedByUserId", 1)
    }

    func fillDeletion(_ row: inout DemoRow, _ index: Int) {
        let deletion = deletions[index]
        row.text("EntitySet", deletion.set)
        row.number("RecordId", deletion.id)
        row.time("DeletedAt", deletion.at)
        row.text("Reason", deletion.reason)
    }
}
