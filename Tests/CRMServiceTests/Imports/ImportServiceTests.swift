import CRM
import EntityModel
import Foundation
import Identity
import SQLCore
import SQLiteDriver
import Synchronization
import Testing

@testable import CRMService

@Suite struct ImportServiceTests {
    private static let mapping = ImportMapping(
        entitySet: "Companies",
        match: "AlternateReference",
        fields: [
            field("AlternateReference", "code") { $0.prefix = "T-" }, field("Name", "name"), field("TypeCode", "type"),
            field("AnnualRevenue", "revenue"), field("Description", "note"),
        ]
    )

    private static func field(
        _ property: String,
        _ column: String,
        _ change: (inout ImportField) -> Void = { _ in }
    ) -> ImportField {
        var field = ImportField(property, .column(column))
        change(&field)
        return field
    }

    private static let file = TestFiles.data.appendingPathComponent("imports/companies.csv").path

    /// A database with lists and one user, and a service on it.
    private func withService(
        _ body: (ImportService, SQLiteDatabase) async throws -> Void
    ) async throws {
        try await withRecordDatabase { database, catalog in
            try await ImportFixture.prepare(database, catalog)
            try await body(ImportService(database: database, catalog: catalog, now: { testNow }), database)
        }
    }

    private func run(_ service: ImportService, text: String, _ mapping: ImportMapping) async throws -> ImportReport {
        try await ImportFixture.withFile(text) { path in
            try await service.run(file: path, mapping: mapping, viewer: .system("test"))
        }
    }

