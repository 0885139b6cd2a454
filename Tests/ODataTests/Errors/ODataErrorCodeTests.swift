import OData
import Testing

@Suite struct ODataErrorCodeTests {
    @Test("codes are dotted, lower case words", arguments: ODataErrorCode.allCases)
    func shape(code: ODataErrorCode) {
        let parts = code.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        #expect(parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { $0.isLowercase || $0 == "-" } })
    }

    @Test("every code has an error status, a sentence and a help sentence", arguments: ODataErrorCode.allCases)
    func definitions(code: ODataErrorCode) {
        #expect((400...599).contains(code.status))
        let template = code.definition.template
        #expect(template.hasSuffix(".") || template.hasSuffix("}") || template.hasSuffix("…"))
        #expect(code.help.hasSuffix(".") && !code.help.contains("{"))
        #expect(!code.message([:]).contains("{"))
    }

    @Test(
        "the wordings that clients and people search for",
        arguments: [
            (.resourceNotFound, 404, ["name": "X"], "The resource 'X' does not exist."),
            (.entityNotFound, 404, ["name": "Products(1)"], "The entity Products(1) does not exist."),
            (.filterInvalid, 400, ["problem": "p"], "Invalid $filter: p"),
            (.computeInvalid, 400, ["problem": "p"], "Invalid compute expression format: p"),
            (
                .propertyUnknown, 400, ["option": "$filter", "name": "A/B", "type": "S.T"],
                "Invalid $filter: 'A/B' is not a property of S.T."
            ),
            (.optionUnknown, 400, ["name": "$filtre"], "Unknown query option '$filtre'."),
            (.optionDuplicate, 400, ["name": "$filter"], "The query option '$filter' must not appear more than once."),
            (.formatNotAcceptable, 406, ["format": "image/png"], "The requested format 'image/png' is not supported."),
            (
                .versionUnsupported, 406, ["header": "OData-MaxVersion", "version": "3.0"],
                "OData-MaxVersion '3.0' is not supported."
            ),
            (.methodNotAllowed, 405, ["method": "PUT", "resource": "/A"], "PUT is not allowed on /A."),
            (.urlTooLong, 414, ["limit": "16384"], "The URL is longer than 16384 bytes; use POST …/$query."),
        ] as [(ODataErrorCode, Int, [String: String], String)]
    )
    func wordings(code: ODataErrorCode, status: Int, places: [String: String], message: String) {
        #expect(code.status == status)
        #expect(code.message(places) == message)
    }

    @Test("input is repeated only to 80 characters and without control characters")
    func echo() {
        #expect(ODataError.echo("a\u{0}b\nc") == "a b c")
        #expect(ODataError.echo(String(repeating: "x", count: 80)).count == 80)
        #expect(ODataError.echo(String(repeating: "x", count: 200)).count == 81)
    }

    @Test("an error body has code, message, target and details, and nothing unescaped")
    func body() {
        let error = ODataError(
            code: "token.scope",
            message: "Say \"please\"\n",
            target: "Contacts",
            details: [
                .init(code: "scope.missing", message: "odata.read:Contacts", target: "Contacts"),
                .init(code: "b", message: "c"),
            ]
        )
        let expected =
            #"{"error":{"code":"token.scope","message":"Say \"please\"\n","target":"Contacts","details":["#
            + #"{"code":"scope.missing","message":"odata.read:Contacts","target":"Contacts"},{"code":"b","message":"c"}]}}"#
        #expect(String(decoding: ErrorWriter.body(of: error), as: UTF8.self) == expected)
    }
}
