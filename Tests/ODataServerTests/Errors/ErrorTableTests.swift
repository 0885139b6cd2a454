import OData
import Testing

@testable import ODataServer

/// Every case of every error is turned into an answer once; an exhaustive switch over the samples would not compile
/// without a new case, so the count is compared with the number of samples by name.
@Suite struct ErrorTableTests {
    private static let long = String(repeating: "x", count: 500)
    private static let at = SyntaxPosition(option: "$filter", character: 17)

    static let syntax: [(SyntaxError, String, Int, String)] = [
        (
            .unexpected(found: ")", expected: "an operand", at: at), "filter.invalid", 400,
            "Invalid $filter: found ')' at character 17 of $filter, expected an operand."
        ),
        (
            .unexpected(found: "", expected: "a name", at: SyntaxPosition(option: "path", character: 3, segment: 1)),
            "path.invalid", 400,
            "Invalid resource path: the text ends at character 3 of path segment 2, expected a name."
        ),
        (
            .malformedLiteral(kind: "Edm.Guid", text: "1-2", at: SyntaxPosition(option: "$orderby", character: 1)),
            "orderby.invalid", 400,
            "Invalid $orderby: '1-2' is not a well-formed Edm.Guid literal at character 1 of $orderby."
        ),
        (
            .literalOutOfRange(kind: "Edm.Date", text: "2024-02-31", at: at), "filter.invalid", 400,
            "Invalid $filter: '2024-02-31' is out of the range of Edm.Date at character 17 of $filter."
        ),
        (
            .unterminated(quote: "'", at: at), "filter.invalid", 400,
            "Invalid $filter: the quote ' that opens at character 17 of $filter is not closed."
        ),
        (
            .malformedPercentEncoding(found: "%z", at: at), "url.invalid", 400,
            "Invalid URL: '%z' is not a percent-encoded byte at character 17 of $filter."
        ),
        (.invalidUTF8(at: at), "url.invalid", 400, "Invalid URL: the text is not UTF-8 at character 17 of $filter."),
        (
            .nulCharacter(at: at), "url.invalid", 400,
            "Invalid URL: the character U+0000 is not allowed at character 17 of $filter."
        ),
        (.emptyPathSegment(segment: 1), "resource.not-found", 404, "The resource '//' does not exist."),
        (
            .unknownOption(name: "$filtre"), "option.unknown", 400,
            "Unknown query option '$filtre'. Did you mean '$filter'?"
        ),
        (.unknownOption(name: "$nosuchoption"), "option.unknown", 400, "Unknown query option '$nosuchoption'."),
        (
            .duplicateOption(name: "$filter", at: at), "option.duplicate", 400,
            "The query option '$filter' must not appear more than once."
        ),
        (
            .misplacedOption(name: "$format", at: SyntaxPosition(option: "$expand", character: 9)), "expand.invalid",
            400,
            "Invalid $expand: the option $format is not allowed here at character 9 of $expand."
        ),
        (.emptyOption(name: "$filter"), "filter.invalid", 400, "Invalid $filter: a value is missing."),
        (.emptyOption(name: "$top"), "option.invalid", 400, "Invalid $top: a value is missing."),
        (
            .limitExceeded(.expressionDepth, limit: 64, at: at), "limit.expression-too-deep", 400,
            "$filter nests deeper than 64 levels."
        ),
        (
            .unexpected(found: "x", expected: "a value", at: SyntaxPosition(option: "@p", character: 1)),
            "alias.invalid", 400,
            "Invalid parameter alias '@p': found 'x' at character 1 of @p, expected a value."
        ),
    ]

    @Test("what the parser refuses has a code, a status and a sentence with its place", arguments: syntax.indices)
    func syntaxErrors(index: Int) {
        let (error, code, status, message) = Self.syntax[index]
        let answer = ErrorTable().answer(for: error)
        #expect(answer.error.code == code)
        #expect(answer.status == status)
        #expect(answer.error.message == message)
    }

