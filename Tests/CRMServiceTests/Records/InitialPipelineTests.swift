import CRM
import EntityModel
import SQLCore
import SQLiteDriver
import Testing

@testable import CRMService

/// What a server without records has for its first opportunity.
@Suite struct InitialPipelineTests {
    private static let stageRows = """
        SELECT p."Name" || ' ' || s."Code" || ' ' || s."Probability" || ' ' || s."State" || ' '
            || s."ForecastCategoryCode" || ' ' || coalesce(s."RottenDays", '-') || ' ' || s."Sequence"
        FROM "OpportunityStages" s JOIN "Pipelines" p ON p."PipelineId" = s."PipelineId"
        WHERE s."IsActive" = 1 AND s."StatusFlag" = 'A' ORDER BY p."Sequence", s."Sequence"
        """

    private func start(_ database: SQLiteDatabase, _ catalog: EntityCatalog, later: Int64 = 0) async throws {
        try await ReferenceData(catalog: catalog).complete(database, baseCurrency: "EUR", now: testNow + later)
    }

    private func write(_ database: SQLiteDatabase, _ script: String) async throws {
        try await database.write { connection in try connection.execute(script: script) }
    }

    @Test("a fresh database has the two pipelines, Sales being the default")
    func pipelines() async throws {
        try await withRecordDatabase { database, catalog in
            try await start(database, catalog)
            let rows = try await database.sql(
                "SELECT \"Name\", \"IsDefault\", \"IsActive\", \"StatusFlag\" FROM \"Pipelines\" ORDER BY \"Sequence\""
            )
            #expect(
                rows == [
                    [.text("Sales"), .integer(1), .integer(1), .text("A")],
                    [.text("Renewals"), .integer(0), .integer(1), .text("A")],
                ]
            )
        }
    }

    @Test("their stages stand in order with probability, state, category and days")
    func stages() async throws {
        try await withRecordDatabase { database, catalog in
            try await start(database, catalog)
            let rows = try await database.sql(Self.stageRows).compactMap(\.first)
            #expect(
                rows
                    == [
                        "Sales Prospecting 1000 Open Pipeline 14 10", "Sales Qualification 2500 Open Pipeline 21 20",
                        "Sales Proposal 5000 Open BestCase 21 30", "Sales Negotiation 7500 Open Commit 14 40",
                        "Sales Won 10000 Won Closed - 50", "Sales Lost 0 Lost Omitted - 60",
                        "Renewals Upcoming 6000 Open Pipeline - 10", "Renewals InDiscussion 7500 Open BestCase - 20",
                        "Renewals Agreed 9000 Open Commit - 30", "Renewals Renewed 10000 Won Closed - 40",
                        "Renewals Churned 0 Lost Omitted - 50",
                    ].map { .text($0) }
            )
        }
    }

    @Test(
        "a later start changes nothing, whatever became of them",
        arguments: [
            "SELECT 1",
            "UPDATE \"OpportunityStages\" SET \"Name\" = 'Talk', \"Code\" = 'Talk', \"Probability\" = 500 WHERE rowid = 1",
            "UPDATE \"Pipelines\" SET \"Name\" = 'Verkauf', \"IsDefault\" = 0 WHERE rowid = 1",
            "UPDATE \"OpportunityStages\" SET \"StatusFlag\" = 'D'; UPDATE \"Pipelines\" SET \"StatusFlag\" = 'D'",
            "DELETE FROM \"OpportunityStages\" WHERE \"PipelineId\" = 2; DELETE FROM \"Pipelines\" WHERE rowid = 2",
            "DELETE FROM \"OpportunityStages\"",
        ]
    )
    func secondStart(change: String) async throws {
        try await withRecordDatabase { database, catalog in
            try await start(database, catalog)
            try await write(database, change)
            let tables = ["Pipelines", "OpportunityStages"].map { "SELECT * FROM \"\($0)\"" }
            let before = try await (database.sql(tables[0]), database.sql(tables[1]))
            try await start(database, catalog, later: 86_400_000_000)
            #expect(try await database.sql(tables[0]) == before.0)
            #expect(try await database.sql(tables[1]) == before.1)
        }
    }

    @Test("an opportunity is imported into a fresh database, by the default stage and by a code")
    func importedOpportunities() async throws {
        try await withRecordDatabase { database, catalog in
            try await ImportFixture.prepare(database, catalog)
            let service = ImportService(database: database, catalog: catalog, now: { testNow })
            var stage = ImportField("OpportunityStageId", .column("stage"))
            stage.referenceBy = "Code"
            let plain = ["Name", "Value", "EstimatedClose"].map { ImportField($0, .column($0)) }
            let files: [(fields: [ImportField], text: String)] = [
                (plain, "Name,Value,EstimatedClose\nOne,10,2026-08-01\n"),
                (plain + [stage], "Name,Value,EstimatedClose,stage\nTwo,10,2026-08-01,Negotiation\n"),
            ]
            for file in files {
                let mapping = ImportMapping(entitySet: "Opportunities", match: nil, fields: file.fields)
                try await ImportFixture.withFile(file.text) { path in
                    let report = try await service.run(file: path, mapping: mapping, viewer: .system("test"))
                    #expect((report.created, report.failed) == (1, 0), "\(report.errors)")
                }
            }
            let rows = try await database.sql(
                """
                SELECT o."Name", s."Code", p."Name", o."Probability", o."ForecastCategoryCode" FROM "Opportunities" o
                JOIN "OpportunityStages" s ON s."OpportunityStageId" = o."OpportunityStageId"
                JOIN "Pipelines" p ON p."PipelineId" = o."PipelineId" ORDER BY o."OpportunityId"
                """
            )
            #expect(
                rows == [
                    [.text("One"), .text("Prospecting"), .text("Sales"), .integer(1000), .text("Pipeline")],
                    [.text("Two"), .text("Negotiation"), .text("Sales"), .integer(7500), .text("Commit")],
                ]
            )
        }
    }

    @Test("the demo's pipelines are those of its own time, started before or not; changed ones stay")
    func demo() async throws {
        let world = DemoWorld(size: .small, asOf: CivilDate(days: 20_634))
        let stamped = "SELECT \"Name\", \"Created\", \"CreatedByUserId\" FROM \"Pipelines\" ORDER BY \"PipelineId\""
        try await withRecordDatabase { database, catalog in
            try await start(database, catalog, later: -5)
            try await DemoLoader(database: database, catalog: catalog).load(world, now: testNow)
            let rows = try await database.sql(stamped)
            #expect(rows.map(\.first) == [.text("Sales"), .text("Renewals")])
            #expect(rows.allSatisfy { $0[2] == .integer(1) && $0[1] != .integer(testNow - 5) })
        }
        try await withRecordDatabase { database, catalog in
            try await start(database, catalog, later: -5)
            try await write(database, "UPDATE \"Pipelines\" SET \"Name\" = 'Verkauf' WHERE rowid = 1")
            try await DemoLoader(database: database, catalog: catalog).load(world, now: testNow)
            #expect(
                try await database.sql(stamped) == [
                    [.text("Verkauf"), .integer(testNow - 5), .null],
                    [.text("Renewals"), .integer(testNow - 5), .null],
                ]
            )
        }
    }
}
