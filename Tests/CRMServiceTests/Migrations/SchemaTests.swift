import CRM
import CRMService
import Foundation
import SQLCore
import SQLiteDriver
import Testing

@Suite struct SchemaTests {
    @Test("the migrations arrive at the schema of the model, beside the tables of accounts and clocks")
    func migratedSchema() async throws {
        try await withRecordDatabase { database, catalog in
            let wanted = TableProjection(catalog: catalog).schema()
            let found = try await database.read { try $0.dialect.readSchema(from: $0) }
            let difference = SchemaDifference(wanted: wanted, found: found, dialect: database.dialect)
            let others = difference.entries.filter {
                guard case .unexpectedTable(let name) = $0 else { return true }
                return name != name.lowercased()
            }
            #expect(others == [])
            let own = difference.entries.compactMap { entry -> String? in
                guard case .unexpectedTable(let name) = entry else { return nil }
                return name
            }
            #expect(own.contains("change_clock") && own.contains("access_token") && own.contains("user_account"))
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
        let source = MigrationWriter.source(number: 12, name: "add every table", schema: schema, dialect: dialect)
        #expect(source.contains("enum M0012AddEveryTable {"))
        let lines = Set(source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        for statement in schema.createStatements(for: dialect) {
            for line in statement.split(separator: "\n") {
                let line = line.trimmingCharacters(in: .whitespaces)
                #expect(lines.contains(line) || lines.contains(line + ";"), "\(line)")
            }
        }
    }
}
