extension ODataErrorCode {
    /// The entry of the catalogue: one exhaustive table, so that a new code cannot be forgotten.
    public var definition: ODataErrorDefinition {
        switch self {
        case .resourceNotFound, .entityNotFound, .pathInvalid, .urlInvalid, .keyInvalid: addressing
        case .filterInvalid, .orderByInvalid, .selectInvalid, .expandInvalid, .applyInvalid, .searchInvalid,
            .computeInvalid, .propertyUnknown, .functionUnknown, .typeUnknown, .parameterUnknown, .operationUnavailable,
            .optionUnknown, .optionDuplicate, .optionInvalid, .optionNotApplicable, .aliasInvalid, .patternUnsupported:
            options
        case .formatNotAcceptable, .charsetNotAcceptable, .mediaTypeUnsupported, .versionUnsupported,
            .versionInvalid, .schemaVersionUnknown, .methodNotAllowed, .featureNotImplemented,
            .preconditionFailed, .preconditionRequired:
            negotiation
        case .valueTypeMismatch, .valueOutOfRange, .valueTooLong, .valuePattern, .valueRequired, .valueUnknownMember,
            .valueNotWritable, .referenceInvalid, .keyDuplicate, .entityHasDependents, .divisionByZero,
            .arithmeticOverflow, .aggregateOverflow:
            values
        case .linkExpired, .deltaExpired, .monitorUnknown, .asyncInterrupted, .asyncResultTooLarge,
            .skipTokenInvalid, .authenticationRequired, .forbidden,
            .authenticationAmbiguous, .bodyInvalid, .batchInvalid, .dependencyFailed,
            .unavailable, .internalError:
            service
        case .urlTooLong, .headersTooLarge, .queryBodyTooLarge, .bodyTooLarge, .payloadTooDeep, .payloadTooWide,
            .pathTooLong, .tooManyOptions, .expressionTooDeep, .expressionTooLarge, .inListTooLong, .expandTooDeep,
            .expandTooWide, .crossjoinTooWide, .applyTooComplex, .searchTooComplex, .queryTooComplex, .batchTooLarge,
            .deepWriteTooLarge, .queryTime, .concurrency:
            limits
        }
    }

    private var addressing: ODataErrorDefinition {
        switch self {
        case .resourceNotFound:
            .init(404, "The resource '{name}' does not exist.{suggestion}", "Compare the name with $metadata.")
        case .entityNotFound:
            .init(404, "The entity {name} does not exist.", "Read the set to see which keys there are.")
        case .pathInvalid:
            .init(400, "Invalid resource path: {problem}", "Correct the path at the place named.")
        case .keyInvalid:
            .init(400, "Invalid key of '{name}': {problem}", "Name every key property once, with a value of its type.")
        default:
            .init(400, "Invalid URL: {problem}", "Encode reserved characters as %XX in UTF-8.")
        }
    }

