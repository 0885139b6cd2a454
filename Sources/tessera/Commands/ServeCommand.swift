import ArgumentParser
import TesseraApp

/// `tessera serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves pages and feed until it is told to stop.",
        discussion: """
            Migrates the database first. While no administrator exists, prints the address of the set-up page. Every setting is \
            a flag too; “tessera settings” lists them.
            """
    )

    @OptionGroup var options: ServerOptions

    func run() async throws {
        let settings = try await options.settings()
        let application = TesseraApplication(settings, logger: LoggerMaker.logger(settings))
        try await application.run(
            prepare: { try await FirstRun($0).setupPath() },
            ready: { listening, _, setupPath in
                Terminal.line("Tessera serves \(listening.url)")
                if let setupPath {
                    Terminal.line(
                        "There is no administrator yet. Make one within an hour at \(listening.url)\(setupPath)"
                    )
                }
            }
        )
    }
}
