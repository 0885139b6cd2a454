import ArgumentParser
import Foundation
import TesseraApp

/// The program: one command with all others below it.
struct TesseraCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tessera",
        abstract: "A CRM server whose data any OData client reads.",
        discussion: """
            Exit codes: 0 fine, 64 wrong use, 65 bad data, 69 database or port not available, 70 internal error.
            """,
        subcommands: [
            ServeCommand.self, DemoCommand.self, SetupCommand.self, SetupLinkCommand.self, UserCommand.self,
            TokenCommand.self, AuditCommand.self, ImportCommand.self, MigrateCommand.self, MetadataCommand.self,
            ODataCommand.self,
            SettingsCommand.self, VersionCommand.self,
        ]
    )
}

/// Runs the program and turns every outcome into its exit code.
@main
enum Program {
    static func main() async {
        FileLimit.survivesTooLargeFiles()
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Takes a command line apart.
    static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        try TesseraCommand.parseAsRoot(arguments)
    }

    /// Runs a command line; gives the exit code.
    static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try parse(arguments)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
            return ExitStatus.fine.rawValue
        } catch {
            return report(error)
        }
    }

    /// Help goes to standard output, everything else to standard error.
    private static func report(_ error: any Error) -> Int32 {
        if isOfParser(error) {
            let code = TesseraCommand.exitCode(for: error)
            let message = TesseraCommand.fullMessage(for: error)
            if code.isSuccess { Terminal.line(message) } else if !message.isEmpty { Terminal.error(message) }
            return code.rawValue
        }
        let failure = ConsoleFailure(error)
        if !failure.description.isEmpty { Terminal.error(failure.description) }
        return failure.status.rawValue
    }

    private static func isOfParser(_ error: any Error) -> Bool {
        if error is ExitCode || error is ValidationError || error is CleanExit { return true }
        // The parser's own errors are not public; each of them is a wrong use, or asks for help.
        return String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }
}

/// Writes whole lines.
enum Terminal {
    /// To standard output.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// To standard error.
    static func error(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
