import EntityModel

extension CRMModel {
    /// Lists of cases.
    static let caseLists: [ChoiceList] = [
        ChoiceList(
            "CaseTypes",
            items: [
                ListItem("Question", isDefault: true), ListItem("Incident"), ListItem("Problem"),
                ListItem("Request"),
            ]
        ),
        ChoiceList(
            "CaseOrigins",
            items: [
                ListItem("Phone"), ListItem("Email", "E-mail"), ListItem("Web"), ListItem("Chat"),
                ListItem("InPerson"),
            ]
        ),
        ChoiceList(
            "CaseStatuses",
            items: [
                ListItem("New", meaning: "New", isDefault: true), ListItem("InProgress", meaning: "Active"),
                ListItem("WaitingOnCustomer", meaning: "Waiting"), ListItem("Resolved", meaning: "Resolved"),
                ListItem("Closed", meaning: "Closed"), ListItem("Cancelled", meaning: "Closed"),
            ]
        ),
    ]
}
