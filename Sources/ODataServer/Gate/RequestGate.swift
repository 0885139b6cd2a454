public import OData

/// Decides who asks, before anything else looks at the request.
public protocol RequestGate: Sendable {
    /// Admits a request with everything its caller may see, or refuses it.
    func admit(_ request: GateRequest) async -> GateDecision

    /// Admits a request and, where it can, lets `answer` run at once beside the caller's rows, so that a small read costs
    /// one visit to the database and sees the state its caller was judged by.
    ///
    /// `answer` runs at most once, on a thread that may block, and only for an admitted request; its caller's source
    /// answers ``DataSource/readAtOnce(_:options:)`` until it returns.
    func admit<Answer: Sendable>(
        _ request: GateRequest,
        answer: @escaping @Sendable (any CallerContext) -> Answer?
    ) async -> (decision: GateDecision, answer: Answer?)
}

extension RequestGate {
    /// Admits a request and leaves the answer for later.
    public func admit<Answer: Sendable>(
        _ request: GateRequest,
        answer: @escaping @Sendable (any CallerContext) -> Answer?
    ) async -> (decision: GateDecision, answer: Answer?) {
        (await admit(request), nil)
    }
}

/// What a gate sees of a request: no body, and headers by name only.
public struct GateRequest: Sendable {
    /// The method, in capital letters.
    public let method: String
    /// The path after the service root, undecoded.
    public let path: String
    /// The query, undecoded; nil where the URL had none.
    public let query: String?
    /// What is known about the client.
    public let peer: ODataPeer

    /// Names in small letters.
    private let fields: [(name: String, value: String)]

    /// Makes a request; header names in any case.
    public init(
        method: String,
        path: String,
        query: String?,
        peer: ODataPeer,
        fields: [(name: String, value: String)]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.peer = peer
        self.fields = fields.map { ($0.name.lowercased(), $0.value) }
    }

    /// Takes the names as they are, in small letters.
    init(
        method: String,
        path: String,
        query: String?,
        peer: ODataPeer,
        canonicalFields: [(name: String, value: String)]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.peer = peer
        fields = canonicalFields
    }

    /// The values of all header lines of a name, in order; the name in small letters.
    public func values(of name: String) -> [String] {
        var values: [String] = []
        for field in fields where field.name == name { values.append(field.value) }
        return values
    }
}

/// The answer of a gate.
public enum GateDecision: Sendable {
    case admitted(any CallerContext)
    case refused(GateRefusal)
}

/// A refusal, finished but for the form of its body.
public struct GateRefusal: Error, Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// Header lines in their order, such as two `WWW-Authenticate`.
    public var headers: [GateHeader]
    /// The body.
    public var error: ODataError

    /// Makes a refusal.
    public init(status: Int, headers: [GateHeader] = [], error: ODataError) {
        self.status = status
        self.headers = headers
        self.error = error
    }
}

/// One header line.
public struct GateHeader: Sendable, Hashable {
    /// The name, in the usual spelling.
    public var name: String
    /// The value.
    public var value: String

    /// Makes a line.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension GateRefusal {
    /// The refusal of whoever guards the data.
    init(_ refusal: WriteRefusal) {
        self.init(
            status: refusal.status,
            headers: refusal.headers.map { GateHeader($0.name, $0.value) },
            error: refusal.error
        )
    }
}
