import HTTPTypes
import OData

/// Answers a bound read: asks the source, then turns its facts into status and headers.
struct ReadAnswer {
    let pipeline: RequestPipeline
    let request: ODataRequest
    let text: RequestPipeline.BoundText

    private var maker: ResponseMaker { pipeline.maker }
    private var parsed: RequestPipeline.ParsedRequest { text.parsed }

    /// What the headers ask for.
    private struct Wishes {
        var format: ContentFormat
        var preferences: Preferences
        var options: ReadOptions
    }

    /// An answer that waits where it must.
    func answer(_ read: BoundRead) async throws(RequestFailure) -> ODataResponse {
        let wishes = try wishes(for: read)
        let stream: EntityStream
        do {
            stream = try await pipeline.caller.source.read(read, options: wishes.options)
        } catch {
            throw .source(error, texts: parsed.texts)
        }
        let answer = try head(of: stream, wishes, read)
        if answer.isFinal || maker.isHead {
            cancel(stream)
        } else if case .stream(let chunks) = stream.body {
            return try await streamed(chunks, of: stream, answer, read)
        }
        let quick = whole(stream, answer, read)
        await pipeline.caller.finished(quick.usage)
        return quick.response
    }

    /// An answer without waiting; nil where the source has nothing at hand.
    func answerAtOnce(_ read: BoundRead) throws(RequestFailure) -> QuickAnswer? {
        let wishes = try wishes(for: read)
        let found: EntityStream?
        do {
            found = try pipeline.caller.source.readAtOnce(read, options: wishes.options)
        } catch {
            throw .source(error, texts: parsed.texts)
        }
        guard let stream = found else { return nil }
        return whole(stream, try head(of: stream, wishes, read), read)
    }

    /// Status and header fields, before the body is looked at.
    private struct Head {
        var status: HTTPResponse.Status
        var fields: HTTPFields

        /// Whether the status has no body.
        var isFinal: Bool { status != .ok }
    }

    private func head(of stream: EntityStream, _ wishes: Wishes, _ read: BoundRead) throws(RequestFailure) -> Head {
        switch stream.facts.outcome {
        case .notFound:
            cancel(stream)
            throw .engine(.entityNotFound(parsed.texts.segments.joined(separator: "/")))
        case .null: return Head(status: .noContent, fields: fields(of: stream.facts, wishes.preferences))
        case .content: break
        }
        if parsed.options.deltaToken != nil, !stream.facts.tracksChanges {
            // A source that knows nothing of changes has read everything.
            cancel(stream)
            let error = DataSourceError.notImplemented(feature: "$deltatoken", option: "$deltatoken", at: nil)
            throw .source(error, texts: parsed.texts)
        }
        switch pipeline.precondition(of: request).verdict(for: stream.facts.entityTag) {
        case .failed:
            cancel(stream)
            throw .engine(.preconditionFailed)
        case .notModified: return Head(status: .notModified, fields: fields(of: stream.facts, wishes.preferences))
        case .proceed: break
        }
        if case .stream = read.shape, let type = stream.facts.mediaType,
            !ContentNegotiation.accepts(type, accept: request.values(of: .accept))
        {
            cancel(stream)
            throw .engine(.formatNotAcceptable(request.values(of: .accept).joined(separator: ",")))
        }
        var fields = fields(of: stream.facts, wishes.preferences)
        fields[.contentType] = stream.facts.mediaType ?? wishes.format.contentType(version: maker.version)
        if case .stream = read.shape { fields[.acceptRanges] = "bytes" }
        return Head(status: .ok, fields: fields)
    }

    /// The answer with a body that is there as a whole, or with none.
    private func whole(_ stream: EntityStream, _ head: Head, _ read: BoundRead) -> QuickAnswer {
        var response = ODataResponse(status: head.status, fields: head.fields)
        var usage = RequestUsage(
            entitySet: read.target.name,
            rows: 0,
            bytes: 0,
            status: head.status.code,
            isComplete: true
        )
        guard !head.isFinal else { return QuickAnswer(response: response, usage: usage) }
        if maker.isHead {
            if case .bytes(let bytes) = stream.body { response.fields[.contentLength] = String(bytes.count) }
            return QuickAnswer(response: response, usage: usage)
        }
        usage.rows = stream.rowCount()
        if case .bytes(let bytes) = stream.body {
            usage.bytes = Int64(bytes.count)
            response.body = .bytes(bytes)
            if case .stream = read.shape { range(of: bytes)?.cut(bytes, in: &response) }
        }
        return QuickAnswer(response: response, usage: usage)
    }

    /// The part of a stream that is asked for; a weak tag, which all of ours are, never holds in `If-Range`.
    private func range(of bytes: [UInt8]) -> ByteRange? {
        guard request.fields[.ifRange] == nil, let line = request.fields[.range] else { return nil }
        return ByteRange(line, length: bytes.count)
    }

    /// Answers inside a transaction; nothing is streamed, so pages are small where others of the same batch share it.
    func answer(
        _ read: BoundRead,
        in session: any WriteSession,
        pages: Bool = true
    ) throws(RequestFailure) -> QuickAnswer {
        var wishes = try wishes(for: read)
        if pages {
            wishes.options.limits.keep(rows: pipeline.engine.limits.groupRows)
        } else {
            // Nobody could ask for a second page of what an action gave.
            wishes.options.limits.defaultPageSize = wishes.options.limits.rowsPerResponse
            wishes.options.maxPageSize = nil
        }
        let stream: EntityStream
        do {
            stream = try session.read(read, options: wishes.options)
        } catch {
            throw .source(error, texts: parsed.texts)
        }
        return whole(stream, try head(of: stream, wishes, read), read)
    }

