import EntityModel

extension CRMModel {
    /// Ways an opportunity can go, made of stages.
    static let pipelines = EntityType(
        "Pipeline",
        set: "Pipelines",
        traits: [.record],
        toMany: [ToMany("OpportunityStages", by: "PipelineId")],
        access: .organisation,
        about: "Ways an opportunity can go, made of stages."
    ) {
        Field.string("Name", 80).required().unique()
        Field.int32("Sequence")
        Field.bool("IsDefault")
        Field.bool("IsActive").defaults(to: true)
    }
}
