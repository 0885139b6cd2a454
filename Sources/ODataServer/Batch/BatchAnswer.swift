import HTTPTypes
import OData

/// Answers a batch: each part is a request of its own, behind the same gate decision (Protocol 11.7).
///
/// Reads are carried out one after the other, as the answer is consumed. Change sets, atomicity groups and conditions
/// are refused part by part.
struct BatchAnswer: Sendable {
    let pipeline: RequestPipeline
    let request: ODataRequest

    func answer() async throws(RequestFailure) -> ODataResponse {
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
        let writer = BatchWriter(plan: plan, format: output, boundary: boundary, answer: self)
        return ODataResponse(status: .ok, fields: fields, body: .stream(writer.stream))
    }

    // MARK: Reading

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
            switch error {
            case .tooLarge: throw .engine(.bodyTooLarge(limit: limit))
            case .malformed: throw .engine(.bodyMalformed)
            case .unsupportedEncoding(let name):
                throw .engine(.mediaTypeUnsupported(type: name, expected: "gzip or no Content-Encoding"))
            }
        }
    }

    private func plan(
        _ body: [UInt8],
        _ format: BatchPlan.Format,
        boundary: String
    ) throws(RequestFailure) -> BatchPlan {
        let limit = pipeline.engine.limits.batchRequests
        let preferences = Preferences(lines: request.values(of: ODataField.prefer))
        do {
            switch format {
            case .multipart:
                let parts = try MultipartBatchReader.parts(of: body, boundary: boundary, limit: limit)
                return BatchPlan(parts: parts, continuesOnError: preferences.continuesOnError ?? false)
            case .json:
                let parts = try JSONBatchReader.parts(of: body, limit: limit)
                return BatchPlan(parts: parts, continuesOnError: preferences.continuesOnError ?? true)
            }
        } catch {
            throw .engine(.batchInvalid(error.problem))
        }
    }

    // MARK: Answering one part

    /// The answer to one part; `failed` holds the ids of parts that went wrong.
    func response(to part: BatchPlan.Part, failed: Set<String>) async -> ODataResponse {
        let maxVersion = part.fields[ODataField.maxVersion] ?? request.fields[ODataField.maxVersion]
        let version = ProtocolVersion.answer(maxVersion: maxVersion)
        let maker = ResponseMaker(version: version ?? pipeline.maker.version, isHead: part.method == "HEAD")
        let inner = RequestPipeline(engine: pipeline.engine, caller: pipeline.caller, maker: maker, isInsideBatch: true)
        var partRequest = request
        partRequest.fields = part.fields
        partRequest.body = .none
        if let failure = refusal(of: part, failed: failed) { return await inner.failed(.engine(failure), partRequest) }
        if version == nil { return await inner.failed(.engine(.versionUnsupported(maxVersion ?? "")), partRequest) }
        guard let address = BatchAddress.resolve(part.url, serviceRoot: request.serviceRoot),
            let method = HTTPRequest.Method(part.method)
        else {
            return await inner.failed(.engine(.batchInvalid("a URL leads out of the service.")), partRequest)
        }
        let limit = pipeline.engine.limits.urlBytes
        if part.url.utf8.count > limit { return await inner.failed(.engine(.urlTooLong(limit: limit)), partRequest) }
        partRequest.method = method
        partRequest.path = address.path
        partRequest.query = address.query
        return await inner.answer(partRequest)
    }

    private func refusal(of part: BatchPlan.Part, failed: Set<String>) -> EngineError? {
        if part.dependsOn.contains(where: failed.contains) { return .dependencyFailed }
        if let feature = part.missingFeature { return .notImplemented(feature: "\(feature) in $batch") }
        if part.url.hasPrefix("$"), let id = part.url.dropFirst().first, id.isNumber {
            return .notImplemented(feature: "A reference to another request in $batch")
        }
        // The batch has its own credentials; a part with others would be a second caller.
        let hasCredentials =
            part.fields[.authorization] != nil || HTTPField.Name("X-Api-Key").map { part.fields[$0] != nil } == true
        return hasCredentials ? .credentialsInPart : nil
    }
}
