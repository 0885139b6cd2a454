import CRM
public import CRMService
public import EntityModel
import Foundation
import Identity
public import Logging
import ODataServer
public import SQLCore
import SQLiteDriver

/// Everything that requests and commands are served with, made once and in order.
public struct Services: Sendable {
    /// The settings it was made with.
    public let settings: Settings
    /// Where events are written.
    public let logger: Logger
    /// Clock and randomness.
    public let effects: ProcessEffects
    /// The entity model.
    public let catalog: EntityCatalog
    /// The database.
    public let database: any SQLDatabase
    /// What the services of accounts share.
    public let accounts: Accounts
    /// The one door to the business data.
    public let gate: Gate
    /// What tokens were used for.
    public let usage: UsageRecorder
    /// Requests to the feed that are answered later.
    let asynchronous: AsyncRequests
    /// What is known of the requests under way, for the log.
    let notes = RequestNotes()
    /// Admits requests to the feed.
    public let tokenGate: TokenGate
    /// People and programs.
    public let users: UserService
    /// Access tokens.
    public let tokens: TokenService
    /// Sign-in with a password.
    public let signIn: SignIn
    /// Sessions of people.
    public let sessions: SessionGate
    /// The first administrator's link.
    public let setup: SetupService
    /// Notices about tokens.
    public let notices: NoticeService
    /// Mail on its way out.
    public let outbox: OutboxService
    /// The chain over the audit log.
    public let sealer: AuditSealer
    /// The address of the pages, without a slash at its end.
    public let publicURL: String
    /// The migrations that ran at this start.
    public let migrated: [Int]

    /// Opens the database and makes the services.
    ///
    /// `publicURL` is the address of the pages without a slash at its end, nil for that of the listener; `peppers` is
    /// the text of peppers, nil for that of `TESSERA_PEPPERS`, or else the file. Throws ``StartError``.
    public static func open(
        _ settings: Settings,
        publicURL: String? = nil,
        peppers: String? = nil,
        logger: Logger,
        effects: ProcessEffects = ProcessEffects()
    ) async throws -> Services {
        let catalog: EntityCatalog
        do {
            catalog = try CRMModel.makeCatalog()
        } catch {
            throw StartError.model("\(error)")
        }
        let directory = DataDirectory(settings)
        try directory.make()
        let database = try await openDatabase(directory.database, settings.database, settings.odata, logger)
        do {
            let migrated = try await migrate(database, path: directory.database, effects: effects)
            try await ReferenceData(catalog: catalog).complete(
                database,
                baseCurrency: CRMModel.initialBaseCurrency,
                now: effects.now().microseconds
            )
            let file = PepperFile(
                path: settings.accounts.pepperFile ?? directory.peppers,
                environmentText: peppers ?? ProcessInfo.processInfo.environment["TESSERA_PEPPERS"],
                effects: effects.effects
            )
            let found = try await file.load(database)
            if !found.isComplete {
                logger.error("Peppers are missing or different: the tokens that depend on them do not work")
            }
            let services = try Services(
                settings: settings,
                logger: logger,
                effects: effects,
                catalog: catalog,
                database: database,
                peppers: found,
                publicURL: publicURL ?? settings.http.localURL,
                migrated: migrated
            )
            try await services.setup.loadZone()
            return services
        } catch {
            await database.close()
            if let error = error as? SQLDatabaseError { throw StartError.database(path: directory.database, error) }
            throw error
        }
    }

