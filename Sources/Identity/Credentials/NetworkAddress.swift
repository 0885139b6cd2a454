/// An IPv4 or IPv6 address without port and zone.
///
/// An IPv4 address written as `::ffff:a.b.c.d` is the IPv4 address, so one host has one spelling.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// The two families.
    public enum Family: Sendable {
        /// 32 bits.
        case v4
        /// 128 bits.
        case v6

        /// Bits of an address.
        public var bitCount: Int {
            self == .v4 ? 32 : 128
        }
    }

    /// The family.
    public let family: Family
    /// The upper 64 bits; 0 for IPv4.
    let high: UInt64
    /// The lower 64 bits.
    let low: UInt64

    init(family: Family, high: UInt64, low: UInt64) {
        self.family = family
        self.high = high
        self.low = low
    }

    /// Reads an address; nil for ports, brackets, zones, names and IPv4 parts with leading zeroes.
    public init?(_ text: String) {
        guard let address = Self.parse(Array(text.utf8)[...]) else { return nil }
        self = address.unmapped
    }

    /// The address in its shortest canonical spelling (RFC 5952 for IPv6).
    public var description: String {
        switch family {
        case .v4: (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xFF) }.joined(separator: ".")
        case .v6: Self.text(groups: groups)
        }
    }

    /// The network that one person or site controls: the address itself for IPv4, its /64 for IPv6.
    public var throttleNetwork: NetworkPrefix {
        NetworkPrefix(covering: self, length: family == .v4 ? 32 : 64)
    }

    var unmapped: NetworkAddress {
        guard family == .v6, high == 0, low >> 32 == 0xFFFF else { return self }
        return NetworkAddress(family: .v4, high: 0, low: low & 0xFFFF_FFFF)
    }

    private var groups: [UInt64] {
        [high, low].flatMap { half in (0..<4).map { half >> UInt64(48 - 16 * $0) & 0xFFFF } }
    }

    private static func text(groups: [UInt64]) -> String {
        var best = 0..<0
        var index = 0
        while index < groups.count {
            var end = index
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - index > max(best.count, 1) { best = index..<end }
            index = max(end, index + 1)
        }
        let hex = { (part: Range<Int>) in groups[part].map { String($0, radix: 16) }.joined(separator: ":") }
        guard !best.isEmpty else { return hex(0..<groups.count) }
        return hex(0..<best.lowerBound) + "::" + hex(best.upperBound..<groups.count)
    }

    /// Reads an address and keeps a mapped IPv4 address as IPv6, which prefixes need.
    static func parse(_ text: ArraySlice<UInt8>) -> NetworkAddress? {
        guard (2...45).contains(text.count) else { return nil }
        return text.contains(UInt8(ascii: ":")) ? parseV6(text) : parseV4(text)
    }

    private static func parseV4(_ text: ArraySlice<UInt8>) -> NetworkAddress? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt64 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
                part.allSatisfy(ASCII.isDigit)
            else { return nil }
            let number = part.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
            guard number <= 255 else { return nil }
            value = value << 8 | number
        }
        return NetworkAddress(family: .v4, high: 0, low: value)
    }

    private static func parseV6(_ text: ArraySlice<UInt8>) -> NetworkAddress? {
        let colon = UInt8(ascii: ":")
        var gaps = text.indices.dropLast().filter { text[$0] == colon && text[$0 + 1] == colon }
        guard gaps.count <= 1 else { return nil }
        let groups: [UInt64]
        if let gap = gaps.popLast() {
            guard let front = parseGroups(text[..<gap], isLast: false),
                let back = parseGroups(text[(gap + 2)...], isLast: true), front.count + back.count <= 7
            else { return nil }
            groups = front + [UInt64](repeating: 0, count: 8 - front.count - back.count) + back
        } else {
            guard let all = parseGroups(text, isLast: true), all.count == 8 else { return nil }
            groups = all
        }
        return NetworkAddress(
            family: .v6,
            high: groups[..<4].reduce(0) { $0 << 16 | $1 },
            low: groups[4...].reduce(0) { $0 << 16 | $1 }
        )
    }

    private static func parseGroups(_ text: ArraySlice<UInt8>, isLast: Bool) -> [UInt64]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var groups: [UInt64] = []
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let embedded = parseV4(part) else { return nil }
                groups += [embedded.low >> 16, embedded.low & 0xFFFF]
                continue
            }
            guard (1...4).contains(part.count) else { return nil }
            var value: UInt64 = 0
            for character in part {
                guard let digit = ASCII.hexValue(character) else { return nil }
                value = value << 4 | UInt64(digit)
            }
            groups.append(value)
        }
        return groups
    }
}
