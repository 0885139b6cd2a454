import Identity
import Testing

@Suite struct TokenVerificationTests {
    static let now = Sample.now

    static func ring() throws -> PepperRing {
        PepperRing(first: try #require(Pepper(id: PepperID(1), bytes: Array(0..<32))))
    }

    static func row(_ change: (inout StoredToken) -> Void = { _ in }) throws -> StoredToken {
        let secret = try TokenVectors.secret(TokenVectors.v3)
        var row = StoredToken(
            tokenID: TokenID(1),
            keyID: secret.keyID,
            digest: TokenDigest(of: secret, under: try ring().current),
            pepperID: PepperID(1),
            policySubject: TokenPolicySubject(scopes: .readOnly, termStartedAt: now, expiresAt: now.adding(days: 90)),
            ownerID: Sample.user,
            ownerRole: .admin
        )
        change(&row)
        return row
    }

    static func request(_ address: String? = "203.0.113.7", isInClear: Bool = false) -> TokenRequestFacts {
        TokenRequestFacts(
            now: now,
            policy: .initial,
            address: address.flatMap(NetworkAddress.init).map { .known($0) } ?? .unknown,
            isInClear: isInClear
        )
    }

    @Test("the right secret is proven")
    func proven() throws {
        let secret = try TokenVectors.secret(TokenVectors.v3)
        let row = try TokenVerification.prove(secret, row: Self.row(), peppers: Self.ring(), arePeppersComplete: true)
        #expect(row.tokenID == TokenID(1))
    }

    @Test("unknown key id and wrong secret have one answer, with all peppers and with one missing")
    func unproven() throws {
        let wrong = try TokenVectors.secret(TokenVectors.i9)
        for (isComplete, refusal) in [(true, AuthRefusal.tokenInvalid), (false, .unavailable)] {
            #expect(throws: refusal) {
                try TokenVerification.prove(wrong, row: nil, peppers: Self.ring(), arePeppersComplete: isComplete)
            }
            #expect(throws: refusal) {
                try TokenVerification.prove(
                    wrong,
                    row: Self.row(),
                    peppers: Self.ring(),
                    arePeppersComplete: isComplete
                )
            }
        }
    }

    @Test("a row under a missing pepper is unavailable")
    func missingPepper() throws {
        let secret = try TokenVectors.secret(TokenVectors.v3)
        let row = try Self.row { $0.pepperID = PepperID(2) }
        #expect(throws: AuthRefusal.unavailable) {
            try TokenVerification.prove(secret, row: row, peppers: Self.ring(), arePeppersComplete: false)
        }
    }

    @Test("an active token gives a grant with its scopes and rows")
    func grant() throws {
        let row = try Self.row {
            $0.rowScope = .team(Sample.team)
            $0.secretState = .retiring
            $0.validUntil = Self.now.adding(seconds: 1)
            $0.life.expiresAt = Self.now.adding(days: 90)
        }
        let grant = try TokenVerification.grant(for: row, request: Self.request())
        #expect(grant.scopes == .readOnly)
        #expect(grant.rowScope == .team(Sample.team))
        #expect(grant.isRetiring)
        #expect(grant.expiresAt == Self.now.adding(days: 90))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let refusal: AuthRefusal
        var address: String? = "203.0.113.7"
        var isInClear = false
        let change: @Sendable (inout StoredToken) -> Void

        var testDescription: String { "\(refusal)" }
    }

    static let past = now.adding(seconds: -10)
    /// Each row keeps the faults of the rows below it, so the order of judgement is tested as well.
    static let refusals: [Refusal] = [
        Refusal(refusal: .secretRetired(at: past)) {
            $0.secretState = .retired
            $0.validUntil = past
            $0.life.exposedAt = past
        },
        Refusal(refusal: .secretRetired(at: now)) {
            $0.secretState = .retiring
            $0.validUntil = now
        },
        Refusal(refusal: .tokenExposed) {
            $0.life.exposedAt = past
            $0.life.revokedAt = past
        },
        Refusal(refusal: .tokenRevoked(at: past)) {
            $0.life.revokedAt = past
            $0.life.expiresAt = past
        },
        Refusal(refusal: .tokenExpired(at: now)) {
            $0.life.expiresAt = now
            $0.life.suspendedAt = past
        },
        Refusal(refusal: .tokenSuspended(at: past)) {
            $0.life.suspendedAt = past
            $0.life.pausedAt = past
        },
        Refusal(refusal: .tokenPaused(at: past)) {
            $0.life.pausedAt = past
            $0.isOwnerActive = false
        },
        Refusal(refusal: .tokenSuspended(at: nil)) { $0.isOwnerActive = false },
        Refusal(refusal: .tokenSuspended(at: nil)) { $0.ownerRole = .user },
        Refusal(refusal: .tokenSuspended(at: nil)) { $0.ownerRole = .manager },
        Refusal(refusal: .policyBlocks(.neverWithoutReason), address: nil) { $0.policySubject.expiresAt = nil },
        Refusal(refusal: .addressNotAllowed, isInClear: true) {
            $0.policySubject.networks = (try? NetworkList("10.0.0.0/8")) ?? .any
        },
        Refusal(refusal: .addressNotAllowed, address: nil) {
            $0.policySubject.networks = (try? NetworkList("10.0.0.0/8")) ?? .any
        },
        Refusal(refusal: .sentInClear, isInClear: true) { _ in },
    ]

    @Test("a proven token is refused in the fixed order", arguments: refusals)
    func refusal(row: Refusal) throws {
        let stored = try Self.row(row.change)
        #expect(throws: row.refusal) {
            try TokenVerification.grant(for: stored, request: Self.request(row.address, isInClear: row.isInClear))
        }
    }

    @Test("notice headers tell the end of the term and warn in its last 14 days")
    func noticeHeaders() {
        let far = Sample.grant(expiresAt: Self.now.adding(days: 15))
        #expect(far.noticeHeaders(at: Self.now).map(\.description) == ["Tessera-Token-Expires: 2027-05-18T12:00:00Z"])
        let near = Sample.grant(expiresAt: Self.now.adding(days: 14))
        #expect(near.noticeHeaders(at: Self.now).last?.description == "Tessera-Token-Warning: expiring")
        let retiring = Sample.grant(expiresAt: nil, isRetiring: true)
        #expect(retiring.noticeHeaders(at: Self.now).map(\.description) == ["Tessera-Token-Warning: retiring"])
        #expect(Sample.grant().noticeHeaders(at: Self.now).isEmpty)
    }
}

