import EntityModel
import Foundation
import HTTPTypes
import Identity
import ODataServer
import Testing

@testable import CRMService

/// Who finds an answer that was kept for a token, and who no longer does.
@Suite struct AsyncAnswerTests {
    private static let target = "/Companies?$select=Name"

    private static func engine(_ service: TemporaryService) throws -> ODataEngine {
        let store = try SpoolDirectory(service.folder.appendingPathComponent("answers"))
        let instant = testNow
        return ODataEngine(
            gate: service.tokenGate(),
            asynchronous: AsyncRequests(store: store, newName: { UUID().uuidString }),
            now: { instant }
        )
    }

    private static func get(
        _ url: String,
        _ token: TokenText,
        from engine: ODataEngine,
        later: Bool = false
    ) async throws -> TestAnswer {
        var fields: HTTPFields = [.authorization: "Bearer \(token.text)"]
        for (name, value) in [("OData-MaxVersion", "4.01"), ("Prefer", later ? "respond-async,wait=0" : "")] {
            if let name = HTTPField.Name(name), !value.isEmpty { fields[name] = value }
        }
        return try await TemporaryService.get(url, from: engine, fields: fields)
    }

    /// The path of the monitor of a read whose answer is whole.
    private static func kept(_ token: TokenText, from engine: ODataEngine) async throws -> String {
        let accepted = try await get(target, token, from: engine, later: true)
        #expect(accepted.status == 202)
        let location = try #require(accepted.lines("Location").first)
        #expect(location.hasPrefix("https://crm.test/odata/v4/$async/"))
        let monitor = location.replacingOccurrences(of: "https://crm.test/odata/v4", with: "")
        while try await get(monitor, token, from: engine).status == 202 { await Task.yield() }
        return monitor
    }

    private static func world(_ body: (TemporaryService, TokenText, TokenText) async throws -> Void) async throws {
        try await TemporaryService.run { service in
            let ada = try await service.addUser("ada", role: .admin)
            try await service.insert("Companies", ["Name": .text("one")])
            try await body(service, try await service.mint(ada), try await service.mint(ada))
        }
    }

    @Test("the token that asked finds its answer, after a restart too; another token of the same person does not")
    func owner() async throws {
        try await Self.world { service, token, other in
            let engine = try Self.engine(service)
            let monitor = try await Self.kept(token, from: engine)
            let plain = try await Self.get(Self.target, token, from: engine)
            for engine in [engine, try Self.engine(service)] {
                let answer = try await Self.get(monitor, token, from: engine)
                #expect(answer.status == 200 && answer.lines("AsyncResult") == ["200"])
                #expect(answer.column("Name") == ["one"] && answer.text == plain.text)
                let stranger = try await Self.get(monitor, other, from: engine)
                #expect(stranger.status == 404 && stranger.code == "async.unknown")
            }
        }
    }

    @Test(
        "a token that was revoked, or whose rights are others now, opens no answer of before",
        arguments: [
            ("UPDATE access_token SET revoked_at = 1", 401), ("UPDATE user_account SET disabled_at = 1", 401),
            ("UPDATE access_token SET scopes = 'odata.read:Leads'", 404),
            ("UPDATE access_token SET row_scope = 'team:1'", 404),
            ("UPDATE user_account SET role = 'user'", 401),
        ]
    )
    func rights(change: String, status: Int) async throws {
        try await Self.world { service, token, _ in
            let engine = try Self.engine(service)
            let monitor = try await Self.kept(token, from: engine)
            try await service.sql(change)
            let answer = try await Self.get(monitor, token, from: engine)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.lines("AsyncResult").isEmpty)
        }
    }
}
