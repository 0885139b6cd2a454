import Testing

@testable import OData

@Suite struct SyntaxToleranceTests {
    @Test(
        "literals of older versions are read",
        arguments: [
            ("1L", EdmLiteral.integer(1)), ("2.5d", .double(2.5)), ("2d", .double(2)), ("2.5f", .single(2.5)),
            (
                "guid'01234567-89ab-cdef-0123-456789abcdef'",
                .guid(EdmGuid(high: 0x0123_4567_89ab_cdef, low: 0x0123_4567_89ab_cdef))
            ),
            ("datetime'1970-01-02T00:00:00'", .dateTimeOffset(EdmDateTimeOffset(microseconds: 86_400_000_000))),
            (
                "datetimeoffset'1970-01-01T01:00:00+01:00'",
                .dateTimeOffset(EdmDateTimeOffset(microseconds: 0, offsetMinutes: 60))
            ),
            ("1970-01-01T01:00:00 01:00", .dateTimeOffset(EdmDateTimeOffset(microseconds: 0, offsetMinutes: 60))),
            ("binary'AA=='", .binary([0])), ("binary'+/+/'", .binary([0xfb, 0xff, 0xbf])),
            ("Stage'Open'", .enumeration(type: "Stage", members: ["Open"])),
        ]
    )
    func literals(_ text: String, _ literal: EdmLiteral) throws {
        guard case .literal(let read, _) = try ExpressionParser.parse(text) else {
            Issue.record("not a literal")
            return
        }
        #expect(read == literal)
    }

    @Test("a suffix makes an exact decimal")
    func decimalSuffix() throws {
        guard case .literal(.decimal(let value), _) = try ExpressionParser.parse("1.50m") else {
            Issue.record("not a decimal")
            return
        }
        #expect(value.description == "1.50")
    }

    @Test(
        "what clients write is read by default and refused when strict",
        arguments: [
            "$select=a, b", "$orderby=a, b desc", "$expand=a , b", "$expand=a($select=b;)", "$expand=a( $select = b )",
            "$filter=a in('x')", "$filter= a", "$filter=cast(a,'Edm.String') eq 1", "$filter=a eq 1L",
            "$filter=a eq 'b c'", "$apply=Aggregate(a with sum as b)", "$search=a;b", "&$top=1", "$expand=",
            "$filter=geo.distance(a,geography'SRID=4326; POINT (1 2)') lt 5",
        ]
    )
    func strictness(_ query: String) {
        let encoded = query.replacing(" ", with: query.contains("'b c'") ? " " : "%20")
        #expect(throws: Never.self) { try RequestURL(path: "A", query: encoded) }
        #expect(throws: SyntaxError.self) { try RequestURL(path: "A", query: encoded, strict: true) }
    }

    @Test("an empty $filter is refused all the same")
    func emptyFilter() {
        #expect(throws: SyntaxError.self) { try RequestURL(path: "A", query: "$filter=") }
        #expect(throws: SyntaxError.self) { try RequestURL(path: "A", query: "$filter=%20") }
    }
}
