import HTTPTypes
import Hummingbird
import Identity

/// Gives every request an id, and every answer the header `Request-Id` with it.
///
/// An id that came with the request is taken from trusted proxies only, so that nobody else writes into the log.
struct RequestIDMiddleware: RouterMiddleware {
    typealias Context = AppRequestContext

    let trustedProxies: [NetworkPrefix]
    let makeID: @Sendable () -> String

    static let header = HTTPField.Name("Request-Id")
    private static let incoming = HTTPField.Name("X-Request-Id")

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = given(request, context) ?? makeID()
        var response = try await next(request, context)
        if let name = Self.header { response.headers[name] = context.requestID }
        return response
    }

    private func given(_ request: Request, _ context: Context) -> String? {
        guard !trustedProxies.isEmpty, let name = Self.incoming, let value = request.headers[name],
            (1...36).contains(value.utf8.count), value.utf8.allSatisfy(Self.isIDByte),
            let peer = context.peerAddress.flatMap({ NetworkAddress($0) }),
            trustedProxies.contains(where: { $0.contains(peer) })
        else { return nil }
        return value
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"): true
        default: false
        }
    }
}
