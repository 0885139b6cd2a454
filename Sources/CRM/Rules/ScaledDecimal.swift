/// An exact decimal number: an integer of so many units of ten to the power of minus `scale`.
public struct ScaledDecimal: Sendable, Hashable, CustomStringConvertible {
    /// The number times ten to the power of `scale`.
    public let digits: Int64
    /// The digits after the point, 0 to 18.
    public let scale: Int

    /// Makes a number from its digits.
    public init(digits: Int64, scale: Int) {
        self.digits = digits
        self.scale = scale
    }

    /// Reads a plain decimal (`-12.50`) at a scale, rounding half away from zero; nil for anything else or too large.
    ///
    /// Accepts a sign, digits and one point; at most 60 characters; no exponent, no grouping.
    public init?(_ text: some StringProtocol, scale: Int) {
        var bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 60, (0...18).contains(scale) else { return nil }
        let isNegative = bytes[0] == UInt8(ascii: "-")
        if isNegative || bytes[0] == UInt8(ascii: "+") { bytes.removeFirst() }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2 else { return nil }
        let fraction = parts.count == 2 ? parts[1] : []
        guard whole.count + fraction.count > 0 else { return nil }
        var value: Int128 = 0
        for byte in whole + fraction.prefix(scale) {
            guard let digit = Self.digit(byte) else { return nil }
            value = value * 10 + digit
            guard value < Int128(Int64.max) * 100 else { return nil }
        }
        for _ in fraction.prefix(scale).count..<scale { value *= 10 }
        let rest = Array(fraction.dropFirst(scale))
        guard rest.allSatisfy({ Self.digit($0) != nil }) else { return nil }
        if let first = rest.first, first >= UInt8(ascii: "5") { value += 1 }
        guard let digits = Int64(exactly: isNegative ? -value : value) else { return nil }
        self.init(digits: digits, scale: scale)
    }

    /// The number with its whole scale: `12.5000`.
    public var description: String {
        guard scale > 0 else { return String(digits) }
        let power = UInt64(ExactArithmetic.power10(scale))
        let fraction = String(digits.magnitude % power)
        let zeros = String(repeating: "0", count: scale - fraction.count)
        return (digits < 0 ? "-" : "") + String(digits.magnitude / power) + "." + zeros + fraction
    }

    /// The number at another scale, rounded half away from zero; nil when it does not fit.
    public func rescaled(to newScale: Int) -> ScaledDecimal? {
        guard (0...18).contains(newScale) else { return nil }
        let value: Int128
        if newScale >= scale {
            value = Int128(digits) * Int128(ExactArithmetic.power10(newScale - scale))
        } else {
            value = ExactArithmetic.divide(Int128(digits), by: Int128(ExactArithmetic.power10(scale - newScale)))
        }
        return Int64(exactly: value).map { ScaledDecimal(digits: $0, scale: newScale) }
    }

    private static func digit(_ byte: UInt8) -> Int128? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int128(byte - UInt8(ascii: "0")) : nil
    }
}
