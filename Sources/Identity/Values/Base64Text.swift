/// Base64 in both alphabets of RFC 4648, written for hostile input: bounded by its argument, no traps, no locale.
public enum Base64Text {
    /// The two alphabets of RFC 4648: section 4 with `+` and `/`, section 5 with `-` and `_`.
    public enum Alphabet: Sendable {
        /// `A–Z a–z 0–9 + /`, as in HTTP Basic.
        case standard
        /// `A–Z a–z 0–9 - _`, as in cookies and addresses.
        case url
    }

    /// Decodes text whose padding may be missing; nil for a foreign character, a wrong length or stray bits at the end.
    public static func decode(_ text: String, alphabet: Alphabet = .standard) -> [UInt8]? {
        decode(Array(text.utf8)[...], alphabet: alphabet)
    }

    /// Encodes bytes, with `=` padding when asked for.
    public static func encode(_ bytes: [UInt8], alphabet: Alphabet = .standard, isPadded: Bool = true) -> String {
        let digits = alphabet == .standard ? standardDigits : urlDigits
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var pending: UInt32 = 0
        var pendingBits = 0
        for byte in bytes {
            pending = (pending << 8 | UInt32(byte)) & 0xFF_FFFF
            pendingBits += 8
            while pendingBits >= 6 {
                pendingBits -= 6
                output.append(digits[Int(pending >> UInt32(pendingBits) & 63)])
            }
        }
        if pendingBits > 0 {
            output.append(digits[Int(pending << UInt32(6 - pendingBits) & 63)])
        }
        while isPadded, output.count % 4 != 0 {
            output.append(UInt8(ascii: "="))
        }
        return String(decoding: output, as: UTF8.self)
    }

    static func decode(_ text: ArraySlice<UInt8>, alphabet: Alphabet) -> [UInt8]? {
        var digits = text
        var padding = 0
        while padding < 2, digits.last == UInt8(ascii: "=") {
            digits.removeLast()
            padding += 1
        }
        guard digits.count % 4 != 1, padding == 0 || (digits.count + padding) % 4 == 0 else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(digits.count * 3 / 4)
        var pending: UInt32 = 0
        var pendingBits: UInt32 = 0
        for character in digits {
            guard let value = value(of: character, alphabet: alphabet) else { return nil }
            pending = (pending << 6 | value) & 0xFFFF
            pendingBits += 6
            if pendingBits >= 8 {
                pendingBits -= 8
                output.append(UInt8(truncatingIfNeeded: pending >> pendingBits))
            }
        }
        // Bits that belong to no byte must be zero, so that one value has one text (RFC 4648, 3.5).
        guard pending & (1 << pendingBits - 1) == 0 else { return nil }
        return output
    }

    private static let standardDigits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlDigits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func value(of character: UInt8, alphabet: Alphabet) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): alphabet == .standard ? 62 : nil
        case UInt8(ascii: "/"): alphabet == .standard ? 63 : nil
        case UInt8(ascii: "-"): alphabet == .url ? 62 : nil
        case UInt8(ascii: "_"): alphabet == .url ? 63 : nil
        default: nil
        }
    }
}
