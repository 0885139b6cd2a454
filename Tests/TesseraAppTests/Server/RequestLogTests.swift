import Foundation
import Testing

/// The one line that each request leaves in the log.
@Suite struct RequestLogTests {
    @Test("a read of the feed is logged with its rows and with whose token it was, without the token")
    func feed() async throws {
        let server = try await DemoServer.shared()
        let line = try await line(of: server.feed("/Companies?$top=3"), server)
        let key = String(server.token.dropFirst("tsr_pat_".count).prefix(12))
        #expect(line["rows"] as? Int == 3 && line["key"] as? String == key)
        #expect((line["principal"] as? String)?.hasPrefix("token ") == true)
        #expect(line["path"] as? String == "/odata/v4/Companies" && line["status"] as? Int == 200)
    }

    @Test("a page is logged with its person, by number")
    func page() async throws {
        let server = try await DemoServer.shared()
        let cookie = try await server.sessionCookie()
        let answer = try await server.request("GET", "/", fields: ["Cookie: \(cookie)"], isAuthorised: false)
        let line = try await line(of: answer, server)
        #expect((line["principal"] as? String)?.hasPrefix("person ") == true && line["key"] == nil)
    }

    @Test("a refused request names nobody")
    func refused() async throws {
        let server = try await DemoServer.shared()
        let line = try await line(of: server.request("GET", "/odata/v4/", isAuthorised: false), server)
        #expect(line["status"] as? Int == 401 && line["principal"] == nil && line["key"] == nil)
    }

    private func line(of answer: RawAnswer, _ server: DemoServer) async throws -> [String: Any] {
        let id = try #require(answer["Request-Id"])
        let text = try #require(server.log.text.split(separator: "\n").first { $0.contains(id) })
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
