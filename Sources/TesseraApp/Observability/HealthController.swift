import HTTPTypes
import Hummingbird
import NIOCore
import SQLCore
import Synchronization

/// Tells whether the program runs (`/health/live`) and whether it can serve (`/health/ready`).
struct HealthController: RouterMiddleware {
    typealias Context = AppRequestContext

    let database: any SQLDatabase
    let state: ServerState

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let path = request.head.path, path.hasPrefix("/health/") else { return try await next(request, context) }
        switch path {
        case "/health/live": return Self.answer(.ok, "live")
        case "/health/ready": return await ready()
        default: return try await next(request, context)
        }
    }

    private func ready() async -> Response {
        guard !state.isStopping else { return Self.answer(.serviceUnavailable, "stopping") }
        do {
            _ = try await database.status()
            return Self.answer(.ok, "ready")
        } catch {
            return Self.answer(.serviceUnavailable, "database")
        }
    }

    private static func answer(_ status: HTTPResponse.Status, _ word: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: "{\"status\":\"\(word)\"}\n"))
        )
    }
}

/// Whether the server is on its way down.
final class ServerState: Sendable {
    private let stopping = Atomic<Bool>(false)

    var isStopping: Bool { stopping.load(ordering: .relaxed) }

    func stop() { stopping.store(true, ordering: .relaxed) }
}
