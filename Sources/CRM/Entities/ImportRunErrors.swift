import EntityModel

extension CRMModel {
    /// Why rows of an import were refused.
    static let importRunErrors = EntityType(
        "ImportRunError",
        set: "ImportRunErrors",
        kind: .history,
        group: .administration,
        access: .administration,
        rows: .part(of: "ImportRunId"),
        about: "Why rows of an import were refused."
    ) {
        Field.reference("ImportRunId", to: "ImportRuns", onDelete: .cascade).required().indexed()
        Field.int64("RowNumber")
        Field.string("FieldName", 64)
        Field.string("Code", 60)
        Field.string("Message", 400)
        Field.text("RawRow", 8000).personal(.freeText)
    }
}
