/// Binding of resource paths (URL Conventions 4).
struct PathBinder {
    let session: BindingSession

    /// Where the path has come to.
    private enum State {
        case collection
        case entity
        case property([EdmProperty])
        /// Nothing may follow.
        case end(BoundRead.Shape)
    }

    /// Binds a path that starts at an entity set.
    func bind(_ path: ResourcePathSyntax) throws(BindingError) -> BoundResource {
        let limit = ParserLimits().pathSegments
        guard path.segments.count <= limit, let first = path.segments.first else {
            throw .limitExceeded(.pathSegments, limit: limit, at: session.place(SourceRange(0, 0)))
        }
        session.enter(segment: 0)
        var (walk, state) = try start(first)
        for (number, segment) in path.segments.enumerated().dropFirst() {
            session.enter(segment: number)
            state = try step(segment, from: state, &walk)
        }
        if let last = path.segments.last, !walk.segmentKey.isEmpty { throw unknown(last, in: walk) }
        switch state {
        case .collection: walk.resource.shape = .collection
        case .entity: walk.resource.shape = .entity
        case .property(let properties): walk.resource.shape = .property(properties)
        case .end(let shape): walk.resource.shape = shape
        }
        return walk.resource
    }

    /// The resource so far, and the key values that stand before the segment at hand.
    struct Walk {
        var resource: BoundResource
        var lastKey: [BoundRead.KeyValue] = []
        /// Key values of the segments `/1/2` of a key of several properties.
        var segmentKey: [BoundRead.KeyValue] = []
        /// The navigation property just followed.
        var navigation: EdmNavigationProperty?
    }

    // MARK: The first segment

    private func start(_ segment: ResourceSegmentSyntax) throws(BindingError) -> (Walk, State) {
        let whole = range(segment)
        switch segment.kind {
        case .name(let name):
            return (try walk(name, segment), .collection)
        case .invocation(let name, let arguments, let key):
            if session.model.operationImport(name.text) != nil {
                throw session.notImplemented("function and action imports", whole)
            }
            var walk = try walk(name, segment)
            try KeyBinder(session: session).bind(arguments, range(segment), to: &walk)
            guard key == nil else {
                throw .invalidKey(.notCollection, type: walk.resource.type.name, at: session.place(whole))
            }
            return (walk, .entity)
        case .entity: throw session.notImplemented("$entity", whole)
        case .all: throw session.notImplemented("$all", whole)
        case .crossjoin: throw session.notImplemented("$crossjoin", whole)
        case .query: throw session.notImplemented("$query", whole)
        case .plain, .count, .reference, .value, .each, .filter, .metadata, .batch:
            throw .unknownResource(name: shown(segment), type: nil, near: [], at: session.place(whole))
        }
    }

    private func walk(_ name: NameSyntax, _ segment: ResourceSegmentSyntax) throws(BindingError) -> Walk {
        guard let set = entitySet(name.text) else {
            if session.model.singleton(name.text) != nil { throw session.notImplemented("singletons", name.range) }
            if session.model.operationImport(name.text) != nil {
                throw session.notImplemented("function and action imports", name.range)
            }
            throw .unknownResource(
                name: shown(segment),
                type: nil,
                near: NearNames.of(name.text, among: session.model.entitySetNames),
                at: session.place(name.range)
            )
        }
        guard let type = session.model.entityType(set.entityType) else {
            throw .unknownResource(name: shown(segment), type: nil, near: [], at: session.place(name.range))
        }
        return Walk(resource: BoundResource(root: set, steps: [], shape: .collection, set: set, type: type))
    }

    private func entitySet(_ name: String) -> EdmEntitySet? {
        if let set = session.model.entitySet(name) { return set }
        if session.options.caseInsensitivePaths, let set = session.model.entitySet(ignoringCase: name) { return set }
        return session.options.names.entitySet(name).flatMap { session.model.entitySet($0) }
    }

    // MARK: Further segments

