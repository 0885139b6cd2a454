import CRM
import EntityModel
import Testing

@Suite struct SeedAliasesTests {
    @Test("every alias leads to a set or member that exists, and hides none")
    func targets() throws {
        let catalog = try CRMModelTests.catalog.get()
        for (alias, canonical) in SeedAliases.sets {
            #expect(catalog.type(ofSet: canonical) != nil, "\(alias)")
            #expect(catalog.type(ofSetIgnoringCase: alias) == nil, "\(alias)")
        }
        for (alias, canonical) in SeedAliases.fields {
            #expect(catalog.types.contains { $0.field(canonical) != nil }, "\(alias)")
        }
        for (set, aliases) in SeedAliases.owners {
            for (alias, canonical) in aliases {
                let members = catalog.type(ofSet: set)?.fields.map(\.name) ?? []
                let names = members + catalog.navigations(ofSet: set).map(\.name)
                #expect(names.contains(canonical), "\(set).\(alias)")
            }
        }
    }

    @Test("aliases are found whatever their case, the owner's by set")
    func lookup() {
        #expect(SeedAliases.set("ENQUIRIES") == "Leads")
        #expect(SeedAliases.set("Leads") == nil)
        #expect(SeedAliases.member("lastupdated", ofSet: "Companies") == "LastUpdatedTimestamp")
        #expect(SeedAliases.member("SalesPerson", ofSet: "Quotes") == "Owner")
        #expect(SeedAliases.member("SalesPerson", ofSet: "Cases") == nil)
    }
}
