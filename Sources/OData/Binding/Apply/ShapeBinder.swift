/// Binding of the options around `$apply`: its own, and what of its result is shown.
extension BindingSession {
    /// Binds `$apply` over rows of a structure; the query then speaks of the result.
    func apply(
        _ query: inout BoundQuery,
        by syntax: ApplySyntax?,
        _ input: BoundShape
    ) throws(BindingError) {
        guard let syntax else { return }
        var apply = try ApplyBinder(session: self).bind(syntax, on: input)
        if let before = query.apply {
            apply.steps = before.steps + apply.steps
            apply.text = before.text + "/" + apply.text
            apply.aliases = before.aliases + apply.aliases.filter { !before.aliases.contains($0) }
        }
        query.apply = apply
        query.shape = apply.shape
        query.variable = instance(of: apply.shape)
        isBehindApply = true
    }

    /// Completes what rows of a structure show: related instances that belong to the structure, and the single structures
    /// where there are several.
    func showShape(
        _ query: inout BoundQuery,
        by syntax: QueryOptionsSyntax,
        _ set: EdmEntitySet,
        depth: Int
    ) throws(BindingError) {
        guard let shape = query.shape else { return }
        if shape.variants.isEmpty {
            showMembers(of: shape, in: &query)
        } else {
            query.variants = try shape.variants.map { (variant) throws(BindingError) in
                try shown(variant, of: query, by: syntax, set, depth: depth)
            }
        }
    }

    /// What rows of one of several structures show: of a selection what they have.
    private func shown(
        _ variant: BoundShape,
        of query: BoundQuery,
        by syntax: QueryOptionsSyntax,
        _ set: EdmEntitySet,
        depth: Int
    ) throws(BindingError) -> BoundQuery {
        var shown = BoundQuery(variable: instance(of: variant))
        shown.shape = variant
        shown.compute = query.compute
        guard let type = structuredType(shown.variable.type) else { return shown }
        if case .items(let items) = query.select {
            shown.select = .items(
                items.filter { item in
                    switch item {
                    case .property(let property, _): type.property(property.name) != nil
                    case .derived: variant.isEntity
                    case .navigation(let navigation): type.navigationProperty(navigation.name) != nil
                    case .allProperties, .computed, .operation: true
                    }
                }
            )
        }
        if let expand = syntax.expand {
            let known = ExpandSyntax(
                items: expand.items.filter { item in
                    guard case .name(let name)? = item.path.first else { return true }
                    return member(name.text, of: type, ignoringCase: options.caseInsensitiveNames) != nil
                }
            )
            shown.expand = try ExpandBinder(session: self).bind(known, on: type, in: set, depth: depth)
        }
        showMembers(of: variant, in: &shown)
        return shown
    }

    /// Appends the related instances of a structure that the request did not name; with `$select` only the selected ones.
    ///
    /// Recursion is bounded by the length of paths.
    private func showMembers(of shape: BoundShape, in query: inout BoundQuery) {
        for member in shape.members {
            guard !query.expand.contains(where: { $0.navigation.name == member.name }),
                isSelected(member.name, by: query.select)
            else { continue }
            switch member {
            case .property, .dynamic, .null: continue
            case .part(let navigation, let inner):
                query.expand.append(expansion(of: navigation, inner))
            case .joined(let navigation, let inner):
                query.expand.append(expansion(of: navigation, inner))
            case .entity(let navigation, let set):
                let nested = BoundQuery(variable: instance(of: .entity(set.entityType), in: set.name))
                query.expand.append(BoundExpand(navigation: navigation, entitySet: set, query: nested))
            case .nested(let nesting):
                var expand = expansion(of: nesting.alias, nesting.sequence.shape)
                expand.source = nesting.navigation ?? nesting.alias
                expand.query.apply = nesting.sequence
                query.expand.append(expand)
            }
        }
    }

    private func expansion(of navigation: EdmNavigationProperty, _ shape: BoundShape) -> BoundExpand {
        var query = BoundQuery(variable: instance(of: shape))
        query.shape = shape
        if shape.variants.isEmpty {
            showMembers(of: shape, in: &query)
        } else {
            query.variants = shape.variants.map { variant in
                var shown = BoundQuery(variable: instance(of: variant))
                shown.shape = variant
                showMembers(of: variant, in: &shown)
                return shown
            }
        }
        return BoundExpand(
            navigation: navigation,
            entitySet: shape.entitySet,
            query: query,
            hasNestedSelection: !shape.isEntity
        )
    }

    /// Whether a selection has a navigation property.
    func isSelected(_ name: String, by select: BoundSelect) -> Bool {
        guard case .items(let items) = select else { return true }
        return items.contains { item in
            switch item {
            case .navigation(let navigation): navigation.name == name
            case .allProperties: true
            case .property, .derived, .computed, .operation: false
            }
        }
    }
}
