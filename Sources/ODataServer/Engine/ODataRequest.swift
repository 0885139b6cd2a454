public import HTTPTypes

/// A request to the service, as the engine takes it: undecoded, so that the parser alone decides what bytes mean.
public struct ODataRequest: Sendable {
    /// The method, in capital letters.
    public var method: HTTPRequest.Method
    /// The path after the service root, undecoded: empty, or beginning with `/`.
    public var path: String
    /// The query without its `?`, undecoded; nil where the URL had none.
    public var query: String?
    /// The header fields.
    public var fields: HTTPFields
    /// The body.
    public var body: ODataRequestBody
    /// The absolute address of the service, with a slash at its end: `https://crm.example.com/odata/v4/`.
    public var serviceRoot: String
    /// What is known about the client.
    public var peer: ODataPeer
    /// What other requests of the same batch have made.
    var references = BatchReferences()

    /// Makes a request.
    public init(
        method: HTTPRequest.Method,
        path: String,
        query: String? = nil,
        fields: HTTPFields = HTTPFields(),
        body: ODataRequestBody = .none,
        serviceRoot: String,
        peer: ODataPeer = ODataPeer()
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.serviceRoot = serviceRoot
        self.peer = peer
    }

    /// The values of all header lines of a name, in order.
    func values(of name: HTTPField.Name) -> [String] { fields[values: name] }
}

/// What is known about the other end of the connection.
public struct ODataPeer: Sendable, Hashable {
    /// The client's address as text, after trusted proxies were taken into account; nil where unknown.
    public var address: String?
    /// Whether the client's own connection is encrypted.
    public var isSecure: Bool
    /// The id under which the request is logged; part of messages about internal errors.
    public var requestID: String?

    /// Makes the facts.
    public init(address: String? = nil, isSecure: Bool = false, requestID: String? = nil) {
        self.address = address
        self.isSecure = isSecure
        self.requestID = requestID
    }
}

/// The body of a request, read when it is needed.
public struct ODataRequestBody: Sendable {
    /// Why a body could not be read.
    public enum Failure: Error, Equatable {
        case tooLarge(limit: Int)
        /// The compressed bytes are damaged or were cut.
        case malformed
        /// The content encoding is not gzip.
        case unsupportedEncoding(String)
    }

    private let read: @Sendable (Int) async throws(Failure) -> [UInt8]

    /// Makes a body; `read` collects it, decompressed, up to a number of bytes.
    public init(_ read: @escaping @Sendable (_ limit: Int) async throws(Failure) -> [UInt8]) {
        self.read = read
    }

    /// No body.
    public static let none = ODataRequestBody { _ in [] }

    /// A body that is there already.
    public static func bytes(_ bytes: [UInt8]) -> ODataRequestBody {
        ODataRequestBody { limit throws(Failure) in
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
            return bytes
        }
    }

    /// All bytes of the body, at most `limit`.
    public func collect(upTo limit: Int) async throws(Failure) -> [UInt8] {
        try await read(limit)
    }
}
