import OData
import Testing

@Suite struct CSDLRoundTripTests {
    private static let seeds = Array(UInt64(1)...60)

    @Test("a model written as XML reads back the same", arguments: seeds)
    func xml(seed: UInt64) throws {
        let model = GeneratedModel.model(seed: seed)
        let again = try CSDLXMLReader.read(CSDLXMLWriter.document(of: model, version: .v4_01))
        #expect(again.version == .v4_01)
        #expect(again.model.references == model.references)
        expectSame(again.model, model)
    }

    @Test("a model written as JSON reads back the same", arguments: seeds)
    func json(seed: UInt64) throws {
        let model = GeneratedModel.model(seed: seed)
        let again = try CSDLJSONReader.read(CSDLJSONWriter.document(of: model, version: .v4_01))
        #expect(again.model.references == model.references)
        expectSame(again.model, model)
    }

    @Test(
        "a generated model is valid by the schema of CSDL XML",
        .enabled(if: SchemaCheck.isXMLAvailable),
        arguments: seeds.prefix(20)
    )
    func validity(seed: UInt64) throws {
        let document = CSDLXMLWriter.document(of: GeneratedModel.model(seed: seed), version: .v4_01)
        let faults = try SchemaCheck.xmlFaults(of: document)
        #expect(faults == "", "\(faults)")
    }

    @Test("what says nothing in one format is said in the other")
    func defaults() throws {
        let xml = """
            <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
            <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="N"><ComplexType Name="C">
            <Property Name="D" Type="Edm.Decimal"/><Property Name="T" Type="Edm.Duration"/><Property Name="S" Type="Edm.String"/>
            </ComplexType></Schema></edmx:DataServices></edmx:Edmx>
            """
        let json =
            #"{"$Version":"4.0","N":{"C":{"$Kind":"ComplexType","D":{"$Type":"Edm.Decimal"},"T":{"$Type":"Edm.Duration"},"S":{}}}}"#
        let fromXML = try CSDLXMLReader.read(Array(xml.utf8)).model.schemas[0].complexTypes[0].properties
        let fromJSON = try CSDLJSONReader.read(Array(json.utf8)).model.schemas[0].complexTypes[0].properties
        #expect(fromXML.map(\.type.facets.scale) == [.fixed(0), nil, nil])
        #expect(fromJSON.map(\.type.facets.scale) == [.variable, nil, nil])
        #expect(fromXML.map(\.type.facets.precision) == [nil, 0, nil])
        #expect(fromJSON.map(\.type.facets.precision) == [nil, 12, nil])
        #expect(fromXML.map(\.type.isNullable) == [true, true, true])
        #expect(fromJSON.map(\.type.isNullable) == [false, false, false])
    }

    @Test("a term of a vocabulary tells the type of a constant in JSON and the value of an empty annotation in XML")
    func vocabularies() throws {
        let terms = EdmModel(schemas: [
            EdmSchema(
                namespace: "V",
                terms: [
                    EdmTerm(EdmTypeName("V", "Since"), .primitive(.date)),
                    EdmTerm(EdmTypeName("V", "Level"), .primitive(.int32), defaultValue: "3"),
                ]
            )
        ])
        let json = #"{"$Version":"4.01","N":{"@V.Since":"2024-02-29"}}"#
        let read = try CSDLJSONReader.read(Array(json.utf8), vocabularies: [terms]).model.schemas[0]
        #expect(read.annotations.map(\.value) == [.date("2024-02-29")])
        #expect(
            try CSDLJSONReader.read(Array(json.utf8)).model.schemas[0].annotations[0].value == .string("2024-02-29")
        )
        let xml = CSDLSample.xml(schema: #"<Annotation Term="V.Level"/><Annotation Term="V.Other"/>"#)
        let values = try CSDLXMLReader.read(xml, vocabularies: [terms]).model.schemas[0].annotations.map(\.value)
        #expect(values == [.int(3), .bool(true)])
    }

    /// Compares part by part, so that a failure shows the part.
    private func expectSame(_ read: EdmModel, _ written: EdmModel) {
        #expect(read.schemas.count == written.schemas.count)
        for (left, right) in zip(read.schemas, written.schemas) {
            #expect(left.entityTypes == right.entityTypes)
            #expect(left.complexTypes == right.complexTypes)
            #expect(left.enumTypes == right.enumTypes)
            #expect(left.typeDefinitions == right.typeDefinitions)
            #expect(left.operations == right.operations)
            #expect(left.terms == right.terms)
            #expect(left.container == right.container)
            #expect(left.annotations == right.annotations)
            #expect(left == right)
        }
    }
}

/// Small documents around one piece.
enum CSDLSample {
    static func xml(schema: String) -> [UInt8] {
        Array(
            """
            <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" xmlns="http://docs.oasis-open.org/odata/ns/edm" Version="4.01">
            <edmx:DataServices>
            <Schema Namespace="N" Alias="A">
            \(schema)
            </Schema></edmx:DataServices></edmx:Edmx>
            """.utf8
        )
    }

    static func json(schema: String) -> [UInt8] {
        Array("{\"$Version\":\"4.01\",\n\"N\":{\"$Alias\":\"A\"\n,\(schema)}}".utf8)
    }
}
