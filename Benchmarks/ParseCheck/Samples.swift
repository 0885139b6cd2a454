/// The addresses that are measured.
///
/// The kind of `Column<n>` is given by the remainder of n by six: 0 Int64, 1 String,
/// 2 Decimal, 3 Date, 4 DateTimeOffset, 5 Boolean.
enum Samples {
    /// What Power BI sends for a table with a range, and a filter of 2,000 characters.
    static let typical: [(name: String, query: String)] = [
        (
            "bi",
            "$filter=Column4%20ge%202024-01-01T00:00:00Z%20and%20Column4%20lt%202024-02-01T00:00:00Z%20and%20Column1%20eq%20'x'"
                + "&$select=ID,Column1,Column2,Column3,Column4,Column5,Column6,Column7,Column8,Column9"
                + "&$orderby=Column4%20desc&$top=1000&$count=true"
        ),
        ("filter2000", "$filter=" + filter(characters: 2_000)),
    ]

    struct Doubling: Sendable {
        var name: String
        var sizes: [Int]
        var columns: @Sendable (Int) -> Int = { _ in 40 }
        var query: @Sendable (Int) -> String
    }

    static let doublings: [Doubling] = [
        Doubling(name: "url", sizes: [2_000, 4_000, 8_000, 16_000, 32_000, 64_000]) {
            "$filter=" + filter(characters: $0)
        },
        Doubling(name: "list", sizes: [250, 500, 1_000, 2_000, 4_000]) { size in
            "$filter=Column6%20in%20(" + (1...size).map(String.init).joined(separator: ",") + ")"
        },
        Doubling(
            name: "columns",
            sizes: [50, 100, 200, 400, 800],
            columns: { $0 },
            query: { size in "$select=" + (1...size).map { "Column\($0)" }.joined(separator: ",") }
        ),
        Doubling(name: "allColumns", sizes: [50, 100, 200, 400, 800], columns: { $0 }, query: { _ in "$top=5" }),
        Doubling(name: "expand", sizes: [1, 2, 4, 8]) { depth in
            (1..<depth).reduce("$expand=Up") { query, _ in "\(query)($expand=Up" }
                + String(repeating: ")", count: depth - 1)
        },
        Doubling(name: "expandMany", sizes: [1, 2, 4, 8]) { depth in
            (1..<depth).reduce("$expand=Down") { query, _ in "\(query)($expand=Down" }
                + String(repeating: ")", count: depth - 1)
        },
        Doubling(name: "expandWide", sizes: [1, 2, 4, 8, 16]) { width in
            "$expand=Up($expand=" + listed(width) { "Link\($0)($select=ID)" } + ")"
        },
        Doubling(name: "expandWideMany", sizes: [1, 2, 4, 8, 16]) { width in
            "$expand=" + listed(width) { "List\($0)($select=ID;$top=3)" }
        },
    ]

    /// The numbers of columns that rows are written with.
    static let writtenColumns = [25, 50, 100, 200, 400]

    /// A filter of about so many characters in terms of several kinds, decoded.
    private static func filter(characters: Int) -> String {
        let terms = [
            "Column1 eq 'some text'", "Column2 gt 12.50", "contains(Column7,'abc')", "Column3 ge 2024-02-29",
            "Column6 in (1,2,3)", "not Column5", "length(Column1) lt 20",
        ]
        var text = terms[0]
        var number = 1
        while text.utf8.count < characters {
            text += (number % 2 == 0 ? " and " : " or ") + terms[number % terms.count]
            number += 1
        }
        return text.split(separator: " ").joined(separator: "%20")
    }

    /// What must be refused quickly, in the size that an address or the body of `/$query` may have.
    static let hostile: [(name: String, query: String)] = [
        ("10,000 terms", "$filter=" + listed(10_000, "%20or%20") { "ID%20eq%20\($0)" }),
        ("deep parentheses", "$filter=" + String(repeating: "(", count: 200_000)),
        ("deep negations", "$filter=" + String(repeating: "not%20", count: 40_000)),
        ("deep calls", "$filter=" + String(repeating: "concat(Column1,", count: 15_000)),
        ("deep lambdas", "$filter=" + String(repeating: "Down/any(d:d/Up/", count: 15_000)),
        ("a list of 40,000", "$filter=ID%20in%20(" + listed(40_000) { "\($0)" } + ")"),
        ("deep expand", "$expand=" + String(repeating: "Up($expand=", count: 20_000)),
        ("wide expand", "$expand=" + listed(50_000) { _ in "Up" }),
        ("every level twice", "$expand=" + bomb(8)),
        ("long select", "$select=" + listed(25_000) { _ in "Column1" }),
        ("long apply", "$apply=" + listed(25_000, "/") { _ in "identity" }),
        ("deep apply", "$apply=" + String(repeating: "concat(identity,", count: 15_000)),
        (
            "doubling aliases",
            "$filter=@a60&@a0=Column5&" + listed(60, "&") { "@a\($0)=@a\($0 - 1)%20or%20@a\($0 - 1)" }
        ),
        ("many options", listed(40_000, "&") { "a\($0)=1" }),
        ("a pattern of repetitions", "$filter=matchesPattern(Column1,'((a{1,1000}){1,1000}){1,1000}')"),
        ("a long pattern", "$filter=matchesPattern(Column1,'" + String(repeating: "(a*)*", count: 40_000) + "')"),
        ("a long number", "$filter=ID%20eq%20" + String(repeating: "9", count: 250_000)),
        ("a deep literal", "$filter=Column1%20eq%20" + String(repeating: "[", count: 250_000)),
        ("deep search", "$search=" + String(repeating: "(", count: 250_000)),
    ]

    private static func listed(_ count: Int, _ separator: String = ",", _ item: (Int) -> String) -> String {
        (1...count).map(item).joined(separator: separator)
    }

    /// Two items on each level, so that their number doubles from level to level.
    private static func bomb(_ depth: Int) -> String {
        guard depth > 0 else { return "Up,Down" }
        let inner = bomb(depth - 1)
        return "Up($expand=\(inner)),Down($expand=\(inner))"
    }
}
