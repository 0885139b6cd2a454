import Testing

@testable import OData

@Suite struct SyntaxErrorTests {
    struct Row: Sendable, CustomStringConvertible {
        let text: String
        let found: String
        let expected: String
        let character: Int
        var description: String { text }

        init(_ text: String, _ found: String, _ expected: String, _ character: Int) {
            self.text = text
            self.found = found
            self.expected = expected
            self.character = character
        }
    }

    @Test(
        "an error names what was found, what was expected and the character",
        arguments: [
            Row("Name = 'x'", "= 'x'", "an operator or the end", 6),
            Row("Name eq", "", "a value, a name or a function", 8),
            Row("Name eq )", ")", "a value, a name or a function", 9),
            Row("(Name eq 1", "", "')'", 11),
            Row("Näme eq \"x\"", "\"x\"", "a value, a name or a function", 9),
            Row("contains(Name 'x')", "'x')", "',' or ')'", 15),
            Row("Name eq 1 or ", "", "a value, a name or a function", 14),
            Row("1.x", ".x", "an operator or the end", 2),
            Row("a/$value", "$value", "a property, type or function", 3),
            Row("a/any(x)", ")", "':'", 8),
            Row("Name eq %", "%", "a value, a name or a function", 9),
            Row("Name !bcdefghijklmnopqrstuvwxyz", "!bcdefghijklmnopqrst", "an operator or the end", 6),
        ]
    )
    func unexpected(_ row: Row) {
        #expect(
            throws: SyntaxError.unexpected(
                found: row.found,
                expected: row.expected,
                at: SyntaxPosition(option: "$filter", character: row.character)
            )
        ) {
            try ExpressionParser.parse(row.text)
        }
    }

    @Test("a quote that is not closed is named where it opens")
    func unterminated() {
        #expect(throws: SyntaxError.unterminated(quote: "'", at: SyntaxPosition(option: "$filter", character: 9))) {
            try ExpressionParser.parse("Name eq 'x")
        }
    }

    @Test(
        "literals that name no value are refused with their type",
        arguments: [
            ("d eq 2023-02-29", "Edm.Date"), ("d eq 2023-02-29T10:00Z", "Edm.DateTimeOffset"),
            ("n eq 1e999", "Edm.Double"),
            ("n eq 99999999999999999999L", "Edm.Int64"), ("n eq duration'P99999999999999D'", "Edm.Duration"),
        ]
    )
    func outOfRange(_ text: String, _ kind: String) {
        #expect {
            try ExpressionParser.parse(text)
        } throws: { error in
            guard case .literalOutOfRange(kind, _, _)? = error as? SyntaxError else { return false }
            return true
        }
    }

    @Test(
        "malformed literals are refused with their type",
        arguments: [
            ("b eq binary'A'", "Edm.Binary"), ("d eq duration'1D'", "Edm.Duration"), ("d eq 2023-13-01", "Edm.Date"),
            ("g eq guid'12'", "Edm.Guid"), ("e eq NS.T'+'", "NS.T"),
        ]
    )
    func malformed(_ text: String, _ kind: String) {
        #expect {
            try ExpressionParser.parse(text)
        } throws: { error in
            guard case .malformedLiteral(kind, _, _)? = error as? SyntaxError else { return false }
            return true
        }
    }

    @Test("the position inside nested options counts from the start of the outer option")
    func nestedPosition() {
        #expect(
            throws: SyntaxError.unexpected(
                found: "!)",
                expected: "a value, a name or a function",
                at: SyntaxPosition(option: "$expand", character: 17)
            )
        ) {
            try QueryOptionsParser.parse("$expand=Company($filter=!)")
        }
    }
}
