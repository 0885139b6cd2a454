import CRMService
import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals
import WebUI

/// The running server: starts in order, tells when it answers, and stops in order.
public struct TesseraApplication: Sendable {
    /// What a server answers with, known as soon as it listens.
    public struct Listening: Sendable, Hashable {
        /// The port.
        public let port: Int
        /// The address of the pages, without a slash at its end.
        public let url: String
        /// The address of the feed, without a slash at its end.
        public var odata: String { url + AppRouter.feedPath }
    }

    private let settings: Settings
    private let logger: Logger
    private let effects: ProcessEffects
    private let signals: [UnixSignal]

    /// Makes an application.
    ///
    /// SIGTERM and SIGINT stop it unless `stopsOnSignals` is false; then its task is cancelled instead.
    public init(
        _ settings: Settings,
        logger: Logger,
        effects: ProcessEffects = ProcessEffects(),
        stopsOnSignals: Bool = true
    ) {
        self.settings = settings
        self.logger = logger
        self.effects = effects
        signals = stopsOnSignals ? [.sigterm, .sigint] : []
    }

    /// Runs until the server is told to stop.
    ///
    /// - Parameters:
    ///   - prepare: work before the server listens, such as loading demonstration data.
    ///   - ready: called once, when requests are answered.
    /// - Throws: ``StartError``, or what `prepare` and `ready` throw.
    public func run<Prepared: Sendable>(
        prepare: @Sendable (Services) async throws -> Prepared,
        ready: @escaping @Sendable (Listening, Services, Prepared) async throws -> Void
    ) async throws {
        AllocatorLimits.apply()
        var settings = settings
        let renderer: PageRenderer
        do {
            renderer = try PageRenderer(
                location: ResourceLocation.find(override: settings.webResources),
                reloadsTemplates: settings.reloadsTemplates
            )
        } catch {
            throw StartError.resources(error.description)
        }
        if settings.http.port == 0 { settings.http.port = try FreePort.find() }
        let url = settings.http.localURL
        let services = try await Services.open(settings, logger: logger, effects: effects)
        do {
            if !services.migrated.isEmpty {
                let numbers = services.migrated.map(String.init).joined(separator: " ")
                logger.debug("Migrated", metadata: ["migrations": .string(numbers)])
            }
            for left in try await services.markInterruptedImports() {
                logger.warning(
                    "An import was interrupted; run it again",
                    metadata: [
                        "run": .stringConvertible(left.run), "entity": .string(left.entitySet),
                        "rows": .stringConvertible(left.rows),
                    ]
                )
            }
            let prepared = try await prepare(services)
            try await serve(services, renderer) { port in
                let listening = Listening(port: port, url: url)
                try await ready(listening, services, prepared)
            }
        } catch {
            await services.close()
            throw error
        }
        await services.close()
        logger.info("Stopped")
    }

    private func serve(
        _ services: Services,
        _ renderer: PageRenderer,
        ready: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let http = services.settings.http
        let state = ServerState()
        let failure = FirstFailure()
        let rules = ConnectionRules(http, logger: logger)
        let sender = try SMTPClient(services.settings.mail)
        checkFileLimit(http)
        let app = Application(
            responder: AppRouter(services: services, renderer: renderer, state: state).responder(),
            server: server(http, rules),
            configuration: ApplicationConfiguration(
                address: .hostname(http.host, port: http.port),
                serverName: "Tessera",
                availableConnectionsDelegate: .maximum(
                    http.maxConnections + ConnectionRules.refusedAtOnce,
                    logger: frameworkLogger
                )
            ),
            services: [
                UsageFlush(usage: services.usage, seconds: services.settings.accounts.flushSeconds),
                Housekeeping(
                    gate: services.gate,
                    asynchronous: services.asynchronous,
                    now: services.effects.now,
                    logger: logger
                ),
                AuditSealing(sealer: services.sealer, logger: logger),
                NoticeDelivery(
                    notices: services.notices,
                    outbox: services.outbox,
                    sender: sender,
                    seconds: services.settings.mail.intervalSeconds,
                    logger: logger
                ),
            ],
            onServerRunning: { channel in
                do {
                    try await ready(channel.localAddress?.port ?? http.port)
                } catch {
                    await failure.note(error)
                }
            },
            logger: frameworkLogger
        )
        var configuration = ServiceGroupConfiguration(
            services: [app, StopNotice(state: state)],
            gracefulShutdownSignals: signals,
            logger: frameworkLogger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(http.shutdownSeconds)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw StartError.portInUse(host: http.host, port: http.port)
        } catch let error as IOError {
            let reason = String(cString: strerror(error.errnoCode))
            throw StartError.cannotListen(host: http.host, port: http.port, reason: reason)
        }
        if let error = await failure.first { throw error }
    }

    private func server(_ http: Settings.HTTP, _ rules: ConnectionRules) -> HTTPServerBuilder {
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionGuard(rules)],
            idleTimeout: .seconds(Int64(http.idleSeconds)),
            // Lines above our own bounds still reach us, up to this, so that they get the right status.
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 128 * 1_024,
                maxHeaderListSize: 256 * 1_024,
                maxHeaderFieldCount: 1_000
            )
        )
        return HTTPServerBuilder { responder in
            LoopBoundChannel(base: HTTP1Channel(responder: responder, configuration: configuration))
        }
    }

    private func checkFileLimit(_ http: Settings.HTTP) {
        let wanted = http.maxConnections + FileLimit.reserve
        let allowed = FileLimit.raise(to: wanted)
        guard allowed < wanted else { return }
        logger.warning(
            "Fewer files may be open than the setting of connections needs",
            metadata: ["allowed": .stringConvertible(allowed), "wanted": .stringConvertible(wanted)]
        )
    }

    /// The framework says little of use at level info; its warnings are kept.
    private var frameworkLogger: Logger {
        var logger = logger
        if logger.logLevel == .info || logger.logLevel == .warning { logger.logLevel = .critical }
        return logger
    }
}

/// Remembers an error of the moment when the server became ready.
private actor FirstFailure {
    private(set) var first: (any Error)?

    func note(_ error: any Error) { if first == nil { first = error } }
}

/// Marks the server as not ready as soon as it is told to stop.
private struct StopNotice: Service {
    let state: ServerState

    func run() async throws {
        try? await gracefulShutdown()  // cancelled: the server stops at once, which is the same to a client
        state.stop()
    }
}
