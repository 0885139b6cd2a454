/// What a resource path leads to.
struct BoundResource {
    var root: EdmEntitySet
    var steps: [BoundRead.Step]
    var shape: BoundRead.Shape
    /// The set of the entities at the end of the path.
    var set: EdmEntitySet
    /// Their type, casts included.
    var type: EdmStructuredType

    var entityType: EdmType { .entity(type.name) }

    var kind: BindingError.ResourceKind {
        switch shape {
        case .collection: .collection
        case .entity: .entity
        case .property: .property
        case .rawValue, .stream, .valueCount: .rawValue
        case .item: .property
        case .count: .count
        case .references(let isCollection): isCollection ? .references : .reference
        }
    }

    /// Whether the path ends at a complex value or at a collection of values, whose own options are not implemented.
    var endsAtStructure: Bool {
        guard case .property(let path) = shape, let last = path.last else { return false }
        if last.type.isCollection { return true }
        if case .complex = last.type.type { return true }
        return false
    }
}
