import ArgumentParser
import TesseraApp

/// `tessera import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Reads CSV into entity sets.",
        discussion: """
            Give a file with a mapping, a set and a file whose columns bear the names of its fields, or --manifest with the \
            folder of the files. Prints how many rows were created, updated, unchanged, skipped and failed, and for each \
            rejected row its line, column and reason on standard error. Rejected rows give exit code 65; the others are in. \
            The same file again changes nothing.
            """
    )

    @OptionGroup var options: DataOptions

    @Option(help: ArgumentHelp("JSON file that says what becomes of the columns.", valueName: "file"))
    var mapping: String?

    @Option(help: ArgumentHelp("JSON file with several files and their mappings, in order.", valueName: "file"))
    var manifest: String?

    @Flag(help: "Writes nothing, only reports.")
    var dryRun = false

    @Flag(help: "Lists the latest imports and how they ended, instead of importing.")
    var list = false

    @Argument(
        help: ArgumentHelp(
            "The CSV file, after the set where no mapping names it; or the folder for --manifest.",
            valueName: "input"
        )
    )
    var inputs: [String] = []

    mutating func validate() throws {
        if list {
            guard inputs.isEmpty, mapping == nil, manifest == nil, !dryRun else {
                throw ValidationError("--list stands alone.")
            }
            return
        }
        guard (1...(manifest == nil ? 2 : 1)).contains(inputs.count) else {
            throw ValidationError("Give one file, a set and a file, or one folder with --manifest.")
        }
        if manifest != nil, mapping != nil { throw ValidationError("--manifest and --mapping exclude each other.") }
    }

    func run() async throws {
        if list {
            let lines = try await options.withServices { try await ImportConsole($0).lines() }
            for line in lines { Terminal.line(line) }
            return
        }
        let (set, file) = inputs.count == 2 ? (inputs[0], inputs[1]) : (nil, inputs[0])
        let line = ProgressLine()
        let outcome = try await options.withServices { services in
            let console = ImportConsole(services)
            if let manifest {
                return try await console.run(manifest: manifest, folder: file, dryRun: dryRun) {
                    line.show($0, of: $1, $2)
                }
            }
            return try await console.run(file: file, entitySet: set, mapping: mapping, dryRun: dryRun) {
                line.show($0, of: $1, $2)
            }
        }
        for line in outcome.interrupted { Terminal.error(line) }
        for error in outcome.errors { Terminal.error(error) }
        for summary in outcome.summaries { Terminal.line(summary) }
        if outcome.failed > 0 {
            throw ConsoleFailure(.badData, "\(outcome.failed) rows were rejected; everything else is in.")
        }
    }
}
