import OData
import Synchronization

/// The documents that describe a model, kept while they are used: one per model, version and format.
///
/// Callers share models, so that this cache stays small; it is emptied when it is full. A lock guards it.
final class MetadataDocuments: Sendable {
    struct Document: Sendable {
        var bytes: [UInt8]
        /// A hash of the bytes: equal on all nodes.
        var hash: UInt64
    }

    private struct Key: Hashable {
        var model: ObjectIdentifier
        var version: ODataVersion
        var isXML: Bool
    }

    private struct Entry {
        /// Keeps the model alive, so that its identity is not given to another.
        var model: EdmModel
        var document: Document
    }

    private static let room = 64
    private let entries = Mutex<[Key: Entry]>([:])

    func document(of model: EdmModel, version: ODataVersion, kind: ContentFormat.Kind) -> Document {
        let key = Key(model: ObjectIdentifier(model), version: version, isXML: kind == .xml)
        if let known = entries.withLock({ $0[key] }) { return known.document }
        // Clients refuse a whole document for one annotation that does not fit its term.
        let sound = model.keepingSoundAnnotations()
        let bytes =
            switch kind {
            case .xml: CSDLXMLWriter.document(of: sound, version: version)
            case .json, .text: CSDLJSONWriter.document(of: sound, version: version)
            }
        let document = Document(bytes: bytes, hash: Self.hash(of: bytes))
        entries.withLock { entries in
            if entries.count >= Self.room { entries.removeAll() }
            entries[key] = Entry(model: model, document: document)
        }
        return document
    }

    /// FNV-1a: the same in every process.
    static func hash(of bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }  // FNV-1a wraps by definition
        return hash
    }

    /// The tag of a document for callers of one shape.
    static func tag(_ hash: UInt64, shape: String) -> EntityTag {
        EntityTag(String(hash, radix: 36) + "-" + String(self.hash(of: shape.utf8), radix: 36))
    }
}
