import OData
import ODataSQL
import SQLCore
import Testing

@Suite("Paging by the sort key")
struct PagingTests {
    static let orders = [
        "", "ID desc", "Name", "Name desc", "Price,Name desc", "Price desc,Name", "Kind/Title,ID desc",
        "Kind/Title desc", "Active desc,Weight", "Seen desc,Opens,Tag desc", "length(Name),Made", "Rank desc,Colour",
        "Cost desc,ID desc", "Weight,Stock desc", "Price gt 0,Name", "Lines/$count desc,Name",
    ]

    @Test("Pages to the end give what one large page gives", arguments: orders)
    func pages(_ order: String) async throws {
        try await ShopDatabase.with { shop in
            let text = "Items?$select=ID" + (order.isEmpty ? "" : "&$orderby=\(order)")
            let whole = ShopDatabase.numbers("ID", in: try await shop.read(text).body)
            #expect(whole.count == 60)
            for size in [1, 7, 30] {
                let found1 = try await sweep(text, size: size, shop) { _ in }
                #expect(found1 == whole, "pages of \(size)")
            }
        }
    }

    @Test("Rows inserted between two pages neither double nor drop the others", arguments: orders)
    func insertions(_ order: String) async throws {
        try await ShopDatabase.with { shop in
            let text = "Items?$select=ID" + (order.isEmpty ? "" : "&$orderby=\(order)")
            let whole = ShopDatabase.numbers("ID", in: try await shop.read(text).body)
            let more = ShopRows(seed: 99).rows["Items"] ?? []
            let found = try await sweep(text, size: 6, shop) { page in
                guard more.indices.contains(page) else { return }
                var row = more[page]
                row["ID"] = .integer(Int64(1_000 + page))
                let statement = ShopDatabase.insert(row, into: Shop.items)
                try await shop.database.write { connection in _ = try connection.execute(statement) }
            }
            #expect(found.filter { $0 < 1_000 } == whole)
            #expect(Set(found).count == found.count)
        }
    }

    @Test("Keys of two parts page too")
    func compositeKeys() async throws {
        try await ShopDatabase.with { shop in
            let text = "Lines?$orderby=Quantity desc&$select=OrderID,No,Quantity"
            let whole = try await shop.read(text).body
            var asking = ShopDatabase.Asking()
            asking.size = 5
            var rows = ""
            repeat {
                let answer = try await shop.read(text, asking)
                let part = answer.body.dropFirst("{\"value\":[".count).prefix { $0 != "]" }
                rows += (rows.isEmpty ? "" : ",") + part
                asking.position = answer.link
            } while asking.position != nil
            #expect("{\"value\":[" + rows + "]}" == whole)
        }
    }

    @Test("The link ends when $top is reached, and $skip counts once")
    func topAndSkip() async throws {
        try await ShopDatabase.with { shop in
            let text = "Items?$select=ID&$top=17&$skip=5&$orderby=Name desc"
            let whole = ShopDatabase.numbers("ID", in: try await shop.read(text).body)
            #expect(whole.count == 17)
            let found2 = try await sweep(text, size: 4, shop) { _ in }
            #expect(found2 == whole)
            let found3 = try await sweep(text, size: 17, shop) { _ in }
            #expect(found3 == whole)
        }
    }

    @Test("The count of the first page is repeated on the others")
    func counts() async throws {
        try await ShopDatabase.with { shop in
            var asking = ShopDatabase.Asking()
            asking.size = 50
            let first = try await shop.read("Items?$select=ID&$count=true", asking)
            #expect(first.body.hasPrefix("{\"@odata.count\":60,"))
            asking.position = first.link
            asking.position?.count = 61
            let second = try await shop.read("Items?$select=ID&$count=true", asking)
            #expect(second.body.hasPrefix("{\"@odata.count\":61,"))
            #expect(second.link == nil)
        }
    }

    @Test("A page of the exact size has no link to an empty one")
    func exactSize() async throws {
        try await ShopDatabase.with { shop in
            var asking = ShopDatabase.Asking()
            asking.size = 60
            let found4 = try await shop.read("Items", asking).link
            #expect(found4 == nil)
            asking.size = 59
            let found5 = try await shop.read("Items", asking).link
            #expect(found5 != nil)
        }
    }

    @Test("A position that does not fit the order is refused")
    func misfit() async throws {
        try await ShopDatabase.with { shop in
            var asking = ShopDatabase.Asking()
            asking.position = ShopDatabase.Answer.Link(values: [.integer(1), .null], delivered: 1, count: nil)
            await #expect(throws: ReadRunner.PositionMismatch.self) { try await shop.read("Items", asking) }
        }
    }

    /// The keys of all pages, one after the other.
    private func sweep(
        _ text: String,
        size: Int,
        _ shop: ShopDatabase,
        between: (Int) async throws -> Void
    ) async throws -> [Int] {
        var asking = ShopDatabase.Asking()
        asking.size = size
        var found: [Int] = []
        for page in 0..<200 {
            let answer = try await shop.read(text, asking)
            found += ShopDatabase.numbers("ID", in: answer.body)
            asking.position = answer.link
            guard answer.link != nil else { break }
            try await between(page)
        }
        return found
    }
}
