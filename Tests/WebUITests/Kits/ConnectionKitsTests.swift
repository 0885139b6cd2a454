import Foundation
import Testing

@testable import WebUI

@Suite struct ConnectionKitsTests {
    private let kits = ConnectionKits(
        feedURL: "https://crm.example.com/odata/v4/",
        sets: ["Opportunities", "Companies", "Countries"]
    )

    @Test("The Power BI file is the documented JSON with the address of this service")
    func powerBI() throws {
        let file = try #require(kits.file("tessera.pbids"))
        #expect(file.type == "application/json")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any])
        let connection = try #require((json["connections"] as? [[String: Any]])?.first)
        let details = try #require(connection["details"] as? [String: Any])
        #expect(details["protocol"] as? String == "odata")
        #expect((details["address"] as? [String: String])?["url"] == "https://crm.example.com/odata/v4/")
        #expect(connection["mode"] as? String == "Import")
    }

    @Test("The Excel file holds the query of its set, escaped once")
    func excel() throws {
        let file = try #require(kits.file("Companies.odc"))
        #expect(file.type == "text/x-ms-odc; charset=utf-8")
        #expect(file.text.contains("SELECT * FROM [Companies]"))
        let start = try #require(file.text.range(of: "<odc:PowerQueryMashupData>")).upperBound
        let end = try #require(file.text.range(of: "</odc:PowerQueryMashupData>")).lowerBound
        let escaped = String(file.text[start..<end])
        #expect(!escaped.contains("<"))
        let mashup = escaped.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&amp;", with: "&")
        #expect(mashup.contains("<![CDATA[" + kits.powerQuery("Companies") + "]]>"))
    }

    @Test(
        "There is no file for a set that is not seen",
        arguments: ["Secrets.odc", "tessera.odc", "", "../x.odc", "x"]
    )
    func noFile(name: String) { #expect(kits.file(name) == nil) }

    @Test("Every kit that has code names this service")
    func address() {
        for kit in kits.all where kit.hasCode {
            #expect(kit.code?.contains("https://crm.example.com/odata/v4/") == true, "\(kit.id)")
        }
        #expect(kits.all.map(\.id) == ["power-bi", "excel", "power-query", "tableau", "curl", "python"])
    }
}
