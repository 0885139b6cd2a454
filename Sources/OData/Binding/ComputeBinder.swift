/// Binding of `$compute` (URL Conventions 5.1.10).
///
/// A computed name stands for its expression: a path that names one is bound to the expression itself, so that filters
/// and orders need nothing new to be carried out.
extension BindingSession {
    /// Binds the items of `$compute` and makes their names known to what is bound after; earlier items may be used by
    /// later ones.
    func compute(
        _ query: inout BoundQuery,
        by syntax: ComputeSyntax?,
        in scope: BindingScope
    ) throws(BindingError) {
        guard let syntax else { return }
        for item in syntax.items {
            try checkNewName(item.name, on: scope.current.type)
            startExpression()
            let expression = try computable(item.expression, in: scope)
            let computation = BoundComputation(name: item.name.text, expression: expression)
            query.compute.append(computation)
            computations.append(KnownComputation(computation, nodes: nodes))
        }
    }

    /// A value of a primitive or enumeration type: what a dynamic property can hold here.
    func computable(
        _ syntax: ExpressionSyntax,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        let bound = try bind(syntax, in: scope)
        if bound.type == .null { throw .untypedValue(at: place(syntax.range)) }
        switch bound.type.type {
        case .primitive(let type) where type != .stream && !type.isSpatial: return bound
        case .enumeration: return bound
        case .primitive, .complex, .entity, .typeDefinition, .abstract:
            throw .wrongOperand(
                operator: "as",
                found: bound.typeText,
                expected: "a primitive value",
                at: place(syntax.range)
            )
        }
    }

    /// Throws for a name that the type or an earlier item has already.
    func checkNewName(_ name: NameSyntax, on type: EdmType) throws(BindingError) {
        let isDeclared = structuredType(type).map { $0.property(name.text) != nil } ?? false
        let isNavigation = structuredType(type)?.navigationProperty(name.text) != nil
        guard !isDeclared, !isNavigation, !computations.contains(where: { $0.item.name == name.text }) else {
            throw .nameInUse(name: String(name.text.prefix(80)), at: place(name.range))
        }
    }

    /// The computation of a name: exactly, then without regard to case, where names are found so at all.
    func computation(_ name: String) -> BoundComputation? {
        if computations.isEmpty { return nil }
        if let exact = computations.first(where: { $0.item.name == name }) { return exact.item }
        guard options.caseInsensitiveNames else { return nil }
        let folded = name.lowercased()
        let found = computations.filter { $0.item.name.lowercased() == folded }
        return found.count == 1 ? found[0].item : nil
    }

    /// The expression a name stands for, put in the place of the name; counts the nodes that come with it.
    func computed(_ name: NameSyntax, _ range: SourceRange) throws(BindingError) -> BoundExpression? {
        guard let item = computation(name.text) else { return nil }
        let size = computations.first { $0.item.name == item.name }?.nodes ?? 1
        try spend(nodes: size, range)
        var expression = item.expression
        expression.range = range
        return expression
    }
}

/// A computed name in sight, with the size of what it stands for.
struct KnownComputation {
    let item: BoundComputation
    let nodes: Int

    init(_ item: BoundComputation, nodes: Int) {
        self.item = item
        self.nodes = nodes
    }
}
