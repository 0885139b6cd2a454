import ArgumentParser
import TesseraApp

/// `tessera odata`.
struct ODataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "odata",
        abstract: "Tools for the protocol.",
        subcommands: [CheckGrammarCommand.self]
    )
}

/// `tessera odata check-grammar`.
struct CheckGrammarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-grammar",
        abstract: "Runs a file of grammar cases through the URL parser.",
        discussion: """
            Prints each case whose verdict is wrong and, last, “N of M right”. Exit code 1 unless all are right. The optional \
            temporal suite is left out without --all.
            """
    )

    @Argument(help: ArgumentHelp("JSON file with constraints and cases.", valueName: "file"))
    var file: String

    @Flag(help: "The temporal suite too.")
    var all = false

    func run() throws {
        let result = try GrammarCases(path: file).run(includingTemporal: all)
        for line in result.wrong { Terminal.line(line) }
        Terminal.line("\(result.right) of \(result.total) right")
        if result.right != result.total { throw ExitCode(ExitStatus.different.rawValue) }
    }
}
