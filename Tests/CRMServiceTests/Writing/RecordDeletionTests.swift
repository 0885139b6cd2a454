import CRM
import EntityModel
import Testing

@testable import CRMService

@Suite struct RecordDeletionTests {
    @Test("a deleted record leaves the feed with its parts, and the list of deletions names them")
    func cascade() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            let deal = try await bench.create(
                "Opportunities",
                #"{"Name":"D","EstimatedClose":"2026-12-01","CompanyId":1,"OpportunityLines":[{"Description":"a"}]}"#
            )
            #expect(try await bench.value("OpenOpportunityCount", of: "Companies(1)") == "1")
            let refused = try await bench.send("DELETE /Companies(1)")
            #expect(refused.status == 409)
            #expect(refused.code == "entity.has-dependents")
            #expect(refused.message?.contains("1 in Opportunities") == true)
            let deleted = try await bench.send("DELETE /Opportunities(\(deal))", headers: ["If-Match: *"])
            #expect(deleted.status == 204)
            #expect(try await bench.send("GET /Opportunities(\(deal))").status == 404)
            #expect(try await bench.send("DELETE /Opportunities(\(deal))").status == 404)
            #expect(try await bench.send("GET /OpportunityLines/$count").text == "0")
            #expect(try await bench.value("OpenOpportunityCount", of: "Companies(1)") == "0")
            #expect(try await bench.send("DELETE /Companies(1)").status == 204)
            let tombstones = try await bench.send("GET /Deletions?$orderby=ChangeSeq&$select=EntitySet,Reason")
            #expect(tombstones.column("EntitySet") == ["OpportunityLines", "Opportunities", "Divisions", "Companies"])
            #expect(Set(tombstones.column("Reason")) == ["Deleted"])
            let again = try await bench.send("POST /Companies", #"{"Name":"Blue","AlternateReference":"A"}"#)
            #expect(again.status == 201)
        }
    }

    @Test("the default site stays; what was at another site moves to it")
    func sites() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            let site = try await bench.create("Divisions", #"{"CompanyId":1,"Name":"South"}"#)
            _ = try await bench.create("Contacts", #"{"Surname":"Ray","CompanyId":1,"DivisionId":\#(site)}"#)
            #expect(try await bench.send("DELETE /Divisions(1)").code == "site.default")
            #expect(try await bench.send("DELETE /Divisions(\(site))").status == 204)
            #expect(try await bench.value("DivisionId", of: "Contacts(1)") == "1")
        }
    }

    @Test("an attachment goes with its only parent and stays with another one")
    func attachments() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            let contact = try await bench.create("Contacts", #"{"Surname":"Ray","CompanyId":1}"#)
            _ = try await bench.create("Tasks", #"{"Subject":"Both","CompanyId":1,"ContactId":\#(contact)}"#)
            _ = try await bench.create("Tasks", #"{"Subject":"One","ContactId":\#(contact)}"#)
            #expect(try await bench.send("DELETE /Contacts(\(contact))").status == 204)
            #expect(try await bench.send("GET /Tasks?$select=Subject").column("Subject") == ["Both"])
        }
    }

    @Test("a code in use stays, one of the product always, any other goes")
    func codes() async throws {
        try await WritingBench.run { bench in
            let made = try await bench.send(
                "POST /LeadSources",
                #"{"Code":"Fair","Label":"Trade fair","IsActive":true}"#
            )
            #expect(made.status == 201, "\(made.text)")
            #expect(made.lines("Location") == ["https://crm.test/odata/v4/LeadSources('Fair')"])
            _ = try await bench.create("Companies", #"{"Name":"Blue","SourceCode":"Fair"}"#)
            let used = try await bench.send("DELETE /LeadSources('Fair')")
            #expect(used.status == 409)
            #expect(used.message?.contains("1 in Companies.SourceCode") == true)
            #expect(try await bench.send("PATCH /LeadSources('Fair')", #"{"IsActive":false}"#).status == 204)
            #expect(try await bench.send("POST /Companies", #"{"Name":"x","SourceCode":"Fair"}"#).status == 400)
            #expect(try await bench.send("PATCH /Companies(1)", #"{"SourceCode":null}"#).status == 204)
            #expect(try await bench.send("DELETE /LeadSources('Fair')").status == 204)
            #expect(try await bench.send("DELETE /Priorities('Low')").code == "list.code-fixed")
        }
    }

    @Test("all members of a filtered set are deleted in one transaction")
    func each() async throws {
        try await WritingBench.run { bench in
            for name in ["A1", "A2", "B1"] { _ = try await bench.create("Companies", #"{"Name":"\#(name)"}"#) }
            #expect(
                try await bench.send("PATCH /Companies/$filter(startswith(Name,'A'))/$each", #"{"IsOnStop":true}"#)
                    .status == 204
            )
            #expect(try await bench.send("GET /Companies/$count?$filter=IsOnStop").text == "2")
            #expect(try await bench.send("DELETE /Companies/$filter(IsOnStop)/$each").status == 204)
            #expect(try await bench.send("GET /Companies?$select=Name").column("Name") == ["B1"])
        }
    }
}
