import CRM
import CRMService
import EntityModel
import Foundation
import Logging
import SQLCore
import SQLiteDriver

/// The time of the tests: 2026-06-30T12:00:00Z.
let testNow: Int64 = 1_782_820_800_000_000

/// Opens a fresh database with the whole schema in a folder of its own, and removes it after the body.
@discardableResult
func withRecordDatabase<Result>(
    _ body: (SQLiteDatabase, EntityCatalog) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = try await SQLiteDatabase.open(
        path: folder.appendingPathComponent("test.sqlite").path,
        configuration: SQLiteConfiguration(),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    do {
        try await MigrationRunner(AllMigrations.all, program: "test").run(on: database) { testNow }
        let result = try await body(database, try CRMModel.makeCatalog())
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}

extension SQLiteDatabase {
    /// All rows of fixed SQL text.
    func sql(_ text: String) async throws -> [[SQLValue]] {
        try await read { try $0.rows(RenderedSQL(text)) }
    }

    /// The first number of fixed SQL text.
    func number(_ text: String) async throws -> Int64 {
        guard case .integer(let number)? = try await sql(text).first?.first else { return -1 }
        return number
    }
}

/// Files of the repository that tests read.
enum TestFiles {
    /// The root of the package.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// Data of the tests.
    static let data = root.appendingPathComponent("Tests/Data")
    /// The Northwind tables, beside the repository; absent in a plain clone.
    static let northwind = root.deletingLastPathComponent().appendingPathComponent("shared/data/northwind")

    static var hasNorthwind: Bool {
        FileManager.default.fileExists(atPath: northwind.appendingPathComponent("orders.csv").path)
    }
}
