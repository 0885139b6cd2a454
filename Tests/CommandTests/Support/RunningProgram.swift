import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// The built program as a process of its own, for what no call inside the tests can show: its death.
struct RunningProgram {
    private let process = Process()
    private let ended: AsyncStream<Int32>

    /// The program stands beside the bundle of the tests.
    private static var url: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("tessera")
    }

    /// Starts the program with nothing to read and nobody to read it.
    init(_ arguments: [String]) throws {
        let (ended, continuation) = AsyncStream<Int32>.makeStream()
        self.ended = ended
        process.executableURL = Self.url
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = {
            continuation.yield($0.terminationStatus)
            continuation.finish()
        }
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Ends the process as a power cut would; gives how it ended.
    func kill() async -> Process.TerminationReason {
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
        for await _ in ended {}
        return process.terminationReason
    }
}
