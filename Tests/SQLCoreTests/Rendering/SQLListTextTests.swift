import SQLCore
import Testing

@Suite struct SQLListTextTests {
    @Test(
        "values of one kind become a JSON array",
        arguments: [
            ([.integer(1), .integer(Int64.min)], "[1,-9223372036854775808]"),
            ([.text("a\"b\\c\n\u{1}é")], "[\"a\\\"b\\\\c\\u000a\\u0001é\"]"),
            ([.real(0.1), .real(2)], "[0.1,2.0]"),
        ] as [([SQLValue], String)]
    )
    func json(values: [SQLValue], json: String) {
        #expect(SQLListText(values)?.json == json)
    }

    @Test(
        "mixed values, nulls, bytes and infinities are no list",
        arguments: [[.integer(1), .text("1")], [.null], [.blob([1])], [.real(.infinity)], []] as [[SQLValue]]
    )
    func refused(values: [SQLValue]) {
        #expect(SQLListText(values) == nil)
    }

    @Test("rows become arrays in an array")
    func rows() {
        #expect(SQLListText.rows([[.integer(1), .text("a")], [.integer(2), .text("b")]]) == "[[1,\"a\"],[2,\"b\"]]")
        #expect(SQLListText.rows([[.null]]) == nil)
    }
}
