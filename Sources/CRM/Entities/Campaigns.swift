import EntityModel

extension CRMModel {
    /// What we do to be known.
    static let campaigns = EntityType(
        "Campaign",
        set: "Campaigns",
        traits: [.owned(), .tags, .custom, .record],
        toMany: [
            ToMany("CampaignMembers", by: "CampaignId"), ToMany("Leads", by: "CampaignId"),
            ToMany("Opportunities", by: "CampaignId"),
        ],
        group: .facts,
        access: .campaigns,
        about: "What we do to be known, with its cost and its results."
    ) {
        Field.string("Name", 200).required().searched().indexed(.folded)
        Field.choice("TypeCode", list: "CampaignTypes")
        Field.choice("StatusCode", list: "CampaignStatuses").required().defaults(to: "Planned")
        Field.date("StartDate")
        Field.date("EndDate")
        Field.choice("CurrencyCode", list: "Currencies")
        Field.money("Budget")
        Field.money("ActualCost")
        Field.money("ExpectedRevenue")
        Field.base("BaseBudget")
        Field.base("BaseActualCost")
        Field.text("Description", 4000)
    }
}
