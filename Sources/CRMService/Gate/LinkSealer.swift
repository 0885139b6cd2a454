import Crypto
public import ODataSQL

/// Seals positions in links with a key of the server, so that nobody can make or change one.
public struct LinkSealer: TokenSealer {
    private static let tagBytes = 16
    private let key: SymmetricKey

    /// Makes a sealer of 32 secret bytes.
    public init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// The bytes behind a truncated HMAC-SHA-256, as base64url.
    public func seal(_ bytes: [UInt8]) -> String {
        let tag = HMAC<SHA256>.authenticationCode(for: bytes, using: key)
        return Self.encode(Array(tag.prefix(Self.tagBytes)) + bytes)
    }

    /// The bytes of a text this key has sealed, compared in constant time; nil otherwise.
    public func open(_ text: String) -> [UInt8]? {
        guard let sealed = Self.decode(text), sealed.count > Self.tagBytes else { return nil }
        let bytes = Array(sealed.dropFirst(Self.tagBytes))
        let tag = Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(Self.tagBytes))
        let difference = zip(tag, sealed).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return difference == 0 ? bytes : nil
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let digits: [UInt8?] = {
        var digits = [UInt8?](repeating: nil, count: 256)
        for (value, character) in alphabet.enumerated() { digits[Int(character)] = UInt8(value) }
        return digits
    }()

    private static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 4 / 3 + 4)
        var pending: UInt32 = 0
        var bits = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(pending >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(pending << UInt32(6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var pending: UInt32 = 0
        var bits = 0
        for character in text.utf8 {
            guard let value = digits[Int(character)] else { return nil }
            pending = pending << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
            }
        }
        // One text for one value: what is left over are the zeros of the padding, fewer than a digit.
        guard bits < 6, pending & (1 << UInt32(bits) - 1) == 0 else { return nil }
        return bytes
    }
}
