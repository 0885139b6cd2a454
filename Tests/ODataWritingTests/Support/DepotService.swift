import Foundation
import HTTPTypes
import Logging
import OData
import ODataSQL
import ODataServer
import SQLCore
import SQLiteDriver

/// A whole service over the depot: engine, runner and a database of its own.
struct DepotService: Sendable {
    let engine: ODataEngine
    let database: SQLiteDatabase

    static func with(
        hiding hidden: Set<Int64> = [],
        limits: ODataLimits = ODataLimits(),
        _ body: (DepotService) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await SQLiteDatabase.open(
            path: folder.appendingPathComponent("depot.sqlite").path,
            configuration: SQLiteConfiguration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await database.write { connection in try connection.execute(script: Depot.schema) }
            let source = DepotSource(database: database, sources: DepotSources(hidden: hidden))
            let engine = ODataEngine(
                gate: DepotGate(source: source),
                operations: DepotOperations.handlers,
                limits: limits,
                now: { DepotSource.now }
            )
            try await body(DepotService(engine: engine, database: database))
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    /// Bounds that a small body passes.
    static var small: ODataLimits {
        var limits = ODataLimits()
        limits.bodyBytes = 4_000
        limits.writtenEntities = 3
        limits.json.values = 500
        return limits
    }

    /// Sends `METHOD target`, with `Name: value` lines and a body.
    func send(_ line: String, _ body: String? = nil, headers: [String] = []) async -> Answer {
        let type = body == nil ? [] : ["Content-Type: application/json"]
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return await send(parts[0], parts[1], bytes: body.map { Array($0.utf8) }, headers: headers + type)
    }

    func send(_ method: String, _ target: String, bytes: [UInt8]?, headers: [String]) async -> Answer {
        let target = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var fields = HTTPFields()
        for header in headers {
            let pair = header.split(separator: ":", maxSplits: 1).map(String.init)
            guard pair.count == 2, let name = HTTPField.Name(pair[0]), fields[name] == nil else { continue }
            fields.append(HTTPField(name: name, value: String(pair[1].drop { $0 == " " })))
        }
        let response = await engine.respond(
            to: ODataRequest(
                method: HTTPRequest.Method(method) ?? .get,
                path: Self.encoded(target[0]),
                query: target.count > 1 ? Self.encoded(target[1]) : nil,
                fields: fields,
                body: bytes.map { .bytes($0) } ?? .none,
                serviceRoot: "http://depot/",
                peer: ODataPeer(requestID: "r1")
            )
        )
        return await Answer(response)
    }

    private static func encoded(_ text: String) -> String { text.replacing(" ", with: "%20") }

    /// What came back.
    struct Answer: Sendable {
        let status: Int
        let fields: HTTPFields
        let text: String
        /// Whether the body broke off.
        let isCut: Bool

        init(_ response: ODataResponse) async {
            status = response.status.code
            fields = response.fields
            var bytes: [UInt8] = []
            var isCut = false
            switch response.body {
            case .empty: break
            case .bytes(let whole): bytes = whole
            case .stream(let stream):
                do {
                    while let chunk = try await stream.next() { bytes += chunk }
                } catch {
                    isCut = true
                }
            }
            self.isCut = isCut
            text = String(decoding: bytes, as: UTF8.self)
        }

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }

        /// The code of the error in the body.
        var code: String? {
            guard text.hasPrefix(#"{"error":{"code":""#) else { return nil }
            return text.dropFirst(18).split(separator: "\"").first.map(String.init)
        }

        /// The targets of all causes, in order.
        var targets: [String] {
            guard let details = text.firstRange(of: #""details":["#) else { return [] }
            return text[details.upperBound...].split(separator: #""target":""#).dropFirst()
                .compactMap { $0.split(separator: "\"").first.map(String.init) }
        }
    }
}

/// Rows of the depot; products of some keys are hidden.
struct DepotSources: RowSources {
    var hidden: Set<Int64> = []

    func source(of entitySet: String) -> RowSource? {
        guard let mapping = Depot.mapping[entitySet] else { return nil }
        guard entitySet == "Products", !hidden.isEmpty else { return RowSource(mapping, rows: .all) }
        let keys = hidden.sorted().map { SQLExpression.bind(.integer($0)) }
        return RowSource(mapping, rows: .matching { alias in .not(.inList(.column(alias, "ID"), keys)) })
    }
}

struct DepotSource: DataSource {
    static let now: Int64 = 1_704_067_200_000_000
    static let clock = PlanClock(nowMicroseconds: now, today: "2024-01-01")

    let database: SQLiteDatabase
    let sources: DepotSources

    func read(_ read: BoundRead, options: ReadOptions) async throws(DataSourceError) -> EntityStream {
        do {
            return try await database.read { [sources, cost = RequestCost.current] connection in
                guard let cost else { return try DepotSession.read(read, options, sources, connection) }
                return try cost.measured { try DepotSession.read(read, options, sources, connection) }
            }
        } catch let error as DataSourceError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    func write<Result: Sendable>(
        at now: Int64,
        _ body: @escaping @Sendable (any WriteSession) throws -> Result
    ) async throws -> Result {
        do {
            return try await database.write { [sources, cost = RequestCost.current] connection in
                let session = DepotSession(connection: connection, sources: sources)
                guard let cost else { return try body(session) }
                return try cost.measured { try body(session) }
            }
        } catch let error as SQLDatabaseError {
            throw WriteError(error)
        }
    }
}

/// One transaction.
final class DepotSession: WriteSession {
    private let connection: any SQLConnection
    private let sources: DepotSources
    private let runner: WriteRunner

    init(connection: any SQLConnection, sources: DepotSources) {
        self.connection = connection
        self.sources = sources
        runner = WriteRunner(
            model: Depot.model,
            sources: sources,
            store: MappedRowStore(model: Depot.model, facts: Depot.facts, connection: connection),
            clock: DepotSource.clock,
            connection: connection
        )
    }

    func write(_ write: BoundWrite) throws(WriteError) -> WriteOutcome { try runner.run(write) }

    func read(_ read: BoundRead, options: ReadOptions) throws(DataSourceError) -> EntityStream {
        try Self.read(read, options, sources, connection)
    }

    static func read(
        _ read: BoundRead,
        _ options: ReadOptions,
        _ sources: DepotSources,
        _ connection: any SQLConnection
    ) throws(DataSourceError) -> EntityStream {
        let format = RowFormat(
            metadata: .minimal,
            usesShortNames: options.version == .v4_01,
            serviceRoot: options.serviceRoot
        )
        do {
            let plan = try ReadPlanner(
                model: Depot.model,
                sources: sources,
                format: format
            ).plan(read)
            let page = ReadRunner.Page(remaining: read.query.top, skip: 0, size: 1000, position: nil) { _, _, _ in "" }
            let runner = ReadRunner(
                plan: plan,
                format: format,
                page: page,
                envelope: ReadRunner.Envelope(contextURL: options.contextURL),
                clock: DepotSource.clock
            )
            var body: [UInt8] = []
            switch try runner.run(on: connection, sink: { body += $0 }) {
            case .notFound: return EntityStream(facts: .init(outcome: .notFound), body: .empty)
            case .noContent: return EntityStream(facts: .init(outcome: .null), body: .empty)
            case .written(let summary):
                let tag = summary.version.map { EntityTag(String($0)) }
                return EntityStream(facts: .init(entityTag: tag), body: .bytes(body))
            }
        } catch SQLDatabaseError.arithmetic(.divisionByZero) {
            throw .divisionByZero
        } catch SQLDatabaseError.arithmetic(.overflow) {
            throw .overflow
        } catch SQLDatabaseError.tooComplex(let text) {
            throw .tooComplex(text)
        } catch SQLDatabaseError.rendering(.tooDeep) {
            throw .tooComplex("the statement nests too deep")
        } catch {
            throw .failed("\(error)")
        }
    }
}

struct DepotGate: RequestGate {
    let source: DepotSource

    func admit(_ request: GateRequest) async -> GateDecision { .admitted(DepotCaller(source: source)) }
}

struct DepotCaller: CallerContext {
    let source: any DataSource
    var model: EdmModel { Depot.model }
    var grantShape: String { "all" }

    init(source: DepotSource) { self.source = source }

    func stillAllowed() async -> Bool { true }
    func finished(_ usage: RequestUsage) async {}
}
