import ODataSQL
import Synchronization
import Testing

@Suite("A cursor held too long is opened anew")
struct HoldTests {
    /// A clock that goes on by one second each time it is read.
    private final class Clock: Sendable {
        private let seconds = Mutex(0)
        func now() -> Duration {
            .seconds(
                seconds.withLock { seconds in
                    seconds += 1
                    return seconds
                }
            )
        }
    }

    @Test(
        "The rows are the same, none twice",
        arguments: [
            "Items", "Items?$orderby=Name desc", "Items?$orderby=Price,Made desc&$skip=3&$top=40",
            "Items?$count=true&$select=ID", "Lines?$orderby=Quantity", "Items?$expand=Lines,Kind($expand=Children)",
        ]
    )
    func rows(_ text: String) async throws {
        try await ShopDatabase.with(ShopRows(seed: 4, itemCount: 200)) { shop in
            let whole = try await shop.read(text).body
            let clock = Clock()
            let renewals = Mutex(0)
            var asking = ShopDatabase.Asking()
            asking.chunkBytes = 300
            asking.hold = ReadRunner.Hold(limit: .seconds(2), now: { clock.now() }) { _ in
                renewals.withLock { $0 += 1 }
            }
            let body = try await shop.read(text, asking).body
            #expect(body == whole)
            #expect(renewals.withLock { $0 } > 0)
            asking.size = 30
            let paged = try await shop.read(text, asking)
            asking.hold = nil
            let plain = try await shop.read(text, asking)
            #expect(paged.body == plain.body)
        }
    }

    @Test("A quick read keeps its cursor")
    func quick() async throws {
        try await ShopDatabase.with { shop in
            var asking = ShopDatabase.Asking()
            asking.hold = ReadRunner.Hold(limit: .seconds(2), now: { .zero }) { _ in
                Issue.record("the cursor was opened anew")
            }
            asking.chunkBytes = 100
            _ = try await shop.read("Items", asking)
        }
    }
}
