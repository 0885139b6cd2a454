/// A whole access token in clear, alive only inside the request that presents or creates it.
///
/// Has no `Codable`, no `Equatable` and no readable description or mirror, so it cannot slip into a log, an error or a
/// store. ``revealText()`` is the only way out and has one caller: the page that shows a new token once.
public struct TokenSecret: Sendable {
    /// The public part.
    public let keyID: TokenKeyID
    /// All 70 characters; leaves this module only through ``revealText()``.
    let bytes: [UInt8]

    /// Trusts 70 bytes that the codec has checked or composed.
    init(checkedBytes bytes: [UInt8]) {
        self.bytes = bytes
        keyID = TokenKeyID(checkedBytes: bytes[TokenCodec.keyIDRange])
    }

    /// Draws a new token: twelve characters of key id and 43 of secret, 256 random bits.
    ///
    /// The key id may already exist; the caller draws again when the unique index says so.
    public static func draw(using random: inout some RandomNumberGenerator) -> TokenSecret {
        let keyID = SecretDrawing.base62(count: TokenCodec.keyIDLength, using: &random)
        let secret = SecretDrawing.base62(count: TokenCodec.secretLength, using: &random)
        return TokenCodec.compose(keyID: keyID, secret: secret)
    }

    /// The token in clear, for the one answer that shows it to its creator.
    public func revealText() -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension TokenSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The key id with the secret struck out.
    public var description: String {
        "\(TokenCodec.prefix)\(keyID)_***"
    }

    /// The same text as ``description``.
    public var debugDescription: String {
        description
    }

    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror {
        Mirror(self, children: [], displayStyle: .struct)
    }
}
