import CRM
import EntityModel
import SQLCore

/// Rules about which fields of one record go together.
enum RecordShape {
    /// The references of which a record has exactly one.
    private static let exactlyOne: [String: [String]] = [
        "CampaignMembers": ["ContactId", "LeadId"],
        "SalesTargets": ["UserId", "TeamId"],
        "TagAssignments": [
            "CompanyId", "ContactId", "LeadId", "OpportunityId", "CaseId", "QuoteId", "SalesOrderId", "CampaignId",
            "ProductId",
        ],
    ]

    /// The fields of which a record has at least one.
    private static let atLeastOne: [String: [String]] = [
        "ActivityParticipants": ["ContactId", "UserId", "Email"]
    ]

    static func check(_ draft: RecordDraft) throws(RuleViolation) {
        let set = draft.layout.type.set
        if let fields = exactlyOne[set], fields.filter({ draft[$0] != .null }).count != 1 {
            throw .exactlyOneOf(fields)
        }
        if let fields = atLeastOne[set], fields.allSatisfy({ draft[$0] == .null }) { throw .atLeastOneOf(fields) }
        if set == "SalesTargets", let day = draft.text("PeriodStart"), !day.hasSuffix("-01") {
            throw .notFirstOfMonth(field: "PeriodStart")
        }
    }
}
