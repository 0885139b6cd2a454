import CRM
import EntityModel
import SQLCore

/// Fills defaults and computed values of records that are written, and keeps sums of other records right.
///
/// One value serves one batch, or one change, inside its transaction.
struct RecordRules {
    let catalog: EntityCatalog
    var lists: ListFacts
    var rates: ExchangeRateTable
    let now: Int64
    let today: CivilDate
    /// The user who owns what nobody else owns.
    let owner: Int64?
    /// The user who is written as the author; nil for the program itself.
    let author: Int64?
    /// The import the records come from; nil for single changes.
    let run: Int64?
    /// By which way the change comes, as histories tell it: `UI`, `API`, `Import`, `System`.
    let via: String
    let connection: any SQLConnection
    var related: RelatedRecords
    /// Orders and quotes whose totals have to be added up again.
    var dirtyDocuments: [String: Set<Int64>] = [:]
    /// Companies whose sums of orders or opportunities may have changed.
    var dirtyCompanies: Set<Int64> = []
    /// Opportunities whose lines have changed.
    var dirtyOpportunities: Set<Int64> = []
    /// Records whose newest conversation or next task may have changed, by set.
    var dirtyTraces: [String: Set<Int64>] = [:]
    /// Records whose tags have changed, by set.
    var dirtyTags: [String: Set<Int64>] = [:]
    var sequences: [Int64: Int64] = [:]

    /// Completes a record that is about to be written.
    ///
    /// `stored` is the present state, nil for a new record; `mapped` are the fields that values are given for.
    mutating func complete(_ draft: inout RecordDraft, stored: RecordDraft?, mapped: Set<String>) throws {
        if stored == nil { try fillNew(&draft, mapped: mapped) }
        if draft.has("OwnerId"), draft.has("TeamId"), stored == nil || stored?["OwnerId"] != draft["OwnerId"] {
            draft["TeamId"] = try related.value("TeamId", of: "Users", draft.integer("OwnerId"))
        }
        switch draft.layout.type.set {
        case "Companies": try completeCompany(&draft)
        case "Contacts", "Users": completePerson(&draft)
        case "Leads": try completeLead(&draft, stored: stored)
        case "Opportunities": try completeOpportunity(&draft, stored: stored, mapped: mapped)
        case "Quotes", "SalesOrders": try completeDocument(&draft, stored: stored)
        case "QuoteLines", "SalesOrderLines", "OpportunityLines":
            try completeLine(&draft, stored: stored, mapped: mapped)
        case "Activities":
            let minutes = try TaskRollup.durationMinutes(
                start: draft.integer("StartAt") ?? now,
                end: draft.integer("EndAt")
            )
            draft.set("DurationMinutes", minutes.map(Int64.init))
        case "Tasks": completeTask(&draft)
        case "Cases": try completeCase(&draft, stored: stored)
        default: break
        }
    }

    // MARK: New records

    private mutating func fillNew(_ draft: inout RecordDraft, mapped: Set<String>) throws {
        let layout = draft.layout
        for (position, field) in layout.fields.enumerated() where draft.values[position] == .null {
            if let initial = field.initial, !mapped.contains(field.name) || field.isRequired {
                draft.values[position] = try value(initial, field, &draft)
            }
            if field.kind == .bool, draft.values[position] == .null { draft.values[position] = .boolean(false) }
        }
        guard layout.type.isRecord else { return }
        draft.set("StatusFlag", "A")
        draft.set("Created", now)
        draft.set("CreatedByUserId", author)
        draft.set("LastUpdatedByUserId", author)
        if layout.fields[layout.key].name != "ImportRunId" { draft.set("ImportRunId", run) }
    }

    private mutating func value(
        _ initial: FieldDefault,
        _ field: Field,
        _ draft: inout RecordDraft
    ) throws -> SQLValue {
        switch initial {
        case .bool(let flag): return .boolean(flag)
        case .integer(let number): return .integer(number * ExactArithmetic.power10(field.kind.scale ?? 0))
        case .text(let text): return .text(text)
        case .context(let context): return try value(context, draft)
        }
    }

    private mutating func value(_ context: ContextDefault, _ draft: RecordDraft) throws -> SQLValue {
        switch context {
        case .creator: return owner.map { .integer($0) } ?? .null
        case .today: return .text(today.text)
        case .daysFromToday(let days): return .text(today.adding(days: days).text)
        case .now: return .integer(now)
        case .baseCurrency: return .text(lists.baseCurrency)
        case .companyCurrency:
            let code = try related.text("CurrencyCode", of: "Companies", draft.integer("CompanyId"))
            return .text(code ?? lists.baseCurrency)
        case .defaultSite: return try related.defaultSite(of: draft.integer("CompanyId"))
        case .defaultPipeline: return try related.defaultPipeline()
        case .firstStage: return try related.firstStage(of: draft["PipelineId"])
        case .stageProbability:
            return try related.value("Probability", of: "OpportunityStages", draft.integer("OpportunityStageId"))
        case .stageForecastCategory:
            return try related.value(
                "ForecastCategoryCode",
                of: "OpportunityStages",
                draft.integer("OpportunityStageId")
            )
        }
    }

    // MARK: Single records

    private mutating func completeCompany(_ draft: inout RecordDraft) throws {
        if let domain = CompanyDomain.domain(website: draft.text("Website"), email: draft.text("Email")) {
            draft.set("Domain", domain)
        }
        draft.set("BaseAnnualRevenue", try base(draft.integer("AnnualRevenue"), draft, day: today))
    }

    private func completePerson(_ draft: inout RecordDraft) {
        let name = PersonNames.fullName(forename: draft.text("Forename"), surname: draft.text("Surname"))
        draft.set("FullName", name.isEmpty ? nil : name)
    }

    private mutating func completeLead(_ draft: inout RecordDraft, stored: RecordDraft?) throws {
        draft.set("BaseEstimatedValue", try base(draft.integer("EstimatedValue"), draft, day: today))
        if stored == nil || stored?["StatusCode"] != draft["StatusCode"] {
            draft.set("StatusChanged", now)
            let isOut = draft.text("StatusCode") == "Disqualified"
            draft.set("DisqualifiedAt", isOut ? now : nil)
        }
    }

    private func completeTask(_ draft: inout RecordDraft) {
        let isDone = lists.meaning(draft.text("StatusCode"), in: "TaskStatuses") == "Done"
        if !isDone {
            draft["CompletedAt"] = .null
            draft["CompletedByUserId"] = .null
        } else if draft["CompletedAt"] == .null {
            draft.set("CompletedAt", now)
            draft.set("CompletedByUserId", author)
        }
    }

    private func completeCase(_ draft: inout RecordDraft, stored: RecordDraft?) throws {
        if draft["CaseNumber"] == .null {
            let series = NumberSeries(letter: "C", set: "Cases", field: "CaseNumber", isYearly: false, width: 6)
            draft.set("CaseNumber", try series.next(on: today, connection))
        }
        if stored == nil || stored?["StatusCode"] != draft["StatusCode"] { draft.set("StatusChanged", now) }
        if draft["SlaStatus"] == .null { draft.set("SlaStatus", "None") }
    }

    /// An amount of the record's currency in the base currency.
    func base(_ amount: Int64?, _ draft: RecordDraft, day: CivilDate) throws -> Int64? {
        guard let amount else { return nil }
        let rate = try rates.rate(of: draft.text("CurrencyCode") ?? lists.baseCurrency, on: day)
        return try OpportunityValues.base(amount, rate: rate)
    }
}
