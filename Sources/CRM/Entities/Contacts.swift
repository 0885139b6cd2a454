import EntityModel

extension CRMModel {
    /// People we talk to.
    static let contacts = EntityType(
        "Contact",
        set: "Contacts",
        traits: [.owned(), .trace, .tags, .merge, .custom, .address(mark: .contact), .record],
        toMany: [
            ToMany("Opportunities", by: "ContactId"), ToMany("Cases", by: "ContactId"),
            ToMany("Activities", by: "ContactId"), ToMany("Tasks", by: "ContactId"),
        ],
        access: .companies,
        about: "People we talk to, usually at a company."
    ) {
        Field.reference("CompanyId", to: "Companies", onDelete: .refuseDelete).indexed()
            .about("Empty for a private person.")
        Field.reference("DivisionId", to: "Divisions", onDelete: .defaultSite).indexed().defaults(to: .defaultSite)
            .labelled("Site")
        Field.through("TerritoryName", 120, path: ["CompanyId", "TerritoryId"], field: "Name")
        Field.string("Title", 20).personal(.name)
        Field.string("Forename", 80).searched().personal(.name)
        Field.string("Surname", 80).required().searched().indexed(.folded).personal(.name)
        Field.string("PreferredName", 80).personal(.name)
        Field.string("FullName", 170).computed().searched().indexed(.folded).personal(.name)
        Field.string("JobTitle", 120).searched().personal(.name)
        Field.string("Department", 120)
        Field.choice("RoleCode", list: "ContactRoles")
        Field.string("Email", 254).searched().indexed(.folded).personal(.contact)
        Field.bool("EmailBounced")
        Field.string("PhoneNumber", 40).searched().personal(.contact)
        Field.string("MobilePhoneNumber", 40).searched().personal(.contact)
        Field.string("LinkedInUrl", 255).personal(.contact).labelled("LinkedIn page")
        Field.string("PreferredLanguage", 10)
        Field.bool("MarketingConsent").labelled("Opt in")
        Field.date("MarketingConsentDate").labelled("Opt in date")
        Field.string("MarketingConsentSource", 80).labelled("Opt in source")
        Field.bool("DoNotCall")
        Field.bool("DoNotEmail")
        Field.bool("HasLeft")
        Field.choice("SourceCode", list: "LeadSources")
        Field.reference("CampaignId", to: "Campaigns")
        Field.timestamp("AnonymisedAt").computed()
        Field.text("Description", 4000).searched().personal(.freeText)
    }
}
