import Foundation
import HTTPTypes
import Identity
import OData
import ODataServer
import SQLCore
import Synchronization
import Testing

@testable import CRMService

@Suite struct TokenGateTests {
    /// The three ways a token is sent.
    enum Carrier: String, CaseIterable, Sendable {
        case bearer, basic, apiKey

        func fields(_ token: String) -> HTTPFields {
            var fields = HTTPFields()
            switch self {
            case .bearer: fields[.authorization] = "Bearer \(token)"
            case .basic: fields[.authorization] = "Basic " + Data(":\(token)".utf8).base64EncodedString()
            case .apiKey: if let name = HTTPField.Name("X-Api-Key") { fields[name] = token }
            }
            return fields
        }
    }

    private static let basic = "Basic realm=\"Tessera\", charset=\"UTF-8\""

    private static func admin(_ service: TemporaryService) async throws -> Account {
        try await service.addUser("ada", role: .admin)
    }

    /// A row of the table: what is done to the token, then status, Bearer parameters, code and start of the message.
    struct Row: Sendable, CustomStringConvertible {
        var description: String
        var sql: String
        var status: Int
        var bearer: String?
        var code: String
        var message: String
    }

    private static let day = "30 June 2026"
    private static let rows: [Row] = [
        Row(
            description: "revoked",
            sql: "UPDATE access_token SET revoked_at = \(testNow)",
            status: 401,
            bearer: "error=\"invalid_token\", error_description=\"Revoked on \(day)\"",
            code: "token.revoked",
            message: "Revoked on \(day)"
        ),
        Row(
            description: "exposed",
            sql: "UPDATE access_token SET exposed_at = \(testNow)",
            status: 401,
            bearer: "error=\"invalid_token\", error_description=\"This token was reported as leaked\"",
            code: "token.exposed",
            message: "This token was reported as leaked"
        ),
        Row(
            description: "expired",
            sql: "UPDATE access_token SET expires_at = \(testNow)",
            status: 401,
            bearer: "error=\"invalid_token\", error_description=\"Expired on \(day); the owner can create or rotate\"",
            code: "token.expired",
            message: "Expired on \(day)"
        ),
        Row(
            description: "paused",
            sql: "UPDATE access_token SET paused_at = \(testNow)",
            status: 401,
            bearer: "error=\"invalid_token\", error_description=\"Paused on \(day); its owner or an administrator can "
                + "resume it\"",
            code: "token.paused",
            message: "Paused on \(day)"
        ),
        Row(
            description: "suspended",
            sql: "UPDATE access_token SET suspended_at = \(testNow)",
            status: 401,
            bearer:
                "error=\"invalid_token\", error_description=\"Suspended on \(day); an administrator can restore it\"",
            code: "token.suspended",
            message: "Suspended on \(day)"
        ),
        Row(
            description: "retired",
            sql: "UPDATE access_token_secret SET state = 'retired', valid_until = \(testNow)",
            status: 401,
            bearer: "error=\"invalid_token\", error_description=\"This secret was replaced on \(day)\"",
            code: "token.retired",
            message: "This secret was replaced on \(day)"
        ),
        Row(
            description: "owner disabled",
            sql: "UPDATE user_account SET disabled_at = \(testNow)",
            status: 401,
            bearer: "error=\"invalid_token\", error_description=\"Suspended; an administrator can restore it\"",
            code: "token.suspended",
            message: "Suspended"
        ),
        Row(
            description: "owner inactive",
            sql: "UPDATE \"Users\" SET \"IsActive\" = 0",
            status: 401,
            bearer: "error=\"invalid_token\", error_description=\"Suspended; an administrator can restore it\"",
            code: "token.suspended",
            message: "Suspended"
        ),
        Row(
            description: "owner demoted",
            sql: "UPDATE user_account SET role = 'user'",
            status: 401,
            bearer: "error=\"invalid_token\", error_description=\"Suspended; an administrator can restore it\"",
            code: "token.suspended",
            message: "Suspended"
        ),
        Row(
            description: "policy",
            sql: "UPDATE access_token SET expires_at = NULL, never_reason = NULL",
            status: 401,
            bearer:
                "error=\"invalid_token\", error_description=\"Blocked by a rule of the organisation: a token without "
                + "an end needs a reason\"",
            code: "token.policy",
            message: "Blocked by a rule"
        ),
        Row(
            description: "address",
            sql: "UPDATE access_token SET networks = '198.51.100.0/24'",
            status: 403,
            bearer: nil,
            code: "token.ip",
            message: "Not allowed from this address"
        ),
        Row(
            description: "wrong secret",
            sql: "UPDATE access_token_secret SET digest = zeroblob(32)",
            status: 401,
            bearer: "error=\"invalid_token\"",
            code: "token.invalid",
            message: "The token is not valid"
        ),
    ]

