import SQLCore
import SQLiteDriver
import Testing

@Suite struct PatternTests {
    static let matching: [(String, String)] = [
        ("abc", "b"), ("abc", "^abc$"), ("", "^$"), ("abc", "a.c"), ("aXc", "a[A-Z]c"), ("a-c", "[a\\-]-"),
        ("ab", "a|x"),
        ("foobar", "^(foo|ba[rz])+$"), ("aaa", "^a{3}$"), ("aaaa", "^a{2,}$"), ("aa", "^a{1,2}$"),
        ("ab12", "\\w+\\d{2}$"),
        ("Zürich 8001", "^\\D+\\s\\d{4}$"), ("a b", "\\bb"), ("ab", "a\\Bb"), ("é", "^\\u00e9$"), ("😀", "^.$"),
        ("😀", "^\\u{1F600}$"), ("😀", "^\\uD83D\\uDE00$"), ("a.b", "a\\.b"), ("tab\t", "\\t"), ("x", "^(?:x|y)$"),
        ("x", "(?<name>x)"), ("aaa", "a*?"), ("]", "[\\]]"), ("b", "[^a]"), ("-", "[a-]"), ("ab", "(a|b|)*$"),
        ("{", "{"), ("a{x}", "a{x}"), ("xay", "[\\s\\S]a[\\d\\D]"), ("\n", "[\\n]"), ("A", "\\x41"),
    ]

    static let different: [(String, String)] = [
        ("abc", "^b"), ("a\nb", "a.b"), ("abc", "ABC"), ("aaaa", "^a{1,3}$"), ("ab", "a\\bb"), ("a", "[^a]"), ("", "."),
        ("a1", "^\\D+$"), ("abc", "[]"),
    ]

    static let refused = [
        "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(a)\\1", "\\k<a>", "\\p{L}", "a**", "*a", "(a", "a)", "[a", "[z-a]",
        "a{2,1}",
        "a{1001}", "^*", "\\", "(?i)a", String(repeating: "a", count: 513), "((a{1000}){1000}){1000}",
        String(repeating: "(", count: 70) + String(repeating: ")", count: 70),
    ]

    @Test("patterns match like ECMAScript's, anywhere in the text unless anchored")
    func patterns() async throws {
        try await withDatabase { database async throws in
            for (rows, result) in [(Self.matching, SQLValue.integer(1)), (Self.different, .integer(0))] {
                for (text, pattern) in rows {
                    let match = SQLExpression.function(.matchesPattern, [.text(text), .text(pattern)])
                    #expect(try await database.value(match) == result, "'\(text)' with '\(pattern)'")
                }
            }
        }
    }

    @Test("what a linear machine cannot do, or costs too much, is refused")
    func refusals() async throws {
        try await withDatabase { database async throws in
            for pattern in Self.refused {
                await #expect(throws: SQLDatabaseError.arithmetic(.invalidArgument), "\(pattern)") {
                    try await database.value(.function(.matchesPattern, [.text("aaa"), .text(pattern)]))
                }
            }
        }
    }

    @Test(
        "patterns that ruin a backtracking engine end quickly",
        arguments: ["(a+)+$", "(a|aa)+$", "(.*)*x", "((){1000}){1000}b"]
    )
    func linear(pattern: String) async throws {
        try await withDatabase { database async throws in
            let text = String(repeating: "a", count: 2_000) + "!"
            let match = SQLExpression.function(.matchesPattern, [.text(text), .text(pattern)])
            #expect(try await database.value(match) == 0)
        }
    }
}