    private func step(
        _ segment: ResourceSegmentSyntax,
        from state: State,
        _ walk: inout Walk
    ) throws(BindingError) -> State {
        switch state {
        case .collection: return try stepFromCollection(segment, &walk)
        case .entity: return try stepFromEntity(segment, &walk)
        case .property(let path): return try stepFromProperty(segment, path)
        case .end(let shape):
            var resource = walk.resource
            resource.shape = shape
            throw notApplicable(segment, resource.kind)
        }
    }

    private func stepFromCollection(
        _ segment: ResourceSegmentSyntax,
        _ walk: inout Walk
    ) throws(BindingError) -> State {
        let whole = range(segment)
        if !walk.segmentKey.isEmpty {
            // `/1` of `/1/2` was read: only the rest of the key can follow.
            guard isKeySegment(segment) else { throw unknown(segment, in: walk) }
            return try keySegment(segment, &walk)
        }
        switch segment.kind {
        case .count: return .end(.count)
        case .reference: return .end(.references(isCollection: true))
        case .filter(let filter, let key):
            let variable = session.variable("$this", type: walk.resource.entityType, entitySet: walk.resource.set.name)
            session.startExpression()
            let condition = try session.condition(filter, in: BindingScope(variable))
            walk.resource.steps.append(.filter(condition, variable))
            guard let key else { return .collection }
            try KeyBinder(session: session).bind(key, whole, to: &walk)
            return .entity
        case .each: throw session.notImplemented("$each", whole)
        case .query: throw session.notImplemented("$query", whole)
        case .value: throw notApplicable(segment, .collection)
        case .name(let name) where name.isQualified:
            if try cast(name, &walk) { return .collection }
        case .invocation(let name, let arguments, _):
            if name.isQualified, let target = session.structuredType(name), target.isEntity {
                _ = try cast(name, &walk)
                try KeyBinder(session: session).bind(arguments, whole, to: &walk)
                return .entity
            }
        case .name, .plain: break
        case .metadata, .batch, .entity, .all, .crossjoin: throw unknown(segment, in: walk)
        }
        try checkOperation(segment)
        guard isKeySegment(segment) else { throw unknown(segment, in: walk) }
        return try keySegment(segment, &walk)
    }

    private func stepFromEntity(
        _ segment: ResourceSegmentSyntax,
        _ walk: inout Walk
    ) throws(BindingError) -> State {
        let type = walk.resource.type
        switch segment.kind {
        case .name(let name):
            if let found = member(name.text, of: type) {
                switch found {
                case .property(let property): return .property([property])
                case .navigation(let navigation): return try follow(navigation, name.range, &walk)
                }
            }
            if name.isQualified, try cast(name, &walk) { return .entity }
        case .invocation(let name, let arguments, _):
            if case .navigation(let navigation)? = member(name.text, of: type) {
                guard case .collection = try follow(navigation, name.range, &walk) else {
                    throw .invalidKey(.notCollection, type: type.name, at: session.place(range(segment)))
                }
                try KeyBinder(session: session).bind(arguments, range(segment), to: &walk)
                return .entity
            }
        case .reference: return .end(.references(isCollection: false))
        case .value:
            if type.hasStream { throw session.notImplemented("media streams", range(segment)) }
            throw notApplicable(segment, .entity)
        case .count, .each, .filter: throw notApplicable(segment, .entity)
        case .query: throw session.notImplemented("$query", range(segment))
        case .plain, .metadata, .batch, .entity, .all, .crossjoin: break
        }
        try checkOperation(segment)
        throw unknown(segment, in: walk)
    }

    private func stepFromProperty(
        _ segment: ResourceSegmentSyntax,
        _ path: [EdmProperty]
    ) throws(BindingError) -> State {
        guard let property = path.last else { throw notApplicable(segment, .property) }
        let whole = range(segment)
        let structured = session.structuredType(property.type.type)
        if property.type.isCollection {
            switch segment.kind {
            case .count, .plain, .filter, .each, .name:
                throw session.notImplemented("segments behind collection-valued properties", whole)
            default: throw notApplicable(segment, .property)
            }
        }
        switch segment.kind {
        case .value where structured == nil:
            if property.type.primitive == .stream { throw session.notImplemented("stream properties", whole) }
            return .end(.rawValue(path))
        case .name(let name):
            guard let structured else { break }
            switch member(name.text, of: structured) {
            case .property(let inner): return .property(path + [inner])
            case .navigation: throw session.notImplemented("navigation properties of complex values", whole)
            case nil:
                if name.isQualified, session.structuredType(name) != nil {
                    throw session.notImplemented("casts of complex values", whole)
                }
                throw .unknownResource(
                    name: shown(segment),
                    type: structured.name,
                    near: NearNames.of(name.text, among: structured.memberNames),
                    at: session.place(name.range)
                )
            }
        default: break
        }
        throw notApplicable(segment, .property)
    }

