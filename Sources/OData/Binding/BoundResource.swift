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

    /// The complex property, or the collection of values, that the path ends at; nil where it ends elsewhere.
    var structure: EdmProperty? {
        switch shape {
        case .property(let path), .valueCount(let path):
            guard let last = path.last else { return nil }
            if last.type.isCollection { return last }
            if case .complex = last.type.type { return last }
            return nil
        default: return nil
        }
    }
}
