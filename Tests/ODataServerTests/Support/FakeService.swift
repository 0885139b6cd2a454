import HTTPTypes
import OData
import ODataServer
import Synchronization

/// A service over nothing: a small model, one caller, and a source that gives what a test put in.
enum FakeService {
    static func name(_ text: String) -> EdmTypeName { EdmTypeName("Test", text) }

    static let model = EdmModel(schemas: [
        EdmSchema(
            namespace: "Test",
            entityTypes: [
                EdmEntityType(
                    name("Thing"),
                    key: [.init("Id")],
                    properties: [
                        EdmProperty("Id", .primitive(.int32, isNullable: false)),
                        EdmProperty("Name", .primitive(.string)),
                        EdmProperty("Price", .primitive(.decimal, facets: .init(precision: 9, scale: .fixed(2)))),
                        EdmProperty("Made", .primitive(.dateTimeOffset)),
                        EdmProperty("Kind", EdmTypeReference(.enumeration(name("Kind")))),
                    ],
                    navigationProperties: [
                        EdmNavigationProperty("Parent", to: name("Thing")),
                        EdmNavigationProperty("Parts", to: name("Thing"), isCollection: true),
                    ]
                ),
                EdmEntityType(
                    name("Line"),
                    key: [.init("A"), .init("B")],
                    properties: [
                        EdmProperty("A", .primitive(.int32, isNullable: false)),
                        EdmProperty("B", .primitive(.int32, isNullable: false)),
                    ]
                ),
            ],
            enumTypes: [EdmEnumType(name("Kind"), members: [.init("Big", 0), .init("Small", 1)])],
            container: EdmEntityContainer(
                name("Container"),
                entitySets: [
                    EdmEntitySet(
                        "Things",
                        entityType: name("Thing"),
                        navigationBindings: [
                            .init(path: "Parent", target: "Things"), .init(path: "Parts", target: "Things"),
                        ]
                    ),
                    EdmEntitySet("Lines", entityType: name("Line")),
                ]
            )
        )
    ])

    /// An engine and what it was asked for.
    static func engine(
        source: FakeSource = FakeSource(),
        decision: (@Sendable (GateRequest) -> GateDecision)? = nil,
        limits: ODataLimits = ODataLimits(),
        caller: FakeCaller? = nil,
        now: @escaping @Sendable () -> Int64 = { 1_705_311_000_000_000 },
        report: @escaping @Sendable (String?, String) -> Void = { _, _ in }
    ) -> ODataEngine {
        let caller = caller ?? FakeCaller(source: source)
        return ODataEngine(
            gate: FakeGate(decide: decision ?? { _ in .admitted(caller) }),
            limits: limits,
            now: now,
            report: report
        )
    }
}

struct FakeGate: RequestGate {
    var decide: @Sendable (GateRequest) -> GateDecision

    func admit(_ request: GateRequest) async -> GateDecision { decide(request) }
}

final class FakeCaller: CallerContext {
    let model: EdmModel
    let source: any DataSource
    let grantShape: String
    let headers: [GateHeader]
    let usage = Mutex<[RequestUsage]>([])
    let isAllowed = Mutex(true)
    private let refuse: (@Sendable (BindingError, Result<BoundRequest, BindingError>) -> GateRefusal?)?

    init(
        source: any DataSource = FakeSource(),
        model: EdmModel = FakeService.model,
        grantShape: String = "all",
        headers: [GateHeader] = [],
        refuse: (@Sendable (BindingError, Result<BoundRequest, BindingError>) -> GateRefusal?)? = nil
    ) {
        self.source = source
        self.model = model
        self.grantShape = grantShape
        self.headers = headers
        self.refuse = refuse
    }

    func stillAllowed() async -> Bool { isAllowed.withLock { $0 } }

    func refusal(
        for error: BindingError,
        rebind: @Sendable (EdmModel) -> Result<BoundRequest, BindingError>
    ) async -> GateRefusal? {
        refuse?(error, rebind(FakeService.model))
    }

    func finished(_ usage: RequestUsage) async { self.usage.withLock { $0.append(usage) } }
}

final class FakeSource: DataSource {
    let asked = Mutex<[(read: BoundRead, options: ReadOptions)]>([])
    private let answer: @Sendable (BoundRead, ReadOptions) -> Result<EntityStream, DataSourceError>

    init(
        _ answer: @escaping @Sendable (BoundRead, ReadOptions) -> Result<EntityStream, DataSourceError> = { _, _ in
            .success(EntityStream(body: .bytes(Array("{}".utf8)), rowCount: { 1 }))
        }
    ) {
        self.answer = answer
    }

    func read(_ read: BoundRead, options: ReadOptions) async throws(DataSourceError) -> EntityStream {
        asked.withLock { $0.append((read, options)) }
        return try answer(read, options).get()
    }

    /// The options of the only read.
    var options: ReadOptions? { asked.withLock { $0.first?.options } }
}

/// Gives chunks, then perhaps an error; says whether it was cancelled.
final class FakeChunks: Sendable {
    let isCancelled = Mutex(false)
    private let rest: Mutex<[Result<[UInt8], any Error>]>

    init(_ chunks: [Result<[UInt8], any Error>]) {
        rest = Mutex(chunks)
    }

    var stream: ODataByteStream {
        ODataByteStream(
            next: { try self.rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }?.get() },
            cancel: { self.isCancelled.withLock { $0 = true } }
        )
    }
}

extension ODataEngine {
    /// Sends a request written as `METHOD target`, with `Name: value` lines.
    func send(_ line: String, _ headers: [String] = [], body: String? = nil) async -> ODataResponse {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let target = parts[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var fields = HTTPFields()
        for header in headers {
            let pair = header.split(separator: ":", maxSplits: 1).map(String.init)
            guard let name = HTTPField.Name(pair[0]) else { continue }
            fields.append(HTTPField(name: name, value: String(pair[1].drop { $0 == " " })))
        }
        return await respond(
            to: ODataRequest(
                method: HTTPRequest.Method(parts[0]) ?? .get,
                path: target[0],
                query: target.count > 1 ? target[1] : nil,
                fields: fields,
                body: body.map { .bytes(Array($0.utf8)) } ?? .none,
                serviceRoot: "https://host/odata/v4/",
                peer: ODataPeer(requestID: "r1")
            )
        )
    }
}

extension ODataResponse {
    /// The whole body as text; nil where it broke off.
    func text() async -> String? {
        switch body {
        case .empty: return ""
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .stream(let stream):
            var bytes: [UInt8] = []
            do {
                while let chunk = try await stream.next() { bytes += chunk }
                return String(decoding: bytes, as: UTF8.self)
            } catch {
                return nil
            }
        }
    }

    /// The code of the error in the body, found without a parser.
    func errorCode() async -> String? {
        guard let text = await text(), text.hasPrefix(#"{"error":{"code":""#) else { return nil }
        return text.dropFirst(18).split(separator: "\"").first.map(String.init)
    }

    /// The only value of a header; nil where it is missing or there twice.
    func header(_ name: String) -> String? {
        guard let name = HTTPField.Name(name) else { return nil }
        let values = fields[values: name]
        return values.count == 1 ? values.first : nil
    }
}