    private var options: ODataErrorDefinition {
        let correct = "Correct the option at the place named."
        switch self {
        case .parameterUnknown:
            return .init(
                400,
                "'{name}' is not a parameter of {operation}.{suggestion}",
                "Compare the names with $metadata."
            )
        case .operationUnavailable:
            return .init(
                409,
                "{operation} cannot be called here.",
                "Compare Core.OperationAvailable in $metadata."
            )
        case .filterInvalid: return .init(400, "Invalid $filter: {problem}", correct)
        case .orderByInvalid: return .init(400, "Invalid $orderby: {problem}", correct)
        case .selectInvalid: return .init(400, "Invalid $select: {problem}", correct)
        case .expandInvalid: return .init(400, "Invalid $expand: {problem}", correct)
        case .applyInvalid: return .init(400, "Invalid $apply: {problem}", correct)
        case .searchInvalid: return .init(400, "Invalid $search: {problem}", correct)
        case .computeInvalid: return .init(400, "Invalid compute expression format: {problem}", correct)
        case .propertyUnknown:
            return .init(
                400,
                "Invalid {option}: '{name}' is not a property of {type}{position}.{suggestion}",
                "Compare the name with $metadata."
            )
        case .functionUnknown:
            return .init(
                400,
                "Invalid {option}: '{name}' is not a function{position}.{suggestion}",
                "Use a function of OData URL Conventions 5.1.1, with arguments of its types."
            )
        case .typeUnknown:
            return .init(
                400,
                "Invalid {option}: '{name}' is not a type{position}.{suggestion}",
                "Compare with $metadata."
            )
        case .optionUnknown:
            return .init(
                400,
                "Unknown query option '{name}'.{suggestion}",
                "System query options are those of OData URL Conventions 5; others must not begin with $."
            )
        case .optionDuplicate:
            return .init(400, "The query option '{name}' must not appear more than once.", "Join the two values.")
        case .optionNotApplicable:
            return .init(400, "The query option '{name}' does not apply to {resource}.", "Leave the option out here.")
        case .aliasInvalid:
            return .init(400, "Invalid parameter alias '@{name}': {problem}", "Give every alias one value.")
        case .patternUnsupported:
            return .init(400, "The pattern is not supported: {problem}", "Use a simpler regular expression.")
        default: return .init(400, "Invalid {option}: {problem}", correct)
        }
    }

    private var negotiation: ODataErrorDefinition {
        switch self {
        case .formatNotAcceptable:
            .init(406, "The requested format '{format}' is not supported.", "Ask for application/json.")
        case .charsetNotAcceptable:
            .init(406, "The requested charset '{charset}' is not supported.", "Ask for utf-8.")
        case .mediaTypeUnsupported:
            .init(415, "The Content-Type '{type}' is not supported; {problem}", "Send application/json.")
        case .versionUnsupported:
            .init(406, "{header} '{version}' is not supported.", "Send 4.0 or 4.01.")
        case .versionInvalid:
            .init(400, "{header} '{version}' is not a version of this service.", "Send 4.0 or 4.01.")
        case .schemaVersionUnknown:
            .init(404, "The schema version '{version}' does not exist.", "Leave $schemaversion out or send *.")
        case .methodNotAllowed:
            .init(405, "{method} is not allowed on {resource}.", "Use one of the methods in the Allow header.")
        case .featureNotImplemented:
            .init(501, "{feature} is not implemented by this service{position}.", "Ask without it.")
        case .preconditionRequired:
            .init(428, "An If-Match header is required.", "Read the entity and send its ETag.")
        default:
            .init(412, "The entity was changed since it was read.", "Read the entity again and repeat with its ETag.")
        }
    }

    private var values: ODataErrorDefinition {
        let help = "Compare the value with the type in $metadata."
        switch self {
        case .valueTypeMismatch: return .init(400, "{name}: {problem}", help)
        case .valueOutOfRange: return .init(400, "{name}: the value {value} is out of range{position}.", help)
        case .valueTooLong: return .init(400, "{name}: the value is longer than {limit} {unit}.", help)
        case .valuePattern: return .init(400, "{name}: the value does not match the pattern {pattern}.", help)
        case .valueRequired: return .init(400, "{name}: a value is required.", help)
        case .valueUnknownMember:
            return .init(400, "{name}: '{value}' is not a member of {type}{position}.{suggestion}", help)
        case .valueNotWritable:
            return .init(400, "{name} cannot be written in a body.", "Write the bytes to the address of the property.")
        case .referenceInvalid:
            return .init(
                400,
                "{name}: '{value}' is no reference to an entity: {problem}.",
                "Refer to an entity that exists by its address, such as Set(1)."
            )
        case .keyDuplicate: return .init(409, "An entity with the same {name} exists already.", "Change the values.")
        case .entityHasDependents: return .init(409, "Other entities depend on this one: {name}.", "Delete them first.")
        case .divisionByZero:
            return .init(400, "Division by zero{position}.", "Guard the divisor with case(…) or a comparison.")
        case .arithmeticOverflow:
            return .init(
                400,
                "The result of a computation is out of range{position}.",
                "Use smaller numbers or doubles."
            )
        default: return .init(400, "The sum of {name} is out of range.", "Aggregate fewer rows.")
        }
    }

