import Identity
import Testing

@Suite struct SessionRulesTests {
    static let start = Sample.now

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var role = BaseRole.user
        var roleSeen: BaseRole?
        var isRemembered = false
        var isOpen = true
        var hasEnded = false
        /// Seconds since the session began and since it was seen last.
        let age: Int64
        let idle: Int64
        let verdict: SessionVerdict

        var testDescription: String { name }
    }

    static let hour: Int64 = 3_600
    static let day: Int64 = 86_400
    static let rows: [Row] = [
        Row(name: "just begun", age: 0, idle: 0, verdict: .valid),
        Row(name: "user within 8 h idle", age: 8 * hour, idle: 8 * hour - 1, verdict: .valid),
        Row(name: "user after 8 h idle", age: 8 * hour, idle: 8 * hour, verdict: .ended(.idle)),
        Row(name: "administrator within 60 min", role: .admin, age: hour, idle: hour - 1, verdict: .valid),
        Row(name: "administrator after 60 min", role: .admin, age: hour, idle: hour, verdict: .ended(.idle)),
        Row(name: "absolute end", age: day, idle: 0, verdict: .ended(.expired)),
        Row(name: "just before the absolute end", age: day - 1, idle: 0, verdict: .valid),
        Row(name: "remembered, 6 days idle", isRemembered: true, age: 20 * day, idle: 6 * day, verdict: .valid),
        Row(name: "remembered, 7 days idle", isRemembered: true, age: 20 * day, idle: 7 * day, verdict: .ended(.idle)),
        Row(name: "remembered, 30 days", isRemembered: true, age: 30 * day, idle: 0, verdict: .ended(.expired)),
        Row(
            name: "administrators are not remembered",
            role: .admin,
            roleSeen: .admin,
            isRemembered: true,
            age: day,
            idle: 0,
            verdict: .ended(.expired)
        ),
        Row(name: "role changed", role: .manager, roleSeen: .user, age: hour, idle: 0, verdict: .needsNewID),
        Row(
            name: "became administrator after a long idle",
            role: .admin,
            roleSeen: .user,
            age: 2 * hour,
            idle: 2 * hour,
            verdict: .ended(.idle)
        ),
        Row(name: "ended by somebody", hasEnded: true, age: 1, idle: 0, verdict: .ended(.ended)),
        Row(name: "account disabled", isOpen: false, age: 1, idle: 0, verdict: .ended(.accountClosed)),
        Row(name: "became an integration user", role: .integration, age: 1, idle: 0, verdict: .ended(.accountClosed)),
        Row(name: "the clock went back", age: -hour, idle: -hour, verdict: .valid),
    ]

    @Test("a session holds or ends as the row says", arguments: rows)
    func verdict(row: Row) {
        let rules = SessionRules()
        let now = Self.start.adding(seconds: row.age)
        let roleSeen = row.roleSeen ?? row.role
        let record = SessionRecord(
            createdAt: Self.start,
            authenticatedAt: Self.start,
            lastSeenAt: now.adding(seconds: -row.idle),
            endsAt: rules.end(ofSessionFrom: Self.start, role: roleSeen, isRemembered: row.isRemembered),
            endedAt: row.hasEnded ? Self.start : nil,
            isRemembered: row.isRemembered,
            roleSeen: roleSeen
        )
        #expect(rules.verdict(on: record, role: row.role, isAccountOpen: row.isOpen, at: now) == row.verdict)
    }

    @Test("a login is fresh for ten minutes", arguments: [(599, true), (600, true), (601, false)])
    func fresh(age: Int64, expected: Bool) {
        #expect(SessionRules.isFresh(authenticatedAt: Self.start, at: Self.start.adding(seconds: age)) == expected)
    }

    @Test("last seen is written at most once a minute")
    func touch() {
        #expect(!SessionRules().needsTouch(lastSeenAt: Self.start, at: Self.start.adding(seconds: 59)))
        #expect(SessionRules().needsTouch(lastSeenAt: Self.start, at: Self.start.adding(seconds: 60)))
    }
}

