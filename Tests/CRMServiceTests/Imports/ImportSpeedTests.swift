import CRM
import CRMService
import EntityModel
import Foundation
import SQLCore
import SQLiteDriver
import Testing

/// The time limits of imports and loads; they hold in a release build on two cores, so they run when asked for:
/// `TESSERA_SPEED=1 swift test -c release -Xswiftc -enable-testing --filter ImportSpeedTests`.
@Suite(
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["TESSERA_SPEED"] != nil, "asked for by TESSERA_SPEED")
)
struct ImportSpeedTests {
    private static let columns = [
        "AlternateReference", "CompanyId", "Title", "Forename", "Surname", "JobTitle", "Email", "PhoneNumber",
        "MobilePhoneNumber", "City", "Postcode", "CountryCode",
    ]

    @Test("100,000 contacts of twelve columns: all new under 60 seconds, unchanged under 20")
    func contacts() async throws {
        try await withRecordDatabase { database, catalog in
            try await ImportFixture.prepare(database, catalog)
            let service = ImportService(database: database, catalog: catalog, now: { testNow })
            let companies = "AlternateReference,Name\n" + (0..<5000).map { "C\($0),Company \($0)\n" }.joined()
            try await ImportFixture.withFile(companies) { path in
                let mapping = try service.automaticMapping(
                    file: path,
                    entitySet: "Companies",
                    match: "AlternateReference"
                )
                _ = try await service.run(file: path, mapping: mapping, viewer: .system("test"))
            }
            var mapping = ImportMapping(entitySet: "Contacts", match: "AlternateReference", fields: [])
            for column in Self.columns { mapping.fields.append(ImportField(column, .column(column))) }
            let rows = (0..<100_000).map { row in
                "P\(row),C\(row % 5000),Mr,Forename\(row % 997),Surname\(row),Buyer,p\(row)@firm\(row % 5000).example,"
                    + "+44 1632 \(960_000 + row),+44 7700 \(900_000 + row),Leeds,LS\(row % 20) 1AA,GB\n"
            }
            let text = Self.columns.joined(separator: ",") + "\n" + rows.joined()
            try await ImportFixture.withFile(text) { path in
                for (limit, isNew) in [(Duration.seconds(60), true), (.seconds(20), false)] {
                    let start = ContinuousClock.now
                    let report = try await service.run(file: path, mapping: mapping, viewer: .system("test"))
                    let time = ContinuousClock.now - start
                    #expect(isNew ? report.created == 100_000 : report.unchanged == 100_000)
                    #expect(time < limit)
                    FileHandle.standardError.write(Data("100,000 contacts: \(time)\n".utf8))
                }
            }
        }
    }

    @Test("the demo of 200,000 rows loads under 60 seconds, and a million opportunities follow")
    func demo() async throws {
        try await withRecordDatabase { database, catalog in
            let loader = DemoLoader(database: database, catalog: catalog)
            var start = ContinuousClock.now
            let world = DemoWorld(size: .medium, asOf: CivilDate(days: 20_634))
            let rows = try await loader.load(world, now: testNow)
            let time = ContinuousClock.now - start
            #expect(time < .seconds(60))
            start = ContinuousClock.now
            try await loader.loadOpportunities(count: 1_000_000, now: testNow)
            let more = ContinuousClock.now - start
            FileHandle.standardError.write(Data("demo of \(rows) rows: \(time); opportunities: \(more)\n".utf8))
        }
    }
}
