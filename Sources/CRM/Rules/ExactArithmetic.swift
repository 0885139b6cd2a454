/// Exact sums on scaled 64-bit integers, with 128 bits in between.
///
/// A decimal with scale s is held as the number times ten to the power s. Rounding is half away from zero.
public enum ExactArithmetic {
    /// The largest amount of money, scaled by 10,000.
    public static let moneyLimit: Int64 = 9_000_000_000_000_000_000

    /// Divides and rounds half away from zero.
    ///
    /// - Parameters:
    ///   - numerator: what is divided.
    ///   - divisor: by what; greater than zero.
    /// - Returns: the nearest whole number.
    public static func divide(_ numerator: Int128, by divisor: Int128) -> Int128 {
        let quotient = numerator / divisor
        let rest = numerator % divisor
        guard rest.magnitude * 2 >= divisor.magnitude else { return quotient }
        return numerator < 0 ? quotient - 1 : quotient + 1
    }

    /// Divides and rounds down, towards negative infinity.
    static func floorDivide(_ numerator: Int128, by divisor: Int128) -> Int128 {
        let quotient = numerator / divisor
        return numerator % divisor < 0 ? quotient - 1 : quotient
    }

    /// Ten to the power of an exponent from 0 to 18.
    public static func power10(_ exponent: Int) -> Int64 {
        (0..<max(0, min(18, exponent))).reduce(1) { power, _ in power * 10 }
    }

    /// The amount when it fits the range of money, else a violation that names the field.
    static func money(_ value: Int128, field: String) throws(RuleViolation) -> Int64 {
        guard value.magnitude <= Int128(moneyLimit).magnitude else { throw .moneyOutOfRange(field: field) }
        return Int64(value)
    }

    /// Rounds an amount (scale 4) to the minor digits of a currency, half away from zero.
    public static func round(_ money: Int64, minorDigits: Int) -> Int64 {
        let step = Int128(power10(4 - max(0, min(4, minorDigits))))
        return Int64(clamping: divide(Int128(money), by: step) * step)
    }
}
