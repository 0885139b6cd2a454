import HTTPTypes
import OData
import Synchronization

/// Writes the answer to a batch while it is consumed: one part after the other, each in its own chunks.
actor BatchWriter {
    private let plan: BatchPlan
    private let format: BatchPlan.Format
    private let boundary: String
    private let answer: BatchAnswer
    private var position = 0
    private var failed = Set<String>()
    /// The part whose body is being copied, and what to write behind it.
    private var open: (stream: ODataByteStream, end: [UInt8])?
    private var isEnded = false
    private var stops = false
    /// For letting go from outside, while `next` waits.
    private nonisolated let current = Mutex<ODataByteStream?>(nil)

    init(plan: BatchPlan, format: BatchPlan.Format, boundary: String, answer: BatchAnswer) {
        self.plan = plan
        self.format = format
        self.boundary = boundary
        self.answer = answer
    }

    nonisolated var stream: ODataByteStream {
        ODataByteStream(next: { try await self.next() }, cancel: { self.current.withLock { $0?.cancel() } })
    }

    private func next() async throws -> [UInt8]? {
        if let open {
            if let chunk = try await open.stream.next() { return chunk }
            self.open = nil
            current.withLock { $0 = nil }
            return open.end
        }
        if isEnded { return nil }
        guard plan.parts.indices.contains(position) else {
            isEnded = true
            switch format {
            case .multipart: return Array("--\(boundary)--\r\n".utf8)
            case .json: return Array(((position == 0 ? "{\"responses\":[" : "") + "]}").utf8)
            }
        }
        try Task.checkCancellation()
        let part = plan.parts[position]
        let response = await answer.response(to: part, failed: failed)
        if response.status.code >= 400 {
            if let id = part.id { failed.insert(id) }
            if !plan.continuesOnError { stops = true }
        }
        let isFirst = position == 0
        position = stops ? plan.parts.count : position + 1
        return try await begin(part, response, isFirst: isFirst)
    }

    private func begin(_ part: BatchPlan.Part, _ response: ODataResponse, isFirst: Bool) async throws -> [UInt8] {
        switch format {
        case .multipart:
            return follow(response.body, after: multipartHead(part, response), end: Array("\r\n".utf8))
        case .json:
            let head = Array((isFirst ? "{\"responses\":[" : ",").utf8) + jsonHead(part, response)
            return try await jsonBody(response, after: head)
        }
    }

    /// Begins with `head`; a body that is there is added at once, a streamed one follows with the next chunks.
    private func follow(_ body: ODataBody, after head: [UInt8], end: [UInt8]) -> [UInt8] {
        switch body {
        case .empty: return head + end
        case .bytes(let bytes): return head + bytes + end
        case .stream(let stream):
            open = (stream, end)
            current.withLock { $0 = stream }
            return head
        }
    }

    // MARK: Multipart

    private func multipartHead(_ part: BatchPlan.Part, _ response: ODataResponse) -> [UInt8] {
        var text = "--\(boundary)\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
        if let id = part.id, id.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) { text += "Content-ID: \(id)\r\n" }
        text += "\r\nHTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n"
        for field in response.fields { text += "\(field.name.rawName): \(field.value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    // MARK: JSON

    private func jsonHead(_ part: BatchPlan.Part, _ response: ODataResponse) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.append("{\"id\":")
        writer.string(part.id ?? "")
        writer.append(",\"status\":")
        writer.integer(Int64(response.status.code))
        writer.append(",\"headers\":{")
        var seen = Set<String>()
        for field in response.fields where seen.insert(field.name.canonicalName).inserted {
            if seen.count > 1 { writer.append(byte: UInt8(ascii: ",")) }
            writer.string(field.name.canonicalName)
            writer.append(byte: UInt8(ascii: ":"))
            writer.string(response.fields[field.name] ?? "")
        }
        writer.append(byte: UInt8(ascii: "}"))
        return writer.take()
    }

    /// JSON stays as it is; text becomes a string, everything else base64url (JSON Format 19.3).
    private func jsonBody(_ response: ODataResponse, after head: [UInt8]) async throws -> [UInt8] {
        if case .empty = response.body { return head + [UInt8(ascii: "}")] }
        let type = response.fields[.contentType].flatMap(MediaType.init)
        let start = head + Array(",\"body\":".utf8)
        if type?.subtype == "json" { return follow(response.body, after: start, end: [UInt8(ascii: "}")]) }
        let bytes = try await Self.collect(response.body)
        var writer = JSONWriter(capacity: bytes.count + 64)
        bytes.withUnsafeBufferPointer { buffer in
            if type?.type == "text" || type?.subtype == "xml" {
                writer.string(utf8: buffer)
            } else {
                writer.binary(buffer)
            }
        }
        return start + writer.take() + [UInt8(ascii: "}")]
    }

    private static func collect(_ body: ODataBody) async throws -> [UInt8] {
        switch body {
        case .empty: return []
        case .bytes(let bytes): return bytes
        case .stream(let stream):
            var bytes: [UInt8] = []
            while let chunk = try await stream.next() { bytes += chunk }
            return bytes
        }
    }
}
