public import HTTPTypes
import Synchronization

/// An answer of the engine.
public struct ODataResponse: Sendable {
    /// The HTTP status.
    public var status: HTTPResponse.Status
    /// The header fields.
    public var fields: HTTPFields
    /// The body.
    public var body: ODataBody

    /// Makes an answer.
    public init(status: HTTPResponse.Status, fields: HTTPFields = HTTPFields(), body: ODataBody = .empty) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// The body of an answer.
public enum ODataBody: Sendable {
    case empty
    case bytes([UInt8])
    /// Chunks as they come. An error while reading them means that the body must be left malformed: the connection is
    /// broken off without the last chunk (Protocol 9.5).
    case stream(ODataByteStream)
}

/// Chunks of bytes, pulled one by one by a single consumer; nothing is produced that nobody asked for.
public struct ODataByteStream: Sendable {
    private let pull: @Sendable () async throws -> [UInt8]?
    private let abandon: @Sendable () -> Void

    /// Makes a stream of two closures: one gives the next chunk (nil at the end), one lets go of everything early.
    ///
    /// `cancel` may be called at any time, more than once, and after the end.
    public init(
        next: @escaping @Sendable () async throws -> [UInt8]?,
        cancel: @escaping @Sendable () -> Void = {}
    ) {
        pull = next
        abandon = cancel
    }

    /// The next chunk, or nil at the end.
    public func next() async throws -> [UInt8]? { try await pull() }

    /// Ends the stream early, so that whatever produces it stops.
    public func cancel() { abandon() }

    /// The same stream with a chunk in front.
    func following(_ chunk: [UInt8]) -> ODataByteStream {
        let head = Mutex<[UInt8]?>(chunk)
        return ODataByteStream(
            next: {
                let first = head.withLock { chunk in
                    defer { chunk = nil }
                    return chunk
                }
                if let first { return first }
                return try await self.next()
            },
            cancel: { self.cancel() }
        )
    }
}
