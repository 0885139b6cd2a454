import EntityModel

extension CRMModel {
    /// What is to do.
    static let tasks = EntityType(
        "Task",
        set: "Tasks",
        traits: [.owned(label: "Assigned to"), .parents(), .custom, .record],
        indexes: [EntityIndex(["OwnerId", "StatusCode", "DueDate"])],
        group: .facts,
        access: .activities,
        rows: .ownedOrParent(user: "OwnerId", team: "TeamId", parents: ["CompanyId", "LeadId"]),
        about: "What is to do, by whom and until when."
    ) {
        Field.string("Subject", 200).required().searched()
        Field.text("Details", 8000).searched().personal(.freeText)
        Field.choice("TypeCode", list: "TaskTypes").required().defaults(to: "ToDo")
        Field.choice("StatusCode", list: "TaskStatuses").required().defaults(to: "NotStarted")
        Field.choice("PriorityCode", list: "Priorities").required().defaults(to: "Normal")
        Field.date("DueDate").onCalendar()
        Field.timestamp("ReminderAt").indexed()
        Field.virtual(
            "IsOverdue",
            .bool,
            .isOverdue(due: "DueDate", status: "StatusCode", openMeaning: "Open")
        )
        Field.timestamp("CompletedAt").computed()
        Field.reference("CompletedByUserId", to: "Users", onDelete: .never).computed().labelled("Completed by")
    }
}
