import OData
import ODataSQL
import SQLCore
import Testing

@Suite("Large requests are answered or refused by a limit, never by the database's parser")
struct SizeTests {
    private static func generous() -> (ParserLimits, BinderOptions) {
        var limits = ParserLimits()
        limits.expressionNodes = 100_000
        var options = BinderOptions()
        options.expressionNodes = 100_000
        return (limits, options)
    }

    private static func chain(_ word: String, _ count: Int, _ term: (Int) -> String) -> String {
        (0..<count).map(term).joined(separator: " \(word) ")
    }

    private static func nested(_ count: Int, _ before: String, _ middle: String, _ after: String) -> String {
        String(repeating: before, count: count) + middle + String(repeating: after, count: count)
    }

    static let filters = [
        ("equalities", chain("or", 2_000) { "ID eq \($0)" }, 60),
        ("equalities of nullable columns, negated", "not (\(chain("or", 2_000) { "KindID eq \($0 + 100)" }))", 60),
        ("differences", chain("and", 2_000) { "ID ne \($0 + 100)" }, 60),
        ("mixed comparisons", chain("or", 2_000) { "(ID gt \($0) and Rank lt 100)" }, 60),
        ("texts", chain("or", 2_000) { "contains(Code,'-\($0)')" }, 60),
        ("what may fail", chain("and", 60) { "ID div \($0 + 1) ge 0" }, 60),
        ("a list", "ID in (\((0..<5_000).map { "\($0)" }.joined(separator: ",")))", 60),
        ("negations", nested(30, "not (", "ID gt 0", ")"), 60),
        ("calls", "length(" + nested(58, "concat(", "Code", ",'x')") + ") gt 0", 60),
        ("sums", nested(20, "(", "ID", " add 1)") + " gt 0", 60),
        ("groups", nested(30, "(ID eq 0 or (ID gt 0 and ", "true", "))"), 60),
    ]

    @Test("Long and deep filters", arguments: filters)
    func largeFilters(_ name: String, _ filter: String, _ count: Int) async throws {
        try await ShopDatabase.with { shop in
            let (limits, options) = Self.generous()
            let read = try ShopRequest.bind("Items?$select=ID&$filter=\(filter)", limits: limits, options: options)
            let answer = try await shop.read(read)
            #expect(ShopDatabase.numbers("ID", in: answer.body).count == count)
        }
    }

    @Test("Expands of eight levels, over collections and over single entities")
    func expands() async throws {
        try await ShopDatabase.with { shop in
            for name in ["Children", "Parent"] {
                let expand = Self.nested(7, "\(name)($expand=", name, ")")
                let read = try ShopRequest.bind("Kinds?$expand=\(expand)")
                let expected = try ReferenceReader(data: shop.data).rows(read).rows
                let body = try await shop.read(read).body
                #expect(body == "{\"value\":[\(expected.joined(separator: ","))]}")
                let levels = try ShopRequest.bind("Kinds?$expand=\(name)($levels=max)")
                let found1 = try await shop.read(levels).body
                #expect(found1 == body)
            }
        }
    }

    @Test(
        "What the database cannot parse is refused as too complex",
        arguments: [
            "Items?$filter=" + nested(58, "(", "ID", " add 1)") + " gt 0",
            "Items?$filter=" + nested(58, "concat('x',", "Code", ")") + " eq ''",
        ]
    )
    func tooComplex(_ text: String) async throws {
        try await ShopDatabase.with { shop in
            do {
                _ = try await shop.read(text)
            } catch SQLDatabaseError.tooComplex {
                return
            }
        }
    }

    @Test("Quantifiers inside quantifiers", arguments: [2, 4, 8])
    func quantifiers(_ depth: Int) async throws {
        try await ShopDatabase.with { shop in
            var filter = "v\(depth)/ID gt 0"
            for level in stride(from: depth, to: 0, by: -1) {
                filter = "\(level == 1 ? "" : "v\(level - 1)/")Children/all(v\(level):\(filter))"
            }
            let read = try ShopRequest.bind("Kinds?$select=ID&$filter=\(filter)")
            #expect(ShopDatabase.numbers("ID", in: try await shop.read(read).body).count == 12)
        }
    }

    @Test("Conditions that would double again and again are refused")
    func doublings() throws {
        var filter = "contains(Name,substring(Code,ID div 2))"
        for _ in 0..<20 { filter = "not (\(filter) and 1 div ID eq 0)" }
        #expect(throws: PlanningError.self) { try ShopDatabase.plan("Items?$filter=\(filter)") }
    }
}
