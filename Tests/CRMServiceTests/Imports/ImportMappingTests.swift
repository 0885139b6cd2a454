import Testing

@testable import CRMService

@Suite struct ImportMappingTests {
    @Test("a mapping is read with all its parts")
    func whole() throws {
        let mapping = try ImportMapping(
            json: Array(
                """
                {"entitySet": "Companies", "match": "AlternateReference", "whenFound": "fill", "delimiter": "tab",
                 "encoding": "windows-1252", "decimalMark": ",", "skipRowWhenEmpty": ["name"],
                 "fields": [
                   {"property": "AlternateReference", "column": "id", "prefix": "X-"},
                   {"property": "CreditLimit", "column": "limit", "factor": 0.01},
                   {"property": "OwnerId", "column": "owner", "reference": {"by": "Email"}},
                   {"property": "TypeCode", "choose": [{"column": "kind", "equals": "S", "then": "Supplier"}],
                    "otherwise": "Customer"}]}
                """.utf8
            )
        )
        #expect(mapping.whenFound == .fill && mapping.delimiter == 9 && mapping.encoding == .windows1252)
        #expect(mapping.decimalMark == "," && mapping.skipRowWhenEmpty == ["name"])
        #expect(mapping.fields.map(\.property) == ["AlternateReference", "CreditLimit", "OwnerId", "TypeCode"])
        #expect(mapping.fields[0].prefix == "X-" && mapping.fields[1].shift == -2)
        #expect(mapping.fields[2].referenceBy == "Email")
        #expect(
            mapping.fields[3].source
                == .choose([.init(column: "kind", equals: "S", then: "Supplier")], otherwise: "Customer")
        )
    }

    @Test(
        "faults are named with their place",
        arguments: [
            ("nonsense", "the file is no JSON"), ("[]", "is no object"),
            (#"{"fields": [{"property": "Name", "column": "n"}]}"#, "entitySet is missing"),
            (#"{"entitySet": "Companies"}"#, "fields is missing or empty"),
            (
                #"{"entitySet": "C", "fields": [{"property": "N", "colum": "n"}]}"#,
                "fields[0].colum is unknown. Did you mean column?"
            ),
            (
                #"{"entitySet": "C", "fields": [{"property": "N", "column": "n", "value": "x"}]}"#,
                "fields[0].needs one of column, value, template and choose"
            ),
            (
                #"{"entitySet": "C", "fields": [{"property": "N", "column": "n", "factor": 7}]}"#,
                "fields[0].factor is one of 0.001, 0.01, 0.1, 10, 100 and 1000"
            ),
        ]
    )
    func faults(_ json: String, _ wanted: String) {
        do throws(ImportError) {
            _ = try ImportMapping(json: Array(json.utf8))
            Issue.record("no fault was found")
        } catch {
            if case .mapping(let faults) = error {
                #expect(faults.contains(wanted), "\(faults)")
            } else {
                Issue.record("\(error)")
            }
        }
    }
}
