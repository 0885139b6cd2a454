import Hummingbird
import NIOCore
import ODataServer

/// Writes a streamed body: a chunk is asked for when the socket has taken the one before.
///
/// Any error, and a client that goes away, ends the stream. The error is thrown on, so that the connection is broken off
/// without the last chunk and nobody takes the body for whole (Protocol 9.5).
struct BodyStreaming: Sendable {
    /// Chunks that were taken already.
    let head: [[UInt8]]
    let stream: ODataByteStream
    let encoding: ContentCoding
    let watch: ConnectionWatch

    func write(to writer: inout any ResponseBodyWriter) async throws {
        do {
            try await withTaskCancellationHandler {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { if await watch.isClosed() { stream.cancel() } }
                    defer { group.cancelAll() }
                    try await copy(to: &writer)
                }
            } onCancel: {
                stream.cancel()
            }
        } catch {
            stream.cancel()
            throw error
        }
        try await writer.finish(nil)
    }

    private func copy(to writer: inout any ResponseBodyWriter) async throws {
        switch encoding {
        case .identity:
            for chunk in head { try await writer.write(ByteBuffer(bytes: chunk)) }
            while let chunk = try await stream.next() { try await writer.write(ByteBuffer(bytes: chunk)) }
        case .gzip:
            guard let packer = GzipWriter() else { throw CompressionFailure() }
            for chunk in head { try await write(packer.compress(chunk), to: &writer) }
            while let chunk = try await stream.next() { try await write(packer.compress(chunk), to: &writer) }
            try await write(packer.finish(), to: &writer)
        }
    }

    private func write(_ bytes: [UInt8], to writer: inout any ResponseBodyWriter) async throws {
        if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
    }

    /// There is no memory for compressing.
    private struct CompressionFailure: Error {}
}
