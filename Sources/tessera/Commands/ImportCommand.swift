import ArgumentParser
import TesseraApp

/// `tessera import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Reads CSV into entity sets.",
        discussion: "placeholder"
    )

    @OptionGroup var options: DataOptions

    @Argument(help: "The CSV file.")
    var file: String

    func run() async throws { throw ConsoleFailure(.unavailable, "not yet") }
}
