import EntityModel

extension CRMModel {
    /// What happened: calls, mails, meetings, notes.
    static let activities = EntityType(
        "Activity",
        set: "Activities",
        traits: [.owned(), .parents(), .tags, .custom, .record],
        group: .facts,
        access: .activities,
        rows: .ownedOrParent(user: "OwnerId", team: "TeamId", parents: ["CompanyId", "LeadId"]),
        about: "What happened: calls, mails, meetings, visits, notes."
    ) {
        Field.choice("TypeCode", list: "ActivityTypes").required().indexed()
        Field.string("Subject", 200).required().searched().personal(.freeText)
        Field.text("Body", 32_000).searched().personal(.freeText)
        Field.fixed("Direction", 3, ["In", "Out"])
        Field.choice("OutcomeCode", list: "ActivityOutcomes")
        Field.timestamp("StartAt").required().indexed().defaults(to: .now)
        Field.timestamp("EndAt")
        Field.int32("DurationMinutes").computed()
        Field.bool("IsPrivate").about("Visible to its owner and to roles that see all.")
        Field.bool("IsPinned")
        Field.string("MessageReference", 255).indexed().about("The id of the mail, used to drop doubles.")
    }
}
