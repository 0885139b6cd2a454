/// Draws secret characters and bytes from a generator the caller hands in.
///
/// The program passes the operating system's generator; tests pass a seeded one.
public enum SecretDrawing {
    /// Draws base62 characters without bias.
    ///
    /// Keeps the low six bits of a random byte when they are below 62 and draws again otherwise, so every character has
    /// the same chance and no big number is needed.
    public static func base62(count: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        var characters: [UInt8] = []
        characters.reserveCapacity(count)
        while characters.count < count {
            var word = random.next()
            for _ in 0..<8 where characters.count < count {
                let digit = UInt8(truncatingIfNeeded: word) & 63
                word >>= 8
                if digit < 62 {
                    characters.append(Base62.digits[Int(digit)])
                }
            }
        }
        return characters
    }

    /// Draws random bytes, for peppers, salts, session ids and form keys.
    public static func bytes(count: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            var word = random.next()
            for _ in 0..<8 where bytes.count < count {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        return bytes
    }
}

/// The digits 0–9 A–Z a–z with the values 0 to 61 in this order.
enum Base62 {
    static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Writes a 32-bit number as six digits, most significant first; 62^6 exceeds 2^32, so it always fits.
    static func sixDigits(_ number: UInt32) -> [UInt8] {
        let digits = Self.digits
        var rest = number
        var output = [UInt8](repeating: UInt8(ascii: "0"), count: 6)
        for index in stride(from: 5, through: 0, by: -1) {
            output[index] = digits[Int(rest % 62)]
            rest /= 62
        }
        return output
    }
}
