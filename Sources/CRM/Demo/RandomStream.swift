/// Numbers that look random but follow from a seed, a set and a row, so that order and threads do not matter.
///
/// SplitMix64; not for secrets.
struct RandomStream {
    private var state: UInt64

    init(seed: UInt64, set: String, row: Int) {
        // FNV-1a of the set's name; the wrapping products are the definition of both hashes.
        let name = set.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        state = seed
        state = next() ^ name
        state = next() ^ UInt64(truncatingIfNeeded: row)
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state = state &+ 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// A whole number from 0 up to, but not including, a limit above 0.
    mutating func int(_ limit: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(max(1, limit))).high) }

    /// A whole number of a closed range.
    mutating func int(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + int(range.upperBound - range.lowerBound + 1)
    }

    /// A number from 0 up to, but not including, 1.
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// Yes in so many of a thousand cases.
    mutating func chance(_ permille: Int) -> Bool { int(1000) < permille }

    /// One of several values, all as likely.
    mutating func pick<T>(_ values: [T]) -> T { values[int(values.count)] }

    /// The index of one of several weights, as likely as its weight.
    mutating func weighted(_ weights: [Int]) -> Int {
        var rest = int(weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if rest < weight { return index }
            rest -= weight
        }
        return weights.count - 1
    }

    /// A number of the standard normal distribution, near enough: the sum of twelve uniform ones.
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + unit() } }

    /// A number of a log-normal distribution.
    mutating func logNormal(mu: Double, sigma: Double) -> Double { DemoMath.exp(mu + sigma * normal()) }
}

/// Elementary functions from plain arithmetic, so that every platform computes the same bits.
enum DemoMath {
    private static let ln2 = 0.693_147_180_559_945_3

    /// The exponential function, for arguments within ±700.
    static func exp(_ x: Double) -> Double {
        let halvings = (x / ln2).rounded()
        let rest = x - halvings * ln2
        var term = 1.0
        var sum = 1.0
        for index in 1...18 {
            term *= rest / Double(index)
            sum += term
        }
        var power = 1.0
        for _ in 0..<Int(halvings.magnitude) { power *= 2 }
        return halvings < 0 ? sum / power : sum * power
    }

    /// The natural logarithm of a number above 0.
    static func ln(_ x: Double) -> Double {
        let exponent = Double(x.exponent)
        let ratio = (x.significand - 1) / (x.significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for index in 0..<24 {
            sum += power / Double(2 * index + 1)
            power *= square
        }
        return 2 * sum + exponent * ln2
    }

    /// A number from 0 to 1 to a power above 0.
    static func pow(_ x: Double, _ exponent: Double) -> Double { x <= 0 ? 0 : exp(exponent * ln(x)) }
}
