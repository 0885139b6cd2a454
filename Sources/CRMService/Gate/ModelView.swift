import EntityModel
import Identity
public import OData

/// What one kind of viewer sees of the model: the reduced model and the sets in it.
///
/// A view is structure, not authority: it may be kept and shared between viewers of one shape, because row predicates
/// are made for each request.
public struct ModelView: Sendable {
    /// The model with everything hidden taken out; hidden names are unknown names.
    public let model: EdmModel
    /// The visible sets.
    public let sets: Set<String>
    /// The visible fields of each visible set, by set name.
    public let fields: [String: Set<String>]

    init(viewer: Viewer, catalog: EntityCatalog, whole: EdmModel) {
        let rules = VisibilityRules(viewer: viewer, catalog: catalog)
        var acts: [String: Set<DataAct>] = [:]
        var sets: Set<String> = []
        var fields: [String: Set<String>] = [:]
        for type in catalog.types where rules.sees(type) {
            sets.insert(type.set)
            acts[type.set] = rules.acts(on: type)
            fields[type.set] = Set(type.fields.filter { rules.sees($0, of: type) }.map(\.name))
        }
        var byType: [EdmTypeName: Set<String>] = [:]
        for type in catalog.types {
            byType[EdmProjection.name(type.name), default: []].formUnion(fields[type.set] ?? [])
        }
        let (kept, keptFields, allowed) = (sets, byType, acts)
        let restrictions = WriteRestrictions(acts: acts.values)
        let unsearched = Set(
            catalog.types.filter { type in
                let searched = StorageNames.searchedFields(of: type)
                return !searched.isEmpty && !searched.contains { fields[type.set]?.contains($0.name) == true }
            }.map(\.set)
        )
        model = whole.reduced(
            by: EdmReduction(
                keepsSet: { kept.contains($0) },
                keepsProperty: { type, property in keptFields[type]?.contains(property) ?? false },
                // Who may not change a set has no actions there.
                keepsOperation: { name in
                    OpportunityOperations.changedSet(name).map { allowed[$0]?.contains(.update) == true } ?? false
                },
                setAnnotations: { set in
                    var annotations = WriteRestrictions.others(of: set.annotations)
                    annotations += restrictions.annotations(for: allowed[set.name] ?? [])
                    // Where all searched fields are hidden, the set says that it cannot be searched.
                    if unsearched.contains(set.name) {
                        annotations.append(EdmProjection.capability("SearchRestrictions", "Searchable", false))
                    }
                    return annotations
                },
                containerAnnotations: { container in
                    WriteRestrictions.others(of: container.annotations) + [restrictions.containerAnnotation]
                }
            )
        )
        self.sets = sets
        self.fields = fields
    }
}

/// Which sets and fields a viewer may read.
struct VisibilityRules {
    let viewer: Viewer
    let catalog: EntityCatalog
    private let visibility: FieldVisibility

    init(viewer: Viewer, catalog: EntityCatalog) {
        self.viewer = viewer
        self.catalog = catalog
        visibility = viewer.policy.fields(for: viewer.principal)
    }

    func sees(_ type: EntityType) -> Bool {
        if type.group == .administration { return seesAdministration(type) }
        return mayRead(type)
    }

    /// The changes of a set that the viewer may make to some row.
    func acts(on type: EntityType) -> Set<DataAct> {
        guard let name = EntitySetName(type.set) else { return [] }
        return RecordWriting.acts(on: type).filter { act in
            (try? viewer.policy.rows(for: act, on: name, by: viewer.principal)) != nil
        }
    }

    private func mayRead(_ type: EntityType) -> Bool {
        guard let name = EntitySetName(type.set) else { return false }
        do {
            _ = try viewer.policy.rows(for: .read, on: name, by: viewer.principal)
            return true
        } catch {
            return false  // what is refused is hidden
        }
    }

    /// Administration sets: administrators, and of their tokens only those with the scope word of the set.
    private func seesAdministration(_ type: EntityType) -> Bool {
        switch viewer.principal {
        case .system: return true
        case .anonymous: return false
        case .person: return viewer.policy.role == .admin
        case .token(_, let grant):
            guard viewer.policy.role == .admin else { return false }
            return type.set == MissingScopes.auditSet ? grant.scopes.contains(.auditRead) : mayRead(type)
        }
    }

    /// A field is visible with its classes of marks; one that shows another record's also needs what it is made of:
    /// every set on the way and the field at its end.
    func sees(_ field: Field, of type: EntityType) -> Bool {
        if field.isKey { return true }
        guard allows(field) else { return false }
        guard case .through(let path, let name) = field.virtualValue else { return true }
        var current = type
        for reference in path {
            guard let hop = current.field(reference), allows(hop), let set = hop.kind.targetSet,
                let next = catalog.type(ofSet: set), sees(next)
            else { return false }
            current = next
        }
        return current.field(name).map { sees($0, of: current) } ?? false
    }

    private func allows(_ field: Field) -> Bool {
        if field.isConfidential, !visibility.confidential { return false }
        switch field.mark {
        case nil: return true
        case .name, .contact: return visibility.contactDetails
        case .freeText: return visibility.freeText
        }
    }
}
