import ArgumentParser
import TesseraApp

/// `tessera migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database to the schema of this program.",
        subcommands: [MigrateRunCommand.self, MigrateStatusCommand.self, MigrateDraftCommand.self],
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

/// `tessera migrate new`.
struct MigrateDraftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes the file of the next migration, for people who change the entity model.",
        discussion: """
            Compares the model of this program with the schema that its migrations arrive at, and writes the SQL that makes \
            what is missing: tables, columns, indexes. Lists the migration in AllMigrations.swift and prints the path of \
            its file. What a machine cannot decide is named in the file and on standard error, with exit code 65. When \
            nothing differs it says so and writes nothing.
            """
    )

    @Argument(help: "What the migration does, in words such as “add company rating”.")
    var name: String

    @Option(help: ArgumentHelp("Folder of the migrations.", valueName: "dir"))
    var folder = "Sources/CRMService/Migrations"

    func run() async throws {
        let console = MigrationConsole(Settings(), logger: LoggerMaker.quiet(Settings()))
        guard let written = try await console.writeNext(name, folder: folder) else {
            Terminal.error("Nothing differs: the migrations arrive at the schema of the model.")
            return
        }
        Terminal.line(written.path)
        if !written.isListed {
            Terminal.error("List \(written.typeName).migration at the end of the list in AllMigrations.swift.")
        }
        Terminal.error("Read it, add what moves data, build, and let the tests name the line of its checksum.")
        guard !written.byHand.isEmpty else { return }
        throw ConsoleFailure(.badData, "To be written by hand: \(written.byHand.joined(separator: "; ")).")
    }
}
