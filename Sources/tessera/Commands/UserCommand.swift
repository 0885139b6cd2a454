import ArgumentParser
import TesseraApp

/// `tessera user`.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "People and programs that may use the server.",
        subcommands: [
            UserAddCommand.self, UserListCommand.self, UserSetPasswordCommand.self, UserDisableCommand.self,
        ]
    )
}

/// `tessera user add`.
struct UserAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Makes a user.",
        discussion: "Roles: \(ConsoleAccounts.roles.joined(separator: ", ")). A drawn password is printed once."
    )

    @OptionGroup var options: DataOptions

    @Option(help: "The e-mail address, which is the user name too.")
    var email: String

    @Option(help: "Forename and surname.")
    var name: String

    @Option(help: "The role.")
    var role = "user"

    @OptionGroup var secret: PasswordOptions

    func run() async throws {
        let password = try secret.password()
        let drawn = try await options.withServices { services in
            try await ConsoleAccounts(services).addUser(email: email, name: name, role: role, password: password)
        }
        Terminal.error("The user \(email) was made.")
        if let drawn { Terminal.line(drawn) }
    }
}

/// `tessera user list`.
struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists users: address, role, state and name, separated by tabs."
    )

    @OptionGroup var options: DataOptions

    func run() async throws {
        let lines = try await options.withServices { try await ConsoleAccounts($0).userLines() }
        for line in lines { Terminal.line(line) }
    }
}

/// `tessera user set-password`.
struct UserSetPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-password",
        abstract: "Gives a user another password.",
        discussion: "A drawn password is printed once."
    )

    @OptionGroup var options: DataOptions

    @Argument(help: "E-mail address or user name.")
    var user: String

    @OptionGroup var secret: PasswordOptions

    func run() async throws {
        let password = try secret.password()
        let drawn = try await options.withServices { services in
            try await ConsoleAccounts(services).setPassword(password, login: user)
        }
        Terminal.error("The password of \(user) was changed.")
        if let drawn { Terminal.line(drawn) }
    }
}

/// `tessera user disable`.
struct UserDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Closes an account.",
        discussion: "No sign-in and no token of this user works from the next request on."
    )

    @OptionGroup var options: DataOptions

    @Argument(help: "E-mail address or user name.")
    var user: String

    func run() async throws {
        try await options.withServices { try await ConsoleAccounts($0).disable(login: user) }
        Terminal.error("The account \(user) is closed.")
    }
}
