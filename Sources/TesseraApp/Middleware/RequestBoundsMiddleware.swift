import HTTPTypes
import Hummingbird
import WebUI

/// Refuses addresses and headers above their bounds for pages; the feed has the same bounds and its own answers.
struct RequestBoundsMiddleware: RouterMiddleware {
    typealias Context = AppRequestContext

    let urlBytes: Int
    let headerBytes: Int

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if (request.head.path ?? "").utf8.count > urlBytes {
            return Self.refusal(.uriTooLong, "The address is too long.")
        }
        // Name, value, colon, blank and line end, as they were on the wire.
        let bytes = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        if bytes > headerBytes { return Self.refusal(.requestHeaderFieldsTooLarge, "The headers are too large.") }
        return try await next(request, context)
    }

    private static func refusal(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: .init(string: sentence + "\n"))
        )
    }
}
