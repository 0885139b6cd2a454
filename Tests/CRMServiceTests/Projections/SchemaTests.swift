import CRM
import CRMService
import Foundation
import Logging
import SQLCore
import SQLiteDriver
import Testing

@Suite struct SchemaTests {
    @Test func theFrozenMigrationIsWrittenWhenAskedFor() throws {
        guard let path = ProcessInfo.processInfo.environment["TESSERA_WRITE_MIGRATION"] else { return }
        let schema = TableProjection(catalog: try CRMModel.makeCatalog()).schema()
        let source = MigrationWriter.source(
            number: 1, name: "create records", schema: schema, dialect: SQLiteDialect())
        try source.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
