import EntityModel

extension CRMModel {
    /// Lists of leads.
    static let leadLists: [ChoiceList] = [
        ChoiceList(
            "LeadStatuses",
            items: [
                ListItem("New", meaning: "Open", isDefault: true), ListItem("Contacted", meaning: "Open"),
                ListItem("Working", meaning: "Open"), ListItem("Qualified", meaning: "Qualified"),
                ListItem("Disqualified", meaning: "Disqualified"),
            ]
        ),
        ChoiceList("LeadRatings", items: [ListItem("Hot"), ListItem("Warm"), ListItem("Cold")]),
        ChoiceList(
            "LeadSources",
            items: [
                ListItem("Web"), ListItem("Phone"), ListItem("Email", "E-mail"), ListItem("Referral"),
                ListItem("Partner"), ListItem("TradeShow"), ListItem("Campaign"), ListItem("Social"),
                ListItem("Import"), ListItem("Other", isDefault: true),
            ]
        ),
        ChoiceList(
            "DisqualifyReasons",
            items: [
                ListItem("NoBudget"), ListItem("NoNeed"), ListItem("NotReachable"), ListItem("WrongFit"),
                ListItem("Competitor"), ListItem("Duplicate"), ListItem("Spam"), ListItem("Other"),
            ]
        ),
    ]
}
