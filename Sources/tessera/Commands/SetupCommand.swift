import ArgumentParser
import TesseraApp

/// `tessera setup`.
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Makes the database and the first administrator without a browser.",
        discussion: "Asks nothing. Ends with 65 when an administrator exists already."
    )

    @OptionGroup var options: DataOptions

    @Option(help: "The administrator's e-mail address, which is the user name too.")
    var email: String

    @Option(help: "The administrator's forename and surname.")
    var name: String

    @OptionGroup var secret: PasswordOptions

    func run() async throws {
        let password = try secret.password()
        let drawn = try await options.withServices { services in
            let accounts = ConsoleAccounts(services)
            if try await accounts.hasAdministrator() {
                throw ConsoleFailure(.badData, "An administrator exists already; use “tessera user add”.")
            }
            return try await accounts.addUser(email: email, name: name, role: "admin", password: password)
        }
        Terminal.error("The database is ready, and \(email) is its administrator.")
        if let drawn { Terminal.line(drawn) }
    }
}
