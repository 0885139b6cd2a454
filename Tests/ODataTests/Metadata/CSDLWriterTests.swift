import Foundation
import OData
import Testing

@Suite struct CSDLXMLWriterTests {
    private func document(_ version: ODataVersion = .v4_01) -> String {
        String(decoding: CSDLXMLWriter.document(of: RichModel.model, version: version), as: UTF8.self)
    }

    @Test(
        "elements and attributes are those of CSDL",
        arguments: [
            #"<edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/>"#,
            #"<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Rich.Model" Alias="Rich">"#,
            #"<EntityType Name="Base" Abstract="true">"#,
            #"<PropertyRef Name="Place/City" Alias="City"/>"#,
            #"<EntityType Name="Derived" BaseType="Rich.Model.Base" HasStream="true">"#,
            #"<Property Name="Id" Type="Edm.Int64" Nullable="false"/>"#,
            #"<Property Name="Price" Type="Edm.Decimal" Precision="19" Scale="4" DefaultValue="1.5"/>"#,
            #"<Property Name="Rate" Type="Edm.Decimal" Scale="variable"/>"#,
            #"<Property Name="Number" Type="Edm.Int32"/>"#,
            #"<Property Name="Tags" Type="Collection(Edm.String)" Nullable="false"/>"#,
            #"<Property Name="City" Type="Edm.String" MaxLength="max" Unicode="false"/>"#,
            #"<NavigationProperty Name="Parent" Type="Rich.Model.Derived" Nullable="false" Partner="Children">"#,
            #"<OnDelete Action="Cascade"/>"#,
            #"<NavigationProperty Name="Children" Type="Collection(Rich.Model.Derived)" Partner="Parent"/>"#,
            #"<ReferentialConstraint Property="Price" ReferencedProperty="Price"/>"#,
            #"<EnumType Name="Access" UnderlyingType="Edm.Int64" IsFlags="true">"#,
            #"<TypeDefinition Name="Code" UnderlyingType="Edm.String" MaxLength="3"/>"#,
            #"<Function Name="Near" IsBound="true" EntitySetPath="it/Children" IsComposable="true">"#,
            #"<EntitySet Name="Hidden" EntityType="Rich.Model.Derived" IncludeInServiceDocument="false"/>"#,
            #"<FunctionImport Name="Near" Function="Rich.Model.Near" IncludeInServiceDocument="true"/>"#,
            #"<ActionImport Name="Reset" Action="Rich.Model.Reset" EntitySet="Things"/>"#,
            #"<Annotation Term="Core.Description" String="A &lt;rich&gt; &amp; &quot;quoted&quot; model&#xA;"/>"#,
            #"<Annotation Term="Rich.Model.Anything" Qualifier="q13" EnumMember="Rich.Model.Access/Read Rich.Model.Access/Write"/>"#,
            #"<Annotation Term="Rich.Model.Anything" Qualifier="q14" Path="Price"/>"#,
        ]
    )
    func fragments(fragment: String) {
        #expect(document().contains(fragment))
    }

    @Test("the document names the version of the answer, and 4.0 has no floating scale")
    func versions() {
        #expect(document(.v4_0).contains(#"xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">"#))
        #expect(document(.v4_01).contains(#"Version="4.01">"#))
        #expect(!document(.v4_0).contains("floating"))
        #expect(document(.v4_01).contains("floating"))
    }

    @Test("characters that XML does not have are replaced")
    func controlCharacters() {
        let model = EdmModel(schemas: [
            EdmSchema(
                namespace: "N",
                annotations: [EdmAnnotation(RichModel.core("Description"), .string("a\u{1}b\u{fffe}"))]
            )
        ])
        let text = String(decoding: CSDLXMLWriter.document(of: model, version: .v4_0), as: UTF8.self)
        #expect(text.contains("String=\"a\u{fffd}b\u{fffd}\""))
    }

    @Test(
        "the document is valid by the schema of CSDL XML",
        .enabled(if: SchemaCheck.isXMLAvailable),
        arguments: ODataVersion.allCases
    )
    func validity(version: ODataVersion) throws {
        #expect(try SchemaCheck.xmlFaults(of: CSDLXMLWriter.document(of: RichModel.model, version: version)) == "")
    }
}