    @Test("every bound of the parser has a code of its own area", arguments: SyntaxLimit.allCases)
    func limits(limit: SyntaxLimit) {
        let answer = ErrorTable().answer(for: SyntaxError.limitExceeded(limit, limit: 7, at: Self.at))
        #expect(answer.error.code.hasPrefix("limit."))
        #expect(answer.error.message.contains("7"))
        #expect(answer.status == 400)
    }

    private static let place = BindingPlace(option: "$filter", range: SourceRange(3, 8))
    private static let type = EdmTypeName("S", "T")

    static let binding: [(BindingError, String, Int, String)] = [
        (
            .unknownResource(
                name: "Prodcts",
                type: nil,
                near: ["Products"],
                at: BindingPlace(option: "path", segment: 0, range: SourceRange(0, 7))
            ),
            "resource.not-found", 404, "The resource 'Prodcts' does not exist. Did you mean 'Products'?"
        ),
        (
            .unknownProperty(path: "A/Nam", type: type, near: ["Name", "Names", "Game"], at: place), "property.unknown",
            400,
            "Invalid $filter: 'A/Nam' is not a property of S.T at character 4 of $filter. Did you mean 'Name', 'Names' or 'Game'?"
        ),
        (
            .unknownFunction(name: "foo", near: [], at: place), "function.unknown", 400,
            "Invalid $filter: 'foo' is not a function at character 4 of $filter."
        ),
        (
            .unknownType(name: "S.X", near: [], at: place), "type.unknown", 400,
            "Invalid $filter: 'S.X' is not a type at character 4 of $filter."
        ),
        (
            .unknownMember(name: "Re", type: type, near: ["Red"], at: place), "value.unknown-member", 400,
            "$filter: 'Re' is not a member of S.T at character 4 of $filter. Did you mean 'Red'?"
        ),
        (
            .unknownAlias(name: "p", at: place), "alias.invalid", 400,
            "Invalid parameter alias '@p': it is used at character 4 of $filter and has no value."
        ),
        (
            .cyclicAlias(name: "p", at: place), "alias.invalid", 400,
            "Invalid parameter alias '@p': its value refers to itself at character 4 of $filter."
        ),
        (
            .duplicateVariable(name: "x", at: place), "filter.invalid", 400,
            "Invalid $filter: the variable 'x' is in use already at character 4 of $filter."
        ),
        (.unknownSchemaVersion("9"), "schema-version.unknown", 404, "The schema version '9' does not exist."),
        (
            .entityNotFound(key: "1.5", entitySet: "Ts", at: place), "entity.not-found", 404,
            "The entity Ts(1.5) does not exist."
        ),
        (
            .invalidKey(
                .missing("A"),
                type: type,
                at: BindingPlace(option: "path", segment: 0, range: SourceRange(0, 1))
            ),
            "key.invalid", 400, "Invalid key of 'S.T': 'A' has no value at character 1 of path segment 1."
        ),
        (
            .notSingleValued(path: "Parts", at: place), "filter.invalid", 400,
            "Invalid $filter: 'Parts' leads to a collection where one value is needed at character 4 of $filter."
        ),
        (
            .notCollection(path: "A", at: place), "filter.invalid", 400,
            "Invalid $filter: 'A' is not a collection at character 4 of $filter."
        ),
        (
            .notStructured(path: "A", type: "Edm.String", at: place), "filter.invalid", 400,
            "Invalid $filter: 'A' is of type Edm.String and has no members at character 4 of $filter."
        ),
        (
            .unrelatedType(name: "S.X", type: type, at: place), "filter.invalid", 400,
            "Invalid $filter: 'S.X' is not related to S.T at character 4 of $filter."
        ),
        (
            .segmentNotApplicable(
                segment: "$value",
                resource: .collection,
                at: BindingPlace(option: "path", segment: 0, range: SourceRange(0, 1))
            ),
            "path.invalid", 400,
            "Invalid resource path: '$value' does not apply to a collection of entities at character 1 of path segment 1."
        ),
        (
            .noCommonType(left: "Edm.Int32", right: "Edm.String", operator: "eq", at: place), "filter.invalid", 400,
            "Invalid $filter: 'eq' cannot combine Edm.Int32 with Edm.String at character 4 of $filter."
        ),
        (
            .wrongOperand(operator: "not", found: "Edm.Int32", expected: "Edm.Boolean", at: place), "filter.invalid",
            400,
            "Invalid $filter: 'not' needs Edm.Boolean and not Edm.Int32 at character 4 of $filter."
        ),
        (
            .wrongArgument(function: "year", position: 1, found: "Edm.String", expected: ["Edm.Date"], at: place),
            "filter.invalid", 400,
            "Invalid $filter: argument 1 of 'year' must be Edm.Date and not Edm.String at character 4 of $filter."
        ),
        (
            .wrongArgumentCount(function: "substring", found: 1, expected: [2, 3], at: place), "filter.invalid", 400,
            "Invalid $filter: 'substring' takes 2 or 3 arguments and not 1 at character 4 of $filter."
        ),
        (
            .invalidValue(text: "x", type: "Edm.Int32", at: place), "filter.invalid", 400,
            "Invalid $filter: 'x' is not a value of Edm.Int32 at character 4 of $filter."
        ),
        (
            .notBoolean(found: "Edm.Int32", at: place), "filter.invalid", 400,
            "Invalid $filter: a Boolean expression is needed and not Edm.Int32 at character 4 of $filter."
        ),
        (
            .notOrderable(type: "Edm.Stream", at: place), "filter.invalid", 400,
            "Invalid $filter: values of Edm.Stream have no order at character 4 of $filter."
        ),
        (
            .emptyList(at: place), "filter.invalid", 400,
            "Invalid $filter: the list behind 'in' is empty at character 4 of $filter."
        ),
        (
            .divisionByZero(at: place), "arithmetic.division-by-zero", 400,
            "Division by zero at character 4 of $filter."
        ),
        (
            .negativeLength(at: place), "filter.invalid", 400,
            "Invalid $filter: the length of 'substring' is negative at character 4 of $filter."
        ),
        (
            .offsetInComponent(function: "hour", at: place), "filter.invalid", 400,
            "Invalid $filter: the literal in 'hour' must be in UTC at character 4 of $filter."
        ),
        (
            .invalidPattern(.unsupported(.lookAhead, offset: 2), at: place), "pattern.unsupported", 400,
            "The pattern is not supported: look-ahead at its character 3 at character 4 of $filter."
        ),
        (
            .optionNotApplicable(option: "$top", resource: .entity), "option.not-applicable", 400,
            "The query option '$top' does not apply to a single entity."
        ),
        (.notSearchable(entitySet: "Ts"), "search.invalid", 400, "Invalid $search: the set 'Ts' cannot be searched."),
        (
            .duplicateExpand(path: "A", at: place), "filter.invalid", 400,
            "Invalid $filter: 'A' occurs twice at character 4 of $filter."
        ),
        (
            .notImplemented(feature: "$apply", at: place), "feature.not-implemented", 501,
            "$apply is not implemented by this service at character 4 of $filter."
        ),
        (
            .limitExceeded(.expandDepth, limit: 8, at: BindingPlace(option: "$expand", range: SourceRange(0, 0))),
            "limit.expand-too-deep", 400, "$expand nests deeper than 8 levels."
        ),
    ]

