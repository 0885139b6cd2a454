import EntityModel

extension CRMModel {
    /// The pipeline as it was at midnight.
    static let opportunitySnapshots = EntityType(
        "OpportunitySnapshot",
        set: "OpportunitySnapshots",
        kind: .history,
        indexes: [EntityIndex(["SnapshotDate", "OpportunityId"], unique: true)],
        group: .history,
        access: .parent,
        rows: .part(of: "OpportunityId"),
        about: "The pipeline as it was at midnight: all open deals and those closed since the last snapshot."
    ) {
        Field.date("SnapshotDate").required().indexed().onCalendar()
        Field.reference("OpportunityId", to: "Opportunities", onDelete: .history).required().indexed()
        Field.reference("PipelineId", to: "Pipelines", onDelete: .refuse)
        Field.through("PipelineName", 80, path: ["PipelineId"], field: "Name")
        Field.reference("OpportunityStageId", to: "OpportunityStages", onDelete: .refuse).labelled("Stage")
        Field.through("StageName", 80, path: ["OpportunityStageId"], field: "Name")
        Field.fixed("State", 4, OpportunityState.codes)
        Field.choice("ForecastCategoryCode", list: "ForecastCategories")
        Field.reference("OwnerId", to: "Users", onDelete: .never)
        Field.reference("TeamId", to: "Teams", onDelete: .never)
        Field.money("Value")
        Field.choice("CurrencyCode", list: "Currencies")
        Field.base("BaseValue")
        Field.percent("Probability")
        Field.base("BaseWeightedValue")
        Field.date("EstimatedClose").onCalendar()
    }
}
