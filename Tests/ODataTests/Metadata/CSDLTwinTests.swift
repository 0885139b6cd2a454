import Foundation
import OData
import Testing

/// The examples of OASIS: the same model in XML and in JSON.
@Suite(.enabled(if: CSDLExamples.areThere))
struct CSDLTwinTests {
    @Test("the JSON written from an XML example is its twin", arguments: CSDLExamples.names)
    func twins(name: String) throws {
        let document = try CSDLXMLReader.read(CSDLExamples.bytes("\(name).xml"))
        let written = CSDLJSONWriter.document(of: document.model, version: document.version)
        let difference = JSONDifference.first(
            try JSONDifference.parsed(written),
            try JSONDifference.parsed(CSDLExamples.bytes("\(name).json"))
        )
        #expect(difference == nil)
    }

    @Test("a JSON example is the same after a detour through XML", arguments: CSDLExamples.names)
    func detours(name: String) throws {
        let document = try CSDLJSONReader.read(CSDLExamples.bytes("\(name).json"))
        let xml = CSDLXMLWriter.document(of: document.model, version: document.version)
        let again = try CSDLXMLReader.read(xml)
        #expect(again.version == document.version)
        #expect(again.model.references == document.model.references)
        #expect(again.model.schemas == document.model.schemas)
    }

    @Test("reader, writer and reader again are the identity", arguments: CSDLExamples.names)
    func identity(name: String) throws {
        let xml = try CSDLXMLReader.read(CSDLExamples.bytes("\(name).xml"))
        let xmlAgain = try CSDLXMLReader.read(CSDLXMLWriter.document(of: xml.model, version: xml.version))
        #expect(xmlAgain.model.schemas == xml.model.schemas)
        #expect(xmlAgain.model.references == xml.model.references)
        let json = try CSDLJSONReader.read(CSDLExamples.bytes("\(name).json"))
        let jsonAgain = try CSDLJSONReader.read(CSDLJSONWriter.document(of: json.model, version: json.version))
        #expect(jsonAgain.model.schemas == json.model.schemas)
        #expect(jsonAgain.model.references == json.model.references)
    }

    @Test(
        "what is written from an example is valid by the schema of CSDL XML",
        .enabled(if: SchemaCheck.isXMLAvailable),
        arguments: CSDLExamples.names
    )
    func validity(name: String) throws {
        let document = try CSDLXMLReader.read(CSDLExamples.bytes("\(name).xml"))
        let written = CSDLXMLWriter.document(of: document.model, version: document.version)
        #expect(try SchemaCheck.xmlFaults(of: written) == "")
    }

    @Test("a counterexample is refused on its line", arguments: try CSDLExamples.counterexamples())
    func counterexamples(name: String, line: Int) throws {
        let error = #expect(throws: CSDLError.self) {
            _ = try CSDLXMLReader.read(CSDLExamples.bytes("counterexamples/\(name)"))
        }
        #expect(error?.line == line)
    }
}

/// The model of the example service.
@Suite struct ExampleModelTests {
    private static func bytes() throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let repository = tests.deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: repository.appending(path: "Examples/ReferenceService/Data/Model.xml")))
    }

    @Test("the model has no fault, and is the same after a detour through JSON")
    func detour() throws {
        let document = try CSDLXMLReader.read(Self.bytes())
        #expect((document.model.faults() + document.model.annotationFaults()).map(\.description) == [])
        let json = CSDLJSONWriter.document(of: document.model, version: .v4_01)
        let again = try CSDLJSONReader.read(json)
        #expect(again.model.schemas == document.model.schemas)
        #expect(again.model.references == document.model.references)
    }

    @Test("what is written from it is valid by the schema of CSDL XML", .enabled(if: SchemaCheck.isXMLAvailable))
    func validity() throws {
        let document = try CSDLXMLReader.read(Self.bytes())
        for version in [ODataVersion.v4_0, .v4_01] {
            #expect(try SchemaCheck.xmlFaults(of: CSDLXMLWriter.document(of: document.model, version: version)) == "")
        }
    }
}

/// The files of `../shared/odata/schemas/examples`.
enum CSDLExamples {
    static let names = ["csdl-16.1", "csdl-16.2", "miscellaneous", "miscellaneous2", "special-characters"]

    static let folder = SchemaCheck.folder.appending(path: "examples")

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) }

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }

    static func counterexamples() throws -> [(String, Int)] {
        guard areThere else { return [] }
        let list = try JSONSerialization.jsonObject(with: Data(bytes("counterexamples/expected.json")))
        let entries = try #require(list as? [String: [String: Any]])
        return try entries.map { ($0, try #require($1["line"] as? Int)) }.sorted { $0.0 < $1.0 }
    }
}

/// Compares JSON values: objects without order, numbers by value, line ends alike.
enum JSONDifference {
    static func parsed(_ bytes: [UInt8]) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    }

    /// Where two values differ first, with both; nil where they do not.
    static func first(_ left: Any?, _ right: Any?, at path: String = "") -> String? {
        switch (left, right) {
        case (let left as [String: Any], let right as [String: Any]):
            for name in Set(left.keys).union(right.keys).sorted() {
                if let found = first(left[name], right[name], at: "\(path)/\(name)") { return found }
            }
            return nil
        case (let left as [Any], let right as [Any]) where left.count == right.count:
            for (position, pair) in zip(left, right).enumerated() {
                if let found = first(pair.0, pair.1, at: "\(path)/\(position)") { return found }
            }
            return nil
        case (let left as String, let right as String):
            // The tool that made the examples turns CR, which their XML has as a reference, into LF.
            if lines(left) == lines(right) { return nil }
        case (let left as NSNumber, let right as NSNumber):
            if left == right { return nil }
        case (is NSNull, is NSNull): return nil
        default: break
        }
        return "\(path): \(left.map { "\($0)" } ?? "nothing") against \(right.map { "\($0)" } ?? "nothing")"
    }

    private static func lines(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.replacing("\r\n", with: "\n").unicodeScalars.map { $0 == "\r" ? "\n" : $0 })
        )
    }
}