    // MARK: Steps

    private func member(_ name: String, of type: EdmStructuredType) -> BindingSession.DeclaredMember? {
        session.member(name, of: type, ignoringCase: session.options.caseInsensitivePaths)
    }

    private func follow(
        _ navigation: EdmNavigationProperty,
        _ range: SourceRange,
        _ walk: inout Walk
    ) throws(BindingError) -> State {
        guard let set = session.targetSet(of: navigation, from: walk.resource.set),
            let type = session.model.entityType(navigation.target)
        else { throw session.notImplemented("navigation to contained entities", range) }
        walk.resource.steps.append(.navigation(navigation, set))
        walk.resource.set = set
        walk.resource.type = type
        walk.navigation = navigation
        return navigation.isCollection ? .collection : .entity
    }

    /// Whether the name is a type related to the one at hand; the resource has it from here on.
    private func cast(_ name: NameSyntax, _ walk: inout Walk) throws(BindingError) -> Bool {
        guard let target = session.structuredType(name), target.isEntity else { return false }
        let current = walk.resource.type.name
        if session.model.type(current, isOrDerivesFrom: target.name) { return true }
        guard session.model.type(target.name, isOrDerivesFrom: current) else {
            throw .unrelatedType(name: target.name.description, type: current, at: session.place(name.range))
        }
        walk.resource.steps.append(.cast(target.name))
        walk.resource.type = target
        return true
    }

    private func isKeySegment(_ segment: ResourceSegmentSyntax) -> Bool {
        guard session.options.keyAsSegment else { return false }
        switch segment.kind {
        case .name, .plain, .invocation: return true
        default: return false
        }
    }

    private func keySegment(
        _ segment: ResourceSegmentSyntax,
        _ walk: inout Walk
    ) throws(BindingError) -> State {
        let isWhole = try KeyBinder(session: session).bind(segment: segment.text, range(segment), to: &walk)
        return isWhole ? .entity : .collection
    }

    /// Throws if the segment names an operation of the model, which is valid but not implemented.
    private func checkOperation(_ segment: ResourceSegmentSyntax) throws(BindingError) {
        switch segment.kind {
        case .name(let name), .invocation(let name, _, _):
            guard let qualified = session.typeName(name), !session.model.operations(qualified).isEmpty else { return }
            throw session.notImplemented("bound functions and actions", name.range)
        default: return
        }
    }

    // MARK: Errors

    private func unknown(_ segment: ResourceSegmentSyntax, in walk: Walk) -> BindingError {
        var near: [String] = []
        switch segment.kind {
        case .name(let name), .invocation(let name, _, _):
            near = NearNames.of(name.text, among: walk.resource.type.memberNames)
        default: break
        }
        return .unknownResource(
            name: shown(segment),
            type: walk.resource.type.name,
            near: near,
            at: session.place(range(segment))
        )
    }

    private func notApplicable(
        _ segment: ResourceSegmentSyntax,
        _ resource: BindingError.ResourceKind
    ) -> BindingError {
        let at = session.place(range(segment))
        switch segment.kind {
        case .name, .invocation, .plain: return .unknownResource(name: shown(segment), type: nil, near: [], at: at)
        default: return .segmentNotApplicable(segment: shown(segment), resource: resource, at: at)
        }
    }

    private func range(_ segment: ResourceSegmentSyntax) -> SourceRange { SourceRange(0, segment.text.utf8.count) }

    private func shown(_ segment: ResourceSegmentSyntax) -> String { String(segment.text.prefix(80)) }
}
