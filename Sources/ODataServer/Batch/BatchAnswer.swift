import HTTPTypes
import OData

/// Answers a batch: each part is a request of its own, behind the same gate decision (Protocol 11.7).
///
/// Units are carried out one after the other, as the answer is consumed; the requests of a group share one transaction.
struct BatchAnswer: Sendable {
    let pipeline: RequestPipeline
    let request: ODataRequest

    func answer() async throws(RequestFailure) -> ODataResponse {
        try checkHeaders()
        let type = request.fields[.contentType].flatMap(MediaType.init)
        let format = try format(of: type)
        let body = try await collect()
        let plan = try plan(body, format, boundary: type?.parameters.first { $0.name == "boundary" }?.value ?? "")
        let output = try outputFormat(format)
        let boundary =
            "batchresponse_"
            + String(MetadataDocuments.hash(of: body) ^ UInt64(bitPattern: pipeline.engine.now()), radix: 36)
        var fields = pipeline.maker.fields()
        fields.append(pipeline.caller.headers)
        switch output {
        case .multipart: fields[.contentType] = "multipart/mixed;boundary=\(boundary)"
        case .json: fields[.contentType] = ContentFormat(kind: .json).contentType(version: pipeline.maker.version)
        }
        let preferences = Preferences(lines: request.values(of: ODataField.prefer))
        if let asked = preferences.continuesOnError, let spelling = preferences.continuesSpelling {
            fields[ODataField.preferenceApplied] = asked ? spelling : "\(spelling)=false"
        }
        let writer = BatchWriter(plan: plan, format: output, boundary: boundary, answer: self)
        return ODataResponse(status: .ok, fields: fields, body: .stream(writer.stream))
    }

    // MARK: Reading

    /// Conditions and `return` belong to the parts (Protocol 8.2.4, 8.2.5 and 8.2.8.7).
    private func checkHeaders() throws(RequestFailure) {
        if request.fields[.ifMatch] != nil || request.fields[.ifNoneMatch] != nil {
            throw .engine(.batchInvalid("If-Match and If-None-Match belong to its requests."))
        }
        if Preferences(lines: request.values(of: ODataField.prefer)).returnsMinimal != nil {
            throw .engine(.batchInvalid("the preference 'return' belongs to its requests."))
        }
    }

    private func format(of type: MediaType?) throws(RequestFailure) -> BatchPlan.Format {
        if let type, type.type == "multipart", type.subtype == "mixed" { return .multipart }
        let isRefused = request.fields[ODataField.maxVersion] != nil && pipeline.maker.version == .v4_0
        if let type, type.type == "application", type.subtype == "json", !isRefused { return .json }
        let found = request.fields[.contentType] ?? ""
        throw .engine(.mediaTypeUnsupported(type: found, expected: "multipart/mixed, or application/json with 4.01"))
    }

    private func outputFormat(_ input: BatchPlan.Format) throws(RequestFailure) -> BatchPlan.Format {
        let accept = request.values(of: .accept)
        let entries = MediaType.list(accept).filter { $0.quality > 0 }
        if entries.isEmpty { return input }
        let usual = input == .json ? ("application", "json") : ("multipart", "mixed")
        let other = input == .json ? ("multipart", "mixed") : ("application", "json")
        if entries.contains(where: { $0.covers(usual.0, usual.1) }) { return input }
        if entries.contains(where: { $0.covers(other.0, other.1) }) { return input == .json ? .multipart : .json }
        throw .engine(.formatNotAcceptable(accept.joined(separator: ",")))
    }

    private func collect() async throws(RequestFailure) -> [UInt8] {
        let limit = pipeline.engine.limits.batchBodyBytes
        do {
            return try await request.body.collect(upTo: limit)
        } catch {
            throw RequestPipeline.failure(error, limit: .bodyTooLarge(limit: limit))
        }
    }

    private func plan(
        _ body: [UInt8],
        _ format: BatchPlan.Format,
        boundary: String
    ) throws(RequestFailure) -> BatchPlan {
        let limits = pipeline.engine.limits
        let preferences = Preferences(lines: request.values(of: ODataField.prefer))
        do {
            switch format {
            case .multipart:
                let units = try MultipartBatchReader.units(
                    of: body,
                    boundary: boundary,
                    limit: limits.batchRequests,
                    groupLimit: limits.groupRequests,
                    headerBytes: limits.headerBytes
                )
                return BatchPlan(units: units, continuesOnError: preferences.continuesOnError ?? false)
            case .json:
                var json = limits.json
                json.depth += 8
                let units = try JSONBatchReader.units(
                    of: body,
                    limit: limits.batchRequests,
                    groupLimit: limits.groupRequests,
                    headerBytes: limits.headerBytes,
                    json: json
                )
                return BatchPlan(units: units, continuesOnError: preferences.continuesOnError ?? true)
            }
        } catch {
            if let limit = error.limit { throw .engine(.batchTooLarge(limit: limit)) }
            if let limit = error.headerLimit { throw .engine(.headersTooLarge(limit: limit)) }
            throw .engine(.batchInvalid(error.problem))
        }
    }

