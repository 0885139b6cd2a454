import Foundation
import SQLCore
import TesseraApp
import Testing

/// What others notice of slow queries, and what becomes of them when nobody waits any more.
@Suite(.serialized) struct SlowQueryTests {
    /// Compares activities with contacts of companies, over four collections: far beyond any page.
    private static let filter =
        "$filter=Company/Contacts/any(c:c/Company/Opportunities/any(o:o/Company/Contacts/any(d:d/Company/Activities/any("
        + "a:matchesPattern(concat(a/Subject,d/Surname),'zz.*q')))))"

    @Test(
        "while three slow queries run, small reads, the sign-in page and a whole sign-in are answered before they end"
    )
    func othersAreAnswered() async throws {
        let server = try await DemoServer.shared()
        let slow = try (0..<3).map { _ in
            let connection = try RawConnection(port: server.port)
            try connection.send(Self.text(server))
            return connection
        }
        try await server.waitForStreams { $0 >= 3 }
        let signedIn = try await server.signIn()
        #expect(signedIn.status == 303 && signedIn["Set-Cookie"] != nil)
        for _ in 0..<5 {
            #expect(try await server.feed("/Companies?$top=1").status == 200)
            #expect(try await server.request("GET", "/login", isAuthorised: false).status == 200)
        }
        #expect(try await server.services.database.status().streamReads >= 3)
        withExtendedLifetime(slow) {}
    }

    @Test("a client that goes away stops its query")
    func clientGoesAway() async throws {
        let server = try await DemoServer.shared()
        do {
            let connection = try RawConnection(port: server.port)
            try connection.send(Self.text(server))
            try await server.waitForStreams { $0 > 0 }
        }
        try await server.waitForStreams { $0 == 0 }
    }

    private static func text(_ server: DemoServer) -> String {
        "GET /odata/v4/Opportunities?\(filter)&$top=50000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Api-Key: \(server.token)\r\n\r\n"
    }
}
