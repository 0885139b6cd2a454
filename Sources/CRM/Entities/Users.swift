import EntityModel

extension CRMModel {
    /// The people and programs that work here; no credential, role or sign-in fact is ever in this set.
    static let users = EntityType(
        "User",
        set: "Users",
        traits: [.record],
        access: .organisation,
        about: "The people and programs that work here. Holds no credential, role or sign-in fact."
    ) {
        Field.string("UserName", 60).required().unique().indexed(.folded)
        Field.string("Email", 254).required().unique().indexed(.folded)
        Field.string("Forename", 80).required()
        Field.string("Surname", 80).required()
        Field.string("FullName", 170).computed().searched()
        Field.string("Initials", 4)
        Field.string("JobTitle", 120)
        Field.string("PhoneNumber", 40)
        Field.bool("IsActive").defaults(to: true)
        Field.fixed("Kind", 12, ["Person", "Integration"]).fixedAfterCreate().defaults(to: "Person")
        Field.reference("ManagerUserId", to: "Users", onDelete: .never).labelled("Manager")
        Field.reference("TeamId", to: "Teams", onDelete: .never).indexed()
        Field.through("TeamName", 80, path: ["TeamId"], field: "Name")
        Field.reference("TerritoryId", to: "Territories")
        Field.string("Locale", 10)
        Field.string("TimeZone", 64)
    }
}
