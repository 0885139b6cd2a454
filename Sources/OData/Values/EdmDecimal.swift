/// An exact decimal number of up to 38 digits.
///
/// The value is `significand / 10^scale`. The scale is kept as written (`1.50` has scale 2); equality, order and hash
/// go by the value, so `1.5 == 1.50`.
public struct EdmDecimal: Sendable {
    /// The digits with their sign; less than 10^38 in magnitude.
    public let significand: Int128
    /// The number of digits behind the point, 0 to 38.
    public let scale: Int

    /// The greatest number of digits.
    public static let maximumDigits = 38

    /// Makes a number; nil if it has more than 38 digits or a scale outside 0 to 38.
    public init?(significand: Int128, scale: Int) {
        guard (0...Self.maximumDigits).contains(scale), significand.magnitude < Self.powersOfTen[38] else {
            return nil
        }
        self.significand = significand
        self.scale = scale
    }

    /// Makes a whole number.
    public init(_ value: Int64) {
        significand = Int128(value)
        scale = 0
    }

    /// Reads `[+-]digits[.digits][e[+-]digits]`; nil if the text is something else or has too many digits.
    public init?(_ text: String) {
        self.init(utf8: Array(text.utf8)[...])
    }

    /// Reads a number from UTF-8; see `init(_:)`.
    public init?(utf8 bytes: ArraySlice<UInt8>) {
        var reader = DigitReader(bytes: bytes)
        guard reader.read() else { return nil }
        self.init(magnitude: reader.magnitude, isNegative: reader.isNegative, exponent: reader.exponent)
    }

    /// Makes `±magnitude · 10^exponent`, dropping trailing zeros where that is needed to fit.
    private init?(magnitude: UInt128, isNegative: Bool, exponent: Int) {
        var digits = magnitude
        var power = exponent
        if digits == 0 { power = min(0, max(power, -Self.maximumDigits)) }
        while power < -Self.maximumDigits, digits % 10 == 0, digits != 0 {
            digits /= 10
            power += 1
        }
        if power > 0 {
            guard power <= Self.maximumDigits else { return nil }
            let (product, overflow) = digits.multipliedReportingOverflow(by: Self.powersOfTen[power])
            guard !overflow else { return nil }
            digits = product
            power = 0
        }
        guard power >= -Self.maximumDigits, digits < Self.powersOfTen[38] else { return nil }
        significand = isNegative ? -Int128(digits) : Int128(digits)
        scale = -power
    }

    /// 10^0 to 10^38.
    static let powersOfTen: [UInt128] = {
        var powers: [UInt128] = [1]
        for _ in 1...38 { powers.append((powers.last ?? 1) * 10) }
        return powers
    }()

    /// The nearest floating-point number.
    public var doubleValue: Double { Double(description) ?? .nan }

    /// The value, when it is whole and fits.
    public var int64Value: Int64? {
        let power = Self.powersOfTen[scale]
        guard significand.magnitude % power == 0 else { return nil }
        return Int64(exactly: significand / Int128(power))
    }

    /// The same value without trailing zeros behind the point.
    public var normalised: EdmDecimal {
        var digits = significand
        var places = scale
        while places > 0, digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        return EdmDecimal(digits: digits, places: places)
    }

    private init(digits: Int128, places: Int) {
        significand = digits
        scale = places
    }
}

extension EdmDecimal: Hashable, Comparable {
    /// Whether both have the same value.
    public static func == (left: EdmDecimal, right: EdmDecimal) -> Bool {
        if left.scale == right.scale { return left.significand == right.significand }
        let (a, b) = (left.normalised, right.normalised)
        return a.scale == b.scale && a.significand == b.significand
    }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) {
        let value = normalised
        hasher.combine(value.significand)
        hasher.combine(value.scale)
    }

    /// Whether the left value is smaller.
    public static func < (left: EdmDecimal, right: EdmDecimal) -> Bool {
        let (leftWhole, leftFraction) = left.parts
        let (rightWhole, rightFraction) = right.parts
        return leftWhole == rightWhole ? leftFraction < rightFraction : leftWhole < rightWhole
    }

    /// The whole part, and the fraction in units of 10^-38; both carry the sign.
    private var parts: (Int128, Int128) {
        let power = Int128(Self.powersOfTen[scale])
        let (whole, rest) = significand.quotientAndRemainder(dividingBy: power)
        return (whole, rest * Int128(Self.powersOfTen[38 - scale]))
    }
}

extension EdmDecimal: CustomStringConvertible {
    /// The digits with a point at the scale, such as `-12.50`; never an exponent.
    public var description: String {
        var digits = String(significand.magnitude)
        if scale > 0 {
            if digits.utf8.count <= scale {
                digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
            }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
        }
        return significand < 0 ? "-" + digits : digits
    }
}

/// Reads the digits of a decimal number.
private struct DigitReader {
    let bytes: ArraySlice<UInt8>
    var index: Int
    var magnitude: UInt128 = 0
    var exponent = 0
    var isNegative = false

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// Reads the whole text; false if it is malformed or too long.
    mutating func read() -> Bool {
        if take(UInt8(ascii: "-")) { isNegative = true } else { _ = take(UInt8(ascii: "+")) }
        guard digits(scaleStep: 0) else { return false }
        if take(UInt8(ascii: ".")) {
            guard digits(scaleStep: -1) else { return false }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            guard readExponent() else { return false }
        }
        return index == bytes.endIndex
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.endIndex, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func digits(scaleStep: Int) -> Bool {
        let start = index
        while index < bytes.endIndex, case let digit = bytes[index] &- 0x30, digit < 10 {
            // Wrapping subtraction: any byte below "0" becomes a value above 9 and ends the run.
            let (tens, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt128(digit))
            if overflow || carry {
                guard digit == 0, scaleStep == -1 else { return false }
            } else {
                magnitude = sum
                exponent += scaleStep
            }
            index += 1
        }
        return index > start
    }

    private mutating func readExponent() -> Bool {
        let negative = take(UInt8(ascii: "-"))
        if !negative { _ = take(UInt8(ascii: "+")) }
        let start = index
        var power = 0
        while index < bytes.endIndex, case let digit = bytes[index] &- 0x30, digit < 10 {
            power = min(power * 10 + Int(digit), 100_000)
            index += 1
        }
        exponent += negative ? -power : power
        return index > start
    }
}
