import CRM
import EntityModel
import Foundation
import HTTPTypes
import Identity
import Logging
import OData
import ODataServer
import SQLCore
import SQLiteDriver
import Synchronization

@testable import CRMService

/// The whole service over a temporary database, with a clock that stands still and randomness that repeats.
final class TemporaryService: Sendable {
    let folder: URL
    let database: SQLiteDatabase
    let catalog: EntityCatalog
    let accounts: Accounts
    let gate: Gate
    let usage: UsageRecorder
    /// What the engine reported of failures without a name.
    let reports = Mutex<[String]>([])

    static let start = UTCInstant(microseconds: testNow)

    private init(folder: URL, arePeppersComplete: Bool, limits: QueryLimits) async throws {
        self.folder = folder
        database = try await SQLiteDatabase.open(
            path: folder.appendingPathComponent("test.sqlite").path,
            configuration: SQLiteConfiguration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        catalog = try CRMModel.makeCatalog()
        let time = TestClock()
        let seeds = Mutex<UInt64>(0)
        let effects = Effects(
            now: { time.now },
            makeRandom: {
                SeededRandom(
                    state: seeds.withLock {
                        $0 += 1
                        return $0
                    }
                )
            }
        )
        self.time = time
        var random = SeededRandom(state: 99)
        guard let pepper = Pepper.draw(id: PepperID(1), using: &random) else { throw TestSetUpError() }
        accounts = try Accounts(
            database: database,
            catalog: catalog,
            effects: effects,
            hasher: PasswordHasher(memoryMiB: 64),
            peppers: PepperRing(first: pepper),
            arePeppersComplete: arePeppersComplete
        )
        gate = Gate(
            catalog: catalog,
            database: database,
            pageRoot: "https://crm.test",
            sealer: LinkSealer(key: Array(repeating: 7, count: 32)),
            limits: limits,
            monotonic: { .microseconds(time.now.microseconds) },
            businessDay: { UTCInstant(microseconds: $0).day.description }
        )
        usage = UsageRecorder(accounts)
    }

    let time: TestClock

    /// Runs a body with a service of its own and removes everything after it.
    static func run<Result>(
        arePeppersComplete: Bool = true,
        limits: QueryLimits = QueryLimits(),
        _ body: (TemporaryService) async throws -> Result
    ) async throws -> Result {
        let template = try await TemplateDatabase.shared.file()
        await Crowd.shared.enter()
        defer { Task { await Crowd.shared.leave() } }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: template, to: folder.appendingPathComponent("test.sqlite"))
        let service = try await TemporaryService(folder: folder, arePeppersComplete: arePeppersComplete, limits: limits)
        do {
            let result = try await body(service)
            await service.database.close()
            return result
        } catch {
            await service.database.close()
            throw error
        }
    }

    // MARK: Rows

    /// Inserts a row of a set; what is required and not given gets a plain value.
    @discardableResult
    func insert(_ set: String, _ values: [String: EntityValue]) async throws -> Int64 {
        try await insert(set, rows: [values])
    }

    /// Inserts rows of a set in one transaction and gives the last key.
    @discardableResult
    func insert(_ set: String, rows: [[String: EntityValue]]) async throws -> Int64 {
        guard let type = catalog.type(ofSet: set) else { throw TestSetUpError() }
        let own = ["ChangeSeq", "LastUpdatedTimestamp"]
        let fields = type.storedFields.filter { !own.contains($0.name) && !($0.isKey && $0.kind == .id) }
        let withKey = rows.first?[type.key?.name ?? ""] != nil
        let columns = fields.map(\.name) + (withKey && type.key?.kind == .id ? [type.key?.name ?? ""] : [])
        return try await database.write { connection in
            var clock = try ChangeClock(connection, now: testNow)
            let insert = try RecordInsert(into: type, columns: columns, dialect: connection.dialect)
            for row in rows {
                let values = columns.map { name in row[name] ?? Self.plain(type.field(name)) }
                try insert.insert(values, clock: &clock, on: connection)
            }
            let id = connection.lastInsertedRowID
            try clock.store(connection)
            return id
        }
    }

    private static func plain(_ field: Field?) -> EntityValue {
        guard let field else { return .null }
        if field.name == "StatusFlag" { return .text("A") }
        guard !field.isNullable else { return .null }
        switch field.kind {
        case .id, .reference, .int32, .int64: return .integer(1)
        case .bool: return .bool(false)
        case .date: return .date(20_634)
        case .timestamp: return .timestamp(testNow)
        case .string, .text, .code: return .text(field.fixedCodes.first ?? "X")
        case .money, .baseMoney, .quantity, .percent, .rate, .decimal: return .decimal(0)
        }
    }

