import SQLCore
import SQLiteDriver
import Testing

@Suite struct SchemaTests {
    static let schema = SchemaDescription(
        tables: [
            TableDescription(
                "company",
                columns: [
                    ColumnDescription("id", .integer),
                    ColumnDescription("name", .text),
                    ColumnDescription("revenue", .decimal(precision: 19, scale: 4), isNullable: true),
                    ColumnDescription("active", .boolean, default: .value(.boolean(true))),
                    ColumnDescription("city", .text, default: .value("it's")),
                    ColumnDescription("logo", .blob, isNullable: true),
                    ColumnDescription("score", .double, isNullable: true, default: .value(.real(0.5))),
                ],
                primaryKey: ["id"],
                neverReusesKeys: true,
                indexes: [
                    IndexDescription(
                        "company_name",
                        on: ["name", "city"],
                        isUnique: true,
                        where: #""active" = 1"#
                    ),
                    IndexDescription(
                        "company_revenue",
                        members: [
                            IndexDescription.Member("revenue", isAscending: false), IndexDescription.Member("id"),
                        ]
                    ),
                ]
            ),
            TableDescription(
                "contact_company",
                columns: [
                    ColumnDescription("company", .integer), ColumnDescription("key", .guid),
                    ColumnDescription("other", .integer, isNullable: true),
                ],
                primaryKey: ["company", "key"],
                foreignKeys: [
                    ForeignKeyDescription(["company"], references: "company", ["id"], onDelete: .cascade),
                    ForeignKeyDescription(
                        ["other"],
                        references: "company",
                        ["id"],
                        onDelete: .setNull,
                        isDeferred: true
                    ),
                ]
            ),
        ],
        fullTextTables: [
            FullTextTableDescription("company_search", content: "company", key: "id", columns: ["name", "city"])
        ]
    )

    static func create(_ database: SQLiteDatabase) async throws {
        try await database.write { connection in
            for statement in schema.createStatements(for: connection.dialect) {
                try connection.execute(script: statement)
            }
        }
    }

    @Test("a schema that was created reads back the same")
    func roundTrip() async throws {
        try await withDatabase { database async throws in
            try await Self.create(database)
            let found = try await database.read { try $0.dialect.readSchema(from: $0) }
            let difference = SchemaDifference(wanted: Self.schema, found: found, dialect: SQLiteDialect())
            #expect(difference.entries == [])
            #expect(found.tables.map(\.name) == ["company", "contact_company"])
        }
    }

    @Test(
        "a change behind the projection's back is seen",
        arguments: [
            ("DROP INDEX company_name", SchemaDifference.Entry.missingIndex(table: "company", index: "company_name")),
            ("ALTER TABLE company ADD COLUMN x TEXT", .unexpectedColumn(table: "company", column: "x")),
            ("CREATE TABLE y (z TEXT)", .unexpectedTable("y")),
        ]
    )
    func drift(script: String, entry: SchemaDifference.Entry) async throws {
        try await withDatabase { database async throws in
            try await Self.create(database)
            try await database.script(script)
            let found = try await database.read { try $0.dialect.readSchema(from: $0) }
            let difference = SchemaDifference(wanted: Self.schema, found: found, dialect: SQLiteDialect())
            #expect(difference.entries == [entry])
        }
    }

    @Test("the full-text table follows inserts, updates and deletes, without case and accents")
    func fullText() async throws {
        try await withDatabase { database async throws in
            try await Self.create(database)
            try await database.script(
                """
                INSERT INTO company (id, name, city) VALUES (1, 'Zürich Renewal', 'Bern'), (2, 'Other', 'Basel');
                UPDATE company SET name = 'Café' WHERE id = 2;
                """
            )
            func keys(_ query: String) async throws -> [[SQLValue]] {
                try await database.rows(
                    SelectStatement(
                        columns: [SQLResultColumn(.column("c", "id"))],
                        from: .table("company", alias: "c"),
                        joins: [
                            SQLJoin(
                                .inner,
                                .table("company_search", alias: "s"),
                                on: .equals(.column("s", "rowid"), .column("c", "id"))
                            )
                        ],
                        where: .fullTextMatch(source: "s", table: "company_search", query: .text(query))
                    )
                )
            }
            #expect(try await keys("\"zurich\" \"renew\"*") == [[1]])
            #expect(try await keys("\"cafe\"") == [[2]])
            #expect(try await keys("\"other\"") == [])
            try await database.script("DELETE FROM company WHERE id = 1")
            #expect(try await keys("\"zurich\"") == [])
        }
    }

    @Test("keys of a table that never reuses them stay unique after a delete")
    func keys() async throws {
        try await withDatabase { database async throws in
            try await Self.create(database)
            let ids = try await database.write { connection -> [Int64] in
                let insert = RenderedSQL("INSERT INTO company (name) VALUES ('a')")
                try connection.execute(insert)
                let first = connection.lastInsertedRowID
                try connection.execute(DeleteStatement(from: "company", where: nil))
                try connection.execute(insert)
                return [first, connection.lastInsertedRowID]
            }
            #expect(ids == [1, 2])
        }
    }
}
