import Identity
import OData

/// What sets say about being changed: the container says what holds for most of them, a set only what differs.
struct WriteRestrictions {
    private static let terms: Set<String> = ["InsertRestrictions", "UpdateRestrictions", "DeleteRestrictions"]
    private static let defaults = "DefaultCapabilities"

    private let usual: Set<DataAct>

    /// Takes the acts that are possible on more than half of the sets as the usual ones.
    init(acts: some Sequence<Set<DataAct>>) {
        var counts: [DataAct: Int] = [:]
        var total = 0
        for acts in acts {
            total += 1
            for act in acts { counts[act, default: 0] += 1 }
        }
        usual = Set(counts.filter { $0.value * 2 > total }.keys)
    }

    /// The annotations for a set.
    func annotations(for acts: Set<DataAct>) -> [EdmAnnotation] {
        Self.records(for: acts, unlike: usual).map { term, record in
            EdmAnnotation(StandardVocabulary.capabilities.term(term), record)
        }
    }

    /// The annotation of the container (`Capabilities.DefaultCapabilities`): what every set can do when it is read, and
    /// what most can when they are changed.
    var containerAnnotation: EdmAnnotation {
        let properties =
            ServiceCapabilities.reading + Self.records(for: usual, unlike: nil).map { EdmAnnotationProperty($0, $1) }
        return EdmAnnotation(
            StandardVocabulary.capabilities.term(Self.defaults),
            .record(type: nil, properties: properties, annotations: [])
        )
    }

    private static func records(
        for acts: Set<DataAct>,
        unlike usual: Set<DataAct>?
    ) -> [(term: String, record: EdmAnnotationValue)] {
        func differs(_ act: DataAct) -> Bool { usual.map { $0.contains(act) != acts.contains(act) } ?? true }
        func record(_ properties: String..., value: Bool) -> EdmAnnotationValue {
            let values = properties.map { EdmAnnotationProperty($0, .bool(value)) }
            return .record(type: nil, properties: values, annotations: [])
        }
        var records: [(term: String, record: EdmAnnotationValue)] = []
        if differs(.create) {
            records.append(("InsertRestrictions", record("Insertable", value: acts.contains(.create))))
        }
        if differs(.update) {
            let value = acts.contains(.update)
            records.append(("UpdateRestrictions", record("Updatable", "DeltaUpdateSupported", value: value)))
        }
        if differs(.delete) {
            records.append(("DeleteRestrictions", record("Deletable", value: acts.contains(.delete))))
        }
        return records
    }

    /// Annotations without those about being changed.
    static func others(of annotations: [EdmAnnotation]) -> [EdmAnnotation] {
        annotations.filter { annotation in
            annotation.term.namespace != StandardVocabulary.capabilities.namespace
                || !terms.contains(annotation.term.name) && annotation.term.name != defaults
        }
    }
}
