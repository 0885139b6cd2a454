import EntityModel

extension CRMModel {
    /// Every change of an opportunity's stage.
    static let opportunityStageHistory = EntityType(
        "OpportunityStageHistory",
        set: "OpportunityStageHistory",
        plural: "Stage history",
        kind: .history,
        group: .history,
        access: .parent,
        rows: .part(of: "OpportunityId"),
        about: "Every change of an opportunity's stage, with the figures of that moment."
    ) {
        Field.reference("OpportunityId", to: "Opportunities", onDelete: .history).required().indexed()
        Field.reference("PipelineId", to: "Pipelines", onDelete: .refuse)
        Field.through("PipelineName", 80, path: ["PipelineId"], field: "Name")
        Field.reference("FromStageId", to: "OpportunityStages", onDelete: .refuse).about("Empty for the creation.")
        Field.reference("ToStageId", to: "OpportunityStages", onDelete: .refuse).required()
        Field.through("StageName", 80, path: ["ToStageId"], field: "Name")
        Field.fixed("FromState", 4, OpportunityState.codes)
        Field.fixed("ToState", 4, OpportunityState.codes)
        Field.timestamp("ChangedAt").required().indexed()
        Field.reference("ChangedByUserId", to: "Users", onDelete: .never).labelled("Changed by")
        Field.int64("DurationSeconds").about("Time spent in the stage that was left.")
        Field.bool("IsBackward")
        Field.money("Value")
        Field.choice("CurrencyCode", list: "Currencies")
        Field.base("BaseValue")
        Field.percent("Probability")
        Field.date("EstimatedClose").onCalendar()
        Field.reference("OwnerId", to: "Users", onDelete: .never)
        Field.reference("TeamId", to: "Teams", onDelete: .never)
        Field.fixed("Via", 8, ["UI", "API", "Import", "System"])
    }
}
