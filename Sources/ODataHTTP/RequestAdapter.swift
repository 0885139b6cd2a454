import HTTPTypes
import Hummingbird
import NIOCore
import ODataServer

/// Turns a request of the web framework into one of the engine, without decoding anything.
struct RequestAdapter {
    private let request: Request
    private let mountPath: String
    /// The target behind scheme and authority, split at the first `?`.
    private let path: Substring
    private let query: Substring?

    init(request: Request, mountPath: String) {
        self.request = request
        self.mountPath = mountPath
        let target = Self.originForm(request.head.path ?? "")
        if let mark = target.firstIndex(of: "?") {
            path = target[..<mark]
            query = target[target.index(after: mark)...]
        } else {
            path = target
            query = nil
        }
    }

    /// Whether the request is for this service.
    var isMounted: Bool {
        guard path.hasPrefix(mountPath) else { return false }
        let rest = path.dropFirst(mountPath.count)
        return rest.isEmpty || rest.first == "/"
    }

    func request(publicOrigin: String?, peer: ODataPeer) -> ODataRequest {
        let origin = publicOrigin.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        return ODataRequest(
            method: request.method,
            path: String(path.dropFirst(mountPath.count)),
            query: query.map(String.init),
            fields: request.headers,
            body: body,
            serviceRoot: (origin ?? Self.origin(of: request, isSecure: peer.isSecure)) + mountPath + "/",
            peer: peer
        )
    }

    /// The path of a target in absolute form, as proxies send it (RFC 9112, 3.2.2).
    private static func originForm(_ target: String) -> Substring {
        for scheme in ["http://", "https://"] where target.hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            return rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        }
        return target[...]
    }

    /// The address that the client itself used; a host with characters that no host has is not repeated.
    private static func origin(of request: Request, isSecure: Bool) -> String {
        let host = request.head.authority ?? ""
        let isPlain = !host.isEmpty && host.utf8.count <= 255 && host.utf8.allSatisfy(isHostByte)
        return (isSecure ? "https://" : "http://") + (isPlain ? host : "localhost")
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: ".:-[]_".utf8.contains(byte)
        }
    }

    private var body: ODataRequestBody {
        let body = request.body
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        let length = request.headers[.contentLength].flatMap { Int($0) }
        return ODataRequestBody { limit throws(ODataRequestBody.Failure) in
            switch coding {
            case "identity", "":
                if let length, length > limit { throw .tooLarge(limit: limit) }
                return try await Self.collect(body, upTo: limit) { bytes, chunk throws(ODataRequestBody.Failure) in
                    bytes += chunk
                }
            case "gzip", "x-gzip":
                guard let reader = GunzipReader(limit: limit) else { throw .malformed }
                let bytes = try await Self.collect(body, upTo: limit) { bytes, chunk throws(ODataRequestBody.Failure) in
                    try reader.append(chunk, to: &bytes)
                }
                guard reader.isComplete else { throw .malformed }
                return bytes
            default: throw .unsupportedEncoding(coding)
            }
        }
    }

    private static func collect(
        _ body: RequestBody,
        upTo limit: Int,
        _ append: (inout [UInt8], [UInt8]) throws(ODataRequestBody.Failure) -> Void
    ) async throws(ODataRequestBody.Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var iterator = body.makeAsyncIterator()
        while true {
            let buffer: ByteBuffer?
            do {
                buffer = try await iterator.next()
            } catch {
                // The connection broke off within the body.
                throw .malformed
            }
            guard let buffer else { return bytes }
            try append(&bytes, Array(buffer.readableBytesView))
            if bytes.count > limit { throw .tooLarge(limit: limit) }
        }
    }
}
