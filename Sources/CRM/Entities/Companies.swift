import EntityModel

extension CRMModel {
    /// Organisations we deal with.
    static let companies = EntityType(
        "Company",
        set: "Companies",
        traits: [.owned(label: "Account manager"), .trace, .tags, .merge, .custom, .record],
        toMany: [
            ToMany("Divisions", by: "CompanyId"), ToMany("Contacts", by: "CompanyId"),
            ToMany("Opportunities", by: "CompanyId"), ToMany("Quotes", by: "CompanyId"),
            ToMany("SalesOrders", by: "CompanyId"), ToMany("Cases", by: "CompanyId"),
            ToMany("Activities", by: "CompanyId"), ToMany("Tasks", by: "CompanyId"),
        ],
        access: .companies,
        about: "Organisations we deal with: prospects, customers, partners, suppliers, competitors."
    ) {
        Field.string("Name", 200).required().searched().indexed(.folded)
        Field.string("LegalName", 200).searched()
        Field.choice("TypeCode", list: "CompanyTypes").required().defaults(to: "Prospect").indexed()
        Field.choice("IndustryCode", list: "Industries").indexed()
        Field.choice("EmployeeBandCode", list: "EmployeeBands")
        Field.int32("EmployeeCount").within(NumericRange(minimum: 0))
        Field.money("AnnualRevenue")
        Field.base("BaseAnnualRevenue")
        Field.choice("CurrencyCode", list: "Currencies").defaults(to: .baseCurrency)
        Field.string("Website", 255)
        Field.string("Domain", 253).searched().indexed(.folded)
            .about("Taken from the website, else from the e-mail address unless that is free mail.")
        Field.string("Phone", 40).searched()
        Field.string("Email", 254).searched().indexed(.folded)
        Field.string("VatNumber", 32).indexed(.folded)
        Field.string("RegistrationNumber", 32)
        Field.reference("ParentCompanyId", to: "Companies").indexed()
        Field.reference("TerritoryId", to: "Territories").indexed()
        Field.through("TerritoryName", 120, path: ["TerritoryId"], field: "Name")
        Field.choice("SourceCode", list: "LeadSources")
        Field.reference("CampaignId", to: "Campaigns")
        Field.money("CreditLimit").confidential()
        Field.bool("IsOnStop")
        Field.int32("PaymentTermsDays").defaults(to: 30).within(NumericRange(minimum: 0))
        Field.bool("DoNotContact")
        Field.date("FirstOrderDate").computed()
        Field.date("LastOrderDate").computed()
        Field.date("LapsedDate").computed()
        Field.int32("OrderCount").computed()
        Field.base("LifetimeValue").about("Net value of all confirmed orders in the base currency.")
        Field.int32("OpenOpportunityCount").computed()
        Field.text("Description", 4000).searched().personal(.freeText)
    }
}
