import OData
import ODataSQL
import SQLCore
import Testing

@Suite("Rows that a caller may not see show nowhere")
struct RowPredicateTests {
    /// Hides every fifth row of the sets with a number, and the lines of one piece.
    private static func hidden() -> (ShopSources, ShopRows) {
        var sources = ShopSources()
        var data = ShopRows(seed: 21)
        for set in Shop.sets {
            let (property, modulus, rest): (String, Int64, Int64) =
                set.name == "Lines" ? ("Quantity", 3, 1) : ("ID", 5, 3)
            sources.predicates[set.name] = .matching { alias in
                let column = SQLExpression.column(alias, ShopSet.stored(property))
                return .notEquals(.arithmetic(.modulo, .integer, column, .integer(modulus)), .integer(rest))
            }
            data.rows[set.name]?.removeAll { row in
                guard case .integer(let number)? = row[property] else { return false }
                return number % modulus == rest
            }
        }
        return (sources, data)
    }

    @Test("Generated queries give what they give on data without those rows")
    func generated() async throws {
        let (sources, visible) = Self.hidden()
        var asking = ShopDatabase.Asking()
        asking.sources = sources
        let hiding = asking
        try await ShopDatabase.with(ShopRows(seed: 21)) { shop in
            let reference = ReferenceReader(data: visible)
            var compared = 0
            for number in 0..<500 {
                var generator = QueryGenerator(seed: UInt64(50_000_000 + number))
                let text = generator.request()
                guard let read = try? ShopRequest.bind(text), let expected = try? reference.rows(read),
                    let answer = try? await shop.read(read, hiding)
                else { continue }
                compared += 1
                guard try reference.exists(read) else {
                    #expect(answer.outcome == .notFound, "\(text)")
                    continue
                }
                let count = expected.count.map { "\"@odata.count\":\($0)," } ?? ""
                let body = "{\(count)\"value\":[\(expected.rows.joined(separator: ","))]}"
                #expect(answer.body == body, "\(text)")
            }
            #expect(compared > 450)
        }
    }

    @Test("Generated $apply requests give what they give on data without those rows")
    func aggregated() async throws {
        let (sources, visible) = Self.hidden()
        var asking = ShopDatabase.Asking()
        asking.sources = sources
        let hiding = asking
        try await ShopDatabase.with(ShopRows(seed: 21)) { shop in
            let reference = ReferenceReader(data: visible)
            var compared = 0
            for number in 0..<400 {
                var generator = ApplyGenerator(seed: UInt64(70_000_000 + number))
                let text = number % 4 == 0 ? generator.expandRequest() : generator.request()
                guard let read = try? ShopRequest.bind(text), let expected = try? reference.rows(read),
                    let answer = try? await shop.read(read, hiding)
                else { continue }
                compared += 1
                let found = JSONText.members(of: answer.body)["value"]
                #expect(found == .array(expected.rows.map { JSONText($0) }.sorted()), "\(text)")
            }
            #expect(compared > 320)
        }
    }

