public import Identity
import SQLCore

/// Computes password hashes on threads of its own, so many at a time that their memory stays within a budget.
///
/// One computation takes 32 MiB; four at a time by default. At most 64 wait, each at most 5 seconds: more are refused,
/// and the caller answers 503 with `Retry-After`.
public final class PasswordHasher: Sendable {
    private let threads: DedicatedThreads

    /// Makes a hasher.
    ///
    /// - Parameter memoryMiB: the memory all computations together may take; at least one always runs.
    public init(memoryMiB: Int) {
        threads = DedicatedThreads(count: max(1, memoryMiB / 32), queueLimit: 64, waitLimit: .seconds(5))
    }

    /// The stored form of a password's hash.
    public func hash(_ password: Password, salt: [UInt8]) async throws -> PasswordHash {
        try await threads.run { _, _ in try PasswordHash(of: password, salt: salt) }
    }

    /// Whether a password belongs to a hash; without one the same work is done and the answer is no.
    public func verify(_ password: Password, against hash: PasswordHash?) async throws -> Bool {
        let stored = hash ?? .dummy
        let matches = try await threads.run { _, _ in try stored.verify(password) }
        return matches && hash != nil
    }
}
