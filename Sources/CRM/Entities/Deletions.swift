import EntityModel

extension CRMModel {
    /// Tombstones, for tools that cannot follow delta links.
    static let deletions = EntityType(
        "Deletion",
        set: "Deletions",
        kind: .history,
        group: .history,
        access: .parent,
        rows: .record(set: "EntitySet", id: "RecordId"),
        about: "Tombstones of deleted, purged and merged records, for tools that cannot follow delta links."
    ) {
        Field.string("EntitySet", 60).indexed()
        Field.int64("RecordId")
        Field.timestamp("DeletedAt")
        Field.fixed("Reason", 8, ["Deleted", "Purged", "Merged"])
    }
}
