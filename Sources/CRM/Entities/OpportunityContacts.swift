import EntityModel

extension CRMModel {
    /// Who takes part in an opportunity.
    static let opportunityContacts = EntityType(
        "OpportunityContact",
        set: "OpportunityContacts",
        traits: [.record],
        indexes: [EntityIndex(["OpportunityId", "ContactId"], unique: true)],
        group: .facts,
        access: .opportunities,
        rows: .part(of: "OpportunityId"),
        about: "Who takes part in an opportunity, and in which role."
    ) {
        Field.reference("OpportunityId", to: "Opportunities", onDelete: .cascade).required().fixedAfterCreate()
            .indexed()
        Field.reference("ContactId", to: "Contacts", onDelete: .cascadeDroppingDoubles).required().indexed()
        Field.choice("RoleCode", list: "ContactRoles")
        Field.bool("IsPrimary")
    }
}
