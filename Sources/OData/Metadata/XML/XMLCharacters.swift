/// The character classes of XML 1.0 (fifth edition, 2.2 and 2.3).
enum XMLCharacters {
    static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d, 0x20...0xd7ff, 0xe000...0xfffd, 0x1_0000...0x10_ffff: true
        default: false
        }
    }

    /// Whether an ASCII character may stand inside a name.
    static func isNamePart(_ byte: UInt8) -> Bool {
        ASCIIClass.isLetter(byte) || ASCIIClass.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isNameStart(first.value) else { return false }
        return text.unicodeScalars.allSatisfy { isNameStart($0.value) || isNameRest($0.value) }
    }

    private static func isNameStart(_ value: UInt32) -> Bool {
        switch value {
        case 0x3a, 0x41...0x5a, 0x5f, 0x61...0x7a, 0xc0...0xd6, 0xd8...0xf6, 0xf8...0x2ff, 0x370...0x37d,
            0x37f...0x1fff, 0x200c...0x200d, 0x2070...0x218f, 0x2c00...0x2fef, 0x3001...0xd7ff, 0xf900...0xfdcf,
            0xfdf0...0xfffd, 0x1_0000...0xe_ffff:
            true
        default: false
        }
    }

    private static func isNameRest(_ value: UInt32) -> Bool {
        switch value {
        case 0x2d, 0x2e, 0x30...0x39, 0xb7, 0x300...0x36f, 0x203f...0x2040: true
        default: false
        }
    }
}

/// Whether bytes are UTF-8.
enum UTF8Check {
    /// The offset of the first byte that belongs to no character; nil if there is none.
    static func firstFault(in bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let length: Int
            switch lead {
            case 0xc2...0xdf: length = 2
            case 0xe0...0xef: length = 3
            case 0xf0...0xf4: length = 4
            default: return index
            }
            guard index + length <= bytes.count else { return index }
            for offset in 1..<length where bytes[index + offset] & 0xc0 != 0x80 { return index }
            let second = bytes[index + 1]
            let isOverlongOrSurrogate =
                lead == 0xe0 && second < 0xa0 || lead == 0xed && second > 0x9f || lead == 0xf0 && second < 0x90
                || lead == 0xf4 && second > 0x8f
            if isOverlongOrSurrogate { return index }
            index += length
        }
        return nil
    }
}
