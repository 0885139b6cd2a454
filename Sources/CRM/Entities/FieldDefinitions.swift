import EntityModel

extension CRMModel {
    /// The data dictionary, made from the reader's own reduced model.
    static let fieldDefinitions = EntityType(
        "FieldDefinition",
        set: "FieldDefinitions",
        kind: .generated,
        access: .organisation,
        nameField: "Code",
        about: "The data dictionary: every field the reader may see."
    ) {
        Field.string("Code", 130).key().computed().about("Set and field, as Companies.Name.")
        Field.string("EntitySet", 60).computed()
        Field.string("PropertyName", 64).computed()
        Field.string("Label", 120).computed()
        Field.string("EdmType", 60).computed()
        Field.int32("MaxLength").computed()
        Field.bool("IsRequired").computed()
        Field.bool("IsCustom").computed()
        Field.string("ListName", 60).computed()
        Field.string("Mark", 2).computed()
        Field.string("Description", 1000).computed()
    }
}
