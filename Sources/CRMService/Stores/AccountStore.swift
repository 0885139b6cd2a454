import CRM
import EntityModel
public import Identity
import SQLCore

/// A person or program that may sign in or own tokens, as the accounts table has it.
public struct Account: Sendable {
    /// The number of the user.
    public let id: UserID
    /// The name to sign in with.
    public let userName: String
    /// The e-mail address.
    public let email: String
    /// Forename and surname.
    public let fullName: String
    /// The initials; nil where there are none.
    public let initials: String?
    /// The identifier of the time zone; nil for the organisation's.
    public let timeZone: String?
    /// The base role.
    public let role: BaseRole
    /// The codes of the data roles.
    public let dataRoles: [String]
    /// The team; nil for none.
    public let team: TeamID?
    /// Whether the person may sign in and the tokens work.
    public let isActive: Bool
    /// The stored form of the password hash; nil where no password is set.
    let passwordHash: String?
    /// The policy that follows from the roles.
    public let policy: AccessPolicy

    /// The account as a reader with a principal of its own.
    public func viewer(_ principal: Principal) -> Viewer { Viewer(principal, policy: policy, roles: dataRoles) }
}

/// Reads and writes accounts; every call belongs to the transaction of its caller.
struct AccountStore {
    let catalog: EntityCatalog
    let policies: RolePolicy

    /// The account of a user name or an e-mail address, without regard to case.
    func account(login: String, on connection: any SQLConnection) throws(SQLDatabaseError) -> Account? {
        let folded = SQLExpression.function(.fold, [.text(login)])
        let isNamed = SQLExpression.or([
            .equals(.column("u", "UserName_folded"), folded), .equals(.column("u", "Email_folded"), folded),
        ])
        return try account(where: .and([isNamed, .isActive("u")]), on: connection)
    }

    /// The account of a user.
    func account(_ id: UserID, on connection: any SQLConnection) throws(SQLDatabaseError) -> Account? {
        try account(where: .equals(.column("u", "UserId"), .bind(.integer(id.rawValue))), on: connection)
    }

    /// All accounts in the order of their names.
    func accounts(on connection: any SQLConnection) throws(SQLDatabaseError) -> [Account] {
        var statement = Self.select(where: .isActive("u"))
        statement.orderBy = [SQLOrdering(.column("u", "UserName"))]
        return try read(statement, on: connection)
    }

