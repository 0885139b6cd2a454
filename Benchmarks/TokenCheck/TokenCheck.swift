import CRMService
import Foundation
import Identity
import ODataServer
import SQLCore
import TesseraApp

/// Measures the token check alone: `token-check FOLDER COUNT` with the token in `BENCH_TOKEN` prints the CPU time of one
/// check in microseconds.
///
/// Each check is what the gate does for a request before its rows are read: header, row of the credential, digest, policy,
/// grant, quota, note of the use, and the model that the grant leaves visible. No check is remembered for the next.
@main
struct TokenCheck {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[2]), count > 0,
            let token = ProcessInfo.processInfo.environment["BENCH_TOKEN"]
        else {
            FileHandle.standardError.write(Data("Usage: BENCH_TOKEN=… token-check FOLDER COUNT\n".utf8))
            exit(64)
        }
        let flags = ["data.directory": arguments[1]]
        let settings = try await SettingsReader(flags: flags, environment: [:], file: nil).read()
        let services = try await Services.open(settings, logger: LoggerMaker.quiet(settings))
        let gate = TokenGate(
            services.accounts,
            gate: services.gate,
            usage: services.usage,
            isSecureExpected: false,
            addresses: ClientAddressRule(),
            requestsPerMinute: .max
        )
        let request = GateRequest(
            method: "GET",
            path: "Opportunities",
            query: "$top=100",
            peer: ODataPeer(address: "127.0.0.1"),
            fields: [("authorization", "Bearer \(token)"), ("user-agent", "token-check")]
        )
        let micros = try await services.database.read { connection in
            try Self.microseconds(of: count / 10 + 1, gate, request, connection)
            return try Self.microseconds(of: count, gate, request, connection)
        }
        print(String(format: "%.2f", micros))
        await services.close()
    }

    /// CPU time of this thread for each of so many checks.
    @discardableResult
    private static func microseconds(
        of count: Int,
        _ gate: TokenGate,
        _ request: GateRequest,
        _ connection: any SQLConnection
    ) throws -> Double {
        let start = threadMicroseconds()
        for _ in 0..<count { _ = try gate.check(request, on: connection) }
        return (threadMicroseconds() - start) / Double(count)
    }

    private static func threadMicroseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1_000
    }
}
