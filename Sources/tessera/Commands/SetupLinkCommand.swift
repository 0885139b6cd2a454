import ArgumentParser
import TesseraApp

/// `tessera setup-link`.
struct SetupLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup-link",
        abstract: "Prints a new link to the set-up page of a server without an administrator.",
        discussion: """
            The link works once and for an hour; earlier ones stop working. The server may be running. Takes the same \
            settings as “serve”, which name the address. Ends with 65 when an administrator exists already.
            """
    )

    @OptionGroup var options: ServerOptions

    func run() async throws {
        let settings = try await options.settings()
        let link = try await FirstRun.setupLink(settings, logger: LoggerMaker.quiet(settings))
        Terminal.error("Make the first administrator within an hour; earlier links do not work any more.")
        Terminal.line(link)
    }
}
