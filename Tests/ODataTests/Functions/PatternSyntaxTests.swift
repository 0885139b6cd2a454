import Testing

@testable import OData

@Suite("Patterns of matchespattern")
struct PatternSyntaxTests {
    @Test(
        "What runs in linear time is accepted",
        arguments: [
            "", "abc", "^A.*e$", "a|b|", "(a|b)+c?", "(?:ab){2,3}", "(?<year>\\d{4})-\\d\\d", "[^a-z0-9_-]", "[]",
            "[\\]\\\\]",
            "\\w+@\\w+\\.com", "\\bword\\B", "a{3}", "a{3,}", "a*?b+?c??", "\\u0041\\x41\\u{1F600}",
            "\\cA\\0\\t\\n\\v\\f\\r",
            "(a{10}){100}", "[a\\-z]", "\\/\\(\\)", "(((x)))",
        ]
    )
    func accepted(pattern: String) throws {
        #expect(try PatternSyntax(checking: pattern).text == pattern)
    }

    @Test(
        "A construct that needs backtracking is named with its place",
        arguments: [
            ("(a)\\1", PatternConstruct.backReference, 3), ("(?<n>a)\\k<n>", .backReference, 7),
            ("x(?=y)", .lookAhead, 1), ("x(?!y)", .lookAhead, 1), ("(?<=y)x", .lookBehind, 0),
            ("(?<!y)x", .lookBehind, 0),
            ("\\p{L}", .unicodeProperty, 0), ("a\\P{Lu}", .unicodeProperty, 1), ("(?i)a", .inlineFlags, 0),
            ("a{1001}", .repetition, 0), ("a{2,5000}", .repetition, 0), ("(a{1000}){20}", .size, 0),
            ("((a{100}){100}){2}x", .size, 0),
            (String(repeating: "a", count: 513), .length, 512), (String(repeating: "(", count: 64), .nesting, 63),
        ]
    )
    func unsupported(pattern: String, construct: PatternConstruct, offset: Int) {
        #expect(throws: PatternError.unsupported(construct, offset: offset)) { try PatternSyntax(checking: pattern) }
    }

    @Test(
        "A malformed pattern is refused where it breaks",
        arguments: [
            ("(a", 2), ("a)", 1), ("[a", 0), ("*a", 0), ("a**", 2), ("a{", 2), ("a{x}", 2), ("a{2,1}", 1), ("{2}", 0),
            ("\\", 1), ("\\q", 0), ("[z-a]", 2), ("[\\d-x]", 3), ("\\x4", 3), ("\\u{110000}", 3), ("(?<>a)", 3),
            ("(?#c)", 2),
            ("^*", 1), ("]", 0), ("\\c1", 2), ("\\01", 2),
        ]
    )
    func malformed(pattern: String, offset: Int) {
        do {
            _ = try PatternSyntax(checking: pattern)
            Issue.record("'\(pattern)' was accepted")
        } catch {
            guard case .malformed(_, let found) = error else {
                Issue.record("'\(pattern)' gave \(error)")
                return
            }
            #expect(found == offset)
        }
    }
}
