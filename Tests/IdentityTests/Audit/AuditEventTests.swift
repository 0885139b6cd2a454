import Identity
import Testing

@Suite struct AuditEventTests {
    @Test("the actions are the specification's and those of imports and records, each once")
    func actions() {
        let tokens = """
            created revealed reveal-confirmed first-used used-from-new-address changed extended narrowed paused resumed suspended \
            unsuspended rotated secret-ended retired-secret-used notice-sent expired revoked bulk-revoked leak-reported exposed \
            presented-in-url presented-in-clear denied failed
            """
        let others = """
            policy.previewed policy.changed pepper.added pepper.retired login.ok login.failed login.throttled logout session.ended \
            stepup.ok stepup.failed password.changed password.reset-asked password.reset totp.enrolled totp.removed \
            recovery-code.used user.invited user.activated user.disabled user.enabled user.role-changed user.deleted \
            integration-user.created integration-user.changed setup.done audit.exported audit.pruned \
            import.started import.finished record.created record.changed record.deleted
            """
        let expected =
            tokens.split(separator: " ").map { "token.\($0)" } + others.split(separator: " ").map(String.init)
        #expect(AuditAction.allCases.map(\.rawValue) == expected)
    }

    @Test("the canonical form names the columns in sorted order and leaves out what is absent")
    func canonical() {
        let event = AuditEvent(
            at: UTCInstant(microseconds: 1_809_345_600_000_001),
            actor: .token(owner: Sample.user, TokenID(5), TokenVectors.keyID),
            action: .tokenDenied,
            subject: AuditSubject(type: "token", id: 5, name: "Caf\u{E9} \"A\"\n"),
            address: "203.0.113.7",
            requestID: "r1",
            before: .object(["z": .null, "a": .array([.boolean(true), .integer(-1)])]),
            outcome: .refused
        )
        let expected = """
            {"action":"token.denied","actor_kind":"token","actor_user_id":7,"address":"203.0.113.7","at":1809345600000001,\
            "before":{"a":[true,-1],"z":null},"event_id":12,"key_id":"ABCDEFGHIJKL","outcome":"refused","request_id":"r1",\
            "subject_id":5,"subject_name":"Caf\u{E9} \\"A\\"\\n","subject_type":"token","token_id":5}
            """
        #expect(event.canonicalForm(eventID: 12).text == expected)
    }

    @Test("an actor is what its principal says")
    func actors() {
        let person = AuditActor(.person(Sample.user, Sample.session(role: .admin)))
        #expect(person.kind == "person")
        #expect(person.userID == Sample.user)
        #expect(person.sessionReference == "0a1b2c3d")
        let token = AuditActor(.token(Sample.user, Sample.grant()))
        #expect(token.kind == "token")
        #expect(token.keyID == TokenVectors.keyID)
        #expect(token.tokenID == TokenID(1))
        #expect(AuditActor(.system(reason: "job")) == .system)
        #expect(AuditActor(.anonymous).userID == nil)
    }

    static let texts: [(CanonicalJSON, String)] = [
        (
            .object([
                "\u{20AC}": .integer(1), "\r": .integer(2), "1": .integer(3), "\u{1F600}": .integer(4),
                "\u{FB33}": .integer(5),
            ]), "{\"\\r\":2,\"1\":3,\"\u{20AC}\":1,\"\u{1F600}\":4,\"\u{FB33}\":5}"
        ),
        (
            .string("\u{0}\u{1F}\u{8}\u{9}\u{A}\u{C}\u{D}\"\\/\u{7F}"),
            "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u{7F}\""
        ),
        (.integer(9_007_199_254_740_991), "9007199254740991"),
        (.integer(9_007_199_254_740_992), "\"9007199254740992\""),
        (.array([]), "[]"), (.object([:]), "{}"), (.boolean(false), "false"),
    ]

    @Test("a value has one text (RFC 8785)", arguments: texts)
    func canonicalJSON(value: CanonicalJSON, expected: String) {
        #expect(value.text == expected)
    }

    @Test("nesting beyond the bound is cut, not followed")
    func depth() {
        var value = CanonicalJSON.integer(1)
        for _ in 0..<500 { value = .array([value]) }
        #expect(value.text.count < 200)
    }

    @Test("a changed, missing, inserted or moved event changes the chain")
    func chain() {
        func head(_ events: [Int64]) -> [UInt8] {
            events.reduce(AuditChain.anchor) { AuditChain.hash(after: $0, event: .object(["event_id": .integer($1)])) }
        }
        let whole = head([1, 2, 3])
        #expect(whole.count == 32)
        #expect([head([1, 9, 3]), head([1, 3]), head([1, 2, 2, 3]), head([1, 3, 2])].allSatisfy { $0 != whole })
        // SHA-256 of 32 zero bytes and the two bytes of an empty object.
        #expect(AuditChain.hash(after: [], event: .object([:])).prefix(4) == [0x44, 0x13, 0x6F, 0xA3])
    }
}
