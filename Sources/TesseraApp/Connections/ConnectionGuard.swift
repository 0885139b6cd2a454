import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// Watches one connection: refuses it where too many are open, and closes it where its client does not go on.
///
/// It sits behind the decoder of HTTP and puts two handlers to their places when it is added: one that sees bytes, one
/// that sees requests and answers.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
    /// Passed on as it is.
    typealias InboundIn = NIOAny

    private let rules: ConnectionRules

    init(_ rules: ConnectionRules) {
        self.rules = rules
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let rules = rules
        let isWelcome = rules.open.add() <= rules.mostConnections
        context.channel.closeFuture.whenComplete { _ in rules.open.remove() }
        do {
            let pipeline = context.pipeline.syncOperations
            guard isWelcome else {
                rules.noteOverload()
                try pipeline.addHandler(OverloadHandler(), position: .first)
                return
            }
            let watch = ConnectionWatchdog(rules)
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(RequestPartWatch(watch), position: .after(decoder))
            try pipeline.addHandler(ByteWatch(watch), position: .first)
        } catch {
            rules.logger.error("A connection cannot be watched", metadata: ["error": .string("\(error)")])
            context.close(promise: nil)
        }
    }
}

/// The rules of all connections of a server, and how many are open.
struct ConnectionRules: Sendable {
    /// So many beyond the limit are accepted, in order to be refused with an answer; more wait to be accepted.
    static let refusedAtOnce = 64

    let limits: ConnectionProgress.Limits
    let mostConnections: Int
    let logger: Logger
    let open = ConnectionCount()

    init(_ http: Settings.HTTP, logger: Logger) {
        limits = ConnectionProgress.Limits(
            head: .seconds(Int64(http.headerSeconds)),
            body: .seconds(Int64(http.bodySeconds)),
            write: .seconds(Int64(http.writeSeconds))
        )
        mostConnections = http.maxConnections
        self.logger = logger
    }

    /// One line for each time the limit is reached, not for each connection beyond it.
    func noteOverload() {
        guard open.isFirstOverload() else { return }
        logger.warning("Connections are refused", metadata: ["limit": .stringConvertible(mostConnections)])
    }
}

/// How many connections are open.
final class ConnectionCount: Sendable {
    private let count = Atomic<Int>(0)
    private let isOverloaded = Atomic<Bool>(false)

    /// Counts one more and gives the new number.
    func add() -> Int { count.add(1, ordering: .relaxed).newValue }

    /// Counts one less.
    func remove() {
        count.subtract(1, ordering: .relaxed)
        isOverloaded.store(false, ordering: .relaxed)
    }

    /// Whether nobody was refused since a connection was closed.
    func isFirstOverload() -> Bool { !isOverloaded.exchange(true, ordering: .relaxed) }
}

/// What the two handlers of one connection share; touched by its event loop only.
final class ConnectionWatchdog {
    var progress: ConnectionProgress
    /// Whether a read was asked for and nothing has come yet.
    var isReading = false
    private let rules: ConnectionRules
    private var timer: Scheduled<Void>?

    init(_ rules: ConnectionRules) {
        self.rules = rules
        progress = ConnectionProgress(rules.limits)
    }

    func start(_ context: ChannelHandlerContext) {
        let tick = rules.limits.tick
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: tick) {
            let unsent = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
            if let stall = self.progress.passed(tick, isReading: self.isReading, unsent: unsent) {
                self.rules.logger.debug("A client does not go on", metadata: ["part": .string("\(stall)")])
                context.close(promise: nil)
            } else {
                self.start(context)
            }
        }
    }

    func stop() {
        timer?.cancel()
        timer = nil
    }
}

/// Sees the bytes of a connection.
private final class ByteWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let watch: ConnectionWatchdog

    init(_ watch: ConnectionWatchdog) {
        self.watch = watch
    }

    func handlerAdded(context: ChannelHandlerContext) { watch.start(context) }

    func handlerRemoved(context: ChannelHandlerContext) { watch.stop() }

    func channelInactive(context: ChannelHandlerContext) {
        watch.stop()
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        watch.isReading = true
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        watch.progress.received(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        watch.isReading = false
        context.fireChannelReadComplete()
    }
}

/// Sees the requests and answers of a connection.
private final class RequestPartWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let watch: ConnectionWatchdog

    init(_ watch: ConnectionWatchdog) {
        self.watch = watch
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: watch.progress.headEnded()
        case .body: break
        case .end: watch.progress.bodyEnded()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { watch.progress.answerEnded() }
        context.write(data, promise: promise)
    }
}
