import Foundation
import Logging
import OData
import ODataSQL
import ODataServer
import SQLCore
import SQLiteDriver

/// A model with its rows, served: what `odata-reference` mounts.
///
/// Shows all that is needed to serve a model of one's own: read the CSDL, let ``ModelStorage`` design tables, fill them,
/// and give the engine a gate that admits callers to a ``ReferenceDataSource``.
struct ReferenceService: Sendable {
    /// Why a service cannot start.
    enum Fault: Error, CustomStringConvertible {
        case unreadable(String, any Error)
        case model(String, CSDLError)
        case inconsistent(String, [EdmFault])
        case seed(String, SeedFault)

        var description: String {
            switch self {
            case .unreadable(let path, let error): "\(path) cannot be read: \(error)"
            case .model(let path, let error): "\(path), \(error)"
            case .inconsistent(let path, let faults):
                "\(path) breaks rules of CSDL:\n" + faults.map { "  \($0)" }.joined(separator: "\n")
            case .seed(let path, let fault): "\(path): \(fault)"
            }
        }
    }

    let model: EdmModel
    let storage: ModelStorage
    /// How sets are stored, and where their changes are numbered.
    let mapping: RelationalMapping
    let seed: Seed
    let database: SQLiteDatabase
    /// Requests that are answered later.
    let asynchronous: AsyncRequests

    /// Opens a service over a database file of its own, and fills it.
    ///
    /// Without paths the model and the rows are those that come with the program.
    static func open(
        model modelPath: String?,
        data dataPath: String?,
        database path: String,
        logger: Logger
    ) async throws -> ReferenceService {
        let declared = try readModel(modelPath)
        let seed = try readSeed(dataPath, declared)
        let model = declared.restrictingSearch(to: Set(seed.facts.filter { !$0.value.searched.isEmpty }.keys))
        let storage = try ModelStorage(model, facts: seed.facts)
        let database = try await SQLiteDatabase.open(
            path: path,
            configuration: SQLiteConfiguration(),
            logger: logger
        )
        let tracking = ChangeNumbers(model: model, storage: storage)
        let service = ReferenceService(
            model: model,
            storage: storage,
            mapping: tracking.mapping(storage.mapping),
            seed: seed,
            database: database,
            asynchronous: AsyncRequests(
                store: try SpoolDirectory(URL(filePath: path + ".answers", directoryHint: .isDirectory)),
                newName: { (UUID().uuidString + UUID().uuidString).replacing("-", with: "") }
            )
        )
        let statements = storage.schema.createStatements(for: database.dialect) + tracking.statements
        try await database.write { connection in
            for statement in statements { try connection.execute(script: statement) }
        }
        try await service.reseed()
        return service
    }

    private static func readModel(_ path: String?) throws -> EdmModel {
        let (bytes, name) = try file(path, "Model", "xml")
        let model: EdmModel
        do {
            let isJSON = bytes.first == UInt8(ascii: "{")
            model = isJSON ? try CSDLJSONReader.read(bytes).model : try CSDLXMLReader.read(bytes).model
        } catch {
            throw Fault.model(name, error)
        }
        let faults = model.faults()
        guard faults.isEmpty else { throw Fault.inconsistent(name, faults) }
        return model.inliningAnnotations()
    }

    private static func readSeed(_ path: String?, _ model: EdmModel) throws -> Seed {
        let (bytes, name) = try file(path, "Seed", "json")
        do {
            return try Seed(bytes, model: model)
        } catch let fault as SeedFault {
            throw Fault.seed(name, fault)
        }
    }

    private static func file(_ path: String?, _ name: String, _ ending: String) throws -> ([UInt8], String) {
        let url =
            path.map { URL(filePath: $0) }
            ?? Bundle.module.url(forResource: name, withExtension: ending, subdirectory: "Data")
            ?? URL(filePath: "\(name).\(ending)")
        do {
            return (Array(try Data(contentsOf: url)), url.path(percentEncoded: false))
        } catch {
            throw Fault.unreadable(url.path(percentEncoded: false), error)
        }
    }

    // MARK: Rows

    /// Brings all rows, links and streams back to the seed, in one transaction.
    func reseed() async throws {
        try await database.write { connection in try reseed(on: connection) }
    }

