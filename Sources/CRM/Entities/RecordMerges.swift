import EntityModel

extension CRMModel {
    /// Which record was merged into which.
    static let recordMerges = EntityType(
        "RecordMerge",
        set: "RecordMerges",
        kind: .history,
        group: .history,
        access: .parent,
        rows: .record(set: "EntitySet", id: "WinningId"),
        about: "Which record was merged into which."
    ) {
        Field.string("EntitySet", 60)
        Field.int64("LosingId")
        Field.int64("WinningId")
        Field.timestamp("MergedAt")
        Field.reference("MergedByUserId", to: "Users", onDelete: .never).labelled("Merged by")
        Field.timestamp("UndoneAt")
    }
}
