/// Binding of hierarchies and of the transformations over them (Data Aggregation 6).
struct HierarchyBinder {
    let apply: ApplyBinder
    let input: BoundShape

    private var session: BindingSession { apply.session }

    func selection(_ syntax: HierarchySelectionSyntax, _ range: SourceRange) throws(BindingError) -> BoundTransformation
    {
        let name = syntax.isAncestors ? "ancestors" : "descendants"
        let (hierarchy, node) = try reference(syntax.reference, name, range)
        let start = try apply.bind(syntax.start, on: input)
        guard start.shape.isSame(as: input) else { throw changesRows(name, syntax.start, range) }
        if let distance = syntax.distance, distance < 1 {
            throw .wrongOperand(
                operator: name,
                found: String(distance),
                expected: "a distance from 1 on",
                at: session.place(range)
            )
        }
        return .hierarchy(
            BoundHierarchySelection(
                isAncestors: syntax.isAncestors,
                hierarchy: hierarchy,
                node: node,
                start: start,
                distance: syntax.distance,
                keepsStart: syntax.keepsStart
            )
        )
    }

    /// `traverse` orders the rows, and shows the node that each belongs to.
    func traversal(
        _ syntax: HierarchyTraversalSyntax,
        _ range: SourceRange,
        _ target: inout BoundApply
    ) throws(BindingError) {
        let (hierarchy, node) = try reference(syntax.reference, "traverse", range)
        let nodes = try syntax.start.map { (start) throws(BindingError) in
            try self.nodes(start, of: hierarchy, "traverse", range)
        }
        let order = OrderBySyntax(items: syntax.siblings)
        let siblings = try session.order(order, in: apply.scope(hierarchy.shape))
        target.steps.append(
            .traverse(
                BoundTraversal(
                    hierarchy: hierarchy,
                    node: node,
                    isPreorder: syntax.isPreorder,
                    nodes: nodes,
                    siblings: siblings
                )
            )
        )
        guard input.isEntity, case .navigation(let path)? = key(of: node, in: hierarchy)?.node,
            case .navigation(let navigation, _)? = path.steps.last, input.member(navigation.name) == nil
        else { return }
        guard path.steps.count == 1 else { throw session.notImplemented("traverse along a path", range) }
        target.shape = apply.adding(.entity(navigation, hierarchy.entitySet), to: input)
    }

    func rollup(
        _ syntax: HierarchyReferenceSyntax,
        _ start: ApplySyntax?,
        _ range: SourceRange
    ) throws(BindingError) -> BoundRollup {
        let (hierarchy, node) = try reference(syntax, "rolluprecursive", range)
        let nodes = try start.map { (start) throws(BindingError) in
            try self.nodes(start, of: hierarchy, "rolluprecursive", range)
        }
        return BoundRollup(
            hierarchy: hierarchy,
            node: node,
            key: key(of: node, in: hierarchy),
            nodes: nodes,
            variable: session.variable(
                "rollupnode",
                type: .entity(hierarchy.entitySet.entityType),
                entitySet: hierarchy.entitySet.name
            )
        )
    }

    // MARK: Parts

    /// The hierarchy of a reference, and the path from a row to its node's identifier.
    private func reference(
        _ syntax: HierarchyReferenceSyntax,
        _ name: String,
        _ range: SourceRange
    ) throws(BindingError) -> (BoundHierarchy, BoundExpression) {
        let hierarchy = try session.hierarchy(
            nodes: syntax.nodes,
            qualifier: syntax.qualifier.text,
            name,
            syntax.qualifier.range
        )
        session.startExpression()
        let node = try identifier(syntax.nodeProperty, name)
        guard case .property = node.node else {
            throw .wrongOperand(
                operator: name,
                found: "'\(syntax.nodeProperty.text)'",
                expected: "a path to a property with the identifiers of nodes",
                at: session.place(syntax.nodeProperty.range)
            )
        }
        try session.checkIdentifier(node, of: hierarchy, name)
        return (hierarchy, node)
    }

    private func identifier(_ path: MemberPathSyntax, _ name: String) throws(BindingError) -> BoundExpression {
        let end: BindingSession.PathEnd
        do {
            end = try session.end(of: path, in: apply.scope(input))
        } catch .notSingleValued {
            throw session.notImplemented("\(name) along a collection", path.range)
        }
        guard case .value(let node) = end else {
            throw session.notImplemented("\(name) along a collection", path.range)
        }
        return node
    }

    private func nodes(
        _ syntax: ApplySyntax,
        of hierarchy: BoundHierarchy,
        _ name: String,
        _ range: SourceRange
    ) throws(BindingError) -> BoundApply {
        let nodes = try apply.bind(syntax, on: hierarchy.shape)
        guard nodes.shape.isPlain else { throw changesRows(name, syntax, range) }
        return nodes
    }

    private func changesRows(_ name: String, _ syntax: ApplySyntax, _ range: SourceRange) -> BindingError {
        .wrongOperand(
            operator: name,
            found: "'\(SyntaxPrinter.text(of: syntax).prefix(80))'",
            expected: "transformations that keep rows as they are",
            at: session.place(range)
        )
    }

