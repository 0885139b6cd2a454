import HTTPTypes
import Hummingbird
import Identity

/// Finds the client's address and whether its own connection is encrypted; headers of proxies count only from trusted
/// ones.
struct ClientAddressMiddleware: RouterMiddleware {
    typealias Context = AppRequestContext

    let rule: ClientAddressRule

    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")
    private static let forwarded = HTTPField.Name("Forwarded")
    private static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let peer = context.peerAddress
        context.address = rule.resolve(peer: peer, headers: rule.header == .none ? [] : lines(request))
        context.isSecure = isFromTrustedProxy(peer) && saysHTTPS(request)
        return try await next(request, context)
    }

    private func lines(_ request: Request) -> [(name: String, value: String)] {
        [Self.forwardedFor, Self.forwarded].compactMap(\.self).flatMap { name in
            request.headers[values: name].map { (name: name.canonicalName, value: $0) }
        }
    }

    private func isFromTrustedProxy(_ peer: String?) -> Bool {
        guard rule.header != .none, let address = peer.flatMap({ NetworkAddress($0) }) else { return false }
        return rule.trustedProxies.contains { $0.contains(address) }
    }

    private func saysHTTPS(_ request: Request) -> Bool {
        if rule.header == .forwarded {
            return Self.forwarded.flatMap { request.headers[$0] }?.lowercased().contains("proto=https") ?? false
        }
        return Self.forwardedProto.flatMap { request.headers[$0] }?.lowercased() == "https"
    }
}
