/// Why migrations did not run.
public enum MigrationError: Error, Equatable {
    /// Two migrations have the same number, or a number is not positive.
    case invalidNumber(Int)
    /// A migration has no text for the database's dialect.
    case missingScript(number: Int, SQLDialectKind)
    /// The database ran a text other than the one the program knows.
    case changed(number: Int, name: String, recorded: String, known: String)
    /// The database has a migration that the program does not know; install the program it came from, or a newer one.
    case databaseIsNewer(database: Int, program: Int)
    /// The database has later migrations but not this one.
    case skipped(number: Int)
    /// A migration failed; the database is as before it.
    case failed(number: Int, name: String, SQLDatabaseError)
    /// The database failed outside a migration.
    case database(SQLDatabaseError)
}

/// Brings a database's schema up to date, forwards only.
///
/// Each migration is one write transaction together with its row in `schema_migration`, so a kill at any moment leaves
/// the number before; and since the transaction looks again at what has run, two programs may start at once.
public struct MigrationRunner: Sendable {
    /// The table that records what ran.
    public static let tableName = "schema_migration"

    private let migrations: [Migration]
    private let program: String

    /// Takes migrations in any order; `program` is the version that is written beside each one that runs.
    public init(_ migrations: [Migration], program: String) throws(MigrationError) {
        let sorted = migrations.sorted { $0.number < $1.number }
        var last = 0
        for migration in sorted {
            guard migration.number > last else { throw .invalidNumber(migration.number) }
            last = migration.number
        }
        self.migrations = sorted
        self.program = program
    }

    /// The migrations that have not run yet, after checking those that have.
    public func pending(in database: any SQLDatabase) async throws(MigrationError) -> [Migration] {
        try await guarded {
            try await database.read { connection in
                guard try Self.hasTable(connection) else { return migrations }
                return try unapplied(in: connection)
            }
        }
    }

    /// Runs what has not run yet and gives the numbers; `now` gives microseconds since 1970 for each.
    @discardableResult
    public func run(
        on database: any SQLDatabase,
        now: @Sendable @escaping () -> Int64
    ) async throws(MigrationError) -> [Int] {
        var applied: [Int] = []
        while let number = try await guarded({
            try await database.write(deadline: .seconds(24 * 3600)) { connection in
                try runNext(on: connection, at: now())
            }
        }) {
            applied.append(number)
        }
        return applied
    }

    private func runNext(on connection: any SQLConnection, at time: Int64) throws(MigrationError) -> Int? {
        do {
            if try !Self.hasTable(connection) { try connection.execute(script: Self.createTable) }
        } catch {
            throw .database(error)
        }
        guard let migration = try unapplied(in: connection).first else { return nil }
        let kind = connection.dialect.kind
        guard let script = migration.scripts[kind], let checksum = migration.checksum(for: kind) else {
            throw .missingScript(number: migration.number, kind)
        }
        do {
            try connection.execute(script: script)
            try connection.execute(
                InsertStatement(
                    into: Self.tableName,
                    columns: ["number", "name", "checksum", "applied_at", "program"],
                    rows: [
                        [
                            .bind(.integer(Int64(migration.number))), .text(migration.name), .text(checksum),
                            .bind(.integer(time)), .text(program),
                        ]
                    ]
                )
            )
        } catch {
            throw .failed(number: migration.number, name: migration.name, error)
        }
        return migration.number
    }

    /// Compares the record with the known migrations and gives those to come.
    private func unapplied(in connection: any SQLConnection) throws(MigrationError) -> [Migration] {
        var recorded: [Int: String] = [:]
        do {
            let cursor = try connection.query(Self.readTable)
            while try cursor.step() { recorded[Int(clamping: cursor.integer(0))] = cursor.string(1) }
        } catch {
            throw .database(error)
        }
        let latest = recorded.keys.max() ?? 0
        let known = migrations.last?.number ?? 0
        guard latest <= known else { throw .databaseIsNewer(database: latest, program: known) }
        let numbers = Set(migrations.map(\.number))
        if let unknown = recorded.keys.filter({ !numbers.contains($0) }).max() {
            throw .databaseIsNewer(database: unknown, program: known)
        }
        for migration in migrations where migration.number <= latest {
            guard let checksum = recorded[migration.number] else { throw .skipped(number: migration.number) }
            guard let own = migration.checksum(for: connection.dialect.kind) else {
                throw .missingScript(number: migration.number, connection.dialect.kind)
            }
            guard own == checksum else {
                throw .changed(number: migration.number, name: migration.name, recorded: checksum, known: own)
            }
        }
        return migrations.filter { $0.number > latest }
    }

    private func guarded<Result>(_ body: () async throws -> Result) async throws(MigrationError) -> Result {
        do {
            return try await body()
        } catch let error as MigrationError {
            throw error
        } catch let error as SQLDatabaseError {
            throw .database(error)
        } catch {
            throw .database(.other(code: 0, message: "unexpected error"))
        }
    }

    private static func hasTable(_ connection: any SQLConnection) throws(SQLDatabaseError) -> Bool {
        try connection.dialect.hasTable(tableName, in: connection)
    }

    private static let createTable = """
        CREATE TABLE schema_migration (
            number BIGINT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at BIGINT NOT NULL,
            program TEXT NOT NULL
        )
        """

    private static let readTable = SelectStatement(
        columns: [SQLResultColumn(.column("number")), SQLResultColumn(.column("checksum"))],
        from: .table(tableName, alias: tableName)
    )
}
