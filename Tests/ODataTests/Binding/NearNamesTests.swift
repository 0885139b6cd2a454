import Testing

@testable import OData

@Suite("Near names")
struct NearNamesTests {
    private static let names = [
        "Companies", "Contacts", "Contracts", "Opportunities", "OpportunityLines", "Id", "Name",
    ]

    @Test(
        "At most three names are offered, the nearest first",
        arguments: [
            ("Companys", ["Companies"]), ("contacts", ["Contacts", "Contracts"]),
            ("Contatcs", ["Contacts", "Contracts"]),
            ("Contact", ["Contacts", "Contracts"]), ("Opportun", ["Opportunities", "OpportunityLines"]),
            ("Nmae", ["Name"]), ("Ix", ["Id"]), ("X", []), ("", []), ("Invoices", []), ("NameOfSomething", ["Name"]),
            ("Name", []),
        ]
    )
    func offered(name: String, expected: [String]) {
        #expect(NearNames.of(name, among: Self.names) == expected)
    }

    @Test(
        "The distance counts inserted, deleted, replaced and swapped letters, up to two",
        arguments: [
            ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "acb", 1), ("abc", "xbcx", 2),
            ("abc", "xyz", nil),
            ("abc", "abcdef", nil), ("", "ab", 2), ("kitten", "sitting", nil), ("kitten", "sittin", 2),
        ]
    )
    func distance(left: String, right: String, expected: Int?) {
        #expect(NearNames.boundedDistance(Array(left.utf8), Array(right.utf8)) == expected)
    }

    @Test("A name of any length is answered without comparing it")
    func longName() {
        #expect(NearNames.of(String(repeating: "a", count: 100_000), among: Self.names).isEmpty)
    }
}
