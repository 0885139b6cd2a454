/// A GUID.
public struct EdmGuid: Sendable, Hashable, Comparable {
    /// The first eight bytes, most significant first.
    public let high: UInt64
    /// The last eight bytes, most significant first.
    public let low: UInt64

    /// Makes a GUID from its halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads `01234567-89ab-cdef-0123-456789abcdef`, in any case; nil if the text is something else.
    public init?(_ text: String) {
        self.init(utf8: Array(text.utf8)[...])
    }

    /// Reads 36 bytes; see `init(_:)`.
    public init?(utf8 bytes: ArraySlice<UInt8>) {
        guard bytes.count == 36 else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for (offset, byte) in bytes.enumerated() {
            if offset == 8 || offset == 13 || offset == 18 || offset == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = ASCIIClass.hexValue(byte) else { return nil }
            if digits < 16 {
                halves.0 = halves.0 << 4 | UInt64(digit)
            } else {
                halves.1 = halves.1 << 4 | UInt64(digit)
            }
            digits += 1
        }
        high = halves.0
        low = halves.1
    }

    /// Whether the left one comes first, byte by byte.
    public static func < (left: EdmGuid, right: EdmGuid) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// The sixteen bytes, most significant first.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * $0)) } }
    }
}

extension EdmGuid: CustomStringConvertible {
    /// The usual text in lower case.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(ASCIIClass.hexDigit(byte >> 4))
            text.append(ASCIIClass.hexDigit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
