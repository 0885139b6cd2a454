import OData
import ODataSQL
import SQLCore
import Testing

@Suite("A plan is run again and again")
struct PlanReuseTests {
    @Test("Each run has its own time, page and position")
    func runs() async throws {
        try await ShopDatabase.with(ShopRows(seed: 4, itemCount: 60)) { shop in
            let text = "Items?$orderby=Name desc,ID&$expand=Lines&$count=true"
            let read = try ShopRequest.bind(text)
            let plan = try ShopDatabase.plan(read)
            let whole = try await shop.read(text)
            var asking = ShopDatabase.Asking()
            asking.size = 7
            var found: [Int] = []
            repeat {
                let now = asking
                let page = try await shop.database.read { connection in
                    try ShopDatabase.run(plan, read: read, now, on: connection)
                }
                found += ShopDatabase.numbers("ID", in: page.body)
                asking.position = page.link
            } while asking.position != nil
            #expect(found == ShopDatabase.numbers("ID", in: whole.body))
        }
    }

    @Test(
        "The instant of a run is what now() gives in it",
        arguments: [Int64(0), 86_400_000_000, 1_704_067_200_000_000]
    )
    func time(_ now: Int64) async throws {
        try await ShopDatabase.with { shop in
            let read = try ShopRequest.bind("Items/$count?$filter=now() eq \(EdmDateTimeOffset(microseconds: now))")
            let plan = try ShopDatabase.plan(read)
            for clock in [PlanClock(nowMicroseconds: now, today: ""), PlanClock(nowMicroseconds: now + 1, today: "")] {
                let page = ReadRunner.Page(remaining: nil, skip: 0, size: 1, position: nil) { _, _, _ in "" }
                let runner = ReadRunner(
                    plan: plan,
                    format: RowFormat(serviceRoot: ""),
                    page: page,
                    envelope: ReadRunner.Envelope(contextURL: nil),
                    clock: clock
                )
                let body = try await shop.database.read { connection in
                    var body: [UInt8] = []
                    _ = try runner.run(on: connection) { body += $0 }
                    return String(decoding: body, as: UTF8.self)
                }
                #expect((body != "0") == (clock.nowMicroseconds == now))
            }
        }
    }
}
