import Foundation
import SQLCore
import TesseraApp
import Testing

/// Clients that do not go on, and more of them than are welcome, at a server that has little patience.
@Suite(.serialized) struct ConnectionTests {
    private static let impatient = Task {
        try await DemoServer.bare { settings in
            settings.http.headerSeconds = 1
            settings.http.bodySeconds = 1
            settings.http.writeSeconds = 1
        }
    }

    @Test(
        "what a client begins and does not end is closed without an answer, and others are served",
        arguments: [
            "", "GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nAuthor",
            "POST /login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin=",
        ]
    )
    func halfRequests(text: String) async throws {
        let server = try await Self.impatient.value
        let connection = try RawConnection(port: server.port)
        try connection.send(text)
        #expect(await connection.receiveAll().isEmpty)
        #expect(!connection.timedOut)
        #expect(try await server.feed("/Currencies?$top=1").status == 200)
    }

    @Test("on a connection that is kept, half a request is closed as well")
    func keptAlive() async throws {
        let server = try await Self.impatient.value
        let connection = try RawConnection(port: server.port)
        for _ in 0..<2 {
            try connection.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(String(decoding: await connection.receive(), as: UTF8.self).hasPrefix("HTTP/1.1 200"))
        }
        try connection.send("GET /health")
        #expect(await connection.receiveAll().isEmpty)
        #expect(!connection.timedOut)
    }

    @Test("a client that takes nothing of its answers loses them, and the database gets its thread back")
    func stalledReader() async throws {
        let server = try await Self.impatient.value
        let connection = try RawConnection(port: server.port, window: 4_096)
        let request =
            "GET /odata/v4/Calendar?$top=50000 HTTP/1.1\r\nHost: x\r\n"
            + "Accept: application/json;odata.metadata=full\r\nX-Api-Key: \(server.token)\r\n\r\n"
        // So many that no buffer of the system takes all the answers.
        try connection.send(String(repeating: request, count: 100))
        try await server.wait("no answer was cut") { server.log.text.contains("\"cut\":\"true\"") }
        try await server.wait("the thread is not back") { try await server.services.database.status().streamReads == 0 }
        withExtendedLifetime(connection) {}
    }

    @Test("beyond the limit a connection gets 503 with Retry-After in the form of the feed, and later ones are served")
    func overload() async throws {
        let server = try await DemoServer.bare { $0.http.maxConnections = 3 }
        let request = "GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nX-Api-Key: \(server.token)\r\n\r\n"
        var guests: [RawConnection] = []
        for _ in 0..<3 {
            let guest = try RawConnection(port: server.port)
            try guest.send(request)
            #expect(String(decoding: await guest.receive(), as: UTF8.self).hasPrefix("HTTP/1.1 200"))
            guests.append(guest)
        }
        let refused = try #require(RawAnswer(try await server.exchange(request)))
        #expect(refused.status == 503 && refused["Retry-After"] == "5" && refused.errorCode == "service.unavailable")
        #expect(refused["Content-Type"] == "application/json")
        guests.removeAll()
        try await server.wait("nobody is served again") { try await server.request("GET", "/odata/v4/").status == 200 }
        #expect(server.log.text.contains("Connections are refused"))
    }
}
