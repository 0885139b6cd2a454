import OData
import SQLCore
import Synchronization
import Testing

@testable import ODataSQL

@Suite("Answers that two threads write", .enabled(if: DedicatedThreads.coreCount > 1, "needs two cores"))
struct SplitTests {
    private struct Page: Sendable, Equatable {
        var body: String
        var rows: [String: Int]
        var link: [SQLValue]?
        var delivered: Int64?
    }

    /// One page of a read, split if it has as many rows as the sample.
    private static func page(
        _ text: String,
        size: Int,
        sample: Int,
        position: SkipToken? = nil,
        hold: ReadRunner.Hold? = nil,
        of shop: ShopDatabase,
        seen: (@Sendable ([UInt8]) -> Void)? = nil
    ) async throws -> Page {
        let read = try ShopRequest.bind(text)
        let plan = try ShopDatabase.plan(read)
        return try await shop.database.read(.stream) { connection in
            guard case .rows(let rows) = plan.body else { throw ShopError.noRead }
            let link = Mutex<([SQLValue], Int64)?>(nil)
            let page = ReadRunner.Page(
                remaining: read.query.top.map { $0 - Int(position?.delivered ?? 0) },
                skip: read.query.skip ?? 0,
                size: size,
                position: position
            ) { values, delivered, _ in
                link.withLock { $0 = (values, delivered) }
                return "next"
            }
            let runner = ReadRunner(
                plan: plan,
                format: RowFormat(serviceRoot: "http://shop/"),
                page: page,
                envelope: ReadRunner.Envelope(contextURL: "http://shop/$metadata#Items", chunkBytes: 1_000, hold: hold),
                clock: ShopDatabase.clock
            )
            var collection = CollectionRunner(runner: runner, rows: rows, connection: connection)
            collection.splitSample = sample
            #expect(try (collection.split() != nil) == (sample < 1_000 && rows.isSplittable))
            var body: [UInt8] = []
            guard
                case .written(let summary) = try collection.run({
                    seen?($0)
                    body += $0
                })
            else { throw ShopError.noRead }
            let found = link.withLock { $0 }
            return Page(
                body: String(decoding: body, as: UTF8.self),
                rows: summary.rows,
                link: found?.0,
                delivered: found?.1
            )
        }
    }

    @Test(
        "Bytes, numbers and link are those of one thread",
        arguments: ["Items", "Items?$count=true", "Items?$skip=7", "Items?$top=1500", "Items?$top=1500&$skip=100"],
        [1_200, 1_500, 1_501, 100_000]
    )
    func same(_ text: String, size: Int) async throws {
        try await ShopDatabase.with(ShopRows(seed: 9, itemCount: 1_800)) { shop in
            let alone = try await Self.page(text, size: size, sample: 100_000, of: shop)
            let together = try await Self.page(text, size: size, sample: 50, of: shop)
            #expect(together == alone)
            guard let link = alone.link, let delivered = alone.delivered else { return }
            let token = SkipToken(requestHash: 0, values: link, delivered: delivered, count: 1, pageSize: nil)
            let rest = try await Self.page(text, size: size, sample: 100_000, position: token, of: shop)
            #expect(try await Self.page(text, size: size, sample: 20, position: token, of: shop) == rest)
        }
    }

    @Test("A row that fails late ends the answer without its end", arguments: [1, 900, 1_790])
    func lateFailure(_ row: Int) async throws {
        try await ShopDatabase.with(ShopRows(seed: 9, itemCount: 1_800)) { shop in
            let written = Mutex<[UInt8]>([])
            let text = "Items?$compute=1 div (ID sub \(row)) as Part&$select=ID,Part"
            await #expect(throws: SQLDatabaseError.arithmetic(.divisionByZero)) {
                _ = try await Self.page(text, size: 100_000, sample: 50, of: shop) { chunk in
                    written.withLock { $0 += chunk }
                }
            }
            let found = String(decoding: written.withLock { $0 }, as: UTF8.self)
            #expect(!found.hasSuffix("]}") && !found.contains("nextLink"))
            if row > 1_000 { #expect(found.contains("\"ID\":10,")) }
            #expect(!found.contains("\"ID\":\(row),"))
        }
    }

    @Test("What was held too long goes on with one thread", arguments: [1, 2, 5])
    func held(_ limit: Int) async throws {
        try await ShopDatabase.with(ShopRows(seed: 9, itemCount: 1_800)) { shop in
            let alone = try await Self.page("Items", size: 10_000, sample: 100_000, of: shop)
            let calls = Mutex(0)
            let hold = ReadRunner.Hold(
                limit: .seconds(limit),
                now: {
                    calls.withLock { calls in
                        calls += 1
                        return .seconds(calls)
                    }
                },
                renew: { try $0.renewSnapshot() }
            )
            let together = try await Self.page("Items", size: 10_000, sample: 50, hold: hold, of: shop)
            #expect(together == alone)
        }
    }

    @Test(
        "Other orders, parts of a set and single rows are not split",
        arguments: ["Items?$orderby=Name", "Items?$filter=ID gt 3", "Items?$orderby=ID desc", "Kinds(1)/Items"]
    )
    func whole(_ text: String) throws {
        guard case .rows(let rows) = try ShopDatabase.plan(text).body else { throw ShopError.noRead }
        #expect(!rows.isSplittable)
    }
}
