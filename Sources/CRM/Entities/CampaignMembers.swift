import EntityModel

extension CRMModel {
    /// Whom a campaign addresses.
    static let campaignMembers = EntityType(
        "CampaignMember",
        set: "CampaignMembers",
        traits: [.record],
        group: .facts,
        access: .campaigns,
        rows: .part(of: "CampaignId"),
        about: "Whom a campaign addresses: a contact or a lead, never both."
    ) {
        Field.reference("CampaignId", to: "Campaigns", onDelete: .cascade).required().fixedAfterCreate().indexed()
        Field.reference("ContactId", to: "Contacts", onDelete: .cascadeDroppingDoubles).indexed()
        Field.reference("LeadId", to: "Leads", onDelete: .cascadeDroppingDoubles).indexed()
        Field.choice("StatusCode", list: "MemberStatuses").required().defaults(to: "Added")
        Field.timestamp("RespondedAt")
    }
}
