import CRMService
import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore
import OData
import ODataHTTP
import ODataServer
import SQLCore
import WebUI

/// Puts feed, pages, files and health into one responder; the order of the middleware is the order of this file.
struct AppRouter {
    let services: Services
    let renderer: PageRenderer
    let state: ServerState

    /// The path of the feed.
    static let feedPath = "/odata/v4"

    func responder() -> some HTTPResponder<AppRequestContext> {
        let http = services.settings.http
        let effects = services.effects
        let router = Router(context: AppRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: RequestIDMiddleware(
                trustedProxies: http.trustedProxies,
                makeID: { effects.makeRequestID() }
            )
        )
        router.add(middleware: HealthController(database: services.database, state: state))
        router.add(middleware: ClientAddressMiddleware(rule: http.addressRule))
        router.add(middleware: RequestLogMiddleware(logger: services.logger, notes: services.notes))
        router.add(middleware: feed())
        router.add(middleware: NearFeedMiddleware())
        router.add(middleware: SecurityHeadersMiddleware(isSecure: http.publicURL?.hasPrefix("https://") ?? false))
        router.add(middleware: RequestBoundsMiddleware(urlBytes: http.maxURLBytes, headerBytes: http.maxHeaderBytes))
        router.add(middleware: ErrorPageMiddleware(pages: ErrorPages(renderer: renderer), logger: services.logger))
        pages().register(on: router)
        calls().register(on: router)
        return router.buildResponder()
    }

    private func pages() -> WebPages {
        let logger = services.logger
        let trials = ConnectionTrials(services: services, limits: feedLimits)
        return WebPages(
            services: WebServices(
                reader: RecordReader(gate: services.gate),
                sessions: services.sessions,
                signIn: services.signIn,
                tokens: services.tokens,
                setup: services.setup,
                tryConnection: { await trials.run($0, owner: $1) },
                notices: services.notices,
                now: services.effects.now,
                report: { requestID, text in
                    logger.error("A page failed", metadata: ["request": .string(requestID), "error": .string(text)])
                },
                witness: services.notes
            ),
            settings: WebSettings(publicURL: services.publicURL, allowsInsecure: services.settings.http.allowsInsecure),
            renderer: renderer
        )
    }

    private func calls() -> TokenCalls {
        let logger = services.logger
        return TokenCalls(
            service: TokenSelfService(services.accounts, gate: services.tokenGate),
            report: { requestID, text in
                logger.error("A call failed", metadata: ["request": .string(requestID), "error": .string(text)])
            }
        )
    }

    // MARK: Feed

    private func feed() -> ODataController<AppRequestContext> {
        let settings = services.settings
        let logger = services.logger
        let now = services.effects.now
        let engine = ODataEngine(
            gate: services.tokenGate,
            operations: OpportunityOperations.handlers,
            limits: feedLimits,
            asynchronous: services.asynchronous,
            now: { now().microseconds },
            report: { requestID, text in
                logger.error(
                    "The feed failed",
                    metadata: ["request": .string(requestID ?? ""), "error": .string(text)]
                )
            }
        )
        var options = ODataHTTPOptions()
        options.compresses = settings.http.compresses
        let publicURL = settings.http.publicURL
        return ODataController(
            engine: engine,
            mountPath: Self.feedPath,
            options: options,
            publicOrigin: { _, _ in publicURL },
            peer: { _, context in
                ODataPeer(
                    address: context.address.description,
                    isSecure: context.isSecure,
                    requestID: context.requestID
                )
            }
        )
    }

    private var feedLimits: ODataLimits {
        var limits = Self.limits(services.settings)
        limits.binder.names = services.gate.names
        return limits
    }

    static func limits(_ settings: Settings) -> ODataLimits {
        let own = settings.odata
        var limits = ODataLimits()
        limits.urlBytes = settings.http.maxURLBytes
        limits.headerBytes = settings.http.maxHeaderBytes
        limits.isStrict = own.isStrict
        limits.recheckSeconds = settings.accounts.leaseSeconds
        limits.parser.expressionDepth = own.maxExpressionDepth
        limits.parser.expressionNodes = own.maxExpressionNodes
        limits.parser.listMembers = own.maxListItems
        limits.parser.expandDepth = own.maxExpandDepth
        limits.parser.expandWidth = own.maxExpandItems
        limits.parser.pathSegments = own.maxPathSegments
        limits.parser.searchTerms = own.maxSearchTerms
        limits.binder.isStrict = own.isStrict
        limits.binder.caseInsensitiveNames = own.anyCaseNames && !own.isStrict
        limits.binder.expressionNodes = own.maxExpressionNodes
        limits.binder.expandDepth = own.maxExpandDepth
        limits.reads.defaultPageSize = own.pageRows
        limits.reads.largestPageSize = own.maxPageRows
        limits.reads.largestUnpagedTop = own.maxTopRows
        limits.reads.rowsPerResponse = own.maxResponseRows
        limits.reads.rowsPerExpand = own.maxExpandedRows
        return limits
    }
}
