import ODataSQL
import SQLCore
import Testing

@Suite("Statements use the indexes there are")
struct IndexUseTests {
    @Test(
        "A search, and neither a scan nor a sort",
        arguments: [
            ("Items?$filter=ID eq 5", "SEARCH t0 USING INTEGER PRIMARY KEY (rowid=?)"),
            ("Items?$filter=ID gt 5 and ID le 9", "(rowid>? AND rowid<?)"),
            ("Items?$filter=Name eq 'apple pie'", "USING INDEX t_items_2 (name_c=?)"),
            ("Items?$filter=Name eq 'a' and Price gt 3", "USING INDEX t_items_2 (name_c=?)"),
            ("Items?$filter=startswith(Name,'ap')&$orderby=Name", "(name_c>? AND name_c<?)"),
            ("Items?$filter=Price ge 3.5&$orderby=Price", "USING INDEX t_items_3 (price_c>?)"),
            ("Items?$filter=Price gt 3.555&$orderby=Price", "USING INDEX t_items_3 (price_c>?)"),
            ("Kinds(1)/Items", "USING INDEX t_items_0 (kindid_c=?)"),
            ("Lines(OrderID=1,No='a')/Notes", "USING INDEX t_notes_0 (orderid_c=? AND lineno_c=?)"),
            ("Items(3)/Kind", "SEARCH t0 USING INTEGER PRIMARY KEY (rowid=?)"),
            ("Lines(OrderID=1,No='a')", "(orderid_c=? AND no_c=?)"),
        ]
    )
    func searches(_ text: String, _ wanted: String) async throws {
        try await ShopDatabase.with { shop in
            let steps = try await shop.trace(text).steps
            #expect(steps.contains { $0.contains(wanted) }, "\(steps)")
            #expect(!steps.contains { $0.hasPrefix("SCAN") }, "\(steps)")
            #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)")
        }
    }

    @Test(
        "A search, though the rows are sorted afterwards",
        arguments: [
            ("Items?$filter=KindID in (1,2,3)", "USING INDEX t_items_0 (kindid_c=?)"),
            ("Items?$filter=KindID eq 1 or KindID eq 2 or KindID eq 3", "USING INDEX t_items_0 (kindid_c=?)"),
            ("Items?$filter=year(Made) eq 2023", "USING INDEX t_items_6 (made_c>? AND made_c<?)"),
            ("Items?$filter=year(Seen) ge 2023&$orderby=Seen", "USING INDEX t_items_4 (seen_c>?)"),
            ("Items?$filter=Lines/any(l:l/Quantity gt 2)", "USING INDEX t_lines_0 (itemid_c=?)"),
            ("Items?$filter=ID lt 9&$expand=Lines", "USING INDEX t_lines_0 (itemid_c=?)"),
            ("Lines?$filter=OrderID eq 1&$expand=Notes", "USING INDEX t_notes_0 (orderid_c=? AND lineno_c=?)"),
        ]
    )
    func sortedSearches(_ text: String, _ wanted: String) async throws {
        try await ShopDatabase.with { shop in
            let steps = try await shop.trace(text).steps
            #expect(steps.contains { $0.contains(wanted) }, "\(steps)")
        }
    }

    @Test("A continuation starts where the page before ended", arguments: ["", "Name", "Price", "Seen", "Code"])
    func continuations(_ order: String) async throws {
        try await ShopDatabase.with { shop in
            let text = "Items" + (order.isEmpty ? "" : "?$orderby=\(order)")
            var asking = ShopDatabase.Asking()
            asking.size = 40
            asking.position = try await shop.read(text, asking).link
            #expect(asking.position?.values.contains(.null) == false)
            let steps = try await shop.trace(text, asking).steps
            #expect(steps.count == 1)
            #expect(steps.first?.hasPrefix("SEARCH t0 USING I") == true, "\(steps)")
        }
    }

    @Test(
        "The order of the key needs no sort",
        arguments: ["Items", "Lines", "Items?$orderby=Name", "Items?$orderby=ID desc"]
    )
    func keyOrder(_ text: String) async throws {
        try await ShopDatabase.with { shop in
            let steps = try await shop.trace(text).steps
            #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)")
        }
    }

    @Test("The number of statements does not grow with the number of parents")
    func statements() async throws {
        try await ShopDatabase.with { shop in
            let expand = "$expand=Lines($expand=Order,Notes($count=true)),Kind($expand=Children,Items/$count),Maker"
            let few = try await shop.trace("Items?$top=2&\(expand)").count
            let many = try await shop.trace("Items?$top=45&\(expand)").count
            #expect(few <= many)
            #expect(many == 6)
        }
    }
}
