import EntityModel

extension CRMModel {
    /// Lists of opportunities.
    static let opportunityLists: [ChoiceList] = [
        ChoiceList(
            "LostReasons",
            items: [
                ListItem("Price"), ListItem("Competitor"), ListItem("NoBudget"), ListItem("NoDecision"),
                ListItem("Timing"), ListItem("Fit"), ListItem("Duplicate"), ListItem("Other"),
            ]
        ),
        ChoiceList(
            "OpportunityTypes",
            items: [ListItem("NewBusiness", isDefault: true), ListItem("Expansion"), ListItem("Renewal")]
        ),
        ChoiceList(
            "ForecastCategories",
            system: true,
            items: [
                ListItem("Pipeline", isDefault: true), ListItem("BestCase"), ListItem("Commit"), ListItem("Closed"),
                ListItem("Omitted"),
            ]
        ),
    ]
}
