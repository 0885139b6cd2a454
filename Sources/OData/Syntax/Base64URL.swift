/// base64url (RFC 4648, 5), with or without padding; the standard alphabet's `+` and `/` are read too.
public enum Base64URL {
    /// The bytes of a text; nil if it is malformed.
    public static func bytes(of text: String) -> [UInt8]? { decode(Array(text.utf8)[...]) }

    /// The bytes; nil if the text is malformed or its last digit has bits that no byte holds.
    ///
    /// `isStrict` refuses the standard alphabet.
    static func decode(_ text: ArraySlice<UInt8>, isStrict: Bool = false) -> [UInt8]? {
        var digits = text
        var padding = 0
        while padding < 2, digits.last == UInt8(ascii: "=") {
            digits.removeLast()
            padding += 1
        }
        let rest = digits.count % 4
        guard rest != 1, padding == 0 || padding == (4 - rest) % 4 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for digit in digits {
            guard let value = value(digit), !isStrict || !(digit == UInt8(ascii: "+") || digit == UInt8(ascii: "/"))
            else {
                return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        return bits == 0 ? bytes : nil
    }

    /// The text without padding.
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = (bits << 8 | UInt32(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> count & 63)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << (6 - count) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x41...0x5A: digit - 0x41
        case 0x61...0x7A: digit - 0x61 + 26
        case 0x30...0x39: digit - 0x30 + 52
        case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
        case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

/// Sets of characters of RFC 3986 as the grammar combines them.
enum URLCharacter {
    /// `pchar` without percent-encoding: what a path segment, and a string literal, may hold as it is.
    static func isPathCharacter(_ byte: UInt8) -> Bool {
        if ASCIIClass.isUnreserved(byte) { return true }
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "@"):
            return true
        default: return false
        }
    }

    /// `qchar-no-AMP` without percent-encoding: what the value of a query option may hold as it is.
    static func isQueryCharacter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || (byte != UInt8(ascii: "&") && isPathCharacter(byte))
    }
}
