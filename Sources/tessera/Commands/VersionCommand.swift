import ArgumentParser
import TesseraApp

/// `tessera version`.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Prints the version.")

    func run() throws { Terminal.line("tessera \(TesseraVersion.text)") }
}