    private var service: ODataErrorDefinition {
        switch self {
        case .linkExpired: .init(410, "The link is no longer valid.", "Request the first page again.")
        case .deltaExpired: .init(410, "The delta link is no longer valid.", "Read the whole set again.")
        case .monitorUnknown:
            .init(404, "There is no asynchronous request of yours here.", "Send the request again.")
        case .asyncInterrupted:
            .init(503, "The request was interrupted before its answer was whole.", "Send the request again.")
        case .asyncResultTooLarge:
            .init(507, "The answer is larger than the {limit} bytes that are kept.", "Ask for less.")
        case .skipTokenInvalid:
            .init(400, "The $skiptoken does not belong to this request.", "Follow @odata.nextLink unchanged.")
        case .authenticationRequired: .init(401, "Sign in to read this service.", "Send a token.")
        case .forbidden: .init(403, "This is not allowed.", "Ask for the permission named in the details.")
        case .bodyInvalid: .init(400, "Invalid request body: {problem}", "Correct the body.")
        case .batchInvalid: .init(400, "Invalid batch: {problem}", "Correct the batch.")
        case .dependencyFailed: .init(424, "A request that this one depends on has failed.", "Correct that one first.")
        case .authenticationAmbiguous:
            .init(400, "Send one credential.", "Leave credentials out of the parts of a batch.")
        case .unavailable: .init(503, "The service is busy; try again.", "Wait as long as Retry-After says.")
        default: .init(500, "The service failed.{id}", "Repeat the request; tell the administrator its request id.")
        }
    }

    private var limits: ODataErrorDefinition {
        let smaller = "Ask for less at once."
        switch self {
        case .urlTooLong:
            return .init(414, "The URL is longer than {limit} bytes; use POST …/$query.", "Send the query as a body.")
        case .headersTooLarge: return .init(431, "The header fields are longer than {limit} bytes.", "Send fewer.")
        case .queryBodyTooLarge: return .init(413, "The query is longer than {limit} bytes.", smaller)
        case .bodyTooLarge: return .init(413, "The request body is longer than {limit} bytes.", smaller)
        case .payloadTooDeep: return .init(400, "The body nests deeper than {limit} levels.", smaller)
        case .payloadTooWide: return .init(400, "{part} has more than {limit} {unit}.", smaller)
        case .pathTooLong: return .init(400, "The path has more than {limit} segments.", smaller)
        case .tooManyOptions: return .init(400, "The URL has more than {limit} query options.", smaller)
        case .expressionTooDeep: return .init(400, "{option} nests deeper than {limit} levels.", smaller)
        case .expressionTooLarge: return .init(400, "{option} has more than {limit} parts.", smaller)
        case .inListTooLong: return .init(400, "The list in {option} has more than {limit} members.", smaller)
        case .expandTooDeep: return .init(400, "$expand nests deeper than {limit} levels.", smaller)
        case .expandTooWide: return .init(400, "{option} has more than {limit} items on one level.", smaller)
        case .crossjoinTooWide: return .init(400, "$crossjoin joins more than {limit} sets.", smaller)
        case .applyTooComplex: return .init(400, "$apply has more than {limit} parts.", smaller)
        case .searchTooComplex: return .init(400, "$search has more than {limit} terms.", smaller)
        case .batchTooLarge: return .init(400, "The batch has more than {limit} requests.", smaller)
        case .deepWriteTooLarge: return .init(400, "The request concerns more than {limit} entities.", smaller)
        case .queryTime: return .init(503, "The query took longer than {limit} and was stopped.", "Filter more.")
        case .concurrency: return .init(429, "More than {limit} requests at a time.", "Wait as Retry-After says.")
        default: return .init(400, "The query is too complex: {problem}", smaller)
        }
    }
}
