import CRM
import CRMService
import EntityModel
import Foundation
import SQLCore
import SQLiteDriver
import Testing

@Suite(.enabled(if: TestFiles.hasNorthwind, "the Northwind tables lie beside the repository"))
struct NorthwindTests {
    private static let manifest = TestFiles.root.appendingPathComponent("Contrib/mappings/northwind/northwind.json")
        .path

    private static let counts: [(set: String, created: Int64)] = [
        ("Users", 9), ("Companies", 91), ("Divisions", 0), ("Contacts", 91), ("Companies", 29), ("Divisions", 0),
        ("Contacts", 29), ("ProductCategories", 8), ("Products", 77), ("SalesOrders", 830), ("SalesOrderLines", 2155),
    ]

    @Test("all eight tables come in with the known totals, and a second import changes nothing")
    func whole() async throws {
        try await withRecordDatabase { database, catalog in
            try await ImportFixture.prepare(database, catalog)
            let service = ImportService(database: database, catalog: catalog, now: { testNow })
            let first = try await service.run(
                manifest: Self.manifest,
                folder: TestFiles.northwind.path,
                viewer: .system("test")
            )
            #expect(first.flatMap(\.errors).map(\.text) == [])
            #expect(first.map { "\($0.entitySet) \($0.created)" } == Self.counts.map { "\($0.set) \($0.created)" })
            try await checkTotals(database)
            try await checkSums(database)

            let sequence = try await database.number("SELECT max(\"ChangeSeq\") FROM \"SalesOrderLines\"")
            let second = try await service.run(
                manifest: Self.manifest,
                folder: TestFiles.northwind.path,
                viewer: .system("test")
            )
            #expect(second.allSatisfy { $0.created == 0 && $0.updated == 0 && $0.failed == 0 && $0.skipped == 0 })
            let rows: [Int64] = second.map(\.rows)
            #expect(second.map(\.unchanged) == rows)
            #expect(try await database.number("SELECT max(\"ChangeSeq\") FROM \"SalesOrderLines\"") == sequence)
            #expect(try await database.sql("PRAGMA foreign_key_check").isEmpty)
        }
    }

    private func checkTotals(_ database: SQLiteDatabase) async throws {
        #expect(try await database.number("SELECT count(*) FROM \"SalesOrders\" WHERE \"ShippedDate\" IS NULL") == 21)
        #expect(
            try await database.number("SELECT count(*) FROM \"SalesOrders\" WHERE \"StatusCode\" = 'Confirmed'") == 21
        )
        #expect(try await database.number("SELECT count(*) FROM \"Products\" WHERE \"IsObsolete\" = 1") == 10)
        // Price has four decimals, quantity four, the discount factor four: the sum is exact with twelve.
        let rows = try await database.sql(
            "SELECT \"UnitPrice\", \"Quantity\", \"DiscountPercent\" FROM \"SalesOrderLines\""
        )
        let sum = rows.reduce(Int128(0)) { sum, row in
            guard case .integer(let price) = row[0], case .integer(let quantity) = row[1],
                case .integer(let off) = row[2]
            else { return sum }
            return sum + Int128(price) * Int128(quantity) * Int128(10_000 - off)
        }
        #expect(ExactArithmetic.divide(sum, by: 10_000_000_000) == 126_579_304)
        #expect(
            try await database.sql(
                "SELECT \"Terms\", \"TrackingReference\" FROM \"SalesOrders\" WHERE \"AlternateReference\" = 'NW-ORD-10248'"
            )
                == [[.text("Freight 32.3800"), .text("Federal Shipping")]]
        )
        #expect(
            try await database.number(
                "SELECT \"UnitPrice\" FROM \"SalesOrderLines\" WHERE \"AlternateReference\" = 'NW-10248-42'"
            )
                == 98_000
        )
        #expect(
            try await database.number(
                "SELECT \"DiscountPercent\" FROM \"SalesOrderLines\" WHERE \"AlternateReference\" = 'NW-10250-51'"
            )
                == 1500
        )
    }

    /// What lines, orders and companies say of each other.
    private func checkSums(_ database: SQLiteDatabase) async throws {
        #expect(
            try await database.number(
                """
                SELECT count(*) FROM "SalesOrders" o WHERE "NetValue" <>
                (SELECT sum("NetValue") FROM "SalesOrderLines" l WHERE l."SalesOrderId" = o."SalesOrderId")
                """
            ) == 0
        )
        #expect(
            try await database.number(
                """
                SELECT count(*) FROM "Companies" c WHERE "LifetimeValue" <>
                (SELECT sum("BaseNetValue") FROM "SalesOrders" o WHERE o."CompanyId" = c."CompanyId")
                """
            ) == 0
        )
        #expect(try await database.number("SELECT sum(\"OrderCount\") FROM \"Companies\"") == 830)
        #expect(try await database.number("SELECT count(*) FROM \"Companies\" WHERE \"TypeCode\" = 'Customer'") == 89)
        #expect(
            try await database.sql(
                "SELECT \"OrderNumber\" FROM \"SalesOrders\" ORDER BY \"SalesOrderId\" LIMIT 2"
            )
                == [[.text("S-1996-00001")], [.text("S-1996-00002")]]
        )
        #expect(
            try await database.number(
                "SELECT count(*) FROM \"Divisions\" WHERE \"City\" IS NULL OR \"CountryCode\" IS NULL"
            )
                == 0
        )
        #expect(try await database.number("SELECT count(*) FROM user_account") == 0)
    }
}
