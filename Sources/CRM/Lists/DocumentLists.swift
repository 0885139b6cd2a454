import EntityModel

extension CRMModel {
    /// Lists of quotes, orders and their lines.
    static let documentLists: [ChoiceList] = [
        ChoiceList(
            "QuoteStatuses",
            system: true,
            items: [
                ListItem("Draft", isDefault: true), ListItem("Sent"), ListItem("Accepted"), ListItem("Rejected"),
                ListItem("Expired"), ListItem("Superseded"),
            ]
        ),
        ChoiceList(
            "OrderStatuses",
            system: true,
            items: [
                ListItem("Draft", isDefault: true), ListItem("Confirmed"), ListItem("PartShipped"),
                ListItem("Shipped"), ListItem("Invoiced"), ListItem("Cancelled"),
            ]
        ),
        ChoiceList(
            "Units",
            items: [
                ListItem("Each", isDefault: true), ListItem("Hour"), ListItem("Day"), ListItem("Month"),
                ListItem("Kilogram"), ListItem("Metre"), ListItem("Litre"), ListItem("Licence"),
            ]
        ),
    ]

    /// Tax codes with their rates.
    static let taxCodes = ChoiceList(
        "TaxCodes",
        typeName: "TaxCode",
        items: [
            ListItem("Standard", isDefault: true, extra: ["Rate": .decimal(2000)]),
            ListItem("Reduced", extra: ["Rate": .decimal(500)]), ListItem("Zero", extra: ["Rate": .decimal(0)]),
            ListItem("Exempt", extra: ["Rate": .decimal(0)]),
        ]
    ) {
        Field.percent("Rate").required()
    }
}
