import EntityModel
import Testing

@testable import WebUI

@Suite struct ListStateTests {
    private func read(_ query: String) throws -> (state: ListState, dropped: [String]) {
        let sample = try SampleCatalog()
        return ListStateReader(type: sample.deals, text: sample.text, userID: 7).read(FormValues(query))
    }

    static let addresses = [
        "", "q=acme", "f=Name:contains:a%20b", "sort=-Value,Name", "cols=Name&cols=Value", "size=100",
        "q=a&f=IsHot:eq:yes&f=Score:null&sort=Name&cols=Score&size=25&count=exact",
    ]

    @Test("An address is written as it was read", arguments: addresses)
    func roundTrip(query: String) throws {
        let (state, dropped) = try read(query)
        #expect(state.address("/deals") == (query.isEmpty ? "/deals" : "/deals?" + query))
        #expect(dropped.isEmpty)
    }

    static let dropped = [
        "sort=Nothing", "sort=Secret", "cols=Nothing", "cols=Secret", "size=7", "size=x", "f=Nothing:eq:1",
        "sort=Notes",
    ]

    @Test("What is unknown is dropped with a notice", arguments: dropped)
    func drops(query: String) throws {
        let (state, dropped) = try read(query)
        #expect(dropped.count == 1)
        #expect(state == ListState())
    }

    @Test("Older and newer lead there and back")
    func pages() {
        let first = ListState()
        let second = first.older("p2")
        let third = second.older("p3")
        #expect(third.newer == second)
        #expect(second.newer == first)
        #expect(first.newer == nil)
    }

    @Test("The way back is bounded and ends at the beginning")
    func manyPages() throws {
        var state = ListState()
        for page in 2...40 { state = state.older("p\(page)") }
        #expect(state.before.count == ListState.mostPositions)
        while let newer = state.newer { state = newer }
        #expect(state == ListState())
    }

    @Test("The query selects key, columns and what they are shown with, and orders by what is seen")
    func query() throws {
        let sample = try SampleCatalog()
        let (state, _) = try read("q=acme \"x&cols=FirmId&cols=OwnerId&cols=Value&sort=-FirmId,OwnerId")
        let columns = ListColumns(type: sample.deals, text: sample.text, chosen: state.columns)
        let query = RecordListHandler.query(state, columns: columns)
        let options = Dictionary(uniqueKeysWithValues: query.options.map { ($0.name, $0.value) })
        #expect(options["$search"] == "\"acme\" \"x\"")
        #expect(options["$select"] == "DealId,Name,FirmId,OwnerId,OwnerName,Value,CurrencyCode")
        #expect(options["$expand"] == "Firm($select=Name)")
        #expect(options["$orderby"] == "Firm/Name desc,OwnerName")
        #expect(query.text.hasPrefix("$search=%22acme%22%20%22x%22&$orderby="))
    }

    @Test("A reference whose name is hidden is shown by its key")
    func hiddenName() throws {
        let sample = try SampleCatalog(hidden: ["Name"])
        let columns = ListColumns(type: sample.deals, text: sample.text, chosen: ["FirmId"])
        #expect(columns.expand == nil)
        #expect(columns.select == "DealId,FirmId")
    }

    @Test(
        "Keys are addressed by their kind; what cannot be a key is none",
        arguments: [("42", "Deals(42)"), ("042", nil), ("x", nil), ("", nil), ("1)/Secret", nil)] as [(String, String?)]
    )
    func keys(key: String, path: String?) throws {
        #expect(ODataText.path(key, of: try SampleCatalog().deals) == path)
    }

    @Test("Codes are quoted in addresses")
    func codes() throws {
        let type = try SampleCatalog().countries
        #expect(ODataText.path("DE", of: type) == "Lands('DE')")
        #expect(ODataText.path("D'E/ü", of: type) == "Lands('D''E%2F%C3%BC')")
    }
}
