import Hummingbird
import NIOCore
import OData
import ODataHTTP
import ODataServer
import Synchronization

/// A service on a free port of the loopback interface, whose source gives what a test put in.
struct LoopbackService: Sendable {
    /// What the source does: given the number of the request, counted from 0.
    var answer: @Sendable (ReadOptions) async throws(DataSourceError) -> EntityStream
    var options = ODataHTTPOptions()
    var limits = ODataLimits()

    static let model: EdmModel = {
        let name = EdmTypeName("Test", "Thing")
        let type = EdmEntityType(
            name,
            key: [.init("Id")],
            properties: [
                EdmProperty("Id", .primitive(.int32, isNullable: false)), EdmProperty("Name", .primitive(.string)),
            ]
        )
        let set = EdmEntitySet("Things", entityType: name)
        let container = EdmEntityContainer(EdmTypeName("Test", "Container"), entitySets: [set])
        return EdmModel(schemas: [EdmSchema(namespace: "Test", entityTypes: [type], container: container)])
    }()

    /// Runs the service while a test talks to it.
    func run(_ test: @escaping @Sendable (LoopbackClient) async throws -> Void) async throws {
        let engine = ODataEngine(gate: OpenGate(answer: answer), limits: limits, now: { 0 })
        let router = Router()
        router.add(middleware: ODataController(engine: engine, options: options))
        router.get("/elsewhere") { _, _ in "here" }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let service = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            defer { group.cancelAll() }
            for await number in ports {
                try await test(LoopbackClient(port: number))
                break
            }
        }
    }
}

private struct OpenGate: RequestGate {
    var answer: @Sendable (ReadOptions) async throws(DataSourceError) -> EntityStream

    func admit(_ request: GateRequest) async -> GateDecision { .admitted(Everybody(answer: answer)) }
}

private struct Everybody: CallerContext, DataSource {
    var answer: @Sendable (ReadOptions) async throws(DataSourceError) -> EntityStream

    var model: EdmModel { LoopbackService.model }
    var source: any DataSource { self }
    var grantShape: String { "" }

    func stillAllowed() async -> Bool { true }
    func finished(_ usage: RequestUsage) async {}

    func read(_ read: BoundRead, options: ReadOptions) async throws(DataSourceError) -> EntityStream {
        try await answer(options)
    }
}
