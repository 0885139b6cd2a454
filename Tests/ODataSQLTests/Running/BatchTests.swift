import OData
import SQLCore
import Testing

@testable import ODataSQL

@Suite("Batches of parents")
struct BatchTests {
    @Test(
        "Members too large for memory are read for fewer parents, and the answer is the same",
        arguments: ["Kinds?$expand=Items", "Items?$expand=Lines($expand=Notes,Item),Kind($expand=Items($top=2))"]
    )
    func halves(_ text: String) async throws {
        try await ShopDatabase.with { shop in
            let whole = try await shop.read(text).body
            let plan = try ShopDatabase.plan(text)
            let (body, chunks, rows) = try await shop.database.read { connection in
                try Self.run(plan, largestMembers: 400, on: connection)
            }
            #expect(body == whole)
            #expect(chunks > 5)
            let usual = try await shop.read(text)
            guard case .written(let summary) = usual.outcome else { throw ShopError.noRead }
            // Members of a parent that several rows share are read once for each batch.
            for set in ["Kinds", "Lines", "Notes"] { #expect(rows[set] == summary.rows[set]) }
        }
    }

    private static func run(
        _ plan: ReadPlan,
        largestMembers: Int,
        on connection: any SQLConnection
    ) throws -> (body: String, chunks: Int, rows: [String: Int]) {
        guard case .rows(let rows) = plan.body else { throw ShopError.noRead }
        let page = ReadRunner.Page(remaining: nil, skip: 0, size: 1_000, position: nil) { _, _, _ in "next" }
        let runner = ReadRunner(
            plan: plan,
            format: RowFormat(serviceRoot: "http://shop/"),
            page: page,
            envelope: ReadRunner.Envelope(contextURL: nil),
            clock: ShopDatabase.clock
        )
        var collection = CollectionRunner(runner: runner, rows: rows, connection: connection)
        collection.largestMembers = largestMembers
        var body: [UInt8] = []
        var chunks = 0
        let outcome = try collection.run { chunk in
            body += chunk
            chunks += 1
        }
        guard case .written(let summary) = outcome else { throw ShopError.noRead }
        return (String(decoding: body, as: UTF8.self), chunks, summary.rows)
    }
}
