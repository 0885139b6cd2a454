import Identity
import Testing

@testable import CRMService

@Suite struct OpenSessionTests {
    private static let password = "correct horse battery 9"

    private static func origin(_ client: String) -> RequestOrigin {
        RequestOrigin(
            address: NetworkAddress("192.0.2.7").map { .known($0) } ?? .unknown,
            client: client,
            requestID: "r1"
        )
    }

    private static func enter(_ service: TemporaryService, _ login: String, _ client: String) async throws -> SessionID
    {
        let outcome = try await SignIn(service.accounts).signIn(
            login: login,
            password: password,
            remember: false,
            origin: origin(client)
        )
        guard case .signedIn(let id, _) = outcome else { throw TestSetUpError() }
        return id
    }

    @Test("a person sees the own valid sessions only, the asking one first, with client, address and times")
    func list() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            try await service.addUser("ben", role: .user, password: Self.password)
            let gate = SessionGate(service.accounts)
            let idle = try await Self.enter(service, "ada", "idle")
            service.time.advance(seconds: 3_000)
            let mine = try await Self.enter(
                service,
                "ada",
                "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
            )
            _ = try await Self.enter(service, "ben", "not mine")
            service.time.advance(seconds: 700)
            _ = try await Self.enter(service, "ada", "curl/8")
            let person = try #require(try await gate.person(mine))
            let sessions = try await gate.sessions(of: person)
            #expect(sessions.map(\.client) == ["Firefox on Windows", "curl (curl/8)"])
            #expect(sessions.map(\.isCurrent) == [true, false])
            #expect(sessions.map(\.address) == ["192.0.2.7", "192.0.2.7"])
            #expect(sessions[0].startedAt == TemporaryService.start.adding(seconds: 3_000))
            #expect(try await gate.person(idle) == nil, "an hour without use has ended it")
        }
    }

    @Test("ending one session leaves the others, is audited, and does nothing a second time")
    func endOne() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            let gate = SessionGate(service.accounts)
            let (mine, lost) = (try await Self.enter(service, "ada", "a"), try await Self.enter(service, "ada", "b"))
            let person = try #require(try await gate.person(mine))
            let origin = Self.origin("a")
            #expect(try await gate.endSession(lost.digest.reference, of: person, origin: origin))
            #expect(try await gate.person(lost) == nil)
            #expect(try await gate.person(mine) != nil)
            #expect(try await !gate.endSession(lost.digest.reference, of: person, origin: origin))
            let events = try await service.database.number(
                "SELECT count(*) FROM \"AuditEvents\" WHERE \"Action\" = 'session.ended'"
            )
            #expect(events == 1)
        }
    }

    @Test("neither the asking session nor one of somebody else is ended, whatever the form says")
    func notOthers() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            try await service.addUser("ben", role: .user, password: Self.password)
            let gate = SessionGate(service.accounts)
            let (mine, theirs) = (
                try await Self.enter(service, "ada", "a"), try await Self.enter(service, "ben", "b")
            )
            let person = try #require(try await gate.person(mine))
            for reference in [mine.digest.reference, theirs.digest.reference, "", "%", "00000000"] {
                #expect(try await !gate.endSession(reference, of: person, origin: Self.origin("a")))
            }
            #expect(try await gate.person(mine) != nil)
            #expect(try await gate.person(theirs) != nil)
        }
    }

    @Test("ending all others leaves the asking session alone")
    func endOthers() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            let gate = SessionGate(service.accounts)
            let mine = try await Self.enter(service, "ada", "a")
            let others = [try await Self.enter(service, "ada", "b"), try await Self.enter(service, "ada", "c")]
            let person = try #require(try await gate.person(mine))
            #expect(try await gate.endOtherSessions(of: person, origin: Self.origin("a")) == 2)
            for other in others { #expect(try await gate.person(other) == nil) }
            #expect(try await gate.sessions(of: person).map(\.isCurrent) == [true])
        }
    }

    @Test(
        "browsers are named with their system, other programs as they call themselves",
        arguments: [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "Chrome on Linux"
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge on Windows"
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1.15", "Safari on macOS"),
            ("Mozilla/5.0 strange", "Browser (Mozilla/5.0 strange)"), ("curl/8.5", "curl (curl/8.5)"),
            ("", "unknown client"),
        ]
    )
    func devices(userAgent: String, name: String) {
        #expect(DeviceName.guess(userAgent) == name)
    }
}
