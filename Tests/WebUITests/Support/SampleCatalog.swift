import CRMService
import EntityModel
import Identity

@testable import WebUI

/// A small model with one of every kind of field, and somebody who sees all of it but the hidden fields.
struct SampleCatalog {
    let catalog: EntityCatalog
    let text: RecordText
    let deals: EntityType
    let countries: EntityType

    /// 2026-11-22 was a Sunday; in Berlin it is one hour later than in UTC.
    static let now = UTCInstant(seconds: 1_795_348_800)

    init(zone: String = "UTC", hidden: Set<String> = ["Secret"]) throws {
        let users = EntityType("User", set: "Users", access: .organisation, about: "People.") {
            Field.string("FullName", 170).searched()
        }
        let firms = EntityType("Firm", set: "Firms", access: .companies, about: "Firms.") {
            Field.string("Name", 80).required().searched()
        }
        let deals = EntityType(
            "Deal",
            set: "Deals",
            traits: [.owned(), .record],
            access: .opportunities,
            about: "Deals."
        ) {
            Field.string("Name", 80).required().searched()
            Field.reference("FirmId", to: "Firms")
            Field.choice("CountryCode", list: "Lands")
            Field.money("Value")
            Field.choice("CurrencyCode", list: "Moneys")
            Field.int32("Score")
            Field.int32("LaunchYear")
            Field.fixed("State", 4, ["Open", "Won"])
            Field.bool("IsHot")
            Field.date("CloseDate")
            Field.timestamp("SeenAt")
            Field.text("Notes", 400)
            Field.string("Secret", 40)
        }
        let teams = EntityType("Team", set: "Teams", access: .organisation, about: "Teams.") {
            Field.string("Name", 40)
        }
        let runs = EntityType("Run", set: "ImportRuns", access: .organisation, about: "Runs.") {
            Field.string("Name", 40)
        }
        let lands = ChoiceList("Lands", items: [ListItem("DE", "Germany"), ListItem("FR", "France")])
        let moneys = ChoiceList("Moneys", items: [ListItem("EUR", "Euro")])
        catalog = try EntityCatalog(types: [deals, firms, users, teams, runs], lists: [lands, moneys])
        self.deals = deals
        countries = lands.entityType
        let fields = Dictionary(
            uniqueKeysWithValues: catalog.types.map { type in
                (type.set, Set(type.fields.map(\.name)).subtracting(hidden))
            }
        )
        text = RecordText(
            catalog: catalog,
            view: VisibleFields(sets: Set(catalog.types.map(\.set)), fields: fields),
            format: ValueFormat(zone: ZoneRule(identifier: zone) ?? .universal, now: Self.now)
        )
    }
}
