import OData
import Testing

@Suite struct CSDLRefusalTests {
    @Test(
        "a fault of XML is named with its place, and what would be accepted",
        arguments: [
            ("<!DOCTYPE x><a/>", "line 1, column 1: a document type declaration is not accepted."),
            ("<a>", "line 1, column 4: the document ends where </a> is expected."),
            ("<a></b>", "line 1, column 4: '</b>' stands where </a> is expected."),
            ("<a/><b/>", "line 1, column 5: '<b' stands where the end of the document is expected."),
            ("\n <a x=1/>", "line 2, column 7: '1/>' stands where a quote is expected."),
            ("<a x='1' x='2'/>", "line 1, column 10: 'x' occurs twice in a."),
            ("<a x='1'y='2'/>", "line 1, column 9: 'y='2'/>' stands where white space, '>' or '/>' is expected."),
            (
                "<a>&nbsp;</a>",
                "line 1, column 4: the entity 'nbsp' is unknown; accepted are amp, apos, gt, lt and quot."
            ),
            ("<a>&#0;</a>", "line 1, column 4: '&#…;' stands where the number of a character of XML is expected."),
            ("<a>&#xD800;</a>", "line 1, column 4: '&#…;' stands where the number of a character of XML is expected."),
            ("<a>]]></a>", "line 1, column 4: ']]></a>' stands where text without ']]>' is expected."),
            ("<a><!-- -- --></a>", "line 1, column 11: ' --></a>' stands where '>' is expected."),
            (
                "<a><?xml version='1.0'?></a>",
                "line 1, column 4: '<?xml' stands where something else than a declaration is expected."
            ),
            (
                "<?xml version='1.0' encoding='latin-1'?><a/>",
                "line 1, column 31: the document is not encoded in UTF-8."
            ),
            ("<?xml version='1.1'?><a/>", "line 1, column 16: '1.1' is no value of version; accepted is 1.0."),
            ("<a:b/>", "line 1, column 1: the namespace prefix 'a' is not declared."),
            ("<a b:c='1'/>", "line 1, column 4: the namespace prefix 'b' is not declared."),
            (
                "<Edmx xmlns='http://schemas.microsoft.com/ado/2007/06/edmx'/>",
                "line 1, column 1: the element '{http://schemas.microsoft.com/ado/2007/06/edmx}Edmx' has no place in the document; accepted are edmx:Edmx of OData 4."
            ),
            ("", "line 1, column 1: the document ends where an element is expected."),
        ]
    )
    func xml(text: String, message: String) {
        let error = #expect(throws: CSDLError.self) { _ = try CSDLXMLReader.read(Array(text.utf8)) }
        #expect(error?.description == message)
    }

