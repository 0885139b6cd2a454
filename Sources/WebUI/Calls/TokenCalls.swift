public import CRMService
import HTTPTypes
public import Hummingbird
import Identity
import NIOCore

/// The calls that programs make about tokens, beside the feed: look at the own one, end it, renew it, report leaks.
///
/// They read no cookie, so that no page of another site can make them in somebody's name, and answer JSON.
public struct TokenCalls: Sendable {
    private let service: TokenSelfService
    private let report: @Sendable (_ requestID: String, _ text: String) -> Void

    /// Makes the calls; `report` is told of failures that are a fault of ours.
    public init(
        service: TokenSelfService,
        report: @escaping @Sendable (_ requestID: String, _ text: String) -> Void
    ) {
        self.service = service
        self.report = report
    }

    private struct Address {
        let path: String
        let bytes: Int
        let methods: [HTTPRequest.Method: @Sendable (SelfServiceCall) async throws -> SelfServiceAnswer]
    }

    private static let allMethods: [HTTPRequest.Method] = [.get, .put, .post, .patch, .delete]

    private var addresses: [Address] {
        let service = service
        return [
            Address(
                path: "/api/tokens/current",
                bytes: 0,
                methods: [.get: { try await service.current($0) }, .delete: { try await service.revokeCurrent($0) }]
            ),
            Address(
                path: "/api/tokens/current/rotate",
                bytes: 1_024,
                methods: [.post: { try await service.rotateCurrent($0) }]
            ),
            Address(
                path: "/oauth/revoke",
                bytes: 4_096,
                methods: [
                    .post: { call in
                        let form = FormValues(String(decoding: call.body, as: UTF8.self))
                        return try await service.revoke(token: form["token"], origin: call.origin)
                    }
                ]
            ),
            Address(
                path: "/api/token-leaks",
                bytes: TokenSelfService.leakBytes,
                methods: [.post: { await service.reportLeaks($0.body, origin: $0.origin) }]
            ),
        ]
    }

    /// Adds the calls to a router, and an answer 405 where an address exists with another method.
    public func register<Routes: RouterMethods>(on router: Routes) where Routes.Context: WebRequestContext {
        for address in addresses {
            for method in Self.allMethods {
                router.on(RouterPath(address.path), method: method) { request, context in
                    guard let act = address.methods[method] else {
                        let known = Self.allMethods.filter { address.methods[$0] != nil }.map(\.rawValue)
                        return Self.response(.methodNotAllowed(known))
                    }
                    return try await respond(to: request, context, bytes: address.bytes, by: act)
                }
            }
        }
    }

    private func respond(
        to request: Request,
        _ context: some WebRequestContext,
        bytes: Int,
        by act: @Sendable (SelfServiceCall) async throws -> SelfServiceAnswer
    ) async throws -> Response {
        let target = (request.head.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        do {
            let call = SelfServiceCall(
                method: request.method.rawValue,
                path: target.first.map(String.init) ?? "/",
                query: target.count > 1 ? String(target[1]) : nil,
                headers: request.headers.map { ($0.name.canonicalName, $0.value) },
                body: try await body(of: request, upTo: bytes),
                isSecure: context.isSecure,
                origin: RequestOrigin(
                    address: context.address,
                    client: String((request.headers[.userAgent] ?? "").prefix(200)),
                    requestID: context.requestID
                )
            )
            return Self.response(try await act(call))
        } catch let error as CancellationError {
            throw error
        } catch {
            report(context.requestID, "\(error)")
            return Self.response(.unavailable)
        }
    }

    /// The body; one that is longer than the address takes is cut behind its limit, which makes it senseless there.
    private func body(of request: Request, upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            bytes += buffer.readableBytesView.prefix(limit + 1 - min(bytes.count, limit + 1))
            if bytes.count > limit { break }
        }
        return bytes
    }

    private static func response(_ answer: SelfServiceAnswer) -> Response {
        var fields = HTTPFields()
        for line in answer.headers {
            if let name = HTTPField.Name(line.name) { fields.append(HTTPField(name: name, value: line.value)) }
        }
        return Response(
            status: .init(code: answer.status),
            headers: fields,
            body: answer.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(string: answer.body))
        )
    }
}
