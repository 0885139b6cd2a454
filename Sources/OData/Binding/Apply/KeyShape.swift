/// Makes the structure of rows from grouping properties: paths with a common start share one nested instance.
struct KeyShape {
    let session: BindingSession
    let input: BoundShape

    /// The structure of some keys; of `all` those that are not among them are shown as null.
    func shape(
        of keys: [BoundExpression],
        among all: [BoundExpression],
        _ range: SourceRange
    ) throws(BindingError) -> BoundShape {
        var root = Node(set: input.entitySet, source: input)
        for key in all {
            let isKey = keys.contains { $0.node == key.node }
            switch key.node {
            case .property(let path, let property):
                try insert(.property(property, isKey: isKey), at: path.steps[...], into: &root, range)
            case .navigation(let path):
                guard isKey, case .navigation(let navigation, let name)? = path.steps.last,
                    let set = name.flatMap({ session.model.entitySet($0) })
                else { continue }
                try insert(.entity(navigation, set), at: path.steps.dropLast(), into: &root, range)
            default: continue
            }
        }
        return registered(root)
    }

    /// An instance being put together.
    private struct Node {
        var set: EdmEntitySet
        /// The structure the instance had before; nil for an entity of the model.
        var source: BoundShape?
        var children: [Child] = []
    }

    private indirect enum Child {
        case property(EdmProperty, isKey: Bool)
        case entity(EdmNavigationProperty, EdmEntitySet)
        case part(EdmNavigationProperty, Node)

        var name: String {
            switch self {
            case .property(let property, _): property.name
            case .entity(let navigation, _), .part(let navigation, _): navigation.name
            }
        }
    }

    /// Recursion is bounded by the length of the path.
    private func insert(
        _ child: Child,
        at steps: ArraySlice<BoundStep>,
        into node: inout Node,
        _ range: SourceRange
    ) throws(BindingError) {
        guard let step = steps.first else {
            if case .entity(let navigation, _) = child {
                switch node.source?.member(navigation.name) {
                case .part, .joined, .nested:
                    throw session.notImplemented("grouping by '\(navigation.name)' once more", range)
                default: break
                }
            }
            if !node.children.contains(where: { $0.name == child.name }) { node.children.append(child) }
            return
        }
        guard case .navigation(let navigation, let name) = step, let set = name.flatMap({ session.model.entitySet($0) })
        else { throw session.notImplemented("grouping by parts of complex values and casts", range) }
        let known = node.children.firstIndex { $0.name == navigation.name }
        var inner = Node(set: set, source: nil)
        if case .part(_, let shape)? = node.source?.member(navigation.name) { inner.source = shape }
        if case .joined(_, let shape)? = node.source?.member(navigation.name) { inner.source = shape }
        if let known, case .part(_, let part) = node.children[known] { inner = part }
        try insert(child, at: steps.dropFirst(), into: &inner, range)
        if let known {
            // An entity that is grouped by as a whole shows its properties anyway.
            if case .part = node.children[known] { node.children[known] = .part(navigation, inner) }
        } else {
            node.children.append(.part(navigation, inner))
        }
    }

    private func registered(_ node: Node) -> BoundShape {
        let members = node.children.map { child -> BoundShape.Member in
            switch child {
            case .property(let property, isKey: false): return .null(property)
            case .property(let property, isKey: true):
                if case .dynamic? = node.source?.member(property.name) { return .dynamic(property) }
                return .property(property)
            case .entity(let navigation, let set): return .entity(navigation, set)
            case .part(let navigation, let inner):
                let shape = registered(inner)
                var part = navigation
                part.target = shape.name
                part.isNullable = false
                return .part(part, shape)
            }
        }
        return session.register(of: node.set, isEntity: false, members: members)
    }
}
