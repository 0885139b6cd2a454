import HTTPTypes
import Hummingbird

/// Answers HEAD as GET without the body, for pages and files.
struct HeadMiddleware: RouterMiddleware {
    typealias Context = AppRequestContext

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .head else { return try await next(request, context) }
        var head = request.head
        head.method = .get
        let get = Request(head: head, body: request.body)
        return try await next(get, context).createHeadResponse()
    }
}
