import OData
import Testing

@testable import ODataServer

@Suite struct ContentNegotiationTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var offer: ContentOffer
        var accept: [String]
        var format: String?
        var charset: [String]
        /// `Content-Type` in 4.0; nil for 406.
        var type: String?
        var testDescription: String { "\(accept) \(format ?? "") \(charset)" }

        init(
            _ offer: ContentOffer,
            _ accept: String...,
            format: String? = nil,
            charset: [String] = [],
            is type: String?
        ) {
            self.offer = offer
            self.accept = accept
            self.format = format
            self.charset = charset
            self.type = type
        }
    }

    private static let minimal = "application/json;odata.metadata=minimal"
    private static let powerQuery =
        "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
        + "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7"
    private static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    static let rows: [Row] = [
        Row(.json, is: minimal),
        Row(.json, "", is: minimal),
        Row(.json, "*/*", is: minimal),
        Row(.json, "*", is: minimal),
        Row(.json, "application/*", is: minimal),
        Row(.json, "application/json", is: minimal),
        Row(.json, "APPLICATION/JSON", is: minimal),
        Row(.json, "application/json;odata.metadata=full", is: "application/json;odata.metadata=full"),
        Row(.json, "application/json;metadata=none", is: "application/json;odata.metadata=none"),
        Row(.json, "application/json; odata.metadata=\"full\"", is: "application/json;odata.metadata=full"),
        Row(.json, "application/json;odata.metadata=verbose", is: nil),
        Row(.json, "application/json;odata=verbose", is: nil),
        Row(.json, "application/json;IEEE754Compatible=true", is: minimal + ";IEEE754Compatible=true"),
        Row(.json, "application/json;ieee754compatible=false", is: minimal),
        Row(.json, "application/json;IEEE754Compatible=maybe", is: nil),
        Row(.json, "application/json;ExponentialDecimals=true", is: minimal),
        Row(.json, "application/json;odata.streaming=true", is: minimal + ";odata.streaming=true"),
        Row(.json, "application/json;charset=utf-8", is: minimal + ";charset=utf-8"),
        Row(.json, "application/json;charset=iso-8859-1", is: nil),
        Row(.json, "application/json;unknown=1", is: nil),
        Row(.json, "application/json;unknown=1, application/json;q=0.5", is: minimal),
        Row(.json, "image/png", is: nil),
        Row(.json, "image/png, */*;q=0.1", is: minimal),
        Row(.json, "application/xml", is: nil),
        Row(.json, "application/atomsvc+xml,application/json;q=0.5", is: minimal),
        Row(.json, "application/json;q=0", is: nil),
        Row(.json, "application/json;q=7", is: minimal),
        Row(.json, "application/json;q=x", is: minimal),
        Row(.json, "garbage", is: nil),
        Row(
            .json,
            "application/json;metadata=none;q=0.2, application/json;metadata=full;q=0.9",
            is: "application/json;odata.metadata=full"
        ),
        Row(.json, "*/*, application/json;metadata=full", is: "application/json;odata.metadata=full"),
        Row(.json, "text/plain", "application/json;metadata=none", is: "application/json;odata.metadata=none"),
        Row(.json, powerQuery, is: minimal),
        Row(.json, browser, is: minimal),
        // $format overrules Accept
        Row(.json, "image/png", format: "json", is: minimal),
        Row(.json, "application/json;metadata=none", format: "JSON", is: minimal),
        Row(.json, format: "application/json;odata.metadata=full", is: "application/json;odata.metadata=full"),
        Row(.json, "application/json", format: "xml", is: nil),
        Row(.json, "application/json", format: "atom", is: nil),
        Row(.json, format: "application/atom+xml", is: nil),
        // $metadata
        Row(.metadata, is: "application/xml"),
        Row(.metadata, "*/*", is: "application/xml"),
        Row(.metadata, "application/*", is: "application/xml"),
        Row(.metadata, "application/xml", is: "application/xml"),
        Row(.metadata, "application/json", is: minimal),
        Row(.metadata, "application/json;q=0.5, application/xml", is: "application/xml"),
        Row(.metadata, browser, is: "application/xml"),
        Row(.metadata, "text/html", is: nil),
        Row(.metadata, "application/json", format: "xml", is: "application/xml"),
        Row(.metadata, "application/xml", format: "json", is: minimal),
        // Raw values
        Row(.text, is: "text/plain;charset=utf-8"),
        Row(.text, "application/json", is: "text/plain;charset=utf-8"),
        Row(.text, "text/plain", is: "text/plain;charset=utf-8"),
        Row(.text, "*/*", is: "text/plain;charset=utf-8"),
        Row(.text, "image/png", is: nil),
        // Charsets
        Row(.json, charset: ["UTF-8"], is: minimal + ";charset=utf-8"),
        Row(.json, charset: ["utf-8;q=0.7, *;q=0.1"], is: minimal + ";charset=utf-8"),
        Row(.json, charset: ["*"], is: minimal),
        Row(.json, charset: ["US-ASCII"], is: minimal),
        Row(.json, charset: ["iso-8859-1"], is: nil),
        Row(.json, charset: ["utf-8;q=0"], is: nil),
    ]

    @Test("the form of the answer follows Accept, Accept-Charset and $format", arguments: rows)
    func choice(row: Row) {
        let chosen = try? ContentNegotiation.choose(  // nil is the 406 of the table
            row.offer,
            accept: row.accept,
            acceptCharset: row.charset,
            format: row.format
        )
        #expect(chosen?.contentType(version: .v4_0) == row.type)
    }

    @Test("4.01 names its parameters without the prefix")
    func shortNames() {
        let format = ContentFormat(kind: .json, metadata: .full, streaming: true)
        #expect(format.contentType(version: .v4_01) == "application/json;metadata=full;streaming=true")
    }
}

