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
                        actor: .system,
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
}
