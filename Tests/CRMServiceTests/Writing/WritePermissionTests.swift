import CRM
import EntityModel
import Identity
import OData
import ODataServer
import Testing

@testable import CRMService

/// Who may change what, for every set of the model.
@Suite struct WritePermissionTests {
    @Test("every set takes exactly the methods its kind has, and says so in Allow")
    func everySet() async throws {
        try await WritingBench.run { bench in
            for type in bench.service.catalog.types {
                let acts = RecordWriting.acts(on: type)
                let post = try await bench.send("POST /\(type.set)", "{}")
                let isCreated = post.status == 400 || post.status == 201 || post.status == 409
                #expect(isCreated == acts.contains(.create), "\(type.set): \(post.status) \(post.text.prefix(200))")
                if !acts.contains(.create) {
                    #expect(post.status == 405, "\(type.set)")
                    let allow = acts.contains(.update) ? "GET, HEAD, OPTIONS, PATCH, PUT" : "GET, HEAD, OPTIONS"
                    #expect(post.lines("Allow") == [allow], "\(type.set)")
                }
            }
        }
    }

    @Test("a token that may only read gets 403 with the missing word, for every set that can be changed at all")
    func readOnlyToken() async throws {
        try await WritingBench.run { bench in
            let token = try await bench.service.mint(bench.admin, words: "odata.read odata.write:Tags").text
            for type in bench.service.catalog.types where type.set != "AuditEvents" {
                let acts = RecordWriting.acts(on: type)
                let answer = try await bench.service.send("POST /\(type.set)", "{}", token: token)
                if type.set == "Tags" {
                    #expect(answer.status == 400)
                } else if acts.contains(.create) {
                    #expect(answer.status == 403, "\(type.set)")
                    #expect(answer.code == "token.scope")
                    #expect(answer.message == "The token lacks: odata.write:\(type.set)")
                    #expect(
                        answer.lines("WWW-Authenticate") == [
                            "Bearer realm=\"Tessera\", error=\"insufficient_scope\", scope=\"odata.write:\(type.set)\""
                        ]
                    )
                } else {
                    #expect(answer.status == 405, "\(type.set)")
                }
            }
        }
    }

    @Test("the annotations of every set say what a principal may do with it")
    func capabilities() async throws {
        try await WritingBench.run { bench in
            let manager = try await bench.service.addUser("max", role: .manager)
            let reader = try await bench.service.addUser("rita", role: .readonly)
            for account in [bench.admin, manager, reader] {
                let viewer = bench.service.person(account)
                let view = bench.service.gate.view(of: viewer)
                let source = bench.service.gate.source(for: viewer)
                let faults = view.model.faults() + view.model.annotationFaults()
                #expect(faults.map(\.description) == [], "\(account.userName)")
                for set in view.model.container?.entitySets ?? [] {
                    let said = WriteCapabilities(of: set, in: view.model)
                    func may(_ act: WriteAct) -> Bool {
                        if case .allowed = source.access(to: act, on: set.name) { true } else { false }
                    }
                    #expect(said.isInsertable == may(.create), "\(account.userName) \(set.name)")
                    #expect(said.isUpdatable == may(.update), "\(account.userName) \(set.name)")
                    #expect(said.takesDelta == may(.updateByDelta), "\(account.userName) \(set.name)")
                    #expect(said.isDeletable == may(.delete), "\(account.userName) \(set.name)")
                }
            }
        }
    }

    /// A representative with her own rows, a colleague's and rows of a team below hers.
    private static func rows(_ body: (WritingBench, String, Account, Account) async throws -> Void) async throws {
        try await WritingBench.run { bench in
            let team = try await bench.service.addTeam("North", path: "/1/")
            let rep = try await bench.service.addUser("rosa", role: .integration, dataRoles: ["SalesRep"], team: team)
            let other = try await bench.service.addUser("otto", role: .user, dataRoles: ["SalesRep"])
            let token = try await bench.service.mint(rep, words: WritingBench.everything).text
            try await body(bench, token, rep, other)
        }
    }

    @Test("own records can be changed, visible ones of others not, hidden ones do not exist")
    func levels() async throws {
        try await Self.rows { bench, token, rep, other in
            let service = bench.service
            _ = try await bench.create(
                "Opportunities",
                #"{"Name":"Mine","EstimatedClose":"2026-12-01","OwnerId":\#(rep.id.rawValue)}"#
            )
            _ = try await bench.create(
                "Opportunities",
                #"{"Name":"Theirs","EstimatedClose":"2026-12-01","OwnerId":\#(other.id.rawValue)}"#
            )
            _ = try await bench.create("Companies", #"{"Name":"Blue","OwnerId":\#(other.id.rawValue)}"#)
            #expect(
                try await service.send("PATCH /Opportunities(1)", #"{"NextStep":"Call"}"#, token: token).status == 204
            )
            #expect(
                try await service.send("PATCH /Opportunities(2)", #"{"NextStep":"Call"}"#, token: token).status == 404
            )
            let seen = try await service.send("DELETE /Companies(1)", token: token)
            #expect(seen.status == 403, "\(seen.text)")
            #expect(seen.code == "auth.forbidden")
            #expect(try await service.send("DELETE /Opportunities(1)", token: token).status == 204)
        }
    }

    @Test("creating for somebody else needs the right to change their records")
    func forOthers() async throws {
        try await Self.rows { bench, token, _, other in
            let mine = try await bench.service.send(
                "POST /Opportunities",
                #"{"Name":"M","EstimatedClose":"2026-12-01"}"#,
                token: token
            )
            #expect(mine.status == 201, "\(mine.text)")
            let body = #"{"Name":"T","EstimatedClose":"2026-12-01","OwnerId":\#(other.id.rawValue)}"#
            #expect(try await bench.service.send("POST /Opportunities", body, token: token).status == 403)
            #expect(try await bench.send("GET /Opportunities/$count").text == "1")
        }
    }

    @Test("lines can be added to quotes that one may change only")
    func parts() async throws {
        try await Self.rows { bench, token, rep, other in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            _ = try await bench.create("Quotes", #"{"CompanyId":1,"OwnerId":\#(rep.id.rawValue)}"#)
            _ = try await bench.create("Quotes", #"{"CompanyId":1,"OwnerId":\#(other.id.rawValue)}"#)
            let own = try await bench.service.send("POST /Quotes(1)/QuoteLines", #"{"Description":"a"}"#, token: token)
            #expect(own.status == 201, "\(own.text)")
            let foreign = try await bench.service.send(
                "POST /QuoteLines",
                #"{"QuoteId":2,"Description":"a"}"#,
                token: token
            )
            #expect([400, 403].contains(foreign.status), "\(foreign.text)")
            #expect(try await bench.service.send("DELETE /QuoteLines(1)", token: token).status == 204)
        }
    }

    @Test("hidden fields are unknown names in bodies too, and the missing word is named for nobody else's sake")
    func hiddenFields() async throws {
        try await WritingBench.run { bench in
            let token = try await bench.service.mint(bench.admin, words: "odata.write").text
            let answer = try await bench.service.send("POST /Contacts", #"{"Surname":"Ray"}"#, token: token)
            #expect(answer.status == 400)
            #expect(answer.code == "property.unknown")
            let company = try await bench.service.send("POST /Companies", #"{"Name":"Blue"}"#, token: token)
            #expect(company.status == 201)
            #expect(!company.text.contains("Description"))
        }
    }
}
