import HTTPTypes
import OData

/// One admitted request on its way: headers, text, names, rows, answer.
struct RequestPipeline: Sendable {
    let engine: ODataEngine
    let caller: any CallerContext
    let maker: ResponseMaker
    /// Whether the request is a part of a batch.
    var isInsideBatch = false

    /// A request whose text was read.
    struct ParsedRequest {
        /// Undecoded, without `/$query`.
        var path: String
        /// Undecoded; for `/$query` that of the URL and of the body.
        var query: String?
        var url: RequestURL
        var texts: RequestTexts
    }

    func answer(_ request: ODataRequest) async -> ODataResponse {
        do throws(RequestFailure) {
            let method: HTTPRequest.Method
            var path = request.path
            var query = request.query
            if let inner = Self.pathBeforeQuerySegment(path) {
                query = try await queryFromBody(request)
                path = inner
                method = .get
            } else {
                method = request.method
            }
            let parsed = try parse(path: path, query: query)
            let bound = try await bind(parsed)
            try MethodRules.check(method, on: bound, path: path)
            switch bound {
            case .serviceDocument: return try await serviceDocument(request, parsed)
            case .metadata: return try await metadata(request, parsed)
            case .batch:
                if isInsideBatch { throw .engine(.batchInvalid("a batch holds another one.")) }
                return try await BatchAnswer(pipeline: self, request: request).answer()
            case .read(let read):
                return try await ReadAnswer(pipeline: self, request: request, parsed: parsed).answer(read)
            }
        } catch {
            return await failed(error, request)
        }
    }

    /// The answer to a failure; the caller takes note of it.
    func failed(_ failure: RequestFailure, _ request: ODataRequest) async -> ODataResponse {
        if case .source(.failed(let text), _) = failure { engine.report(request.peer.requestID, text) }
        let response = maker.failure(failure, requestID: request.peer.requestID)
        await note(set: nil, bytes: 0, status: response.status.code)
        return response
    }

    func note(set: String?, bytes: Int, status: Int, rows: Int64 = 0) async {
        let usage = RequestUsage(entitySet: set, rows: rows, bytes: Int64(bytes), status: status, isComplete: true)
        await caller.finished(usage)
    }

    // MARK: Text

    private func parse(path: String, query: String?) throws(RequestFailure) -> ParsedRequest {
        do {
            let url = try RequestURL(
                path: path,
                query: query,
                limits: engine.limits.parser,
                strict: engine.limits.isStrict
            )
            return ParsedRequest(path: path, query: query, url: url, texts: RequestTexts(url))
        } catch {
            throw .syntax(error)
        }
    }

    /// The path before `/$query`; nil where the path does not end so (URL Conventions 4.17).
    private static func pathBeforeQuerySegment(_ path: String) -> String? {
        for suffix in ["/$query", "/%24query"] where path.hasSuffix(suffix) {
            return String(path.dropLast(suffix.count))
        }
        return nil
    }

    private func queryFromBody(_ request: ODataRequest) async throws(RequestFailure) -> String? {
        guard request.method == .post else {
            let resource = ODataError.echo(request.path)
            let error = EngineError.methodNotAllowed(method: request.method.rawValue, resource: resource)
            throw .engine(error, allow: ["POST", "OPTIONS"])
        }
        let type = request.fields[.contentType].flatMap(MediaType.init)
        let isPlain = type.map { $0.type == "text" && $0.subtype == "plain" } ?? false
        let isForm = type.map { $0.type == "application" && $0.subtype == "x-www-form-urlencoded" } ?? false
        guard isPlain || isForm else {
            let found = request.fields[.contentType] ?? ""
            throw .engine(.mediaTypeUnsupported(type: found, expected: "text/plain"))
        }
        let limit = engine.limits.queryBodyBytes
        let bytes: [UInt8]
        do {
            bytes = try await request.body.collect(upTo: limit)
        } catch {
            switch error {
            case .tooLarge: throw .engine(.queryBodyTooLarge(limit: limit))
            case .malformed: throw .engine(.bodyMalformed)
            case .unsupportedEncoding(let name):
                throw .engine(.mediaTypeUnsupported(type: name, expected: "gzip or no Content-Encoding"))
            }
        }
        let body = String(decoding: bytes, as: UTF8.self)
        guard let query = request.query, !query.isEmpty else { return body }
        return body.isEmpty ? query : query + "&" + body
    }

    // MARK: Names

    private func bind(_ parsed: ParsedRequest) async throws(RequestFailure) -> BoundRequest {
        let options = engine.limits.binder
        let rebind: @Sendable (EdmModel) -> Result<BoundRequest, BindingError> = { model in
            Result { () throws(BindingError) in
                try Binder(model: model, options: options).bind(path: parsed.url.path, options: parsed.url.options)
            }
        }
        switch rebind(caller.model) {
        case .success(let bound): return bound
        case .failure(let error):
            if let refusal = await caller.refusal(for: error, rebind: rebind) { throw .refused(refusal) }
            throw .binding(error, texts: parsed.texts)
        }
    }

    /// Chooses the form of the answer.
    func format(
        _ offer: ContentOffer,
        _ request: ODataRequest,
        _ parsed: ParsedRequest
    ) throws(RequestFailure) -> ContentFormat {
        do {
            return try ContentNegotiation.choose(
                offer,
                accept: request.values(of: .accept),
                acceptCharset: request.values(of: ODataField.acceptCharset),
                format: parsed.url.options.format ?? Self.formatOption(in: parsed.url)
            )
        } catch {
            throw .engine(error)
        }
    }

    private static func formatOption(in url: RequestURL) -> String? {
        url.optionTexts.first { $0.name == "$format" }?.text
    }

    // MARK: Documents

    private func serviceDocument(
        _ request: ODataRequest,
        _ parsed: ParsedRequest
    ) async throws(RequestFailure) -> ODataResponse {
        let format = try format(.json, request, parsed)
        let bytes = ServiceDocument.json(
            of: caller.model,
            version: maker.version,
            metadata: format.metadata,
            serviceRoot: request.serviceRoot
        )
        let tag = MetadataDocuments.tag(MetadataDocuments.hash(of: bytes), shape: caller.grantShape)
        return try await document(bytes, format, tag, request)
    }

    private func metadata(
        _ request: ODataRequest,
        _ parsed: ParsedRequest
    ) async throws(RequestFailure) -> ODataResponse {
        let format = try format(.metadata, request, parsed)
        let document = engine.documents.document(of: caller.model, version: maker.version, kind: format.kind)
        let tag = MetadataDocuments.tag(document.hash, shape: caller.grantShape)
        return try await self.document(document.bytes, format, tag, request)
    }

    private func document(
        _ bytes: [UInt8],
        _ format: ContentFormat,
        _ tag: EntityTag,
        _ request: ODataRequest
    ) async throws(RequestFailure) -> ODataResponse {
        let verdict = precondition(of: request).verdict(for: tag)
        if verdict == .failed { throw .engine(.preconditionFailed) }
        let type = format.contentType(version: maker.version)
        let response = maker.document(bytes, contentType: type, tag: tag, headers: caller.headers, verdict: verdict)
        await note(set: nil, bytes: bytes.count, status: response.status.code)
        return response
    }

    func precondition(of request: ODataRequest) -> Precondition {
        Precondition(ifMatch: request.values(of: .ifMatch), ifNoneMatch: request.values(of: .ifNoneMatch))
    }
}
