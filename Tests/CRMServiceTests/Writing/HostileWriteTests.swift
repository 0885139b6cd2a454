import CRM
import EntityModel
import Identity
import OData
import ODataServer
import Testing

@testable import CRMService

/// What somebody tries who knows the protocol and means no good.
@Suite struct HostileWriteTests {
    // MARK: Computed values

    @Test("what the service computes or stamps cannot be written, whichever way the request takes")
    func computedValues() async throws {
        try await WritingBench.run { bench in
            let other = try await bench.service.addUser("otto", role: .user)
            _ = try await bench.service.addTeam("North", path: "/1/")
            let company = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            let address = "Companies(\(company))"
            let before = try await bench.send("GET /\(address)").text
            for field in bench.service.catalog.type(ofSet: "Companies")?.fields ?? [] where field.isReadOnly {
                for line in ["PUT", "PATCH", "DELETE"].map({ "\($0) /\(address)/\(field.name)" }) {
                    let answer = try await bench.send(line, #"{"value":1}"#)
                    #expect(answer.status == 405, "\(line): \(answer.status)")
                    #expect(answer.lines("Allow") == ["GET, HEAD, OPTIONS"], "\(line)")
                }
            }
            let user = "Users(\(other.id.rawValue))"
            for (line, body) in [
                ("PUT /\(address)/CreatedByUser/$ref", #"{"@odata.id":"\#(user)"}"#),
                ("PUT /\(address)/Team/$ref", #"{"@odata.id":"Teams(1)"}"#),
                ("PATCH /\(address)", #"{"Team@odata.bind":"Teams(1)"}"#),
                ("PATCH /\(address)", #"{"CreatedByUser@odata.bind":"\#(user)"}"#),
                ("PATCH /\(address)", #"{"LastUpdatedByUser":{"@odata.id":"\#(user)"}}"#),
                ("POST /Companies", #"{"Name":"Red","CreatedByUser@odata.bind":"\#(user)"}"#),
                ("POST /Companies", #"{"Name":"Red","Team":{"@odata.id":"Teams(1)"}}"#),
            ] {
                let answer = try await bench.send(line, body)
                #expect(answer.status == 400, "\(line) \(body): \(answer.text)")
                #expect(answer.code == "value.not-writable", "\(line) \(body)")
            }
            #expect(try await bench.send("GET /\(address)").text == before)
            #expect(try await bench.send("GET /Companies/$count").text == "1")
        }
    }

    @Test("no property of any set that is not entered takes a change at its own address")
    func everySet() async throws {
        try await WritingBench.run { bench in
            for type in bench.service.catalog.types where type.kind == .record {
                for field in type.fields where field.isReadOnly {
                    let answer = try await bench.send("PUT /\(type.set)(1)/\(field.name)", #"{"value":null}"#)
                    #expect(answer.status == 405, "\(type.set).\(field.name): \(answer.text)")
                }
            }
        }
    }

    // MARK: Rights

    @Test("a token that may only read is refused links too, even those that would change nothing")
    func readOnlyLinks() async throws {
        try await WritingBench.run { bench in
            let token = try await bench.service.mint(bench.admin, words: "odata.read odata.personal.contact").text
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            _ = try await bench.create("Contacts", #"{"Surname":"Ray","CompanyId":1}"#)
            for (line, body) in [
                ("POST /Companies(1)/Contacts/$ref", #"{"@odata.id":"Contacts(1)"}"#),
                ("PUT /Companies(1)/Contacts/$ref", #"{"value":[]}"#),
                ("DELETE /Companies(1)/Contacts/$ref", nil),
                ("DELETE /Companies(1)/Contacts/$ref?$id=Contacts(7)", nil),
                ("DELETE /Companies(1)/Contacts(7)/$ref", nil),
                ("PUT /Contacts(1)/Company/$ref", #"{"@odata.id":"Companies(99)"}"#),
                ("DELETE /Contacts(1)/Company/$ref", nil),
            ] {
                let answer = try await bench.service.send(line, body, token: token)
                #expect(answer.status == 403, "\(line): \(answer.status) \(answer.text)")
                #expect(answer.message == "The token lacks: odata.write:Contacts", "\(line)")
            }
            let batch =
                #"{"requests":[{"id":"1","method":"post","url":"Companies","body":{"Name":"Red"}},"#
                + #"{"id":"2","method":"patch","url":"Companies(1)","body":{},"atomicityGroup":"g"}]}"#
            let inner = try await bench.service.send(
                "POST /$batch",
                batch,
                token: token,
                headers: ["OData-MaxVersion: 4.01"]
            )
            #expect(inner.text.split(separator: #""status":403"#).count == 3, "\(inner.text)")
            #expect(try await bench.send("GET /Companies/$count").text == "1")
        }
    }

    @Test("a token writes nested entities only into the sets it names")
    func narrowedBySet() async throws {
        try await WritingBench.run { bench in
            let words = "odata.read odata.write:Companies odata.personal.contact"
            let token = try await bench.service.mint(bench.admin, words: words).text
            _ = try await bench.create("Contacts", #"{"Surname":"Ray"}"#)
            for (line, body) in [
                ("POST /Companies", #"{"Name":"Blue","Contacts":[{"Surname":"Jay"}]}"#),
                ("POST /Companies", #"{"Name":"Blue","Contacts@odata.bind":["Contacts(1)"]}"#),
                ("POST /Companies", #"{"Name":"Blue","Contacts":[{"ContactId":1,"Surname":"Jay"}]}"#),
            ] {
                let answer = try await bench.service.send(line, body, token: token)
                #expect(answer.status == 403, "\(body): \(answer.text)")
                #expect(answer.message == "The token lacks: odata.write:Contacts")
            }
            #expect(try await bench.send("GET /Companies/$count").text == "0")
            #expect(try await bench.send("GET /Contacts?$select=Surname").column("Surname") == ["Ray"])
        }
    }

    @Test("a reference does not tell whether a record exists that one may not see")
    func hiddenReferences() async throws {
        try await WritingBench.run { bench in
            let rep = try await bench.service.addUser("rosa", role: .integration, dataRoles: ["SalesRep"])
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            _ = try await bench.create("Opportunities", #"{"Name":"D","EstimatedClose":"2026-12-01"}"#)
            let wide = try await bench.service.mint(rep, words: WritingBench.everything).text
            let narrow = try await bench.service.mint(rep, words: "odata.write:Quotes").text
            for token in [wide, narrow] {
                var answers: [String] = []
                for id in [1, 99] {
                    let body = #"{"CompanyId":1,"OpportunityId":\#(id)}"#
                    let answer = try await bench.service.send("POST /Quotes", body, token: token)
                    #expect(answer.status == 400, "\(answer.text)")
                    answers.append(answer.text.replacing("'\(id)'", with: "'#'"))
                }
                #expect(answers[0] == answers[1])
            }
        }
    }

    @Test("a refused deletion names no set and counts no record that one may not see")
    func hiddenDependents() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            _ = try await bench.create("Opportunities", #"{"Name":"D","EstimatedClose":"2026-12-01","CompanyId":1}"#)
            let token = try await bench.service.mint(bench.admin, words: "odata.write:Companies").text
            let narrow = try await bench.service.send("DELETE /Companies(1)", token: token)
            #expect(narrow.status == 409)
            #expect(narrow.message?.contains("Opportunities") == false, "\(narrow.text)")
            #expect(narrow.message?.contains("records you may not see") == true)
            #expect(try await bench.send("DELETE /Companies(1)").message?.contains("1 in Opportunities") == true)
        }
    }

    @Test("a token of one team neither makes records elsewhere nor hands them over")
    func narrowedByRows() async throws {
        try await WritingBench.run { bench in
            let north = try await bench.service.addTeam("North", path: "/1/")
            let south = try await bench.service.addTeam("South", path: "/2/")
            let nora = try await bench.service.addUser("nora", role: .user, team: north)
            let sam = try await bench.service.addUser("sam", role: .user, team: south)
            let token = try await bench.service.mint(
                bench.admin,
                words: WritingBench.everything,
                rowScope: "team:\(north.rawValue)"
            ).text
            func send(_ line: String, owner: Account) async throws -> Int {
                let body = #"{"Name":"Blue","OwnerId":\#(owner.id.rawValue)}"#
                return try await bench.service.send(line, body, token: token).status
            }
            #expect(try await send("POST /Companies", owner: nora) == 201)
            #expect(try await send("POST /Companies", owner: sam) == 403)
            #expect(try await send("POST /Companies", owner: bench.admin) == 403)
            #expect(try await send("PATCH /Companies(1)", owner: sam) == 403)
            #expect(try await bench.send("GET /Companies?$select=OwnerId").column("OwnerId") == ["\(nora.id.rawValue)"])
        }
    }

    @Test("each request of a batch counts in the quota of its token")
    func quota() async throws {
        try await WritingBench.run { bench in
            let gate = bench.service.tokenGate(requestsPerMinute: 4)
            let requests = (1...6).map { #"{"id":"\#($0)","method":"get","url":"Companies"}"# }.joined(separator: ",")
            let answer = try await bench.service.send(
                "POST /$batch",
                #"{"requests":[\#(requests)]}"#,
                token: bench.token,
                headers: ["OData-MaxVersion: 4.01"],
                gate: gate
            )
            #expect(answer.text.split(separator: #""status":200"#).count == 4, "\(answer.text)")
            #expect(answer.text.split(separator: #""status":429"#).count == 4)
            let later = try await bench.service.send("GET /Companies", token: bench.token, gate: gate)
            #expect(later.status == 429)
        }
    }

    // MARK: Whole or not at all

    @Test("a code that a change set makes can be used by the requests behind it, and by nobody if the set fails")
    func freshCodes() async throws {
        try await WritingBench.run { bench in
            func group(_ second: String) -> String {
                #"{"requests":[{"id":"1","method":"post","url":"Industries","body":{"Code":"Space","Label":"S"},"#
                    + #""atomicityGroup":"g"},{"id":"2","method":"post","url":"Companies","body":\#(second),"#
                    + #""atomicityGroup":"g"}]}"#
            }
            let headers = ["OData-MaxVersion: 4.01"]
            let failed = try await bench.send("POST /$batch", group(#"{"IndustryCode":"Space"}"#), headers: headers)
            #expect(failed.text.contains(#""status":400"#))
            let alone = try await bench.send("POST /Companies", #"{"Name":"A","IndustryCode":"Space"}"#)
            #expect(alone.status == 400)
            let body = group(#"{"Name":"B","IndustryCode":"Space"}"#)
            let done = try await bench.send("POST /$batch", body, headers: headers)
            #expect(done.text.split(separator: #""status":201"#).count == 3, "\(done.text)")
            #expect(try await bench.send("POST /Companies", #"{"Name":"C","IndustryCode":"Space"}"#).status == 201)
        }
    }

    @Test("a deep insert that fails at its second level leaves nothing: no row, no event, no number")
    func deepFailure() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"First"}"#)
            let newest = "GET /AuditEvents?$orderby=ChangeSeq desc&$top=1&$select=ChangeSeq"
            let before = try await bench.send(newest).text
            let body =
                #"{"Name":"Blue","Contacts":[{"Surname":"Ray"}],"Opportunities":[{"Name":"D","EstimatedClose":"2026-12-01","#
                + #""OpportunityLines":[{"Description":"a"},{"Description":"b","ProductId":99}]}]}"#
            let answer = try await bench.send("POST /Companies", body)
            #expect(answer.status == 400, "\(answer.text)")
            for set in ["Contacts", "Opportunities", "OpportunityLines", "OpportunityStageHistory"] {
                #expect(try await bench.send("GET /\(set)/$count").text == "0", "\(set)")
            }
            #expect(try await bench.send("GET /Companies/$count").text == "1")
            #expect(try await bench.send(newest).text == before)
        }
    }
}
