import EntityModel

extension CRMModel {
    /// Every change of a case's status.
    static let caseStatusHistory = EntityType(
        "CaseStatusHistory",
        set: "CaseStatusHistory",
        kind: .history,
        group: .history,
        access: .parent,
        rows: .part(of: "CaseId"),
        about: "Every change of a case's status."
    ) {
        Field.reference("CaseId", to: "Cases", onDelete: .history).required().indexed()
        Field.choice("FromStatusCode", list: "CaseStatuses")
        Field.choice("ToStatusCode", list: "CaseStatuses").required()
        Field.timestamp("ChangedAt").required().indexed()
        Field.reference("ChangedByUserId", to: "Users", onDelete: .never).labelled("Changed by")
        Field.int64("DurationSeconds").about("Time spent in the status that was left.")
        Field.reference("OwnerId", to: "Users", onDelete: .never)
    }
}
