import Testing

@testable import OData

@Suite struct SearchParserTests {
    @Test(
        "words, phrases and operators",
        arguments: [
            ("blue", "blue"), ("blue green", "[and blue green]"), ("blue AND green", "[and blue green]"),
            ("a OR b c", "[or a [and b c]]"), ("NOT a b", "[and [not a] b]"), ("NOT (a OR b)", "[not [or a b]]"),
            ("\"light blue\" sky", "[and 'light blue' sky]"), ("\"a \\\" b\"", "'a \" b'"),
            ("and or not", "[and and or not]"), ("a;b", "a;b"), ("O'Neil", "O'Neil"),
            ("'half \"", "incomplete(half \")"),
            ("a AND (b OR c) AND NOT d", "[and a [or b c] [not d]]"),
        ]
    )
    func shapes(_ text: String, _ shape: String) {
        let padded = text.hasPrefix("'") ? text + "'" : text
        #expect(SyntaxShape.of(search: padded) == shape)
    }

    @Test(
        "unbalanced quotes and dangling operators are refused",
        arguments: ["\"blue", "blue AND", "OR blue", "NOT", "(blue", "blue)", "()", "\"\"", "'blue"]
    )
    func refused(_ text: String) {
        #expect(throws: SyntaxError.self) {
            try QueryOptionsParser.parse("$search=" + SyntaxPrinter.queryEncoded(text))
        }
    }

    @Test("an encoded semicolon belongs to a word in parentheses, a plain one ends the option")
    func semicolon() throws {
        let options = try QueryOptionsParser.parse("$expand=a($search=b%3Bc;$top=1)")
        #expect(options.expand?.items.first?.options?.search.map(SyntaxShape.of) == "b;c")
        #expect(options.expand?.items.first?.options?.top == 1)
    }
}
