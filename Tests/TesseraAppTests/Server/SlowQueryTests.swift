import Foundation
import Testing

/// What others notice of slow queries, and what becomes of them when nobody waits any more.
@Suite(.serialized) struct SlowQueryTests {
    /// A query that compares every snapshot with every stage change: far beyond any page.
    private static let slow =
        "/OpportunitySnapshots?$filter=Opportunity/StageHistory/any(h:h/Opportunity/Snapshots/any(s:contains(s/Opportunity/Name,'zzzz')"
        + "%20and%20matchesPattern(h/Opportunity/Name,'x.*y.*z')))&$top=50000"

    @Test("while three slow queries run, small pages and sign-in pages still answer quickly")
    func smallPagesAnswer() async throws {
        let server = try await DemoServer.shared()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask { _ = try? await server.exchange(Self.text(server), endsSending: false) }
            }
            for _ in 0..<10 {
                let clock = ContinuousClock.now
                #expect(try await server.feed("/Companies?$top=1").status == 200)
                #expect(try await server.request("GET", "/login", isAuthorised: false).status == 200)
                #expect(ContinuousClock.now - clock < .seconds(3))
            }
            try await group.waitForAll()
        }
    }

    private static func text(_ server: DemoServer) -> String {
        "GET /odata/v4\(slow) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Api-Key: \(server.token)\r\n\r\n"
    }
}
