import Foundation
import SQLCore
import TesseraApp
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

    @Test("a client that goes away stops its query")
    func clientGoesAway() async throws {
        let server = try await DemoServer.shared()
        do {
            let connection = try RawConnection(port: server.port)
            try connection.send(Self.text(server))
            try await waitUntil(server) { $0 > 0 }
        }
        try await waitUntil(server) { $0 == 0 }
    }

    /// Asks the database, between small requests, until the number of reads that are under way fits.
    private func waitUntil(_ server: DemoServer, _ fits: (Int) -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < end {
            let status = try await server.services.database.status()
            if fits(status.streamReads) { return }
            _ = try await server.request("GET", "/health/live", isAuthorised: false)
        }
        Issue.record("the number of running reads never became what it should be")
    }

    private static func text(_ server: DemoServer) -> String {
        "GET /odata/v4\(slow) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Api-Key: \(server.token)\r\n\r\n"
    }
}