@Suite struct CSDLJSONWriterTests {
    private func object(_ version: ODataVersion = .v4_01) throws -> [String: Any] {
        let bytes = CSDLJSONWriter.document(of: RichModel.model, version: version)
        return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    private func text(_ value: Any?) throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: try #require(value),
            options: [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes]
        )
        return String(decoding: data, as: UTF8.self)
    }

    @Test(
        "members are those of CSDL JSON",
        arguments: [
            (["Base", "$Key"], #"["Id",{"City":"Place/City"}]"#),
            (["Derived", "$BaseType"], #""Rich.Base""#),
            (
                ["Derived", "Price"],
                #"{"$DefaultValue":1.5,"$Nullable":true,"$Precision":19,"$Scale":4,"$Type":"Edm.Decimal"}"#
            ),
            (["Derived", "Rate"], #"{"$Nullable":true,"$Type":"Edm.Decimal"}"#),
            (["Derived", "Whole"], #"{"$Nullable":true,"$Scale":0,"$Type":"Edm.Decimal"}"#),
            (["Derived", "At"], #"{"$Nullable":true,"$Precision":6,"$Type":"Edm.DateTimeOffset"}"#),
            (["Derived", "Seconds"], #"{"$Nullable":true,"$Precision":0,"$Type":"Edm.TimeOfDay"}"#),
            (["Derived", "Tags"], #"{"$Collection":true}"#),
            (["Derived", "Number"], #"{"$Nullable":true,"$Type":"Edm.Int32"}"#),
            (
                ["Derived", "Parent"],
                #"{"$Kind":"NavigationProperty","$OnDelete":"Cascade","$Partner":"Children","$Type":"Rich.Derived"}"#
            ),
            (
                ["Derived", "Children"],
                #"{"$Collection":true,"$Kind":"NavigationProperty","$Partner":"Parent","$Type":"Rich.Derived"}"#
            ),
            (
                ["Access"],
                #"{"$IsFlags":true,"$Kind":"EnumType","$UnderlyingType":"Edm.Int64","Read":1,"Read@Core.Description":"May read","Write":2}"#
            ),
            (["Code"], #"{"$Kind":"TypeDefinition","$MaxLength":3,"$UnderlyingType":"Edm.String"}"#),
            (["Reset"], #"[{"$Kind":"Action"}]"#),
            (
                ["Container", "Hidden"],
                #"{"$Collection":true,"$IncludeInServiceDocument":false,"$Type":"Rich.Derived"}"#
            ),
            (["Container", "Me"], #"{"$Nullable":true,"$Type":"Rich.Derived"}"#),
            (["Container", "Near"], #"{"$Function":"Rich.Near","$IncludeInServiceDocument":true}"#),
            (["Derived", "Note", "@Rich.Anything#q0"], "null"),
            (["Derived", "Note", "@Rich.Anything#q3"], "1.5"),
            (["Derived", "Note", "@Rich.Anything#q4"], #""INF""#),
            (["Derived", "Note", "@Rich.Anything#q13"], #""Read,Write""#),
            (["Derived", "Note", "@Rich.Anything#q14"], #"{"$Path":"Price"}"#),
            (["Derived", "Note", "@Rich.Anything#q20"], #"["a",1,"Price"]"#),
            (
                ["Derived", "Note", "@Rich.Anything#q21"],
                ##"{"@Core.Description":"why","@type":"#Rich.Model.Address","All":[],"City":"x","City@Core.Description":"why"}"##
            ),
            (["Derived", "Note", "@Rich.Anything#q22"], #"{"$If":[{"$Eq":[{"$Path":"Price"},1]},"y",null]}"#),
            (["Derived", "Note", "@Rich.Anything#q23"], #"{"@Core.Description":"why","$Not":{"$Path":"Flag"}}"#),
            (
                ["Derived", "Note", "@Rich.Anything#q25"],
                #"{"$Apply":["a",{"$Path":"Price"}],"$Function":"odata.concat"}"#
            ),
            (
                ["Derived", "Note", "@Rich.Anything#q26"],
                #"{"$Cast":{"$Path":"Price"},"$MaxLength":5}"#
            ),
            (["Derived", "Note", "@Rich.Anything#q28"], #"{"$LabeledElement":{"$Path":"Price"},"$Name":"L"}"#),
            (["Derived", "Note", "@Rich.Anything#q30"], #"{"$UrlRef":"http://host/"}"#),
            (["Derived", "Note", "@Rich.Anything#q2@Core.Description"], #""why""#),
        ] as [([String], String)]
    )
    func members(path: [String], expected: String) throws {
        var value: Any? = try object()["Rich.Model"]
        for name in path { value = (value as? [String: Any])?[name] }
        #expect(try text(value) == expected)
    }

    @Test("the document begins with its version, container and references")
    func header() throws {
        let document = String(decoding: CSDLJSONWriter.document(of: RichModel.model, version: .v4_0), as: UTF8.self)
        #expect(
            document.hasPrefix(#"{"$Version":"4.0","$EntityContainer":"Rich.Model.Container","$Reference":{"https://"#)
        )
        #expect(try object(.v4_01)["$Version"] as? String == "4.01")
    }
}

/// Runs the schema of `../shared/odata/schemas`, where both it and the validator are there.
enum SchemaCheck {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/odata/schemas")
    private static let validator = URL(filePath: "/usr/bin/xmllint")

    static var isXMLAvailable: Bool {
        let schema = folder.appending(path: "edmx.xsd").path(percentEncoded: false)
        return FileManager.default.fileExists(atPath: schema)
            && FileManager.default.isExecutableFile(atPath: validator.path(percentEncoded: false))
    }

    static func xmlFaults(of document: [UInt8]) throws -> String {
        let process = Process()
        process.executableURL = validator
        process.currentDirectoryURL = folder
        process.arguments = ["--noout", "--nonet", "--schema", "edmx.xsd", "-"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(document))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? "" : text
    }
}