    private static func offer(for shape: BoundRead.Shape) -> ContentOffer {
        switch shape {
        case .collection, .entity, .property, .item, .references: .json
        case .rawValue, .count, .valueCount: .text
        case .stream: .any
        }
    }

    // MARK: Asking

    private func wishes(for read: BoundRead) throws(RequestFailure) -> Wishes {
        let format = try pipeline.format(Self.offer(for: read.shape), request, parsed)
        let preferences = Preferences(lines: request.values(of: ODataField.prefer))
        let options = try options(for: read, format: format, preferences: preferences)
        return Wishes(format: format, preferences: preferences, options: options)
    }

    func options(
        for read: BoundRead,
        format: ContentFormat,
        preferences: Preferences
    ) throws(RequestFailure) -> ReadOptions {
        var limits = pipeline.engine.limits.reads
        var pageSize = preferences.maxPageSize.map { min($0.value, limits.largestPageSize) }
        if isSnapshot {
            // One answer is one transaction; a link to a second one would break the promise (Protocol 8.2.6).
            if parsed.skipToken != nil || parsed.options.deltaToken != nil { throw .engine(.preconditionFailed) }
            pageSize = nil
            limits.defaultPageSize = limits.rowsPerResponse
        }
        let addresses = addresses(of: read)
        let isDelta = parsed.options.deltaToken != nil
        return ReadOptions(
            version: maker.version,
            metadata: format.metadata,
            ieee754Compatible: format.ieee754Compatible,
            omits: preferences.omittedValues?.value ?? .none,
            maxPageSize: pageSize,
            skipToken: parsed.skipToken,
            serviceRoot: request.serviceRoot,
            contextURL: format.metadata == .none ? nil : addresses.contextURL.map { isDelta ? $0 + "/$delta" : $0 },
            nextLinkPrefix: addresses.nextLinkPrefix,
            requestText: addresses.requestText,
            deltaLinkPrefix: addresses.deltaLinkPrefix,
            deltaToken: parsed.options.deltaToken,
            tracksChanges: preferences.tracksChanges != nil && !isDelta && !isSnapshot,
            changesText: addresses.changesText,
            limits: limits,
            now: pipeline.engine.now(),
            factsOnly: maker.isHead,
            isSnapshot: isSnapshot,
            notes: text.kept?.notes
        )
    }

    private func addresses(of read: BoundRead) -> ReadAddresses {
        let root = request.serviceRoot
        if let kept = text.kept { return kept.addresses(of: read, version: maker.version, serviceRoot: root) }
        let model = pipeline.caller.model
        return ReadAddresses(of: read, parsed, model: model, version: maker.version, serviceRoot: root)
    }

    private var isSnapshot: Bool {
        let lines = request.values(of: ODataField.isolation) + request.values(of: ODataField.prefixedIsolation)
        return lines.contains { $0.lowercased() == "snapshot" }
    }

    // MARK: Answering

    private func fields(of facts: EntityStream.Facts, _ preferences: Preferences) -> HTTPFields {
        let applied = preferences.applied(
            pageSize: facts.appliedPageSize,
            omits: facts.omits,
            tracksChanges: facts.tracksChanges
        )
        var fields = maker.fields(usesPreferences: applied != nil)
        fields.append(pipeline.caller.headers)
        if let applied { fields[ODataField.preferenceApplied] = applied }
        if let tag = facts.entityTag { fields[.eTag] = tag.description }
        return fields
    }

    private func streamed(
        _ chunks: ODataByteStream,
        of stream: EntityStream,
        _ head: Head,
        _ read: BoundRead
    ) async throws(RequestFailure) -> ODataResponse {
        let set = read.target.name
        guard let first = try await firstChunk(of: chunks) else {
            await pipeline.note(set: set, bytes: 0, status: 200, rows: stream.rowCount())
            return ODataResponse(status: .ok, fields: head.fields)
        }
        let engine = pipeline.engine
        let requestID = request.peer.requestID
        let metered = MeteredBody(
            first: first,
            rest: chunks,
            caller: pipeline.caller,
            recheckSeconds: engine.limits.recheckSeconds,
            now: engine.now,
            usage: { bytes, isComplete in
                RequestUsage(
                    entitySet: set,
                    rows: stream.rowCount(),
                    bytes: bytes,
                    status: 200,
                    isComplete: isComplete
                )
            },
            failed: { engine.report(requestID, "the answer was cut: \($0)") }
        )
        return ODataResponse(status: .ok, fields: head.fields, body: metered.body)
    }

    /// Waits for the first chunk, so that failures before it still have their own status.
    private func firstChunk(of chunks: ODataByteStream) async throws(RequestFailure) -> [UInt8]? {
        do {
            return try await chunks.next()
        } catch let error as DataSourceError {
            chunks.cancel()
            throw .source(error, texts: parsed.texts)
        } catch is CancellationError {
            chunks.cancel()
            throw .source(.cancelled, texts: parsed.texts)
        } catch {
            chunks.cancel()
            throw .source(.failed("\(error)"), texts: parsed.texts)
        }
    }

    private func cancel(_ stream: EntityStream) {
        if case .stream(let chunks) = stream.body { chunks.cancel() }
    }
}