    @Test("good rows come in, bad ones are named with line, column and reason")
    func mixedFile() async throws {
        try await withService { service, database in
            let report = try await service.run(file: Self.file, mapping: Self.mapping, viewer: .system("test"))
            #expect(report.summary == "Companies: 8 rows, 3 created, 1 updated, 0 unchanged, 0 skipped, 4 failed")
            #expect(
                report.errors.map { "\($0.line) \($0.column ?? "-") \($0.code.rawValue)" } == [
                    "6 name row.required", "7 type row.list-code", "8 revenue row.type", "9 - row.type",
                ]
            )
            let rows = try await database.sql(
                """
                SELECT "AlternateReference", "Name", "TypeCode", "AnnualRevenue", "Description", "BaseAnnualRevenue"
                FROM "Companies" ORDER BY "CompanyId"
                """
            )
            #expect(
                rows == [
                    [
                        .text("T-A-1"), .text("Acme Limited"), .text("Customer"), .integer(15_000_005_000),
                        .text("later row"), .integer(15_000_005_000),
                    ],
                    [
                        .text("T-A-2"), .text("Bolt, \"Nuts\" & Co"), .text("Supplier"), .integer(323_800),
                        .text("two\nlines"), .integer(323_800),
                    ],
                    [.text("T-A-3"), .text("Café"), .text("Partner"), .integer(1), .text("=1+1"), .integer(1)],
                ]
            )
            #expect(try await database.number("SELECT count(*) FROM \"ImportRunErrors\"") == 4)
            #expect(
                try await database.sql("SELECT \"State\", \"CreatedCount\", \"FailedCount\" FROM \"ImportRuns\"")
                    == [[.text("Finished"), .integer(3), .integer(4)]]
            )
        }
    }

    @Test("a second import changes nothing and takes no change number of a record")
    func again() async throws {
        try await withService { service, database in
            let text = "code,name,type,revenue,note\nA,Acme,Customer,5,x\nB,Bolt,Partner,,\n"
            let first = try await run(service, text: text, Self.mapping)
            #expect(first.created == 2)
            let before = try await database.sql("SELECT \"ChangeSeq\" FROM \"Companies\"")
            let second = try await run(service, text: text, Self.mapping)
            #expect((second.created, second.updated, second.unchanged) == (0, 0, 2))
            #expect(try await database.sql("SELECT \"ChangeSeq\" FROM \"Companies\"") == before)
        }
    }

    @Test("each new company gets one default site")
    func defaultSite() async throws {
        try await withService { service, database in
            _ = try await run(service, text: "code,name,type,revenue,note\nA,Acme,Customer,5,x\n", Self.mapping)
            #expect(
                try await database.sql("SELECT \"Name\", \"IsDefault\", \"AlternateReference\" FROM \"Divisions\"")
                    == [[.text("Acme"), .integer(1), .text("T-A")]]
            )
        }
    }

    @Test("a dry run counts and leaves nothing")
    func dryRun() async throws {
        try await withService { service, database in
            let report = try await service.run(
                file: Self.file,
                mapping: Self.mapping,
                viewer: .system("test"),
                dryRun: true
            )
            #expect((report.created, report.updated, report.failed) == (3, 1, 4))
            #expect(report.runID == nil)
            for set in ["Companies", "Divisions", "ImportRuns", "ImportRunErrors", "AuditEvents"] {
                #expect(try await database.number("SELECT count(*) FROM \"\(set)\"") == 0)
            }
        }
    }

    @Test("rows may refer to records of their own set that come later")
    func ownSet() async throws {
        try await withService { service, database in
            var parent = ImportField("ParentCompanyId", .column("parent"))
            parent.referenceBy = "AlternateReference"
            let mapping = ImportMapping(
                entitySet: "Companies",
                match: "AlternateReference",
                fields: [
                    ImportField("AlternateReference", .column("code")), ImportField("Name", .column("name")), parent,
                ]
            )
            let text = "code,name,parent\na,Leaf,b\nb,Branch,c\nc,Root,\nd,Lost,zz\ne,Ring 1,f\nf,Ring 2,e\n"
            let report = try await run(service, text: text, mapping)
            #expect((report.created, report.failed) == (3, 3))
            #expect(report.errors.allSatisfy { $0.code == .referenceMissing && $0.column == "parent" })
            #expect(
                try await database.sql(
                    """
                    SELECT c."Name", p."Name" FROM "Companies" c LEFT JOIN "Companies" p
                    ON p."CompanyId" = c."ParentCompanyId" ORDER BY c."Name"
                    """
                )
                    == [[.text("Branch"), .text("Root")], [.text("Leaf"), .text("Branch")], [.text("Root"), .null]]
            )
        }
    }

    @Test("a mapping that does not fit is refused with the nearest names")
    func wrongMapping() async throws {
        try await withService { service, _ in
            var mapping = Self.mapping
            mapping.fields.append(ImportField("Nam", .column("name")))
            mapping.fields.append(ImportField("OrderCount", .column("revenue")))
            await #expect(
                throws: ImportError.mapping([
                    "Companies has no field Nam. Did you mean Name?", "OrderCount is computed and cannot be imported",
                ])
            ) { try await run(service, text: "code,name,type,revenue,note\n", mapping) }
            await #expect(throws: ImportError.missingColumns(["“note”. Did you mean notes?"])) {
                try await run(service, text: "code,name,type,revenue,notes\n", Self.mapping)
            }
            mapping = Self.mapping
            mapping.entitySet = "Compnies"
            await #expect(throws: ImportError.self) { try await run(service, text: "code\n", mapping) }
        }
    }

    @Test("who may not write is refused before anything is read")
    func notAllowed() async throws {
        try await withService { service, _ in
            let reader = Viewer(
                .person(
                    UserID(1),
                    SessionFacts(
                        reference: "r",
                        authenticatedAt: UTCInstant(seconds: 0),
                        hasSecondFactor: false,
                        role: .readonly
                    )
                ),
                policy: AccessPolicy(role: .readonly, team: nil, dataRoles: []),
                roles: []
            )
            await #expect(throws: ImportError.notAllowed(set: "Companies")) {
                try await service.run(file: "/nowhere", mapping: Self.mapping, viewer: reader)
            }
        }
    }

    @Test("twenty misshapen rows in a row end the import, what was written stays")
    func wrongShape() async throws {
        try await withService { service, database in
            let bad = String(repeating: "a;b;c\n", count: 30)
            var mapping = Self.mapping
            mapping.delimiter = UInt8(ascii: ",")
            await #expect(throws: ImportError.wrongShape(line: 21, cells: 1, expected: 5)) {
                try await run(service, text: "code,name,type,revenue,note\n" + bad, mapping)
            }
            let states = try await database.sql("SELECT \"State\" FROM \"ImportRuns\"")
            #expect(states == [[.text("Failed")]])
        }
    }

    @Test("batches are whole: a run stopped between them is marked and finished by a second run")
    func interrupted() async throws {
        try await withService { service, database in
            let text = "code,name,type,revenue,note\n" + (1...2500).map { "C\($0),Name \($0),Other,1,\n" }.joined()
            // The third batch finds the table locked by a trigger, as a kill would leave it undone.
            try await database.write { connection in
                try connection.execute(
                    script: """
                        CREATE TRIGGER stop BEFORE UPDATE OF "RowCount" ON "ImportRuns" WHEN new."RowCount" > 2000
                        BEGIN SELECT RAISE(ROLLBACK, 'stop'); END
                        """
                )
            }
            await #expect(throws: ImportError.self) { try await run(service, text: text, Self.mapping) }
            #expect(try await database.number("SELECT count(*) FROM \"Companies\"") == 2000)
            try await database.write { connection in
                try connection.execute(script: "DROP TRIGGER stop; UPDATE \"ImportRuns\" SET \"State\" = 'Running'")
            }
            let marked = try await service.markInterrupted()
            #expect(marked.map(\.rows) == [2000] && marked.map(\.entitySet) == ["Companies"])
            #expect(try await service.markInterrupted().isEmpty)
            let latest = try await service.latest(5)
            #expect(latest.map(\.wasInterrupted) == [true] && latest.map(\.state) == ["Failed"])
            #expect(
                try await database.sql("SELECT \"Code\", \"Message\" FROM \"ImportRunErrors\"")
                    == [[.text("run.interrupted"), .text("interrupted after row 2000; run the import again")]]
            )
            let report = try await run(service, text: text, Self.mapping)
            #expect((report.created, report.unchanged) == (500, 2000))
        }
    }

    @Test("a cancelled import keeps its finished batches and says so")
    func cancelled() async throws {
        try await withService { service, database in
            let text = "code,name,type,revenue,note\n" + (1...3000).map { "C\($0),Name \($0),Other,1,\n" }.joined()
            try await ImportFixture.withFile(text) { path in
                let task = Task {
                    try await service.run(file: path, mapping: Self.mapping, viewer: .system("test")) { _ in
                        withUnsafeCurrentTask { $0?.cancel() }
                    }
                }
                await #expect(throws: ImportError.cancelled) { try await task.value }
            }
            #expect(try await database.number("SELECT count(*) FROM \"Companies\"") == 1000)
            let states = try await database.sql("SELECT \"State\", \"RowCount\" FROM \"ImportRuns\"")
            #expect(states == [[.text("Cancelled"), .integer(1000)]])
        }
    }

    @Test("lines of a quote are taxed together and spread to the last digit")
    func quoteLines() async throws {
        try await withService { service, database in
            _ = try await run(service, text: "code,name,type,revenue,note\nA,Acme,Other,,\n", Self.mapping)
            var company = ImportField("CompanyId", .column("company"))
            company.prefix = "T-"
            let quotes = ImportMapping(
                entitySet: "Quotes",
                match: "AlternateReference",
                fields: [ImportField("AlternateReference", .column("id")), company]
            )
            _ = try await run(service, text: "id,company\nQ1,A\n", quotes)
            let lines = ImportMapping(
                entitySet: "QuoteLines",
                match: "AlternateReference",
                fields: [
                    ImportField("AlternateReference", .column("id")), ImportField("QuoteId", .column("quote")),
                    ImportField("Description", .column("text")), ImportField("UnitPrice", .column("price")),
                    ImportField("TaxCode", .constant("Standard")),
                ]
            )
            let text = "id,quote,text,price\n1,Q1,a,0.03\n2,Q1,b,0.03\n3,Q1,c,0.03\n"
            #expect(try await run(service, text: text, lines).created == 3)
            let totals = try await database.sql(
                "SELECT \"QuoteNumber\", \"NetValue\", \"TaxValue\", \"GrossValue\" FROM \"Quotes\""
            )
            #expect(totals == [[.text("Q-2026-00001"), .integer(900), .integer(200), .integer(1100)]])
            #expect(try await database.number("SELECT sum(\"TaxValue\") FROM \"QuoteLines\"") == 200)
            #expect(try await run(service, text: text, lines).unchanged == 3)
        }
    }

    @Test("unique values taken by another record are a row error")
    func duplicate() async throws {
        try await withService { service, database in
            let mapping = ImportMapping(
                entitySet: "Products",
                match: "AlternateReference",
                fields: [
                    ImportField("AlternateReference", .column("id")), ImportField("ProductCode", .column("code")),
                    ImportField("Name", .column("name")),
                ]
            )
            let report = try await run(service, text: "id,code,name\n1,X,One\n2,X,Two\n3,Y,Three\n", mapping)
            #expect((report.created, report.failed) == (2, 1))
            #expect(report.errors.first?.code == .duplicate && report.errors.first?.property == "ProductCode")
            #expect(try await database.number("SELECT count(*) FROM \"Products\"") == 2)
        }
    }

    @Test("opportunities follow their stage and leave history, once for every change")
    func opportunities() async throws {
        try await withService { service, database in
            var stage = ImportField("OpportunityStageId", .column("stage"))
            stage.referenceBy = "Code"
            let mapping = ImportMapping(
                entitySet: "Opportunities",
                match: "AlternateReference",
                fields: [
                    ImportField("AlternateReference", .column("id")), ImportField("Name", .column("name")), stage,
                    ImportField("Value", .column("value")), ImportField("EstimatedClose", .column("close")),
                    ImportField("LostReasonCode", .column("reason")),
                ]
            )
            let head = "id,name,stage,value,close,reason\n"
            let rows = "1,One,Proposal,1000,2026-08-01,\n2,Two,Won,50.5,2026-01-01,\n3,Three,Lost,7,2026-01-01,\n"
            let first = try await run(service, text: head + rows, mapping)
            #expect((first.created, first.failed) == (2, 1))
            #expect(first.errors.first?.message.hasPrefix("opportunity.reason-required") == true)
            let moved = "1,One,Lost,1000,2026-08-01,Price\n2,Two,Won,50.5,2026-01-01,\n"
            let second = try await run(service, text: head + moved, mapping)
            #expect((second.updated, second.unchanged) == (1, 1))
            #expect(
                try await database.sql(
                    """
                    SELECT "State", "Probability", "WeightedValue", "CloseDate" FROM "Opportunities"
                    ORDER BY "OpportunityId"
                    """
                )
                    == [
                        [.text("Lost"), .integer(0), .integer(0), .text("2026-06-30")],
                        [.text("Won"), .integer(10_000), .integer(505_000), .text("2026-06-30")],
                    ]
            )
            #expect(
                try await database.sql("SELECT \"FromState\", \"ToState\", \"Via\" FROM \"OpportunityStageHistory\"")
                    == [
                        [.null, .text("Open"), .text("Import")], [.null, .text("Won"), .text("Import")],
                        [.text("Open"), .text("Lost"), .text("Import")],
                    ]
            )
        }
    }

    @Test("a header alone makes a mapping of the columns it knows")
    func automatic() async throws {
        try await withService { service, database in
            try await ImportFixture.withFile(
                "AlternateReference;Name;E-mail;Nonsense;OrderCount\nx;Acme;a@b.example;?;3\n"
            ) {
                path in
                let mapping = try service.automaticMapping(
                    file: path,
                    entitySet: "companies",
                    match: "AlternateReference"
                )
                #expect(mapping.fields.map(\.property).prefix(2) == ["AlternateReference", "Name"])
                #expect(!mapping.fields.contains { $0.property == "OrderCount" })
                let report = try await service.run(file: path, mapping: mapping, viewer: .system("test"))
                #expect(report.created == 1)
                #expect(try await database.number("SELECT count(*) FROM \"Companies\"") == 1)
            }
        }
    }
}

