import EntityModel

extension CRMModel {
    /// Groups of users, in a tree.
    static let teams = EntityType(
        "Team",
        set: "Teams",
        traits: [.record],
        toMany: [ToMany("Users", by: "TeamId")],
        access: .organisation,
        about: "Groups of users, in a tree; rows are visible along it."
    ) {
        Field.string("Name", 80).required().unique()
        Field.reference("ParentTeamId", to: "Teams", onDelete: .never)
        Field.reference("ManagerUserId", to: "Users", onDelete: .never).labelled("Manager")
        Field.string("Path", 200).computed().indexed().about("Ids from the root, as /1/4/9/.")
    }
}
