import Foundation

/// Sends bytes over a plain socket and gives back what came, so that nothing between hides what the server does.
struct LoopbackClient: Sendable {
    struct SocketFailure: Error {}

    /// An answer as it came over the wire.
    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]
        /// Whether the framing says that the body is whole.
        var isComplete: Bool

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    let port: Int

    /// Sends a request and reads until the server has closed the connection.
    func send(_ line: String, _ headers: [String] = [], body: [UInt8] = []) async throws -> Answer {
        var lines = ["\(line) HTTP/1.1", "Host: loop.test", "Connection: close"] + headers
        if !body.isEmpty { lines.append("Content-Length: \(body.count)") }
        let request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
        return try Self.answer(try await exchange(request, readAtMost: .max))
    }

    /// Sends a request, reads at least some bytes, and goes away without a word.
    func abandon(_ line: String, afterBytes count: Int) async throws {
        _ = try await exchange(Array("\(line) HTTP/1.1\r\nHost: loop.test\r\n\r\n".utf8), readAtMost: count)
    }

    private func exchange(_ request: [UInt8], readAtMost limit: Int) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: waiting sockets must not take the threads the server runs on.
            Thread.detachNewThread {
                continuation.resume(with: Result { try blockingExchange(request, readAtMost: limit) })
            }
        }
    }

    private func blockingExchange(_ request: [UInt8], readAtMost limit: Int) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SocketFailure() }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0, Glibc.send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
        else { throw SocketFailure() }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while received.count < limit {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { break }
            received += buffer[..<count]
        }
        return received
    }

    private static func answer(_ bytes: [UInt8]) throws -> Answer {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { throw SocketFailure() }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            headers[pair[0].lowercased()] = String(pair[1].drop { $0 == " " })
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let rest = Array(bytes[end.upperBound...])
        guard headers["transfer-encoding"] == "chunked" else {
            let isComplete = headers["content-length"].map { Int($0) == rest.count } ?? true
            return Answer(status: status, headers: headers, body: rest, isComplete: isComplete)
        }
        let (body, isComplete) = unchunked(rest)
        return Answer(status: status, headers: headers, body: body, isComplete: isComplete)
    }

    private static func unchunked(_ bytes: [UInt8]) -> (body: [UInt8], isComplete: Bool) {
        var rest = bytes[...]
        var body: [UInt8] = []
        while let end = rest.firstRange(of: [0x0d, 0x0a]) {
            guard let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16) else { break }
            rest = rest[end.upperBound...]
            if size == 0 { return (body, true) }
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        return (body, false)
    }
}
