import OData

/// A decimal number computed with in 128 bits, for the reference evaluator.
struct Exact: Comparable {
    var significand: Int128
    var scale: Int

    init(_ significand: Int128, scale: Int = 0) {
        self.significand = significand
        self.scale = scale
    }

    init(_ decimal: EdmDecimal) {
        self.init(decimal.significand, scale: decimal.scale)
    }

    init?(_ value: EdmValue) {
        switch value {
        case .integer(let number), .enumeration(_, let number): self.init(Int128(number))
        case .decimal(let number): self.init(number)
        case .duration(let duration): self.init(Int128(duration.microseconds))
        default: return nil
        }
    }

    static func power(_ exponent: Int) -> Int128 { (0..<max(exponent, 0)).reduce(1) { power, _ in power * 10 } }

    static func aligned(_ left: Exact, _ right: Exact) -> (Int128, Int128, Int) {
        let scale = max(left.scale, right.scale)
        return (
            left.significand * power(scale - left.scale), right.significand * power(scale - right.scale), scale
        )
    }

    static func < (left: Exact, right: Exact) -> Bool {
        let (first, second, _) = aligned(left, right)
        return first < second
    }

    static func == (left: Exact, right: Exact) -> Bool {
        let (first, second, _) = aligned(left, right)
        return first == second
    }

    /// The whole number of units of 10^-scale; nil where digits would be lost or 64 bits do not hold it.
    func scaled(to target: Int) -> Int64? {
        if target >= scale { return Int64(exactly: significand * Self.power(target - scale)) }
        let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: Self.power(scale - target))
        return remainder == 0 ? Int64(exactly: quotient) : nil
    }

    /// The quotient, half away from zero at a scale.
    func divided(by divisor: Exact, scale target: Int) -> Exact {
        let shift = target + divisor.scale - scale
        let upper = significand * (shift > 0 ? Self.power(shift) : 1)
        let lower = divisor.significand * (shift < 0 ? Self.power(-shift) : 1)
        return Exact(Self.halfAway(upper, lower), scale: target)
    }

    static func halfAway(_ value: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
        return (value < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }

    /// Rounded to a whole number by a rule.
    func rounded(_ rule: FloatingPointRoundingRule) -> Exact {
        let unit = Self.power(scale)
        let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: unit)
        switch rule {
        case .down: return Exact(remainder < 0 ? quotient - 1 : quotient)
        case .up: return Exact(remainder > 0 ? quotient + 1 : quotient)
        case .towardZero: return Exact(quotient)
        default: return Exact(Self.halfAway(significand, unit))
        }
    }

    var value: EdmValue { EdmDecimal(significand: significand, scale: scale).map { .decimal($0) } ?? .null }
}
