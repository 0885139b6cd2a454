import Testing

@testable import OData

@Suite struct ExpressionParserTests {
    @Test(
        "operators bind as the URL conventions say",
        arguments: [
            ("a eq 1 and b eq 2 or c eq 3", "[or [and [eq a 1] [eq b 2]] [eq c 3]]"),
            ("a or b and c or d", "[or a [and b c] d]"),
            ("(a or b) and c", "[and [or a b] c]"),
            ("a add b mul c sub d", "[sub [add a [mul b c]] d]"),
            ("a sub b sub c", "[sub [sub a b] c]"),
            ("a eq b gt c", "[eq a [gt b c]]"),
            ("not a eq b", "[eq [not a] b]"),
            ("not (a eq b)", "[not [eq a b]]"),
            ("not(a eq b)", "[not [eq a b]]"),
            ("not a in (1,2)", "[not [in a [list 1 2]]]"),
            ("not not a", "[not [not a]]"),
            ("-a mul b", "[mul [- a] b]"),
            ("-5 add -x", "[add -5 [- x]]"),
            ("- 5", "[- 5]"),
            ("a has NS.T'A' and b", "[and [has a NS.T'A'] b]"),
            ("a add 1 in (2)", "[add a [in 1 [list 2]]]"),
            ("a in (b)", "[in a b]"),
            ("a in b/c and d", "[and [in a b/c] d]"),
            ("a in ()", "[in a [list ]]"),
            ("a in [1,\"x\"]", "[in a [array 1 'x']]"),
        ]
    )
    func precedence(_ text: String, _ shape: String) {
        #expect(SyntaxShape.of(text: text) == shape)
    }

    @Test("a long chain of or is one flat node")
    func flatChains() throws {
        let text = (0..<500).map { "a eq \($0)" }.joined(separator: " or ")
        guard case .or(let operands, _) = try ExpressionParser.parse(text) else {
            Issue.record("not a chain")
            return
        }
        #expect(operands.count == 500)
    }

    @Test(
        "calls and paths are told apart",
        arguments: [
            ("contains(Name,'x')", "[call contains Name 'x']"),
            ("CONTAINS(Name,'x')", "[call CONTAINS Name 'x']"),
            ("geo.distance(a,b)", "[call geo.distance a b]"),
            ("now()", "[call now ]"),
            ("unknown(a,b)", "[call unknown a b]"),
            ("Items('x')/Name", "Items('x')/Name"),
            ("Items(Id=1,No=2)/Name", "Items(Id=1,No=2)/Name"),
            ("NS.F(p=a add 1)/Name", "NS.F(p=a add 1)/Name"),
            ("F()(1)/Name", "F()(1)/Name"),
            ("cast(NS.T)", "[cast - NS.T]"),
            ("cast(a add 1,'Edm.Int32')", "[cast [add a 1] Edm.Int32]"),
            ("isof(Collection(NS.T))", "[isof - NS.T]"),
            ("case(a gt 1:2,true:3)", "[case [gt a 1] 2 true 3]"),
            ("case(a eq 10:20,true:10:30)", "[case [eq a 10] 20 true 10:30:00]"),
            ("$it/a eq $this", "[eq $it/a $this]"),
            ("$root/Set(1)/a", "$root/Set(1)/a"),
            ("@p eq @NS.T#q", "[eq @p @NS.T#q]"),
            ("a/@NS.T", "a/@NS.T"),
            ("a/any(x:x/b eq 1)", "a/any(x:x/b eq 1)"),
            ("a/Any()", "a/any()"),
            ("a/$count($filter=b;$search=c) gt 1", "[gt a/$count($search=c;$filter=b) 1]"),
            ("a/$filter(b)/$count", "a/$filter(b)/$count"),
            ("$these/aggregate(a with sum)", "$these/aggregate(a with sum)"),
            ("true/x", "true/x"),
        ]
    )
    func primaries(_ text: String, _ shape: String) {
        #expect(SyntaxShape.of(text: text) == shape)
    }

    @Test("every node knows where it stands")
    func ranges() throws {
        let text = "Näme eq 'x' and not (Amount gt 5)"
        guard case .and(let operands, let range) = try ExpressionParser.parse(text) else {
            Issue.record("not a chain")
            return
        }
        #expect(range == SourceRange(0, 33))
        #expect(operands.map(\.range) == [SourceRange(0, 12), SourceRange(17, 33)])
        #expect(operands[1].range.characterPosition(in: text) == 17)
    }

    @Test("words in any case are operators and literals only where they can be")
    func caseOfWords() {
        #expect(SyntaxShape.of(text: "a EQ True AND b Ne null") == "[and [eq a true] [ne b null]]")
        #expect(SyntaxShape.of(text: "and eq or") == "[eq and or]")
    }
}
