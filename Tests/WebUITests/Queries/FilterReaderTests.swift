import EntityModel
import Identity
import Testing

@testable import WebUI

@Suite struct FilterReaderTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let entry: String
        let odata: String
        let words: String
        var testDescription: String { entry }

        init(_ entry: String, _ odata: String, _ words: String) {
            self.entry = entry
            self.odata = odata
            self.words = words
        }
    }

    static let rows = [
        Row("Name:eq:Acme", "Name eq 'Acme'", "Name is “Acme”"),
        Row("Name:eq:a:b", "Name eq 'a:b'", "Name is “a:b”"),
        Row("Name:ne:O'Neil", "Name ne 'O''Neil'", "Name is not “O'Neil”"),
        Row(
            "Name:contains:' or 1 eq 1 or '",
            "contains(tolower(Name),''' or 1 eq 1 or ''')",
            "Name contains “' or 1 eq 1 or '”"
        ),
        Row("Name:startswith:ACME", "startswith(tolower(Name),'acme')", "Name starts with “ACME”"),
        Row("Notes:contains:x", "contains(tolower(Notes),'x')", "Notes contains “x”"),
        Row("FirmId:eq:42", "FirmId eq 42", "Firm is number 42"),
        Row("FirmId:contains:Acme", "contains(tolower(Firm/Name),'acme')", "Firm contains “Acme”"),
        Row("OwnerId:eq:me", "OwnerId eq 7", "Owner is me"),
        Row("OwnerId:contains:ada", "contains(tolower(OwnerName),'ada')", "Owner contains “ada”"),
        Row("FirmId:null", "FirmId eq null", "Firm is empty"),
        Row("FirmId:notnull", "FirmId ne null", "Firm is not empty"),
        Row("CountryCode:eq:germany", "CountryCode eq 'DE'", "Country is Germany"),
        Row("CountryCode:ne:fr", "CountryCode ne 'FR'", "Country is not France"),
        Row("CountryCode:eq:Own1", "CountryCode eq 'Own1'", "Country is Own1"),
        Row("Value:ge:1,250.50", "Value ge 1250.50", "Value is at least 1,250.5"),
        Row("Value:lt:-3", "Value lt -3", "Value is less than −3"),
        Row("LaunchYear:eq:2026", "LaunchYear eq 2026", "Launch year is 2026"),
        Row("State:eq:won", "State eq 'Won'", "State is Won"),
        Row("Score:gt:10", "Score gt 10", "Score is more than 10"),
        Row("IsHot:eq:yes", "IsHot eq true", "Is hot is yes"),
        Row("IsHot:eq:false", "IsHot eq false", "Is hot is no"),
        Row("CloseDate:eq:2026-01-31", "CloseDate eq 2026-01-31", "Close date is 31 Jan 2026"),
        Row("CloseDate:gt:2026-01-31", "CloseDate gt 2026-01-31", "Close date is after 31 Jan 2026"),
        Row("CloseDate:le:today", "CloseDate le 2026-11-22", "Close date is on or before today"),
        Row("CloseDate:today", "CloseDate ge 2026-11-22 and CloseDate lt 2026-11-23", "Close date is today"),
        Row(
            "CloseDate:last:30d",
            "CloseDate ge 2026-10-24 and CloseDate lt 2026-11-23",
            "Close date is in the last 30 days"
        ),
        Row(
            "CloseDate:next:2w",
            "CloseDate ge 2026-11-22 and CloseDate lt 2026-12-06",
            "Close date is in the next 2 weeks"
        ),
        Row("CloseDate:this:week", "CloseDate ge 2026-11-16 and CloseDate lt 2026-11-23", "Close date is in this week"),
        Row(
            "CloseDate:this:month",
            "CloseDate ge 2026-11-01 and CloseDate lt 2026-12-01",
            "Close date is in this month"
        ),
        Row(
            "CloseDate:this:quarter",
            "CloseDate ge 2026-10-01 and CloseDate lt 2027-01-01",
            "Close date is in this quarter"
        ),
        Row("CloseDate:this:year", "CloseDate ge 2026-01-01 and CloseDate lt 2027-01-01", "Close date is in this year"),
        Row(
            "SeenAt:eq:2026-01-31",
            "SeenAt ge 2026-01-31T00:00:00Z and SeenAt lt 2026-02-01T00:00:00Z",
            "Seen at is 31 Jan 2026"
        ),
        Row("SeenAt:gt:2026-01-31", "SeenAt ge 2026-02-01T00:00:00Z", "Seen at is after 31 Jan 2026"),
        Row("SeenAt:le:2026-01-31", "SeenAt lt 2026-02-01T00:00:00Z", "Seen at is on or before 31 Jan 2026"),
    ]

    @Test("A condition becomes OData and words", arguments: rows)
    func conditions(row: Row) throws {
        let sample = try SampleCatalog()
        let reader = FilterReader(type: sample.deals, text: sample.text, userID: 7)
        let filter = try reader.filter(row.entry)
        #expect(filter.odata == row.odata)
        #expect(filter.words == row.words)
        #expect(try reader.filter(filter.text) == filter, "the address gives the same condition again")
    }

    @Test("A day begins where the person is")
    func zone() throws {
        let sample = try SampleCatalog(zone: "Europe/Berlin")
        let filter = try FilterReader(type: sample.deals, text: sample.text, userID: 7).filter("SeenAt:today")
        #expect(filter.odata == "SeenAt ge 2026-11-21T23:00:00Z and SeenAt lt 2026-11-22T23:00:00Z")
    }

    static let refused = [
        "Nothing:eq:1", "Secret:eq:x", "State:eq:Gone", "Name:gt:x", "Name:eq:", "Name:huh:x", "Score:eq:ten",
        "Value:eq:1e5",
        "Value:eq:1.2.3", "IsHot:eq:maybe", "CloseDate:eq:yesterday", "CloseDate:eq:2026-02-30", "CloseDate:last:x",
        "CloseDate:last:99999d", "CloseDate:this:decade", "FirmId:eq:Acme", "FirmId:eq:me", "CountryCode:eq:a b",
        "FirmId:eq:1 or 1 eq 1", "RecordLink:eq:x", "", ":", "::",
    ]

    @Test("A condition that makes no sense is refused with a sentence", arguments: refused)
    func refusals(entry: String) throws {
        let sample = try SampleCatalog()
        let reader = FilterReader(type: sample.deals, text: sample.text, userID: 7)
        let error = #expect(throws: FilterProblem.self) { try reader.filter(entry) }
        #expect(error?.sentence.hasSuffix(".") == true)
    }

    @Test("Equal values of one field are alternatives, everything else is needed")
    func combined() throws {
        let sample = try SampleCatalog()
        let reader = FilterReader(type: sample.deals, text: sample.text, userID: 7)
        let filters = try ["CountryCode:eq:DE", "Score:gt:1", "CountryCode:eq:FR"].map(reader.filter)
        #expect(ListFilter.odata(filters) == "(CountryCode eq 'DE' or CountryCode eq 'FR') and Score gt 1")
        #expect(ListFilter.odata([]) == nil)
    }
}
