import Foundation
import Testing

@testable import OData

@Suite struct GrammarCheckTests {
    @Test("our own rows are answered as the grammar says", arguments: GrammarTable.rows)
    func ownTable(_ row: GrammarTable.Row) {
        let check = GrammarCheck(constraints: GrammarTable.constraints)
        #expect(check.verdict(rule: row.rule, input: row.input) == (row.isValid ? .accepted : .rejected))
    }

    @Test("a rule that is not covered is told apart from a refusal")
    func unknownRule() {
        #expect(GrammarCheck(constraints: [:]).verdict(rule: "nonsense", input: "x") == .unknownRule)
    }

    @Test("rule names are compared without regard to case, names of the model with it")
    func casing() {
        let check = GrammarCheck(constraints: GrammarTable.constraints)
        #expect(check.accepts(rule: "ORDERBY", input: "$orderby=Name"))
        #expect(!check.accepts(rule: "orderby", input: "$orderby=Company/NAME"))
    }

    @Test("the OASIS cases of the core and aggregation suites all hold", .enabled(if: OASISCases.isPresent))
    func oasisCases() throws {
        let file = try OASISCases.load()
        var count = 0
        for row in file.cases where row.suite != "temporal" {
            let check = GrammarCheck(constraints: file.constraints[row.suite] ?? [:])
            #expect(
                check.accepts(rule: row.rule, input: row.input) == row.valid,
                "\(row.suite) \(row.rule): \(row.input)"
            )
            count += 1
        }
        #expect(count == 785)
    }
}

/// The converted OASIS test cases beside the repository, where they are present.
enum OASISCases {
    struct File: Decodable {
        let constraints: [String: [String: [String]]]
        let cases: [Case]
    }

    struct Case: Decodable {
        let suite: String
        let rule: String
        let input: String
        let valid: Bool
    }

    static let url = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/odata/abnf/cases.json")

    static var isPresent: Bool { FileManager.default.fileExists(atPath: url.path) }

    static func load() throws -> File {
        try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    }
}
