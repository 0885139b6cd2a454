import ArgumentParser
import Foundation
import TesseraApp

/// `tessera demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Makes a database with demonstration data, accounts and one token, and serves it on loopback.",
        discussion: "A second run keeps the data. Every setting is a flag too; “tessera settings” lists them."
    )

    @OptionGroup var options: ServerOptions

    @Option(help: "How much data: S about 2,400 records, M about 200,000, L some millions.")
    var size = "S"

    @Option(help: "The seed of all chance: same seed, size and day, same data.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The day the data is looked at, YYYY-MM-DD; today without it.", valueName: "day"))
    var asOf: String?

    @Option(
        help: ArgumentHelp(
            "Where to write JSON with url, odata, email, password and token, once requests are answered.",
            valueName: "file"
        )
    )
    var connectionFile: String?

    @Flag(help: "Removes the data of an earlier demonstration first.")
    var fresh = false

    func run() async throws {
        var settings = try await options.settings()
        guard settings.http.isLoopback else {
            throw ConsoleFailure(
                .usage,
                "A demonstration is served on loopback only; http.host is \(settings.http.host)."
            )
        }
        // Programs try things out on a demonstration: the usual quota of a token would only be in their way.
        if settings.accounts.requestsPerMinute == Settings().accounts.requestsPerMinute {
            settings.accounts.requestsPerMinute = 1_000_000
        }
        if fresh { try DemoFolder(settings).clear() }
        let demo = DemoOptions(size: size, seed: seed, asOf: asOf)
        let file = connectionFile
        let application = TesseraApplication(settings, logger: LoggerMaker.logger(settings))
        let progress = ProgressLine()
        try await application.run(
            prepare: { services in
                try await DemoSetup(services, options: demo).prepare { done, total, label in
                    progress.show(done, of: total, label)
                }
            },
            ready: { listening, _, credentials in
                Self.introduce(listening, credentials)
                if let file { try ConnectionFile(listening, credentials).write(to: file) }
            }
        )
    }

    private static func introduce(_ listening: TesseraApplication.Listening, _ credentials: DemoCredentials) {
        Terminal.line(
            """

            Tessera with demonstration data, at this address:

              \(listening.url)

              Administrator  \(credentials.email)   \(credentials.password)
              Sales rep      \(credentials.userEmail)   \(credentials.userPassword)
              Token          \(credentials.token)

            Try it (passwords and token as they were made; someone may have changed them since):

              curl -u :\(credentials.token) '\(listening.odata)/Opportunities?$top=5'

            Stop with Ctrl+C.

            """
        )
    }
}