    @Test("what the binder refuses has a code, a status and a sentence with its place", arguments: binding.indices)
    func bindingErrors(index: Int) {
        let (error, code, status, message) = Self.binding[index]
        var texts = RequestTexts()
        texts.options["$filter"] = "é A/Nam eq 1"
        texts.segments = ["Things"]
        let answer = ErrorTable(texts: texts).answer(for: error)
        #expect(answer.error.code == code)
        #expect(answer.status == status)
        // The é takes two bytes, so byte 3 is the third character.
        #expect(answer.error.message == message.replacing("character 4 of $filter", with: "character 3 of $filter"))
    }

    static let source: [(DataSourceError, String, Int, Int?)] = [
        (
            .notImplemented(feature: "$search on this set", option: "$search", at: nil), "feature.not-implemented", 501,
            nil
        ),
        (.skipTokenInvalid, "skiptoken.invalid", 400, nil), (.linkExpired, "link.expired", 410, nil),
        (.deltaTokenInvalid, "skiptoken.invalid", 400, nil), (.deltaExpired("x"), "delta.expired", 410, nil),
        (.divisionByZero, "arithmetic.division-by-zero", 400, nil), (.overflow, "arithmetic.overflow", 400, nil),
        (.valueOutOfRange("12000-01-01", at: nil), "value.out-of-range", 400, nil),
        (.invalidArgument("x"), "option.invalid", 400, nil), (.tooComplex("x"), "limit.query-too-complex", 400, nil),
        (.timedOut(seconds: 30), "limit.query-time", 503, 30), (.busy, "service.unavailable", 503, 2),
        (.unavailable, "service.unavailable", 503, 30), (.cancelled, "service.unavailable", 503, 2),
        (
            .refused(GateRefusal(status: 429, error: ODataError(code: "rate.token", message: "m"))), "rate.token", 429,
            nil
        ),
        (.failed("SELECT secret"), "service.internal-error", 500, nil),
    ]

