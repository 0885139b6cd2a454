import CRM
import EntityModel
import SQLCore
import SQLiteDriver
import Testing

@testable import CRMService

/// What a changed model makes of a database with rows.
@Suite struct ModelDifferenceTests {
    /// The product's model with one set more.
    private static func catalog(
        indexes: [EntityIndex] = [],
        @FieldListBuilder fields: () -> [Field]
    ) throws -> EntityCatalog {
        let toys = EntityType(
            "Toy",
            set: "Toys",
            traits: [.record],
            indexes: indexes,
            access: .organisation,
            about: "Toys.",
            fields: fields
        )
        return try EntityCatalog(types: CRMModel.types + [toys], lists: CRMModel.lists)
    }

    private static func plain() throws -> EntityCatalog {
        try catalog { Field.string("Name", 80).required() }
    }

    private func difference(_ catalog: EntityCatalog, _ database: SQLiteDatabase) async throws -> ModelDifference {
        let found = try await database.read { try $0.dialect.readSchema(from: $0) }
        return try ModelDifference(catalog: catalog, found: found, dialect: database.dialect)
    }

    private func run(_ statements: [String], on database: SQLiteDatabase) async throws {
        try await database.write { try $0.execute(script: statements.joined(separator: ";\n")) }
    }

    /// A database with the set of ``plain()`` and one toy in it.
    private func withToys(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        try await withRecordDatabase { database, _ in
            try await run(try await difference(Self.plain(), database).statements, on: database)
            try await run(
                [
                    """
                    INSERT INTO "Toys" ("ToyId", "Name", "StatusFlag", "Created", "LastUpdatedTimestamp", "ChangeSeq")
                    VALUES (1, 'Cafétière', 'A', 0, 0, 1)
                    """
                ],
                on: database
            )
            try await body(database)
        }
    }

    @Test("a new set is made with its keys, indexes and references, and nothing is left")
    func newTable() async throws {
        try await withRecordDatabase { database, catalog in
            #expect(try await difference(catalog, database).entries == [])
            let changed = try await difference(Self.plain(), database)
            #expect(changed.entries == [.missingTable("Toys")] && changed.byHand == [])
            try await run(changed.statements, on: database)
            #expect(try await difference(Self.plain(), database).entries == [])
        }
    }

    @Test("new columns hold the field's default in rows that are there, twins their text, and nothing is left")
    func newColumns() async throws {
        try await withToys { database in
            let catalog = try Self.catalog(indexes: [EntityIndex(["Name", "Rank"])]) {
                Field.string("Name", 80).required().indexed(.folded).searched()
                Field.string("Note", 400)
                Field.bool("IsFunny")
                Field.bool("IsActive").defaults(to: true)
                Field.choice("PriorityCode", list: "Priorities").required().defaults(to: "Normal")
                Field.int32("Rank").required().defaults(to: 3).indexed()
                Field.money("Price").required().defaults(to: 2)
                Field.reference("CompanyId", to: "Companies", onDelete: .keep).indexed()
            }
            let changed = try await difference(catalog, database)
            #expect(changed.byHand == [])
            try await run(changed.statements, on: database)
            #expect(try await difference(catalog, database).entries == [])
            let row = try await database.sql(
                """
                SELECT "Name_folded", "Note", "IsFunny", "IsActive", "PriorityCode", "Rank", "Price", "CompanyId"
                FROM "Toys"
                """
            )
            #expect(
                row == [
                    [
                        .text("cafetiere"), .null, .integer(0), .integer(1), .text("Normal"), .integer(3),
                        .integer(20_000), .null,
                    ]
                ]
            )
            let found = try await database.number(
                "SELECT count(*) FROM \"Toys_search\" WHERE \"Toys_search\" MATCH 'cafe*'"
            )
            #expect(found == 1)
            #expect(try await database.findings() == [])
        }
    }

    @Test(
        "what has no value for rows that are there, and what would take data away, is left to a person",
        arguments: [
            (
                Field.string("Name", 80).required(), Field.string("Motto", 40).required(),
                "the column Toys.Motto is missing"
            ),
            (.string("Name", 80).required(), .date("Birthday").required(), "the column Toys.Birthday is missing"),
            (.string("Name", 80).required(), .money("Price").required(), "the column Toys.Price is missing"),
            (
                .string("Name", 80).required(),
                .reference("CompanyId", to: "Companies", onDelete: .refuse).required(),
                "the column Toys.CompanyId is missing"
            ),
            (.string("Name", 80), .string("Note", 40), "the column Toys.Name should take nulls"),
            (.int32("Name").required(), .string("Note", 40), "the column Toys.Name is TEXT and should be INTEGER"),
            (.string("Title", 80), .string("Note", 40), "the column Toys.Name is not wanted"),
        ]
    )
    func byHand(first: Field, second: Field, words: String) async throws {
        try await withToys { database in
            let catalog = try Self.catalog {
                first
                second
            }
            let changed = try await difference(catalog, database)
            #expect(changed.byHand.map(\.description) == [words])
            try await run(changed.statements, on: database)
            #expect(try await difference(catalog, database).byHand == changed.byHand)
        }
    }

    @Test("a set that the model gave up is left to a person, the service's own tables are not spoken of")
    func goneSet() async throws {
        try await withToys { database in
            let changed = try await difference(try CRMModel.makeCatalog(), database)
            #expect(changed.statements == [] && changed.byHand == [.unexpectedTable("Toys")])
        }
    }
}
