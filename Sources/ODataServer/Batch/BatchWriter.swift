import HTTPTypes
import OData
import Synchronization

/// Writes the answer to a batch while it is consumed: one unit after the other, each in its own chunks.
actor BatchWriter {
    private let plan: BatchPlan
    private let format: BatchPlan.Format
    private let boundary: String
    private let answer: BatchAnswer
    private let named: Set<String>
    private let start: Int64
    private var checkedAt: Int64
    private var position = 0
    private var isFirst = true
    private var references = BatchReferences()
    /// The part whose body is being copied, and what to write behind it.
    private var open: (stream: ODataByteStream, end: [UInt8])?
    private var isEnded = false
    /// For letting go from outside, while `next` waits.
    private nonisolated let current = Mutex<ODataByteStream?>(nil)

    init(plan: BatchPlan, format: BatchPlan.Format, boundary: String, answer: BatchAnswer) {
        self.plan = plan
        self.format = format
        self.boundary = boundary
        self.answer = answer
        named = plan.namedAnswers
        start = answer.pipeline.engine.now()
        checkedAt = start
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
        guard plan.units.indices.contains(position) else {
            isEnded = true
            switch format {
            case .multipart: return Array("--\(boundary)--\r\n".utf8)
            case .json: return Array(((isFirst ? "{\"responses\":[" : "") + "]}").utf8)
            }
        }
        try Task.checkCancellation()
        try await checkCaller()
        let unit = plan.units[position]
        position += 1
        switch unit {
        case .part(let part): return try await single(part)
        case .group(let id, let parts): return try await group(id, parts)
        case .refusedGroup(let id, let problem):
            let response = await answer.pipeline.failed(.engine(.batchInvalid(problem)), answer.request)
            stopAfterFailure()
            return try await begin(Item(id: nil, group: id), response)
        }
    }

    /// Whoever lost the right to go on while a batch runs gets no further answer; the body is cut.
    private func checkCaller() async throws {
        let engine = answer.pipeline.engine
        let now = engine.now()
        guard now - checkedAt >= Int64(engine.limits.recheckSeconds) * 1_000_000 else { return }
        checkedAt = now
        guard await answer.pipeline.caller.stillAllowed() else { throw MeteredBody.AccessEnded() }
    }

    /// The failure of whatever is not begun any more, once the batch has had its time.
    private var timeout: RequestFailure? {
        let engine = answer.pipeline.engine
        let seconds = engine.limits.batchSeconds
        guard engine.now() - start >= Int64(seconds) * 1_000_000 else { return nil }
        return .source(.timedOut(seconds: seconds), texts: RequestTexts())
    }

    private func stopAfterFailure() {
        if !plan.continuesOnError { position = plan.units.count }
    }

    // MARK: Units

    /// What an answer is about, for its frame.
    private struct Item {
        var id: String?
        var group: String?
    }

    private func single(_ part: BatchPlan.Part) async throws -> [UInt8] {
        var response: ODataResponse
        if let timeout {
            response = answer.pipeline(for: part).maker.failure(timeout)
        } else {
            response = await answer.response(to: part, references)
        }
        if let id = part.id, named.contains(id), case .stream(let stream) = response.body {
            response.body = try await Self.beginning(of: stream)
        }
        remember(part, response)
        if response.status.code >= 400 { stopAfterFailure() }
        return try await begin(Item(id: part.id), response)
    }

    private func remember(_ part: BatchPlan.Part, _ response: ODataResponse) {
        let address = references.resolve(part.url).flatMap {
            BatchAddress.resolve($0, serviceRoot: answer.request.serviceRoot)?.path
        }
        references.remember(part, response, address: address ?? "", for: named)
    }

    private func group(_ id: String, _ parts: [BatchPlan.Part]) async throws -> [UInt8] {
        let outcome: BatchGroup.Outcome
        if let timeout {
            outcome = .failed(answer.pipeline(for: parts[0]).maker.failure(timeout), at: 0)
        } else {
            outcome = await BatchGroup(answer: answer, parts: parts, named: named).run(references)
        }
        switch outcome {
        case .done(let responses):
            for (part, response) in zip(parts, responses) { remember(part, response) }
            references.add(id, .init(hasSucceeded: true))
            return try await write(id, parts, responses)
        case .failed(let response, let place):
            stopAfterFailure()
            for part in parts { if let id = part.id { references.add(id, .init(hasSucceeded: false)) } }
            references.add(id, .init(hasSucceeded: false))
            // One answer for a whole change set in multipart (Protocol 11.7.7.5); in JSON one for each of its requests.
            guard format == .json else { return try await begin(Item(id: parts[place].id), response) }
            var responses: [ODataResponse] = []
            for (index, part) in parts.enumerated() {
                let other = answer.pipeline(for: part)
                responses.append(
                    index == place ? response : other.maker.failure(.engine(.dependencyFailed))
                )
            }
            return try await write(id, parts, responses)
        }
    }

    private func write(
        _ group: String,
        _ parts: [BatchPlan.Part],
        _ responses: [ODataResponse]
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        switch format {
        case .json:
            for (part, response) in zip(parts, responses) {
                bytes += try await begin(Item(id: part.id, group: group), response)
            }
        case .multipart:
            let inner = "changesetresponse_\(position)_\(boundary.suffix(20))"
            bytes += Array("--\(boundary)\r\nContent-Type: multipart/mixed;boundary=\(inner)\r\n\r\n".utf8)
            for (part, response) in zip(parts, responses) {
                bytes += multipartHead(part.id, response, boundary: inner)
                bytes += try await Self.collect(response.body) + Array("\r\n".utf8)
            }
            bytes += Array("--\(inner)--\r\n".utf8)
        }
        return bytes
    }

    private func begin(_ item: Item, _ response: ODataResponse) async throws -> [UInt8] {
        switch format {
        case .multipart:
            let head = multipartHead(item.id, response, boundary: boundary)
            return follow(response.body, after: head, end: Array("\r\n".utf8))
        case .json:
            let head = Array((isFirst ? "{\"responses\":[" : ",").utf8) + jsonHead(item, response)
            isFirst = false
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

    private func multipartHead(_ id: String?, _ response: ODataResponse, boundary: String) -> [UInt8] {
        var text = "--\(boundary)\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
        if let id, id.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) { text += "Content-ID: \(id)\r\n" }
        text += "\r\nHTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n"
        for field in response.fields { text += "\(field.name.rawName): \(field.value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    // MARK: JSON

    private func jsonHead(_ item: Item, _ response: ODataResponse) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.append("{\"id\":")
        writer.string(item.id ?? "")
        if let group = item.group {
            writer.append(",\"atomicityGroup\":")
            writer.string(group)
        }
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

    /// The whole of a short body, so that values of it can be asked for; a long one goes on as a stream.
    private static func beginning(of stream: ODataByteStream) async throws -> ODataBody {
        var bytes: [UInt8] = []
        while let chunk = try await stream.next() {
            bytes += chunk
            guard bytes.count <= BatchReferences.longestBody else { return .stream(stream.following(bytes)) }
        }
        return .bytes(bytes)
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
