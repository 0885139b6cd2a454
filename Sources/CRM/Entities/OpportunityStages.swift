import EntityModel

extension CRMModel {
    /// The steps of a pipeline.
    static let opportunityStages = EntityType(
        "OpportunityStage",
        set: "OpportunityStages",
        traits: [.record],
        label: "Stage",
        plural: "Stages",
        indexes: [EntityIndex(["PipelineId", "Code"], unique: true)],
        access: .organisation,
        rows: .part(of: "PipelineId"),
        about: "The steps of a pipeline with their probability and state."
    ) {
        Field.reference("PipelineId", to: "Pipelines", onDelete: .refuse).required().fixedAfterCreate().indexed()
        Field.string("Code", 40).required().fixedAfterCreate().about("Unique in the pipeline.")
        Field.string("Name", 80).required()
        Field.int32("Sequence").required()
        Field.percent("Probability").required()
        Field.fixed("State", 4, OpportunityState.codes).required()
        Field.choice("ForecastCategoryCode", list: "ForecastCategories").required()
        Field.int32("RottenDays").about("Days after which a deal in this stage counts as standing still.")
        Field.string("RequiredFields", 400).about("Names of fields that must be filled to enter the stage.")
        Field.string("ColorToken", 20).labelled("Colour")
        Field.bool("IsActive").defaults(to: true)
    }
}
