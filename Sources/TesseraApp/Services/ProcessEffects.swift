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

    /// A clock that never goes back: the time since some instant before.
    public var monotonic: @Sendable () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }

    /// The effects as services take them.
    public var effects: Effects {
        Effects(now: now, makeRandom: { SystemRandomNumberGenerator() })
    }

    /// A request id: 128 random bits as 32 hexadecimal digits.
    public func makeRequestID() -> String {
        var random = SystemRandomNumberGenerator()
        let halves = [random.next(), random.next()]
        return String(unsafeUninitializedCapacity: 32) { text in
            for place in 0..<32 {
                let digit = UInt8(halves[place / 16] >> (60 - UInt64(place % 16) * 4) & 15)
                text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + (digit - 10)
            }
            return 32
        }
    }

    /// A password that nobody has to remember: 20 characters that are not mistaken for each other.
    public func makePassword() -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        var random = SystemRandomNumberGenerator()
        return String((0..<20).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
    }

    /// Today in UTC as year, month and day.
    public var today: String { now().day.description }
}
