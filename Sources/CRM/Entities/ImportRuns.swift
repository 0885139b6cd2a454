import EntityModel

extension CRMModel {
    /// Imports of files, with their counts.
    static let importRuns = EntityType(
        "ImportRun",
        set: "ImportRuns",
        traits: [.record],
        group: .administration,
        access: .administration,
        rows: .administrators,
        nameField: "FileName",
        about: "Imports of files, with their counts."
    ) {
        Field.string("EntitySet", 60).required()
        Field.string("FileName", 255)
        Field.fixed("Format", 4, ["CSV", "XLSX"])
        Field.fixed(
            "State",
            12,
            [
                "Uploaded", "Mapped", "Checked", "Queued", "Running", "Finished", "Cancelled", "Failed", "Undoing",
                "Undone",
            ]
        )
        Field.string("MatchRule", 120)
        Field.int64("ByteCount")
        Field.int64("RowCount")
        Field.int64("CreatedCount")
        Field.int64("UpdatedCount")
        Field.int64("UnchangedCount")
        Field.int64("SkippedCount")
        Field.int64("FailedCount")
        Field.timestamp("StartedAt")
        Field.timestamp("FinishedAt")
        Field.timestamp("UndoneAt")
    }
}
