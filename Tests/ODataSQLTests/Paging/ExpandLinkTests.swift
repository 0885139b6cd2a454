import Foundation
import OData
import Testing

@testable import ODataSQL

@Suite("Links to the rest of expanded collections")
struct ExpandLinkTests {
    static let expands: [(String, String)] = [
        ("Kinds?$select=ID", "Items($select=ID)"),
        ("Kinds?$select=ID", "Items($select=ID;$orderby=Name desc,Price)"),
        (
            "Kinds?$select=ID",
            "Items($select=ID;$filter=Name%20ne%20'o''hara'%20and%20(Price%20gt%20-5.5%20or%20Code%20ne%20'a%3Bb%26=%2B?%25'))"
        ),
        ("Kinds?$select=ID", "Items($select=ID;$filter=not Lines/any(l:l/Quantity gt 900 or l/Item/Rank eq 800))"),
        ("Kinds?$select=ID", "Items($select=ID;$skip=1;$top=5)"),
        ("Kinds?$select=ID", "Items($select=ID,Name;$top=3;$count=true)"),
        ("Kinds?$select=ID", "Items($select=ID;$search=NOT apple)"),
        (
            "Makers?$select=ID",
            "Items($select=ID;$expand=Kind($select=Title),Lines($filter=Quantity ge 0;$top=1;$select=No))"
        ),
        ("Orders?$select=ID", "Lines($select=No;$orderby=Discount add 1 desc)"),
        ("Lines?$select=OrderID,No", "Notes($select=ID,Text)"),
    ]

    @Test("Followed to the end they give the whole collection", arguments: expands)
    func followed(_ path: String, _ expand: String) async throws {
        try await ShopDatabase.with(ShopRows(seed: 5, itemCount: 120)) { shop in
            let name = String(expand.prefix { $0 != "(" })
            let text = "\(path)&$expand=\(expand)"
            let asked = try ShopRequest.bind(text, isEncoded: text.contains("%"))
            let whole = try await Self.collections(name, shop.read(asked).body)
            var asking = ShopDatabase.Asking()
            asking.limits.expandedRows = 2
            let cut = try await Self.collections(name, shop.read(asked, asking).body)
            var links = 0
            for (owner, (full, part)) in zip(whole, cut).enumerated() {
                var members = part.members
                #expect(members.count <= 2 && part.count == full.count)
                if let link = part.link {
                    links += 1
                    #expect(link.hasPrefix("http://shop/"))
                    let read = try ShopRequest.bind(String(link.dropFirst(12)), isEncoded: true)
                    members += try await Self.objects(shop.read(read).body)
                }
                #expect(members == full.members, "owner \(owner) of \(text)")
            }
            #expect(links > 0)
        }
    }

    @Test("A collection of exactly the largest size has none")
    func exact() async throws {
        try await ShopDatabase.with { shop in
            var asking = ShopDatabase.Asking()
            let whole = try await Self.collections("Items", shop.read("Kinds?$expand=Items", asking).body)
            asking.limits.expandedRows = whole.map(\.members.count).max() ?? 0
            let body = try await shop.read("Kinds?$expand=Items", asking).body
            #expect(!body.contains("nextLink"))
            asking.limits.expandedRows -= 1
            let shorter = try await shop.read("Kinds?$expand=Items", asking).body
            #expect(shorter.contains("Items@odata.nextLink"))
        }
    }

    @Test("$top within the limit has none, and counts are whole")
    func top() async throws {
        try await ShopDatabase.with { shop in
            var asking = ShopDatabase.Asking()
            asking.limits.expandedRows = 2
            let body = try await shop.read("Kinds?$expand=Items($top=2;$count=true)", asking).body
            #expect(!body.contains("nextLink"))
        }
    }

    @Test("The text of a bound query binds to the same rows")
    func text() async throws {
        let reader = ReferenceReader(data: ShopRows(seed: 11))
        var compared = 0
        for number in 0..<400 {
            var generator = QueryGenerator(seed: UInt64(70_000_000 + number))
            let request = generator.request()
            guard let path = request.split(separator: "?").first, !path.contains("/"),
                let read = try? ShopRequest.bind(request), let expected = try? reader.rows(read)
            else { continue }
            let options = BoundText.query(read.query, skip: read.query.skip ?? 0, top: read.query.top)
            let again = try ShopRequest.bind("\(path)?\(options)", isEncoded: true)
            #expect(try reader.rows(again).rows == expected.rows, "\(request)\n\(options)")
            compared += 1
        }
        #expect(compared > 200)
    }

    // MARK: Reading answers

    private struct Collection {
        var members: [String]
        var link: String?
        var count: Int?
    }

    private static func collections(_ name: String, _ body: String) throws -> [Collection] {
        try objectList(body).map { owner in
            Collection(
                members: try (owner[name] as? [Any] ?? []).map(canonical),
                link: owner["\(name)@odata.nextLink"] as? String,
                count: owner["\(name)@odata.count"] as? Int
            )
        }
    }

    private static func objects(_ body: String) throws -> [String] { try objectList(body).map(canonical) }

    private static func objectList(_ body: String) throws -> [[String: Any]] {
        let json = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        return json?["value"] as? [[String: Any]] ?? []
    }

    private static func canonical(_ value: Any) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys]), as: UTF8.self)
    }
}
