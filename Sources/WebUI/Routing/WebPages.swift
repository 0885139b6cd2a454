public import CRMService
import HTTPTypes
public import Hummingbird
public import Identity
import NIOCore

/// What the pages must know of a request beside the request itself.
///
/// The program's own request context conforms; its middleware fills the values in before a page is reached.
public protocol WebRequestContext: RequestContext {
    /// The id under which the request is logged.
    var requestID: String { get }
    /// The client's address behind trusted proxies.
    var address: ClientAddress { get }
    /// Whether the client's own connection is encrypted.
    var isSecure: Bool { get }
}

/// The services the pages call.
public struct WebServices: Sendable {
    let reader: RecordReader
    let sessions: SessionGate
    let signIn: SignIn
    let tokens: TokenService
    let setup: SetupService
    let tryConnection: @Sendable (TokenRow, SignedInPerson) async -> ConnectionTrial
    let notices: NoticeService
    let now: @Sendable () -> UTCInstant
    let report: @Sendable (_ requestID: String, _ text: String) -> Void
    let witness: (any RequestWitness)?

    /// Gathers them.
    ///
    /// - Parameters:
    ///   - reader: Reads records through the gate.
    ///   - sessions: Finds the person behind a cookie.
    ///   - signIn: Signs people in.
    ///   - tokens: Access tokens.
    ///   - setup: The first run.
    ///   - tryConnection: Asks the feed what a program with a token of the person would ask first.
    ///   - notices: Notices about tokens.
    ///   - now: The clock.
    ///   - report: Called with the request's id and a text for the log when a page fails by a fault of ours.
    ///   - witness: Is told who asks; nil for nobody.
    public init(
        reader: RecordReader,
        sessions: SessionGate,
        signIn: SignIn,
        tokens: TokenService,
        setup: SetupService,
        tryConnection: @escaping @Sendable (TokenRow, SignedInPerson) async -> ConnectionTrial,
        notices: NoticeService,
        now: @escaping @Sendable () -> UTCInstant,
        report: @escaping @Sendable (_ requestID: String, _ text: String) -> Void,
        witness: (any RequestWitness)? = nil
    ) {
        self.reader = reader
        self.sessions = sessions
        self.signIn = signIn
        self.tokens = tokens
        self.setup = setup
        self.tryConnection = tryConnection
        self.notices = notices
        self.now = now
        self.report = report
        self.witness = witness
    }
}

/// The settings the pages depend on.
public struct WebSettings: Sendable {
    /// The address of the pages, without a slash at its end, such as `https://crm.example.com`.
    public var publicURL: String
    /// Whether sign-in works on plain HTTP outside of this machine.
    public var allowsInsecure: Bool
    /// The most bytes a form may have.
    public var formBytes: Int

    /// Makes settings.
    public init(publicURL: String, allowsInsecure: Bool = false, formBytes: Int = 262_144) {
        self.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        self.allowsInsecure = allowsInsecure
        self.formBytes = formBytes
    }

    /// The address of the service, ending in a slash.
    var feedURL: String { publicURL + "/odata/v4/" }

    /// The cookie that fits the public address.
    var cookie: SessionCookie { publicURL.lowercased().hasPrefix("https://") ? .secure : .insecure }

    /// Whether people may sign in at all: over https, on this machine, or where the operator allows plain HTTP.
    var mayCarrySessions: Bool {
        if cookie == .secure || allowsInsecure { return true }
        let host = publicURL.lowercased().dropFirst("http://".count)
        return ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }
}

/// All pages of the product, ready to be mounted on a router.
///
/// Mounting takes one call, `WebPages(services:settings:renderer:).register(on: router)`; the router's context conforms
/// to ``WebRequestContext``. Pages set their own security and cache headers, answer their own errors, and read forms
/// up to ``WebSettings/formBytes``. HEAD is for the program's middleware.
public struct WebPages: Sendable {
    private let site: WebSite
    private let pages: AllPages

    /// Makes the pages.
    public init(services: WebServices, settings: WebSettings, renderer: PageRenderer) {
        site = WebSite(services: services, settings: settings, renderer: renderer)
        pages = AllPages(catalog: services.reader.catalog)
    }

    /// Adds every page to a router, and an answer 405 where an address exists with another method.
    public func register<Routes: RouterMethods>(on router: Routes) where Routes.Context: WebRequestContext {
        for route in pages.routes {
            router.on(RouterPath(route.path), method: route.method.token) { request, context in
                try await respond(to: request, context: context, by: route)
            }
        }
        for (path, method) in pages.unusedMethods {
            let route = PageRoute(method, path, .everyone) { _ in throw PageProblem.methodNotAllowed }
            router.on(RouterPath(path), method: method.token) { request, context in
                try await respond(to: request, context: context, by: route)
            }
        }
    }

    private func respond(
        to request: Request,
        context: some WebRequestContext,
        by route: PageRoute
    ) async throws -> Response {
        let answer: PageAnswer
        do {
            let page = try await pageRequest(request, context: context, route: route)
            answer = await site.answer(page, by: route)
        } catch let problem as PageProblem {
            answer = PageAnswer.html(ErrorPages(renderer: site.renderer).html(for: problem), status: problem.status)
        }
        var fields = HTTPFields()
        for (name, value) in answer.fields {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return Response(
            status: .init(code: answer.status),
            headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    private func pageRequest(
        _ request: Request,
        context: some WebRequestContext,
        route: PageRoute
    ) async throws -> PageRequest {
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var form = ""
        if route.method == .post {
            let kind = (request.headers[.contentType] ?? "").lowercased()
            guard kind.isEmpty || kind.hasPrefix("application/x-www-form-urlencoded") else {
                throw PageProblem.unsupportedContent
            }
            do {
                let buffer = try await request.body.collect(upTo: site.settings.formBytes)
                form = String(buffer: buffer)
            } catch is NIOTooManyBytesError {
                throw PageProblem.tooLarge(limit: "\(site.settings.formBytes / 1_024) KiB for a form")
            } catch let error as CancellationError {
                throw error
            } catch {
                // The connection broke off within the body, or its chunks make no sense.
                throw PageProblem.badRequest("The request broke off before its end.")
            }
        }
        func line(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }
        return PageRequest(
            path: String(parts[0]),
            query: FormValues(parts.count > 1 ? String(parts[1]) : ""),
            form: FormValues(form),
            cookieLines: request.headers[values: .cookie],
            secFetchSite: line("Sec-Fetch-Site"),
            originLine: line("Origin"),
            isFragment: line("Tessera-Fragment") != nil,
            origin: RequestOrigin(
                address: context.address,
                client: String((request.headers[.userAgent] ?? "").prefix(200)),
                requestID: context.requestID
            )
        )
    }
}

extension PageMethod {
    fileprivate var token: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .post: .post
        }
    }
}
