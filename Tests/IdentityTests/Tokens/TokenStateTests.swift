import Identity
import Testing

@Suite struct TokenStateTests {
    static let now = Sample.now
    static let past = now.adding(seconds: -60)

    struct Row: Sendable {
        let facts: TokenLifeFacts
        let state: TokenState
    }

    static let rows: [Row] = [
        Row(facts: TokenLifeFacts(), state: .active),
        Row(facts: TokenLifeFacts(expiresAt: now.adding(microseconds: 1)), state: .active),
        Row(facts: TokenLifeFacts(expiresAt: now), state: .expired(at: now)),
        Row(facts: TokenLifeFacts(pausedAt: past), state: .paused(at: past)),
        Row(facts: TokenLifeFacts(suspendedAt: past, pausedAt: past), state: .suspended(at: past)),
        Row(facts: TokenLifeFacts(expiresAt: past, suspendedAt: past, pausedAt: past), state: .expired(at: past)),
        Row(facts: TokenLifeFacts(revokedAt: past, expiresAt: past, suspendedAt: past), state: .revoked(at: past)),
        Row(facts: TokenLifeFacts(exposedAt: past, revokedAt: past, expiresAt: past), state: .exposed(at: past)),
    ]

    @Test("the first match of exposed, revoked, expired, suspended, paused wins", arguments: rows)
    func state(row: Row) {
        #expect(TokenState(of: row.facts, at: Self.now) == row.state)
    }

    @Test("only exposed and revoked are final")
    func finality() {
        let states: [TokenState] = [
            .exposed(at: Self.past), .revoked(at: Self.past), .expired(at: Self.past), .suspended(at: Self.past),
            .paused(at: Self.past), .active,
        ]
        #expect(states.map(\.isFinal) == [true, true, false, false, false, false])
    }

    @Test("a secret is usable while current or retiring and before its last instant")
    func secretStates() {
        let boundary = Self.now
        #expect(TokenSecretState.current.isUsable(validUntil: nil, at: Self.now))
        #expect(TokenSecretState.retiring.isUsable(validUntil: boundary, at: boundary.adding(microseconds: -1)))
        #expect(!TokenSecretState.retiring.isUsable(validUntil: boundary, at: boundary))
        #expect(!TokenSecretState.retired.isUsable(validUntil: nil, at: Self.now))
        #expect(!TokenSecretState.discarded.isUsable(validUntil: nil, at: Self.now))
    }
}

@Suite struct TokenDescriptionTests {
    static let refused: [(String, TokenDescriptionError)] = [
        ("", .empty), ("  \n ", .empty), ("ab", .tooShort), (" ab ", .tooShort),
        (String(repeating: "x", count: 101), .tooLong), (String(repeating: "é", count: 5_000), .tooLong),
        ("two\nlines", .notOneLine), ("nul\0here", .notOneLine), ("tab\there", .notOneLine),
    ]

    @Test("a description that is not one line of 3 to 100 characters is refused", arguments: refused)
    func refusal(text: String, error: TokenDescriptionError) {
        #expect(throws: error) { try TokenDescription(text) }
    }

    @Test("white space at the ends goes, composed characters stay")
    func tidied() throws {
        #expect(try TokenDescription("  Cafe\u{301} report ").text == "Caf\u{E9} report")
        #expect(try TokenDescription(String(repeating: "x", count: 100)).text.count == 100)
    }
}
