/// Every error the protocol knows, each declared here and nowhere else.
///
/// The raw value is the `code` of the answer; status, message and help are in ``definition``. Codes are never renamed.
public enum ODataErrorCode: String, CaseIterable, Hashable, Sendable {
    // What the path names
    case resourceNotFound = "resource.not-found"
    case entityNotFound = "entity.not-found"
    case pathInvalid = "path.invalid"
    case urlInvalid = "url.invalid"
    case keyInvalid = "key.invalid"
    // Query options
    case filterInvalid = "filter.invalid"
    case orderByInvalid = "orderby.invalid"
    case selectInvalid = "select.invalid"
    case expandInvalid = "expand.invalid"
    case applyInvalid = "apply.invalid"
    case searchInvalid = "search.invalid"
    case computeInvalid = "compute.invalid"
    case propertyUnknown = "property.unknown"
    case functionUnknown = "function.unknown"
    case typeUnknown = "type.unknown"
    case parameterUnknown = "parameter.unknown"
    case operationUnavailable = "operation.unavailable"
    case optionUnknown = "option.unknown"
    case optionDuplicate = "option.duplicate"
    case optionInvalid = "option.invalid"
    case optionNotApplicable = "option.not-applicable"
    case aliasInvalid = "alias.invalid"
    case patternUnsupported = "pattern.unsupported"
    // Negotiation
    case formatNotAcceptable = "format.not-acceptable"
    case charsetNotAcceptable = "charset.not-acceptable"
    case mediaTypeUnsupported = "media-type.unsupported"
    case versionUnsupported = "version.unsupported"
    case versionInvalid = "version.invalid"
    case schemaVersionUnknown = "schema-version.unknown"
    case methodNotAllowed = "method.not-allowed"
    case featureNotImplemented = "feature.not-implemented"
    // Preconditions
    case preconditionFailed = "precondition.failed"
    case preconditionRequired = "precondition.required"
    // Values and computation
    case valueTypeMismatch = "value.type-mismatch"
    case valueOutOfRange = "value.out-of-range"
    case valueTooLong = "value.too-long"
    case valuePattern = "value.pattern"
    case valueRequired = "value.required"
    case valueUnknownMember = "value.unknown-member"
    case valueNotWritable = "value.not-writable"
    case referenceInvalid = "reference.invalid"
    case keyDuplicate = "key.duplicate"
    case entityHasDependents = "entity.has-dependents"
    case divisionByZero = "arithmetic.division-by-zero"
    case arithmeticOverflow = "arithmetic.overflow"
    case aggregateOverflow = "aggregate.overflow"
    // Links
    case linkExpired = "link.expired"
    case deltaExpired = "delta.expired"
    case monitorUnknown = "async.unknown"
    case asyncInterrupted = "async.interrupted"
    case asyncResultTooLarge = "async.result-too-large"
    case skipTokenInvalid = "skiptoken.invalid"
    // Access
    case authenticationRequired = "auth.required"
    case forbidden = "auth.forbidden"
    case authenticationAmbiguous = "auth.ambiguous"
    // Limits
    case urlTooLong = "limit.url-too-long"
    case headersTooLarge = "limit.headers-too-large"
    case queryBodyTooLarge = "limit.query-body-too-large"
    case bodyTooLarge = "limit.body-too-large"
    case payloadTooDeep = "limit.payload-too-deep"
    case payloadTooWide = "limit.payload-too-wide"
    case pathTooLong = "limit.path-too-long"
    case tooManyOptions = "limit.too-many-options"
    case expressionTooDeep = "limit.expression-too-deep"
    case expressionTooLarge = "limit.expression-too-large"
    case inListTooLong = "limit.in-list-too-long"
    case expandTooDeep = "limit.expand-too-deep"
    case expandTooWide = "limit.expand-too-wide"
    case crossjoinTooWide = "limit.crossjoin-too-wide"
    case applyTooComplex = "limit.apply-too-complex"
    case searchTooComplex = "limit.search-too-complex"
    case queryTooComplex = "limit.query-too-complex"
    case batchTooLarge = "limit.batch-too-large"
    case deepWriteTooLarge = "limit.deep-write-too-large"
    case queryTime = "limit.query-time"
    case concurrency = "limit.concurrency"
    // The service itself
    case bodyInvalid = "body.invalid"
    case batchInvalid = "batch.invalid"
    case dependencyFailed = "batch.dependency-failed"
    case unavailable = "service.unavailable"
    case internalError = "service.internal-error"

    /// The HTTP status of answers with this error.
    public var status: Int { definition.status }

    /// One sentence on what to do about it.
    public var help: String { definition.help }

    /// The message with its places filled; a place without a value disappears.
    public func message(_ places: [String: String]) -> String {
        var text = ""
        var rest = Substring(definition.template)
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            let tail = rest[rest.index(after: open)...]
            guard let close = tail.firstIndex(of: "}") else { break }
            text += places[String(tail[..<close])] ?? ""
            rest = tail[tail.index(after: close)...]
        }
        return text + rest
    }
}

/// Status, message and help of an error.
public struct ODataErrorDefinition: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The message, with places in braces.
    public let template: String
    /// One sentence on what to do about it.
    public let help: String

    init(_ status: Int, _ template: String, _ help: String) {
        self.status = status
        self.template = template
        self.help = help
    }
}
