import CRM
import EntityModel
import SQLCore
import SQLiteDriver
import Testing

@testable import CRMService

@Suite struct ChangeClockTests {
    @Test("numbers and times rise strictly over transactions, also when the time stands still or goes back")
    func rising() async throws {
        try await withRecordDatabase { database, _ in
            var seen: [(sequence: Int64, microseconds: Int64)] = []
            for now in [1000, 1000, 900, 5000] as [Int64] {
                seen += try await database.write { connection in
                    var clock = try ChangeClock(connection, now: now)
                    let ticks = [clock.tick(), clock.tick()]
                    try clock.store(connection)
                    return ticks
                }
            }
            #expect(seen.map(\.sequence) == Array(1...8))
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.microseconds < $1.microseconds })
            #expect(seen.last?.microseconds == 5001)
        }
    }

    @Test("a transaction that fails takes no number")
    func rolledBack() async throws {
        struct Stop: Error {}
        try await withRecordDatabase { database, _ in
            await #expect(throws: Stop.self) {
                try await database.write { connection in
                    var clock = try ChangeClock(connection, now: 1)
                    _ = clock.tick()
                    try clock.store(connection)
                    throw Stop()
                }
            }
            let sequence = try await database.number("SELECT seq FROM change_clock")
            #expect(sequence == 0)
        }
    }
}

@Suite struct NumberSeriesTests {
    private let orders = NumberSeries(letter: "S", set: "SalesOrders", field: "OrderNumber")

    @Test("every year counts from one, and no number is given twice")
    func yearly() async throws {
        try await withRecordDatabase { database, _ in
            let orders = orders
            let days = [CivilDate(year: 2025, month: 12, day: 31), CivilDate(year: 2026, month: 1, day: 1)]
            let numbers = try await database.write { connection in
                try (days + days).compactMap(\.self).map { try orders.next(on: $0, connection) }
            }
            #expect(numbers == ["S-2025-00001", "S-2026-00001", "S-2025-00002", "S-2026-00002"])
        }
    }

    @Test("a series goes on after the numbers that were in use before it")
    func existing() async throws {
        try await withRecordDatabase { database, catalog -> Void in
            let world = DemoWorld(size: .small, asOf: CivilDate(days: 20_634))
            try await DemoLoader(database: database, catalog: catalog).load(world, now: testNow)
            let last = try await database.sql(
                "SELECT max(\"OrderNumber\") FROM \"SalesOrders\" WHERE \"OrderNumber\" LIKE 'S-2025-%'"
            )
            guard case .text(let text)? = last.first?.first, let number = Int(text.dropFirst(7)) else {
                Issue.record("the demo has no orders of 2025")
                return
            }
            let orders = orders
            let next = try await database.write { connection in
                try orders.next(on: CivilDate(isoText: "2025-06-30") ?? CivilDate(days: 0), connection)
            }
            #expect(Int(next.dropFirst(7)) == number + 1)
        }
    }
}
