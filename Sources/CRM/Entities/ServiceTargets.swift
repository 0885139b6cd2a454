import EntityModel

extension CRMModel {
    /// Promised response times.
    static let serviceTargets = EntityType(
        "ServiceTarget",
        set: "ServiceTargets",
        traits: [.record],
        group: .small,
        access: .organisation,
        about: "How soon cases of a priority are to be answered and resolved."
    ) {
        Field.choice("PriorityCode", list: "Priorities").required()
        Field.choice("CaseTypeCode", list: "CaseTypes").about("Empty for any type.")
        Field.int32("ResponseMinutes").required().within(NumericRange(minimum: 0))
        Field.int32("ResolveMinutes").required().within(NumericRange(minimum: 0))
        Field.bool("UsesBusinessHours").defaults(to: true)
    }
}
