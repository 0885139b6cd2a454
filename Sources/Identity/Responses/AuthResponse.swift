/// One header line of an answer.
public struct ResponseHeader: Hashable, Sendable, CustomStringConvertible {
    /// The name.
    public let name: String
    /// The value.
    public let value: String

    /// Makes a line.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// The line as it is sent.
    public var description: String {
        "\(name): \(value)"
    }
}

/// One detail of an error body: a missing word and what it would open.
public struct ResponseDetail: Equatable, Sendable {
    /// The code, `scope.missing`.
    public let code: String
    /// What it concerns, such as the entity set.
    public let target: String
    /// The missing word.
    public let message: String
}

/// The answer to a refused request as data: what the feed writes as an OData error and other paths as problem details.
public struct AuthResponse: Equatable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The stable error code, `area.reason`.
    public let code: String
    /// What to do, for a person.
    public let message: String
    /// The header lines of the refusal in the order to send them.
    public let headers: [ResponseHeader]
    /// One item per missing word.
    public let details: [ResponseDetail]

    /// The lines that every answer carries whose content depends on who asks, success or refusal.
    public static let privacyHeaders = [
        ResponseHeader("Cache-Control", "private, no-store"),
        ResponseHeader("Vary", "Authorization, X-Api-Key, Cookie"),
    ]

    /// Seconds a client waits before it asks again while a pepper or the store is missing.
    public static let unavailableRetrySeconds = 300

    /// Looks the answer up in the table.
    public init(_ refusal: AuthRefusal) {
        let row = ResponseRow(refusal)
        status = row.status
        code = row.code
        message = row.message
        details = row.details
        headers = Self.challenges(of: row) + row.headers
    }

    /// The challenges of an answer.
    ///
    /// A 401 offers Basic first and Bearer second, on two lines: report tools look for Basic, and a mixed line confuses
    /// them. A 400 or 403 about a token names its reason on one Bearer line (RFC 6750, 3).
    private static func challenges(of row: ResponseRow) -> [ResponseHeader] {
        let name = "WWW-Authenticate"
        let parameters = row.bearerParameters.map { ", \($0.name)=\"\($0.value)\"" }.joined()
        let bearer = ResponseHeader(name, "Bearer realm=\"Tessera\"\(parameters)")
        if row.status == 401 {
            return [ResponseHeader(name, "Basic realm=\"Tessera\", charset=\"UTF-8\""), bearer]
        }
        return row.bearerParameters.isEmpty ? [] : [bearer]
    }
}

/// A row of the response table.
struct ResponseRow {
    var status: Int
    var code: String
    var message: String
    var bearerParameters: [ResponseHeader] = []
    var headers: [ResponseHeader] = []
    var details: [ResponseDetail] = []

    init(_ refusal: AuthRefusal) {
        switch refusal {
        case .credentialRequired:
            self.init(401, "auth.required", "Sign in with a token: Basic (token as password) or Bearer")
        case .notAToken(let hint):
            self.init(unproven: hint.code, hint.message)
        case .tokenMalformed:
            self.init(unproven: "token.malformed", "The token was not copied completely")
        case .tokenInvalid:
            self.init(unproven: "token.invalid", "The token is not valid")
        case .secretRetired, .tokenExpired, .tokenRevoked, .tokenExposed, .tokenPaused, .tokenSuspended, .policyBlocks:
            self.init(proven: refusal)
        case .addressNotAllowed:
            self.init(403, "token.ip", "Not allowed from this address")
        case .sentInClear:
            self.init(403, "auth.plaintext", "Use https; consider this token read by others")
        case .scopeMissing(let words):
            self.init(missing: words)
        case .credentialAmbiguous:
            self.init(400, "auth.ambiguous", "Send one credential")
            bearerParameters = [ResponseHeader("error", "invalid_request")]
        case .credentialInQuery:
            self.init(400, "auth.query-not-allowed", "Never put a token in an address")
            bearerParameters = [ResponseHeader("error", "invalid_request")]
        case .tooManyFailures(let seconds):
            self.init(429, "rate.auth", "Too many failed attempts from this network; wait and check the token")
            headers = [ResponseHeader("Retry-After", String(seconds))]
        case .quotaExceeded(let quota):
            self.init(quota: quota)
        case .unavailable:
            self.init(503, "auth.unavailable", "Tokens cannot be checked at the moment; try again later")
            headers = [ResponseHeader("Retry-After", String(AuthResponse.unavailableRetrySeconds))]
        }
    }