    @discardableResult
    func addTeam(_ name: String, path: String) async throws -> TeamID {
        TeamID(try await insert("Teams", ["Name": .text(name), "Path": .text(path)]))
    }

    /// A user with an account, by the console's way; with a password only where one is given.
    @discardableResult
    func addUser(
        _ name: String,
        role: BaseRole,
        dataRoles: [String] = [],
        team: TeamID? = nil,
        password: String? = nil
    ) async throws -> Account {
        let draft = UserDraft(
            userName: name,
            email: "\(name)@example.org",
            forename: name.capitalized,
            surname: "Tester",
            role: role,
            dataRoles: dataRoles,
            team: team
        )
        _ = try await UserService(accounts).create(draft, password: password, origin: .console)
        return try await account(name)
    }

    func account(_ name: String) async throws -> Account {
        guard let account = try await UserService(accounts).account(login: name) else { throw TestSetUpError() }
        return account
    }

    /// A viewer who is a person with a session.
    func person(_ account: Account) -> Viewer {
        let facts = SessionFacts(
            reference: "0000",
            authenticatedAt: time.now,
            hasSecondFactor: false,
            role: account.role
        )
        return account.viewer(.person(account.id, facts))
    }

    /// The text of a token with these scope words.
    func mint(
        _ owner: Account,
        words: String = "odata.read",
        rowScope: String = "owner",
        networks: String = "",
        description: String? = nil
    ) async throws -> TokenText {
        let draft = TokenDraft(
            description: description ?? "token \(time.next())",
            purpose: "",
            scope: ScopeChoice(),
            expiry: .days(.quarter),
            zone: .universal
        )
        let minted = try await TokenService(accounts).createAtConsole(draft, owner: owner)
        try await sql(
            "UPDATE access_token SET scopes = '\(words)', row_scope = '\(rowScope)', networks = '\(networks)' "
                + "WHERE token_id = \(minted.id)"
        )
        return TokenText(id: minted.id, keyID: minted.secret.keyID, text: minted.secret.revealText())
    }

    func sql(_ text: String) async throws {
        try await database.write { connection in try connection.execute(script: text) }
    }

    // MARK: Asking

    func tokenGate(isSecureExpected: Bool = false, requestsPerMinute: Int = 1_000_000) -> TokenGate {
        TokenGate(
            accounts,
            gate: gate,
            usage: usage,
            isSecureExpected: isSecureExpected,
            addresses: ClientAddressRule(),
            requestsPerMinute: requestsPerMinute
        )
    }

    func engine(_ gate: any RequestGate, limits: ODataLimits = ODataLimits()) -> ODataEngine {
        ODataEngine(
            gate: gate,
            operations: OpportunityOperations.handlers,
            limits: limits,
            now: { testNow },
            report: { [self] _, text in reports.withLock { $0.append(text) } }
        )
    }

    /// Asks as a viewer, past the token gate.
    func get(_ url: String, as viewer: Viewer, fields: HTTPFields = HTTPFields()) async throws -> TestAnswer {
        try await Self.get(url, from: engine(ViewerGate(gate: gate, viewer: viewer)), fields: fields)
    }

    /// Asks with a token.
    func get(_ url: String, token: String, gate: TokenGate? = nil) async throws -> TestAnswer {
        var fields = HTTPFields()
        fields[.authorization] = "Bearer \(token)"
        return try await Self.get(url, from: engine(gate ?? tokenGate()), fields: fields)
    }

    /// Sends `METHOD target` with a token; a body is JSON unless a header says otherwise.
    func send(
        _ line: String,
        _ body: String? = nil,
        token: String,
        headers: [String] = [],
        gate: TokenGate? = nil
    ) async throws -> TestAnswer {
        var fields = HTTPFields()
        fields[.authorization] = "Bearer \(token)"
        for header in headers {
            let pair = header.split(separator: ":", maxSplits: 1).map(String.init)
            guard let name = HTTPField.Name(pair[0]) else { continue }
            fields[name] = String(pair[1].drop { $0 == " " })
        }
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        return try await Self.answer(
            HTTPRequest.Method(words[0]) ?? .get,
            words[1],
            body: body.map { .bytes(Array($0.utf8)) } ?? .none,
            from: engine(gate ?? tokenGate()),
            fields: fields
        )
    }

