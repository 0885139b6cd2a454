import SQLCore
import Testing

/// What a machine changes in a schema, and what it leaves to people.
@Suite struct SchemaChangeTests {
    private static let found = SchemaDescription(
        tables: [
            TableDescription(
                "a",
                columns: [ColumnDescription("id", .integer), ColumnDescription("old", .text)],
                primaryKey: ["id"],
                indexes: [IndexDescription("a_old", on: ["old"]), IndexDescription("a_gone", on: ["id"])]
            )
        ],
        fullTextTables: [FullTextTableDescription("f", content: "a", key: "id", columns: ["old"])]
    )

    private static var wanted: SchemaDescription {
        var wanted = found
        wanted.tables[0].columns += [
            ColumnDescription("note", .text, isNullable: true), ColumnDescription("b_id", .integer, isNullable: true),
            ColumnDescription("day", .date),
        ]
        wanted.tables[0].columns[1].type = .integer
        wanted.tables[0].foreignKeys = [ForeignKeyDescription(["b_id"], references: "b", ["id"])]
        wanted.tables[0].indexes = [
            IndexDescription("a_old", on: ["old"], isUnique: true), IndexDescription("a_note", on: ["note"]),
        ]
        wanted.tables.append(
            TableDescription("b", columns: [ColumnDescription("id", .integer)], primaryKey: ["id"])
        )
        wanted.fullTextTables = [FullTextTableDescription("f", content: "a", key: "id", columns: ["old", "note"])]
        return wanted
    }

    @Test("what is missing is made, tables and columns before indexes; the rest is named")
    func change() {
        let difference = SchemaDifference(wanted: Self.wanted, found: Self.found, dialect: PlainDialect())
        let change = SchemaChange(difference, to: Self.wanted, dialect: PlainDialect())
        #expect(
            change.statements == [
                "add a.note", "add a.b_id to b", "make b", "drop a_old", "create a_old", "create a_note", "drop a_gone",
                "replace f",
            ]
        )
        #expect(
            change.byHand == [
                .columnType(table: "a", column: "old", wanted: "integer", found: "text"),
                .missingColumn(table: "a", column: "day"),
            ]
        )
    }

    @Test("equal schemas need no change")
    func none() {
        let difference = SchemaDifference(wanted: Self.found, found: Self.found, dialect: PlainDialect())
        #expect(SchemaChange(difference, to: Self.found, dialect: PlainDialect()).statements.isEmpty)
    }

    @Test("every difference has words of its own")
    func words() {
        let key = ForeignKeyDescription(["c"], references: "b", ["id"])
        let entries: [SchemaDifference.Entry] = [
            .missingTable("t"), .unexpectedTable("t"), .missingColumn(table: "t", column: "c"),
            .unexpectedColumn(table: "t", column: "c"), .columnType(table: "t", column: "c", wanted: "x", found: "y"),
            .nullability(table: "t", column: "c", wanted: true), .nullability(table: "t", column: "c", wanted: false),
            .defaultValue(table: "t", column: "c", wanted: nil, found: "0"),
            .primaryKey(table: "t", wanted: ["a"], found: ["b"]), .keyReuse(table: "t"),
            .missingIndex(table: "t", index: "i"), .unexpectedIndex(table: "t", index: "i"),
            .changedIndex(table: "t", index: "i"), .missingForeignKey(table: "t", key),
            .unexpectedForeignKey(table: "t", key), .missingFullTextTable("f"), .unexpectedFullTextTable("f"),
        ]
        #expect(Set(entries.map(\.description)).count == entries.count)
    }
}
