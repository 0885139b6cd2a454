import EntityModel

extension CRMModel {
    /// Files kept with records; the bytes are not part of the feed.
    static let documents = EntityType(
        "Document",
        set: "Documents",
        traits: [.owned(), .parents(), .record],
        group: .small,
        access: .parent,
        rows: .anyParent(EntityTrait.parentReferences.map(\.field)),
        nameField: "FileName",
        about: "Files kept with records. Content is fetched by its link, never with the row."
    ) {
        Field.string("FileName", 255).required().searched().personal(.freeText)
        Field.string("ContentType", 127)
        Field.int64("ByteCount").computed()
        Field.string("Sha256", 64).computed()
        Field.virtual("DownloadLink", .string(maxLength: 400), .downloadLink)
    }
}
