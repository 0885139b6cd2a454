/// The functions of the vocabulary `Org.OData.Aggregation.V1`; the raw value is the name.
enum HierarchyFunction: String, CaseIterable {
    case isnode, isroot, isleaf, isdescendant, isancestor, issibling, rollupnode

    /// The parameters; those that may be left out come last.
    fileprivate var parameters: [String] {
        let common = ["HierarchyNodes", "HierarchyQualifier", "Node"]
        return switch self {
        case .isnode, .isroot, .isleaf: common
        case .isdescendant: common + ["Ancestor", "MaxDistance", "IncludeSelf"]
        case .isancestor: common + ["Descendant", "MaxDistance", "IncludeSelf"]
        case .issibling: common + ["Other"]
        case .rollupnode: ["Position"]
        }
    }
}

/// Binding of one call of such a function (Data Aggregation 5.5.2.1 and 6.3).
struct HierarchyCallBinder {
    let session: BindingSession
    let function: HierarchyFunction
    let arguments: [ArgumentSyntax]
    let scope: BindingScope
    let range: SourceRange

    /// The node of the group at hand.
    func node() throws(BindingError) -> BoundVariable {
        try checkNames()
        var position = 1
        if let syntax = argument("Position") {
            guard case .constant(.integer(let number)) = try session.bind(syntax, in: scope).node else {
                throw wrong("Position", "a whole number", syntax)
            }
            position = Int(clamping: number)
        }
        guard session.rollupNodes.indices.contains(position - 1) else {
            throw .wrongOperand(
                operator: "rollupnode",
                found: "the place \(position) of \(session.rollupNodes.count)",
                expected: "a group made by rolluprecursive",
                at: session.place(range)
            )
        }
        return session.rollupNodes[position - 1]
    }

    func test() throws(BindingError) -> BoundExpression {
        try checkNames()
        guard case .path(let nodes)? = argument("HierarchyNodes") else { throw missing("HierarchyNodes") }
        let qualifier = try required("HierarchyQualifier")
        guard case .constant(.string(let name)) = try session.bind(qualifier, in: scope).node else {
            throw wrong("HierarchyQualifier", "a text", qualifier)
        }
        let hierarchy = try session.hierarchy(
            nodes: nodes,
            qualifier: name,
            function.rawValue,
            qualifier.range
        )
        let test = BoundHierarchyTest(
            hierarchy: hierarchy,
            node: try identifier("Node", of: hierarchy),
            kind: try kind(hierarchy)
        )
        return BoundExpression(.hierarchy(test), type: .boolean, range: range)
    }

    private func kind(_ hierarchy: BoundHierarchy) throws(BindingError) -> BoundHierarchyTest.Kind {
        switch function {
        case .isnode, .rollupnode: return .isNode
        case .isroot: return .isRoot
        case .isleaf: return .isLeaf
        case .issibling: return .isSibling(of: try identifier("Other", of: hierarchy))
        case .isdescendant:
            return .isDescendant(
                of: try identifier("Ancestor", of: hierarchy),
                distance: try distance(),
                includesSelf: try includesSelf()
            )
        case .isancestor:
            return .isAncestor(
                of: try identifier("Descendant", of: hierarchy),
                distance: try distance(),
                includesSelf: try includesSelf()
            )
        }
    }

    // MARK: Arguments

    private func identifier(_ name: String, of hierarchy: BoundHierarchy) throws(BindingError) -> BoundExpression {
        let bound = try session.bind(try required(name), in: scope)
        // Beside the node property, so that a literal takes its type.
        let variable = session.variable("$node", type: .entity(hierarchy.entitySet.entityType), entitySet: nil)
        let property = BoundExpression(
            .property(BoundPath(variable), hierarchy.node),
            type: session.conversion.plain(hierarchy.node.type),
            range: bound.range
        )
        let (_, value) = try session.align(property, bound, function.rawValue, bound.range)
        try session.checkIdentifier(value, of: hierarchy, function.rawValue)
        return value
    }

    private func distance() throws(BindingError) -> Int? {
        guard let syntax = argument("MaxDistance") else { return nil }
        guard case .constant(.integer(let number)) = try session.bind(syntax, in: scope).node, number >= 1 else {
            throw wrong("MaxDistance", "a whole number from 1 on", syntax)
        }
        return Int(clamping: number)
    }

    private func includesSelf() throws(BindingError) -> Bool {
        guard let syntax = argument("IncludeSelf") else { return false }
        guard case .constant(.boolean(let flag)) = try session.bind(syntax, in: scope).node else {
            throw wrong("IncludeSelf", "true or false", syntax)
        }
        return flag
    }

    private func argument(_ name: String) -> ExpressionSyntax? {
        arguments.first { $0.name?.text == name }?.value
    }

    private func required(_ name: String) throws(BindingError) -> ExpressionSyntax {
        guard let value = argument(name) else { throw missing(name) }
        return value
    }

    private func checkNames() throws(BindingError) {
        for argument in arguments {
            guard let name = argument.name, function.parameters.contains(name.text) else {
                throw .wrongOperand(
                    operator: function.rawValue,
                    found: argument.name.map { "'\($0.text.prefix(80))'" } ?? "a value without a name",
                    expected: "the parameters \(function.parameters.joined(separator: ", "))",
                    at: session.place(argument.name?.range ?? range)
                )
            }
        }
    }

    private func missing(_ name: String) -> BindingError {
        .wrongOperand(
            operator: function.rawValue,
            found: "a call without it",
            expected: "the parameter \(name)",
            at: session.place(range)
        )
    }

    private func wrong(_ name: String, _ expected: String, _ syntax: ExpressionSyntax) -> BindingError {
        .wrongOperand(
            operator: function.rawValue,
            found: "'\(SyntaxPrinter.text(of: syntax).prefix(80))'",
            expected: "\(expected) as \(name)",
            at: session.place(syntax.range)
        )
    }
}
