public import Identity

/// The clock and the randomness of the program, given from outside so that tests can give their own.
public struct Effects: Sendable {
    /// The present instant.
    public var now: @Sendable () -> UTCInstant
    /// A generator of the operating system's randomness, or a seeded one in tests.
    public var makeRandom: @Sendable () -> any RandomNumberGenerator

    /// Makes effects.
    public init(
        now: @escaping @Sendable () -> UTCInstant,
        makeRandom: @escaping @Sendable () -> any RandomNumberGenerator
    ) {
        self.now = now
        self.makeRandom = makeRandom
    }

    /// Random bytes.
    func bytes(_ count: Int) -> [UInt8] {
        var random = makeRandom()
        return SecretDrawing.bytes(count: count, using: &random)
    }
}
