import Foundation
import Logging
import SQLCore
import SQLiteDriver
import TesseraApp
import Testing

@testable import tessera

/// What a power cut in the middle of an import leaves.
@Suite struct KilledImportTests {
    private static let rows = 8_000

    @Test("a killed import leaves a whole database with whole batches, says so, and goes on when run again")
    func killed() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("killed-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = folder.appendingPathComponent("data").path
        let file = folder.appendingPathComponent("companies.csv").path
        #expect(await Program.run(["setup", "--data", data, "--email", "ann@example.com", "--name", "Ann Bee"]) == 0)
        let text = "AlternateReference,Name\n" + (0..<Self.rows).map { "BULK-\($0),Bulk company \($0)\n" }.joined()
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let command = ["import", "--data", data, "Companies", file]

        let done = try await killInTheMiddle(command, data: data)
        try #require(done > 0 && done < Self.rows, "\(done) rows when it was killed: the test must catch it between")
        #expect(done % 1_000 == 0)
        try await withDatabase(data) { database in
            let states = try await database.texts("SELECT \"State\" || \"RowCount\" FROM \"ImportRuns\"")
            #expect(states == ["Running\(done)"])
            #expect(try await database.findings() == [])
        }

        #expect(await Program.run(["import", "--data", data, "--list"]) == 0)
        try await withDatabase(data) { database in
            #expect(try await database.texts("SELECT \"State\" FROM \"ImportRuns\"") == ["Failed"])
            let notes = try await database.texts("SELECT \"Message\" FROM \"ImportRunErrors\"")
            #expect(notes == ["interrupted after row \(done); run the import again"])
        }

        #expect(await Program.run(command) == 0)
        try await withDatabase(data) { database in
            #expect(try await database.count("Companies") == Self.rows)
            #expect(try await database.findings() == [])
            let runs = try await database.texts(
                "SELECT \"State\" || \"CreatedCount\" FROM \"ImportRuns\" ORDER BY \"ImportRunId\""
            )
            #expect(runs == ["Failed\(done)", "Finished\(Self.rows - done)"])
        }
    }

    @Test("a list of imports does not take the lock of one that runs for a dead one")
    func running() async throws {
        let data = FileManager.default.temporaryDirectory.appendingPathComponent("alive-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: data) }
        #expect(await Program.run(["setup", "--data", data, "--email", "ann@example.com", "--name", "Ann Bee"]) == 0)
        let file = data + "/companies.csv"
        let text = "AlternateReference,Name\n" + (0..<Self.rows).map { "BULK-\($0),Bulk company \($0)\n" }.joined()
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let program = try RunningProgram(["import", "--data", data, "Companies", file])
        try await withDatabase(data) { database in
            while try await database.count("Companies") == 0, program.isRunning {}
            #expect(await Program.run(["import", "--data", data, "--list"]) == 0)
            let notes = try await database.texts("SELECT \"Message\" FROM \"ImportRunErrors\"")
            #expect(notes == [])
        }
        _ = await program.kill()
    }

    /// Starts an import and kills it when the first batch is in; gives the number of rows that are in.
    private func killInTheMiddle(_ command: [String], data: String) async throws -> Int {
        let program = try RunningProgram(command)
        let end = ContinuousClock.now + .seconds(120)
        var done = 0
        try await withDatabase(data) { database in
            while try await database.count("Companies") == 0, program.isRunning, ContinuousClock.now < end {}
            #expect(await program.kill() == .uncaughtSignal)
            done = try await database.count("Companies")
        }
        return done
    }

    private func withDatabase(_ data: String, _ body: (SQLiteDatabase) async throws -> Void) async throws {
        let database = try await SQLiteDatabase.open(
            path: data + "/tessera.sqlite",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await body(database)
            await database.close()
        } catch {
            await database.close()
            throw error
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
