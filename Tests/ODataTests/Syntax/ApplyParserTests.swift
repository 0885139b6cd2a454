import Testing

@testable import OData

@Suite struct ApplyParserTests {
    private func apply(_ text: String) throws -> ApplySyntax {
        try #require(try QueryOptionsParser.parse("$apply=" + SyntaxPrinter.queryEncoded(text)).apply)
    }

    @Test(
        "every transformation is read and prints as written",
        arguments: [
            "aggregate(Amount with sum as Total,$count as N,Lines/$count as L,Forecast)",
            "aggregate(Amount mul 2 with NS.median as M from Time/Month with average as A)"
                .replacing("as M from Time/Month with average as A", with: "from Time/Month with average as A"),
            "groupby((Company/Name,Stage),aggregate(Amount with max as M))",
            "groupby((rollup(Country,City),rollup(null,Year),rollup(Levels)))",
            "groupby((rolluprecursive($root/Divisions,Tree,Id,filter(a eq 1))),top(1))",
            "filter(Amount gt 5)/search(\"a b\" OR c)/orderby(a desc,b)/skip(1)/top(2)/identity",
            "compute(a add 1 as b,c as d)", "topcount(2,Amount)/bottompercent(50,Amount)/topsum(10,Amount)",
            "concat(identity,groupby((a)))", "join(Lines as L)/outerjoin(Lines as L,filter(a))",
            "nest(groupby((a)) as b,identity as c)", "addnested(Lines,filter(a) as b)",
            "ancestors($root/Divisions,Tree,Id,search(x),2,keep start)",
            "descendants($root/Divisions,Tree,Id,filter(a)/top(1),keep start)",
            "traverse($root/Divisions,Tree,Id,preorder,filter(a),Name desc,Id)", "NS.Custom(p=1)",
        ]
    )
    func roundTrip(_ text: String) throws {
        #expect(SyntaxPrinter.text(of: try apply(text)) == text)
    }

    @Test("an aggregate keeps its parts apart")
    func aggregateParts() throws {
        let apply = try apply("aggregate(Amount mul 2 with sum from Time,Product/Name with average as X,$count as N)")
        guard case .aggregate(let list, _)? = apply.steps.first, list.count == 2 else {
            Issue.record("no aggregate")
            return
        }
        #expect(SyntaxShape.of(list[0].source) == "[mul Amount 2]")
        #expect(list[0].method == .sum)
        #expect(list[0].stages.map(\.properties.count) == [2])
        #expect(list[0].stages.map(\.method) == [.average])
        #expect(list[0].name?.text == "X")
        #expect(list[1].method == nil)
    }

    @Test(
        "malformed transformations are refused",
        arguments: [
            "aggregate()", "groupby(a)", "groupby(())", "nonsense(a)", "top()", "top(-1)", "concat(identity)",
            "aggregate(a with total as b)", "identity/", "filter(a", "join(Lines)", "topcount(1)",
            "traverse($root/A,Q,Id)", "ancestors(A,Q,Id,identity)", "groupby((a/$count))",
        ]
    )
    func refused(_ text: String) {
        #expect(throws: (any Error).self) { try apply(text) }
    }

    @Test("names of transformations are read in any case")
    func casing() throws {
        #expect(
            SyntaxPrinter.text(of: try apply("GroupBy((a),Aggregate($count As n))"))
                == "groupby((a),aggregate($count as n))"
        )
    }
}
