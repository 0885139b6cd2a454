public import EntityModel
public import Identity
public import SQLCore

/// What the services around accounts share: the stores, the password threads, the peppers and the effects.
public struct Accounts: Sendable {
    let database: any SQLDatabase
    let catalog: EntityCatalog
    let effects: Effects
    let hasher: PasswordHasher
    let peppers: PepperRing
    /// False while a pepper that the database knows is missing or different.
    let arePeppersComplete: Bool
    let accounts: AccountStore
    let sessions = SessionStore()
    let tokens: TokenStore
    let audit: AuditLog
    let policies = RolePolicy()

    /// Gathers them.
    public init(
        database: any SQLDatabase,
        catalog: EntityCatalog,
        effects: Effects,
        hasher: PasswordHasher,
        peppers: PepperRing,
        arePeppersComplete: Bool
    ) throws {
        self.database = database
        self.catalog = catalog
        self.effects = effects
        self.hasher = hasher
        self.peppers = peppers
        self.arePeppersComplete = arePeppersComplete
        accounts = AccountStore(catalog: catalog, policies: policies)
        tokens = try TokenStore(dialect: database.dialect)
        audit = AuditLog(catalog: catalog)
    }
}

/// Where a request to a page came from, for throttling and the audit log.
public struct RequestOrigin: Sendable {
    /// The address of the client, as far as it is known.
    public var address: ClientAddress
    /// What the client calls itself.
    public var client: String
    /// The id of the request, for finding it in the log.
    public var requestID: String

    /// Makes an origin.
    public init(address: ClientAddress, client: String, requestID: String) {
        self.address = address
        self.client = client
        self.requestID = requestID
    }

    /// The program on this machine.
    public static let console = RequestOrigin(address: .unknown, client: "console", requestID: "console")
}
