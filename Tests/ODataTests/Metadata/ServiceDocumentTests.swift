import OData
import Testing

@Suite struct ServiceDocumentTests {
    private func json(_ version: ODataVersion, _ metadata: MetadataLevel) -> String {
        let bytes = ServiceDocument.json(
            of: RichModel.model,
            version: version,
            metadata: metadata,
            serviceRoot: "https://host/odata/v4/"
        )
        return String(decoding: bytes, as: UTF8.self)
    }

    private let value =
        #""value":[{"name":"Things","title":"All things","kind":"EntitySet","url":"Things"},"#
        + #"{"name":"Me","kind":"Singleton","url":"Me"},{"name":"Near","kind":"FunctionImport","url":"Near"}]}"#

    @Test("it lists what the model puts there, and its context is absolute")
    func listing() {
        #expect(json(.v4_0, .minimal) == #"{"@odata.context":"https://host/odata/v4/$metadata","# + value)
        #expect(json(.v4_01, .full) == #"{"@context":"https://host/odata/v4/$metadata","# + value)
    }

    @Test("without metadata it has no context")
    func withoutMetadata() {
        #expect(json(.v4_0, .none) == "{" + value)
    }
}
