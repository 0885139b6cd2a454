import OData
import ODataSQL

/// The sample model of these tests: items in kinds from makers, and orders with lines and notes.
///
/// Lines and notes have keys of two parts; kinds refer to kinds.
enum Shop {
    typealias Column = ShopSet.Column
    typealias Link = ShopSet.Link

    private static func column(
        _ name: String,
        _ type: EdmPrimitiveType,
        _ storage: ColumnStorage,
        null: Bool = true
    ) -> Column {
        var facets = EdmFacets()
        if case .scaledDecimal(let scale) = storage {
            facets = EdmFacets(precision: 18, scale: .fixed(scale))
        }
        return Column(name: name, type: .primitive(type, isNullable: null, facets: facets), storage: storage)
    }

    static let colour = EdmEnumType(
        EdmTypeName("Shop", "Colour"),
        isFlags: true,
        members: [.init("None", 0), .init("Red", 1), .init("Green", 2), .init("Blue", 4)]
    )

    private static let colours = colour.members.map { ColumnStorage.Member(name: $0.name, value: $0.value) }

    static let items = ShopSet(
        name: "Items",
        columns: [
            column("ID", .int32, .integer, null: false),
            column("Name", .string, .text),
            column("Code", .string, .text, null: false),
            column("Price", .decimal, .scaledDecimal(scale: 2)),
            column("Cost", .decimal, .scaledDecimal(scale: 4), null: false),
            column("Weight", .double, .real),
            column("Stock", .int64, .wideInteger),
            column("Rank", .int16, .integer, null: false),
            column("Active", .boolean, .boolean),
            column("Made", .date, .date),
            column("Seen", .dateTimeOffset, .timestamp),
            column("Opens", .timeOfDay, .timeOfDay),
            column("Span", .duration, .duration),
            column("Tag", .guid, .guid),
            Column(
                name: "Colour",
                type: EdmTypeReference(.enumeration(colour.name)),
                storage: .enumeration(colours)
            ),
            column("KindID", .int32, .integer),
            column("MakerID", .int32, .integer),
        ],
        key: ["ID"],
        links: [
            Link(name: "Kind", target: "Kinds", isCollection: false, pairs: [("KindID", "ID")]),
            Link(name: "Maker", target: "Makers", isCollection: false, pairs: [("MakerID", "ID")]),
            Link(name: "Lines", target: "Lines", isCollection: true, pairs: [("ID", "ItemID")]),
        ],
        searched: ["Name", "Code"]
    )

    static let kinds = ShopSet(
        name: "Kinds",
        columns: [
            column("ID", .int32, .integer, null: false),
            column("Title", .string, .text),
            column("ParentID", .int32, .integer),
            column("Share", .decimal, .scaledDecimal(scale: 1)),
        ],
        key: ["ID"],
        links: [
            Link(name: "Parent", target: "Kinds", isCollection: false, pairs: [("ParentID", "ID")]),
            Link(name: "Children", target: "Kinds", isCollection: true, pairs: [("ID", "ParentID")]),
            Link(name: "Items", target: "Items", isCollection: true, pairs: [("ID", "KindID")]),
        ],
        parent: "Parent"
    )

    static let makers = ShopSet(
        name: "Makers",
        columns: [
            column("ID", .int32, .integer, null: false),
            column("Name", .string, .text, null: false),
            column("Country", .string, .text),
            column("Founded", .date, .date),
            column("Rating", .double, .real),
        ],
        key: ["ID"],
        links: [Link(name: "Items", target: "Items", isCollection: true, pairs: [("ID", "MakerID")])],
        searched: ["Name", "Country"]
    )

    static let orders = ShopSet(
        name: "Orders",
        columns: [
            column("ID", .int32, .integer, null: false),
            column("Placed", .dateTimeOffset, .timestamp, null: false),
            column("Buyer", .string, .text),
            column("Total", .decimal, .scaledDecimal(scale: 4)),
            column("Paid", .boolean, .boolean, null: false),
        ],
        key: ["ID"],
        links: [Link(name: "Lines", target: "Lines", isCollection: true, pairs: [("ID", "OrderID")])]
    )

    static let lines = ShopSet(
        name: "Lines",
        columns: [
            column("OrderID", .int32, .integer, null: false),
            column("No", .string, .text, null: false),
            column("ItemID", .int32, .integer),
            column("Quantity", .int32, .integer, null: false),
            column("Discount", .double, .real),
            column("Price", .decimal, .scaledDecimal(scale: 2)),
        ],
        key: ["OrderID", "No"],
        links: [
            Link(name: "Order", target: "Orders", isCollection: false, pairs: [("OrderID", "ID")]),
            Link(name: "Item", target: "Items", isCollection: false, pairs: [("ItemID", "ID")]),
            Link(
                name: "Notes",
                target: "Notes",
                isCollection: true,
                pairs: [("OrderID", "OrderID"), ("No", "LineNo")]
            ),
        ]
    )

    static let notes = ShopSet(
        name: "Notes",
        columns: [
            column("ID", .int32, .integer, null: false),
            column("OrderID", .int32, .integer),
            column("LineNo", .string, .text),
            column("Text", .string, .text),
        ],
        key: ["ID"],
        links: [
            Link(
                name: "Line",
                target: "Lines",
                isCollection: false,
                pairs: [("OrderID", "OrderID"), ("LineNo", "No")]
            )
        ]
    )

    static let sets = [items, kinds, makers, orders, lines, notes]

    static func set(_ name: String) -> ShopSet? { sets.first { $0.name == name } }

    static let model = EdmModel(
        schemas: [
            EdmSchema(
                namespace: "Shop",
                entityTypes: sets.map(\.entityType),
                enumTypes: [colour],
                container: EdmEntityContainer(EdmTypeName("Shop", "Container"), entitySets: sets.map(\.entitySet))
            )
        ]
    )

    static let mapping = RelationalMapping(sets.map(\.mapping))

    /// The columns with an index, by set.
    static let indexes: [String: [[String]]] = [
        "Items": [
            ["KindID"], ["MakerID"], ["Name", "ID"], ["Price", "ID"], ["Seen", "ID"], ["Code", "ID"], ["Made"],
        ],
        "Kinds": [["ParentID"]],
        "Lines": [["ItemID"]],
        "Orders": [["Placed", "ID"]],
        "Notes": [["OrderID", "LineNo"]],
    ]
}
