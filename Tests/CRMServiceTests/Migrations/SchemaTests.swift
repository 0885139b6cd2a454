import CRM
import Foundation
import SQLCore
import SQLiteDriver
import Testing

@testable import CRMService

@Suite struct SchemaTests {
    @Test("the migrations arrive at the schema of the model, beside the tables of accounts and clocks")
    func migratedSchema() async throws {
        try await withRecordDatabase { database, catalog in
            let found = try await database.read { try $0.dialect.readSchema(from: $0) }
            let difference = try ModelDifference(catalog: catalog, found: found, dialect: database.dialect)
            #expect(difference.entries == [], "`tessera migrate new` writes what is missing.")
            let names = Set(found.tables.map(\.name))
            #expect(names.isSuperset(of: ["change_clock", "access_token", "user_account"]))
        }
    }

    @Test("a released migration never changes")
    func checksums() throws {
        let file = TestFiles.data.appendingPathComponent("migration-checksums.txt")
        let recorded = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        let known = AllMigrations.all.map { migration in
            "\(migration.number) \(migration.checksum(for: .sqlite) ?? "-") \(migration.name)"
        }
        #expect(recorded == known, "A new migration gets a line of its own; the line of an old one must not change.")
    }

    @Test("migrations are numbered without gaps")
    func numbers() {
        #expect(AllMigrations.all.map(\.number) == Array(1...AllMigrations.all.count))
    }

    @Test("the migration writer makes a Swift file with every statement of the schema")
    func writer() throws {
        let schema = TableProjection(catalog: try CRMModel.makeCatalog()).schema()
        let dialect = SQLiteDialect()
        let statements = schema.createStatements(for: dialect)
        let draft = MigrationWriter.Draft(number: 12, name: "add every table", statements: statements, byHand: ["x"])
        let source = MigrationWriter.source(try #require(draft), dialect: dialect)
        #expect(source.contains("enum M0012AddEveryTable {") && source.contains("-- By hand: x."))
        let lines = Set(source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        for statement in statements {
            for line in statement.split(separator: "\n") {
                let line = line.trimmingCharacters(in: .whitespaces)
                #expect(lines.contains(line) || lines.contains(line + ";"), "\(line)")
            }
        }
    }

    @Test(
        "a name that is no name is refused",
        arguments: ["", "  ", "drop; table", "é", String(repeating: "a", count: 81)]
    )
    func badNames(name: String) {
        #expect(MigrationWriter.Draft(number: 1, name: name, statements: []) == nil)
    }
}
