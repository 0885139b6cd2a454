import EntityModel
import Testing

@Suite struct EntityCatalogTests {
    static let colours = ChoiceList("Colours", items: [ListItem("Red", isDefault: true), ListItem("Blue")])

    static func things(
        set: String = "Things",
        rows: RowAccess? = nil,
        indexes: [EntityIndex] = [],
        toMany: [ToMany] = [],
        _ extra: Field...
    ) -> EntityType {
        EntityType(
            "Thing",
            set: set,
            indexes: indexes,
            toMany: toMany,
            access: .companies,
            rows: rows,
            about: ""
        ) {
            Field.string("Name", 20).required()
            Field.choice("ColourCode", list: "Colours").defaults(to: "Red")
            extra
        }
    }

    static let parts = EntityType(
        "Part",
        set: "Parts",
        access: .parent,
        rows: .part(of: "ThingId"),
        about: ""
    ) {
        Field.reference("ThingId", to: "Things", onDelete: .cascade).required()
        Field.through("ThingName", 20, path: ["ThingId"], field: "Name")
        Field.date("Made").onCalendar()
    }

    static let days = EntityType("Day", set: "Days", kind: .calendar, access: .organisation, about: "") {
        Field.date("Date").key()
    }

    @Test("sets, fields and targets are found by name")
    func lookup() throws {
        let catalog = try EntityCatalog(types: [Self.things(), Self.parts, Self.days], lists: [Self.colours])
        #expect(catalog.types.map(\.set) == ["Things", "Parts", "Days", "Colours"])
        #expect(catalog.type(ofSet: "things") == nil)
        #expect(catalog.type(ofSetIgnoringCase: "things")?.set == "Things")
        #expect(catalog.field("ThingName", ofSet: "Parts")?.isStored == false)
        #expect(catalog.target(ofSet: "Parts", path: ["ThingId"], field: "Name")?.kind == .string(maxLength: 20))
        #expect(catalog.parts(ofSet: "Things").map(\.set) == ["Parts"])
        #expect(catalog.list("Colours")?.defaultCode == "Red")
    }

    @Test("navigations follow references, codes, calendar days and declared ways back, with partners")
    func navigations() throws {
        let things = Self.things(toMany: [ToMany("Parts", by: "ThingId")])
        let catalog = try EntityCatalog(types: [things, Self.parts, Self.days], lists: [Self.colours])
        #expect(
            catalog.navigations(ofSet: "Parts") == [
                Navigation(name: "Thing", target: "Things", join: .toOne(field: "ThingId"), partner: "Parts"),
                Navigation(name: "MadeCalendar", target: "Days", join: .toOne(field: "Made")),
            ]
        )
        #expect(
            catalog.navigations(ofSet: "Things") == [
                Navigation(name: "Colour", target: "Colours", join: .toOne(field: "ColourCode")),
                Navigation(name: "Parts", target: "Parts", join: .toMany(field: "ThingId"), partner: "Thing"),
            ]
        )
    }

    static let mistakes: [(types: [EntityType], error: CatalogError)] = [
        ([things(), things(set: "THINGS")], .duplicateSet("THINGS")),
        ([things(), things(set: "Others", .date("Day"))], .duplicateType("Thing")),
        ([things(.string("name", 9))], .duplicateMember(set: "Things", name: "name")),
        ([things(.string("9x", 9))], .badName(set: "Things", name: "9x")),
        ([things(.date("Day").key(), .date("Two").key())], .badKey(set: "Things")),
        (
            [things(.reference("GhostId", to: "Ghosts"))],
            .unknownTarget(set: "Things", field: "GhostId", target: "Ghosts")
        ),
        (
            [things(.choice("HueCode", list: "Things"))],
            .unknownTarget(set: "Things", field: "HueCode", target: "Things")
        ),
        ([things(indexes: [EntityIndex(["Nope"])])], .unknownField(set: "Things", name: "Nope")),
        ([things(rows: .part(of: "Nope"))], .unknownField(set: "Things", name: "Nope")),
        (
            [things(toMany: [ToMany("Things", by: "Name")])],
            .unknownTarget(set: "Things", field: "Things", target: "Things")
        ),
        (
            [things(.through("Far", 20, path: ["NameId"], field: "Name"))],
            .unknownField(set: "Things", name: "Far")
        ),
        (
            [things(.virtual("Year", .int32, .year(of: "Name")))],
            .virtualKind(set: "Things", field: "Year")
        ),
        (
            [
                things(
                    .reference("OtherId", to: "Things"),
                    .string("Secret", 9).personal(.name),
                    .through("Leak", 9, path: ["OtherId"], field: "Secret")
                )
            ],
            .lostMark(set: "Things", field: "Leak")
        ),
        (
            [things(.choice("HueCode", list: "Colours").defaults(to: "Green"))],
            .badDefault(set: "Things", field: "HueCode")
        ),
        ([things(.percent("Share").defaults(to: 101))], .badDefault(set: "Things", field: "Share")),
        ([things(.string("Long", 0))], .badSize(set: "Things", field: "Long")),
        ([things(.fixed("Kind", 2, ["Yes"]))], .badSize(set: "Things", field: "Kind")),
    ]

    @Test("a catalog that contradicts itself is refused", arguments: mistakes)
    func refusal(row: (types: [EntityType], error: CatalogError)) {
        #expect(throws: row.error) { try EntityCatalog(types: row.types, lists: [Self.colours]) }
    }

    static let badLists: [(items: [ListItem], code: String)] = [
        ([ListItem("Red"), ListItem("RED")], "RED"), ([ListItem("lower")], "lower"), ([ListItem("A b")], "A b"),
        ([ListItem("A", isDefault: true), ListItem("B", isDefault: true)], "B"),
        ([ListItem("A", extra: ["Rate": .null])], "A"),
    ]

    @Test("a list with malformed or doubled codes is refused", arguments: badLists)
    func badList(row: (items: [ListItem], code: String)) {
        #expect(throws: CatalogError.badList(set: "Hues", code: row.code)) {
            try EntityCatalog(types: [], lists: [ChoiceList("Hues", items: row.items)])
        }
    }

    @Test("items get their place and label")
    func items() {
        #expect(Self.colours.items.map(\.sequence) == [10, 20])
        #expect(ListItem("LapsedCustomer").label == "Lapsed customer")
        #expect(Self.colours.entityType.key?.name == "Code")
        #expect(Self.colours.entityType.fields.map(\.name).suffix(2) == ["LastUpdatedTimestamp", "ChangeSeq"])
    }
}
