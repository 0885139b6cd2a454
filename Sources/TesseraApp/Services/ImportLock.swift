import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells the imports of running programs from those that a killed one left: a lock on a file of the data folder, which
/// the operating system releases with its process.
///
/// Imports share the lock; whoever marks what was left behind needs it alone.
struct ImportLock: Sendable {
    let path: String

    /// How long an import waits for a program that marks others; marking takes milliseconds.
    private static let patience: Duration = .seconds(30)
    private static let pause: Duration = .milliseconds(20)

    /// Runs a body while no import is under way and none can begin; nil, without running it, where one is.
    func whileAlone<Result>(_ body: () async throws -> Result) async throws -> Result? {
        let descriptor = try opened()
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
        return try await body()
    }

    /// Runs an import.
    func whileImporting<Result>(_ body: () async throws -> Result) async throws -> Result {
        let descriptor = try opened()
        defer { close(descriptor) }
        let end = ContinuousClock.now + Self.patience
        while flock(descriptor, LOCK_SH | LOCK_NB) != 0 {
            guard ContinuousClock.now < end else {
                throw StartError.folder(path: path, reason: "another program keeps it locked")
            }
            try await Task.sleep(for: Self.pause)
        }
        return try await body()
    }

    private func opened() throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StartError.folder(path: path, reason: String(cString: strerror(errno))) }
        return descriptor
    }
}
