import HTTPTypes
import Hummingbird
import NIOCore
import OData

/// Answers addresses that look like the feed and are not, in the form of the feed: a program that was given half an
/// address must not get a page.
struct NearFeedMiddleware: RouterMiddleware {
    typealias Context = AppRequestContext

    private static let folder = "/odata"

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = (request.head.path ?? "").prefix { $0 != "?" }
        guard path == Self.folder || path.hasPrefix(Self.folder + "/") else { return try await next(request, context) }
        let code = ODataError(.resourceNotFound).code
        let message = "There is no service at this address; it is at \(AppRouter.feedPath)/."
        let text = "{\"error\":{\"code\":\"\(code)\",\"message\":\"\(message)\"}}"
        var response = Response(
            status: .notFound,
            headers: [.contentType: "application/json;odata.metadata=minimal", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
        if let version = HTTPField.Name("OData-Version") { response.headers[version] = "4.0" }
        return response
    }
}
