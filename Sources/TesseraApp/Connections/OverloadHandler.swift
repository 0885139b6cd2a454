import NIOCore
import OData

/// Answers a connection beyond the limit with 503 as soon as it asks for something, and closes it.
///
/// The body is that of an error of the feed, whatever was asked for: the request is not read.
final class OverloadHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// How long a refused connection may stay: time enough to take the answer.
    private static let life = TimeAmount.seconds(2)
    private static let retrySeconds = 5

    private var isAnswered = false
    private var end: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        end = context.eventLoop.assumeIsolated().scheduleTask(in: Self.life) { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isAnswered else { return }
        isAnswered = true
        let buffer = context.channel.allocator.buffer(string: Self.answer)
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(buffer)), promise: nil)
        // The client reads the answer before it sees the end; closing at once could discard what is under way.
        context.close(mode: .output, promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.read() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
    }

    private static let answer: String = {
        let error = ODataError(.unavailable)
        let body = "{\"error\":{\"code\":\"\(error.code)\",\"message\":\"\(error.message)\"}}"
        let lines = [
            "HTTP/1.1 503 Service Unavailable", "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
            "Retry-After: \(retrySeconds)", "Cache-Control: no-store", "Connection: close", "", body,
        ]
        return lines.joined(separator: "\r\n")
    }()
}
