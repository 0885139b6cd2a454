import CRM
import EntityModel
import Identity
import Testing

@testable import CRMService

/// What a token's words open and close.
@Suite struct TokenScopeTests {
    private struct Bench: Sendable {
        let service: TemporaryService
        let world: GateWorld
        let gate: TokenGate
        let admin: Account
    }

    private static func bench(_ body: (Bench) async throws -> Void) async throws {
        try await TemporaryService.run { service in
            let world = GateWorld(catalog: service.catalog)
            try await world.load(into: service)
            let admin = try await service.addUser("ada", role: .admin)
            try await body(Bench(service: service, world: world, gate: service.tokenGate(), admin: admin))
        }
    }

    private static func missing(_ answer: TestAnswer) -> [String] {
        guard case .list(let details) = answer.json["error"]["details"] else { return [] }
        return details.compactMap { $0["message"].plainText }
    }

    @Test("for every set: a token with all other sets gets 403 naming the word, one with the word gets the rows")
    func everySet() async throws {
        try await Self.bench { bench in
            for type in bench.service.catalog.types where type.set != "AuditEvents" {
                let others = bench.service.catalog.types.filter { $0.set != type.set }
                    .map { "odata.read:\($0.set)" }.joined(separator: " ")
                let without = try await bench.service.mint(bench.admin, words: others).text
                let with = try await bench.service.mint(bench.admin, words: "odata.read:\(type.set)").text
                let refused = try await bench.service.get("/\(type.set)", token: without, gate: bench.gate)
                #expect(refused.status == 403, "\(type.set)")
                #expect(refused.code == "token.scope")
                #expect(Self.missing(refused) == ["odata.read:\(type.set)"])
                #expect(
                    refused.lines("WWW-Authenticate") == [
                        "Bearer realm=\"Tessera\", error=\"insufficient_scope\", scope=\"odata.read:\(type.set)\""
                    ]
                )
                let allowed = try await bench.service.get("/\(type.set)?$top=1", token: with, gate: bench.gate)
                #expect(allowed.status == 200, "\(type.set) \(allowed.text.prefix(200))")
                try await bench.service.sql("UPDATE access_token SET revoked_at = 1")
            }
        }
    }

    @Test("each way of asking for a hidden set or field names every missing word")
    func everyWay() async throws {
        try await Self.bench { bench in
            let token = try await bench.service.mint(bench.admin, words: "odata.read:Companies odata.read:Activities")
                .text
            let cases: [(String, [String])] = [
                ("/Contacts", ["odata.read:Contacts"]),
                ("/Contacts(1)", ["odata.read:Contacts"]),
                ("/Contacts/$count", ["odata.read:Contacts"]),
                ("/Companies(1)/Contacts", ["odata.read:Contacts"]),
                (
                    "/Companies?$expand=Contacts($expand=Activities),Quotes",
                    ["odata.read:Contacts", "odata.read:Quotes"]
                ),
                (
                    "/Companies?$filter=Contacts/any(c:c/Email eq 'x')",
                    ["odata.personal.contact", "odata.read:Contacts"]
                ),
                ("/Companies?$filter=Contacts/$count gt 1", ["odata.read:Contacts"]),
                ("/Companies?$select=Description", ["odata.personal.text"]),
                ("/Companies?$orderby=Description", ["odata.personal.text"]),
                ("/Companies(1)/Description", ["odata.personal.text"]),
                ("/Activities?$search=x", ["odata.personal.text"]),
                ("/Activities?$select=ContactName", ["odata.personal.contact", "odata.read:Contacts"]),
                ("/Activities?$filter=OwnerName eq 'x'", ["odata.read:Users"]),
                ("/AuditEvents", ["audit.read"]),
            ]
            for (url, words) in cases {
                let answer = try await bench.service.get(url, token: token, gate: bench.gate)
                #expect(answer.status == 403, "\(url) \(answer.text.prefix(300))")
                #expect(Self.missing(answer) == words, "\(url)")
            }
        }
    }

    @Test("what the owner cannot see either stays unknown")
    func unknownStays() async throws {
        try await Self.bench { bench in
            let robot = try await bench.service.addUser(
                "robot",
                role: .integration,
                dataRoles: ["ServiceDesk"],
                team: TeamID(1)
            )
            let token = try await bench.service.mint(robot, words: "odata.read:Companies").text
            for (url, status) in [
                ("/Nothing", 404), ("/Leads", 404), ("/Campaigns", 404), ("/AuditEvents", 404), ("/Contacts", 403),
                ("/Companies?$select=CreditLimit", 400), ("/Companies?$filter=Nothing eq 1", 400),
                ("/Companies?$expand=Leads", 400),
            ] {
                let answer = try await bench.service.get(url, token: token, gate: bench.gate)
                #expect(answer.status == status, "\(url) \(answer.text.prefix(200))")
                if status != 403 { #expect(answer.code != "token.scope", "\(url)") }
            }
        }
    }

    @Test("without a class of personal data none of its text is in any answer, and the metadata has no such name")
    func personalData() async throws {
        try await Self.bench { bench in
            let marked = bench.service.catalog.types.flatMap { type in
                type.fields.compactMap { field in field.mark.map { (type.set, field.name, $0) } }
            }
            for (words, hidden) in [
                ("odata.read", Set([PersonalMark.name, .contact, .freeText])),
                ("odata.personal.contact odata.read", [.freeText]),
                ("odata.personal.text odata.read", [.name, .contact]),
                ("odata.personal.contact odata.personal.text odata.read", []),
            ] {
                let token = try await bench.service.mint(bench.admin, words: words).text
                let view = try await bench.service.get("/$metadata", token: token, gate: bench.gate)
                #expect(view.status == 200)
                var found: Set<String> = []
                for set in GateWorld.order {
                    let answer = try await bench.service.get("/\(set)", token: token, gate: bench.gate)
                    #expect(answer.status == 200)
                    for word in answer.text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
                        guard let place = bench.world.markers[String(word)],
                            let mark = bench.service.catalog.field(place.field, ofSet: place.set)?.mark
                        else { continue }
                        found.insert(mark.rawValue)
                        #expect(!hidden.contains(mark), "\(words): \(place)")
                    }
                    for (other, name, mark) in marked where other == set {
                        #expect(
                            answer.text.contains("\"\(name)\":") == !hidden.contains(mark)
                                || answer.column(name).isEmpty
                        )
                    }
                }
                let shown = Set([PersonalMark.name, .contact, .freeText]).subtracting(hidden)
                #expect(found == Set(shown.map(\.rawValue)), "\(words)")
            }
        }
    }

    @Test("a part is read with its record's rows, also where the token does not name the record's set")
    func partsAlone() async throws {
        try await Self.bench { bench in
            let robot = try await bench.service.addUser(
                "robot",
                role: .integration,
                dataRoles: ["SalesManager"],
                team: TeamID(1)
            )
            for (words, url) in [
                ("odata.read:OpportunityLines", "/OpportunityLines?$select=OpportunityLineId"),
                ("odata.read:OpportunityStageHistory", "/OpportunityStageHistory?$select=OpportunityStageHistoryId"),
            ] {
                let whole = try await bench.service.mint(robot, words: "odata.read").text
                let single = try await bench.service.mint(robot, words: words).text
                let expected = try await bench.service.get(url, token: whole, gate: bench.gate)
                let found = try await bench.service.get(url, token: single, gate: bench.gate)
                let key = String(url.split(separator: "=").last ?? "")
                #expect(!expected.column(key).isEmpty, "\(url)")
                #expect(found.column(key) == expected.column(key))
            }
        }
    }

    @Test("a row scope narrows every set with an owner or a team to that team and those below")
    func rowScope() async throws {
        try await Self.bench { bench in
            let role = try #require(DefaultRoles.role(code: "Administrator"))
            var oracle = GateOracle(
                bench.world,
                role: role,
                isAdministrator: true,
                userID: bench.admin.id.rawValue,
                teamID: nil
            )
            oracle.teamScope = 1
            oracle.hiddenSets = ["AuditEvents"]
            oracle.marks = []
            let token = try await bench.service.mint(bench.admin, words: "odata.read", rowScope: "team:1").text
            for set in GateWorld.order where !["Users", "Teams"].contains(set) {
                let type = try #require(bench.service.catalog.type(ofSet: set))
                let key = try #require(type.key?.name)
                let answer = try await bench.service.get("/\(set)?$select=\(key)", token: token, gate: bench.gate)
                #expect(answer.status == 200, "\(set)")
                #expect(answer.column(key) == oracle.keys(set), "\(set)")
            }
        }
    }

    @Test("a token of the audit log alone reads the audit log and nothing else")
    func auditAlone() async throws {
        try await Self.bench { bench in
            let token = try await bench.service.mint(bench.admin, words: "audit.read").text
            #expect(try await bench.service.get("/AuditEvents", token: token, gate: bench.gate).status == 200)
            #expect(try await bench.service.get("/Companies", token: token, gate: bench.gate).status == 403)
        }
    }

    @Test("a change of the owner's roles is in force with the next request")
    func ownerChanges() async throws {
        try await Self.bench { bench in
            let robot = try await bench.service.addUser(
                "robot",
                role: .integration,
                dataRoles: ["Integration"],
                team: TeamID(1)
            )
            let token = try await bench.service.mint(robot, words: "odata.read").text
            #expect(try await bench.service.get("/Leads", token: token, gate: bench.gate).column("LeadId").count == 3)
            try await bench.service.sql(
                "UPDATE user_account SET data_roles = 'SalesRep' WHERE user_id = \(robot.id)"
            )
            #expect(
                try await bench.service.get("/Leads", token: token, gate: bench.gate).column("LeadId") == ["1", "2"]
            )
            try await bench.service.sql(
                "UPDATE user_account SET data_roles = 'ServiceDesk' WHERE user_id = \(robot.id)"
            )
            #expect(try await bench.service.get("/Leads", token: token, gate: bench.gate).status == 404)
        }
    }
}
