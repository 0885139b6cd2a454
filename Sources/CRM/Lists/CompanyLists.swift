import EntityModel

extension CRMModel {
    /// Lists of companies and contacts.
    static let companyLists: [ChoiceList] = [
        ChoiceList(
            "CompanyTypes",
            items: [
                ListItem("Prospect", meaning: "Prospect", isDefault: true), ListItem("Customer", meaning: "Customer"),
                ListItem("LapsedCustomer", meaning: "Lapsed"), ListItem("Partner", meaning: "Other"),
                ListItem("Supplier", meaning: "Other"), ListItem("Competitor", meaning: "Other"),
                ListItem("Other", meaning: "Other"),
            ]
        ),
        ChoiceList(
            "Industries",
            items: [
                ListItem("Agriculture"), ListItem("Automotive"), ListItem("BusinessServices"),
                ListItem("Construction"), ListItem("ConsumerGoods"), ListItem("Education"), ListItem("Energy"),
                ListItem("FinancialServices"), ListItem("Healthcare"), ListItem("Hospitality"),
                ListItem("Logistics"), ListItem("Manufacturing"), ListItem("Media"),
                ListItem("NonProfit", "Non-profit"), ListItem("PublicSector"), ListItem("RealEstate"),
                ListItem("Retail"), ListItem("Software"), ListItem("Telecom"), ListItem("Other"),
            ]
        ),
        ChoiceList(
            "EmployeeBands",
            items: [
                ListItem("E1to10", "1–10"), ListItem("E11to50", "11–50"), ListItem("E51to200", "51–200"),
                ListItem("E201to500", "201–500"), ListItem("E501to1000", "501–1,000"),
                ListItem("E1001plus", "1,001+"),
            ]
        ),
        ChoiceList(
            "ContactRoles",
            items: [
                ListItem("DecisionMaker"), ListItem("Influencer"), ListItem("Evaluator"), ListItem("Champion"),
                ListItem("User"), ListItem("Finance"), ListItem("Other"),
            ]
        ),
    ]
}
