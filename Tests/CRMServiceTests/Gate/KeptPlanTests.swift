import EntityModel
import Foundation
import HTTPTypes
import Identity
import ODataServer
import Testing

@testable import CRMService

/// One engine keeps what a text means; what it opens is judged anew for each request.
@Suite struct KeptPlanTests {
    private static func get(_ url: String, _ token: TokenText, from engine: ODataEngine) async throws -> TestAnswer {
        try await TemporaryService.get(url, from: engine, fields: [.authorization: "Bearer \(token.text)"])
    }

    @Test("the same text gives each owner the owner's rows, whoever asked before")
    func owners() async throws {
        try await TemporaryService.run { service in
            let engine = service.engine(service.tokenGate())
            var tokens: [(TokenText, String)] = []
            for name in ["ada", "bob", "eve"] {
                let account = try await service.addUser(name, role: .integration, dataRoles: ["SalesRep"])
                let owner = EntityValue.integer(account.id.rawValue)
                let lead = try await service.insert("Leads", ["OwnerId": owner])
                tokens.append((try await service.mint(account), String(lead)))
            }
            for url in ["/Leads?$select=LeadId", "/Leads?$filter=LeadId gt 0&$count=true"] {
                for (token, lead) in tokens + tokens {
                    let answer = try await Self.get(url, token, from: engine)
                    #expect(answer.column("LeadId") == [lead])
                }
            }
            #expect(try await Self.get("/Leads(\(tokens[0].1))", tokens[1].0, from: engine).status == 404)
            #expect(try await Self.get("/Leads(\(tokens[0].1))", tokens[0].0, from: engine).status == 200)
        }
    }

    @Test("a revoked token, a narrowed one and a changed owner get the next answer accordingly")
    func changes() async throws {
        try await TemporaryService.run { service in
            let engine = service.engine(service.tokenGate())
            let ada = try await service.addUser("ada", role: .admin)
            try await service.insert("Companies", ["Name": .text("one")])
            let token = try await service.mint(ada)
            let url = "/Companies?$select=CompanyId"
            #expect(try await Self.get(url, token, from: engine).column("CompanyId").count == 1)
            try await service.sql("UPDATE access_token SET scopes = 'odata.read:Leads'")
            #expect(try await Self.get(url, token, from: engine).status == 403)
            try await service.sql("UPDATE access_token SET scopes = 'odata.read'")
            #expect(try await Self.get(url, token, from: engine).status == 200)
            try await service.sql("UPDATE user_account SET role = 'user' WHERE user_id = \(ada.id)")
            #expect(try await Self.get(url, token, from: engine).column("CompanyId").isEmpty)
            try await service.sql("UPDATE access_token SET revoked_at = 1")
            #expect(try await Self.get(url, token, from: engine).code == "token.revoked")
        }
    }

    @Test("the time is that of each request")
    func time() async throws {
        try await TemporaryService.run { service in
            let gate = service.tokenGate()
            let engine = ODataEngine(gate: gate, now: { service.time.now.microseconds })
            let token = try await service.mint(try await service.addUser("ada", role: .admin))
            let due = try #require(CivilDay("2024-06-20"))
            try await service.insert(
                "Tasks",
                ["Subject": .text("call"), "DueDate": .date(Int32(due.dayNumber)), "StatusCode": .text("NotStarted")]
            )
            for (instant, isOverdue) in [("2024-06-20", "false"), ("2024-06-21", "true")] {
                let day = try #require(CivilDay(instant))
                service.time.set(UTCInstant(microseconds: day.dayNumber * 86_400_000_000))
                let answer = try await Self.get("/Tasks?$select=IsOverdue", token, from: engine)
                #expect(answer.column("IsOverdue") == [isOverdue])
                let filtered = try await Self.get("/Tasks?$filter=DueDate lt date(now())", token, from: engine)
                #expect(filtered.column("TaskId").count == (isOverdue == "true" ? 1 : 0))
            }
        }
    }

    @Test("a small read sees the state its token was judged by, in one visit to the database")
    func oneVisit() async throws {
        try await TemporaryService.run { service in
            let gate = service.tokenGate()
            let token = try await service.mint(try await service.addUser("ada", role: .admin))
            let request = GateRequest(
                method: "GET",
                path: "/Companies",
                query: nil,
                peer: ODataPeer(address: "192.0.2.7", isSecure: true),
                fields: [("Authorization", "Bearer \(token.text)")]
            )
            let (decision, answer) = await gate.admit(request) { caller in
                (caller as? TokenCaller)?.hasConnection
            }
            #expect(answer == true)
            guard case .admitted(let caller) = decision else {
                Issue.record("the token was refused")
                return
            }
            #expect((caller as? TokenCaller)?.hasConnection == false)
        }
    }
}
