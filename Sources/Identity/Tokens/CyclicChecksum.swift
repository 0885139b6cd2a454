/// CRC-32/ISO-HDLC: reflected polynomial EDB88320, initial and final value FFFFFFFF.
///
/// The check value of `123456789` is CBF43926. It finds typing and copying errors; it protects nothing.
enum CyclicChecksum {
    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        // One look at the global for all bytes.
        let table = Self.table
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            remainder = table[Int((remainder ^ UInt32(byte)) & 0xFF)] ^ (remainder >> 8)
        }
        return ~remainder
    }

    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 {
            value = value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1
        }
        return value
    }
}
