import HTTPTypes
import OData

/// An answer that was made without waiting, and what the caller's usage is told of it.
struct QuickAnswer: Sendable {
    var response: ODataResponse
    var usage: RequestUsage
}

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
        /// The options that are bound: those of the URL, without `$id` where it names what is unlinked.
        var options: QueryOptionsSyntax
        var texts: RequestTexts
        /// The text of `$skiptoken`, decoded.
        var skipToken: String?
        /// `$id` of a `DELETE …/$ref`.
        var linkID: String?
        /// Whether the path ended with `/$each`, which is taken off.
        var isEach = false
    }

    /// A request whose names were found.
    struct BoundText {
        var parsed: ParsedRequest
        var bound: BoundRequest
        /// Where it is kept for the next time, if it is.
        var kept: KeptRequest?
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
            if let entity = try entityAddress(path, query, request) { (path, query) = entity }
            let text = try await boundText(path: path, query: query, method)
            let parsed = text.parsed
            try MethodRules.check(method, on: text.bound, path: path)
            switch text.bound {
            case .serviceDocument: return try await serviceDocument(request, parsed)
            case .metadata: return try await metadata(request, parsed)
            case .batch:
                if isInsideBatch { throw .engine(.batchInvalid("a batch holds another one.")) }
                return try await BatchAnswer(pipeline: self, request: request).answer()
            case .read(let read) where !MethodRules.isRead(method):
                return try await WriteAnswer(pipeline: self, request: request, parsed: parsed).answer(read, method)
            case .read(let read):
                try Self.checkRead(parsed)
                return try await ReadAnswer(pipeline: self, request: request, text: text).answer(read)
            case .call(let call):
                return try await CallAnswer(pipeline: self, request: request, parsed: parsed).answer(call)
            }
        } catch {
            return await failed(error, request)
        }
    }

    /// The answer to a failure; the caller takes note of it.
    func failed(_ failure: RequestFailure, _ request: ODataRequest) async -> ODataResponse {
        let response = self.failure(failure, request)
        await note(set: nil, bytes: 0, status: response.status.code)
        return response
    }

    private func failure(_ failure: RequestFailure, _ request: ODataRequest) -> ODataResponse {
        switch failure {
        case .source(.failed(let text), _), .write(.failed(let text), _): engine.report(request.peer.requestID, text)
        default: break
        }
        return maker.failure(failure, requestID: request.peer.requestID)
    }

    func note(set: String?, bytes: Int, status: Int, rows: Int64 = 0) async {
        let usage = RequestUsage(entitySet: set, rows: rows, bytes: Int64(bytes), status: status, isComplete: true)
        await caller.finished(usage)
    }

    // MARK: Text

    func parse(
        path: String,
        query: String?,
        _ method: HTTPRequest.Method
    ) throws(RequestFailure) -> ParsedRequest {
        let members = [.patch, .delete].contains(method) ? Self.path(path, before: ["/$each", "/%24each"]) : nil
        do {
            let url = try RequestURL(
                path: members ?? path,
                query: query,
                limits: engine.limits.parser,
                strict: engine.limits.isStrict,
                parameters: ParameterNames(model: caller.model).missing(from: path, query: query)
            )
            var parsed = ParsedRequest(
                path: path,
                query: query,
                url: url,
                options: url.options,
                texts: RequestTexts(url),
                skipToken: url.options.skipToken,
                isEach: members != nil
            )
            if method == .delete {
                parsed.linkID = parsed.options.id
                parsed.options.id = nil
            }
            return parsed
        } catch {
            throw .syntax(error)
        }
    }

    /// The path before `/$query`; nil where the path does not end so (URL Conventions 4.17).
    private static func pathBeforeQuerySegment(_ path: String) -> String? {
        Self.path(path, before: ["/$query", "/%24query"])
    }

    /// The path of the entity that `$entity?$id=…` names, with what follows `/$entity`, and the query without `$id`; nil
    /// for any other path (URL Conventions 4.9).
    private func entityAddress(
        _ path: String,
        _ query: String?,
        _ request: ODataRequest
    ) throws(RequestFailure) -> (path: String, query: String?)? {
        guard let rest = Self.pathBehindEntity(path) else { return nil }
        let url: RequestURL
        do {
            url = try RequestURL(path: "", query: query, limits: engine.limits.parser)
        } catch {
            throw .syntax(error)
        }
        let id = url.options.id ?? ""
        guard !id.isEmpty else { throw .syntax(.emptyOption(name: "$id")) }
        let found = BatchAddress.resolve(id, serviceRoot: request.serviceRoot)
        guard let found, found.query == nil else { throw .engine(.entityNotFound(ODataError.echo(id))) }
        let others = (query ?? "").split(separator: "&").filter { option in
            !["$id", "%24id", "id"].contains(option.prefix { $0 != "=" }.lowercased())
        }
        let whole = (found.path.hasPrefix("/") ? found.path : "/" + found.path) + rest
        return (whole, others.isEmpty ? nil : others.joined(separator: "&"))
    }

    private static func pathBehindEntity(_ path: String) -> Substring? {
        for start in ["/$entity", "/%24entity"] where path.hasPrefix(start) {
            let rest = path.dropFirst(start.count)
            if rest.isEmpty || rest.hasPrefix("/") { return rest }
        }
        return nil
    }

    private static func path(_ path: String, before suffixes: [String]) -> String? {
        for suffix in suffixes where path.hasSuffix(suffix) { return String(path.dropLast(suffix.count)) }
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
            throw Self.failure(error, limit: .queryBodyTooLarge(limit: limit))
        }
        let body = String(decoding: bytes, as: UTF8.self)
        guard let query = request.query, !query.isEmpty else { return body }
        return body.isEmpty ? query : query + "&" + body
    }

    // MARK: Names

    /// Parses and binds the text of a request, or finds it among those that were asked for lately.
    private func boundText(
        path: String,
        query: String?,
        _ method: HTTPRequest.Method
    ) async throws(RequestFailure) -> BoundText {
        let isKept = !isInsideBatch && MethodRules.isRead(method)
        let key = isKept ? KeptRequests.key(of: caller.model, path: path, query: query) : nil
        if let key, let known = known(key) { return known }
        let parsed = try parse(path: path, query: query, method)
        let bound: BoundRequest
        do throws(BindingError) {
            bound = try bind(parsed, to: caller.model)
        } catch {
            throw await explained(error, parsed)
        }
        return kept(parsed, bound, under: key?.key)
    }

    /// Binds against a model, without asking anybody why a name is unknown.
    func bind(_ parsed: ParsedRequest, to model: EdmModel) throws(BindingError) -> BoundRequest {
        try Binder(model: model, options: engine.limits.binder).bind(path: parsed.url.path, options: parsed.options)
    }

    /// An unknown name, or the refusal that explains it.
    func explained(_ error: BindingError, _ parsed: ParsedRequest) async -> RequestFailure {
        let refusal = await caller.refusal(for: error) { model in
            Result { () throws(BindingError) in try bind(parsed, to: model) }
        }
        return refusal.map { .refused($0) } ?? .binding(error, texts: parsed.texts)
    }

    private func known(_ key: (key: KeptRequests.Key, skipToken: String?)) -> BoundText? {
        guard let known = engine.kept.request(key.key) else { return nil }
        var parsed = known.parsed
        parsed.skipToken = key.skipToken
        return BoundText(parsed: parsed, bound: known.bound, kept: known)
    }

    private func kept(_ parsed: ParsedRequest, _ bound: BoundRequest, under key: KeptRequests.Key?) -> BoundText {
        guard let key, case .read = bound else { return BoundText(parsed: parsed, bound: bound) }
        let request = KeptRequest(parsed: parsed, bound: bound, model: caller.model)
        engine.kept.keep(request, under: key)
        return BoundText(parsed: parsed, bound: bound, kept: request)
    }

    // MARK: At once

    /// Answers a plain read on the spot, where the caller's rows are at hand; nil leaves everything as it was.
    ///
    /// Blocks. Whatever needs to wait, and whatever cannot be parsed or bound, is left for ``answer(_:)``.
    func answerAtOnce(_ request: ODataRequest) -> QuickAnswer? {
        guard request.method == .get || request.method == .head, Self.pathBeforeQuerySegment(request.path) == nil,
            let text = boundTextAtOnce(request), case .read(let read) = text.bound
        else { return nil }
        do throws(RequestFailure) {
            try Self.checkRead(text.parsed)
            return try ReadAnswer(pipeline: self, request: request, text: text).answerAtOnce(read)
        } catch {
            let response = failure(error, request)
            let usage = RequestUsage(
                entitySet: nil,
                rows: 0,
                bytes: 0,
                status: response.status.code,
                isComplete: true
            )
            return QuickAnswer(response: response, usage: usage)
        }
    }

    /// Throws for options that only those who write have use for.
    private static func checkRead(_ parsed: ParsedRequest) throws(RequestFailure) {
        guard parsed.options.index != nil else { return }
        throw .binding(.optionNotApplicable(option: "$index", resource: .property), texts: parsed.texts)
    }

    private func boundTextAtOnce(_ request: ODataRequest) -> BoundText? {
        guard let key = KeptRequests.key(of: caller.model, path: request.path, query: request.query) else { return nil }
        if let known = known(key) { return known }
        do {
            let parsed = try parse(path: request.path, query: request.query, request.method)
            return kept(parsed, try bind(parsed, to: caller.model), under: key.key)
        } catch {
            return nil  // said again, with its answer, by the way that may wait
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
        return try await document(bytes, format, tag, request, usesPreferences: false)
    }

    private func metadata(
        _ request: ODataRequest,
        _ parsed: ParsedRequest
    ) async throws(RequestFailure) -> ODataResponse {
        let format = try format(.metadata, request, parsed)
        let wish = Preferences(lines: request.values(of: ODataField.prefer)).includedAnnotations
        guard let wish else {
            let document = engine.documents.document(of: caller.model, version: maker.version, kind: format.kind)
            let tag = MetadataDocuments.tag(document.hash, shape: caller.grantShape)
            return try await self.document(document.bytes, format, tag, request, usesPreferences: true)
        }
        let document = engine.documents.document(
            of: caller.model,
            version: maker.version,
            kind: format.kind,
            annotations: wish.value
        )
        let tag = MetadataDocuments.tag(document.hash, shape: caller.grantShape)
        var response = try await self.document(document.bytes, format, tag, request, usesPreferences: true)
        response.fields[ODataField.preferenceApplied] = "\(wish.spelling)=\"\(wish.value.text)\""
        return response
    }

    private func document(
        _ bytes: [UInt8],
        _ format: ContentFormat,
        _ tag: EntityTag,
        _ request: ODataRequest,
        usesPreferences: Bool
    ) async throws(RequestFailure) -> ODataResponse {
        let verdict = precondition(of: request).verdict(for: tag)
        if verdict == .failed { throw .engine(.preconditionFailed) }
        let type = format.contentType(version: maker.version)
        let response = maker.document(
            bytes,
            contentType: type,
            tag: tag,
            headers: caller.headers,
            verdict: verdict,
            usesPreferences: usesPreferences
        )
        await note(set: nil, bytes: bytes.count, status: response.status.code)
        return response
    }

    func precondition(of request: ODataRequest) -> Precondition {
        Precondition(ifMatch: request.values(of: .ifMatch), ifNoneMatch: request.values(of: .ifNoneMatch))
    }
}