    static func get(_ url: String, from engine: ODataEngine, fields: HTTPFields) async throws -> TestAnswer {
        try await answer(.get, url, body: .none, from: engine, fields: fields)
    }

    private static func answer(
        _ method: HTTPRequest.Method,
        _ url: String,
        body: ODataRequestBody,
        from engine: ODataEngine,
        fields: HTTPFields
    ) async throws -> TestAnswer {
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? parts[1].replacingOccurrences(of: " ", with: "%20") : nil
        let response = await engine.respond(
            to: ODataRequest(
                method: method,
                path: parts[0],
                query: query,
                fields: fields,
                body: body,
                serviceRoot: "https://crm.test/odata/v4/",
                peer: ODataPeer(address: "192.0.2.7", isSecure: true, requestID: "r1")
            )
        )
        var bytes: [UInt8] = []
        switch response.body {
        case .empty: break
        case .bytes(let whole): bytes = whole
        case .stream(let stream): while let chunk = try await stream.next() { bytes += chunk }
        }
        return TestAnswer(status: response.status.code, fields: response.fields, bytes: bytes)
    }
}

/// A migrated database with its reference data, made once for all tests and copied for each.
private actor TemplateDatabase {
    static let shared = TemplateDatabase()
    private var making: Task<URL, any Error>?

    func file() async throws -> URL {
        let task = making ?? Task { try await Self.make() }
        making = task
        return try await task.value
    }

    private static func make() async throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("template.sqlite")
        let database = try await SQLiteDatabase.open(
            path: file.path,
            configuration: SQLiteConfiguration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await MigrationRunner(AllMigrations.all, program: "test").run(on: database) { testNow }
        try await ReferenceData(catalog: CRMModel.makeCatalog()).complete(database, baseCurrency: "EUR", now: testNow)
        await database.close()
        return file
    }
}

/// Lets a few tests with a database run at a time, so that none waits past its limits on a busy machine.
private actor Crowd {
    static let shared = Crowd()
    private var free = 3
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

struct TokenText: Sendable {
    var id: TokenID
    var keyID: TokenKeyID
    var text: String
}

struct TestSetUpError: Error {}

/// A clock that moves only when a test moves it.
final class TestClock: Sendable {
    private let state = Mutex((now: TemporaryService.start, count: 0))

    var now: UTCInstant { state.withLock { $0.now } }

    func advance(seconds: Int64) { state.withLock { $0.now = $0.now.adding(seconds: seconds) } }

    func set(_ now: UTCInstant) { state.withLock { $0.now = now } }

    /// Another number each time.
    func next() -> Int {
        state.withLock {
            $0.count += 1
            return $0.count
        }
    }
}

/// SplitMix64: the same numbers in each run.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &+ 0x9e37_79b9_7f4a_7c15  // SplitMix64 wraps by definition
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9  // SplitMix64 wraps by definition
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb  // SplitMix64 wraps by definition
        return mixed ^ (mixed >> 31)
    }
}

struct TestAnswer: Sendable {
    var status: Int
    var fields: HTTPFields
    var bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var json: RecordValue {
        do { return try RecordValueReader.read(bytes) } catch { return .null }
    }

    /// The values of one member of all records of a collection.
    func column(_ name: String) -> [String] {
        guard case .list(let records) = json["value"] else { return [] }
        return records.map { $0[name].plainText ?? "null" }
    }

    var code: String? { json["error"]["code"].plainText }
    var message: String? { json["error"]["message"].plainText }

    func lines(_ name: String) -> [String] {
        guard let name = HTTPField.Name(name) else { return [] }
        return fields[values: name]
    }
}

/// Admits everybody as one viewer.
struct ViewerGate: RequestGate {
    let gate: Gate
    let viewer: Viewer

    func admit(_ request: GateRequest) async -> GateDecision {
        .admitted(ViewerCaller(viewer: viewer, gate: gate))
    }
}

private struct ViewerCaller: CallerContext {
    let viewer: Viewer
    let gate: Gate

    var model: EdmModel { gate.view(of: viewer).model }
    var source: any DataSource { gate.source(for: viewer) }
    var grantShape: String { viewer.shape }

    func stillAllowed() async -> Bool { true }
    func finished(_ usage: RequestUsage) async {}

    func access(to act: WriteAct, on entitySet: String) -> WriteAccess {
        gate.source(for: viewer).access(to: act, on: entitySet)
    }
}