    @Test("what the source refuses has a code and a status, and no text of its inside", arguments: source.indices)
    func sourceErrors(index: Int) {
        let (error, code, status, retryAfter) = Self.source[index]
        let answer = ErrorTable().answer(for: error)
        #expect(answer.error.code == code)
        #expect(answer.status == status)
        #expect(answer.retryAfter == retryAfter)
        #expect(!answer.error.message.contains("SELECT"))
    }

    static let engine: [(EngineError, String, Int)] = [
        (.urlTooLong(limit: 5), "limit.url-too-long", 414),
        (.headersTooLarge(limit: 5), "limit.headers-too-large", 431),
        (.queryBodyTooLarge(limit: 5), "limit.query-body-too-large", 413),
        (.bodyTooLarge(limit: 5), "limit.body-too-large", 413),
        (.bodyMalformed, "body.invalid", 400), (.batchInvalid("x"), "batch.invalid", 400),
        (.dependencyFailed, "batch.dependency-failed", 424), (.credentialsInPart, "auth.ambiguous", 400),
        (.mediaTypeUnsupported(type: "a/b", expected: "text/plain"), "media-type.unsupported", 415),
        (.versionUnsupported("3.0"), "version.unsupported", 406),
        (.formatNotAcceptable("x"), "format.not-acceptable", 406),
        (.charsetNotAcceptable("x"), "charset.not-acceptable", 406),
        (.methodNotAllowed(method: "PUT", resource: "/A"), "method.not-allowed", 405),
        (.notImplemented(feature: "$batch"), "feature.not-implemented", 501),
        (.entityNotFound("A(1)"), "entity.not-found", 404),
        (.preconditionFailed, "precondition.failed", 412),
    ]

    @Test("what the engine refuses has a code and a status", arguments: engine.indices)
    func engineErrors(index: Int) {
        let (error, code, status) = Self.engine[index]
        let answer = ErrorTable().answer(for: error)
        #expect(answer.error.code == code)
        #expect(answer.status == status)
    }

    @Test("no message repeats more than 80 characters of input")
    func echoes() {
        let place = BindingPlace(option: "$filter", range: SourceRange(0, 1))
        let messages = [
            ErrorTable().answer(for: SyntaxError.unknownOption(name: Self.long)).error.message,
            ErrorTable().answer(for: SyntaxError.malformedLiteral(kind: "k", text: Self.long, at: Self.at)).error
                .message,
            ErrorTable().answer(for: BindingError.unknownResource(name: Self.long, type: nil, near: [], at: place))
                .error.message,
            ErrorTable().answer(
                for: BindingError.unknownProperty(path: Self.long, type: Self.type, near: [], at: place)
            ).error.message,
            ErrorTable().answer(for: BindingError.invalidValue(text: Self.long, type: "t", at: place)).error.message,
            ErrorTable().answer(for: EngineError.formatNotAcceptable(Self.long)).error.message,
            ErrorTable().answer(for: EngineError.versionUnsupported(Self.long)).error.message,
        ]
        for message in messages {
            #expect(message.count < 200)
            #expect(!message.contains(Self.long.prefix(81)))
        }
    }
}
