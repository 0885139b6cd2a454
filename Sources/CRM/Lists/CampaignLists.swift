import EntityModel

extension CRMModel {
    /// Lists of campaigns.
    static let campaignLists: [ChoiceList] = [
        ChoiceList(
            "CampaignTypes",
            items: [
                ListItem("Email", "E-mail"), ListItem("Event"), ListItem("Advert"), ListItem("Webinar"),
                ListItem("Mailing"), ListItem("Other"),
            ]
        ),
        ChoiceList(
            "CampaignStatuses",
            items: [
                ListItem("Planned", isDefault: true), ListItem("Active"), ListItem("Completed"),
                ListItem("Cancelled"),
            ]
        ),
        ChoiceList(
            "MemberStatuses",
            items: [
                ListItem("Added", isDefault: true), ListItem("Sent"), ListItem("Responded"), ListItem("Converted"),
                ListItem("Declined"),
            ]
        ),
    ]
}
