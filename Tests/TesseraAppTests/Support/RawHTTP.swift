import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A connection of bytes to a loopback port, for requests that no HTTP library would send.
///
/// Reading waits on a thread of its own, because the server of the tests runs on the cooperative threads of the same
/// process. `@unchecked Sendable`: one test at a time awaits each call before the next.
final class RawConnection: @unchecked Sendable {
    private let descriptor: Int32
    /// Whether the other end kept the connection open and said nothing for too long.
    private(set) var timedOut = false

    struct Failure: Error {}

    /// Connects; `window` is the number of bytes that the system takes in without anybody reading, nil for the usual.
    init(port: Int, timeoutSeconds: Int = 60, window: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var window {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure() }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure() }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends a text and gives all that comes back.
    func exchange(_ text: String, endsSending: Bool) async throws -> [UInt8] {
        try await offThePool {
            try self.send(text)
            if endsSending { self.endSending() }
            return self.takeAll()
        }
    }

    func receive(atMost limit: Int = 65_536) async -> [UInt8] {
        await offThePool { self.take(atMost: limit) }
    }

    /// Everything up to the end of the connection.
    func receiveAll() async -> [UInt8] {
        await offThePool { self.takeAll() }
    }

    private func offThePool<Failure: Error>(
        _ work: @Sendable @escaping () throws(Failure) -> [UInt8]
    ) async throws(Failure) -> [UInt8] {
        let result: Result<[UInt8], Failure> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                do throws(Failure) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private func take(atMost limit: Int = 65_536) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = recv(descriptor, &buffer, limit, 0)
        if count < 0, errno == EAGAIN { timedOut = true }
        return count > 0 ? Array(buffer.prefix(count)) : []
    }

    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    private func takeAll() -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = take()
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }
}

/// One answer, taken apart.
struct RawAnswer {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:] }
    var rows: [[String: Any]] { json["value"] as? [[String: Any]] ?? [] }
    var errorCode: String? { (json["error"] as? [String: Any])?["code"] as? String }
    var errorMessage: String { (json["error"] as? [String: Any])?["message"] as? String ?? "" }

    subscript(name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    /// Reads an answer whose connection was closed behind it; nil for bytes that are none.
    init?(_ bytes: [UInt8]) {
        guard let end = Self.firstBlankLine(bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        self.status = status
        fields = lines.dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
        }
        let rest = Array(bytes[(end + 4)...])
        let isChunked = fields.contains { $0.name == "transfer-encoding" && $0.value == "chunked" }
        body = isChunked ? Self.unchunked(rest) : rest
    }

    private static func firstBlankLine(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first { Array(bytes[$0..<($0 + 4)]) == [13, 10, 13, 10] }
    }

    private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while let end = bytes[index...].firstIndex(of: 13),
            let size = Int(String(decoding: bytes[index..<end], as: UTF8.self), radix: 16), size > 0,
            end + 2 + size <= bytes.count
        {
            result += bytes[(end + 2)..<(end + 2 + size)]
            index = end + 2 + size + 2
        }
        return result
    }
}
