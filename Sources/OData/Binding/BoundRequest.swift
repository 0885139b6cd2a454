/// What a request addresses, with every name resolved.
public enum BoundRequest: Hashable, Sendable {
    case serviceDocument
    case metadata
    case batch
    case read(BoundRead)
    /// An action or function, perhaps with more of the path behind it.
    case call(BoundCall)
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
        /// The bytes of a stream property, or of the media entity itself where the path is empty.
        case stream([EdmProperty])
        /// One member of a collection-valued property by its position; from the end where it is negative.
        case item([EdmProperty], Int)
        /// The bare number of members of a collection-valued property.
        case valueCount([EdmProperty])
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
    /// Whether the rows come from one path or from several sets.
    public var span = Span.path

    /// Where rows come from.
    public indirect enum Span: Hashable, Sendable {
        /// From where ``steps`` lead.
        case path
        /// From each combination of entities of some sets (`$crossjoin`); the shape is a collection or a count.
        ///
        /// ``root`` and ``target`` are the first of them.
        case crossjoin([EdmEntitySet])
        /// From several reads, one after the other (`$all`); the shape is a collection or a count.
        ///
        /// Limits and the count of the whole stand in ``query``; ``root`` and ``target`` are no set of the model.
        case all([BoundRead])

        /// Whether rows are combinations of entities.
        public var isCrossjoin: Bool {
            if case .crossjoin = self { true } else { false }
        }
    }

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
        /// Into a complex property, on the way to a navigation property.
        case complex(EdmProperty)
        /// Some of the members in an order of their own: what a function gives.
        case slice(BoundSlice)
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

/// The first members in an order.
public struct BoundSlice: Hashable, Sendable {
    /// The order; it holds for what is read too, unless the request has its own.
    public var orderBy: [BoundOrdering]
    /// Members left out at the beginning.
    public var skip: Int
    /// How many there are at most; nil for all.
    public var top: Int?
    /// The members, in the order's expressions.
    public var variable: BoundVariable

    /// Makes a slice.
    public init(orderBy: [BoundOrdering], skip: Int, top: Int?, variable: BoundVariable) {
        self.orderBy = orderBy
        self.skip = skip
        self.top = top
        self.variable = variable
    }
}

extension BoundRead {
    /// The read with its filter, order and limits as steps of the path, so that further options apply to the result.
    public func asPath() -> BoundRead {
        var read = self
        if let filter = query.filter { read.steps.append(.filter(filter, query.variable)) }
        if case .collection = shape, !query.orderBy.isEmpty || query.skip != nil || query.top != nil {
            let slice = BoundSlice(
                orderBy: query.orderBy,
                skip: query.skip ?? 0,
                top: query.top,
                variable: query.variable
            )
            read.steps.append(.slice(slice))
        }
        read.query = BoundQuery(variable: query.variable)
        return read
    }
}

extension BoundRead {
    /// The type that the path says its entities have: that of the last cast or navigation, else of the set.
    public var resultType: EdmTypeName {
        for step in steps.reversed() {
            switch step {
            case .cast(let type): return type
            case .navigation(let navigation, _): return navigation.target
            case .key, .filter, .complex, .slice: continue
            }
        }
        return root.entityType
    }
}
