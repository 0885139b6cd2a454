import Identity
import SQLCore
import Testing

@testable import CRMService

/// What holders of a secret may do about it, and what strangers learn from the answers: nothing.
@Suite struct TokenSelfServiceTests {
    private static func call(
        _ line: String,
        _ token: String? = nil,
        body: String = "",
        from address: String = "192.0.2.7"
    ) -> SelfServiceCall {
        let parts = line.split(separator: " ").map(String.init)
        return SelfServiceCall(
            method: parts[0],
            path: parts[1],
            query: nil,
            headers: token.map { [("Authorization", "Bearer \($0)")] } ?? [],
            body: Array(body.utf8),
            isSecure: true,
            origin: origin(address)
        )
    }

    private static func origin(_ address: String) -> RequestOrigin {
        let known = NetworkAddress(address).map { ClientAddress.known($0) } ?? .unknown
        return RequestOrigin(address: known, client: "curl", requestID: "r1")
    }

    private static func json(_ answer: SelfServiceAnswer) throws -> RecordValue {
        try RecordValueReader.read(Array(answer.body.utf8))
    }

    private static func actions(_ service: TemporaryService) async throws -> [String] {
        try await service.database.sql(
            "SELECT Action FROM AuditEvents WHERE EntitySet = 'AccessTokens' ORDER BY AuditEventId"
        ).compactMap { row -> String? in
            guard case .text(let action)? = row.first else { return nil }
            return action
        }
    }

