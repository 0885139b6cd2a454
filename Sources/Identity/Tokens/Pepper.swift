internal import Crypto

/// One numbered key of 32 random bytes under which token digests are computed.
///
/// Lives outside the database, so a copy of the database can neither test nor plant a digest. Its bytes leave only as
/// the text of the pepper file.
public struct Pepper: Sendable {
    /// The number under which digests name this pepper.
    public let id: PepperID
    let key: SymmetricKey
    /// The beginning of every code under the key, made once instead of for each request.
    let keyed: HMAC<SHA256>

    /// Bytes of a pepper.
    public static let byteCount = 32

    /// Makes a pepper from bytes of a file or a generator; nil unless there are exactly 32 and the number is positive.
    public init?(id: PepperID, bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, id.rawValue >= 1 else { return nil }
        self.id = id
        key = SymmetricKey(data: bytes)
        keyed = HMAC(key: key)
    }

    /// Draws a new pepper.
    public static func draw(id: PepperID, using random: inout some RandomNumberGenerator) -> Pepper? {
        Pepper(id: id, bytes: SecretDrawing.bytes(count: byteCount, using: &random))
    }

    /// The value stored beside the number, so that a wrong or swapped file is noticed at start.
    ///
    /// HMAC-SHA-256 of the text `pepper-check/1`: 32 bytes that tell nothing about the pepper.
    public var checkValue: [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Self.checkText, using: key))
    }

    /// Whether a stored check value belongs to this pepper, compared in constant time.
    public func matches(checkValue: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(checkValue, authenticating: Self.checkText, using: key)
    }

    /// A key of its own for another purpose, which tells nothing about the pepper or about other purposes' keys.
    ///
    /// HKDF-SHA-256 (RFC 5869) of the pepper without salt, with the purpose, such as `links/1`, as its information; 32
    /// bytes.
    public func derivedKey(for purpose: String) -> [UInt8] {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: Self.byteCount)
            .withUnsafeBytes { Array($0) }
    }

    /// The line of this pepper in the pepper file; the only place where its bytes are written.
    public func fileLine() -> String {
        "\(id):\(Base64Text.encode(key.withUnsafeBytes { Array($0) }))"
    }

    private static let checkText = Array("pepper-check/1".utf8)
}

extension Pepper: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The number, never the bytes.
    public var description: String {
        "pepper \(id)"
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