    static let secret: [(String, String)] = [
        ("Items?$apply=filter(Name eq 'secret')/aggregate($count as N)", one("N", "0")),
        ("Items?$apply=aggregate(Rank with max as M)&$filter=M eq 99", "{\"value\":[]}"),
        ("Items?$apply=groupby((Name))&$filter=Name eq 'secret'", "{\"value\":[]}"),
        (
            "Kinds?$apply=filter(ID eq 77)/aggregate(Items/Rank with max as M)&$compute=M eq null as X&$select=X",
            "{\"value\":[{\"X\":true}]}"
        ),
        ("Kinds?$apply=filter(ID eq 77)/aggregate(Items/$count as N)", one("N", "0")),
        ("Kinds?$apply=filter(ID eq 77)/join(Items as I)", "{\"value\":[]}"),
        (
            "Kinds?$apply=filter(ID eq 77)/outerjoin(Items as I)&$select=ID&$expand=I",
            "{\"value\":[{\"ID\":77,\"I\":null}]}"
        ),
        ("Kinds?$filter=Items/aggregate(Rank with max) eq 99", "{\"value\":[]}"),
        ("Items?$filter=Rank lt $these/aggregate(Rank with max) sub 50", "{\"value\":[]}"),
        (
            "Kinds?$filter=ID eq 77&$select=ID&$expand=Items($apply=groupby((Name)))",
            "{\"value\":[{\"ID\":77,\"Items\":[]}]}"
        ),
        ("Lines?$apply=filter(OrderID eq 999)/groupby((Item/Name))", "{\"value\":[{\"Item\":{\"Name\":null}}]}"),
        ("Lines?$apply=filter(OrderID eq 999)/groupby((Item))", "{\"value\":[{\"Item\":null}]}"),
        ("Lines?$apply=filter(OrderID eq 999)/aggregate(Item with countdistinct as N)", one("N", "0")),
        ("Lines?$apply=filter(OrderID eq 999)/aggregate(Item/Rank with max as M)&$filter=M ne null", "{\"value\":[]}"),
        (
            "Items?$apply=groupby((rolluprecursive($root/Kinds,Tree,KindID,filter(ID eq 77))),aggregate($count as N))",
            "{\"value\":[{\"KindID\":77,\"N@odata.type\":\"#Decimal\",\"N\":0}]}"
        ),
        (
            "Items?$apply=nest(filter(Name eq 'secret') as A)",
            "{\"value\":[{\"A@odata.context\":\"http://shop/$metadata#Items\",\"A\":[]}]}"
        ),
        (
            "Lines?$apply=filter(OrderID eq 999)/addnested(Item,compute(Name as X) as M)&$select=No&$expand=M",
            "{\"value\":[{\"No\":\"a\",\"M\":null}]}"
        ),
        ("Items?$filter=Name eq 'secret'", "{\"value\":[]}"),
        ("Items?$search=secret&$count=true", "{\"@odata.count\":0,\"value\":[]}"),
        ("Items/$count?$filter=contains(Name,'secret')", "0"),
        ("Kinds?$filter=Items/any(i:i/Name eq 'secret')", "{\"value\":[]}"),
        ("Kinds?$filter=ID eq 1 and Items/all(i:i/Name ne 'secret')&$select=ID", "{\"value\":[{\"ID\":1}]}"),
        ("Kinds?$filter=Items/$count($filter=Name eq 'secret') gt 0", "{\"value\":[]}"),
        ("Kinds?$filter=Items/$count($search=secret) gt 0", "{\"value\":[]}"),
        ("Lines?$filter=Item/Name eq 'secret'", "{\"value\":[]}"),
        ("Lines?$filter=OrderID eq 999&$select=No&$expand=Item", "{\"value\":[{\"No\":\"a\",\"Item\":null}]}"),
        ("Lines?$filter=Item ne null and OrderID eq 999", "{\"value\":[]}"),
        (
            "Kinds?$filter=ID eq 77&$select=ID&$expand=Items,Children/$count",
            "{\"value\":[{\"ID\":77,\"Items\":[],\"Children@odata.count\":0}]}"
        ),
        ("Kinds?$filter=ID eq 77&$select=ID&$expand=Items/$count", "{\"value\":[{\"ID\":77,\"Items@odata.count\":0}]}"),
        (
            "Kinds?$filter=ID eq 77&$select=ID&$expand=Items($count=true;$top=1)",
            "{\"value\":[{\"ID\":77,\"Items@odata.count\":0,\"Items\":[]}]}"
        ),
        ("Kinds(77)/Items", "{\"value\":[]}"),
        ("Kinds(77)/Items/$count", "0"),
        ("Items?$filter=Name eq 'secret' and 1 div Rank eq 1", "{\"value\":[]}"),
        ("Items?$filter=1 div (Rank sub 99) lt 5&$select=ID&$top=1", "{\"value\":[{\"ID\":1}]}"),
        ("Kinds?$filter=ID eq 77 and Items/all(i:1 div (i/Rank sub 99) eq 3)&$select=ID", "{\"value\":[{\"ID\":77}]}"),
    ]

    @Test("A planted row is not found, not counted and fails nothing", arguments: secret)
    func planted(_ text: String, _ body: String) async throws {
        try await withSecret { shop, asking in
            let found1 = try await shop.read(text, asking).body
            #expect(found1 == body)
        }
    }

    @Test(
        "A planted row does not exist",
        arguments: [
            "Items(777)", "Items(777)/Name", "Items(777)/Lines", "Items(777)/Kind/Title", "Items(777)/Name/$value",
        ]
    )
    func missing(_ text: String) async throws {
        try await withSecret { shop, asking in
            let found2 = try await shop.read(text, asking).outcome
            #expect(found2 == .notFound)
            let found3 = try await shop.read(text).outcome
            #expect(found3 != .notFound)
        }
    }

    @Test("A single-valued navigation to a planted row leads to nothing")
    func nothing() async throws {
        try await withSecret { shop, asking in
            let found4 = try await shop.read("Lines(OrderID=999,No='a')/Item", asking).outcome
            #expect(found4 == .noContent)
        }
    }

    @Test("Where no row may be seen there is none", arguments: ["Items", "Items?$search=apple", "Kinds(1)/Items"])
    func nobody(_ text: String) async throws {
        try await ShopDatabase.with { shop in
            var asking = ShopDatabase.Asking()
            asking.sources.predicates["Items"] = .nothing
            let found5 = try await shop.read(text, asking).body
            #expect(found5 == "{\"value\":[]}")
        }
    }

    private static func one(_ name: String, _ value: String) -> String {
        "{\"value\":[{\"\(name)@odata.type\":\"#Decimal\",\"\(name)\":\(value)}]}"
    }

    private func withSecret(_ body: (ShopDatabase, ShopDatabase.Asking) async throws -> Void) async throws {
        var data = ShopRows(seed: 3)
        data.rows["Items"]?.removeAll { $0["Rank"] == .integer(0) && $0["ID"] != .integer(1) }
        data.rows["Items"]?.append([
            "ID": .integer(777), "Name": .string("secret"), "Code": .string("secret"), "Rank": .integer(99),
            "Cost": .integer(0), "KindID": .integer(77),
        ])
        data.rows["Kinds"]?.append(["ID": .integer(77), "Title": .string("holds it")])
        data.rows["Orders"]?.append([
            "ID": .integer(999), "Placed": .dateTimeOffset(EdmDateTimeOffset(microseconds: 0)), "Paid": .boolean(true),
        ])
        data.rows["Lines"]?.append([
            "OrderID": .integer(999), "No": .string("a"), "ItemID": .integer(777), "Quantity": .integer(1),
        ])
        var asking = ShopDatabase.Asking()
        asking.sources.predicates["Items"] = .matching { .notEquals(.column($0, "id_c"), .integer(777)) }
        try await ShopDatabase.with(data) { shop in try await body(shop, asking) }
    }
}
