import EntityModel

extension CRMModel {
    /// Lists of activities and tasks.
    static let activityLists: [ChoiceList] = [
        ChoiceList(
            "ActivityTypes",
            items: [
                ListItem("Call", meaning: "Conversation"), ListItem("Email", "E-mail", meaning: "Conversation"),
                ListItem("Meeting", meaning: "Conversation"), ListItem("Visit", meaning: "Conversation"),
                ListItem("Note", meaning: "Note"),
            ]
        ),
        ChoiceList(
            "ActivityOutcomes",
            items: [
                ListItem("Connected"), ListItem("LeftMessage"), ListItem("NoAnswer"), ListItem("Held"),
                ListItem("NoShow"), ListItem("Other"),
            ]
        ),
        ChoiceList(
            "TaskTypes",
            items: [
                ListItem("ToDo", isDefault: true), ListItem("Call"), ListItem("Email", "E-mail"),
                ListItem("Meeting"), ListItem("FollowUp"),
            ]
        ),
        ChoiceList(
            "TaskStatuses",
            items: [
                ListItem("NotStarted", meaning: "Open", isDefault: true), ListItem("InProgress", meaning: "Open"),
                ListItem("Waiting", meaning: "Open"), ListItem("Completed", meaning: "Done"),
                ListItem("Cancelled", meaning: "Dropped"),
            ]
        ),
        ChoiceList(
            "Priorities",
            system: true,
            items: [ListItem("Low"), ListItem("Normal", isDefault: true), ListItem("High"), ListItem("Urgent")]
        ),
    ]
}