    /// Whether an active administrator exists, apart from one user.
    func hasAdministrator(
        besides user: UserID? = nil,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Bool {
        try administrators(on: connection).contains { $0.id != user }
    }

    /// The active administrators.
    func administrators(on connection: any SQLConnection) throws(SQLDatabaseError) -> [Account] {
        try read(Self.select(where: .equals(.column("a", "role"), .text(BaseRole.admin.rawValue))), on: connection)
            .filter(\.isActive)
    }

    private func account(
        where condition: SQLExpression,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> Account? {
        try read(Self.select(where: condition), on: connection).first
    }

    private static let columns: [SQLExpression] = [
        .column("u", "UserId"), .column("u", "UserName"), .column("u", "Email"), .column("u", "FullName"),
        .column("u", "Initials"), .column("u", "TimeZone"), .column("u", "TeamId"), .column("u", "IsActive"),
        .column("u", "StatusFlag"), .column("a", "role"), .column("a", "data_roles"), .column("a", "disabled_at"),
        .column("c", "password_hash"),
    ]

    private static func select(where condition: SQLExpression) -> SelectStatement {
        SelectStatement(
            columns: columns.map { SQLResultColumn($0) },
            from: .table("Users", alias: "u"),
            joins: [
                SQLJoin(
                    .inner,
                    .table("user_account", alias: "a"),
                    on: .equals(.column("a", "user_id"), .column("u", "UserId"))
                ),
                SQLJoin(
                    .left,
                    .table("user_credential", alias: "c"),
                    on: .equals(.column("c", "user_id"), .column("u", "UserId"))
                ),
            ],
            where: condition
        )
    }

    private func read(
        _ statement: SelectStatement,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> [Account] {
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var accounts: [Account] = []
        while try cursor.step() {
            guard let role = BaseRole(rawValue: cursor.string(9)) else { throw .corrupt("unknown role of a user") }
            let dataRoles = cursor.string(10).split(separator: " ").map(String.init)
            let team = cursor.optionalInteger(6).map { TeamID($0) }
            accounts.append(
                Account(
                    id: UserID(cursor.integer(0)),
                    userName: cursor.string(1),
                    email: cursor.string(2),
                    fullName: cursor.string(3),
                    initials: cursor.optionalString(4),
                    timeZone: cursor.optionalString(5),
                    role: role,
                    dataRoles: dataRoles,
                    team: team,
                    isActive: cursor.boolean(7) && cursor.string(8) == "A" && cursor.isNull(11),
                    passwordHash: cursor.optionalString(12),
                    policy: policies.policy(role: role, dataRoles: dataRoles, team: team)
                )
            )
        }
        return accounts
    }

    /// The fields by which a new user would be the double of an active one, account or not.
    func twins(
        userName: String,
        email: String,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) -> (userName: Bool, email: Bool) {
        func isTaken(_ text: String) throws(SQLDatabaseError) -> Bool {
            let folded = SQLExpression.function(.fold, [.text(text)])
            let isNamed = SQLExpression.or([
                .equals(.column("u", "UserName_folded"), folded), .equals(.column("u", "Email_folded"), folded),
            ])
            let statement = SelectStatement(
                columns: [SQLResultColumn(.integer(1))],
                from: .table("Users", alias: "u"),
                where: .and([isNamed, .isActive("u")]),
                limit: .integer(1)
            )
            let cursor = try connection.query(statement)
            defer { cursor.finish() }
            return try cursor.step()
        }
        return (try isTaken(userName), try isTaken(email))
    }

    // MARK: Writing

    /// Closes an account; it stays in the set `Users` for the records that name it.
    func disable(_ id: UserID, now: UTCInstant, on connection: any SQLConnection) throws(SQLDatabaseError) {
        let update = UpdateStatement(
            "user_account",
            set: [SQLAssignment("disabled_at", .bind(.integer(now.microseconds)))],
            where: .equals(.column("user_id"), .bind(.integer(id.rawValue)))
        )
        try connection.execute(update)
    }

    /// Makes the account of a user that exists in the set `Users`.
    func insertAccount(
        _ id: UserID,
        role: BaseRole,
        dataRoles: [String],
        passwordHash: String?,
        now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let account = InsertStatement(
            into: "user_account",
            columns: ["user_id", "role", "data_roles"],
            rows: [[.bind(.integer(id.rawValue)), .text(role.rawValue), .text(dataRoles.joined(separator: " "))]]
        )
        try connection.execute(account)
        let credential = InsertStatement(
            into: "user_credential",
            columns: ["user_id", "password_hash", "password_changed_at"],
            rows: [
                [
                    .bind(.integer(id.rawValue)), .bind(passwordHash.map { .text($0) } ?? .null),
                    .bind(.integer(now.microseconds)),
                ]
            ]
        )
        try connection.execute(credential)
    }

    /// Stores another password hash.
    func setPassword(
        _ id: UserID,
        hash: String,
        now: UTCInstant,
        on connection: any SQLConnection
    ) throws(SQLDatabaseError) {
        let update = UpdateStatement(
            "user_credential",
            set: [
                SQLAssignment("password_hash", .text(hash)),
                SQLAssignment("password_changed_at", .bind(.integer(now.microseconds))),
            ],
            where: .equals(.column("user_id"), .bind(.integer(id.rawValue)))
        )
        try connection.execute(update)
    }
}
