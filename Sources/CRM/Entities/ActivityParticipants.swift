import EntityModel

extension CRMModel {
    /// Who took part in an activity.
    static let activityParticipants = EntityType(
        "ActivityParticipant",
        set: "ActivityParticipants",
        traits: [.record],
        group: .small,
        access: .activities,
        rows: .part(of: "ActivityId"),
        about: "Who took part in an activity: at least one of contact, user and address is given."
    ) {
        Field.reference("ActivityId", to: "Activities", onDelete: .cascade).required().fixedAfterCreate().indexed()
        Field.reference("ContactId", to: "Contacts", onDelete: .cascadeDroppingDoubles).indexed()
        Field.reference("UserId", to: "Users", onDelete: .never)
        Field.string("Email", 254).personal(.contact)
        Field.fixed("Role", 10, ["From", "To", "Cc", "Attendee"])
    }
}
