import CRM
import CRMService
public import EntityModel
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

    /// Writes the file of the next migration, from the schema that the known ones arrive at to that of the model.
    ///
    /// `catalog` is the model, nil for that of this program. Gives nil where nothing differs. Throws ``ConsoleFailure``
    /// for a name or folder that cannot be used.
    public func writeNext(
        _ name: String,
        folder: String,
        catalog: EntityCatalog? = nil
    ) async throws -> WrittenMigration? {
        guard MigrationWriter.isName(name) else {
            throw ConsoleFailure(
                .usage,
                "The name “\(name)” cannot be used: a migration is named with words of letters and digits, in 80 "
                    + "characters at most, such as “add company rating”."
            )
        }
        let folder = try MigrationFolder(path: folder)
        let number = (AllMigrations.all.map(\.number).max() ?? 0) + 1
        try folder.requireNone(MigrationWriter.typePrefix(number))
        let dialect = SQLiteDialect()
        let difference = try ModelDifference(
            catalog: catalog ?? CRMModel.makeCatalog(),
            found: await migratedSchema(),
            dialect: dialect
        )
        let draft = MigrationWriter.Draft(
            number: number,
            name: name,
            statements: difference.statements,
            byHand: difference.byHand.map(\.description)
        )
        guard !difference.entries.isEmpty, let draft else { return nil }
        return WrittenMigration(
            path: try folder.write(draft.typeName, text: MigrationWriter.source(draft, dialect: dialect)),
            isListed: try folder.list(draft.typeName),
            typeName: draft.typeName,
            byHand: draft.byHand
        )
    }

    /// The schema that all known migrations arrive at, run in a database of their own.
    private func migratedSchema() async throws -> SchemaDescription {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("tessera-schema-\(effects.makeRequestID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = settings
        settings.dataDirectory = folder.path
        let console = MigrationConsole(settings, logger: logger, effects: effects)
        _ = try await console.run()
        return try await console.withDatabase { database in
            try await database.read { try $0.dialect.readSchema(from: $0) }
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
