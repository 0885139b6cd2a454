import HTTPTypes
import OData

/// Answers one change in a transaction of its own.
struct WriteAnswer {
    let pipeline: RequestPipeline
    let request: ODataRequest
    let parsed: RequestPipeline.ParsedRequest

    func answer(_ target: BoundRead, _ method: HTTPRequest.Method) async throws(RequestFailure) -> ODataResponse {
        let change = try pipeline.change(target, method, request, parsed, references: request.references)
        let body = try await pipeline.body(of: change)
        let write = try change.bind(body)
        let result = try await pipeline.transaction(parsed.texts) { session throws(RequestFailure) in
            try change.run(write, in: session)
        }
        return await pipeline.finished(change, result)
    }
}

extension RequestPipeline {
    /// The change that a request asks for, once method, headers and options are known to fit.
    func change(
        _ target: BoundRead,
        _ method: HTTPRequest.Method,
        _ request: ODataRequest,
        _ parsed: ParsedRequest,
        references: BatchReferences
    ) throws(RequestFailure) -> WriteRequest {
        var operation = try MethodRules.operation(
            method,
            on: target,
            isEach: parsed.isEach,
            path: request.path,
            caller: caller
        )
        if operation == .insert, caller.model.entityType(target.resultType)?.hasStream == true {
            operation = .insertStream
        }
        try checkOptions(parsed, operation)
        if operation.takesBytes {
            try checkMedia(request, target)
        } else if operation.hasBody {
            try checkContent(request, target)
        }
        let format = operation.mayAnswer ? try self.format(.json, request, parsed) : ContentFormat(kind: .json)
        return WriteRequest(
            pipeline: self,
            request: request,
            parsed: parsed,
            target: target,
            operation: operation,
            format: format,
            preferences: Preferences(lines: request.values(of: ODataField.prefer)),
            references: references
        )
    }

    /// Runs a body in one transaction of the caller.
    func transaction<Result: Sendable>(
        _ texts: RequestTexts,
        _ body: @escaping @Sendable (any WriteSession) throws(RequestFailure) -> Result
    ) async throws(RequestFailure) -> Result {
        do {
            return try await caller.source.write(at: engine.now()) { session in try body(session) }
        } catch let error as RequestFailure {
            throw error
        } catch let error as WriteError {
            throw .write(error, texts: texts)
        } catch is CancellationError {
            throw .write(.cancelled, texts: texts)
        } catch {
            throw .write(.failed("\(error)"), texts: texts)
        }
    }

    func finished(_ change: WriteRequest, _ result: WriteRequest.Result) async -> ODataResponse {
        let response = change.response(to: result)
        await note(
            set: change.target.target.name,
            bytes: result.representation?.count ?? 0,
            status: response.status.code,
            rows: Int64(result.outcome.count)
        )
        return response
    }

    /// The body, as bytes.
    func body(of change: WriteRequest) async throws(RequestFailure) -> [UInt8] {
        guard change.operation.hasBody else { return [] }
        let limit = engine.limits.bodyBytes
        do {
            return try await change.request.body.collect(upTo: limit)
        } catch {
            throw Self.failure(error, limit: .bodyTooLarge(limit: limit))
        }
    }

    static func failure(_ error: ODataRequestBody.Failure, limit: EngineError) -> RequestFailure {
        switch error {
        case .tooLarge: .engine(limit)
        case .malformed: .engine(.bodyMalformed)
        case .unsupportedEncoding(let name):
            .engine(.mediaTypeUnsupported(type: name, expected: "gzip or no Content-Encoding"))
        }
    }

    // MARK: Checks

    /// Of the options that shape an answer only `$select` and `$expand` apply to a change, and `$filter` not even to
    /// members, which have `/$filter(…)` (Protocol 11.4.1.5).
    private func checkOptions(_ parsed: ParsedRequest, _ operation: WriteOperation) throws(RequestFailure) {
        let options = parsed.options
        var wrong: String?
        if options.filter != nil { wrong = "$filter" }
        if options.orderBy != nil { wrong = "$orderby" }
        if options.top != nil { wrong = "$top" }
        if options.skip != nil { wrong = "$skip" }
        if options.count != nil { wrong = "$count" }
        if options.search != nil { wrong = "$search" }
        if options.apply != nil { wrong = "$apply" }
        if parsed.linkID != nil, operation != .unlink { wrong = "$id" }
        guard let wrong else { return }
        throw .binding(.optionNotApplicable(option: wrong, resource: .entity), texts: parsed.texts)
    }

    /// Refuses what the model does not accept as a stream (`Core.AcceptableMediaTypes`); without a word it accepts all.
    private func checkMedia(_ request: ODataRequest, _ target: BoundRead) throws(RequestFailure) {
        var annotations = caller.model.entityType(target.resultType)?.annotations ?? []
        if case .stream(let path) = target.shape, let property = path.last { annotations = property.annotations }
        let term = EdmTypeName("Org.OData.Core.V1", "AcceptableMediaTypes")
        guard case .collection(let items)? = annotations.first(where: { $0.term == term })?.value else { return }
        let accepted = items.compactMap { item -> String? in
            if case .string(let text) = item { text } else { nil }
        }
        let text = request.fields[.contentType] ?? "application/octet-stream"
        let isAccepted = MediaType(text).map { type in
            MediaType.list(accepted).contains { $0.covers(type.type, type.subtype) }
        }
        guard isAccepted == true else {
            throw .engine(.mediaTypeUnsupported(type: text, expected: accepted.joined(separator: ", ")))
        }
    }

    private func checkContent(_ request: ODataRequest, _ target: BoundRead) throws(RequestFailure) {
        let version = request.fields[ODataField.version]
        if let version, !ProtocolVersion.canRead(version) {
            throw .engine(.requestVersionUnsupported(version))
        }
        let text = request.fields[.contentType] ?? ""
        let type = MediaType(text)
        if case .rawValue = target.shape {
            guard type == nil || type?.type != "multipart" else {
                throw .engine(.mediaTypeUnsupported(type: text, expected: "text/plain"))
            }
            return
        }
        try Self.checkJSON(request)
    }

    /// Refuses a body that is no JSON.
    static func checkJSON(_ request: ODataRequest) throws(RequestFailure) {
        let text = request.fields[.contentType] ?? ""
        let type = MediaType(text)
        guard let type, type.type == "application", type.subtype == "json" else {
            throw .engine(.mediaTypeUnsupported(type: text, expected: "application/json"))
        }
        let charset = type.parameters.first { $0.name == "charset" }?.value.lowercased()
        guard charset == nil || charset == "utf-8" || charset == "utf8" else {
            throw .engine(.mediaTypeUnsupported(type: text, expected: "application/json in UTF-8"))
        }
    }

    /// Whether numbers of Int64 and Decimal come as strings (`IEEE754Compatible=true` of the `Content-Type`).
    static func readsNumbersAsStrings(_ request: ODataRequest) -> Bool {
        let type = request.fields[.contentType].flatMap(MediaType.init)
        let compatible = type?.parameters.first { $0.name == "ieee754compatible" }?.value
        return compatible?.lowercased() == "true"
    }
}

extension WriteOperation {
    /// Whether the answer may have a body.
    var mayAnswer: Bool {
        switch self {
        case .insert, .insertStream, .update, .setValue, .addItem: true
        case .delete, .clearValue, .setStream, .clearStream, .link, .unlink, .updateMembers, .deleteMembers,
            .changeMembers:
            false
        }
    }
}
