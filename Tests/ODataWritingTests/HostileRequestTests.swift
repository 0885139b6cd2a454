import Foundation
import ODataServer
import Testing

/// Requests made to cost more than they should: each meets a bound, or is carried out in little time.
@Suite("Hostile requests", .serialized)
struct HostileRequestTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let line: String
        var body: String?
        var headers: [String] = []
        let status: Int
        var code: String?

        init(
            _ name: String,
            _ line: String,
            body: String? = nil,
            headers: [String] = [],
            _ status: Int,
            _ code: String? = nil
        ) {
            testDescription = name
            self.line = line
            self.body = body
            self.headers = headers
            self.status = status
            self.code = code
        }

        /// With its options in the body, where 16 KB are not enough.
        static func query(_ name: String, _ options: String, _ status: Int, _ code: String? = nil) -> Row {
            Row(name, "POST /Products/$query", body: options, headers: ["Content-Type: text/plain"], status, code)
        }
    }

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    private static func listed(_ count: Int, _ separator: String = ",", _ item: (Int) -> String) -> String {
        (1...count).map(item).joined(separator: separator)
    }

    private static let expressions: [Row] = [
        .query(
            "10,000 terms",
            "$filter=" + listed(10_000, " or ") { "Stock eq \($0)" },
            400,
            "limit.expression-too-large"
        ),
        .query(
            "10,000 sums",
            "$filter=" + listed(10_000, " add ") { "\($0)" } + " gt 1",
            400,
            "limit.expression-too-deep"
        ),
        .query("deep parentheses", "$filter=" + times(20_000, "(") + "true", 400, "limit.expression-too-deep"),
        .query("deep negations", "$filter=" + times(20_000, "not ") + "true", 400, "limit.expression-too-deep"),
        .query("deep signs", "$filter=Stock gt " + times(20_000, "-(") + "1", 400, "limit.expression-too-deep"),
        .query("deep calls", "$filter=" + times(9_000, "concat(Name,") + "'x'", 400, "limit.expression-too-deep"),
        .query("deep lambdas", "$filter=" + times(4_000, "Parts/any(p:p/Product/"), 400, "limit.expression-too-deep"),
        .query("deep JSON", "$filter=Name eq " + times(60_000, "["), 400),
        .query(
            "a list of 20,000",
            "$filter=Stock in (" + listed(20_000) { "\($0)" } + ")",
            400,
            "limit.in-list-too-long"
        ),
        .query("a list of 5,000", "$filter=Stock in (" + listed(5_000) { "\($0)" } + ")", 200),
        .query(
            "aliases that double",
            "$filter=@a40&@a0=Stock eq 1&" + listed(40, "&") { "@a\($0)=@a\($0 - 1) or @a\($0 - 1)" },
            400,
            "limit.expression-too-large"
        ),
        Row("aliases in a circle", "GET /Products?$filter=@a&@a=@b&@b=@a", 400),
        Row("a pattern with nested repetition", "GET /Products?$filter=matchesPattern(Name,'(a+)+$')", 200),
        Row(
            "a pattern with a product of repetitions",
            "GET /Products?$filter=matchesPattern(Name,'((a{1,1000}){1,1000}){1,1000}')",
            400,
            "pattern.unsupported"
        ),
        Row(
            "a long pattern",
            "GET /Products?$filter=matchesPattern(Name,'\(times(3_000, "a*"))')",
            400,
            "pattern.unsupported"
        ),
        Row(
            "many positions",
            "GET /Products?$filter=geo.length(geography'SRID=0;LineString(\(listed(1_100) { _ in "1 2" }))') gt 1",
            400,
            "limit.expression-too-large"
        ),
    ]

    private static let shapes: [Row] = [
        .query(
            "a deep expand",
            "$expand=" + times(2_000, "Supplier($expand=Products($expand="),
            400,
            "limit.expand-too-deep"
        ),
        .query("a wide expand", "$expand=" + listed(5_000) { _ in "Supplier" }, 400, "limit.expand-too-wide"),
        Row("everything, to the deepest level", "GET /Products?$expand=*($levels=max)", 501),
        .query("a long select", "$select=" + listed(20_000) { _ in "Name" }, 400, "limit.expand-too-wide"),
        .query("a long order", "$orderby=" + listed(20_000) { _ in "Name" }, 400, "limit.expand-too-wide"),
        .query("a long compute", "$compute=" + listed(9_000) { "1 as a\($0)" }, 400, "limit.expand-too-wide"),
        Row(
            "a long search",
            "GET /Products?$search=" + listed(40, " OR ") { "a\($0)" },
            400,
            "limit.search-too-complex"
        ),
        .query("deep search", "$search=" + times(20_000, "(") + "a", 400),
        .query("a long apply", "$apply=" + listed(5_000, "/") { _ in "identity" }, 400, "limit.apply-too-complex"),
        .query(
            "a wide apply",
            "$apply=concat(" + listed(5_000) { _ in "identity" } + ")",
            400,
            "limit.apply-too-complex"
        ),
        .query("a deep apply", "$apply=" + times(5_000, "concat(identity,"), 400),
        .query("a thousand options", listed(1_000, "&") { "a\($0)=1" }, 400, "limit.too-many-options"),
        Row("a long path", "GET /" + times(400, "Products(1)/Supplier/"), 400, "limit.path-too-long"),
        Row("a long address", "GET /Products?$filter=" + times(20_000, "a"), 414, "limit.url-too-long"),
        .query("a long body of options", "$filter=" + times(300_000, "a"), 413, "limit.query-body-too-large"),
        .query("a long deep search", "$search=" + listed(20_000, " ") { _ in "NOT a" }, 400),
        Row(
            "a wide join",
            "GET /$crossjoin(Products,Suppliers,Parts,Codes,Events)?$top=1",
            400,
            "limit.crossjoin-too-wide"
        ),
    ]

    /// Small texts that mean much: what they stand for is counted, not what they say.
    private static let multiplied: [Row] = [
        Row(
            "computed values that double",
            "GET /Products?$select=A20&$compute=Stock add Stock as A0,"
                + listed(20) { "A\($0 - 1) add A\($0 - 1) as A\($0)" },
            400,
            "limit.expression-too-large"
        ),
        Row(
            "steps that compute and double",
            "GET /Products?$apply=compute(Stock add Stock as A0)/"
                + listed(28, "/") { "compute(A\($0 - 1) add A\($0 - 1) as A\($0))" },
            400,
            "limit.expression-too-large"
        ),
        Row(
            "branches that multiply",
            "GET /Products?$apply=" + listed(8, "/") { _ in "concat(identity,identity,identity)" },
            400,
            "limit.apply-too-complex"
        ),
        Row(
            "branches within branches",
            "GET /Products?$apply=" + times(7, "concat(identity,identity,")
                + "identity" + times(7, ")"),
            200
        ),
        Row(
            "subtotals within subtotals",
            "GET /Products?$apply=" + listed(4, "/") { _ in "groupby((rollup(Name,Stock,Price,Weight,MadeOn,ID)))" },
            400,
            "limit.apply-too-complex"
        ),
        Row(
            "aliases in every item",
            "GET /Products?@a=" + listed(100, " or ") { "Stock eq \($0)" } + "&$filter="
                + listed(100, " or ") { _ in "@a" },
            400,
            "limit.expression-too-large"
        ),
        Row(
            "expands that multiply",
            "GET /Suppliers?$expand=" + times(3, "Products($expand=Parts($expand=Product),Supplier($expand=")
                + "Products" + times(3, "))"),
            200
        ),
        Row(
            "levels within levels",
            "GET /Products?$expand=Supplier($levels=8;$expand=Products($levels=8;$expand=Supplier($levels=8)))",
            200
        ),
        Row(
            "lambdas within lambdas",
            "GET /Products?$filter=" + listed(12, "") { "Supplier/Products/all(a\($0):a\($0)/" } + "Stock gt 1"
                + times(12, ")"),
            400,
            "limit.query-too-complex"
        ),
        .query(
            "lists in every term",
            "$filter=" + listed(9, " or ") { _ in "Stock in (" + listed(500) { "\($0)" } + ")" },
            200
        ),
    ]

    private static let numbers: [Row] = [
        Row("$top beyond Int64", "GET /Products?$top=99999999999999999999", 200),
        Row("$top below 0", "GET /Products?$top=-1", 400),
        Row("$top of all", "GET /Products?$top=9223372036854775807", 200),
        Row("$skip beyond Int64", "GET /Products?$skip=9223372036854775808", 200),
        Row("$skip of all", "GET /Products?$skip=9223372036854775807", 200),
        Row("$top and $skip of all", "GET /Products?$skip=9223372036854775807&$top=9223372036854775807", 200),
        Row("$levels beyond Int64", "GET /Products?$expand=Supplier($levels=99999999999999999999)", 200),
        Row("$index beyond Int64", "GET /Products?$index=-9223372036854775809", 501),
        Row("a key beyond Int64", "GET /Products(9223372036854775808)", 404),
        Row("a key at the end of Int64", "GET /Products(-9223372036854775808)", 404),
        Row("a key of 10,000 digits", "GET /Products(\(times(10_000, "9")))", 400),
        Row("a sum beyond Int64", "GET /Products?$filter=ID add 9223372036854775807 gt 0", 400),
        Row("the smallest number, negated", "GET /Products?$filter=-(-9223372036854775808) gt ID", 400),
        Row("the smallest by -1", "GET /Products?$filter=-9223372036854775808 div -1 gt ID", 400),
        Row("the smallest modulo -1", "GET /Products?$filter=-9223372036854775808 mod -1 eq 0", 200),
        Row("a division by 0", "GET /Products?$filter=ID div 0 gt 1", 400),
        Row("a long exponent", "GET /Products?$filter=Weight gt 1e\(times(2_000, "9"))", 400),
        Row(
            "a duration beyond Int64",
            "GET /Products?$filter=now() sub duration'P99999999999999999999D' gt SeenAt",
            400
        ),
        Row("the end of times", "GET /Products?$filter=SeenAt lt 9999-12-31T23:59:59Z add duration'P9999999D'", 400),
        Row("a year of six digits", "GET /Products?$filter=MadeOn lt 999999-01-01", 400),
        Row(
            "substring at the ends",
            "GET /Products?$filter=substring(Name,-9223372036854775808,9223372036854775807) eq ''",
            200
        ),
        Row("round of the largest", "GET /Products?$filter=round(1.7976931348623157e308) gt 1", 200),
    ]

    private static let json = ["Content-Type: application/json", "OData-MaxVersion: 4.01"]
    private static let multipart = ["Content-Type: multipart/mixed;boundary=b"]

    private static let bodies: [Row] = [
        Row("a deep body", "POST /Products", body: times(100_000, "["), headers: json, 400, "limit.payload-too-deep"),
        Row(
            "a deep body of objects",
            "POST /Products",
            body: times(50_000, #"{"Supplier":"#),
            headers: json,
            400,
            "limit.payload-too-deep"
        ),
        Row(
            "a wide body",
            "POST /Products",
            body: "{" + listed(50_000) { "\"a\($0)\":1" } + "}",
            headers: json,
            400,
            "limit.payload-too-wide"
        ),
        Row("a long number", "POST /Products", body: #"{"Price":\#(times(100_000, "9"))}"#, headers: json, 400),
        Row(
            "a deep insert of 2,000",
            "POST /Suppliers",
            body: #"{"Name":"x","Products":[\#(listed(2_000) { _ in #"{"Name":"n"}"# })]}"#,
            headers: json,
            400,
            "limit.deep-write-too-large"
        ),
        Row(
            "a JSON batch of 5,000",
            "POST /$batch",
            body: #"{"requests":[\#(listed(5_000) { #"{"id":"\#($0)","method":"get","url":"Products"}"# })]}"#,
            headers: json,
            400,
            "limit.batch-too-large"
        ),
        Row(
            "a batch of 5,000",
            "POST /$batch",
            body: times(5_000, "--b\r\nContent-Type: application/http\r\n\r\nGET Products HTTP/1.1\r\n\r\n") + "--b--",
            headers: multipart,
            400,
            "limit.batch-too-large"
        ),
        Row(
            "a batch of boundaries",
            "POST /$batch",
            body: times(200_000, "--b\r\n") + "--b--",
            headers: multipart,
            400
        ),
        Row("a batch of dashes", "POST /$batch", body: times(500_000, "-"), headers: multipart, 400),
    ]

    /// What a request may cost before it is refused or answered: 100 ms of processor time in a release build.
    private static let bound = Duration.milliseconds(100) * RequestCost.buildFactor

    @Test(
        "a hostile request is answered in time",
        .timeLimit(.minutes(5)),
        arguments: expressions + shapes + multiplied + numbers + bodies
    )
    func rows(row: Row) async throws {
        try await DepotService.with { depot in
            let parts = row.line.split(separator: " ", maxSplits: 1).map(String.init)
            let (answer, time) = try await RequestCost.of {
                await depot.send(parts[0], parts[1], bytes: row.body.map { Array($0.utf8) }, headers: row.headers)
            }
            #expect(answer.status == row.status, "\(answer.text.prefix(300))")
            if let code = row.code { #expect(answer.code == code, "\(answer.text.prefix(300))") }
            #expect(!answer.isCut && answer.text.utf8.count < 20_000)
            #expect(time > .zero && time < Self.bound, "\(time)")
        }
    }
}
