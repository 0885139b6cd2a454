import Testing

@testable import OData

@Suite struct SyntaxPrinterTests {
    static let expressions = [
        "a eq 1", "a eq 1 and b eq 2 and c", "(a or b) and not (c or d)", "a sub (b sub c)", "(a add b) mul c",
        "-(5)", "-a", "-(a add b)", "not (a eq b)", "not a", "a in (1,'x',null)", "a in ()", "a in b/c",
        "a has NS.T'A,B'",
        "contains(a/b,'it''s')", "case(a eq 10 : 20,true : 10:30:00)", "cast(NS.T)", "cast(a,Collection(Edm.String))",
        "isof(a add 1,Edm.Int32)", "$it/a eq $this", "$root/A('x')/b", "@p add 1", "@NS.T#q/a", "a/any()",
        "a/any(x:x/b and c)",
        "a/all(x:not x)", "a/$count($search=\"x y\" OR NOT z;$filter=b eq ';')", "a/$filter(b)(1)/c",
        "NS.F(p=[1,{\"k\":\"v\\\"\\n\"}])",
        "a(1)/b", "a(Id=1,No='x')", "1.50", "2m", "1000e0", "1.5e0", "2.5f", "INF", "-INF", "NaN",
        "9223372036854775807",
        "-9223372036854775808", "92233720368547758070", "2024-02-29", "23:59:59.5", "2024-02-29T23:59:59.123456Z",
        "duration'P1DT2H'", "binary'AAEC'", "01234567-89ab-cdef-0123-456789abcdef", "true and null",
        "geography'SRID=4326;Point(9.1 49)'", "geometry'SRID=0;MultiPolygon(((1 1,2 2,1 1)),((1 1,2 2,1 1)))'",
        "$these/aggregate(a with sum from b with max) gt 1", "a/aggregate($count)",
    ]

    @Test("what is printed reads back and prints the same", arguments: expressions)
    func roundTrip(_ text: String) throws {
        let expression = try ExpressionParser.parse(text)
        let printed = expression.description
        #expect(printed == text)
        #expect(SyntaxShape.of(try ExpressionParser.parse(printed)) == SyntaxShape.of(expression))
    }

    @Test(
        "options print in the order of their evaluation and read back",
        arguments: [
            "$filter=a%20eq%20'%26'&$top=5&@p=1",
            "$expand=a($filter=b;$expand=c/$ref($top=1)),*($levels=max),d/*,$value",
            "$select=*,NS.*,a/b($top=1;$select=c),NS.F(p,q),@NS.T", "$search=a%20AND%20(b%20OR%20NOT%20%22c%20d%22)",
            "$orderby=a%20desc,b&$count=true&$skip=3&x=y", "$compute=a%20add%201%20as%20b&$apply=identity/top(1)",
        ]
    )
    func optionRoundTrip(_ query: String) throws {
        let options = try QueryOptionsParser.parse(query)
        let printed = SyntaxPrinter.query(of: options)
        let again = try QueryOptionsParser.parse(printed)
        #expect(SyntaxPrinter.query(of: again) == printed)
        #expect(SyntaxPrinter.options(of: again) == SyntaxPrinter.options(of: options))
        #expect(Set(printed.split(separator: "&")) == Set(query.split(separator: "&")))
    }

    @Test("reserved and foreign characters are encoded for their place")
    func encoding() {
        #expect(SyntaxPrinter.queryEncoded("a b&c#d+ä/?") == "a%20b%26c%23d%2B%C3%A4/?")
        #expect(SyntaxPrinter.pathEncoded("a b/c%") == "a%20b%2Fc%25")
    }
}