    /// The piece stands on line 4.
    @Test(
        "a fault in a schema is named with its place, and what would be accepted",
        arguments: [
            (
                #"<EntitySet/>"#,
                "line 4, column 1: the element 'EntitySet' has no place in Schema; accepted are EntityType, "
            ),
            (#"<EntityType/>"#, "line 4, column 1: EntityType must have Name."),
            (#"<EntityType Name="1"/>"#, "line 4, column 19: '1' is no value of Name; accepted is an identifier: "),
            (
                #"<EntityType Name="E" Abstrakt="true"/>"#,
                "line 4, column 22: 'Abstrakt' has no place in EntityType; accepted are Name, BaseType, Abstract, OpenType, HasStream."
            ),
            (
                #"<EntityType Name="E" Abstract="yes"/>"#,
                "line 4, column 32: 'yes' is no value of Abstract; accepted is true or false."
            ),
            (
                #"<EntityType Name="E">text</EntityType>"#,
                "line 4, column 22: 'text' stands where an element, or the end of EntityType, is expected."
            ),
            (#"<EntityType Name="E"><Key/></EntityType>"#, "line 4, column 22: Key must have PropertyRef."),
            (
                #"<ComplexType Name="E"><Property Name="P" Type="String"/></ComplexType>"#,
                "line 4, column 48: 'String' is no value of Type; accepted is a primitive type"
            ),
            (
                #"<ComplexType Name="E"><Property Name="P" Type="Edm.Text"/></ComplexType>"#,
                "line 4, column 48: 'Edm.Text' is no value of Type; accepted is a primitive type"
            ),
            (
                #"<ComplexType Name="E"><Property Name="P" Type="Edm.String" MaxLength="-1"/></ComplexType>"#,
                "line 4, column 71: '-1' is no value of MaxLength; accepted is a whole number"
            ),
            (#"<EnumType Name="E"/>"#, "line 4, column 1: EnumType must have Member."),
            (
                #"<EnumType Name="E" UnderlyingType="Edm.String"><Member Name="M"/></EnumType>"#,
                "line 4, column 36: 'Edm.String' is no value of UnderlyingType; accepted is Edm.Byte"
            ),
            (
                #"<EnumType Name="E"><Member Name="M" Value="1"/><Member Name="N"/></EnumType>"#,
                "line 4, column 48: Member, as those before, must have Value."
            ),
            (#"<Function Name="F"/>"#, "line 4, column 1: Function must have ReturnType."),
            (
                #"<Annotations Target="x"><Annotation Term="A.T"/></Annotations>"#,
                "line 4, column 22: 'x' is no value of Target; accepted is the path of a model element"
            ),
            (
                #"<Annotations Target="A.F(A.T,)"><Annotation Term="A.T"/></Annotations>"#,
                "line 4, column 22: 'A.F(A.T,)' is no value of Target;"
            ),
            (
                #"<Annotation Term="T"/>"#,
                "line 4, column 19: 'T' is no value of Term; accepted is a qualified name such as Namespace.Name."
            ),
            (
                #"<Annotation Term="A.T" Bool="1"/>"#,
                "line 4, column 30: '1' is no value of Bool; accepted is true or false."
            ),
            (
                #"<Annotation Term="A.T" Int="1" String="x"/>"#,
                "line 4, column 1: a value may stand only once in Annotation."
            ),
            (
                #"<Annotation Term="A.T"><Eq><Null/></Eq></Annotation>"#,
                "line 4, column 24: Eq must have exactly two expressions."
            ),
            (
                #"<Annotation Term="A.T"><Cast Type="Edm.String"/></Annotation>"#,
                "line 4, column 24: Cast must have exactly one expression."
            ),
            (
                #"<Annotation Term="A.T" EnumMember="A.E/M A.F/M"/>"#,
                "line 4, column 36: 'A.E/M A.F/M' is no value of EnumMember; accepted is members of one type"
            ),
            (
                #"<Annotation Term="A.T" Date="2023-02-29"/>"#,
                "line 4, column 30: '2023-02-29' is no value of Date; accepted is a date such as"
            ),
        ]
    )
    func schema(piece: String, message: String) {
        let error = #expect(throws: CSDLError.self) { _ = try CSDLXMLReader.read(CSDLSample.xml(schema: piece)) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    /// The piece stands on line 3.
    @Test(
        "a fault of JSON is named with its place, and what would be accepted",
        arguments: [
            (#""E":1"#, "line 3, column 6: '1' stands where an object, or an array of operations, is expected."),
            (#""E":{}"#, "line 3, column 6: 'nothing' is no value of $Kind; accepted is EntityType, ComplexType"),
            (#""1":{}"#, "line 3, column 2: '1' is no value of a name; accepted is an identifier"),
            (
                #""E":{"$Kind":"EntityType","$Abstrakt":true}"#,
                "line 3, column 28: '$Abstrakt' has no place in EntityType; accepted are $Kind, $BaseType"
            ),
            (
                #""E":{"$Kind":"EntityType","$Abstract":1}"#,
                "line 3, column 40: '1' stands where true or false for $Abstract is expected."
            ),
            (
                #""E":{"$Kind":"EntityType","$Key":[1]}"#,
                "line 3, column 36: '1' stands where an object for a part of $Key is expected."
            ),
            (
                #""E":{"$Kind":"ComplexType","P":{"$Type":"String"}}"#,
                "line 3, column 42: 'String' is no value of $Type; accepted is a primitive type"
            ),
            (
                #""E":{"$Kind":"ComplexType","P":{"$Type":"Edm.String","$MaxLength":-1}}"#,
                "line 3, column 68: '-1' stands where a whole number"
            ),
            (
                #""E":{"$Kind":"EnumType","M":1.5}"#,
                "line 3, column 30: '1.5' stands where a whole number of 64 bits is expected."
            ),
            (#""F":[{"$Kind":"Function"}]"#, "line 3, column 7: Function must have $ReturnType."),
            (
                #""F":[{"$Kind":"Verb"}]"#,
                "line 3, column 16: 'Verb' is no value of $Kind; accepted is Action or Function."
            ),
            (#""@T":1"#, "line 3, column 2: '@T' is no value of an annotation; accepted is @Namespace.Term"),
            (#""@A.T":{"$Eq":[1]}"#, "line 3, column 16: $Eq must have exactly two values."),
            (
                #""@A.T":{"$LabeledElementReference":"F.?"}"#,
                "line 3, column 37: 'F.?' is no value of $LabeledElementReference; accepted is a qualified name."
            ),
            (#""@A.T":{"$Cast":1,"x":2}"#, "line 3, column 20: 'x' has no place in $Cast; accepted are $Cast, $Type"),
            (#""@A.T@A.U":1"#, "line 3, column 2: a schema must have the member '@A.T' that is annotated."),
            (
                #""E":{"$Kind":"ComplexType","P@A.T":1}"#,
                "line 3, column 29: ComplexType must have the member 'P' that is annotated."
            ),
            (#""@A.T":1,"@A.T":2"#, "line 3, column 11: '@A.T' occurs twice in one object."),
            (#""@A.T":01"#, "line 3, column 9: '01}}' stands where a number is expected."),
            (#""@A.T":"\ud800""#, "line 3, column 12: 'd800\"}}' stands where a pair of surrogates is expected."),
            (#""@A.T":"\x""#, "line 3, column 11: 'x\"}}' stands where an escape of JSON is expected."),
            (#""@A.T":tru"#, "line 3, column 9: 'tru}}' stands where a JSON value is expected."),
            (#""$Annotations":{"x":{}}"#, "line 3, column 18: 'x' is no value of a target; accepted is the path"),
        ]
    )
    func json(piece: String, message: String) {
        let error = #expect(throws: CSDLError.self) { _ = try CSDLJSONReader.read(CSDLSample.json(schema: piece)) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test(
        "bytes that are not UTF-8 are refused where they stand",
        arguments: [
            [0x3c, 0xff], [0x3c, 0xc0, 0x80], [0x3c, 0xed, 0xa0, 0x80], [0x3c, 0xf4, 0x90, 0x80, 0x80], [0x3c, 0xe2],
        ] as [[UInt8]]
    )
    func encoding(bytes: [UInt8]) {
        #expect(throws: CSDLError(.notUTF8, line: 1, column: 2)) { _ = try CSDLXMLReader.read(bytes) }
        #expect(throws: CSDLError(.notUTF8, line: 1, column: 2)) { _ = try CSDLJSONReader.read(bytes) }
    }

    @Test("limits end the reading with their own fault")
    func limits() {
        let small = CSDLReaderLimits(bytes: 100, nodes: 5)
        let long = CSDLSample.xml(schema: "")
        #expect(throws: CSDLError(.limitExceeded(.bytes, limit: 100), line: 1, column: 1)) {
            _ = try CSDLXMLReader.read(long, limits: small)
        }
        #expect(throws: CSDLError.self) { _ = try CSDLXMLReader.read(long, limits: .init(nodes: 5)) }
        func fault(_ body: () throws -> Void) -> CSDLFault? {
            do {
                try body()
                return nil
            } catch {
                return (error as? CSDLError)?.fault
            }
        }
        let deep = String(repeating: "<a>", count: 200)
        #expect(fault { _ = try CSDLXMLReader.read(Array(deep.utf8)) } == .limitExceeded(.nesting, limit: 128))
        let prefixes = (1...70).map { " xmlns:p\($0)='u'" }.joined()
        #expect(
            fault { _ = try CSDLXMLReader.read(Array("<a\(prefixes)/>".utf8)) }
                == .limitExceeded(.namespaces, limit: 64)
        )
        let brackets = String(repeating: "[", count: 100_000)
        #expect(fault { _ = try CSDLJSONReader.read(Array(brackets.utf8)) } == .limitExceeded(.nesting, limit: 128))
        let nots = String(repeating: "<Not>", count: 60) + "<Null/>" + String(repeating: "</Not>", count: 60)
        let xml = CSDLSample.xml(schema: "<Annotation Term=\"A.T\">\(nots)</Annotation>")
        #expect(fault { _ = try CSDLXMLReader.read(xml) } == .limitExceeded(.expressionNesting, limit: 48))
        let json = String(repeating: "{\"$Not\":", count: 60) + "null" + String(repeating: "}", count: 60)
        let document = CSDLSample.json(schema: "\"@A.T\":\(json)")
        #expect(fault { _ = try CSDLJSONReader.read(document) } == .limitExceeded(.expressionNesting, limit: 48))
        let chain = (1...60).map { "\"\(String(repeating: "@A.T", count: $0))\":1" }.joined(separator: ",")
        #expect(
            fault { _ = try CSDLJSONReader.read(CSDLSample.json(schema: chain)) }
                == .limitExceeded(.expressionNesting, limit: 48)
        )
    }
}

@Suite struct CSDLFuzzTests {
    private static let pieces = [
        "<", ">", "</", "/>", "&", "&amp;", "&#", ";", "\"", "'", "=", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>",
        "<!DOCTYPE",
        "{", "}", "[", "]", ":", ",", "\\u", "\\ud83d", "@", "#", "$", "null", "1e999", "\u{0}", "é", "😀",
        "Collection(", "Edm.",
        "<Annotation Term=\"A.B\">", "</Schema>", "\"$Kind\":\"EntityType\"", "\"$If\":[", "xmlns=\"\"",
    ]

    @Test(
        "mutated documents end in a model that writes and reads back, or in an error with a place",
        arguments: [UInt64(1), 2]
    )
    func mutations(seed: UInt64) throws {
        var numbers = SeededNumbers(state: seed)
        let model = GeneratedModel.model(seed: seed)
        let seeds = [
            CSDLXMLWriter.document(of: model, version: .v4_01), CSDLJSONWriter.document(of: model, version: .v4_01),
            CSDLXMLWriter.document(of: RichModel.model, version: .v4_01),
            CSDLJSONWriter.document(of: RichModel.model, version: .v4_01),
        ]
        var accepted = 0
        for round in 0..<600 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                let start = Int.random(in: 0...bytes.count, using: &numbers)
                let end = min(bytes.count, start + Int.random(in: 0...8, using: &numbers))
                let piece = Bool.random(using: &numbers) ? Self.pieces.randomElement(using: &numbers) ?? "" : ""
                bytes.replaceSubrange(start..<end, with: piece.utf8)
            }
            let document: CSDLDocument
            do {
                document = round % 2 == 0 ? try CSDLXMLReader.read(bytes) : try CSDLJSONReader.read(bytes)
            } catch {
                #expect(error.line >= 1 && error.column >= 1 && error.description.utf8.count < 1200)
                continue
            }
            accepted += 1
            let isConsistent = document.model.faults().isEmpty
            _ = try CSDLXMLReader.read(CSDLXMLWriter.document(of: document.model, version: document.version))
            let json = CSDLJSONWriter.document(of: document.model, version: document.version)
            if isConsistent { _ = try CSDLJSONReader.read(json) }
        }
        #expect(accepted > 20)
    }

    @Test("bytes without any sense end in an error")
    func noise() {
        var numbers = SeededNumbers(state: 9)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...200, using: &numbers)).map { _ in
                UInt8.random(in: 0...255, using: &numbers)
            }
            #expect(throws: CSDLError.self) { _ = try CSDLXMLReader.read(bytes) }
            #expect(throws: CSDLError.self) { _ = try CSDLJSONReader.read(bytes) }
        }
    }
}
