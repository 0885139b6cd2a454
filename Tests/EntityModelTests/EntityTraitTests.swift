import EntityModel
import Testing

@Suite struct EntityTraitTests {
    static let rows: [(trait: EntityTrait, fields: String)] = [
        (
            .record,
            """
            AlternateReference StatusFlag DeletedAt Created CreatedByUserId LastUpdatedTimestamp LastUpdatedByUserId \
            ImportRunId ChangeSeq RecordLink
            """
        ),
        (.owned(label: "Boss"), "OwnerId TeamId"),
        (.trace, "LastActivityAt NextTaskId NextTaskDue"),
        (.tags, "TagNames"),
        (.merge, "MergedWith"),
        (.custom, ""),
        (.address(), "AddressLine1 AddressLine2 City Region Postcode CountryCode"),
        (
            .delivery,
            """
            DeliveryAddressLine1 DeliveryAddressLine2 DeliveryCity DeliveryRegion DeliveryPostcode DeliveryCountryCode
            """
        ),
        (.parents(), "CompanyId ContactId LeadId OpportunityId CaseId QuoteId SalesOrderId CampaignId"),
        (
            .totals,
            """
            CurrencyCode ExchangeRate DiscountPercent NetValue TaxValue GrossValue CostValue MarginValue \
            MarginPercentage BaseNetValue BaseTaxValue BaseGrossValue BaseMarginValue
            """
        ),
        (
            .line,
            """
            Sequence ProductId ProductCode ProductName CategoryName Description ExtendedDescription SectionName \
            Quantity UnitCode UnitPrice CostPrice DiscountPercent TaxCode TaxRate NetValue TaxValue GrossValue \
            BaseNetValue BaseCostValue
            """
        ),
    ]

    @Test("a trait adds its fields in the order of the design", arguments: rows)
    func order(row: (trait: EntityTrait, fields: String)) {
        #expect(row.trait.fields(inSet: "Things").map(\.name) == row.fields.split(separator: " ").map(String.init))
    }

    @Test("the key comes first, own fields next, then the traits with record last")
    func expansion() {
        let type = EntityType(
            "Thing",
            set: "Things",
            traits: [.record, .owned(label: "Keeper"), .merge],
            access: .companies,
            about: ""
        ) {
            Field.string("Name", 20).required()
            Field.reference("CompanyId", to: "Companies")
        }
        let names = type.fields.map(\.name)
        #expect(
            names.prefix(8) == [
                "ThingId", "Name", "CompanyId", "CompanyName", "OwnerId", "OwnerName", "TeamId", "MergedWith",
            ]
        )
        #expect(names.last == "RecordLink")
        #expect(type.field("OwnerId")?.label == "Keeper")
        #expect(type.rows == .owned(user: "OwnerId", team: "TeamId"))
        #expect(type.field("MergedWith")?.kind == .reference(set: "Things"))
    }

    @Test("history sets carry stamp and number but no life cycle")
    func history() {
        let type = EntityType("Event", set: "Events", kind: .history, access: .parent, about: "") {
            Field.date("Day")
        }
        #expect(type.fields.map(\.name) == ["EventId", "Day", "LastUpdatedTimestamp", "ChangeSeq"])
        #expect(!type.isRecord)
        #expect(type.alternateKeys.isEmpty)
    }

    @Test("the address of a person is marked in every part")
    func markedAddress() {
        let marks = EntityTrait.address(mark: .contact).fields(inSet: "Contacts").map(\.mark)
        #expect(marks == Array(repeating: .contact, count: 6))
    }
}
