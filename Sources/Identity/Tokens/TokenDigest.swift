internal import Crypto

/// The keyed digest of a token as the database stores it: 32 bytes.
///
/// HMAC-SHA-256 under a pepper over `pat/1`, a zero byte and the whole token. The key id is part of what is hashed, so a
/// digest copied to another row proves nothing. Has no `Equatable`, so that nobody compares it in variable time.
public struct TokenDigest: Sendable {
    /// The 32 bytes for the database.
    public let bytes: [UInt8]

    /// Wraps 32 bytes of a row; nil for another length.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Computes the digest of a token under a pepper.
    public init(of secret: TokenSecret, under pepper: Pepper) {
        bytes = Array(Self.code(secret, under: pepper))
    }

    /// Whether the stored digest belongs to the token, in constant time.
    ///
    /// Without a row the same work is done against 32 zero bytes, and the answer is no: an unknown key id costs what a
    /// wrong secret costs.
    public static func isProven(_ secret: TokenSecret, by stored: TokenDigest?, under pepper: Pepper) -> Bool {
        // The library compares codes with bytes in constant time.
        let isValid = code(secret, under: pepper) == (stored?.bytes ?? zeroes)
        return isValid && stored != nil
    }

    private static let zeroes = [UInt8](repeating: 0, count: 32)
    private static let domain = Array("pat/1\0".utf8)

    private static func code(_ secret: TokenSecret, under pepper: Pepper) -> HMAC<SHA256>.MAC {
        var code = pepper.keyed
        code.update(data: domain)
        code.update(data: secret.bytes)
        return code.finalize()
    }
}

extension TokenDigest: CustomStringConvertible, CustomReflectable {
    /// A fixed text; digests stay out of logs.
    public var description: String {
        "token digest"
    }

    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror {
        Mirror(self, children: [], displayStyle: .struct)
    }
}