    private init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// A 401 before the secret is proven: the same words whatever the database holds.
    private init(unproven code: String, _ message: String) {
        self.init(401, code, message)
        bearerParameters = [ResponseHeader("error", "invalid_token")]
    }

    /// A 401 after the proof, which names the reason so that the owner of a report can act.
    private init(proven refusal: AuthRefusal) {
        let (code, message) = Self.provenText(refusal)
        self.init(unproven: code, message)
        bearerParameters.append(ResponseHeader("error_description", message))
    }

    private init(missing words: [ScopeWord]) {
        let text = words.map(\.description).joined(separator: " ")
        self.init(403, "token.scope", "The token lacks: \(text)")
        bearerParameters = [ResponseHeader("error", "insufficient_scope"), ResponseHeader("scope", text)]
        details = words.map { word in
            ResponseDetail(
                code: "scope.missing",
                target: word.set?.text ?? word.scope.rawValue,
                message: word.description
            )
        }
    }

    private init(quota: TokenQuotaAnswer) {
        self.init(429, "rate.token", "This token has used up its requests for this minute")
        headers = [
            ResponseHeader("Retry-After", String(quota.resetSeconds)),
            ResponseHeader("RateLimit-Limit", String(quota.limit)),
            ResponseHeader("RateLimit-Remaining", String(quota.remaining)),
            ResponseHeader("RateLimit-Reset", String(quota.resetSeconds)),
        ]
    }

    /// Code and sentence of the reasons that are named after the proof; plain ASCII without quotes, for the header.
    private static func provenText(_ refusal: AuthRefusal) -> (code: String, message: String) {
        switch refusal {
        case .secretRetired(let instant):
            ("token.retired", "This secret was replaced\(instant.map { " on \($0.day.englishText)" } ?? "")")
        case .tokenExpired(let instant):
            ("token.expired", "Expired on \(instant.day.englishText); the owner can create or rotate")
        case .tokenRevoked(let instant):
            ("token.revoked", "Revoked on \(instant.day.englishText)")
        case .tokenExposed:
            ("token.exposed", "This token was reported as leaked")
        case .tokenPaused(let instant):
            ("token.paused", "Paused on \(instant.day.englishText); its owner or an administrator can resume it")
        case .tokenSuspended(let instant):
            (
                "token.suspended",
                "Suspended\(instant.map { " on \($0.day.englishText)" } ?? ""); an administrator can restore it"
            )
        case .policyBlocks(let violation):
            ("token.policy", "Blocked by a rule of the organisation: \(violation.label)")
        default:
            ("token.invalid", "The token is not valid")
        }
    }
}

extension CredentialHint {
    /// The error code of the answer.
    var code: String {
        switch self {
        case .passwordInsteadOfToken: "auth.password-not-accepted"
        case .tokenBelongsInPassword, .schemeMissing, .otherToken, .tooLong: "token.malformed"
        }
    }

    /// What to do, for the person who set the tool up.
    var message: String {
        switch self {
        case .passwordInsteadOfToken: "Passwords are not accepted here; create a token under My Profile > Tokens"
        case .tokenBelongsInPassword: "Put the token in the password field"
        case .schemeMissing: "Send the token as Bearer, or as the password of Basic"
        case .otherToken: "This is another kind of token; create one under My Profile > Tokens"
        case .tooLong: "This is too long for a Tessera token"
        }
    }
}
