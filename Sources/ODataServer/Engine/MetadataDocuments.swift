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

    /// The document with the annotations of a selection only; it is made anew, since few clients wish for one.
    func document(
        of model: EdmModel,
        version: ODataVersion,
        kind: ContentFormat.Kind,
        annotations: AnnotationSelection
    ) -> Document {
        let bytes = Self.bytes(of: model.keepingSoundAnnotations().keepingAnnotations(annotations), version, kind)
        return Document(bytes: bytes, hash: Self.hash(of: bytes))
    }

    func document(of model: EdmModel, version: ODataVersion, kind: ContentFormat.Kind) -> Document {
        let key = Key(model: ObjectIdentifier(model), version: version, isXML: kind == .xml)
        if let known = entries.withLock({ $0[key] }) { return known.document }
        // Clients refuse a whole document for one annotation that does not fit its term.
        let bytes = Self.bytes(of: model.keepingSoundAnnotations(), version, kind)
        let document = Document(bytes: bytes, hash: Self.hash(of: bytes))
        entries.withLock { entries in
            if entries.count >= Self.room { entries.removeAll() }
            entries[key] = Entry(model: model, document: document)
        }
        return document
    }

    private static func bytes(of model: EdmModel, _ version: ODataVersion, _ kind: ContentFormat.Kind) -> [UInt8] {
        switch kind {
        case .xml: CSDLXMLWriter.document(of: model, version: version)
        case .json, .text: CSDLJSONWriter.document(of: model, version: version)
        }
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
