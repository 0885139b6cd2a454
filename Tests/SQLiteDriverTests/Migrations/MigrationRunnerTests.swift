import SQLCore
import SQLiteDriver
import Testing

@Suite struct MigrationRunnerTests {
    static let first = Migration(
        1,
        "create",
        scripts: [.sqlite: "CREATE TABLE a (x TEXT) STRICT; CREATE TABLE b (x TEXT);"]
    )
    static let second = Migration(2, "fill", scripts: [.sqlite: "INSERT INTO a VALUES ('1')"])

    static func run(_ database: SQLiteDatabase, _ migrations: [Migration]) async throws(MigrationError) -> [Int] {
        try await MigrationRunner(migrations, program: "1.0").run(on: database) { 1_000 }
    }

    @Test("migrations run once, in order, with their record")
    func order() async throws {
        try await withDatabase { database async throws in
            let runner = try MigrationRunner([Self.second, Self.first], program: "1.0")
            #expect(try await runner.pending(in: database).map(\.number) == [1, 2])
            #expect(try await runner.run(on: database) { 1_000 } == [1, 2])
            #expect(try await runner.run(on: database) { 2_000 } == [])
            #expect(try await runner.pending(in: database) == [])
            let record = try await database.read { connection in
                try connection.rows(RenderedSQL("SELECT number, name, applied_at, program FROM schema_migration"))
            }
            #expect(record == [[1, "create", 1_000, "1.0"], [2, "fill", 1_000, "1.0"]])
        }
    }

    @Test("a migration that fails leaves the database as before it, and those before it done")
    func failure() async throws {
        try await withDatabase { database async throws in
            let broken = Migration(
                2,
                "broken",
                scripts: [.sqlite: "CREATE TABLE c (x); INSERT INTO nowhere VALUES (1)"]
            )
            await #expect(
                throws: MigrationError.failed(
                    number: 2,
                    name: "broken",
                    .other(code: 1, message: "no such table: nowhere")
                )
            ) { try await Self.run(database, [Self.first, broken]) }
            let tables = try await database.read { connection in
                try connection.rows(RenderedSQL("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1"))
            }
            #expect(tables == [["a"], ["b"], ["schema_migration"]])
            #expect(try await Self.run(database, [Self.first, Self.second]) == [2])
        }
    }

    @Test("a script cannot end its transaction")
    func commit() async throws {
        try await withDatabase { database async throws in
            let sneaky = Migration(1, "sneaky", scripts: [.sqlite: "CREATE TABLE c (x); COMMIT"])
            await #expect(throws: MigrationError.self) { try await Self.run(database, [sneaky]) }
            #expect(
                try await Self.run(
                    database,
                    [Self.second, Self.first].map { Migration($0.number, $0.name, scripts: $0.scripts) }
                ) == [1, 2]
            )
        }
    }

    @Test("a changed, a missing and an unknown migration stop the program")
    func disagreements() async throws {
        try await withDatabase { database async throws in
            #expect(try await Self.run(database, [Self.first, Self.second]) == [1, 2])
            let changed = Migration(1, "create", scripts: [.sqlite: "CREATE TABLE a (x TEXT)"])
            await #expect(
                throws: MigrationError.changed(
                    number: 1,
                    name: "create",
                    recorded: Self.first.checksum(for: .sqlite) ?? "",
                    known: changed.checksum(for: .sqlite) ?? ""
                )
            ) { try await Self.run(database, [changed, Self.second]) }
            await #expect(throws: MigrationError.databaseIsNewer(database: 2, program: 1)) {
                try await Self.run(database, [Self.first])
            }
            await #expect(throws: MigrationError.databaseIsNewer(database: 1, program: 2)) {
                try await Self.run(database, [Self.second])
            }
            await #expect(throws: MigrationError.missingScript(number: 3, .sqlite)) {
                try await Self.run(database, [Self.first, Self.second, Migration(3, "x", scripts: [.postgresql: ""])])
            }
        }
    }

    @Test("a number before the latest that never ran is refused")
    func skipped() async throws {
        try await withDatabase { database async throws in
            let third = Migration(3, "third", scripts: [.sqlite: "SELECT 1"])
            #expect(try await Self.run(database, [Self.first, third]) == [1, 3])
            await #expect(throws: MigrationError.skipped(number: 2)) {
                try await Self.run(database, [Self.first, Self.second, third])
            }
        }
    }

    @Test("two programs that start at once run each migration once")
    func together() async throws {
        try await withDatabase { database async throws in
            let other = try await SQLiteDatabase.open(path: database.path, logger: quietLogger)
            async let one = Self.run(database, [Self.first, Self.second])
            async let two = Self.run(other, [Self.first, Self.second])
            let ran = try await one + two
            #expect(ran.sorted() == [1, 2])
            await other.close()
        }
    }
}
