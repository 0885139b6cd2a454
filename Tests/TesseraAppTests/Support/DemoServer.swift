import Foundation
import Logging
import SQLCore
import Synchronization
import Testing

@testable import TesseraApp

/// A server on a free port: one with demonstration data for all tests of the process, or a bare one.
struct DemoServer: Sendable {
    let port: Int
    let token: String
    let email: String
    let password: String
    let log: LogSink
    let services: Services

    /// The lines that were logged.
    final class LogSink: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
        func write(_ line: [UInt8]) { bytes.withLock { $0 += line } }
    }

    private static let started = Task {
        try await start { settings in
            settings.accounts.requestsPerMinute = 100_000
        } prepare: { services in
            try await DemoSetup(services, options: DemoOptions()).prepare { _, _, _ in }
        }
    }

    /// The one server.
    static func shared() async throws -> DemoServer { try await started.value }

    /// A server of its own without business data, for settings that others could not live with.
    static func bare(_ adjust: (inout Settings) -> Void) async throws -> DemoServer {
        try await start(adjust) { services in
            let accounts = ConsoleAccounts(services)
            let email = "ann@example.com"
            let password = try await accounts.addUser(email: email, name: "Ann Bee", role: "admin", password: nil)
            let wish = ConsoleAccounts.TokenWish(description: "Tests", days: 7, neverReason: nil)
            let token = try await accounts.createToken(wish, login: email)
            return DemoCredentials(
                email: email,
                password: password ?? "",
                userEmail: "",
                userPassword: "",
                token: token
            )
        }
    }

    /// A server of its own without an administrator; its token is the path of the set-up page with the first link.
    static func withoutAdministrator() async throws -> DemoServer {
        try await start { _ in
        } prepare: { services in
            let path = try await FirstRun(services).setupPath() ?? ""
            return DemoCredentials(email: "", password: "", userEmail: "", userPassword: "", token: path)
        }
    }

    private static func start(
        _ adjust: (inout Settings) -> Void,
        prepare: @escaping @Sendable (Services) async throws -> DemoCredentials
    ) async throws -> DemoServer {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID())").path
        var settings = Settings()
        settings.dataDirectory = folder
        settings.http.port = 0
        settings.webResources = resources
        adjust(&settings)
        let sink = LogSink()
        let now = ProcessEffects().now
        let logger = Logger(label: "test") { _ in
            LineLogHandler(level: .info, format: .json, now: now, write: { sink.write($0) })
        }
        let application = TesseraApplication(settings, logger: logger, stopsOnSignals: false)
        let (ready, continuation) = AsyncThrowingStream<DemoServer, any Error>.makeStream()
        Task {
            do {
                try await application.run(
                    prepare: prepare,
                    ready: { listening, services, credentials in
                        continuation.yield(
                            DemoServer(
                                port: listening.port,
                                token: credentials.token,
                                email: credentials.email,
                                password: credentials.password,
                                log: sink,
                                services: services
                            )
                        )
                    }
                )
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        for try await server in ready { return server }
        throw RawConnection.Failure()
    }

    /// The templates of the repository: tests do not stand beside the program.
    private static var resources: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/WebUI").path
    }

    // MARK: Requests

    /// Sends a request on a connection of its own and reads the answer to its end, off the cooperative threads.
    func request(
        _ method: String = "GET",
        _ path: String,
        fields: [String] = [],
        isAuthorised: Bool = true,
        body: String = ""
    ) async throws -> RawAnswer {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + fields
        if isAuthorised { lines.append("Authorization: Bearer \(token)") }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        let bytes = try await exchange(text)
        return try #require(RawAnswer(bytes), "no answer to \(path.prefix(200))")
    }

    /// Sends a text and gives all that comes back.
    func exchange(_ text: String, endsSending: Bool = false) async throws -> [UInt8] {
        try await RawConnection(port: port).exchange(text, endsSending: endsSending)
    }

    /// Posts a form of a page.
    func post(_ path: String, form: String, fields: [String] = []) async throws -> RawAnswer {
        let lines =
            [
                "POST \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close", "Sec-Fetch-Site: same-origin",
                "Content-Type: application/x-www-form-urlencoded", "Content-Length: \(form.utf8.count)",
            ] + fields + ["", form]
        return try #require(RawAnswer(try await exchange(lines.joined(separator: "\r\n"))))
    }

    /// Signs in with the form and the whole cost of a password.
    func signIn(password: String? = nil) async throws -> RawAnswer {
        let password = (password ?? self.password).replacingOccurrences(of: " ", with: "+")
        return try await post("/login", form: "login=\(email)&password=\(password)")
    }

    /// The cookie of a new session of the administrator.
    func sessionCookie() async throws -> String {
        let answer = try await signIn()
        return String(try #require(answer["Set-Cookie"]?.split(separator: ";").first))
    }

    /// Asks again and again, between small requests, until something has become true.
    func wait(_ problem: Comment, until isTrue: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if try await isTrue() { return }
            _ = try await request("GET", "/health/live", isAuthorised: false)
        }
        Issue.record(problem)
    }

    /// Waits until the number of long reads under way fits.
    func waitForStreams(_ fits: (Int) -> Bool) async throws {
        try await wait("the number of running reads never became what it should be") {
            fits(try await services.database.status().streamReads)
        }
    }

    /// A read of the feed.
    func feed(_ path: String, fields: [String] = []) async throws -> RawAnswer {
        try await request("GET", "/odata/v4" + path, fields: fields)
    }
}