    private init(
        settings: Settings,
        logger: Logger,
        effects: ProcessEffects,
        catalog: EntityCatalog,
        database: any SQLDatabase,
        peppers: PepperFile.Found,
        publicURL: String,
        migrated: [Int]
    ) throws {
        self.settings = settings
        self.logger = logger
        self.effects = effects
        self.catalog = catalog
        self.database = database
        self.migrated = migrated
        self.publicURL = publicURL
        asynchronous = try Self.asynchronous(DataDirectory(settings).answers, effects)
        let own = settings.accounts
        accounts = try Accounts(
            database: database,
            catalog: catalog,
            effects: effects.effects,
            hasher: PasswordHasher(memoryMiB: own.passwordMebibytes),
            peppers: peppers.ring,
            arePeppersComplete: peppers.isComplete
        )
        let zone = OrganisationZone()
        gate = Gate(
            catalog: catalog,
            database: database,
            pageRoot: publicURL,
            sealer: LinkSealer(key: peppers.ring.current.derivedKey(for: "links/1")),
            limits: QueryLimits(
                statementSeconds: settings.database.statementSeconds,
                readSeconds: settings.odata.readSeconds,
                holdSeconds: settings.database.holdSeconds,
                deltaDays: settings.odata.deltaDays
            ),
            monotonic: effects.monotonic,
            businessDay: { zone.current.day(at: UTCInstant(microseconds: $0)).description }
        )
        usage = UsageRecorder(accounts)
        tokenGate = TokenGate(
            accounts,
            gate: gate,
            usage: usage,
            isSecureExpected: publicURL.hasPrefix("https://"),
            addresses: settings.http.addressRule,
            requestsPerMinute: own.requestsPerMinute,
            witness: notes
        )
        let rules = SessionRules(
            administratorIdleSeconds: Int64(own.adminIdleMinutes) * 60,
            idleSeconds: Int64(own.idleMinutes) * 60,
            absoluteSeconds: Int64(own.absoluteMinutes) * 60
        )
        users = UserService(accounts)
        tokens = TokenService(accounts)
        signIn = SignIn(accounts, rules: rules)
        sessions = SessionGate(accounts, rules: rules)
        setup = SetupService(accounts, zone: zone)
        notices = NoticeService(accounts, publicURL: publicURL, sendsMail: settings.mail.isSet)
        outbox = OutboxService(accounts)
        sealer = AuditSealer(accounts)
    }

    /// Answers wait in files, under names of 256 random bits.
    private static func asynchronous(_ path: String, _ effects: ProcessEffects) throws(StartError) -> AsyncRequests {
        let store: SpoolDirectory
        do throws(AsyncStoreError) {
            store = try SpoolDirectory(URL(filePath: path, directoryHint: .isDirectory))
        } catch {
            throw .folder(path: path, reason: "\(error)")
        }
        let makeRandom = effects.effects.makeRandom
        return AsyncRequests(store: store) {
            var random = makeRandom()
            return (0..<4).map { _ in
                let digits = String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
        }
    }

    /// Brings files into the database.
    var imports: ImportService {
        let now = effects.now
        return ImportService(database: database, catalog: catalog, now: { now().microseconds })
    }

    /// Ends the imports that a killed program left running and tells which; none while a program imports.
    func markInterruptedImports() async throws -> [InterruptedImport] {
        try await DataDirectory(settings).importLock.whileAlone { try await imports.markInterrupted() } ?? []
    }

    /// Writes what is still in memory and closes the database.
    public func close() async {
        // Nobody waits for them any more, and the database would.
        asynchronous.stop()
        await usage.flush()
        await database.close()
    }

    // MARK: Database

    /// Opens the file of a data directory without looking into it.
    static func openDatabase(
        _ path: String,
        _ database: Settings.Database,
        _ odata: Settings.OData,
        _ logger: Logger
    ) async throws(StartError) -> SQLiteDatabase {
        var configuration = SQLiteConfiguration()
        configuration.readers = database.readers
        configuration.streamReaders = database.streamReaders
        configuration.waitLimit = .seconds(database.waitSeconds)
        configuration.statementLimit = .seconds(database.statementSeconds)
        configuration.streamLimit = .seconds(odata.readSeconds)
        configuration.logMebibytes = database.walMebibytes
        configuration.cacheMebibytes = database.cacheMebibytes
        configuration.slowLimit = database.slowMillis == 0 ? nil : .milliseconds(database.slowMillis)
        do {
            return try await SQLiteDatabase.open(path: path, configuration: configuration, logger: logger)
        } catch {
            throw .database(path: path, error)
        }
    }

    static func migrate(
        _ database: any SQLDatabase,
        path: String,
        effects: ProcessEffects
    ) async throws(StartError) -> [Int] {
        let now = effects.now
        do {
            let runner = try MigrationRunner(AllMigrations.all, program: TesseraVersion.text)
            return try await runner.run(on: database, now: { now().microseconds })
        } catch {
            throw .migration(path: path, error)
        }
    }
}

extension Settings.HTTP {
    /// The address of the listener itself, or the public one where it is set.
    public var localURL: String { publicURL ?? "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// How client addresses are found.
    var addressRule: ClientAddressRule { ClientAddressRule(trustedProxies: trustedProxies, header: forwardedHeader) }
}

/// The version of the program.
public enum TesseraVersion {
    /// The version, as `tessera version` prints it.
    public static let text = "0.1.0"
}
