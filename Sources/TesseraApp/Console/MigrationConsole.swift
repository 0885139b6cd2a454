import CRMService
import Foundation
public import Logging
import SQLCore
import SQLiteDriver

/// The schema of a database as the console shows and changes it, without anything above it.
public struct MigrationConsole: Sendable {
    private let settings: Settings
    private let logger: Logger
    private let effects: ProcessEffects

    /// Names the database of the settings.
    public init(_ settings: Settings, logger: Logger, effects: ProcessEffects = ProcessEffects()) {
        self.settings = settings
        self.logger = logger
        self.effects = effects
    }

    /// One line for each known migration, and whether it has run.
    public func status() async throws -> [String] {
        let path = DataDirectory(settings).database
        guard FileManager.default.fileExists(atPath: path) else {
            return AllMigrations.all.map { "\($0.number)\tpending\t\($0.name)" }
        }
        return try await withDatabase { database in
            do {
                let runner = try MigrationRunner(AllMigrations.all, program: TesseraVersion.text)
                let pending = Set(try await runner.pending(in: database).map(\.number))
                return AllMigrations.all.map { migration in
                    "\(migration.number)\t\(pending.contains(migration.number) ? "pending" : "done")\t\(migration.name)"
                }
            } catch let error as MigrationError {
                throw StartError.migration(path: path, error)
            }
        }
    }

    /// Brings the database to this program's schema; gives the numbers of what ran.
    public func run() async throws -> [Int] {
        let path = DataDirectory(settings).database
        let effects = effects
        return try await withDatabase { database in
            try await Services.migrate(database, path: path, effects: effects)
        }
    }

    private func withDatabase<Result: Sendable>(
        _ body: @Sendable (any SQLDatabase) async throws -> Result
    ) async throws -> Result {
        let directory = DataDirectory(settings)
        try directory.make()
        let database = try await Services.openDatabase(
            directory.database,
            settings.database,
            settings.odata,
            logger
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
}
