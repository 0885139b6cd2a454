/// What a set says about being changed (`Capabilities.InsertRestrictions` and the like); without a word, all but deltas.
public struct WriteCapabilities: Hashable, Sendable {
    /// `InsertRestrictions/Insertable`.
    public var isInsertable = true
    /// `UpdateRestrictions/Updatable`.
    public var isUpdatable = true
    /// `UpdateRestrictions/DeltaUpdateSupported`.
    public var takesDelta = false
    /// `DeleteRestrictions/Deletable`.
    public var isDeletable = true
    /// Whether changes need `If-Match` (`Core.OptimisticConcurrency`).
    public var needsMatch = false

    /// Reads the annotations of a set and the container's defaults.
    public init(of set: EdmEntitySet, in model: EdmModel) {
        for annotation in model.container?.annotations ?? [] where annotation.term == Self.term("DefaultCapabilities") {
            guard case .record(_, let properties, _) = annotation.value else { continue }
            for property in properties { read(property.name, property.value) }
        }
        for annotation in set.annotations {
            if annotation.term == EdmTypeName("Org.OData.Core.V1", "OptimisticConcurrency") { needsMatch = true }
            guard annotation.term.namespace == Self.namespace else { continue }
            read(annotation.term.name, annotation.value)
        }
    }

    private static let namespace = StandardVocabulary.capabilities.namespace

    private static func term(_ name: String) -> EdmTypeName { EdmTypeName(namespace, name) }

    private mutating func read(_ term: String, _ value: EdmAnnotationValue) {
        guard case .record(_, let properties, _) = value else { return }
        for property in properties {
            guard case .bool(let flag) = property.value else { continue }
            switch (term, property.name) {
            case ("InsertRestrictions", "Insertable"): isInsertable = flag
            case ("UpdateRestrictions", "Updatable"): isUpdatable = flag
            case ("UpdateRestrictions", "DeltaUpdateSupported"): takesDelta = flag
            case ("DeleteRestrictions", "Deletable"): isDeletable = flag
            default: break
            }
        }
    }
}
