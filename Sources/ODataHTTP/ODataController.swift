public import Hummingbird
public import ODataServer

/// Puts an OData service into a Hummingbird application, below one path.
///
/// It is a middleware and not a set of routes, because the protocol needs the path and the query as they were sent: the
/// engine alone decodes them. Requests outside the path go on to the next responder.
public struct ODataController<Context: RequestContext>: RouterMiddleware {
    private let engine: ODataEngine
    private let mountPath: String
    private let options: ODataHTTPOptions
    private let publicOrigin: @Sendable (Request, Context) -> String?
    private let peer: @Sendable (Request, Context) -> ODataPeer
    private let slow: SlowRequests?

    /// Makes a controller.
    ///
    /// - Parameters:
    ///   - engine: Answers the requests.
    ///   - mountPath: The path of the service root, without a slash at its end.
    ///   - options: Compression and watching of connections.
    ///   - publicOrigin: The configured public address without the mount path, such as `https://crm.example.com`; nil
    ///     for that of the request's `Host`.
    ///   - peer: What is known about the client, such as its address behind trusted proxies.
    public init(
        engine: ODataEngine,
        mountPath: String = "/odata/v4",
        options: ODataHTTPOptions = ODataHTTPOptions(),
        publicOrigin: @escaping @Sendable (Request, Context) -> String? = { _, _ in nil },
        peer: @escaping @Sendable (Request, Context) -> ODataPeer = { _, _ in ODataPeer() }
    ) {
        self.engine = engine
        self.mountPath = mountPath
        self.options = options
        self.publicOrigin = publicOrigin
        self.peer = peer
        slow = options.watchDelay.map { SlowRequests(delay: $0) }
    }

    /// Answers requests below the mount path and passes on all others.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let response = try await respond(to: request, context: context) else {
            return try await next(request, context)
        }
        return response
    }

    /// Answers a request below the mount path; nil for any other.
    ///
    /// Throws only where the client went away before the answer began.
    public func respond(to request: Request, context: Context) async throws -> Response? {
        let asked = RequestAdapter(request: request, mountPath: mountPath)
        guard asked.isMounted else { return nil }
        let peer = peer(request, context)
        let adapted = asked.request(publicOrigin: publicOrigin(request, context), peer: peer)
        let watch = ConnectionWatch(request: request, slow: slow, delay: options.watchDelay ?? .zero)
        let (response, hasWatched) = try await watch.run { await engine.respond(to: adapted) }
        let encoding = options.compresses ? ContentCoding.choose(request.headers[values: .acceptEncoding]) : .identity
        let adapter = ResponseAdapter(encoding: encoding, options: options, watch: watch)
        var answer = try await adapter.response(of: response)
        // Said, so that the client does not send its next request into a closed connection (RFC 9112, 9.6).
        if hasWatched { answer.headers[.connection] = "close" }
        return answer
    }
}

/// How answers are sent.
public struct ODataHTTPOptions: Sendable {
    /// Whether answers are gzip-encoded for clients that take it.
    public var compresses = true
    /// Bodies below this number of bytes are sent as they are.
    public var smallestCompressed = 1024
    /// A streamed body that ends within its first chunk of at most this number of bytes is sent with its length.
    public var largestCollected = 64 * 1024
    /// After how long an answer counts as slow; nil means never.
    ///
    /// The connection of a slow answer is watched, so that a client that goes away stops the query. Connections that
    /// were watched are not used again; the answer says so, unless it had begun before it became slow.
    public var watchDelay: Duration? = .seconds(1)

    /// Makes the default options.
    public init() {}
}
