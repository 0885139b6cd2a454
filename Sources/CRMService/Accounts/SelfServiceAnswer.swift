public import Identity
import OData
import ODataServer

/// An answer of the calls that a token makes about itself, free of any web framework.
public struct SelfServiceAnswer: Sendable {
    /// The HTTP status.
    public let status: Int
    /// Header lines in their order.
    public let headers: [ResponseHeader]
    /// The body; empty for none.
    public let body: String

    private static let json = ResponseHeader("Content-Type", "application/json")

    init(status: Int, headers: [ResponseHeader] = [], body: CanonicalJSON? = nil, type: String = "application/json") {
        self.status = status
        let kind = body == nil ? [] : [ResponseHeader("Content-Type", type)]
        self.headers = AuthResponse.privacyHeaders + kind + headers
        self.body = body?.text ?? ""
    }

    /// A refusal as problem details (RFC 9457), with the code the feed would give.
    init(_ refusal: GateRefusal) {
        let details = refusal.error.details.map { detail in
            CanonicalJSON.object([
                "code": .string(detail.code), "message": .string(detail.message),
                "target": detail.target.map { .string($0) } ?? .null,
            ])
        }
        self.init(
            problem: refusal.status,
            code: refusal.error.code,
            refusal.error.message,
            headers: refusal.headers.map { ResponseHeader($0.name, $0.value) },
            details: details
        )
    }

    init(
        problem status: Int,
        code: String,
        _ text: String,
        headers: [ResponseHeader] = [],
        details: [CanonicalJSON] = []
    ) {
        var members: [String: CanonicalJSON] = [
            "status": .integer(Int64(status)), "title": .string(Self.title(status)), "detail": .string(text),
            "code": .string(code),
        ]
        if !details.isEmpty { members["details"] = .array(details) }
        self.init(status: status, headers: headers, body: .object(members), type: "application/problem+json")
    }

    /// The answer to a method that the address does not have.
    public static func methodNotAllowed(_ allowed: [String]) -> SelfServiceAnswer {
        let list = allowed.joined(separator: ", ")
        return SelfServiceAnswer(
            problem: 405,
            code: "method.not-allowed",
            "This address takes \(list)",
            headers: [ResponseHeader("Allow", list)]
        )
    }

    /// The answer while the database is away.
    public static let unavailable = SelfServiceAnswer(TokenGate.refusal(.unavailable))

    private static func title(_ status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        default: "Error"
        }
    }
}

/// A call about a token: what is needed of the request.
public struct SelfServiceCall: Sendable {
    /// The method, in capital letters.
    public var method: String
    /// The path of the address.
    public var path: String
    /// The query, undecoded; nil where the address had none.
    public var query: String?
    /// Header lines.
    public var headers: [(name: String, value: String)]
    /// The body, as far as it is taken.
    public var body: [UInt8]
    /// Whether the client's own connection is encrypted.
    public var isSecure: Bool
    /// Where it comes from.
    public var origin: RequestOrigin

    /// Describes a call.
    public init(
        method: String,
        path: String,
        query: String?,
        headers: [(name: String, value: String)],
        body: [UInt8],
        isSecure: Bool,
        origin: RequestOrigin
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.isSecure = isSecure
        self.origin = origin
    }

    var gateRequest: GateRequest {
        GateRequest(
            method: method,
            path: path,
            query: query,
            peer: ODataPeer(
                address: origin.address == .unknown ? nil : origin.address.description,
                isSecure: isSecure,
                requestID: origin.requestID
            ),
            fields: headers
        )
    }
}
