/// A block of addresses that share their first bits, such as `203.0.113.0/24`.
public struct NetworkPrefix: Hashable, Sendable, CustomStringConvertible {
    /// The first address of the block; bits behind the length are zero.
    public let address: NetworkAddress
    /// Bits that all addresses of the block share.
    public let length: Int

    /// Makes the block of a length that contains an address; the length is held inside the family's.
    init(covering address: NetworkAddress, length: Int) {
        let length = min(max(length, 0), address.family.bitCount)
        let masks = Self.masks(family: address.family, length: length)
        self.address = NetworkAddress(
            family: address.family,
            high: address.high & masks.high,
            low: address.low & masks.low
        )
        self.length = length
    }

    /// Reads `address/length` or a single address, and clears the bits behind the length; nil for anything else.
    ///
    /// A block of mapped IPv4 addresses becomes the IPv4 block.
    public init?(_ text: String) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let parsed = NetworkAddress.parse(first) else { return nil }
        var length = parsed.family.bitCount
        if parts.count == 2 {
            guard (1...3).contains(parts[1].count), parts[1].allSatisfy(ASCII.isDigit),
                parts[1].count == 1 || parts[1].first != UInt8(ascii: "0"),
                let number = Int(String(decoding: parts[1], as: UTF8.self)), number <= length
            else { return nil }
            length = number
        }
        let unmapped = parsed.unmapped
        if unmapped.family != parsed.family, length >= 96 {
            self.init(covering: unmapped, length: length - 96)
        } else {
            self.init(covering: parsed, length: length)
        }
    }

    /// Whether an address lies in the block.
    public func contains(_ candidate: NetworkAddress) -> Bool {
        guard candidate.family == address.family else { return false }
        let masks = Self.masks(family: address.family, length: length)
        return candidate.high & masks.high == address.high && candidate.low & masks.low == address.low
    }

    /// The block as `address/length`.
    public var description: String {
        "\(address)/\(length)"
    }

    private static func masks(family: NetworkAddress.Family, length: Int) -> (high: UInt64, low: UInt64) {
        switch family {
        case .v4: (0, length == 0 ? 0 : 0xFFFF_FFFF << UInt64(32 - length) & 0xFFFF_FFFF)
        case .v6: (mask(bits: min(length, 64)), mask(bits: max(length - 64, 0)))
        }
    }

    private static func mask(bits: Int) -> UInt64 {
        bits == 0 ? 0 : UInt64.max << UInt64(64 - bits)
    }
}