    private static func run(
        words: String = "odata.read",
        _ body: (TemporaryService, TokenSelfService, TokenText) async throws -> Void
    ) async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(try await service.addUser("ada", role: .admin), words: words)
            let own = TokenSelfService(service.accounts, gate: service.tokenGate())
            try await body(service, own, token)
        }
    }

    // MARK: The token in the header

    @Test("a token reads about itself, never its secret")
    func current() async throws {
        try await Self.run { _, own, token async throws in
            let answer = try await own.current(Self.call("GET /api/tokens/current", token.text))
            #expect(answer.status == 200)
            let json = try Self.json(answer)
            #expect(json["scopes"] == .text("odata.read") && json["state"] == .text("active"))
            #expect(json["id"] == .number(String(token.id.rawValue)))
            #expect(!answer.body.contains(token.text.suffix(49)))
            #expect(answer.headers.contains(ResponseHeader("Cache-Control", "private, no-store")))
            #expect(answer.headers.contains { $0.name == "Tessera-Token-Expires" })
        }
    }

    @Test("refusals are problem details with the code and the challenges of the feed")
    func refusals() async throws {
        try await Self.run { service, own, token async throws in
            let none = try await own.current(Self.call("GET /api/tokens/current"))
            #expect(none.status == 401 && none.headers.filter { $0.name == "WWW-Authenticate" }.count == 2)
            #expect(none.headers.contains(ResponseHeader("Content-Type", "application/problem+json")))
            let problem = try Self.json(none)
            #expect(problem["code"] == .text("auth.required") && problem["status"] == .number("401"))
            #expect(problem["title"] == .text("Unauthorized"))
            try await service.sql("UPDATE access_token SET paused_at = 1")
            let paused = try await own.current(Self.call("GET /api/tokens/current", token.text))
            #expect(try Self.json(paused)["code"] == .text("token.paused"))
        }
    }

    @Test("a token ends itself, once")
    func delete() async throws {
        try await Self.run { service, own, token async throws in
            let line = "DELETE /api/tokens/current"
            #expect(try await own.revokeCurrent(Self.call(line, token.text)).status == 204)
            #expect(try await service.get("/Teams", token: token.text).code == "token.revoked")
            #expect(try await own.revokeCurrent(Self.call(line, token.text)).status == 401)
            let reasons = try await service.database.sql("SELECT revoke_reason FROM access_token")
            #expect(reasons == [[.text("self")]])
        }
    }

    @Test("a token with the word for it renews itself, with the same clocks as a person")
    func rotate() async throws {
        try await Self.run(words: "odata.read token.rotate-self") { service, own, token async throws in
            let line = "POST /api/tokens/current/rotate"
            #expect(try await service.get("/Teams", token: token.text).status == 200)
            let answer = try await own.rotateCurrent(Self.call(line, token.text))
            #expect(answer.status == 200)
            let json = try Self.json(answer)
            let new = try #require(json["token"].plainText)
            guard case .list(let replaced) = json["replaced"] else { throw TestSetUpError() }
            #expect(replaced.first?["secondsAfterFirstUse"] == .number("86400"))
            #expect(try await service.get("/Teams", token: new).status == 200)
            #expect(try await service.get("/Teams", token: token.text).status == 200)
            let now = try await own.rotateCurrent(Self.call(line, new, body: #"{"overlap":"now"}"#))
            #expect(now.status == 200)
            #expect(try await service.get("/Teams", token: new).code == "token.retired")
            for body in [#"{"overlap":"soon"}"#, "[]", "{", #"{"days":1}"#, #"{"overlap":1}"#] {
                let latest = try #require(try Self.json(now)["token"].plainText)
                #expect(try await own.rotateCurrent(Self.call(line, latest, body: body)).status == 400, "\(body)")
            }
        }
    }

    @Test("a token without the word gets the word it lacks")
    func rotateWithoutScope() async throws {
        try await Self.run { _, own, token async throws in
            let answer = try await own.rotateCurrent(Self.call("POST /api/tokens/current/rotate", token.text))
            #expect(answer.status == 403)
            let json = try Self.json(answer)
            #expect(json["code"] == .text("token.scope"))
            guard case .list(let details) = json["details"] else { throw TestSetUpError() }
            #expect(details.first?["message"] == .text("token.rotate-self"))
        }
    }

    @Test("a token rotated by fifty programs at once gets one new secret")
    func parallel() async throws {
        try await Self.run(words: "odata.read token.rotate-self") { service, own, token async throws in
            let line = "POST /api/tokens/current/rotate"
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await own.rotateCurrent(Self.call(line, token.text)).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 409 }.count == 49)
            let live = "SELECT COUNT(*) FROM access_token_secret WHERE state IN ('current', 'retiring')"
            #expect(try await service.database.sql(live) == [[.integer(2)]])
            // Whose answer was lost asks again a little later, with the secret it has.
            service.time.advance(seconds: TokenService.quietSeconds)
            #expect(try await own.rotateCurrent(Self.call(line, token.text)).status == 200)
            #expect(try await service.database.sql(live) == [[.integer(2)]])
        }
    }

    // MARK: RFC 7009

    @Test("whoever holds the secret revokes it; a stranger gets the same answer and revokes nothing")
    func oauth() async throws {
        try await Self.run { service, own, token async throws in
            let wrong = TokenText(id: token.id, keyID: token.keyID, text: String(token.text.dropLast()) + "x")
            for text in ["nonsense", wrong.text, "tsr_pat_\(token.keyID)"] {
                let answer = try await own.revoke(token: text, origin: Self.origin("192.0.2.7"))
                #expect(answer.status == 200 && answer.body.isEmpty)
            }
            #expect(try await service.get("/Teams", token: token.text).status == 200)
            for missing in [nil, ""] as [String?] {
                let answer = try await own.revoke(token: missing, origin: Self.origin("192.0.2.7"))
                #expect(answer.status == 400)
                #expect(try Self.json(answer)["error"] == .text("invalid_request"))
            }
            for _ in 0..<2 {
                let answer = try await own.revoke(token: token.text, origin: Self.origin("192.0.2.7"))
                #expect(answer.status == 200 && answer.body.isEmpty)
            }
            #expect(try await service.get("/Teams", token: token.text).code == "token.revoked")
            #expect(try await Self.actions(service).filter { $0 == "token.revoked" }.count == 1)
        }
    }

    @Test("thirty failures a minute quieten a network, but never the right secret")
    func throttled() async throws {
        try await Self.run { service, own, token async throws in
            for _ in 0..<30 {
                #expect(try await own.revoke(token: "x", origin: Self.origin("198.51.100.1")).status == 200)
            }
            let answer = try await own.revoke(token: "x", origin: Self.origin("198.51.100.1"))
            #expect(answer.status == 429 && answer.headers.contains { $0.name == "Retry-After" })
            #expect(try await own.revoke(token: "x", origin: Self.origin("203.0.113.1")).status == 200)
            #expect(try await own.revoke(token: token.text, origin: Self.origin("198.51.100.1")).status == 200)
            #expect(try await service.get("/Teams", token: token.text).code == "token.revoked")
        }
    }

    // MARK: Leaks

    private static func report(_ texts: [String]) -> [UInt8] {
        let items = texts.map { #"{"token":"\#($0)","source":"github","url":"https://example.org/x"}"# }
        return Array("[\(items.joined(separator: ","))]".utf8)
    }

    @Test("every report gets the same answer, whatever is in it and however often it comes")
    func sameAnswer() async throws {
        try await Self.run { service, own, token async throws in
            let unknown = "tsr_pat_000000000000_00000000000000000000000000000000000000000000775Qy"
            let long = Array(String(repeating: " ", count: 65 * 1_024).utf8)
            var bodies: [[UInt8]] = [
                [], Array("{".utf8), Array("[1,{},{\"token\":5}]".utf8), Self.report([unknown]),
                Self.report([String(token.text.prefix(40))]), Self.report(["tsr_pat_\(token.keyID)"]),
                Self.report(Array(repeating: unknown, count: 100)), Self.report(Array(repeating: "x", count: 101)),
                long, Self.report([token.text]), Self.report([token.text]),
            ]
            bodies += Array(repeating: Self.report(["x"]), count: 1_000)
            var answers: Set<String> = []
            for body in bodies {
                let answer = await own.reportLeaks(body, origin: Self.origin("192.0.2.7"))
                answers.insert("\(answer.status) \(answer.headers) \(answer.body)")
                if bodies.first != body { service.time.advance(seconds: 7) }
            }
            #expect(answers.count == 1)
            #expect(answers.first?.hasPrefix("202") == true)
            #expect(try await service.get("/Teams", token: token.text).code == "token.exposed")
        }
    }

    @Test(
        "only a whole secret proves; the token it belongs to ends for good",
        arguments: [
            "", "UPDATE access_token SET paused_at = 1", "UPDATE access_token SET suspended_at = 1",
        ]
    )
    func exposed(change: String) async throws {
        try await Self.run { service, own, token async throws in
            if !change.isEmpty { try await service.sql(change) }
            for part in [String(token.text.prefix(69)), token.keyID.text, String(token.text.dropFirst(8))] {
                _ = await own.reportLeaks(Self.report([part]), origin: Self.origin("192.0.2.7"))
            }
            #expect(try await !Self.actions(service).contains("token.exposed"))
            _ = await own.reportLeaks(Self.report(["x", token.text]), origin: Self.origin("192.0.2.7"))
            #expect(try await service.get("/Teams", token: token.text).code == "token.exposed")
            let events = try await Self.actions(service).filter { $0.hasPrefix("token.leak") || $0 == "token.exposed" }
            #expect(events == ["token.leak-reported", "token.exposed"])
            _ = try await own.revoke(token: token.text, origin: Self.origin("192.0.2.7"))
            #expect(try await service.get("/Teams", token: token.text).code == "token.exposed", "for good")
        }
    }

    @Test("a secret in its overlap still proves, one that is over does not")
    func retiring() async throws {
        try await Self.run(words: "odata.read token.rotate-self") { service, own, token async throws in
            let line = "POST /api/tokens/current/rotate"
            _ = try await own.rotateCurrent(Self.call(line, token.text, body: #"{"overlap":"1h"}"#))
            service.time.advance(seconds: 3_600)
            _ = await own.reportLeaks(Self.report([token.text]), origin: Self.origin("192.0.2.7"))
            _ = try await own.revoke(token: token.text, origin: Self.origin("192.0.2.7"))
            #expect(try await service.get("/Teams", token: token.text).code == "token.retired")
            #expect(try await !Self.actions(service).contains("token.exposed"))
            service.time.advance(seconds: -1)
            _ = await own.reportLeaks(Self.report([token.text]), origin: Self.origin("192.0.2.7"))
            #expect(try await service.get("/Teams", token: token.text).code == "token.exposed")
        }
    }

    @Test("more than ten reports a minute from a network are not looked at")
    func bounded() async throws {
        try await Self.run { service, own, token async throws in
            for _ in 0..<10 { _ = await own.reportLeaks(Self.report(["x"]), origin: Self.origin("192.0.2.7")) }
            _ = await own.reportLeaks(Self.report([token.text]), origin: Self.origin("192.0.2.7"))
            #expect(try await service.get("/Teams", token: token.text).status == 200)
            _ = await own.reportLeaks(Self.report([token.text]), origin: Self.origin("203.0.113.9"))
            #expect(try await service.get("/Teams", token: token.text).code == "token.exposed")
        }
    }
}
