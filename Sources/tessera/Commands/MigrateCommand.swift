import ArgumentParser
import TesseraApp

/// `tessera migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database to the schema of this program.",
        subcommands: [MigrateRunCommand.self, MigrateStatusCommand.self],
        defaultSubcommand: MigrateRunCommand.self
    )
}

/// `tessera migrate run`.
struct MigrateRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs what has not run yet, and says what it was.",
        discussion: "Each migration is one transaction; a second run changes nothing."
    )

    @OptionGroup var options: DataOptions

    func run() async throws {
        let settings = try await options.settings()
        let numbers = try await MigrationConsole(settings, logger: LoggerMaker.quiet(settings)).run()
        Terminal.line(
            numbers.isEmpty
                ? "The schema is up to date." : "Ran migration \(numbers.map(String.init).joined(separator: ", "))."
        )
    }
}

/// `tessera migrate status`.
struct MigrateStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Lists the migrations and whether they have run.",
        discussion: "Number, done or pending, and name, separated by tabs."
    )

    @OptionGroup var options: DataOptions

    func run() async throws {
        let settings = try await options.settings()
        let lines = try await MigrationConsole(settings, logger: LoggerMaker.quiet(settings)).status()
        for line in lines { Terminal.line(line) }
    }
}
