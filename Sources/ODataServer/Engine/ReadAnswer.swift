import HTTPTypes
import OData

/// Answers a bound read: asks the source, then turns its facts into status and headers.
struct ReadAnswer {
    let pipeline: RequestPipeline
    let request: ODataRequest
    let parsed: RequestPipeline.ParsedRequest

    private var maker: ResponseMaker { pipeline.maker }

    func answer(_ read: BoundRead) async throws(RequestFailure) -> ODataResponse {
        let format = try pipeline.format(Self.offer(for: read.shape), request, parsed)
        let preferences = Preferences(lines: request.values(of: ODataField.prefer))
        let options = try options(for: read, format: format, preferences: preferences)
        let stream = try await open(read, options)
        switch stream.facts.outcome {
        case .notFound:
            cancel(stream)
            throw .engine(.entityNotFound(parsed.texts.segments.joined(separator: "/")))
        case .null:
            cancel(stream)
            return await finished(fields(of: stream.facts, preferences), .noContent, read)
        case .content: break
        }
        switch pipeline.precondition(of: request).verdict(for: stream.facts.entityTag) {
        case .failed:
            cancel(stream)
            throw .engine(.preconditionFailed)
        case .notModified:
            cancel(stream)
            return await finished(fields(of: stream.facts, preferences), .notModified, read)
        case .proceed: break
        }
        var fields = fields(of: stream.facts, preferences)
        fields[.contentType] = stream.facts.mediaType ?? format.contentType(version: maker.version)
        if maker.isHead {
            cancel(stream)
            if case .bytes(let bytes) = stream.body { fields[.contentLength] = String(bytes.count) }
            return await finished(fields, .ok, read)
        }
        return try await self.body(stream, fields, read)
    }

    private static func offer(for shape: BoundRead.Shape) -> ContentOffer {
        switch shape {
        case .collection, .entity, .property, .references: .json
        case .rawValue, .count: .text
        }
    }

    // MARK: Asking

    private func open(_ read: BoundRead, _ options: ReadOptions) async throws(RequestFailure) -> EntityStream {
        do {
            return try await pipeline.caller.source.read(read, options: options)
        } catch {
            throw .source(error, texts: parsed.texts)
        }
    }

    private func options(
        for read: BoundRead,
        format: ContentFormat,
        preferences: Preferences
    ) throws(RequestFailure) -> ReadOptions {
        var limits = pipeline.engine.limits.reads
        var pageSize = preferences.maxPageSize.map { min($0.value, limits.largestPageSize) }
        let skipToken = parsed.url.options.skipToken
        if isSnapshot {
            // One answer is one transaction; a link to a second one would break the promise (Protocol 8.2.6).
            if skipToken != nil { throw .engine(.preconditionFailed) }
            pageSize = nil
            limits.defaultPageSize = limits.rowsPerResponse
        }
        let context = ContextURL(
            model: pipeline.caller.model,
            version: maker.version,
            serviceRoot: request.serviceRoot
        )
        let address = RequestAddress(path: parsed.path, query: parsed.query)
        return ReadOptions(
            version: maker.version,
            metadata: format.metadata,
            ieee754Compatible: format.ieee754Compatible,
            omitsNulls: preferences.omitsNulls != nil,
            maxPageSize: pageSize,
            skipToken: skipToken,
            serviceRoot: request.serviceRoot,
            contextURL: format.metadata == .none ? nil : context.text(of: read),
            nextLinkPrefix: address.nextLinkPrefix(serviceRoot: request.serviceRoot),
            requestText: address.requestText,
            limits: limits,
            now: pipeline.engine.now(),
            factsOnly: maker.isHead
        )
    }

    private var isSnapshot: Bool {
        let lines = request.values(of: ODataField.isolation) + request.values(of: ODataField.prefixedIsolation)
        return lines.contains { $0.lowercased() == "snapshot" }
    }

    // MARK: Answering

    private func fields(of facts: EntityStream.Facts, _ preferences: Preferences) -> HTTPFields {
        let applied = preferences.applied(pageSize: facts.appliedPageSize, omitsNulls: facts.omitsNulls)
        var fields = maker.fields(usesPreferences: applied != nil)
        fields.append(pipeline.caller.headers)
        if let applied { fields[ODataField.preferenceApplied] = applied }
        if let tag = facts.entityTag { fields[.eTag] = tag.description }
        return fields
    }

    private func finished(
        _ fields: HTTPFields,
        _ status: HTTPResponse.Status,
        _ read: BoundRead
    ) async -> ODataResponse {
        await pipeline.note(set: read.target.name, bytes: 0, status: status.code)
        return ODataResponse(status: status, fields: fields)
    }

    private func body(
        _ stream: EntityStream,
        _ fields: HTTPFields,
        _ read: BoundRead
    ) async throws(RequestFailure) -> ODataResponse {
        let set = read.target.name
        switch stream.body {
        case .empty:
            await pipeline.note(set: set, bytes: 0, status: 200, rows: stream.rowCount())
            return ODataResponse(status: .ok, fields: fields)
        case .bytes(let bytes):
            await pipeline.note(set: set, bytes: bytes.count, status: 200, rows: stream.rowCount())
            return ODataResponse(status: .ok, fields: fields, body: .bytes(bytes))
        case .stream(let chunks):
            guard let first = try await firstChunk(of: chunks) else {
                await pipeline.note(set: set, bytes: 0, status: 200, rows: stream.rowCount())
                return ODataResponse(status: .ok, fields: fields)
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
            return ODataResponse(status: .ok, fields: fields, body: metered.body)
        }
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
