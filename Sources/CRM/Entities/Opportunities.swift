import EntityModel

extension CRMModel {
    /// Possible sales, each in a stage of a pipeline.
    static let opportunities = EntityType(
        "Opportunity",
        set: "Opportunities",
        traits: [.owned(), .trace, .tags, .custom, .record],
        indexes: [
            EntityIndex(["PipelineId", "OpportunityStageId", "StatusFlag"]), EntityIndex(["OwnerId", "State"]),
            EntityIndex(["State", "EstimatedClose"]),
        ],
        toMany: [
            ToMany("OpportunityLines", by: "OpportunityId"), ToMany("OpportunityContacts", by: "OpportunityId"),
            ToMany("OpportunityStageHistory", by: "OpportunityId"), ToMany("Quotes", by: "OpportunityId"),
            ToMany("Activities", by: "OpportunityId"), ToMany("Tasks", by: "OpportunityId"),
        ],
        group: .facts,
        access: .opportunities,
        about: "Possible sales, each in a stage of a pipeline."
    ) {
        Field.string("Name", 200).required().searched().indexed(.folded)
        Field.reference("CompanyId", to: "Companies", onDelete: .refuseDelete).indexed()
        Field.reference("DivisionId", to: "Divisions", onDelete: .defaultSite).labelled("Site")
        Field.reference("ContactId", to: "Contacts").indexed()
        Field.reference("PipelineId", to: "Pipelines", onDelete: .refuse).required().defaults(to: .defaultPipeline)
        Field.through("PipelineName", 80, path: ["PipelineId"], field: "Name")
        Field.reference("OpportunityStageId", to: "OpportunityStages", onDelete: .refuse).required()
            .defaults(to: .firstStage).labelled("Stage")
        Field.through("StageName", 80, path: ["OpportunityStageId"], field: "Name")
        Field.fixed("State", 4, OpportunityState.codes).computed().required().about("Follows the stage.")
        Field.timestamp("StageChanged").computed()
        Field.virtual("StageAgeDays", .int32, .ageInDays(since: "StageChanged"))
        Field.percent("Probability").required().defaults(to: .stageProbability)
        Field.bool("IsProbabilityOverridden").computed()
        Field.money("Value").required().defaults(to: 0).within(NumericRange(minimum: 0))
        Field.choice("CurrencyCode", list: "Currencies").required().defaults(to: .companyCurrency)
        Field.rate("ExchangeRate").computed()
        Field.base("BaseValue")
        Field.money("WeightedValue").computed().about("Value times probability.")
        Field.base("BaseWeightedValue")
        Field.money("WorstValue")
        Field.money("BestValue")
        Field.money("MarginValue").confidential()
        Field.bool("AutocalculateValue").about("The value is the sum of the lines' net values.")
        Field.date("EstimatedClose").required().indexed().onCalendar()
        Field.date("OriginalEstimatedClose").computed()
        Field.int32("CloseDateMoves").computed().about("How often the estimated close moved to a later day.")
        Field.virtual("EstimatedCloseYear", .int32, .year(of: "EstimatedClose"))
        Field.virtual("EstimatedCloseMonth", .int32, .month(of: "EstimatedClose"))
        Field.date("CloseDate").indexed().onCalendar()
        Field.choice("LostReasonCode", list: "LostReasons").indexed()
        Field.string("LostDetail", 400)
        Field.string("CompetitorName", 120)
        Field.choice("ForecastCategoryCode", list: "ForecastCategories").required()
            .defaults(to: .stageForecastCategory)
        Field.choice("TypeCode", list: "OpportunityTypes").defaults(to: "NewBusiness")
        Field.choice("SourceCode", list: "LeadSources")
        Field.reference("CampaignId", to: "Campaigns").indexed()
        Field.reference("OriginatingLeadId", to: "Leads").computed()
        Field.string("NextStep", 200)
        Field.int32("ReopenedCount").computed()
        Field.text("Description", 8000).searched().personal(.freeText)
    }
}
