import ArgumentParser
import TesseraApp

/// `tessera audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "The log of who did what.",
        subcommands: [AuditVerifyCommand.self]
    )
}

/// `tessera audit verify`.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Computes the chain over the audit log anew and compares it.",
        discussion: "Names the first event that was changed, removed, inserted or moved, and ends with 1 then."
    )

    @OptionGroup var options: DataOptions

    func run() async throws {
        let line = try await options.withServices { try await ConsoleAudit($0).verify() }
        Terminal.line(line)
    }
}
