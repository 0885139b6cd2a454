import Foundation
import Logging
import SQLCore
import SQLiteDriver

/// A folder of its own for each use, removed afterwards.
struct TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    func file(_ name: String = "test.sqlite") -> String {
        path + "/" + name
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}

let quietLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension SQLiteConfiguration {
    /// The defaults with some changes.
    static func changed(_ change: (inout SQLiteConfiguration) -> Void) -> SQLiteConfiguration {
        var configuration = SQLiteConfiguration()
        change(&configuration)
        return configuration
    }
}

/// Opens a database in a folder of its own, and closes and removes it after the body.
@discardableResult
func withDatabase<Result>(
    _ configuration: SQLiteConfiguration = SQLiteConfiguration(),
    _ body: (SQLiteDatabase) async throws -> Result
) async throws -> Result {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let database = try await SQLiteDatabase.open(
        path: folder.file(),
        configuration: configuration,
        logger: quietLogger
    )
    do {
        let result = try await body(database)
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}

extension SQLiteDatabase {
    /// The one value of an expression.
    func value(_ expression: SQLExpression) async throws -> SQLValue {
        try await rows(SelectStatement(columns: [SQLResultColumn(expression)])).first?.first ?? .null
    }

    func rows(_ statement: SelectStatement) async throws -> [[SQLValue]] {
        try await read { try $0.rows(statement) }
    }

    func script(_ sql: String) async throws {
        try await write { try $0.execute(script: sql) }
    }
}

/// A statement that never ends.
let endlessStatement = RenderedSQL(
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
)

/// Rows without end, one after the other.
let endlessRows = RenderedSQL("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
