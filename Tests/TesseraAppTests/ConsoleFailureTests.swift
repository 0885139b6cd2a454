import SQLCore
import Testing

@testable import TesseraApp

/// The one table of exit codes.
@Suite struct ConsoleFailureTests {
    struct Unknown: Error {}

    static let rows: [(error: any Error, status: TesseraApp.ExitStatus)] = [
        (ConsoleFailure(.badData, "x"), .badData),
        (SettingsError.contradiction("x"), .usage),
        (StartError.portInUse(host: "127.0.0.1", port: 1), .unavailable),
        (StartError.database(path: "p", .notADatabase), .unavailable),
        (StartError.peppers("x"), .unavailable),
        (StartError.model("x"), .internal),
        (SQLDatabaseError.diskFull, .unavailable),
        (SQLDatabaseError.readOnly, .unavailable),
        (MigrationError.databaseIsNewer(database: 9, program: 3), .unavailable),
        (Unknown(), .internal),
    ]

    @Test("every error has its exit code and one line", arguments: rows.indices)
    func statuses(index: Int) {
        let failure = ConsoleFailure(Self.rows[index].error)
        #expect(failure.status == Self.rows[index].status)
        #expect(!failure.description.isEmpty && !failure.description.contains("\n"))
    }

    @Test("the exit codes are those of the contract")
    func codes() {
        #expect(TesseraApp.ExitStatus.allCases.map(\.rawValue) == [0, 1, 64, 65, 69, 70])
    }
}
