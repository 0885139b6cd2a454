/// Binding of `$all` and `$all/NS.Type` (URL Conventions 4.16): the entities of every set and singleton, one set after
/// the other, each a read of its own.
struct AllBinder {
    let model: EdmModel
    let options: BinderOptions
    let session: BindingSession

    func bind(_ path: ResourcePathSyntax, _ syntax: QueryOptionsSyntax) throws(BindingError) -> BoundRead {
        let cast = try self.cast(path)
        let shape = try WholePath(session: session).shape(of: path, behind: cast == nil ? 1 : 2, .everything)
        var parts: [BoundRead] = []
        for set in sources {
            if let part = try part(of: set, cast, syntax, shape) { parts.append(part) }
        }
        if cast == nil, let option = syntax.writtenOptions.first(where: { !Self.plain.contains($0) }) {
            throw .optionNotApplicable(option: option, resource: .everything)
        }
        if parts.count > 1, syntax.orderBy != nil {
            session.enter(option: "$orderby")
            throw session.notImplemented("$orderby over several sets", SourceRange(0, 0))
        }
        let type = cast?.name ?? EdmTypeName("Edm", "EntityType")
        let whole = EdmEntitySet("$all", entityType: type, includeInServiceDocument: false)
        var query = BoundQuery(variable: session.instance(of: .entity(type), in: nil))
        query.top = syntax.top
        query.skip = syntax.skip
        query.count = syntax.count ?? false
        var read = BoundRead(root: whole, steps: [], shape: shape, target: whole, query: query)
        read.span = .all(parts)
        return read
    }

    /// What can be asked of entities that have no property in common.
    private static let plain: Set = ["$top", "$skip", "$count"]

    /// In the order of the service document.
    private var sources: [EdmEntitySet] {
        let singletons = model.container?.singletons ?? []
        return (model.container?.entitySets ?? []) + singletons.compactMap { model.source(named: $0.name) }
    }

    /// The type behind `$all`, if there is one.
    private func cast(_ path: ResourcePathSyntax) throws(BindingError) -> EdmStructuredType? {
        guard path.segments.count > 1, case .name(let name) = path.segments[1].kind else { return nil }
        session.enter(segment: 1)
        if let type = session.structuredType(name), type.isEntity { return type }
        let types = model.schemas.flatMap { $0.entityTypes.map(\.name.description) }
        throw .unknownResource(
            name: String(name.text.prefix(80)),
            type: nil,
            near: NearNames.of(name.text, among: types),
            at: session.place(name.range)
        )
    }

    /// The read of one set; nil where none of its entities has the type.
    private func part(
        of set: EdmEntitySet,
        _ cast: EdmStructuredType?,
        _ syntax: QueryOptionsSyntax,
        _ shape: BoundRead.Shape
    ) throws(BindingError) -> BoundRead? {
        guard var type = model.entityType(set.entityType) else { return nil }
        var steps: [BoundRead.Step] = []
        var options = QueryOptionsSyntax()
        if let cast {
            if !model.type(type.name, isOrDerivesFrom: cast.name) {
                guard model.type(cast.name, isOrDerivesFrom: type.name) else { return nil }
                steps = [.cast(cast.name)]
                type = cast
            }
            options = syntax
            if options.apply != nil {
                session.enter(option: "$apply")
                throw session.notImplemented("$apply over several sets", SourceRange(0, 0))
            }
        }
        // Limits are those of the whole.
        options.top = nil
        options.skip = nil
        options.count = syntax.count == true || (syntax.skip ?? 0) > 0
        let resource = BoundResource(root: set, steps: steps, shape: shape, set: set, type: type)
        // Names that one set's options make are not known in the next one's.
        let inner = BindingSession(model: model, options: self.options, aliases: syntax.aliases)
        let query = try inner.query(options, for: resource)
        return BoundRead(root: set, steps: steps, shape: shape, target: set, query: query)
    }
}
