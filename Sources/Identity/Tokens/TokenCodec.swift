/// Why a text is not an access token of this installation's format.
public enum TokenCodecError: Error, Equatable, Sendable {
    /// Wrong length, prefix or character: cut, extended or another kind of text.
    case shape
    /// The right shape with a checksum that does not belong to it: mistyped or altered.
    case checksum
}

/// Format version 1 of access tokens: shape and checksum, without any knowledge of stored tokens.
///
/// `tsr_pat_`, twelve characters of key id, `_`, 43 of secret, six of checksum: 70 ASCII characters, split by position.
/// The checksum refuses typing and copying errors without touching the database and lets scanners tell tokens from
/// look-alikes; it is no protection.
public enum TokenCodec {
    /// The start of every token.
    public static let prefix = "tsr_pat_"
    /// Characters of a whole token.
    public static let length = 70

    static let keyIDLength = 12
    static let secretLength = 43
    static let keyIDRange = 8..<20
    static let separatorIndex = 20
    static let checksumRange = 64..<70
    static let prefixBytes = Array(prefix.utf8)

    /// Reads a token from text.
    public static func decode(_ text: String) throws(TokenCodecError) -> TokenSecret {
        // The length is checked before the copy, so a long text costs nothing.
        guard text.utf8.count == length else { throw .shape }
        return try decode(Array(text.utf8)[...])
    }

    /// Reads a token from bytes.
    static func decode(_ text: ArraySlice<UInt8>) throws(TokenCodecError) -> TokenSecret {
        guard text.count == length, text.starts(with: prefixBytes) else { throw .shape }
        let bytes = Array(text)
        guard bytes[separatorIndex] == UInt8(ascii: "_") else { throw .shape }
        for index in prefixBytes.count..<length where index != separatorIndex {
            guard ASCII.isBase62(bytes[index]) else { throw .shape }
        }
        guard checksum(of: bytes[..<checksumRange.lowerBound]) == Array(bytes[checksumRange]) else { throw .checksum }
        return TokenSecret(checkedBytes: bytes)
    }

    /// Joins drawn characters to a token with its checksum.
    static func compose(keyID: [UInt8], secret: [UInt8]) -> TokenSecret {
        var bytes = prefixBytes
        bytes.reserveCapacity(length)
        bytes += keyID
        bytes.append(UInt8(ascii: "_"))
        bytes += secret
        bytes += checksum(of: bytes)
        return TokenSecret(checkedBytes: bytes)
    }

    /// The six characters that belong behind a body of 64 bytes.
    static func checksum(of body: some Sequence<UInt8>) -> [UInt8] {
        Base62.sixDigits(CyclicChecksum.crc32(body))
    }

    /// The texts of right shape in a longer text, each with the verdict on its checksum.
    ///
    /// A match must not touch another base62 character on either side. Used to scan files for leaked tokens; the match
    /// is reported by its key id only.
    public static func scan(_ text: [UInt8]) -> [TokenScanMatch] {
        var matches: [TokenScanMatch] = []
        var index = 0
        while index + length <= text.count {
            guard text[index] == prefixBytes[0] else {
                index += 1
                continue
            }
            let candidate = text[index..<index + length]
            let isFree =
                (index == 0 || !ASCII.isBase62(text[index - 1]))
                && (index + length == text.count || !ASCII.isBase62(text[index + length]))
            switch Result(catching: { () throws(TokenCodecError) in try decode(candidate) }) {
            case .success(let secret) where isFree:
                matches.append(TokenScanMatch(offset: index, keyID: secret.keyID, isChecksumRight: true))
                index += length
            case .failure(.checksum) where isFree:
                let keyID = TokenKeyID(
                    checkedBytes: text[index + keyIDRange.lowerBound..<index + keyIDRange.upperBound]
                )
                matches.append(TokenScanMatch(offset: index, keyID: keyID, isChecksumRight: false))
                index += length
            case .success, .failure:
                index += 1
            }
        }
        return matches
    }
}

/// A place in a text that has the shape of a token.
public struct TokenScanMatch: Equatable, Sendable {
    /// Bytes before the match.
    public let offset: Int
    /// The public part of the match.
    public let keyID: TokenKeyID
    /// Whether the checksum belongs to the text: a real token, not a picture of one.
    public let isChecksumRight: Bool
}
