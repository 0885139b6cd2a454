import CRMService
import Identity

/// People and tokens as the console changes them: words in, lines out.
public struct ConsoleAccounts: Sendable {
    private let services: Services

    /// Takes the services of an open database.
    public init(_ services: Services) {
        self.services = services
    }

    // MARK: People

    /// Makes a user; a password that is not given is drawn, and given back to be shown once.
    ///
    /// `name` is forename and surname, `role` one of the words of ``roles``. Gives the password if it was drawn.
    public func addUser(email: String, name: String, role: String, password: String?) async throws -> String? {
        guard let role = BaseRole(rawValue: role) else {
            throw ConsoleFailure(.usage, "The role \(role) is not one of \(Self.roles.joined(separator: ", ")).")
        }
        let parts = name.split(separator: " ")
        guard parts.count >= 2, let surname = parts.last else {
            throw ConsoleFailure(.badData, "The name needs a forename and a surname.")
        }
        let drawn = password == nil && role.mayLogIn ? services.effects.makePassword() : nil
        let draft = UserDraft(
            userName: email,
            email: email,
            forename: parts.dropLast().joined(separator: " "),
            surname: String(surname),
            role: role
        )
        _ = try await services.users.create(draft, password: password ?? drawn, origin: .console)
        return drawn
    }

    /// The words for roles.
    public static let roles = BaseRole.allCases.map(\.rawValue)

    /// Whether an administrator exists.
    public func hasAdministrator() async throws -> Bool { try await services.users.hasAdministrator() }

    /// One line for each account: e-mail address, role, state and name, separated by tabs.
    public func userLines() async throws -> [String] {
        try await services.users.list().map { account in
            [account.email, account.role.rawValue, account.isActive ? "active" : "disabled", account.fullName]
                .joined(separator: "\t")
        }
    }

    /// Sets a password; gives it back if it was drawn.
    public func setPassword(_ password: String?, login: String) async throws -> String? {
        let drawn = password == nil ? services.effects.makePassword() : nil
        try await services.users.setPassword(password ?? drawn ?? "", login: login)
        return drawn
    }

    /// Closes an account.
    public func disable(login: String) async throws { try await services.users.disable(login: login) }

    // MARK: Tokens

    /// What a token made at the console may read, and how long.
    public struct TokenWish: Sendable, Hashable {
        /// What it is called.
        public var description: String
        /// Days until it ends; nil with a reason for one that does not.
        public var days: Int?
        /// Why it does not end.
        public var neverReason: String?
        /// Creating, changing and deleting records too.
        public var mayWrite = false
        /// Names and contact details too.
        public var includesContactDetails = false
        /// Texts of notes, calls, e-mails and cases too.
        public var includesFreeText = false
        /// The sets of administration too.
        public var includesAudit = false

        /// Makes a wish.
        public init(description: String, days: Int?, neverReason: String?) {
            self.description = description
            self.days = days
            self.neverReason = neverReason
        }
    }

    /// Makes a token and gives its text, which is known at this moment only.
    public func createToken(_ wish: TokenWish, login: String) async throws -> String {
        guard let owner = try await services.users.account(login: login) else {
            throw UserServiceError.unknownUser(login)
        }
        let draft = TokenDraft(
            description: wish.description,
            purpose: "",
            scope: ScopeChoice(
                access: wish.mayWrite ? .readAndWrite : .read,
                includesContactDetails: wish.includesContactDetails,
                includesFreeText: wish.includesFreeText,
                includesInventory: wish.includesAudit,
                includesAudit: wish.includesAudit
            ),
            expiry: try expiry(wish),
            zone: .universal
        )
        return try await services.tokens.createAtConsole(draft, owner: owner).secret.revealText()
    }

    private func expiry(_ wish: TokenWish) throws -> ExpiryChoice {
        if let reason = wish.neverReason { return .never(reason: reason) }
        let days = wish.days ?? 90
        guard (1...3_650).contains(days) else {
            throw ConsoleFailure(.usage, "The number of days is not within 1 and 3650.")
        }
        if let preset = ExpiryChoice.Preset(rawValue: days) { return .days(preset) }
        return .endOf(services.effects.now().day.adding(days: days))
    }

    /// One line for each token: id, key id, owner, state, end and description, separated by tabs.
    public func tokenLines() async throws -> [String] {
        try await services.tokens.tokens(owner: nil).map { row in
            let end = row.life.expiresAt.map { String($0.rfc3339.prefix(10)) } ?? "never"
            let state = Self.word(for: services.tokens.state(of: row))
            return [String(row.id.rawValue), row.keyID.text, row.ownerName, state, end, row.description]
                .joined(separator: "\t")
        }
    }

    /// Revokes a token by its id or its public key id.
    public func revokeToken(_ text: String) async throws {
        let row = try await services.tokens.tokens(owner: nil).first {
            String($0.id.rawValue) == text || $0.keyID.text == text
        }
        guard let row else { throw ConsoleFailure(.badData, "There is no token \(text).") }
        guard try await services.tokens.revokeAtConsole(row.id) else {
            throw ConsoleFailure(.badData, "The token \(text) was revoked before.")
        }
    }

    private static func word(for state: TokenState) -> String {
        switch state {
        case .exposed: "exposed"
        case .revoked: "revoked"
        case .expired: "expired"
        case .suspended: "suspended"
        case .paused: "paused"
        case .active: "active"
        }
    }
}
