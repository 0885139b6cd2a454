import HTTPTypes
import Hummingbird
import NIOCore
import ODataServer

/// Turns an answer of the engine into one of the web framework.
struct ResponseAdapter {
    let encoding: ContentCoding
    let options: ODataHTTPOptions
    let watch: ConnectionWatch

    func response(of response: ODataResponse) async throws -> Response {
        switch response.body {
        case .empty: return Response(status: response.status, headers: response.fields)
        case .bytes(let bytes): return whole(bytes, response)
        case .stream(let stream): return try await streamed(stream, response)
        }
    }

    private func whole(_ bytes: [UInt8], _ response: ODataResponse) -> Response {
        var fields = varying(response.fields)
        var body = bytes
        // Ranges of a stream are those of its own bytes.
        let mayPack = encoding == .gzip && response.fields[.acceptRanges] == nil
        if mayPack, bytes.count >= options.smallestCompressed, let packed = GzipWriter.whole(bytes) {
            body = packed
            fields[.contentEncoding] = encoding.rawValue
        }
        return Response(
            status: response.status,
            headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }

    private func streamed(_ stream: ODataByteStream, _ response: ODataResponse) async throws -> Response {
        var head: [[UInt8]] = []
        var stream = stream
        do {
            guard let first = try await stream.next() else { return whole([], response) }
            head.append(first)
            if first.count <= options.largestCollected {
                guard let second = try await stream.next() else { return whole(first, response) }
                head.append(second)
            }
        } catch {
            // The engine has decided on status and headers: the body is cut where it broke off.
            stream.cancel()
            stream = ODataByteStream(next: { throw error })
        }
        var fields = varying(response.fields)
        if encoding == .gzip { fields[.contentEncoding] = encoding.rawValue }
        let body = BodyStreaming(head: head, stream: stream, encoding: encoding, watch: watch)
        return Response(
            status: response.status,
            headers: fields,
            body: ResponseBody { writer in try await body.write(to: &writer) }
        )
    }

    private func varying(_ fields: HTTPFields) -> HTTPFields {
        var fields = fields
        fields[.vary] = fields[.vary].map { $0 + ", Accept-Encoding" } ?? "Accept-Encoding"
        return fields
    }
}
