import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import WebUI

/// Turns errors that no page has handled into error pages; whatever is unknown is a fault of ours and goes to the log.
struct ErrorPageMiddleware: RouterMiddleware {
    typealias Context = AppRequestContext

    let pages: ErrorPages
    let logger: Logger

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as PageProblem {
            return page(problem, context)
        } catch let error as HTTPError {
            return page(.forStatus(error.status.code), context)
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.error(
                "A request failed",
                metadata: ["request": .string(context.requestID), "error": .string("\(error)")]
            )
            return page(.failed, context)
        }
    }

    private func page(_ problem: PageProblem, _ context: Context) -> Response {
        let html = pages.html(for: problem, requestID: context.requestID)
        var response = Response(
            status: .init(code: problem.status),
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: html))
        )
        if let seconds = problem.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        return response
    }
}
