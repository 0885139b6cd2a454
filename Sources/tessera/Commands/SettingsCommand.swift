import ArgumentParser
import TesseraApp

/// `tessera settings`.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Prints the document of all settings.",
        discussion: "Each is a key of the file, a variable TESSERA_… and a flag of serve and demo."
    )

    func run() throws { Terminal.line(String(SettingsDocument.text.dropLast())) }
}
