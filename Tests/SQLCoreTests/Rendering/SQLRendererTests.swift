import SQLCore
import Testing

@Suite struct SQLRendererTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let condition: SQLExpression
        let text: String
        var testDescription: String { text }

        init(_ condition: SQLExpression, _ text: String) {
            self.condition = condition
            self.text = text
        }
    }

    static let a = SQLExpression.column("a")
    static let b = SQLExpression.column("t", "b")
    static let one = SQLExpression.bind(.integer(1))

    static let rows: [Row] = [
        Row(.and([a, b, a]), #""a" AND "t"."b" AND "a""#),
        Row(.and([.or([a, b]), a]), #"("a" OR "t"."b") AND "a""#),
        Row(.or([.and([a, b]), a]), #""a" AND "t"."b" OR "a""#),
        Row(.not(.and([a, b])), #"NOT ("a" AND "t"."b")"#),
        Row(.not(.equals(a, one)), #"NOT "a" = $1"#),
        Row(.and([]), "TRUE"),
        Row(.or([]), "FALSE"),
        Row(.equals(.equals(a, b), .true), #"("a" = "t"."b") = TRUE"#),
        Row(.isTrue(.greater(a, b)), #"("a" > "t"."b") IS TRUE"#),
        Row(.isNotNull(a), #""a" IS NOT NULL"#),
        Row(.isDistinctFrom(a, one), #""a" IS DISTINCT FROM $1"#),
        Row(.rowComparison(.greater, [a, b], [one, .null]), #"("a", "t"."b") > ($1, NULL)"#),
        Row(.rowComparison(.less, [a], [one]), #""a" < $1"#),
        Row(.inList(a, [one, one]), #""a" IN ($1, $2)"#),
        Row(.inList(a, []), "FALSE"),
        Row(.equals(.concatenation([a, b, a]), one), #""a" || "t"."b" || "a" = $1"#),
        Row(
            .caseWhen([SQLCaseBranch(when: a, then: one)], otherwise: .null),
            #"CASE WHEN "a" THEN $1 ELSE NULL END"#
        ),
        Row(.count(a, isDistinct: true), #"count(DISTINCT "a")"#),
        Row(.count(), "count(*)"),
        Row(
            .window(SQLWindow(.rowNumber, partition: [a], order: [SQLOrdering(b, isAscending: false)])),
            #"ROW_NUMBER() OVER (PARTITION BY "a" ORDER BY "t"."b" DESC NULLS LAST)"#
        ),
        Row(.column("we\"ird"), #""we""ird""#),
        Row(.cast(a, .text), #"CAST("a" AS text)"#),
        Row(.equals(a, .word("A")), #""a" = text("A")"#),
    ]

    @Test("parentheses are written where precedence needs them only", arguments: rows)
    func text(row: Row) throws {
        #expect(try conditionText(row.condition) == row.text)
    }

    @Test("a parameter is filled in later, as often as it occurs")
    func parameters() throws {
        let condition = SQLExpression.or([.equals(Self.a, .parameter(1)), .equals(Self.b, .parameter(0)), Self.one])
        let select = SelectStatement(columns: [SQLResultColumn(.parameter(1))], where: condition)
        let rendered = try PlainDialect().render(select)
        let filled = try rendered.filling([.text("zero"), .text("one")])
        #expect(filled.text == rendered.text)
        #expect(filled.binds == [.text("one"), .text("one"), .text("zero"), .integer(1)])
        #expect(throws: SQLRenderingError.missingParameter(1)) { try rendered.filling([.null]) }
    }

    @Test("a list above the limit becomes one bind, whatever its length")
    func longLists() throws {
        let members = (0...SQLRenderer.listLimit).map { SQLExpression.bind(.integer(Int64($0))) }
        let text = try conditionText(.inList(Self.a, members))
        #expect(text == #""a" IN (SELECT "value" FROM members($1) AS "list")"#)
    }

    @Test("a list that JSON cannot hold keeps its binds")
    func mixedLists() throws {
        let members = (0...SQLRenderer.listLimit).map { SQLExpression.bind(.blob([UInt8(truncatingIfNeeded: $0)])) }
        #expect(try conditionText(.inList(Self.a, members)).contains("$201"))
    }

    @Test("nesting beyond the limit is refused")
    func depth() throws {
        var condition = Self.a
        for _ in 0..<SQLRenderer.depthLimit { condition = .not(condition) }
        #expect(throws: SQLRenderingError.tooDeep(limit: SQLRenderer.depthLimit)) { try conditionText(condition) }
    }

    static let refused: [(SelectStatement, SQLRenderingError)] = [
        (SelectStatement(columns: []), .emptyClause("columns")),
        (SelectStatement(columns: [SQLResultColumn(.concatenation([]))]), .emptyClause("concatenation")),
        (SelectStatement(columns: [SQLResultColumn(.caseWhen([], otherwise: nil))]), .emptyClause("case")),
        (
            SelectStatement(columns: [SQLResultColumn(.rowComparison(.equal, [a], []))]),
            .wrongOperandCount("row comparison")
        ),
        (
            SelectStatement(columns: [SQLResultColumn(.aggregate(.sum, nil, isDistinct: false))]),
            .wrongOperandCount("aggregate")
        ),
        (
            SelectStatement(columns: [SQLResultColumn(a)], groupBy: [.integer(1)]),
            .unsupported("constant in GROUP BY")
        ),
    ]

    @Test("a clause without its members is refused", arguments: refused)
    func refusals(statement: SelectStatement, error: SQLRenderingError) {
        #expect(throws: error) { try PlainDialect().render(statement) }
    }

    @Test("a constant in ORDER BY disappears, since a bare number would name a column")
    func constantOrder() throws {
        let select = SelectStatement(
            columns: [SQLResultColumn(Self.a)],
            orderBy: [SQLOrdering(.integer(1)), SQLOrdering(Self.a)]
        )
        #expect(try PlainDialect().render(select).text == #"SELECT "a" ORDER BY "a" NULLS FIRST"#)
    }

    @Test("conditions joined one by one stay flat")
    func flatJoin() {
        let joined = SQLExpression.true.and(Self.a).and(Self.b).and(.and([Self.a, Self.b]))
        #expect(joined == .and([Self.a, Self.b, Self.a, Self.b]))
    }
}
