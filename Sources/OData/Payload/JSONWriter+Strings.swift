extension JSONWriter {
    /// Appends a string value with its quotes, escaped as JSON requires; the bytes must be valid UTF-8.
    @inlinable
    @inline(__always)
    public mutating func string(_ text: String) {
        var copy = text
        copy.withUTF8 { string(utf8: $0) }
    }

    /// Appends a string value with its quotes, escaped as JSON requires; the bytes must be valid UTF-8.
    @inlinable
    @inline(__always)
    public mutating func string(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count &+ 16)  // a buffer is far smaller than Int.max
        put(0x22)
        stringContent(utf8: bytes)
        reserve(1)
        put(0x22)
    }

    /// Appends the inside of a string value, escaped but without quotes.
    ///
    /// Looks at eight bytes at a time and copies them as it looks: a word holds something to escape exactly when one of
    /// its bytes is `"`, `\` or below 0x20, which three subtractions tell.
    @inlinable
    public mutating func stringContent(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        let source = UnsafeRawPointer(start)
        let end = bytes.count
        reserve(end &+ 16)  // a buffer is far smaller than Int.max
        var read = 0
        while end &- read >= 8 {  // read never passes end
            let word = source.loadUnaligned(fromByteOffset: read, as: UInt64.self)
            base.storeBytes(of: word, toByteOffset: used, as: UInt64.self)
            let hits = Self.escapes(in: word)
            if hits == 0 {
                read &+= 8  // at most end
                used &+= 8  // room was reserved
                continue
            }
            #if _endian(little)
                let clean = hits.trailingZeroBitCount &>> 3
            #else
                let clean = 0
            #endif
            used &+= clean  // room was reserved
            escaped(source.load(fromByteOffset: read &+ clean, as: UInt8.self))  // below end
            read &+= clean &+ 1  // at most end
            reserve(end &- read &+ 16)  // not negative
        }
        while read < end {
            let byte = source.load(fromByteOffset: read, as: UInt8.self)
            read &+= 1  // at most end
            if byte >= 0x20, byte != 0x22, byte != 0x5c {
                put(byte)
            } else {
                escaped(byte)
                reserve(end &- read &+ 16)  // not negative
            }
        }
    }

    /// Marks, by the highest bit of each byte, where a word holds something to escape; the lowest mark is exact.
    @inlinable
    @inline(__always)
    static func escapes(in word: UInt64) -> UInt64 {
        let low: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ 0x2222_2222_2222_2222
        let slash = word ^ 0x5c5c_5c5c_5c5c_5c5c
        // Borrows run on by intention: they can only reach bytes after a true hit.
        let marks =
            ((quote &- low) & ~quote) | ((slash &- low) & ~slash) | ((word &- 0x2020_2020_2020_2020) & ~word)
        return marks & 0x8080_8080_8080_8080
    }

    /// Appends one byte that must be escaped, in the shortest form; at least six bytes of room are there.
    @usableFromInline
    @inline(never)
    mutating func escaped(_ byte: UInt8) {
        reserve(8)
        put(0x5c)
        switch byte {
        case 0x22, 0x5c: put(byte)
        case 0x08: put(0x62)
        case 0x09: put(0x74)
        case 0x0a: put(0x6e)
        case 0x0c: put(0x66)
        case 0x0d: put(0x72)
        default:
            put(0x75)
            put(0x30)
            put(0x30)
            put(0x30 + (byte >> 4))
            let low = byte & 15
            put(low < 10 ? 0x30 + low : 0x57 + low)
        }
    }

    /// Appends bytes as base64url without padding, in quotes (JSON Format 7.1, `Edm.Binary`).
    public mutating func binary(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve((bytes.count + 2) / 3 * 4 + 2)
        put(0x22)
        var index = 0
        while index < bytes.count {
            let first = UInt32(bytes[index])
            let second = index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0
            let third = index + 2 < bytes.count ? UInt32(bytes[index + 2]) : 0
            let group = first << 16 | second << 8 | third
            let length = min(bytes.count - index, 3) + 1
            for place in 0..<length {
                put(Self.base64Digit(UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * place)) & 63))
            }
            index += 3
        }
        put(0x22)
    }

    private static func base64Digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: 0x41 + value
        case 26..<52: 0x61 + value - 26
        case 52..<62: 0x30 + value - 52
        case 62: 0x2d
        default: 0x5f
        }
    }
}