@Suite struct ProtocolVersionTests {
    static let rows: [(String?, ODataVersion?)] = [
        (nil, .v4_0), ("4.0", .v4_0), ("4.01", .v4_01), ("4.1", .v4_01), ("5.0", .v4_01), ("4", .v4_0), ("4.00", .v4_0),
        ("4.001", .v4_0), (" 4.01 ", .v4_01), ("4.0;NetFx", .v4_0), ("3.0", nil), ("3.0;NetFx", nil), ("", nil),
        ("x", nil),
        ("4.x", nil), ("-4.0", nil), ("4.0.1", nil), ("99999999999", nil), ("4.", nil),
    ]

    @Test("the version of the answer follows OData-MaxVersion", arguments: rows.indices)
    func versions(index: Int) {
        let (header, version) = Self.rows[index]
        #expect(ProtocolVersion.answer(maxVersion: header) == version, "\(header ?? "none")")
    }
}

@Suite struct PreferencesTests {
    struct Row: Sendable {
        var lines: [String]
        var pageSize: Int?
        var omits: OmittedValues
        /// `Preference-Applied` when a page of 10 and the omission are granted.
        var applied: String?
    }

    static let rows: [Row] = [
        Row(lines: [], pageSize: nil, omits: .none, applied: nil),
        Row(lines: ["odata.maxpagesize=50"], pageSize: 50, omits: .none, applied: "odata.maxpagesize=10"),
        Row(lines: ["maxpagesize=50"], pageSize: 50, omits: .none, applied: "maxpagesize=10"),
        Row(lines: ["MaxPageSize=50"], pageSize: 50, omits: .none, applied: "MaxPageSize=10"),
        Row(lines: ["maxpagesize=\"50\""], pageSize: 50, omits: .none, applied: "maxpagesize=10"),
        Row(lines: ["maxpagesize = 50"], pageSize: 50, omits: .none, applied: "maxpagesize=10"),
        Row(lines: ["maxpagesize=0"], pageSize: nil, omits: .none, applied: nil),
        Row(lines: ["maxpagesize=-1"], pageSize: nil, omits: .none, applied: nil),
        Row(lines: ["maxpagesize=x"], pageSize: nil, omits: .none, applied: nil),
        Row(lines: ["maxpagesize=99999999999999999999"], pageSize: nil, omits: .none, applied: nil),
        Row(lines: ["maxpagesize"], pageSize: nil, omits: .none, applied: nil),
        Row(lines: ["maxpagesize=5", "odata.maxpagesize=7"], pageSize: 5, omits: .none, applied: "maxpagesize=10"),
        Row(lines: ["omit-values=nulls"], pageSize: nil, omits: .nulls, applied: "omit-values=nulls"),
        Row(lines: ["odata.omit-values=nulls"], pageSize: nil, omits: .nulls, applied: "odata.omit-values=nulls"),
        Row(lines: ["omit-values=defaults"], pageSize: nil, omits: .defaults, applied: "omit-values=defaults"),
        Row(lines: ["omit-values=none"], pageSize: nil, omits: .none, applied: nil),
        Row(
            lines: ["return=minimal, odata.maxpagesize=3;x=1, omit-values=nulls"],
            pageSize: 3,
            omits: .nulls,
            applied: "odata.maxpagesize=10, omit-values=nulls"
        ),
        Row(
            lines: ["respond-async, wait=5", "unknown=\"a,b\", maxpagesize=2"],
            pageSize: 2,
            omits: .none,
            applied: "maxpagesize=10"
        ),
    ]

    @Test("preferences are read in both spellings, and repeated as the client spelt them", arguments: rows.indices)
    func preferences(index: Int) {
        let row = Self.rows[index]
        let preferences = Preferences(lines: row.lines)
        #expect(preferences.maxPageSize?.value == row.pageSize)
        #expect((preferences.omittedValues?.value ?? .none) == row.omits)
        #expect(preferences.applied(pageSize: 10, omits: row.omits) == row.applied)
    }

    @Test("what was not granted is not repeated")
    func notGranted() {
        let preferences = Preferences(lines: ["maxpagesize=5, omit-values=nulls"])
        #expect(preferences.applied(pageSize: nil, omits: .none) == nil)
    }
}
