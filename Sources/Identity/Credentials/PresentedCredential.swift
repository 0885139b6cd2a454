/// What a request presents as its credential, as far as the request alone can tell.
public enum PresentedCredential: Sendable {
    /// Nothing that concerns tokens: no header, an empty one or a foreign scheme.
    case none
    /// A text of right shape and checksum; whether it is valid is for the store to say.
    case token(PresentedToken)
    /// A token that was cut, mistyped or altered on its way, or a Basic value that cannot be decoded.
    case incomplete
    /// Something else in the place of a token.
    case notAToken(CredentialHint)
    /// More than one credential.
    case ambiguous
    /// A token, or the parameter `access_token`, in the query of the address; the key id if one can be read.
    case inQuery(TokenKeyID?)
}

/// A token as it was presented.
public struct PresentedToken: Sendable {
    /// The token in clear.
    public let secret: TokenSecret
    /// Where it stood.
    public let place: CredentialPlace
    /// Whether it came over plain HTTP although the public address is https.
    public let isInClear: Bool
}

/// The three places from which a token is read.
public enum CredentialPlace: String, CaseIterable, Sendable {
    /// `Authorization: Bearer` (RFC 6750, 2.1).
    case bearer
    /// The password of `Authorization: Basic` (RFC 7617).
    case basic
    /// `X-Api-Key`.
    case apiKey
}

/// What stood in the place of a token, so that the answer can say what to do.
public enum CredentialHint: CaseIterable, Equatable, Sendable {
    /// A password in the password field.
    case passwordInsteadOfToken
    /// A token as user name, or a Basic value without colon.
    case tokenBelongsInPassword
    /// A bare token without `Bearer` or `Basic` before it.
    case schemeMissing
    /// Another kind of token, such as a JWT.
    case otherToken
    /// More than 512 bytes.
    case tooLong
}

/// What the connection adds to the header lines.
public struct ConnectionFacts: Equatable, Sendable {
    /// Whether the request reached the server, or the trusted proxy before it, over TLS.
    public var isSecure: Bool
    /// Whether the public address is https, so that a plain request is a mistake.
    public var isSecureExpected: Bool

    /// Gathers the facts.
    public init(isSecure: Bool, isSecureExpected: Bool) {
        self.isSecure = isSecure
        self.isSecureExpected = isSecureExpected
    }

    var isInClear: Bool {
        isSecureExpected && !isSecure
    }
}
