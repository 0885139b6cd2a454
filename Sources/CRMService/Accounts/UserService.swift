import CRM
import EntityModel
public import Identity
import SQLCore

/// A user as a form or the console gives it, not yet checked.
public struct UserDraft: Sendable {
    /// The name to sign in with, at most 60 characters.
    public var userName: String
    /// The e-mail address, at most 254 characters.
    public var email: String
    /// The forename, at most 80 characters.
    public var forename: String
    /// The surname, at most 80 characters.
    public var surname: String
    /// The base role.
    public var role: BaseRole
    /// The codes of the data roles; empty for the one that suits the role.
    public var dataRoles: [String]
    /// The team; nil for none.
    public var team: TeamID?
    /// The identifier of the time zone; nil for that of the organisation.
    public var timeZone: String?

    /// Makes a draft.
    public init(
        userName: String,
        email: String,
        forename: String,
        surname: String,
        role: BaseRole,
        dataRoles: [String] = [],
        team: TeamID? = nil,
        timeZone: String? = nil
    ) {
        self.userName = userName
        self.email = email
        self.forename = forename
        self.surname = surname
        self.role = role
        self.dataRoles = dataRoles
        self.team = team
        self.timeZone = timeZone
    }
}

/// What is wrong with a user draft; several faults are reported together.
public enum UserDraftProblem: Error, Equatable, Sendable {
    case required(field: String)
    case tooLong(field: String, limit: Int)
    case emailMalformed
    case userNameTaken
    case emailTaken
    case unknownDataRole(String)
    case password([PasswordProblem])
}

/// Why a user was not made or changed.
public enum UserServiceError: Error, Equatable, Sendable {
    case invalid([UserDraftProblem])
    case unknownUser(String)
    /// The last active administrator stays one.
    case lastAdministrator
}

/// Makes and changes the people and programs that may sign in.
public struct UserService: Sendable {
    private let shared: Accounts

    /// Makes the service.
    public init(_ shared: Accounts) {
        self.shared = shared
    }

    /// Whether an active administrator exists.
    public func hasAdministrator() async throws -> Bool {
        let accounts = shared.accounts
        return try await shared.database.read { connection in try accounts.hasAdministrator(on: connection) }
    }

    /// The account of a user name or e-mail address.
    public func account(login: String) async throws -> Account? {
        let accounts = shared.accounts
        return try await shared.database.read { connection in try accounts.account(login: login, on: connection) }
    }

    /// All accounts by name.
    public func list() async throws -> [Account] {
        let accounts = shared.accounts
        return try await shared.database.read { connection in try accounts.accounts(on: connection) }
    }

    /// Makes a user with an account; without a password the person cannot sign in.
    public func create(_ draft: UserDraft, password: String?, origin: RequestOrigin) async throws -> UserID {
        try await create(draft, password: password, origin: origin) { _, _ in }
    }

    /// Makes a user; `permit` belongs to the same transaction and prevents it by throwing.
    func create(
        _ draft: UserDraft,
        password: String?,
        origin: RequestOrigin,
        permit: @escaping @Sendable (UserID, any SQLConnection) throws -> Void
    ) async throws -> UserID {
        let checked = try CheckedUser(draft, password: password)
        let hash = try await checked.password.asyncMap { try await self.hash($0) }
        let now = shared.effects.now()
        let (accounts, audit, catalog) = (shared.accounts, shared.audit, shared.catalog)
        return try await shared.database.write { connection -> UserID in
            try Self.refuseTwins(of: checked, accounts: accounts, on: connection)
            let id = try checked.insert(catalog: catalog, now: now, on: connection)
            try accounts.insertAccount(
                id,
                role: checked.role,
                dataRoles: checked.dataRoles,
                passwordHash: hash?.storedText,
                now: now,
                on: connection
            )
            let event = AuditEvent(
                at: now,
                actor: .system,
                action: .userActivated,
                subject: AuditSubject(type: "Users", id: id.rawValue, name: checked.userName),
                address: origin.address.description,
                client: origin.client,
                requestID: origin.requestID
            )
            try audit.append(event, on: connection)
            try permit(id, connection)
            return id
        }
    }

    /// Gives a user that exists in the set `Users` an account, as the demonstration data needs it.
    public func open(_ id: UserID, role: BaseRole, dataRoles: [String], password: String?) async throws {
        let unknown = dataRoles.filter { DefaultRoles.role(code: $0) == nil }
        guard unknown.isEmpty else { throw UserServiceError.invalid(unknown.map { .unknownDataRole($0) }) }
        let checked = try password.map { try CheckedUser.check($0, names: []) }
        let hash = try await checked.asyncMap { try await self.hash($0) }
        let now = shared.effects.now()
        let accounts = shared.accounts
        try await shared.database.write { connection in
            try accounts.insertAccount(
                id,
                role: role,
                dataRoles: dataRoles,
                passwordHash: hash?.storedText,
                now: now,
                on: connection
            )
        }
    }

    /// Sets another password; all sessions of the user end.
    public func setPassword(_ password: String, login: String) async throws {
        guard let account = try await account(login: login) else { throw UserServiceError.unknownUser(login) }
        let names = [account.userName, account.email, account.fullName]
        let checked = try CheckedUser.check(password, names: names)
        let hash = try await hash(checked)
        let (accounts, sessions, audit, now) = (shared.accounts, shared.sessions, shared.audit, shared.effects.now())
        let event = AuditEvent(
            at: now,
            actor: .system,
            action: .passwordChanged,
            subject: AuditSubject(type: "Users", id: account.id.rawValue, name: account.userName),
            requestID: RequestOrigin.console.requestID
        )
        try await shared.database.write { connection in
            try accounts.setPassword(account.id, hash: hash.storedText, now: now, on: connection)
            try sessions.endAll(of: account.id, at: now, reason: "password-changed", on: connection)
            try audit.append(event, on: connection)
        }
    }

