import SQLCore
import Testing

@Suite struct SchemaDifferenceTests {
    static let table = TableDescription(
        "contact",
        columns: [ColumnDescription("id", .integer), ColumnDescription("name", .text, isNullable: true)],
        primaryKey: ["id"],
        indexes: [IndexDescription("contact_name", on: ["name"])],
        foreignKeys: [ForeignKeyDescription(["id"], references: "person", ["id"])]
    )

    static func changed(_ change: (inout TableDescription) -> Void) -> TableDescription {
        var table = table
        change(&table)
        return table
    }

    static let rows: [(TableDescription, SchemaDifference.Entry)] = [
        (changed { $0.columns.removeLast() }, .missingColumn(table: "contact", column: "name")),
        (
            changed { $0.columns.append(ColumnDescription("x", .text)) },
            .unexpectedColumn(table: "contact", column: "x")
        ),
        (
            changed { $0.columns[1].type = .integer },
            .columnType(table: "contact", column: "name", wanted: "text", found: "integer")
        ),
        (
            changed { $0.columns[1].isNullable = false },
            .nullability(table: "contact", column: "name", wanted: true)
        ),
        (
            changed { $0.columns[1].defaultValue = .native("'x'") },
            .defaultValue(table: "contact", column: "name", wanted: nil, found: "'x'")
        ),
        (changed { $0.primaryKey = [] }, .primaryKey(table: "contact", wanted: ["id"], found: [])),
        (changed { $0.neverReusesKeys = true }, .keyReuse(table: "contact")),
        (changed { $0.indexes = [] }, .missingIndex(table: "contact", index: "contact_name")),
        (changed { $0.indexes[0].isUnique = true }, .changedIndex(table: "contact", index: "contact_name")),
        (
            changed { $0.indexes.append(IndexDescription("x", on: ["id"])) },
            .unexpectedIndex(table: "contact", index: "x")
        ),
        (
            changed { $0.foreignKeys = [] },
            .missingForeignKey(table: "contact", ForeignKeyDescription(["id"], references: "person", ["id"]))
        ),
    ]

    @Test("each kind of difference is found and named", arguments: rows)
    func differences(found: TableDescription, entry: SchemaDifference.Entry) {
        let difference = SchemaDifference(
            wanted: SchemaDescription(tables: [Self.table]),
            found: SchemaDescription(tables: [found]),
            dialect: PlainDialect()
        )
        #expect(difference.entries == [entry])
    }

    @Test("equal schemas differ in nothing, missing and unexpected tables are named")
    func tables() {
        func entries(_ wanted: [TableDescription], _ found: [TableDescription]) -> [SchemaDifference.Entry] {
            SchemaDifference(
                wanted: SchemaDescription(tables: wanted),
                found: SchemaDescription(tables: found),
                dialect: PlainDialect()
            ).entries
        }
        #expect(entries([Self.table], [Self.table]) == [])
        #expect(entries([Self.table], []) == [.missingTable("contact")])
        #expect(entries([], [Self.table]) == [.unexpectedTable("contact")])
    }

    @Test("full-text tables are compared as a whole")
    func fullText() {
        let table = FullTextTableDescription("search", content: "contact", key: "id", columns: ["name"])
        var other = table
        other.columns = ["name", "notes"]
        let difference = SchemaDifference(
            wanted: SchemaDescription(fullTextTables: [table]),
            found: SchemaDescription(fullTextTables: [other]),
            dialect: PlainDialect()
        )
        #expect(difference.entries == [.missingFullTextTable("search"), .unexpectedFullTextTable("search")])
    }
}