    @Test(
        "each refusal has its status, headers, code and message, by every carrier, from the next request on",
        arguments: rows
    )
    func table(row: Row) async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(Self.admin(service))
            let engine = service.engine(service.tokenGate())
            for carrier in Carrier.allCases {
                let fields = carrier.fields(token.text)
                #expect(try await TemporaryService.get("/Companies", from: engine, fields: fields).status == 200)
            }
            try await service.sql(row.sql)
            for carrier in Carrier.allCases {
                let fields = carrier.fields(token.text)
                Self.expect(try await TemporaryService.get("/Companies", from: engine, fields: fields), row)
            }
        }
    }

    private static func expect(_ answer: TestAnswer, _ row: Row) {
        #expect(answer.status == row.status)
        #expect(answer.code == row.code)
        #expect(answer.message?.hasPrefix(row.message) == true, "\(answer.message ?? "")")
        let bearer = "Bearer realm=\"Tessera\"" + (row.bearer.map { ", " + $0 } ?? "")
        switch row.status {
        case 401: #expect(answer.lines("WWW-Authenticate") == [basic, bearer])
        case 400: #expect(answer.lines("WWW-Authenticate") == [bearer])
        default: #expect(answer.lines("WWW-Authenticate") == [])
        }
        #expect(answer.fields[.cacheControl] == "private, no-store")
    }

    @Test("what is wrong with the request itself is answered by the table")
    func unproven() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(Self.admin(service)).text
            let engine = service.engine(service.tokenGate())
            func ask(_ headers: [(String, String)], query: String = "") async throws -> TestAnswer {
                var fields = HTTPFields()
                for (name, value) in headers {
                    if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
                }
                return try await TemporaryService.get("/Companies" + query, from: engine, fields: fields)
            }
            let password = Data("me@example.com:my-password".utf8).base64EncodedString()
            let cases: [([(String, String)], String, Int, String?, String)] = [
                ([], "", 401, nil, "auth.required"),
                ([("Authorization", "Bearer ")], "", 401, nil, "auth.required"),
                ([("Authorization", "Negotiate abc")], "", 401, nil, "auth.required"),
                ([("Cookie", "__Host-tessera=abc")], "", 401, nil, "auth.required"),
                (
                    [("Authorization", "Basic \(password)")], "", 401, "error=\"invalid_token\"",
                    "auth.password-not-accepted"
                ),
                (
                    [("Authorization", "Bearer \(token.dropLast())")], "", 401, "error=\"invalid_token\"",
                    "token.malformed"
                ),
                (
                    [("Authorization", "Bearer \(token)"), ("X-Api-Key", token)], "", 400, "error=\"invalid_request\"",
                    "auth.ambiguous"
                ),
                (
                    [("Authorization", "Bearer \(token)")], "?access_token=\(token)", 400, "error=\"invalid_request\"",
                    "auth.query-not-allowed"
                ),
            ]
            for (headers, query, status, bearer, code) in cases {
                let answer = try await ask(headers, query: query)
                Self.expect(
                    answer,
                    Row(description: code, sql: "", status: status, bearer: bearer, code: code, message: "")
                )
                #expect(!answer.text.contains("my-password"))
                #expect(!answer.text.contains(token))
            }
        }
    }

    @Test("an unknown key id and a wrong secret get one and the same answer")
    func oneAnswer() async throws {
        try await TemporaryService.run { service in
            let owner = try await Self.admin(service)
            let token = try await service.mint(owner)
            let unknown = try await service.mint(owner)
            try await service.sql(
                "UPDATE access_token_secret SET digest = zeroblob(32) WHERE key_id = '\(token.keyID.text)';"
                    + "DELETE FROM access_token_secret WHERE key_id = '\(unknown.keyID.text)'"
            )
            let first = try await service.get("/Companies", token: token.text)
            let second = try await service.get("/Companies", token: unknown.text)
            #expect(first.bytes == second.bytes)
            #expect(first.status == 401 && second.status == 401)
            #expect(first.fields == second.fields)
        }
    }

    @Test("while a pepper is missing, tokens are neither good nor bad: 503 with a time to wait")
    func pepperMissing() async throws {
        try await TemporaryService.run(arePeppersComplete: false) { service in
            let owner = try await Self.admin(service)
            let token = try await service.mint(owner)
            #expect(try await service.get("/Companies", token: token.text).status == 200)
            try await service.sql("UPDATE access_token_secret SET pepper_id = 2")
            let other = try await service.get("/Companies", token: token.text)
            #expect(other.status == 503 && other.code == "auth.unavailable")
            #expect(other.fields[.retryAfter] == "300")
            try await service.sql("UPDATE access_token_secret SET pepper_id = 1, digest = zeroblob(32)")
            #expect(try await service.get("/Companies", token: token.text).status == 503)
        }
    }

    @Test("a token over plain HTTP is refused where https is expected, without a redirect")
    func plaintext() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(Self.admin(service)).text
            let gate = service.tokenGate(isSecureExpected: true)
            let request = GateRequest(
                method: "GET",
                path: "/Companies",
                query: nil,
                peer: ODataPeer(address: "192.0.2.7", isSecure: false),
                fields: [("Authorization", "Bearer \(token)")]
            )
            guard case .refused(let refusal) = await gate.admit(request) else {
                Issue.record("a token in clear was admitted")
                return
            }
            #expect(refusal.status == 403 && refusal.error.code == "auth.plaintext")
            #expect(refusal.headers.isEmpty)
        }
    }

    @Test("failures of a network are throttled while a valid token from it passes")
    func throttle() async throws {
        try await TemporaryService.run { service in
            let owner = try await Self.admin(service)
            let good = try await service.mint(owner).text
            let bad = try await service.mint(owner)
            try await service.sql("DELETE FROM access_token_secret WHERE key_id = '\(bad.keyID.text)'")
            let gate = service.tokenGate()
            for _ in 0..<30 { #expect(try await service.get("/Teams", token: bad.text, gate: gate).status == 401) }
            let blocked = try await service.get("/Teams", token: bad.text, gate: gate)
            #expect(blocked.status == 429 && blocked.code == "rate.auth")
            #expect(Int(blocked.fields[.retryAfter] ?? "") ?? 0 > 0)
            #expect(try await service.get("/Teams", token: good, gate: gate).status == 200)
            service.time.advance(seconds: 61)
            #expect(try await service.get("/Teams", token: bad.text, gate: gate).status == 401)
        }
    }

    @Test("a token has a quota of requests a minute")
    func quota() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(Self.admin(service)).text
            let gate = service.tokenGate(requestsPerMinute: 3)
            for _ in 0..<3 { #expect(try await service.get("/Teams", token: token, gate: gate).status == 200) }
            let over = try await service.get("/Teams", token: token, gate: gate)
            #expect(over.status == 429 && over.code == "rate.token")
            #expect(over.lines("RateLimit-Remaining") == ["0"])
        }
    }

    @Test("a change of rights ends an open answer at its next check")
    func recheck() async throws {
        let changes = [
            "UPDATE access_token SET revoked_at = \(testNow)", "UPDATE access_token SET paused_at = \(testNow)",
            "UPDATE access_token SET scopes = 'odata.read:Companies'", "UPDATE user_account SET disabled_at = 1",
            "UPDATE user_account SET data_roles = 'Analyst'", "UPDATE access_token SET row_scope = 'team:1'",
        ]
        for change in changes {
            try await TemporaryService.run { service in
                let token = try await service.mint(Self.admin(service)).text
                let request = GateRequest(
                    method: "GET",
                    path: "/Companies",
                    query: nil,
                    peer: ODataPeer(address: "192.0.2.7"),
                    fields: [("Authorization", "Bearer \(token)")]
                )
                guard case .admitted(let caller) = await service.tokenGate().admit(request) else {
                    Issue.record("a valid token was refused")
                    return
                }
                #expect(await caller.stillAllowed())
                try await service.sql(change)
                #expect(await !caller.stillAllowed(), "\(change)")
            }
        }
    }

    @Test("expiry is told in the headers of a success")
    func headers() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(Self.admin(service)).text
            let answer = try await service.get("/Teams", token: token)
            #expect(answer.lines("Tessera-Token-Expires") == ["2026-09-28T12:00:00Z"])
            #expect(answer.lines("Tessera-Token-Warning") == [])
            service.time.advance(seconds: 80 * 86_400)
            #expect(try await service.get("/Teams", token: token).lines("Tessera-Token-Warning") == ["expiring"])
        }
    }

    @Test("the credential is read by primary keys alone")
    func plan() async throws {
        try await TemporaryService.run { service in
            let query = try service.accounts.tokens.credentialQuery.filling([.text("x")])
            let rows = try await service.database.read { connection in
                try connection.rows(RenderedSQL("EXPLAIN QUERY PLAN " + query.text, binds: query.binds))
            }
            let plan = rows.compactMap { row in
                if case .text(let text)? = row.last { return text }
                return nil
            }
            #expect(plan.count == 5, "\(plan)")
            #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
        }
    }
}
