import HTTPTypes
import Hummingbird

/// Adds the headers that keep pages from being framed, sniffed or fed with foreign content.
///
/// A page that sets one of them itself keeps its own.
struct SecurityHeadersMiddleware: RouterMiddleware {
    typealias Context = AppRequestContext

    /// Whether the public address is https, so that browsers may be told to insist on it.
    let isSecure: Bool

    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private static let lines: [(name: String, value: String)] = [
        ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]

    private static let fields: [(name: HTTPField.Name, value: String)] = lines.compactMap { line in
        HTTPField.Name(line.name).map { ($0, line.value) }
    }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in Self.fields where !response.headers.contains(field.name) {
            response.headers[field.name] = field.value
        }
        if isSecure, !response.headers.contains(.strictTransportSecurity) {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
        }
        return response
    }
}
