import CRM
import CRMService
import EntityModel
import OData

/// The metadata of the whole model, without a server.
public enum MetadataText {
    /// A form of the metadata.
    public enum Format: String, Sendable, CaseIterable {
        /// CSDL XML.
        case xml
        /// CSDL JSON.
        case json
    }

    /// The document, as bytes of UTF-8.
    public static func document(_ format: Format) throws -> [UInt8] {
        let model = EdmProjection(catalog: try CRMModel.makeCatalog()).model()
        switch format {
        case .xml: return CSDLXMLWriter.document(of: model, version: .v4_01)
        case .json: return CSDLJSONWriter.document(of: model, version: .v4_01)
        }
    }
}
