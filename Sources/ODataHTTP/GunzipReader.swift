import CZlib
import ODataServer

/// Decompresses the body of one request, and stops where it grows beyond all measure.
final class GunzipReader {
    /// Bytes out for one byte in, above which a body is taken for an attack.
    static let largestRatio = 100
    /// Below this number of bytes the ratio does not matter.
    private static let freeBytes = 64 * 1024

    private let stream: UnsafeMutablePointer<z_stream>
    private let limit: Int
    private var consumed = 0
    /// Whether the trailer was reached and its checksum was right.
    private(set) var isComplete = false

    /// Makes a reader for bodies of at most `limit` bytes; nil where zlib has no memory.
    init?(limit: Int) {
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let result = inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else {
            stream.deinitialize(count: 1)
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Decompresses a chunk behind what is there already.
    func append(_ chunk: [UInt8], to bytes: inout [UInt8]) throws(ODataRequestBody.Failure) {
        if isComplete {
            if chunk.isEmpty { return }
            throw .malformed
        }
        consumed += chunk.count
        var input = chunk
        var failure: ODataRequestBody.Failure?
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(clamping: input.count)
            repeat {
                var result = Z_OK
                let part = [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, count in
                    stream.pointee.next_out = buffer.baseAddress
                    stream.pointee.avail_out = UInt32(clamping: buffer.count)
                    result = inflate(stream, Z_NO_FLUSH)
                    count = buffer.count - Int(stream.pointee.avail_out)
                }
                bytes += part
                failure = verdict(result, size: bytes.count)
            } while failure == nil && !isComplete && (stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0)
            stream.pointee.next_in = nil
        }
        if let failure { throw failure }
    }

    private func verdict(_ result: Int32, size: Int) -> ODataRequestBody.Failure? {
        if size > limit || (size > Self.freeBytes && size / Self.largestRatio > consumed) {
            return .tooLarge(limit: limit)
        }
        switch result {
        case Z_STREAM_END:
            isComplete = true
            return stream.pointee.avail_in > 0 ? .malformed : nil
        case Z_OK: return nil
        // Nothing more can be done with what there is: the next chunk brings more.
        case Z_BUF_ERROR: return stream.pointee.avail_in == 0 ? nil : .malformed
        default: return .malformed
        }
    }
}
