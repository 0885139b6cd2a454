import Identity
import OData
import Testing

@testable import CRMService

/// Actions of opportunities, through the feed.
@Suite struct OpportunityOperationsTests {
    private static let new = #"{"Name":"Fleet","EstimatedClose":"2026-12-01","Value":1000}"#

    @Test("winning an opportunity moves it, closes it, and leaves history and trail like any change")
    func win() async throws {
        try await WritingBench.run { bench in
            let id = try await bench.create("Opportunities", Self.new)
            let tag = try #require(try await bench.send("GET /Opportunities(\(id))").lines("ETag").first)
            let answer = try await bench.send(
                "POST /Opportunities(\(id))/Tessera.Win?$select=State,Value,CloseDate,Probability",
                #"{"value":1200.5}"#,
                headers: ["If-Match: \(tag)"]
            )
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["State"] == .text("Won"))
            #expect(answer.json["Value"].plainText == "1200.5000")
            #expect(answer.json["Probability"].plainText == "100.00")
            #expect(answer.json["CloseDate"].plainText != nil)
            #expect(answer.lines("ETag") != [tag])
            let history = try await bench.send(
                "GET /OpportunityStageHistory?$filter=OpportunityId eq \(id)&$orderby=ChangedAt&$select=ToState"
            )
            #expect(history.column("ToState") == ["Open", "Won"])
            let trail = try await bench.send(
                "GET /AuditEvents?$filter=Action eq 'record.changed' and EntitySet eq 'Opportunities'&$select=RecordId"
            )
            #expect(trail.column("RecordId") == [String(id)])
            let stale = try await bench.send(
                "POST /Opportunities(\(id))/Tessera.Win",
                "{}",
                headers: ["If-Match: \(tag)"]
            )
            #expect(stale.status == 412)
        }
    }

    @Test("a value that a rule refuses changes nothing, and wrong arguments are all named")
    func refused() async throws {
        try await WritingBench.run { bench in
            let id = try await bench.create("Opportunities", Self.new)
            let wrong = try await bench.send(
                "POST /Opportunities(\(id))/Tessera.Win",
                #"{"closeDate":"soon","price":1}"#
            )
            #expect(wrong.status == 400, "\(wrong.text)")
            #expect(wrong.text.contains("parameter.unknown") && wrong.text.contains("closeDate"))
            let negative = try await bench.send("POST /Opportunities(\(id))/Tessera.Win", #"{"value":-1}"#)
            #expect(negative.status == 400, "\(negative.text)")
            #expect(try await bench.value("State", of: "Opportunities(\(id))") == "Open")
            #expect(try await bench.send("POST /Opportunities(99)/Tessera.Win", "{}").status == 404)
            #expect(try await bench.send("GET /Opportunities(\(id))/Tessera.Win").status == 405)
        }
    }

    @Test("a token that may only read is told the missing word, and its model has no such action")
    func readOnlyToken() async throws {
        try await WritingBench.run { bench in
            let id = try await bench.create("Opportunities", Self.new)
            let token = try await bench.service.mint(bench.admin, words: "odata.read").text
            let answer = try await bench.service.send("POST /Opportunities(\(id))/Tessera.Win", "{}", token: token)
            #expect(answer.status == 403, "\(answer.text)")
            #expect(answer.code == "token.scope")
            #expect(answer.message == "The token lacks: odata.write:Opportunities")
            let model = try await bench.service.send("GET /$metadata", token: token)
            #expect(!model.text.contains("<Action"))
            #expect(try await bench.send("GET /$metadata").text.contains(#"<Action Name="Win""#))
        }
    }

    @Test("whoever sees an opportunity without the right to change it cannot win it")
    func notMine() async throws {
        try await WritingBench.run { bench in
            let rep = try await bench.service.addUser("rosa", role: .integration, dataRoles: ["SalesRep"])
            let token = try await bench.service.mint(rep, words: WritingBench.everything).text
            let id = try await bench.create("Opportunities", Self.new)
            let seen = try await bench.service.send("GET /Opportunities(\(id))", token: token)
            let answer = try await bench.service.send("POST /Opportunities(\(id))/Tessera.Win", "{}", token: token)
            #expect(answer.status == (seen.status == 200 ? 403 : 404), "\(answer.text)")
            #expect(try await bench.value("State", of: "Opportunities(\(id))") == "Open")
        }
    }
}
