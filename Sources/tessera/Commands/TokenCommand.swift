import ArgumentParser
import TesseraApp

/// `tessera token`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Access tokens for the feed.",
        subcommands: [
            TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self, TokenScanCommand.self,
            TokenVerifyCommand.self,
        ]
    )
}

/// `tessera token create`.
struct TokenCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes a token and prints it, once, on standard output.",
        discussion: "It reads every set; it writes, and shows personal data, only where asked for."
    )

    @OptionGroup var options: DataOptions

    @Option(help: "Who owns it: e-mail address or user name.")
    var user: String

    @Option(help: "What it is for, as lists show it.")
    var description: String

    @Option(help: ArgumentHelp("Days until it ends; 90 without this and --never.", valueName: "n"))
    var days: Int?

    @Option(help: ArgumentHelp("Why it never ends.", valueName: "reason"))
    var never: String?

    @Flag(help: "Creating, changing and deleting records too.")
    var write = false

    @Flag(help: "Names and contact details too.")
    var contactDetails = false

    @Flag(help: "Texts of notes, calls, e-mails and cases too.")
    var freeText = false

    @Flag(help: "The sets of administration too.")
    var administration = false

    mutating func validate() throws {
        if days != nil, never != nil { throw ValidationError("--days and --never exclude each other.") }
    }

    func run() async throws {
        var wish = ConsoleAccounts.TokenWish(description: description, days: days, neverReason: never)
        wish.mayWrite = write
        wish.includesContactDetails = contactDetails
        wish.includesFreeText = freeText
        wish.includesAudit = administration
        let made = wish
        let text = try await options.withServices { try await ConsoleAccounts($0).createToken(made, login: user) }
        Terminal.line(text)
    }
}

/// `tessera token list`.
struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists tokens: id, key id, owner, state, end and description, separated by tabs."
    )

    @OptionGroup var options: DataOptions

    func run() async throws {
        let lines = try await options.withServices { try await ConsoleAccounts($0).tokenLines() }
        for line in lines { Terminal.line(line) }
    }
}

/// `tessera token revoke`.
struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Ends a token for good.",
        discussion: "It opens nothing from the next request on."
    )

    @OptionGroup var options: DataOptions

    @Argument(help: "Its id or its key id, as the list shows them.")
    var token: String

    func run() async throws {
        try await options.withServices { try await ConsoleAccounts($0).revokeToken(token) }
        Terminal.error("The token \(token) is revoked.")
    }
}

/// `tessera token scan`.
struct TokenScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Looks for tokens in files and folders, offline.",
        discussion:
            "Tells of texts whose checksum is right, by file, line and public part, and ends with 1 if there is one."
    )

    @Option(help: ArgumentHelp("A list of key ids that may stand in files, one a line.", valueName: "file"))
    var allow: String?

    @Argument(help: "Files and folders.")
    var paths: [String]

    func run() async throws {
        let scan = TokenScan(
            allowed: try allow.map { path throws(ConsoleFailure) in try TokenScan.allowed(in: path) } ?? []
        )
        let found = try scan.findings(in: paths)
        for finding in found { Terminal.line(finding.text) }
        guard found.isEmpty else {
            let count = found.count == 1 ? "One token was" : "\(found.count) tokens were"
            throw ConsoleFailure(.different, "\(count) found. Revoke them, and keep them out of files.")
        }
    }
}

/// `tessera token verify`.
struct TokenVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Reads one token from standard input and prints valid, incomplete or altered, offline.",
        discussion: "Valid means that it was copied whole; whether it works, only the server knows."
    )

    func run() async throws {
        let text = readLine(strippingNewline: true) ?? ""
        let look = TokenLook(text)
        Terminal.line(look.rawValue)
        if look != .valid { throw ConsoleFailure(.different, "") }
    }
}