    /// What of a node belongs into a row beside other values (Data Aggregation 6.2.2, cases 1 to 3).
    private func key(of node: BoundExpression, in hierarchy: BoundHierarchy) -> BoundExpression? {
        guard case .property(let path, let property) = node.node, property.name == hierarchy.node.name else {
            return node
        }
        if path.steps.isEmpty {
            let isNode = input.isEntity && input.entitySet.name == hierarchy.entitySet.name
            return isNode ? nil : node
        }
        guard case .navigation(let navigation, hierarchy.entitySet.name)? = path.steps.last else { return node }
        if path.steps.count == 1 {
            switch input.member(navigation.name) {
            case .part, .joined, .nested: return node
            case .property, .dynamic, .null, .entity, nil: break
            }
        }
        return BoundExpression(
            .navigation(path),
            type: EdmTypeReference(.entity(hierarchy.entitySet.entityType)),
            range: node.range
        )
    }
}

extension BindingSession {
    private static let aggregation = "Org.OData.Aggregation.V1"

    /// The hierarchy that an annotation of the nodes' type declares (`Aggregation.RecursiveHierarchy`).
    func hierarchy(
        nodes: MemberPathSyntax,
        qualifier: String,
        _ name: String,
        _ range: SourceRange
    ) throws(BindingError) -> BoundHierarchy {
        let set = try self.nodes(nodes, name)
        let annotations = model.entityType(set.entityType)?.annotations.filter { $0.term == Self.recursive } ?? []
        guard let annotation = annotations.first(where: { $0.qualifier == qualifier }) else {
            let known = annotations.compactMap(\.qualifier).sorted().prefix(5).joined(separator: ", ")
            throw .wrongOperand(
                operator: name,
                found: "'\(qualifier.prefix(80))'",
                expected: known.isEmpty
                    ? "a set with a hierarchy, which '\(set.name)' has not" : "a hierarchy of '\(set.name)' (\(known))",
                at: place(range)
            )
        }
        guard case .record(_, let properties, _) = annotation.value,
            let type = model.entityType(set.entityType),
            let node = Self.path("NodeProperty", properties).flatMap({ type.property($0) }),
            let parent = Self.path("ParentNavigationProperty", properties).flatMap({ type.navigationProperty($0) }),
            !parent.isCollection, targetSet(of: parent, from: set)?.name == set.name
        else { throw notImplemented("the hierarchy \(qualifier.prefix(80))", range) }
        return BoundHierarchy(entitySet: set, node: node, parent: parent, qualifier: qualifier)
    }

    private static let recursive = EdmTypeName(aggregation, "RecursiveHierarchy")

    private static func path(_ name: String, _ properties: [EdmAnnotationProperty]) -> String? {
        switch properties.first(where: { $0.name == name })?.value {
        case .path(let path), .propertyPath(let path), .navigationPropertyPath(let path), .anyPropertyPath(let path):
            path
        default: nil
        }
    }

    /// `$root/Set`.
    private func nodes(_ path: MemberPathSyntax, _ function: String) throws(BindingError) -> EdmEntitySet {
        guard path.root == .root, case .name(let name)? = path.segments.first else {
            throw .wrongOperand(
                operator: function,
                found: "'\(path.text.prefix(80))'",
                expected: "a path from $root",
                at: place(path.range)
            )
        }
        guard let set = model.entitySet(name.text) else {
            throw .unknownProperty(
                path: "$root/" + name.text.prefix(80),
                type: model.container?.name ?? EdmTypeName("", "$root"),
                near: NearNames.of(name.text, among: model.container?.entitySets.map(\.name) ?? []),
                at: place(name.range)
            )
        }
        guard path.segments.count == 1 else { throw notImplemented("a hierarchy in a part of a set", path.range) }
        return set
    }

    /// Throws unless values may be identifiers of nodes.
    func checkIdentifier(
        _ value: BoundExpression,
        of hierarchy: BoundHierarchy,
        _ name: String
    ) throws(BindingError) {
        if value.type.type == hierarchy.node.type.type { return }
        if let left = value.type.primitive, let right = hierarchy.node.type.primitive, left.isInteger, right.isInteger {
            return
        }
        throw .noCommonType(
            left: value.typeText,
            right: hierarchy.node.type.name,
            operator: name,
            at: place(value.range)
        )
    }

    // MARK: Functions

    /// What a call of a function of the aggregation vocabulary is.
    enum HierarchyCall {
        case test(BoundExpression)
        /// The node of the group at hand.
        case node(BoundVariable)
    }

    /// Binds a call; nil where the name is none of the vocabulary's functions.
    func hierarchyCall(
        _ name: NameSyntax,
        _ arguments: [ArgumentSyntax],
        in scope: BindingScope,
        _ range: SourceRange
    ) throws(BindingError) -> HierarchyCall? {
        guard let qualified = typeName(name), qualified.namespace == Self.aggregation,
            let function = HierarchyFunction(rawValue: qualified.name)
        else { return nil }
        let call = HierarchyCallBinder(
            session: self,
            function: function,
            arguments: arguments,
            scope: scope,
            range: range
        )
        return function == .rollupnode ? .node(try call.node()) : .test(try call.test())
    }
}
