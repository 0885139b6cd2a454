import EntityModel

extension CRMModel {
    /// Unqualified enquiries.
    static let leads = EntityType(
        "Lead",
        set: "Leads",
        traits: [.owned(), .trace, .tags, .merge, .custom, .record],
        toMany: [ToMany("Activities", by: "LeadId"), ToMany("Tasks", by: "LeadId")],
        group: .facts,
        access: .leads,
        nameField: "Description",
        about: "Unqualified enquiries. Deals are in Opportunities."
    ) {
        Field.string("Description", 200).required().searched().labelled("Subject")
        Field.string("Forename", 80).searched().personal(.name)
        Field.string("Surname", 80).searched().indexed(.folded).personal(.name)
        Field.string("CompanyName", 200).searched().indexed(.folded)
        Field.string("JobTitle", 120).personal(.name)
        Field.string("Email", 254).searched().indexed(.folded).personal(.contact)
        Field.string("PhoneNumber", 40).searched().personal(.contact)
        Field.string("MobilePhoneNumber", 40).personal(.contact)
        Field.string("Website", 255)
        Field.choice("CountryCode", list: "Countries")
        Field.string("Postcode", 20)
        Field.choice("StatusCode", list: "LeadStatuses").required().defaults(to: "New").indexed()
        Field.timestamp("StatusChanged").computed()
        Field.choice("RatingCode", list: "LeadRatings")
        Field.int32("Score").within(0...100)
        Field.choice("SourceCode", list: "LeadSources").required().defaults(to: "Other").indexed()
        Field.string("SourceDetail", 120)
        Field.reference("CampaignId", to: "Campaigns").indexed()
        Field.money("EstimatedValue")
        Field.choice("CurrencyCode", list: "Currencies").defaults(to: .baseCurrency)
        Field.base("BaseEstimatedValue")
        Field.timestamp("FirstContactedAt").computed()
        Field.int32("ResponseMinutes").computed().about("Minutes from creation to the first contact.")
        Field.choice("DisqualifyReasonCode", list: "DisqualifyReasons")
        Field.timestamp("DisqualifiedAt").computed()
        Field.timestamp("ConvertedAt").computed().indexed()
        Field.reference("ConvertedByUserId", to: "Users", onDelete: .never).computed().labelled("Converted by")
        Field.reference("ConvertedCompanyId", to: "Companies", onDelete: .refuseDelete).computed()
        Field.reference("ConvertedContactId", to: "Contacts").computed()
        Field.reference("ConvertedOpportunityId", to: "Opportunities").computed()
        Field.string("UtmSource", 120)
        Field.string("UtmMedium", 120)
        Field.string("UtmCampaign", 120)
        Field.string("UtmTerm", 120)
        Field.string("UtmContent", 120)
        Field.string("LandingUrl", 400)
        Field.text("Details", 8000).searched().personal(.freeText)
    }
}
