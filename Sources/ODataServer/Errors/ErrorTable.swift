import OData

/// An error with the status of its answer and the header lines that belong to it.
struct ErrorAnswer: Equatable {
    var status: Int
    var error: ODataError
    /// Seconds for `Retry-After`.
    var retryAfter: Int?

    init(_ code: ODataErrorCode, _ places: [String: String] = [:], target: String? = nil, retryAfter: Int? = nil) {
        status = code.status
        error = ODataError(code, places, target: target)
        self.retryAfter = retryAfter
    }
}

/// The one place where failures of every stage become codes and sentences; its switches are exhaustive.
struct ErrorTable {
    /// The decoded texts of options and path segments, for turning byte offsets into characters.
    var texts: RequestTexts
    /// Under which the request is logged; the only thing a client is told about a failure of our own.
    var requestID: String?

    init(texts: RequestTexts = RequestTexts(), requestID: String? = nil) {
        self.texts = texts
        self.requestID = requestID
    }

    func answer(for error: EngineError) -> ErrorAnswer {
        switch error {
        case .urlTooLong(let limit): ErrorAnswer(.urlTooLong, ["limit": String(limit)])
        case .headersTooLarge(let limit): ErrorAnswer(.headersTooLarge, ["limit": String(limit)])
        case .queryBodyTooLarge(let limit): ErrorAnswer(.queryBodyTooLarge, ["limit": String(limit)])
        case .bodyTooLarge(let limit): ErrorAnswer(.bodyTooLarge, ["limit": String(limit)])
        case .bodyMalformed: ErrorAnswer(.bodyInvalid, ["problem": "it cannot be decompressed."])
        case .batchInvalid(let problem): ErrorAnswer(.batchInvalid, ["problem": problem])
        case .batchTooLarge(let limit): ErrorAnswer(.batchTooLarge, ["limit": String(limit)])
        case .dependencyFailed: ErrorAnswer(.dependencyFailed)
        case .credentialsInPart: ErrorAnswer(.authenticationAmbiguous)
        case .mediaTypeUnsupported(let type, let expected):
            ErrorAnswer(
                .mediaTypeUnsupported,
                ["type": ODataError.echo(type), "problem": "send \(expected)."],
                target: "Content-Type"
            )
        case .versionUnsupported(let version):
            ErrorAnswer(
                .versionUnsupported,
                ["header": "OData-MaxVersion", "version": ODataError.echo(version)],
                target: "OData-MaxVersion"
            )
        case .requestVersionUnsupported(let version):
            ErrorAnswer(
                .versionInvalid,
                ["header": "OData-Version", "version": ODataError.echo(version)],
                target: "OData-Version"
            )
        case .formatNotAcceptable(let format): ErrorAnswer(.formatNotAcceptable, ["format": ODataError.echo(format)])
        case .charsetNotAcceptable(let charset):
            ErrorAnswer(.charsetNotAcceptable, ["charset": ODataError.echo(charset)], target: "Accept-Charset")
        case .methodNotAllowed(let method, let resource):
            ErrorAnswer(.methodNotAllowed, ["method": ODataError.echo(method), "resource": resource])
        case .notImplemented(let feature): ErrorAnswer(.featureNotImplemented, ["feature": ODataError.echo(feature)])
        case .operationUnavailable(let name): ErrorAnswer(.operationUnavailable, ["operation": ODataError.echo(name)])
        case .entityNotFound(let name): ErrorAnswer(.entityNotFound, ["name": ODataError.echo(name)])
        case .preconditionFailed: ErrorAnswer(.preconditionFailed)
        case .monitorUnknown: ErrorAnswer(.monitorUnknown)
        case .asyncInterrupted: ErrorAnswer(.asyncInterrupted)
        case .asyncResultTooLarge(let limit): ErrorAnswer(.asyncResultTooLarge, ["limit": String(limit)])
        }
    }

    func answer(for error: DataSourceError) -> ErrorAnswer {
        switch error {
        case .notImplemented(let feature, let option, let range):
            return ErrorAnswer(
                .featureNotImplemented,
                ["feature": ODataError.echo(feature), "position": texts.position(option: option, range: range)],
                target: option
            )
        case .skipTokenInvalid: return ErrorAnswer(.skipTokenInvalid, target: "$skiptoken")
        case .linkExpired: return ErrorAnswer(.linkExpired, target: "$skiptoken")
        case .deltaTokenInvalid: return ErrorAnswer(.skipTokenInvalid, target: "$deltatoken")
        case .deltaExpired(let address): return ErrorAnswer(.deltaExpired, target: address)
        case .divisionByZero: return ErrorAnswer(.divisionByZero)
        case .overflow: return ErrorAnswer(.arithmeticOverflow)
        case .valueOutOfRange(let value, _):
            return ErrorAnswer(.valueOutOfRange, ["name": "Literal", "value": ODataError.echo(value)])
        case .invalidArgument(let text):
            return ErrorAnswer(.optionInvalid, ["option": "argument", "problem": ODataError.echo(text)])
        case .tooComplex(let text): return ErrorAnswer(.queryTooComplex, ["problem": ODataError.echo(text)])
        case .timedOut(let seconds): return ErrorAnswer(.queryTime, ["limit": "\(seconds) seconds"], retryAfter: 30)
        case .busy: return ErrorAnswer(.unavailable, retryAfter: 2)
        case .unavailable: return ErrorAnswer(.unavailable, retryAfter: 30)
        case .cancelled: return ErrorAnswer(.unavailable, retryAfter: 2)
        case .refused(let refusal):
            var answer = ErrorAnswer(.forbidden)
            answer.status = refusal.status
            answer.error = refusal.error
            return answer
        case .failed:
            return ErrorAnswer(.internalError, requestID.map { ["id": " Request id: \(ODataError.echo($0))."] } ?? [:])
        }
    }
}

/// The decoded texts of a request by option, and those of its path segments.
struct RequestTexts: Sendable {
    var options: [String: String] = [:]
    var segments: [String] = []

    init() {}

    init(_ url: RequestURL) {
        for option in url.optionTexts { options[option.name] = option.text }
        segments = url.path.segments.map(\.text)
    }

    /// ` at character 17 of $filter`; without a known text only ` in $filter`.
    func position(option: String?, segment: Int? = nil, range: SourceRange?) -> String {
        guard let option else { return "" }
        if option == "path", let segment, let range, segments.indices.contains(segment) {
            return " at character \(range.characterPosition(in: segments[segment])) of path segment \(segment + 1)"
        }
        guard let range, let text = options[option] else { return " in \(option == "path" ? "the path" : option)" }
        return " at character \(range.characterPosition(in: text)) of \(option)"
    }
}
