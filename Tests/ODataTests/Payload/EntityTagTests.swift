import OData
import Testing

@Suite struct EntityTagTests {
    struct Row: Sendable {
        var lines: [String]
        var tag: String?
        var matches: Bool
    }

    static let rows: [Row] = [
        .init(lines: ["*"], tag: "5", matches: true),
        .init(lines: ["*"], tag: nil, matches: true),
        .init(lines: ["W/\"5\""], tag: "5", matches: true),
        .init(lines: ["w/\"5\""], tag: "5", matches: true),
        .init(lines: ["\"5\""], tag: "5", matches: true),
        .init(lines: ["W/\"6\""], tag: "5", matches: false),
        .init(lines: ["W/\"4\", W/\"5\""], tag: "5", matches: true),
        .init(lines: ["W/\"4\",\"5\""], tag: "5", matches: true),
        .init(lines: ["W/\"4\"", "W/\"5\""], tag: "5", matches: true),
        .init(lines: ["W/\"a,b\""], tag: "a,b", matches: true),
        .init(lines: ["5"], tag: "5", matches: true),
        .init(lines: ["W/5 "], tag: "5", matches: true),
        .init(lines: [""], tag: "5", matches: false),
        .init(lines: [", ,"], tag: "5", matches: false),
        .init(lines: ["\"5"], tag: "5", matches: true),
        .init(lines: ["W/\"5\""], tag: nil, matches: false),
        .init(lines: ["garbage, *"], tag: "5", matches: true),
    ]

    @Test("a list of tags matches by text, weak or not", arguments: rows)
    func matching(row: Row) {
        #expect(EntityTagCondition(lines: row.lines)?.matches(row.tag.map { EntityTag($0) }) == row.matches)
    }

    @Test("no line is no condition")
    func none() {
        #expect(EntityTagCondition(lines: []) == nil)
    }

    @Test("a tag is written weak unless it is strong, and never breaks out of its quotes")
    func writing() {
        #expect(EntityTag("5").description == "W/\"5\"")
        #expect(EntityTag("5", isWeak: false).description == "\"5\"")
        #expect(EntityTag("a\"b\r\nc é").description == "W/\"a_b__c__\"")
    }
}
