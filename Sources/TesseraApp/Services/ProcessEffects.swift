public import CRMService
import Foundation
public import Identity

/// The clock and the randomness of the process; nothing below this target makes its own.
public struct ProcessEffects: Sendable {
    /// Makes the effects of this process.
    public init() {}

    /// The present instant, in microseconds.
    public var now: @Sendable () -> UTCInstant {
        { UTCInstant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down))) }
    }

    /// The effects as services take them.
    public var effects: Effects {
        Effects(now: now, makeRandom: { SystemRandomNumberGenerator() })
    }

    /// A request id: 128 random bits as 32 hexadecimal digits.
    public func makeRequestID() -> String {
        var random = SystemRandomNumberGenerator()
        return Self.hexadecimal(random.next()) + Self.hexadecimal(random.next())
    }

    /// A password that nobody has to remember: 20 characters that are not mistaken for each other.
    public func makePassword() -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        var random = SystemRandomNumberGenerator()
        return String((0..<20).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
    }

    /// Today in UTC as year, month and day.
    public var today: String { now().day.description }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