    /// The same inside a transaction that is open already.
    func reseed(on connection: any SQLConnection) throws {
        for table in storage.schema.tables.map(\.name).reversed() {
            try connection.execute(DeleteStatement(from: table, where: .true))
        }
        try SeedLoader(seed: seed, mapping: storage.mapping).load(into: connection)
        try ChangeNumbers(model: model, storage: storage).beginAnew(on: connection)
    }

    // MARK: Engine

    /// What stands behind the operations of the model.
    private func operations() throws -> ServiceOperations {
        var operations = ServiceOperations()
        StoreFunctions.add(to: &operations)
        try StoreFunctions.define(in: &operations)
        StoreActions(service: self).add(to: &operations)
        return operations
    }

    /// The usual bounds; texts are checked against the patterns of the model, as far as they are understood.
    private var limits: ODataLimits {
        var limits = ODataLimits()
        limits.matchesPattern = { pattern, text in TextPattern.matches(pattern, in: text) ?? true }
        return limits
    }

    /// The protocol engine for this service; everybody may read everything.
    func engine(report: @escaping @Sendable (String) -> Void) throws -> ODataEngine {
        let source = ReferenceDataSource(service: self, sealer: LinkSealer())
        return ODataEngine(
            gate: OpenGate(caller: OpenCaller(model: model, source: source)),
            operations: try operations(),
            limits: limits,
            asynchronous: asynchronous,
            now: { Int64(Date().timeIntervalSince1970 * 1_000_000) },
            report: { _, text in report(text) }
        )
    }
}

extension EdmModel {
    /// The model, saying of all other sets that they cannot be searched.
    fileprivate func restrictingSearch(to sets: Set<String>) -> EdmModel {
        let refusal = EdmAnnotation(
            StandardVocabulary.capabilities.term("SearchRestrictions"),
            .record(type: nil, properties: [EdmAnnotationProperty("Searchable", .bool(false))], annotations: [])
        )
        let schemas = schemas.map { schema in
            var schema = schema
            for position in schema.container?.entitySets.indices ?? 0..<0 {
                guard let set = schema.container?.entitySets[position], !sets.contains(set.name),
                    !set.annotations.contains(where: { $0.term == refusal.term })
                else { continue }
                schema.container?.entitySets[position].annotations.append(refusal)
            }
            return schema
        }
        return EdmModel(schemas: schemas, references: references)
    }
}

/// Admits everybody.
struct OpenGate: RequestGate {
    let caller: OpenCaller

    func admit(_ request: GateRequest) async -> GateDecision { .admitted(caller) }
}

/// Somebody who may see everything.
struct OpenCaller: CallerContext {
    let model: EdmModel
    let source: any DataSource

    var grantShape: String { "all" }
    /// All are one.
    var identity: String? { "everybody" }

    func stillAllowed() async -> Bool { true }

    func finished(_ usage: RequestUsage) async {}
}

/// Every row of every table.
struct OpenRows: RowSources {
    let mapping: RelationalMapping

    func source(of entitySet: String) -> RowSource? { mapping[entitySet].map { RowSource($0, rows: .all) } }
}

/// Guards links with a key of this process: they end with it.
///
/// `Hasher` is a keyed hash whose key is made anew in each process, which is enough for an example.
struct LinkSealer: TokenSealer {
    func seal(_ bytes: [UInt8]) -> String { Self.encode(Self.tag(of: bytes) + bytes) }

    func open(_ text: String) -> [UInt8]? {
        guard let sealed = Self.decode(text), sealed.count > 8 else { return nil }
        let bytes = Array(sealed.dropFirst(8))
        return Self.tag(of: bytes) == Array(sealed.prefix(8)) ? bytes : nil
    }

    private static func tag(of bytes: [UInt8]) -> [UInt8] {
        var hasher = Hasher()
        hasher.combine(bytes)
        let hash = UInt64(bitPattern: Int64(hasher.finalize()))
        return (0..<8).map { UInt8(truncatingIfNeeded: hash >> UInt64($0 * 8)) }
    }

    private static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func decode(_ text: String) -> [UInt8]? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: padded).map { Array($0) }
    }
}
