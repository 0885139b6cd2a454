import CRM
import EntityModel
import SQLCore

extension RecordRules {
    /// Opportunities follow their stage, exactly as when a person moves them.
    mutating func completeOpportunity(_ draft: inout RecordDraft, stored: RecordDraft?, mapped: Set<String>) throws {
        guard let stage = try stageFacts(draft.integer("OpportunityStageId")) else { return }
        let entered = draft.text("CloseDate").flatMap { CivilDate(isoText: $0) }
        if stored == nil || stored?["OpportunityStageId"] != draft["OpportunityStageId"] {
            let standing = try standing(draft, stored: stored, entering: stage, closeDate: entered)
            draft.set("PipelineId", standing.pipelineId)
            draft.set("State", standing.state.rawValue)
            draft.set("ForecastCategoryCode", standing.category)
            draft.set("CloseDate", standing.closeDate?.text)
            draft.set("LostReasonCode", standing.lostReason)
            draft.set("ReopenedCount", Int64(standing.reopenedCount))
            draft.set("StageChanged", now)
            let isFree = standing.state == .open && mapped.contains("Probability")
            if !isFree || draft["Probability"] == .null { draft.set("Probability", standing.probability) }
            draft["IsProbabilityOverridden"] = .boolean(draft.integer("Probability") != standing.probability)
        }
        try completeValues(&draft, stored: stored, day: entered)
        for company in [draft.integer("CompanyId"), stored?.integer("CompanyId")] {
            if let company, stored?["State"] != draft["State"] || stored?["CompanyId"] != draft["CompanyId"] {
                dirtyCompanies.insert(company)
            }
        }
    }

    private mutating func standing(
        _ draft: RecordDraft,
        stored: RecordDraft?,
        entering stage: StageFacts,
        closeDate: CivilDate?
    ) throws -> StageStanding {
        let reason = draft.text("LostReasonCode")
        guard let stored, let before = try stageFacts(stored.integer("OpportunityStageId")) else {
            guard stage.isActive else { throw RuleViolation.stageInactive(code: stage.code) }
            if stage.state == .lost, reason == nil { throw RuleViolation.reasonRequired }
            return StageStanding(entering: stage, closeDate: min(closeDate ?? today, today), lostReason: reason)
        }
        var standing = StageStanding(entering: before)
        standing.reopenedCount = Int32(clamping: stored.integer("ReopenedCount") ?? 0)
        let filled = Set(draft.layout.columns.filter { draft[$0] != .null })
        return try StageMove.standing(
            standing,
            entering: stage,
            today: today,
            closeDate: closeDate,
            lostReason: reason,
            changesPipeline: stored["PipelineId"] != draft["PipelineId"],
            filledFields: filled
        )
    }

    private func completeValues(_ draft: inout RecordDraft, stored: RecordDraft?, day: CivilDate?) throws {
        if stored == nil {
            draft["OriginalEstimatedClose"] = draft["EstimatedClose"]
            draft.set("CloseDateMoves", 0 as Int64)
        } else if let before = stored?.text("EstimatedClose"), let after = draft.text("EstimatedClose"), after > before
        {
            draft.set("CloseDateMoves", (stored?.integer("CloseDateMoves") ?? 0) + 1)
        }
        let isOpen = draft.text("State") == OpportunityState.open.rawValue
        let wasOpen = stored.map { $0.text("State") == OpportunityState.open.rawValue } ?? true
        let inputs = ["Value", "Probability", "CurrencyCode", "State"]
        guard stored == nil || inputs.contains(where: { stored?[$0] != draft[$0] }) else { return }
        if isOpen || wasOpen || draft["ExchangeRate"] == .null {
            let business = isOpen ? today : day ?? today
            draft.set(
                "ExchangeRate",
                try rates.rate(of: draft.text("CurrencyCode") ?? lists.baseCurrency, on: business)
            )
        }
        let value = draft.integer("Value") ?? 0
        let rate = draft.integer("ExchangeRate") ?? ExchangeRateTable.one
        let weighted = OpportunityValues.weighted(value, probability: draft.integer("Probability") ?? 0)
        draft.set("BaseValue", try OpportunityValues.base(value, rate: rate))
        draft.set("WeightedValue", weighted)
        draft.set("BaseWeightedValue", try OpportunityValues.base(weighted, rate: rate, field: "BaseWeightedValue"))
    }

    private mutating func stageFacts(_ id: Int64?) throws -> StageFacts? {
        guard let id, let pipeline = try related.integer("PipelineId", of: "OpportunityStages", id) else { return nil }
        func text(_ name: String) throws -> String { try related.text(name, of: "OpportunityStages", id) ?? "" }
        let required = try text("RequiredFields").split { $0 == "," || $0 == ";" || $0 == " " }.map(String.init)
        return StageFacts(
            id: id,
            pipelineId: pipeline,
            code: try text("Code"),
            sequence: Int32(clamping: try related.integer("Sequence", of: "OpportunityStages", id) ?? 0),
            probability: try related.integer("Probability", of: "OpportunityStages", id) ?? 0,
            state: OpportunityState(rawValue: try text("State")) ?? .open,
            category: try text("ForecastCategoryCode"),
            requiredFields: required,
            isActive: try related.value("IsActive", of: "OpportunityStages", id) == .boolean(true)
        )
    }

    /// Whether an opportunity goes back within its pipeline.
    private mutating func isBackward(from stored: RecordDraft?, to draft: RecordDraft) throws -> Bool {
        guard let before = try stageFacts(stored?.integer("OpportunityStageId")),
            let after = try stageFacts(draft.integer("OpportunityStageId")), before.pipelineId == after.pipelineId
        else { return false }
        return after.state == .open && after.sequence < before.sequence
    }

    /// Adds the row of the stage history that a written opportunity brings, none when its stage is as before.
    mutating func addStageEvent(_ draft: RecordDraft, key: Int64, stored: RecordDraft?, clock: inout ChangeClock) throws
    {
        guard stored?["OpportunityStageId"] != draft["OpportunityStageId"],
            let type = catalog.type(ofSet: "OpportunityStageHistory"), let layout = RecordLayout(type)
        else { return }
        var event = RecordDraft(layout)
        event.set("OpportunityId", key)
        for field in [
            "PipelineId", "Value", "CurrencyCode", "BaseValue", "Probability", "EstimatedClose", "OwnerId", "TeamId",
        ] { event[field] = draft[field] }
        event["FromStageId"] = stored?["OpportunityStageId"] ?? .null
        event["FromState"] = stored?["State"] ?? .null
        event["ToStageId"] = draft["OpportunityStageId"]
        event["ToState"] = draft["State"]
        event.set("ChangedAt", now)
        event.set("ChangedByUserId", author)
        event.set("DurationSeconds", stored?.integer("StageChanged").map { max(0, (now - $0) / 1_000_000) })
        event["IsBackward"] = .boolean(try isBackward(from: stored, to: draft))
        event.set("Via", via)
        try event.insertEvent(clock: &clock, on: connection)
    }
}