@Suite struct SessionIDTests {
    @Test("an id survives the cookie and has the SHA-256 of its bytes as digest")
    func roundTrip() throws {
        let zero = try #require(SessionID(cookieValue: String(repeating: "A", count: 43)))
        #expect(hex(zero.digest.bytes) == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925")
        #expect(zero.digest.reference == "66687aad")
        var random = SeededRandom(seed: 41)
        let drawn = SessionID.draw(using: &random)
        let again = try #require(SessionID(cookieValue: drawn.revealCookieValue()))
        #expect(again.digest == drawn.digest)
        #expect(drawn.revealCookieValue().utf8.count == 43)
        #expect(!"\(drawn) \(String(reflecting: drawn))".contains(drawn.revealCookieValue()))
    }

    static let broken = [
        "", "AAAA", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
        String(repeating: "+", count: 43), String(repeating: "A", count: 42) + "B",
    ]

    @Test("another text is no session id", arguments: broken)
    func refusal(text: String) {
        #expect(SessionID(cookieValue: text) == nil)
    }

    @Test("the secure cookie is bound to the host, the insecure one is named so")
    func cookies() throws {
        var random = SeededRandom(seed: 42)
        let id = SessionID.draw(using: &random)
        let value = id.revealCookieValue()
        #expect(
            SessionCookie.secure.setHeader(id, maxAgeSeconds: nil)
                == "__Host-tessera=\(value); Path=/; Secure; HttpOnly; SameSite=Lax"
        )
        #expect(
            SessionCookie.insecure.setHeader(id, maxAgeSeconds: 60)
                == "tessera_insecure=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=60"
        )
        #expect(
            SessionCookie.secure.clearHeader == "__Host-tessera=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
        )
        let lines = ["a=b; __Host-tessera=\(value); c=d", "e=f"]
        #expect(SessionCookie.secure.read(from: lines)?.digest == id.digest)
        #expect(SessionCookie.insecure.read(from: lines)?.digest == nil)
        #expect(SessionCookie.secure.read(from: lines + ["__Host-tessera=\(value)"])?.digest == nil)
        #expect(SessionCookie.secure.read(from: ["__Host-tessera2=\(value)"])?.digest == nil)
    }
}

@Suite struct FormTokenTests {
    static let key = [UInt8](0..<32)

    @Test("a value matches its session and its form only")
    func binding() {
        let value = FormToken.make(csrfKey: Self.key, form: "token.create")
        #expect(FormToken.isValid(value, csrfKey: Self.key, form: "token.create"))
        #expect(!FormToken.isValid(value, csrfKey: Self.key, form: "token.revoke"))
        #expect(!FormToken.isValid(value, csrfKey: [UInt8](1...32), form: "token.create"))
        for broken in [
            "", String(value.dropLast()), value + "A", String(repeating: "A", count: 43), "%" + value.dropFirst(),
        ] {
            #expect(!FormToken.isValid(broken, csrfKey: Self.key, form: "token.create"))
        }
        #expect(!FormToken.isValid(FormToken.make(csrfKey: [], form: "x"), csrfKey: [], form: "x"))
    }

    static let origins: [(String?, String?, Bool)] = [
        ("same-origin", nil, true), ("same-origin", "https://evil.example", true),
        ("same-site", "https://crm.example", false),
        ("cross-site", nil, false), ("none", nil, false), (nil, "https://crm.example", true),
        (nil, "HTTPS://CRM.example", true),
        (nil, "https://crm.example:8443", false), (nil, "http://crm.example", false), (nil, "null", false),
        (nil, nil, false),
    ]

    @Test("an unsafe request comes from our own pages", arguments: origins)
    func origin(site: String?, origin: String?, expected: Bool) {
        let admitted = SameOriginRule.admits(secFetchSite: site, origin: origin, publicOrigin: "https://crm.example")
        #expect(admitted == expected)
    }
}

