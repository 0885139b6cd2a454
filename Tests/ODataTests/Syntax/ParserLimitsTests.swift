import Testing

@testable import OData

@Suite struct ParserLimitsTests {
    struct Row: Sendable, CustomStringConvertible {
        let limit: SyntaxLimit
        let allowed: String
        let refused: String
        var description: String { "\(limit)" }
    }

    private static func times(_ count: Int, _ text: String, _ separator: String = "") -> String {
        Array(repeating: text, count: count).joined(separator: separator)
    }

    static let rows: [Row] = [
        Row(
            limit: .expressionDepth,
            allowed: "$filter=" + times(63, "(") + "a" + times(63, ")"),
            refused: "$filter=" + times(65, "(") + "a" + times(65, ")")
        ),
        Row(
            limit: .expressionDepth,
            allowed: "$filter=a" + times(60, " add 1"),
            refused: "$filter=a" + times(70, " add 1")
        ),
        Row(
            limit: .expressionDepth,
            allowed: "$filter=" + times(60, "not ") + "a",
            refused: "$filter=" + times(70, "not ") + "a"
        ),
        Row(limit: .expressionDepth, allowed: "@a=" + times(60, "[") + times(60, "]"), refused: "@a=" + times(70, "[")),
        Row(
            limit: .expressionNodes,
            allowed: "$filter=" + times(500, "a eq 1", " or "),
            refused: "$filter=" + times(501, "a eq 1", " or ")
        ),
        Row(
            limit: .listMembers,
            allowed: "$filter=a in (" + times(5000, "1", ",") + ")",
            refused: "$filter=a in (" + times(5001, "1", ",") + ")"
        ),
        Row(
            limit: .expandDepth,
            allowed: "$expand=" + times(8, "a($expand=") + "b" + times(8, ")"),
            refused: "$expand=" + times(9, "a($expand=") + "b" + times(9, ")")
        ),
        Row(limit: .expandWidth, allowed: "$expand=" + times(32, "a", ","), refused: "$expand=" + times(33, "a", ",")),
        Row(limit: .searchTerms, allowed: "$search=" + times(32, "a", " "), refused: "$search=" + times(33, "a", " ")),
        Row(
            limit: .applySteps,
            allowed: "$apply=" + times(32, "identity", "/"),
            refused: "$apply=" + times(33, "identity", "/")
        ),
        Row(
            limit: .applyBranches,
            allowed: "$apply=concat(" + times(16, "identity", ",") + ")",
            refused: "$apply=concat(" + times(17, "identity", ",") + ")"
        ),
        Row(limit: .queryOptions, allowed: times(100, "a=1", "&"), refused: times(101, "a=1", "&")),
        Row(
            limit: .geoPositions,
            allowed: "@a=geometry'SRID=0;LineString(" + times(1000, "1 1", ",") + ")'",
            refused: "@a=geometry'SRID=0;LineString(" + times(1001, "1 1", ",") + ")'"
        ),
        Row(
            limit: .optionItems,
            allowed: "$select=" + times(500, "a", ","),
            refused: "$select=" + times(501, "a", ",")
        ),
    ]

    @Test("each bound holds at its value and has its own error", arguments: rows)
    func queryLimits(_ row: Row) {
        #expect(throws: Never.self) { try QueryOptionsParser.parse(row.allowed) }
        #expect {
            try QueryOptionsParser.parse(row.refused)
        } throws: { error in
            guard case .limitExceeded(row.limit, _, _)? = error as? SyntaxError else { return false }
            return true
        }
    }

    @Test("the path has at most 32 segments, and a crossjoin 4 sets")
    func pathLimits() {
        #expect(throws: Never.self) { try ResourcePathParser.parse(Self.times(32, "a", "/")) }
        #expect(throws: SyntaxError.self) { try ResourcePathParser.parse(Self.times(33, "a", "/")) }
        #expect(throws: Never.self) { try ResourcePathParser.parse("$crossjoin(a,b,c,d)") }
        #expect(throws: SyntaxError.self) { try ResourcePathParser.parse("$crossjoin(a,b,c,d,e)") }
    }

    @Test(
        "input made to nest deeply ends in an error at once",
        arguments: ["(", "[", "{\"a\":", "not ", "-", "a(", "a/any(x:", "cast(", "case(a:", "a eq (", "$it/$filter("]
    )
    func deepInput(_ piece: String) {
        let text = Self.times(20_000, piece)
        #expect(throws: SyntaxError.self) { try ExpressionParser.parse(text) }
        #expect(throws: SyntaxError.self) { try QueryOptionsParser.parse("$apply=filter(" + text) }
        #expect(throws: SyntaxError.self) { try QueryOptionsParser.parse("$search=" + Self.times(5000, "(")) }
        #expect(throws: SyntaxError.self) {
            try QueryOptionsParser.parse("@a=geography'SRID=0;" + Self.times(5000, "GeometryCollection("))
        }
    }
}
