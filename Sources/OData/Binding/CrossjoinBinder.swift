/// Binding of `$crossjoin(A,B)` (URL Conventions 4.15): rows that hold one entity of each set, under the set's name.
struct CrossjoinBinder {
    let session: BindingSession

    /// One of the sets, and how rows show its entities.
    private struct Factor {
        var set: EdmEntitySet
        var shape: BoundShape
        var navigation: EdmNavigationProperty
    }

    func bind(
        _ names: [NameSyntax],
        _ path: ResourcePathSyntax,
        _ syntax: QueryOptionsSyntax
    ) throws(BindingError) -> BoundRead {
        session.enter(segment: 0)
        var factors: [Factor] = []
        for name in names {
            let factor = try factor(name)
            guard !factors.contains(where: { $0.set.name == factor.set.name }) else {
                throw .nameInUse(name: String(name.text.prefix(80)), at: session.place(name.range))
            }
            factors.append(factor)
        }
        guard let first = factors.first else {
            throw .unknownResource(name: "$crossjoin", type: nil, near: [], at: session.place(SourceRange(0, 0)))
        }
        let shape = try WholePath(session: session).shape(of: path, behind: 1, .aggregate)
        let members = factors.map { BoundShape.Member.joined($0.navigation, $0.shape) }
        let rows = session.register(of: first.set, isEntity: false, members: members)
        var read = BoundRead(
            root: first.set,
            steps: [],
            shape: shape,
            target: first.set,
            query: try query(syntax, rows, factors, shape)
        )
        read.span = .crossjoin(factors.map(\.set))
        return read
    }

    private func factor(_ name: NameSyntax) throws(BindingError) -> Factor {
        guard let set = PathBinder(session: session).entitySet(name.text),
            session.model.entityType(set.entityType) != nil
        else {
            throw .unknownResource(
                name: String(name.text.prefix(80)),
                type: nil,
                near: NearNames.of(name.text, among: session.model.entitySetNames),
                at: session.place(name.range)
            )
        }
        let navigation = EdmNavigationProperty(
            set.name,
            to: set.entityType,
            isNullable: false,
            partner: BindingSession.crossjoinPartner
        )
        session.crossjoined[set.name] = set
        return Factor(set: set, shape: BoundShape(entities: set), navigation: navigation)
    }

    // MARK: Options

    private func query(
        _ syntax: QueryOptionsSyntax,
        _ rows: BoundShape,
        _ factors: [Factor],
        _ shape: BoundRead.Shape
    ) throws(BindingError) -> BoundQuery {
        for option in syntax.writtenOptions where ["$id", "$levels", "$index", "$deltatoken"].contains(option) {
            throw .optionNotApplicable(option: option, resource: .aggregate)
        }
        var query = BoundQuery(variable: session.instance(of: rows))
        query.shape = rows
        try session.inOption("$apply") { () throws(BindingError) in
            try session.apply(&query, by: syntax.apply, rows)
        }
        let scope = BindingScope(query.variable)
        try session.inOption("$compute") { () throws(BindingError) in
            try session.compute(&query, by: syntax.compute, in: scope)
        }
        guard let first = factors.first, case .collection = shape else {
            try session.select(&query, by: syntax, rows.entitySet, in: scope)
            return query
        }
        try session.restrict(&query, by: syntax, first.set, in: scope)
        try session.project(&query, by: syntax, first.set, in: scope, showsParts: syntax.apply != nil)
        if syntax.apply == nil { link(factors, in: &query) }
        return query
    }

    /// Entities that are not expanded are shown by their address, those that are not selected not at all.
    private func link(_ factors: [Factor], in query: inout BoundQuery) {
        query.expand = factors.compactMap { factor in
            if let known = query.expand.first(where: { $0.navigation.name == factor.set.name }) { return known }
            guard session.isSelected(factor.set.name, by: query.select) else { return nil }
            let entity = BoundQuery(variable: session.instance(of: factor.shape))
            return BoundExpand(navigation: factor.navigation, entitySet: factor.set, form: .link, query: entity)
        }
    }
}

/// What may stand behind `$crossjoin(…)` and `$all`: nothing, or `/$count`.
struct WholePath {
    let session: BindingSession

    func shape(
        of path: ResourcePathSyntax,
        behind count: Int,
        _ resource: BindingError.ResourceKind
    ) throws(BindingError) -> BoundRead.Shape {
        let rest = path.segments.dropFirst(count)
        guard let segment = rest.first else { return .collection }
        if rest.count == 1, case .count = segment.kind { return .count }
        session.enter(segment: count)
        throw .segmentNotApplicable(
            segment: String(segment.text.prefix(80)),
            resource: resource,
            at: session.place(SourceRange(0, segment.text.utf8.count))
        )
    }
}
