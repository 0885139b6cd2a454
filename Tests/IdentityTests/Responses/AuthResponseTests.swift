import Identity
import Testing

@Suite struct AuthResponseTests {
    static let basic = "WWW-Authenticate: Basic realm=\"Tessera\", charset=\"UTF-8\""
    static let bearer = "WWW-Authenticate: Bearer realm=\"Tessera\""
    static let invalid = bearer + ", error=\"invalid_token\""
    static let day = UTCInstant(seconds: 1_809_345_600)

    struct Row: Sendable, CustomTestStringConvertible {
        let refusal: AuthRefusal
        let status: Int
        let headers: [String]
        let code: String
        let message: String

        init(_ refusal: AuthRefusal, _ status: Int, _ headers: [String], _ code: String, _ message: String) {
            self.refusal = refusal
            self.status = status
            self.headers = headers
            self.code = code
            self.message = message
        }

        /// A 401 after the proof: the description in the header is the message.
        init(_ refusal: AuthRefusal, proven code: String, _ message: String) {
            self.init(refusal, 401, [basic, invalid + ", error_description=\"\(message)\""], code, message)
        }

        var testDescription: String { "\(refusal)" }
    }

    static let contacts = ScopeWord(needed: .read, on: EntitySetName(needed: "Contacts"))
    static let rows: [Row] = [
        Row(
            .credentialRequired,
            401,
            [basic, bearer],
            "auth.required",
            "Sign in with a token: Basic (token as password) or Bearer"
        ),
        Row(
            .notAToken(.passwordInsteadOfToken),
            401,
            [basic, invalid],
            "auth.password-not-accepted",
            "Passwords are not accepted here; create a token under My Profile > Tokens"
        ),
        Row(
            .notAToken(.tokenBelongsInPassword),
            401,
            [basic, invalid],
            "token.malformed",
            "Put the token in the password field"
        ),
        Row(
            .notAToken(.schemeMissing),
            401,
            [basic, invalid],
            "token.malformed",
            "Send the token as Bearer, or as the password of Basic"
        ),
        Row(
            .notAToken(.otherToken),
            401,
            [basic, invalid],
            "token.malformed",
            "This is another kind of token; create one under My Profile > Tokens"
        ),
        Row(.notAToken(.tooLong), 401, [basic, invalid], "token.malformed", "This is too long for a Tessera token"),
        Row(.tokenMalformed, 401, [basic, invalid], "token.malformed", "The token was not copied completely"),
        Row(.tokenInvalid, 401, [basic, invalid], "token.invalid", "The token is not valid"),
        Row(.secretRetired(at: day), proven: "token.retired", "This secret was replaced on 3 May 2027"),
        Row(.secretRetired(at: nil), proven: "token.retired", "This secret was replaced"),
        Row(.tokenExpired(at: day), proven: "token.expired", "Expired on 3 May 2027; the owner can create or rotate"),
        Row(.tokenRevoked(at: day), proven: "token.revoked", "Revoked on 3 May 2027"),
        Row(.tokenExposed, proven: "token.exposed", "This token was reported as leaked"),
        Row(
            .tokenPaused(at: day),
            proven: "token.paused",
            "Paused on 3 May 2027; its owner or an administrator can resume it"
        ),
        Row(
            .tokenSuspended(at: day),
            proven: "token.suspended",
            "Suspended on 3 May 2027; an administrator can restore it"
        ),
        Row(.tokenSuspended(at: nil), proven: "token.suspended", "Suspended; an administrator can restore it"),
        Row(
            .policyBlocks(.neverForbidden),
            proven: "token.policy",
            "Blocked by a rule of the organisation: every token must end"
        ),
        Row(.addressNotAllowed, 403, [], "token.ip", "Not allowed from this address"),
        Row(.sentInClear, 403, [], "auth.plaintext", "Use https; consider this token read by others"),
        Row(
            .scopeMissing([contacts]),
            403,
            [bearer + ", error=\"insufficient_scope\", scope=\"odata.read:Contacts\""],
            "token.scope",
            "The token lacks: odata.read:Contacts"
        ),
        Row(
            .credentialAmbiguous,
            400,
            [bearer + ", error=\"invalid_request\""],
            "auth.ambiguous",
            "Send one credential"
        ),
        Row(
            .credentialInQuery,
            400,
            [bearer + ", error=\"invalid_request\""],
            "auth.query-not-allowed",
            "Never put a token in an address"
        ),
        Row(
            .tooManyFailures(retryAfterSeconds: 17),
            429,
            ["Retry-After: 17"],
            "rate.auth",
            "Too many failed attempts from this network; wait and check the token"
        ),
        Row(
            .quotaExceeded(TokenQuotaAnswer(limit: 3_000, remaining: 0, resetSeconds: 9, isAllowed: false)),
            429,
            ["Retry-After: 9", "RateLimit-Limit: 3000", "RateLimit-Remaining: 0", "RateLimit-Reset: 9"],
            "rate.token",
            "This token has used up its requests for this minute"
        ),
        Row(
            .unavailable,
            503,
            ["Retry-After: 300"],
            "auth.unavailable",
            "Tokens cannot be checked at the moment; try again later"
        ),
    ]