/// What imports find in the database and on disk.
enum ImportFixture {
    /// The reference data and one user.
    static func prepare(_ database: SQLiteDatabase, _ catalog: EntityCatalog) async throws {
        try await ReferenceData(catalog: catalog).complete(database, baseCurrency: "GBP", now: testNow)
        try await database.write { connection in
            try connection.execute(
                script: """
                    INSERT INTO "Users" ("UserId", "UserName", "UserName_folded", "Email", "Email_folded", "Forename",
                        "Surname", "FullName", "IsActive", "StatusFlag", "Created", "LastUpdatedTimestamp", "ChangeSeq")
                    VALUES (1, 'admin', 'admin', 'admin@x.example', 'admin@x.example', 'Ada', 'Min', 'Ada Min', 1, 'A',
                        0, 0, -1);
                    """
            )
        }
    }

    /// Writes a file in a folder of its own and removes both after the body.
    @discardableResult
    static func withFile<Result>(_ text: String, _ body: (String) async throws -> Result) async throws -> Result {
        try await withFile(bytes: Array(text.utf8), body)
    }

    /// Writes a file in a folder of its own and removes both after the body.
    @discardableResult
    static func withFile<Result>(bytes: [UInt8], _ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("rows.csv")
        try Data(bytes).write(to: file)
        return try await body(file.path)
    }
}
