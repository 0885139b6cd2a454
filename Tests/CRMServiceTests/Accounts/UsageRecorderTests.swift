import Identity
import SQLCore
import Testing

@testable import CRMService

@Suite struct UsageRecorderTests {
    @Test("fifty first requests at once are recorded as one first use, and every request counts")
    func firstUse() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(try await service.addUser("ada", role: .admin))
            let gate = service.tokenGate()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await service.get("/Teams", token: token.text, gate: gate).status }
                }
                for try await status in group { #expect(status == 200) }
            }
            await service.usage.flush()
            #expect(
                try await service.database.number(
                    "SELECT count(*) FROM \"AuditEvents\" WHERE \"Action\" = 'token.first-used'"
                ) == 1
            )
            #expect(
                try await service.database.number(
                    "SELECT count(*) FROM access_token_secret WHERE first_used_at = \(testNow)"
                )
                    == 1
            )
            #expect(try await service.database.number("SELECT requests FROM token_usage") == 50)
            #expect(try await service.database.number("SELECT requests FROM token_usage_day") == 50)
        }
    }

    @Test("the last use never goes back, though counts still add up")
    func forwardOnly() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(try await service.addUser("ada", role: .admin))
            let later = TemporaryService.start.adding(seconds: 100)
            for (now, address) in [(later, "192.0.2.1"), (TemporaryService.start, "192.0.2.2")] {
                for _ in 0..<2 {
                    _ = service.usage.note(
                        token.keyID,
                        token: token.id,
                        actor: { .system },
                        isFirst: false,
                        address: try #require(NetworkAddress(address).map { .known($0) }),
                        client: "c",
                        at: now
                    )
                }
                await service.usage.flush()
            }
            let rows = try await service.database.sql("SELECT last_used_at, last_address, requests FROM token_usage")
            #expect(rows == [[.integer(later.microseconds), .text("192.0.2.1"), .integer(4)]])
        }
    }

    @Test("day sums equal what was sent, over sets, errors and documents")
    func sums() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(try await service.addUser("ada", role: .admin))
            let gate = service.tokenGate()
            var sent: [String: (requests: Int64, bytes: Int64, errors: Int64)] = [:]
            for round in 0..<40 {
                let (url, set) = [("/Currencies", "Currencies"), ("/$metadata", "$service"), ("/Nothing", "$service")][
                    round % 3
                ]
                let answer = try await service.get(url, token: token.text, gate: gate)
                let known = sent[set] ?? (0, 0, 0)
                let isError = answer.status >= 400
                sent[set] = (
                    known.requests + 1, known.bytes + (isError ? 0 : Int64(answer.bytes.count)),
                    known.errors + (isError ? 1 : 0)
                )
                if round % 7 == 0 { await service.usage.flush() }
            }
            await service.usage.flush()
            for (set, sums) in sent {
                let rows = try await service.database.sql(
                    "SELECT requests, bytes, errors FROM token_usage_day WHERE entity_set = '\(set)'"
                )
                #expect(rows == [[.integer(sums.requests), .integer(sums.bytes), .integer(sums.errors)]], "\(set)")
            }
        }
    }

    @Test("a flush that fails loses nothing and fails no request")
    func failedFlush() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(try await service.addUser("ada", role: .admin))
            let gate = service.tokenGate()
            #expect(try await service.get("/Teams", token: token.text, gate: gate).status == 200)
            try await service.sql(
                "CREATE TRIGGER broken BEFORE INSERT ON token_usage_day BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
            for _ in 0..<5 { #expect(try await service.get("/Teams", token: token.text, gate: gate).status == 200) }
            await service.usage.flush()
            #expect(try await service.get("/Teams", token: token.text, gate: gate).status == 200)
            await service.usage.flush()
            #expect(try await service.database.number("SELECT count(*) FROM token_usage_day") == 0)
            try await service.sql("DROP TRIGGER broken")
            await service.usage.flush()
            #expect(try await service.database.number("SELECT requests FROM token_usage") == 7)
            #expect(try await service.database.number("SELECT requests FROM token_usage_day") == 7)
        }
    }

    @Test("a first use that cannot be written at once does not hold the request, and is recorded by a later one")
    func blockedFirstUse() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(try await service.addUser("ada", role: .admin))
            let gate = service.tokenGate()
            try await service.sql(
                "CREATE TRIGGER broken BEFORE UPDATE ON access_token_secret BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
            #expect(try await service.get("/Teams", token: token.text, gate: gate).status == 200)
            try await service.sql("DROP TRIGGER broken")
            #expect(try await service.get("/Teams", token: token.text, gate: gate).status == 200)
            await service.usage.flush()
            #expect(
                try await service.database.number(
                    "SELECT count(*) FROM \"AuditEvents\" WHERE \"Action\" = 'token.first-used'"
                ) == 1
            )
            #expect(try await service.database.number("SELECT requests FROM token_usage") == 2)
        }
    }

    @Test("an address that is new to a secret is told once, the first is not, and the five newest are kept")
    func addresses() async throws {
        try await TemporaryService.run { service in
            let owner = try await service.addUser("ada", role: .admin)
            let token = try await service.mint(owner)
            func use(_ addresses: [String], after seconds: Int64) async throws {
                service.time.advance(seconds: seconds)
                for address in addresses {
                    _ = service.usage.note(
                        token.keyID,
                        token: token.id,
                        actor: { .token(owner: owner.id, token.id, token.keyID) },
                        isFirst: false,
                        address: NetworkAddress(address).map { .known($0) } ?? .unknown,
                        client: "c",
                        at: service.time.now
                    )
                }
                await service.usage.flush()
            }
            let told = "SELECT count(*) FROM \"AuditEvents\" WHERE \"Action\" = 'token.used-from-new-address'"
            try await use(["192.0.2.1", "192.0.2.1", "?"], after: 1)
            #expect(try await service.database.number(told) == 0)
            try await use(["192.0.2.1", "192.0.2.2", "192.0.2.2"], after: 1)
            try await use(["192.0.2.2"], after: 1)
            #expect(try await service.database.number(told) == 1)
            for last in 3...6 { try await use(["192.0.2.\(last)"], after: 1) }
            #expect(try await service.database.number(told) == 5)
            let kept = try await service.database.sql(
                "SELECT address, last_seen_at - first_seen_at FROM token_usage_address ORDER BY last_seen_at"
            )
            let second: Int64 = 1_000_000
            #expect(
                kept == [[.text("192.0.2.2"), .integer(second)]]
                    + (3...6).map { [.text("192.0.2.\($0)"), .integer(0)] }
            )
        }
    }
}
