import OData
import ODataSQL
import SQLCore
import Testing

@Suite("What rows look like")
struct RowFormatTests {
    private static func format(_ change: (inout RowFormat) -> Void) -> ShopDatabase.Asking {
        var asking = ShopDatabase.Asking()
        change(&asking.format)
        return asking
    }

    static let rows: [(String, String, ShopDatabase.Asking)] = [
        ("Items(1)?$select=ID,Stock,Price", #"{"ID":1,"Stock":9007199254740993,"Price":-0.05}"#, format { _ in }),
        (
            "Items(1)?$select=ID,Stock,Price", #"{"ID":1,"Stock":"9007199254740993","Price":"-0.05"}"#,
            format { $0.ieee754Compatible = true }
        ),
        ("Items(1)?$select=ID,Name,Made", #"{"ID":1,"Name":null,"Made":"1969-12-31"}"#, format { _ in }),
        ("Items(1)?$select=ID,Name,Made", #"{"ID":1,"Made":"1969-12-31"}"#, format { $0.omits = .nulls }),
        ("Items(1)?$select=Name", "{}", format { $0.omits = .nulls }),
        ("Items(1)?$select=ID&$expand=Kind", #"{"ID":1,"Kind":null}"#, format { _ in }),
        ("Items(1)?$select=ID&$expand=Kind", #"{"ID":1}"#, format { $0.omits = .nulls }),
        ("Items(1)?$select=ID,Name,Made", #"{"ID":1,"Made":"1969-12-31"}"#, format { $0.omits = .defaults }),
        ("Items(1)?$select=Colour", #"{"Colour":"Red,Blue"}"#, format { _ in }),
        (
            "Items(1)?$select=Seen,Opens,Span",
            #"{"Seen":"1969-12-31T23:59:59.999999Z","Opens":"09:30:00.123","Span":"-PT9S"}"#, format { _ in }
        ),
        ("Items(1)/$ref", #"{"@odata.id":"http://shop/Items(1)"}"#, format { _ in }),
        (
            "Items(1)/Lines/$ref", #"{"value":[{"@odata.id":"http://shop/Lines(OrderID=7,No='x%20''%C3%9F')"}]}"#,
            format { _ in }
        ),
        (
            "Items(1)?$select=ID&$expand=Lines/$ref",
            #"{"ID":1,"Lines":[{"@id":"http://shop/Lines(OrderID=7,No='x%20''%C3%9F')"}]}"#,
            format { $0.usesShortNames = true }
        ),
        (
            "Items(1)?$select=ID&$expand=Lines/$count", #"{"ID":1,"Lines@odata.count":"1"}"#,
            format { $0.ieee754Compatible = true }
        ),
        ("Items(1)/Price", #"{"value":-0.05}"#, format { _ in }),
        ("Items(1)/Price/$value", "-0.05", format { _ in }),
        ("Items(1)/Seen/$value", "1969-12-31T23:59:59.999999Z", format { _ in }),
        ("Items/$count?$filter=ID eq 1", "1", format { _ in }),
    ]

    @Test("Values, nulls, numbers and references", arguments: rows)
    func forms(_ text: String, _ body: String, _ asking: ShopDatabase.Asking) async throws {
        try await Self.withItem { shop in
            let answer = try await shop.read(text, asking)
            #expect(answer.body == body)
        }
    }

    @Test("Full metadata names ids, links and types, minimal and none do not")
    func metadata() async throws {
        try await Self.withItem { shop in
            let full = try await shop.read("Lines?$select=No,Price", Self.format { $0.metadata = .full })
            let expected = [
                ##"{"value":[{"@odata.type":"#Shop.LinesRow","@odata.id":"http://shop/Lines(OrderID=7,No='x%20''%C3%9F')","##,
                #""@odata.editLink":"http://shop/Lines(OrderID=7,No='x%20''%C3%9F')","#,
                #""Order@odata.associationLink":"http://shop/Lines(OrderID=7,No='x%20''%C3%9F')/Order/$ref","#,
                #""Order@odata.navigationLink":"http://shop/Lines(OrderID=7,No='x%20''%C3%9F')/Order","#,
            ]
            #expect(full.body.hasPrefix(expected.joined()))
            #expect(full.body.hasSuffix(##""No":"x 'ß","Price@odata.type":"#Decimal","Price":2.50}]}"##))
            let none = try await shop.read("Lines?$select=No,Price", Self.format { $0.metadata = .none })
            #expect(none.body == #"{"value":[{"No":"x 'ß","Price":2.50}]}"#)
        }
    }

    @Test("The version of a row is its entity tag", arguments: [RowFormat.Metadata.minimal, .full, .none])
    func entityTags(_ level: RowFormat.Metadata) async throws {
        try await Self.withItem { shop in
            var asking = Self.format { $0.metadata = level }
            asking.sources.versions = ["Items": "Stock"]
            let single = try await shop.read("Items(1)?$select=ID", asking)
            let several = try await shop.read("Items?$select=ID", asking)
            let tag = #""@odata.etag":"W/\"9007199254740993\"""#
            #expect(single.body.contains(tag) == (level != .none))
            #expect(several.body.contains(tag) == (level != .none))
            guard case .written(let summary) = single.outcome else { throw ShopError.noRead }
            #expect(summary.version == (level == .none ? nil : 9_007_199_254_740_993))
        }
    }

    @Test("The context comes first, then the count")
    func envelope() async throws {
        try await Self.withItem { shop in
            var asking = ShopDatabase.Asking()
            asking.contextURL = "http://shop/$metadata#Items(ID)"
            let several = try await shop.read("Items?$select=ID&$count=true", asking)
            #expect(
                several.body
                    == ##"{"@odata.context":"http://shop/$metadata#Items(ID)","@odata.count":1,"value":[{"ID":1}]}"##
            )
            let single = try await shop.read("Items(1)?$select=ID", asking)
            #expect(single.body == ##"{"@odata.context":"http://shop/$metadata#Items(ID)","ID":1}"##)
        }
    }

    @Test(
        "What is not there is told apart from what is null",
        arguments: [
            ("Items(2)", ReadRunner.Outcome.notFound), ("Items(2)/Name", .notFound), ("Items(2)/Lines", .notFound),
            ("Items(1)/Kind", .noContent), ("Items(1)/Name", .noContent), ("Items(1)/Name/$value", .noContent),
            ("Items(1)/Lines(OrderID=7,No='other')", .notFound), ("Items(1)/Kind/Title", .notFound),
        ]
    )
    func outcomes(_ text: String, _ outcome: ReadRunner.Outcome) async throws {
        try await Self.withItem { shop in
            let answer = try await shop.read(text)
            #expect(answer.outcome == outcome)
            #expect(answer.body.isEmpty)
        }
    }

    private static func withItem(_ body: (ShopDatabase) async throws -> Void) async throws {
        var data = ShopRows(seed: 1, itemCount: 0)
        data.rows = [
            "Items": [ShopRows.first],
            "Lines": [ShopRows.firstLine],
        ]
        try await ShopDatabase.with(data, body)
    }
}