@Suite struct LoginThrottleTests {
    static let network = NetworkAddress("203.0.113.7")?.throttleNetwork
    static let other = NetworkAddress("203.0.113.8")?.throttleNetwork

    @Test("after five failures the waits are 1, 2, 4 … 60 seconds")
    func waits() {
        var throttle = LoginThrottle()
        var now = Sample.now
        var waits: [Int] = []
        for _ in 0..<13 {
            throttle.recordFailure(account: "anna", network: Self.network, at: now)
            if case .wait(let seconds) = throttle.answer(account: "anna", network: Self.network, at: now) {
                waits.append(seconds)
                now = now.adding(seconds: Int64(seconds))
            } else {
                waits.append(0)
            }
            #expect(throttle.answer(account: "anna", network: Self.network, at: now) == .allowed)
        }
        #expect(waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
    }

    @Test("a stranger's failures do not slow the owner down, and success forgets one's own")
    func separation() {
        var throttle = LoginThrottle()
        for _ in 0..<20 { throttle.recordFailure(account: "anna", network: Self.other, at: Sample.now) }
        #expect(throttle.answer(account: "anna", network: Self.other, at: Sample.now) == .wait(seconds: 60))
        #expect(throttle.answer(account: "anna", network: Self.network, at: Sample.now) == .allowed)
        #expect(throttle.answer(account: "bert", network: Self.other, at: Sample.now) == .allowed)
        throttle.recordSuccess(account: "anna", network: Self.other)
        #expect(throttle.answer(account: "anna", network: Self.other, at: Sample.now) == .allowed)
        #expect(throttle.failures(account: "anna", network: Self.other) == 0)
    }

    @Test("sixty failures in an hour stop a network, whatever the accounts, and a success buys none back")
    func networkLimit() {
        var throttle = LoginThrottle()
        for index in 0..<60 { throttle.recordFailure(account: "user\(index)", network: Self.network, at: Sample.now) }
        throttle.recordSuccess(account: "user1", network: Self.network)
        let later = Sample.now.adding(seconds: 600)
        #expect(throttle.answer(account: "new", network: Self.network, at: later) == .wait(seconds: 3_000))
        #expect(throttle.answer(account: "new", network: Self.other, at: later) == .allowed)
        #expect(
            throttle.answer(account: "new", network: Self.network, at: Sample.now.adding(seconds: 3_600)) == .allowed
        )
    }

    @Test("failures are forgotten after an hour of quiet")
    func memory() {
        var throttle = LoginThrottle()
        for _ in 0..<9 { throttle.recordFailure(account: "anna", network: Self.network, at: Sample.now) }
        let later = Sample.now.adding(seconds: 3_600)
        throttle.recordFailure(account: "anna", network: Self.network, at: later)
        #expect(throttle.failures(account: "anna", network: Self.network) == 1)
        #expect(throttle.answer(account: "anna", network: Self.network, at: later) == .allowed)
    }

    @Test("unknown addresses share one network")
    func unknown() {
        var throttle = LoginThrottle()
        for _ in 0..<60 { throttle.recordFailure(account: "x", network: nil, at: Sample.now) }
        #expect(throttle.answer(account: "y", network: nil, at: Sample.now) == .wait(seconds: 3_600))
    }

    @Test("a table of counters stays bounded and keeps the newest")
    func bounded() {
        var throttle = LoginThrottle(capacity: 100)
        for index in 0..<10_000 { throttle.recordFailure(account: "user\(index)", network: nil, at: Sample.now) }
        #expect(throttle.failures(account: "user9999", network: nil) == 1)
        #expect(throttle.failures(account: "user0", network: nil) == 0)
        let kept = (0..<10_000).count { throttle.failures(account: "user\($0)", network: nil) > 0 }
        #expect((50...100).contains(kept))
    }
}
