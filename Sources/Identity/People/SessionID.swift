internal import Crypto

/// The secret of a session: 32 random bytes, known to the browser's cookie only.
///
/// The database stores its digest. Like every secret it has no readable description and no `Equatable`.
public struct SessionID: Sendable {
    private let bytes: [UInt8]

    /// Bytes of an id.
    public static let byteCount = 32

    /// Draws a new id.
    public static func draw(using random: inout some RandomNumberGenerator) -> SessionID {
        SessionID(checkedBytes: SecretDrawing.bytes(count: byteCount, using: &random))
    }

    /// Reads the value of the cookie; nil unless it is base64url of 32 bytes.
    public init?(cookieValue: String) {
        guard cookieValue.utf8.count == 43, let bytes = Base64Text.decode(cookieValue, alphabet: .url),
            bytes.count == Self.byteCount
        else { return nil }
        self.bytes = bytes
    }

    private init(checkedBytes bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value for the cookie; the only way out of this type.
    public func revealCookieValue() -> String {
        Base64Text.encode(bytes, alphabet: .url, isPadded: false)
    }

    /// What the database stores: SHA-256 of the id.
    ///
    /// The id has 256 random bits, so a plain hash suffices and a lookup by it needs no constant time.
    public var digest: SessionDigest {
        SessionDigest(checkedBytes: Array(SHA256.hash(data: bytes)))
    }
}

extension SessionID: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text.
    public var description: String {
        "session id"
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

/// The digest under which a session is stored.
public struct SessionDigest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes for the database.
    public let bytes: [UInt8]

    /// Wraps 32 bytes of a row; nil for another length.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    init(checkedBytes bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The first eight hexadecimal digits, which name the session in audit events.
    public var reference: String {
        ASCII.hexText(bytes.prefix(4))
    }

    /// The same text as ``reference``.
    public var description: String {
        reference
    }
}

/// The secret of a one-time link or form: 32 random bytes in an address or a hidden field, stored as SHA-256.
public struct OneTimeSecret: Sendable {
    private let id: SessionID

    /// Draws a new secret.
    public static func draw(using random: inout some RandomNumberGenerator) -> OneTimeSecret {
        OneTimeSecret(id: SessionID.draw(using: &random))
    }

    /// Reads the text of a link or field; nil unless it is base64url of 32 bytes.
    public init?(text: String) {
        guard let id = SessionID(cookieValue: text) else { return nil }
        self.id = id
    }

    private init(id: SessionID) {
        self.id = id
    }

    /// The text for the link or the field.
    public func revealText() -> String {
        id.revealCookieValue()
    }

    /// The 32 bytes for the database.
    public var digestBytes: [UInt8] {
        id.digest.bytes
    }
}

extension OneTimeSecret: CustomStringConvertible, CustomReflectable {
    /// A fixed text.
    public var description: String {
        "one-time secret"
    }

    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror {
        Mirror(self, children: [], displayStyle: .struct)
    }
}
