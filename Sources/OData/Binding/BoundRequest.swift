/// What a request addresses, with every name resolved.
public enum BoundRequest: Hashable, Sendable {
    case serviceDocument
    case metadata
    case batch
    case read(BoundRead)
}

/// A read of business data: where the path leads, in which form, and the query options.
public struct BoundRead: Hashable, Sendable {
    /// The form of the answer.
    public enum Shape: Hashable, Sendable {
        case collection
        case entity
        /// A primitive, enumeration or complex property of one entity, in JSON; the path inside complex values.
        case property([EdmProperty])
        /// The bare value of a property: `/$value`.
        case rawValue([EdmProperty])
        /// The bare number of members: `/$count`.
        case count
        /// Entity references: `/$ref`.
        case references(isCollection: Bool)
    }

    /// The set that the path starts at.
    public var root: EdmEntitySet
    /// What leads on from there.
    public var steps: [Step]
    /// The form of the answer.
    public var shape: Shape
    /// The set of the entities at the end of the path.
    public var target: EdmEntitySet
    /// The query options that apply to the shape.
    public var query: BoundQuery

    /// Makes a read.
    public init(root: EdmEntitySet, steps: [Step], shape: Shape, target: EdmEntitySet, query: BoundQuery) {
        self.root = root
        self.steps = steps
        self.shape = shape
        self.target = target
        self.query = query
    }

    /// One step of the resource path after the root set.
    public enum Step: Hashable, Sendable {
        /// Key values in the order of the declared key (or of an alternate key).
        case key([KeyValue])
        case navigation(EdmNavigationProperty, EdmEntitySet)
        /// `/$filter(…)`; its variable stands for the members at this point.
        case filter(BoundExpression, BoundVariable)
        case cast(EdmTypeName)
    }

    /// One key property and its value.
    public struct KeyValue: Hashable, Sendable {
        /// The key property.
        public var property: EdmProperty
        /// A value of its type; never null.
        public var value: EdmValue

        /// Makes a key value.
        public init(property: EdmProperty, value: EdmValue) {
            self.property = property
            self.value = value
        }
    }
}