    /// Closes an account: all sessions end, and the tokens open nothing from the next request on.
    public func disable(login: String) async throws {
        guard let account = try await account(login: login) else { throw UserServiceError.unknownUser(login) }
        let (accounts, sessions, audit, now) = (shared.accounts, shared.sessions, shared.audit, shared.effects.now())
        let event = AuditEvent(
            at: now,
            actor: .system,
            action: .userDisabled,
            subject: AuditSubject(type: "Users", id: account.id.rawValue, name: account.userName),
            requestID: RequestOrigin.console.requestID
        )
        try await shared.database.write { connection in
            if account.role == .admin, try !accounts.hasAdministrator(besides: account.id, on: connection) {
                throw UserServiceError.lastAdministrator
            }
            try accounts.disable(account.id, now: now, on: connection)
            try sessions.endAll(of: account.id, at: now, reason: "account-closed", on: connection)
            try audit.append(event, on: connection)
        }
    }

    private func hash(_ password: Password) async throws -> PasswordHash {
        try await shared.hasher.hash(password, salt: shared.effects.bytes(PasswordHash.saltByteCount))
    }

    private static func refuseTwins(
        of user: CheckedUser,
        accounts: AccountStore,
        on connection: any SQLConnection
    ) throws {
        var problems: [UserDraftProblem] = []
        let twins = try accounts.twins(userName: user.userName, email: user.email, on: connection)
        if twins.userName { problems.append(.userNameTaken) }
        if twins.email { problems.append(.emailTaken) }
        guard problems.isEmpty else { throw UserServiceError.invalid(problems) }
    }
}

/// A draft whose every part is valid.
struct CheckedUser {
    let userName: String
    let email: String
    let forename: String
    let surname: String
    let role: BaseRole
    let dataRoles: [String]
    let team: TeamID?
    let timeZone: String?
    let password: Password?

    init(_ draft: UserDraft, password: String?) throws {
        var problems: [UserDraftProblem] = []
        let fields = [
            ("UserName", draft.userName, 60), ("Email", draft.email, 254), ("Forename", draft.forename, 80),
            ("Surname", draft.surname, 80),
        ]
        let values = fields.map { name, value, limit in
            let trimmed = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if trimmed.isEmpty { problems.append(.required(field: name)) }
            if trimmed.count > limit { problems.append(.tooLong(field: name, limit: limit)) }
            return trimmed
        }
        let parts = values[1].split(separator: "@", omittingEmptySubsequences: false)
        if !values[1].isEmpty, parts.count != 2 || parts.contains("") || values[1].contains(" ") {
            problems.append(.emailMalformed)
        }
        for code in draft.dataRoles where DefaultRoles.role(code: code) == nil {
            problems.append(.unknownDataRole(code))
        }
        var checked: Password?
        if let password {
            do {
                checked = try Self.check(password, names: values)
            } catch UserServiceError.invalid(let found) {
                problems += found
            }
        }
        guard problems.isEmpty else { throw UserServiceError.invalid(problems) }
        userName = values[0]
        email = values[1]
        forename = values[2]
        surname = values[3]
        role = draft.role
        dataRoles = draft.dataRoles.isEmpty ? Self.usualRoles(of: draft.role) : draft.dataRoles
        team = draft.team
        timeZone = draft.timeZone
        self.password = checked
    }

    static func check(_ password: String, names: [String]) throws -> Password {
        guard let value = Password(password) else { throw UserServiceError.invalid([.password([.tooLong])]) }
        let problems = PasswordRules.problems(of: value, names: names)
        guard problems.isEmpty else { throw UserServiceError.invalid([.password(problems)]) }
        return value
    }

    private static func usualRoles(of role: BaseRole) -> [String] {
        DefaultRoles.all.first { $0.baseRole == role.rawValue }.map { [$0.code] } ?? []
    }

    /// Adds the user's record to the set `Users`.
    func insert(catalog: EntityCatalog, now: UTCInstant, on connection: any SQLConnection) throws -> UserID {
        guard let type = catalog.type(ofSet: "Users") else { throw UserServiceError.unknownUser(userName) }
        var clock = try ChangeClock(connection, now: now.microseconds)
        let fullName = "\(forename) \(surname)"
        let initials = [forename, surname].compactMap(\.first).map(String.init).joined()
        let values: [(String, EntityValue)] = [
            ("UserName", .text(userName)), ("Email", .text(email)), ("Forename", .text(forename)),
            ("Surname", .text(surname)), ("FullName", .text(fullName)), ("Initials", .text(initials)),
            ("IsActive", .bool(true)), ("Kind", .text(role == .integration ? "Integration" : "Person")),
            ("TeamId", team.map { .integer($0.rawValue) } ?? .null),
            ("TimeZone", timeZone.map { .text($0) } ?? .null), ("StatusFlag", .text("A")),
            ("Created", .timestamp(now.microseconds)),
        ]
        let insert = try RecordInsert(into: type, columns: values.map(\.0), dialect: connection.dialect)
        try insert.insert(values.map(\.1), clock: &clock, on: connection)
        let id = connection.lastInsertedRowID
        try clock.store(connection)
        return UserID(id)
    }
}

extension Optional where Wrapped: Sendable {
    /// The value transformed by a function that waits; nil stays nil.
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let value = self else { return nil }
        return try await transform(value)
    }
}
