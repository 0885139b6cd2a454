import Foundation
import Testing

@testable import OData

/// Annotations against the terms of the standard vocabularies: place, type and paths.
@Suite struct AnnotationFaultTests {
    @Test("every line of the built-in vocabularies is understood", arguments: StandardVocabulary.allCases)
    func vocabularies(vocabulary: StandardVocabulary) {
        #expect(VocabularyReader.read(vocabulary).faults == [])
        #expect((vocabulary.model.faults() + vocabulary.model.annotationFaults()).map(\.description) == [])
        #expect(vocabulary.model.schemas[0].terms.count > 4)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var target: String
        var annotation: String
        /// The beginning of the only fault; nil where there is none.
        var fault: String?

        var testDescription: String { annotation }

        init(_ target: String, _ annotation: String, _ fault: String? = nil) {
            self.target = target
            self.annotation = annotation
            self.fault = fault
        }
    }

    static let rows: [Row] = [
        Row("N.C", #"<Annotation Term="Capabilities.KeyAsSegmentSupported"/>"#),
        Row(
            "N.C",
            #"<Annotation Term="Capabilities.TopSupported"/>"#,
            "N.C: the term Org.OData.Capabilities.V1.TopSupported has no place there."
        ),
        Row("N.C/Es", #"<Annotation Term="Capabilities.TopSupported" Bool="false"/>"#),
        Row(
            "N.C/Es",
            #"<Annotation Term="Capabilities.TopSupportet" Bool="false"/>"#,
            "N.C/Es: the term Org.OData.Capabilities.V1.TopSupportet is not declared."
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Capabilities.TopSupported" String="false"/>"#,
            "N.C/Es: the value of Org.OData.Capabilities.V1.TopSupported is a text where Edm.Boolean is expected."
        ),
        Row(
            "N.E/P",
            #"<Annotation Term="Core.Description" EnumMember="Core.Permission/Read"/>"#,
            "N.E/P: the value of Org.OData.Core.V1.Description is a member of an enumeration where Edm.String is expected."
        ),
        Row("N.E/P", #"<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Read"/>"#),
        Row("N.E/P", #"<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Read Core.Permission/Write"/>"#),
        Row(
            "N.E/P",
            #"<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Look"/>"#,
            "N.E/P: the value of Org.OData.Core.V1.Permissions is 'Look', which Org.OData.Core.V1.Permission does not have."
        ),
        Row("N.E/P", #"<Annotation Term="Measures.ISOCurrency" Path="P"/>"#),
        Row(
            "N.E/P",
            #"<Annotation Term="Measures.ISOCurrency" Path="Nope"/>"#,
            "N.E/P: the value of Org.OData.Measures.V1.ISOCurrency is the path 'Nope', which leads nowhere."
        ),
        Row(
            "N.E/P",
            #"<Annotation Term="Measures.Scale" Int="2"/>"#,
            "N.E/P: the term Org.OData.Measures.V1.Scale has no place there."
        ),
        Row("N.E/D", #"<Annotation Term="Measures.Scale" Int="2"/>"#),
        Row(
            "N.E/D",
            #"<Annotation Term="Measures.Scale" Int="256"/>"#,
            "N.E/D: the value of Org.OData.Measures.V1.Scale is a whole number where Edm.Byte is expected."
        ),
        Row(
            "N.E/P",
            #"<Annotation Term="Validation.Exclusive"/>"#,
            "N.E/P: the term Org.OData.Validation.V1.Exclusive has no place there."
        ),
        Row(
            "N.E/D",
            #"<Annotation Term="Validation.Minimum" Int="1"><Annotation Term="Validation.Exclusive"/></Annotation>"#
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Core.OptimisticConcurrency"><Collection><PropertyPath>P</PropertyPath></Collection></Annotation>"#
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Core.OptimisticConcurrency"><Collection><PropertyPath>Q</PropertyPath></Collection></Annotation>"#,
            "N.C/Es: the value of Org.OData.Core.V1.OptimisticConcurrency is the path 'Q', which leads nowhere."
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Core.OptimisticConcurrency" PropertyPath="P"/>"#,
            "N.C/Es: the value of Org.OData.Core.V1.OptimisticConcurrency is one value where Collection(Edm.PropertyPath)"
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Core.OptimisticConcurrency"><Collection><PropertyPath>Up</PropertyPath></Collection></Annotation>"#,
            "N.C/Es: the value of Org.OData.Core.V1.OptimisticConcurrency is the path 'Up' where a property is expected."
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Capabilities.SearchRestrictions"><Record><PropertyValue Property="Searchable" Bool="false"/></Record></Annotation>"#
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Capabilities.SearchRestrictions"><Record><PropertyValue Property="Findable" Bool="false"/></Record></Annotation>"#,
            "N.C/Es: the value of Org.OData.Capabilities.V1.SearchRestrictions is 'Findable', which Org.OData.Capabilities"
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Capabilities.SearchRestrictions"><Record><PropertyValue Property="Searchable" Int="0"/></Record></Annotation>"#,
            "N.C/Es: the value of Org.OData.Capabilities.V1.SearchRestrictions is Searchable: a whole number where Edm.Boolean"
        ),
        Row(
            "N.C/Es",
            #"<Annotation Term="Capabilities.SearchRestrictions"><Record Type="Core.Link"/></Annotation>"#,
            "N.C/Es: the value of Org.OData.Capabilities.V1.SearchRestrictions is a record of Org.OData.Core.V1.Link where"
        ),
        Row(
            "N.E",
            #"<Annotation Term="Core.Links"><Collection><Record><PropertyValue Property="rel" String="x"/></Record></Collection></Annotation>"#,
            "N.E: the value of Org.OData.Core.V1.Links is a record without 'href', which Org.OData.Core.V1.Link needs."
        ),
        Row(
            "N.C/Es",
            """
            <Annotation Term="Capabilities.FilterRestrictions"><Record><PropertyValue Property="FilterExpressionRestrictions">\
            <Collection><Record><PropertyValue Property="AllowedExpressions" String="AnyValue"/></Record></Collection>\
            </PropertyValue></Record></Annotation>
            """,
            "N.C/Es: the value of Org.OData.Capabilities.V1.FilterRestrictions is FilterExpressionRestrictions: AllowedExpr"
        ),
        Row("N.E/P", #"<Annotation Term="Core.Description"><If><Path>P</Path><String>a</String></If></Annotation>"#),
        Row(
            "N.E/D",
            #"<Annotation Term="Validation.Minimum" Int="1"><Annotation Term="Core.Computed"/></Annotation>"#,
            "N.E/D/@Org.OData.Validation.V1.Minimum: the term Org.OData.Core.V1.Computed has no place there."
        ),
        Row("N.E", #"<Annotation Term="Foreign.Term" Int="1"/>"#),
        Row("N.E/P", #"<Annotation Term="N.Own" Int="1"/>"#),
        Row(
            "N.E",
            #"<Annotation Term="N.Own" Int="1"/>"#,
            "N.E: the term N.Own has no place there."
        ),
        Row(
            "N.E/P",
            #"<Annotation Term="N.Own"><Null/></Annotation>"#,
            "N.E/P: the value of N.Own is null where Edm.Int32 is expected."
        ),
    ]

    @Test("an annotation is checked for its term, its place and its value, written apart or not", arguments: rows)
    func checks(row: Row) throws {
        let faults = try Self.model(row).annotationFaults().map(\.description)
        guard let fault = row.fault else {
            #expect(faults == [])
            return
        }
        #expect(faults.count == 1 && faults.first?.hasPrefix(fault) == true, "\(faults)")
    }

    @Test("what is published is without the faulty annotations, and with all others", arguments: rows)
    func publishes(row: Row) throws {
        let model = try Self.model(row)
        let sound = model.keepingSoundAnnotations()
        #expect(sound.annotationFaults() == [])
        let document = String(decoding: CSDLXMLWriter.document(of: sound, version: .v4_01), as: UTF8.self)
        #expect(document.contains("<Annotation ") == (row.fault == nil))
    }

    @Test(
        "the models of the shared material have no faulty annotation",
        .enabled(if: FileManager.default.fileExists(atPath: SchemaCheck.folder.path(percentEncoded: false))),
        arguments: ["reference-service/model.xml", "aggregation/model.xml"]
    )
    func sharedModels(path: String) throws {
        let file = SchemaCheck.folder.deletingLastPathComponent().appending(path: path)
        let model = try CSDLXMLReader.read(Array(try Data(contentsOf: file))).model
        #expect(model.annotationFaults().map(\.description) == [])
    }

    @Test("texts of JSON become what the terms of the standard vocabularies say")
    func typedByTerm() throws {
        let json = """
            {"$Version":"4.01","N":{"E":{"$Kind":"EntityType","$Key":["P"],"P":{"@Org.OData.Core.V1.Permissions":"Read"},
            "@Org.OData.Core.V1.AlternateKeys":[{"Key":[{"Alias":"P","Name":"P"}]}]}}}
            """
        let type = try CSDLJSONReader.read(Array(json.utf8)).model.schemas[0].entityTypes[0]
        let permission = StandardVocabulary.core.term("Permission")
        #expect(type.properties[0].annotations.map(\.value) == [.enumMember(type: permission, members: ["Read"])])
        let key = EdmAnnotationValue.record(
            type: nil,
            properties: [.init("Alias", .string("P")), .init("Name", .propertyPath("P"))],
            annotations: []
        )
        let keys = EdmAnnotationValue.record(type: nil, properties: [.init("Key", .collection([key]))], annotations: [])
        #expect(type.annotations.map(\.value) == [.collection([keys])])
    }

    private static func model(_ row: Row) throws -> EdmModel {
        let references = StandardVocabulary.allCases.map {
            #"<edmx:Reference Uri="\#($0.uri)"><edmx:Include Namespace="\#($0.namespace)" Alias="\#($0.alias)"/></edmx:Reference>"#
        }
        let xml = """
            <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" xmlns="http://docs.oasis-open.org/odata/ns/edm" Version="4.01">
            \(references.joined())<edmx:DataServices><Schema Namespace="N"><EntityType Name="E"><Key><PropertyRef Name="P"/></Key>
            <Property Name="P" Type="Edm.String" Nullable="false"/><Property Name="D" Type="Edm.Decimal" Scale="2"/>
            <NavigationProperty Name="Up" Type="N.E"/></EntityType>
            <Term Name="Own" Type="Edm.Int32" Nullable="false" AppliesTo="Property"/>
            <EntityContainer Name="C"><EntitySet Name="Es" EntityType="N.E"/></EntityContainer>
            <Annotations Target="\(row.target)">\(row.annotation)</Annotations></Schema></edmx:DataServices></edmx:Edmx>
            """
        return try CSDLXMLReader.read(Array(xml.utf8)).model
    }
}
