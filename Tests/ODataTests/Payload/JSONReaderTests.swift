import OData
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
    struct GoodRow: Sendable {
        let text: String
        let value: JSONValue
    }

    static let good: [GoodRow] = [
        GoodRow(text: "null", value: .null),
        GoodRow(text: " true\n", value: .boolean(true)),
        GoodRow(text: "-0.50e+7", value: .number("-0.50e+7")),
        GoodRow(text: #""a\"\\\/\b\f\n\r\té\uD83D\uDE00""#, value: .string("a\"\\/\u{8}\u{c}\n\r\té😀")),
        GoodRow(text: "[]", value: .array([])),
        GoodRow(
            text: "[1, [2]]",
            value: .array([
                JSONItem(.number("1"), range: 1..<2),
                JSONItem(.array([JSONItem(.number("2"), range: 5..<6)]), range: 4..<7),
            ])
        ),
        GoodRow(
            text: #"{"a" : {}}"#,
            value: .object(
                JSONObject([
                    .init("a", JSONItem(.object(JSONObject()), range: 7..<9))
                ])
            )
        ),
        GoodRow(text: "\u{FEFF}1", value: .number("1")),
    ]

    @Test("values keep digits, order and place", arguments: good)
    func reads(row: GoodRow) throws {
        #expect(try JSONReader.value(of: Array(row.text.utf8)).value == row.value)
    }

    struct BadRow: Sendable {
        let text: String
        let fault: JSONFault
    }

    static func at(_ line: Int, _ column: Int) -> JSONPosition { JSONPosition(line: line, column: column) }

    static let bad: [BadRow] = [
        BadRow(text: "", fault: .unexpected(found: "", expected: "a value", at: at(1, 1))),
        BadRow(text: "{\n \"é\": x}", fault: .unexpected(found: "x", expected: "a value", at: at(2, 7))),
        BadRow(text: "[1 2]", fault: .unexpected(found: "2", expected: "',' or ']'", at: at(1, 4))),
        BadRow(text: "[1,]", fault: .unexpected(found: "]", expected: "a value", at: at(1, 4))),
        BadRow(text: #"{"a":1,}"#, fault: .unexpected(found: "}", expected: "a name in double quotes", at: at(1, 8))),
        BadRow(text: #"{"a" 1}"#, fault: .unexpected(found: "1", expected: "':'", at: at(1, 6))),
        BadRow(text: "1 2", fault: .unexpected(found: "2", expected: "the end of the text", at: at(1, 3))),
        BadRow(text: "tru", fault: .unexpected(found: "t", expected: "a value", at: at(1, 1))),
        BadRow(text: "01", fault: .invalidNumber(at: at(1, 1))),
        BadRow(text: "[-]", fault: .invalidNumber(at: at(1, 2))),
        BadRow(text: "1.", fault: .invalidNumber(at: at(1, 1))),
        BadRow(text: "1e", fault: .invalidNumber(at: at(1, 1))),
        BadRow(text: #""abc"#, fault: .unterminated(at: at(1, 1))),
        BadRow(text: #""a\x""#, fault: .invalidEscape(at: at(1, 3))),
        BadRow(text: #""\uD83D""#, fault: .invalidEscape(at: at(1, 2))),
        BadRow(text: #""\uDE00""#, fault: .invalidEscape(at: at(1, 2))),
        BadRow(text: #""\u12"#, fault: .invalidEscape(at: at(1, 2))),
        BadRow(text: "\"a\nb\"", fault: .controlCharacter(at: at(1, 3))),
        BadRow(text: #"{"a":1,"b":2,"a":3}"#, fault: .duplicateMember(name: "a", at: at(1, 14))),
    ]

    @Test("what is not JSON is refused with its place", arguments: bad)
    func refuses(row: BadRow) {
        #expect(throws: row.fault) { try JSONReader.value(of: Array(row.text.utf8)) }
    }

    @Test("bytes that are not UTF-8 are refused")
    func encoding() {
        #expect(throws: JSONFault.invalidUTF8(at: Self.at(1, 1))) {
            try JSONReader.value(of: [0x22, 0xc3, 0x28, 0x22])
        }
    }

    @Test("depth, width and length are bounded")
    func bounds() throws {
        var limits = JSONReader.Limits()
        limits.depth = 3
        limits.members = 2
        limits.stringBytes = 4
        limits.values = 6
        func read(_ text: String) throws { _ = try JSONReader.value(of: Array(text.utf8), limits: limits) }
        try read("[[[1]]]")
        #expect(throws: JSONFault.tooDeep(limit: 3)) { try read("[[[[1]]]]") }
        #expect(throws: JSONFault.tooWide(limit: 2)) { try read(#"{"a":1,"b":2,"c":3}"#) }
        try read("[1,2,3,4,5]")
        #expect(throws: JSONFault.tooMany(limit: 6)) { try read("[1,2,3,4,5,6]") }
        #expect(throws: JSONFault.tooLong(limit: 4, at: Self.at(1, 1))) { try read(#""abcde""#) }
        #expect(throws: JSONFault.tooLong(limit: 400, at: Self.at(1, 1))) {
            try read(String(repeating: "1", count: 401))
        }
        // A million brackets end at the bound, not at the end of the stack.
        #expect(throws: JSONFault.tooDeep(limit: 3)) { try read(String(repeating: "[", count: 1_000_000)) }
    }
}
