import Logging
import Testing

@testable import TesseraApp

/// `tessera setup-link` beside a running server.
@Suite struct SetupLinkTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Whether a path shows the form that makes the first administrator.
    private func opensForm(_ path: String, on server: DemoServer) async throws -> Bool {
        let answer = try await server.request("GET", path, isAuthorised: false)
        return answer.status == 200 && answer.text.contains("name=\"password\"")
    }

    @Test("the new link opens the form of the running server, and the first one does not any more")
    func running() async throws {
        let server = try await DemoServer.withoutAdministrator()
        let first = server.token
        #expect(try await opensForm(first, on: server))
        var settings = server.services.settings
        settings.http.port = server.port
        let link = try await FirstRun.setupLink(settings, logger: Self.logger)
        let root = "http://127.0.0.1:\(server.port)"
        #expect(link.hasPrefix(root + "/setup?key="))
        #expect(try await opensForm(String(link.dropFirst(root.count)), on: server))
        #expect(try await !opensForm(first, on: server))
    }

    @Test("the public address is that of the link, whatever the port")
    func publicAddress() async throws {
        let server = try await DemoServer.withoutAdministrator()
        var settings = server.services.settings
        settings.http.publicURL = "https://crm.example.com"
        settings.http.port = 0
        let link = try await FirstRun.setupLink(settings, logger: Self.logger)
        #expect(link.hasPrefix("https://crm.example.com/setup?key="))
    }

    @Test("with an administrator there is no link, and the reason is said")
    func administrator() async throws {
        let server = try await DemoServer.bare { _ in }
        var settings = server.services.settings
        settings.http.port = server.port
        let refusal = await #expect(throws: ConsoleFailure.self) {
            try await FirstRun.setupLink(settings, logger: Self.logger)
        }
        #expect(refusal == ConsoleFailure(.badData, "An administrator exists already, so that set-up is done."))
    }
}
