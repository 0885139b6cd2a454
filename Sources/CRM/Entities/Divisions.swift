import EntityModel

extension CRMModel {
    /// Sites of companies; each company has a default one.
    static let divisions = EntityType(
        "Division",
        set: "Divisions",
        traits: [.owned(), .address(), .merge, .custom, .record],
        label: "Site",
        plural: "Sites",
        access: .companies,
        about: "Sites of companies. Each company gets one default site by itself."
    ) {
        Field.reference(
            "CompanyId",
            to: "Companies",
            onDelete: ReferenceRule(softDelete: .cascade, merge: .moveJoiningNames, purge: .cascade)
        ).required().indexed()
        Field.string("Name", 200).required().searched().indexed(.folded)
        Field.bool("IsDefault")
        Field.string("AccountCode", 40).unique().searched()
        Field.string("Phone", 40)
        Field.string("Email", 254)
        Field.decimal("Latitude", 9, 6).within(-90...90)
        Field.decimal("Longitude", 9, 6).within(-180...180)
        Field.reference("TerritoryId", to: "Territories")
        Field.string("TimeZone", 64)
        Field.bool("IsBillTo")
        Field.bool("IsShipTo")
    }
}