    @Test("an answer is the table's, byte for byte", arguments: rows)
    func row(row: Row) {
        let response = AuthResponse(row.refusal)
        #expect(response.status == row.status)
        #expect(response.headers.map(\.description) == row.headers)
        #expect(response.code == row.code)
        #expect(response.message == row.message)
    }

    @Test("each missing word is one detail")
    func details() {
        let write = ScopeWord(needed: .update, on: EntitySetName(needed: "Leads"))
        let response = AuthResponse(.scopeMissing([Self.contacts, write, ScopeWord(whole: .auditRead)]))
        #expect(response.details.map(\.code) == Array(repeating: "scope.missing", count: 3))
        #expect(response.details.map(\.target) == ["Contacts", "Leads", "audit.read"])
        #expect(response.details.map(\.message) == ["odata.read:Contacts", "odata.write:Leads", "audit.read"])
        #expect(AuthResponse(.tokenInvalid).details.isEmpty)
    }

    @Test("every header value is plain ASCII without control characters", arguments: rows)
    func ascii(row: Row) {
        for header in AuthResponse(row.refusal).headers {
            #expect(header.value.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        }
    }

    @Test("descriptions of all policy rules can stand in a quoted header parameter")
    func quotable() {
        let violations: [TokenPolicyViolation] = [
            .termTooLong(longestDays: 90), .neverForbidden, .neverWithoutReason, .writeForbidden,
            .personalDataForbidden,
            .networksRequired, .ownerNotAllowed(.user), .integrationUsersOnly, .idle(days: 180),
        ]
        for violation in violations {
            let plain = AuthResponse(.policyBlocks(violation)).message
            #expect(plain.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
        }
    }

    @Test("the request alone decides the refusal until a token must be looked up")
    func refusalOfCredential() {
        let connection = ConnectionFacts(isSecure: true, isSecureExpected: true)
        func refusal(_ value: String, query: String? = nil) -> AuthRefusal? {
            CredentialParser.parse(
                headers: [(name: "Authorization", value: value)],
                rawQuery: query,
                connection: connection
            ).refusal
        }
        #expect(refusal("") == .credentialRequired)
        #expect(refusal("Bearer \(TokenVectors.v3)") == nil)
        #expect(refusal("Bearer \(TokenVectors.v3.dropLast())") == .tokenMalformed)
        #expect(refusal("Bearer other") == .notAToken(.otherToken))
        #expect(refusal("Bearer a, Basic b") == .credentialAmbiguous)
        #expect(refusal("", query: "access_token=1") == .credentialInQuery)
    }

    @Test("answers that depend on the caller are private")
    func privacy() {
        #expect(
            AuthResponse.privacyHeaders.map(\.description) == [
                "Cache-Control: private, no-store", "Vary: Authorization, X-Api-Key, Cookie",
            ]
        )
    }
}
