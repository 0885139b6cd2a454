import EntityModel

extension CRMModel {
    /// What users and teams are to reach in a month.
    static let salesTargets = EntityType(
        "SalesTarget",
        set: "SalesTargets",
        traits: [.record],
        indexes: [EntityIndex(["UserId", "TeamId", "PeriodStart", "Metric"], unique: true)],
        group: .facts,
        access: .salesTargets,
        rows: .owned(user: "UserId", team: "TeamId"),
        about: "What a user or a team is to reach in a month."
    ) {
        Field.reference("UserId", to: "Users", onDelete: .never).indexed()
        Field.reference("TeamId", to: "Teams", onDelete: .never).indexed()
        Field.through("TeamName", 80, path: ["TeamId"], field: "Name")
        Field.date("PeriodStart").required().about("The first day of a month.")
        Field.fixed("Metric", 20, ["WonValue", "OrderNetValue", "NewCompanies", "ActivitiesHeld"]).required()
        Field.money("BaseTarget").required().about("In the base currency; a count for metrics that count.")
    }
}
