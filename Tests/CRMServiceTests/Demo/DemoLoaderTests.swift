import CRM
import CRMService
import EntityModel
import SQLCore
import SQLiteDriver
import Synchronization
import Testing

@Suite struct DemoLoaderTests {
    private static let asOf = CivilDate(days: 20_634)

    @Test("the small demo loads completely, with its currencies choosable and its rows counted on the run")
    func small() async throws {
        try await withRecordDatabase { database, catalog in
            let world = DemoWorld(size: .small, asOf: Self.asOf)
            let last = Mutex<[Int]>([])
            let loader = DemoLoader(database: database, catalog: catalog)
            let rows = try await loader.load(world, now: testNow) { done, total, _ in
                last.withLock { $0 = [done, total] }
            }
            #expect(rows == world.totalRows)
            #expect(last.withLock { $0 } == [world.totalRows, world.totalRows])
            for set in ["Companies", "Contacts", "Opportunities", "SalesOrderLines", "OpportunityStageHistory"] {
                #expect(try await database.number("SELECT count(*) FROM \"\(set)\"") == Int64(world.count(ofSet: set)))
            }
            #expect(try await database.sql("PRAGMA foreign_key_check").isEmpty)
            #expect(
                try await database.number("SELECT count(*) FROM \"Currencies\" WHERE \"IsActive\" = 1")
                    == Int64(DemoWorld.currencies.count)
            )
            #expect(
                try await database.number("SELECT \"CreatedCount\" FROM \"ImportRuns\" WHERE \"ImportRunId\" = 1")
                    == Int64(rows)
            )
            #expect(
                try await database.number("SELECT count(*) FROM \"Companies\" WHERE \"ImportRunId\" IS NOT 1") == 0
            )
        }
    }

    @Test("change numbers and times of the demo rise strictly and the clock stands at the last")
    func changeNumbers() async throws {
        try await withRecordDatabase { database, catalog in
            let loader = DemoLoader(database: database, catalog: catalog)
            try await loader.load(DemoWorld(size: .small, asOf: Self.asOf), now: testNow)
            let most = try await database.number("SELECT max(\"ChangeSeq\") FROM \"ImportRuns\"")
            #expect(try await database.number("SELECT seq FROM change_clock") == most)
            let pairs = try await database.sql(
                "SELECT \"ChangeSeq\", \"LastUpdatedTimestamp\" FROM \"Contacts\" ORDER BY 1"
            )
            #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0[0] != $1[0] && $0[1] != $1[1] })
        }
    }

    @Test("a database with records is left alone")
    func notEmpty() async throws {
        try await withRecordDatabase { database, catalog in
            let loader = DemoLoader(database: database, catalog: catalog)
            let world = DemoWorld(size: .small, asOf: Self.asOf)
            try await loader.load(world, now: testNow)
            await #expect(throws: DemoLoadError.notEmpty(set: "Users")) {
                try await loader.load(world, now: testNow)
            }
            #expect(try await database.number("SELECT count(*) FROM \"Users\"") == Int64(world.count(ofSet: "Users")))
        }
    }

    @Test("opportunities are multiplied with valid references and derived values")
    func multiplied() async throws {
        try await withRecordDatabase { database, catalog in
            let loader = DemoLoader(database: database, catalog: catalog)
            await #expect(throws: DemoLoadError.nothingToMultiply) {
                try await loader.loadOpportunities(count: 10, now: testNow)
            }
            try await loader.load(DemoWorld(size: .small, asOf: Self.asOf), now: testNow)
            try await loader.loadOpportunities(count: 3000, now: testNow)
            #expect(try await database.number("SELECT count(*) FROM \"Opportunities\"") == 3000)
            #expect(try await database.sql("PRAGMA foreign_key_check").isEmpty)
            let rows = try await database.sql(
                "SELECT \"Value\", \"Probability\", \"WeightedValue\" FROM \"Opportunities\" WHERE \"StatusFlag\" = 'A'"
            )
            for row in rows {
                guard case .integer(let value) = row[0], case .integer(let percent) = row[1] else { continue }
                #expect(row[2] == .integer(OpportunityValues.weighted(value, probability: percent)))
            }
        }
    }
}
