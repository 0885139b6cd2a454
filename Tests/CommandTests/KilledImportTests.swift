import Foundation
import Logging
import SQLCore
import SQLiteDriver
import TesseraApp
import Testing

@testable import tessera

/// What a power cut in the middle of an import leaves.
@Suite struct KilledImportTests {
    private static let rows = 5_500
    /// The rows of the batches that come in before the import is held up.
    private static let whole = 3_000

    @Test("a killed import leaves a whole database with whole batches, says so, and goes on when run again")
    func killed() async throws {
        try await withImportThatHangs { data, command, database in
            let program = try RunningProgram(command)
            try await waitForBatches(database, program)
            #expect(await program.kill() == .uncaughtSignal)
            #expect(try await database.findings() == [])
            let states = try await database.texts("SELECT \"State\" || \"RowCount\" FROM \"ImportRuns\"")
            #expect(states == ["Running\(Self.whole)"])
            #expect(try await database.count("Companies") == Self.whole)

            #expect(await Program.run(["import", "--data", data, "--list"]) == 0)
            #expect(try await database.texts("SELECT \"State\" FROM \"ImportRuns\"") == ["Failed"])
            let notes = try await database.texts("SELECT \"Message\" FROM \"ImportRunErrors\"")
            #expect(notes == ["interrupted after row \(Self.whole); run the import again"])

            try await database.write { try $0.execute(script: "DROP TRIGGER hold") }
            #expect(await Program.run(command) == 0)
            #expect(try await database.count("Companies") == Self.rows)
            #expect(try await database.findings() == [])
            let runs = try await database.texts(
                "SELECT \"State\" || \"CreatedCount\" FROM \"ImportRuns\" ORDER BY \"ImportRunId\""
            )
            #expect(runs == ["Failed\(Self.whole)", "Finished\(Self.rows - Self.whole)"])
        }
    }

    /// A database with one administrator, a file of companies, and a trigger that lets the fourth batch never end.
    private func withImportThatHangs(
        _ body: (_ data: String, _ command: [String], SQLiteDatabase) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("killed-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = folder.appendingPathComponent("data").path
        let file = folder.appendingPathComponent("companies.csv").path
        #expect(await Program.run(["setup", "--data", data, "--email", "ann@example.com", "--name", "Ann Bee"]) == 0)
        let text = "AlternateReference,Name\n" + (0..<Self.rows).map { "BULK-\($0),Bulk company \($0)\n" }.joined()
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let database = try await SQLiteDatabase.open(
            path: data + "/tessera.sqlite",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await database.write { connection in
                try connection.execute(
                    script: """
                        CREATE TRIGGER hold BEFORE UPDATE OF "RowCount" ON "ImportRuns"
                        WHEN new."RowCount" > \(Self.whole)
                        BEGIN
                            SELECT count(*) FROM "Calendar" a, "Calendar" b, "Calendar" c, "Calendar" d;
                        END
                        """
                )
            }
            try await body(data, ["import", "--data", data, "Companies", file], database)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    private func waitForBatches(_ database: SQLiteDatabase, _ program: RunningProgram) async throws {
        let end = ContinuousClock.now + .seconds(100)
        while try await database.count("Companies") < Self.whole {
            try #require(program.isRunning && ContinuousClock.now < end, "the import did not come so far")
        }
    }
}

extension SQLiteDatabase {
    /// The rows of a table.
    fileprivate func count(_ table: String) async throws -> Int {
        let rows = try await read { try $0.rows(RenderedSQL("SELECT count(*) FROM \"\(table)\"")) }
        guard case .integer(let number)? = rows.first?.first else { return 0 }
        return Int(number)
    }

    /// The first column of fixed SQL text.
    fileprivate func texts(_ sql: String) async throws -> [String] {
        try await read { try $0.rows(RenderedSQL(sql)) }.map { row in
            if case .text(let text)? = row.first { text } else { "-" }
        }
    }
}