@Suite struct TokenThrottleTests {
    static let network = NetworkAddress("203.0.113.7")?.throttleNetwork

    @Test("thirty failures a minute are answered as themselves, then 429 until the minute is over")
    func failures() {
        var throttle = TokenFailureThrottle()
        for _ in 0..<30 {
            #expect(throttle.recordFailure(from: Self.network, at: Sample.now) == .allowed)
        }
        #expect(throttle.recordFailure(from: Self.network, at: Sample.now.adding(seconds: 20)) == .wait(seconds: 40))
        let other = NetworkAddress("203.0.113.8")?.throttleNetwork
        #expect(throttle.recordFailure(from: other, at: Sample.now) == .allowed)
        #expect(throttle.recordFailure(from: Self.network, at: Sample.now.adding(seconds: 60)) == .allowed)
    }

    @Test("the quota counts down, refuses and begins anew")
    func quota() {
        var quota = TokenQuota()
        let answers = (0..<3).map { _ in quota.record(TokenID(1), limit: 2, at: Sample.now) }
        #expect(answers.map(\.isAllowed) == [true, true, false])
        #expect(answers.map(\.remaining) == [1, 0, 0])
        #expect(answers.map(\.resetSeconds) == [60, 60, 60])
        #expect(quota.record(TokenID(2), limit: 2, at: Sample.now).isAllowed)
        #expect(quota.record(TokenID(1), limit: 2, at: Sample.now.adding(seconds: 60)).isAllowed)
    }
}
