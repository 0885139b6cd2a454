public import Hummingbird
public import Identity
import Logging
public import NIOCore
public import WebUI

/// What is known about one request besides the request itself.
public struct AppRequestContext: WebRequestContext {
    /// What the web framework keeps.
    public var coreContext: CoreRequestContextStorage
    /// The connection.
    public let channel: any Channel
    /// The id under which the request is logged; set by `RequestIDMiddleware`.
    public var requestID = ""
    /// The client's address behind trusted proxies; set by `ClientAddressMiddleware`.
    public var address = ClientAddress.unknown
    /// Whether the client's own connection is encrypted.
    public var isSecure = false

    /// Makes the context of a request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The address of the other end of the connection, without its port.
    var peerAddress: String? { channel.remoteAddress?.ipAddress }
}
