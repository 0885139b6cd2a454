import HTTPTypes
import OData

/// Puts answers together: the headers that every one of them carries, exactly once.
struct ResponseMaker: Sendable {
    let version: ODataVersion
    let isHead: Bool

    /// How an answer may be kept by the client.
    enum Caching: String {
        case never = "private, no-store"
        /// With a tag: kept, but asked for again each time.
        case revalidated = "private, no-cache"
    }

    /// The fields of any answer.
    func fields(caching: Caching = .never, usesPreferences: Bool = false) -> HTTPFields {
        var fields = HTTPFields()
        fields[ODataField.version] = version.rawValue
        fields[.cacheControl] = caching.rawValue
        let vary = "Accept, OData-MaxVersion, Authorization, X-Api-Key, Cookie"
        fields[.vary] = usesPreferences ? vary + ", Prefer" : vary
        return fields
    }

    /// A document that is there as a whole.
    func document(
        _ bytes: [UInt8],
        contentType: String,
        tag: EntityTag,
        headers: [GateHeader],
        verdict: Precondition.Verdict,
        usesPreferences: Bool
    ) -> ODataResponse {
        var fields = fields(caching: .revalidated, usesPreferences: usesPreferences)
        fields.append(headers)
        fields[.eTag] = tag.description
        if verdict == .notModified { return ODataResponse(status: .notModified, fields: fields) }
        fields[.contentType] = contentType
        if isHead { fields[.contentLength] = String(bytes.count) }
        return ODataResponse(status: .ok, fields: fields, body: isHead ? .empty : .bytes(bytes))
    }

    /// The answer to a failure.
    func failure(_ failure: RequestFailure, requestID: String? = nil) -> ODataResponse {
        switch failure {
        case .engine(let error, let allow):
            var response = self.response(to: ErrorTable().answer(for: error))
            if !allow.isEmpty { response.fields[.allow] = allow.joined(separator: ", ") }
            return response
        case .syntax(let error): return response(to: ErrorTable().answer(for: error))
        case .binding(let error, let texts): return response(to: ErrorTable(texts: texts).answer(for: error))
        case .payload(let error): return response(to: ErrorTable().answer(for: error))
        case .write(.refused(let refusal), _): return response(to: GateRefusal(refusal))
        case .write(.notAllowed(let feature), _):
            var response = self.response(to: ErrorTable().answer(for: WriteError.notAllowed(feature: feature)))
            response.fields[.allow] = "GET, HEAD, OPTIONS"
            return response
        case .write(let error, let texts):
            return response(to: ErrorTable(texts: texts, requestID: requestID).answer(for: error))
        case .source(.refused(let refusal), _), .refused(let refusal): return response(to: refusal)
        case .source(let error, let texts):
            return response(to: ErrorTable(texts: texts, requestID: requestID).answer(for: error))
        }
    }

    private func response(to answer: ErrorAnswer) -> ODataResponse {
        var response = errorResponse(status: answer.status, error: answer.error)
        if let seconds = answer.retryAfter { response.fields[.retryAfter] = String(seconds) }
        return response
    }

    private func response(to refusal: GateRefusal) -> ODataResponse {
        var response = errorResponse(status: refusal.status, error: refusal.error)
        response.fields.append(refusal.headers)
        return response
    }

    private func errorResponse(status: Int, error: ODataError) -> ODataResponse {
        var fields = fields()
        fields[.contentType] = ContentFormat(kind: .json).contentType(version: version)
        fields[.contentLanguage] = "en"
        let body = isHead ? ODataBody.empty : .bytes(ErrorWriter.body(of: error))
        return ODataResponse(status: HTTPResponse.Status(code: status), fields: fields, body: body)
    }
}