    // MARK: Answering one part

    /// The answer to one part outside a group.
    func response(to part: BatchPlan.Part, _ references: BatchReferences) async -> ODataResponse {
        let inner = pipeline(for: part)
        var plain = request
        plain.fields = part.fields
        plain.body = .bytes(part.body)
        if let refusal = refusal(of: part, references) { return await inner.failed(refusal, plain) }
        do throws(RequestFailure) {
            let partRequest = try partRequest(part, references)
            return await inner.answer(partRequest)
        } catch {
            return await inner.failed(error, plain)
        }
    }

    func pipeline(for part: BatchPlan.Part) -> RequestPipeline {
        let version = ProtocolVersion.answer(maxVersion: maxVersion(of: part))
        let maker = ResponseMaker(version: version ?? pipeline.maker.version, isHead: part.method == "HEAD")
        return RequestPipeline(engine: pipeline.engine, caller: pipeline.caller, maker: maker, isInsideBatch: true)
    }

    private func maxVersion(of part: BatchPlan.Part) -> String? {
        part.fields[ODataField.maxVersion] ?? request.fields[ODataField.maxVersion]
    }

    /// A part as a request, with what it refers to put in.
    func partRequest(
        _ part: BatchPlan.Part,
        _ references: BatchReferences
    ) throws(RequestFailure) -> ODataRequest {
        if ProtocolVersion.answer(maxVersion: maxVersion(of: part)) == nil {
            throw .engine(.versionUnsupported(maxVersion(of: part) ?? ""))
        }
        guard let url = references.resolve(part.url) else {
            throw .engine(.batchInvalid("'\(ODataError.echo(part.url))' refers to no request before it."))
        }
        guard let method = HTTPRequest.Method(part.method) else {
            throw .engine(.batchInvalid("'\(ODataError.echo(part.method))' is no method."))
        }
        guard let address = BatchAddress.resolve(url, serviceRoot: request.serviceRoot) else {
            throw .engine(.batchInvalid("a URL leads out of the service."))
        }
        let limit = pipeline.engine.limits.urlBytes
        if url.utf8.count > limit { throw .engine(.urlTooLong(limit: limit)) }
        var query = address.query
        if let text = query {
            let isTolerant = !pipeline.engine.limits.isStrict
            guard let resolved = references.resolveQuery(text, plusIsBlank: isTolerant) else {
                throw .engine(.batchInvalid("a URL refers to a value that no answer before it has."))
            }
            if address.path.utf8.count + resolved.utf8.count > limit { throw .engine(.urlTooLong(limit: limit)) }
            query = resolved
        }
        var partRequest = request
        partRequest.fields = part.fields
        partRequest.body = .bytes(part.body)
        partRequest.method = method
        partRequest.path = address.path
        partRequest.query = query
        partRequest.references = references
        return partRequest
    }

    /// Why a part is not carried out, for reasons outside of it.
    func refusal(of part: BatchPlan.Part, _ references: BatchReferences) -> RequestFailure? {
        // The batch has its own credentials; a part with others would be a second caller.
        let hasCredentials =
            part.fields[.authorization] != nil || HTTPField.Name("X-Api-Key").map { part.fields[$0] != nil } == true
        if hasCredentials { return .engine(.credentialsInPart) }
        if let refusal = pipeline.caller.countsPart() { return .refused(refusal) }
        guard let text = part.condition else {
            return part.dependsOn.contains(where: references.hasFailed) ? .engine(.dependencyFailed) : nil
        }
        let limit = pipeline.engine.limits.urlBytes
        if text.utf8.count > limit { return .engine(.urlTooLong(limit: limit)) }
        do {
            let condition = BatchCondition(references: references, limits: pipeline.engine.limits.parser)
            return try condition.holds(text) ? nil : .engine(.dependencyFailed)
        } catch {
            return .engine(.batchInvalid("the condition '\(ODataError.echo(text))' has no value."))
        }
    }
}
