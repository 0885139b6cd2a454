/// Binding of resource paths (URL Conventions 4).
struct PathBinder {
    let session: BindingSession
    /// Options that may give parameters of a function.
    var custom: [CustomOptionSyntax] = []

    /// What a path leads to.
    enum Result {
        case resource(BoundResource)
        case call(BoundCall)
    }

    /// Where the path has come to.
    private enum State {
        case collection
        case entity
        case property([EdmProperty])
        /// Nothing may follow.
        case end(BoundRead.Shape)
        /// An action or function; the rest of the path is about its result.
        case call(BoundCall)
    }

    /// Binds a path that starts at an entity set, a singleton or an import.
    func bind(_ path: ResourcePathSyntax) throws(BindingError) -> Result {
        let limit = ParserLimits().pathSegments
        guard path.segments.count <= limit, let first = path.segments.first else {
            throw .limitExceeded(.pathSegments, limit: limit, at: session.place(SourceRange(0, 0)))
        }
        session.enter(segment: 0)
        let rest = Array(path.segments.dropFirst())
        if let call = try importCall(first, rest) { return .call(call) }
        let (walk, state) = try start(first)
        return try finish(path.segments[...].dropFirst(), walk, state, firstSegment: 1)
    }

    /// Binds what stands behind a function, on the resource that the function gave.
    func resume(_ read: BoundRead, behind call: BoundCall) throws(BindingError) -> Result {
        guard let type = session.model.entityType(read.resultType) else {
            throw .unknownResource(
                name: call.operation.name.name,
                type: nil,
                near: [],
                at: session.place(SourceRange(0, 0))
            )
        }
        var resource = BoundResource(
            root: read.root,
            steps: read.steps,
            shape: read.shape,
            set: read.target,
            type: type
        )
        resource.shape = read.shape
        var walk = Walk(resource: resource)
        var state: State =
            switch read.shape {
            case .collection: .collection
            case .entity: .entity
            case .property(let path): .property(path)
            case .rawValue, .stream, .item, .count, .valueCount, .references: .end(read.shape)
            }
        session.enter(segment: call.segment)
        if let key = call.key {
            guard case .collection = state else {
                throw .invalidKey(.notCollection, type: type.name, at: session.place(SourceRange(0, 0)))
            }
            try KeyBinder(session: session).bind(key, SourceRange(0, 0), to: &walk)
            state = .entity
        }
        return try finish(call.rest[...], walk, state, firstSegment: call.segment + 1)
    }

    private func finish(
        _ segments: ArraySlice<ResourceSegmentSyntax>,
        _ start: Walk,
        _ startState: State,
        firstSegment: Int
    ) throws(BindingError) -> Result {
        var (walk, state) = (start, startState)
        var number = firstSegment
        for position in segments.indices {
            session.enter(segment: number)
            walk.segment = number
            walk.rest = Array(segments[(position + 1)...])
            state = try step(segments[position], from: state, &walk)
            if case .call(let call) = state { return .call(call) }
            number += 1
        }
        if let last = segments.last, !walk.segmentKey.isEmpty { throw unknown(last, in: walk) }
        switch state {
        case .collection: walk.resource.shape = .collection
        case .entity: walk.resource.shape = .entity
        case .property(let properties):
            let isStream = properties.last?.type.type == .primitive(.stream)
            walk.resource.shape = isStream ? .stream(properties) : .property(properties)
        case .end(let shape): walk.resource.shape = shape
        case .call(let call): return .call(call)
        }
        return .resource(walk.resource)
    }

    /// The resource so far, and the key values that stand before the segment at hand.
    struct Walk {
        var resource: BoundResource
        var lastKey: [BoundRead.KeyValue] = []
        /// Key values of the segments `/1/2` of a key of several properties.
        var segmentKey: [BoundRead.KeyValue] = []
        /// The navigation property just followed.
        var navigation: EdmNavigationProperty?
        /// The number of the segment at hand, and those behind it.
        var segment = 0
        var rest: [ResourceSegmentSyntax] = []
    }

    // MARK: Calls

    private func importCall(
        _ segment: ResourceSegmentSyntax,
        _ rest: [ResourceSegmentSyntax]
    ) throws(BindingError) -> BoundCall? {
        guard let call = call(segment, number: 0, rest), !call.name.isQualified,
            let operationImport = session.model.operationImport(call.name.text)
        else { return nil }
        return try OperationBinder(session: session, custom: custom).bind(call, import: operationImport)
    }

    /// The call of a bound operation that a segment makes; nil where it names none.
    private func boundCall(
        _ segment: ResourceSegmentSyntax,
        _ shape: BoundRead.Shape,
        _ walk: Walk
    ) throws(BindingError) -> State? {
        guard let call = call(segment, number: walk.segment, walk.rest) else { return nil }
        var resource = walk.resource
        resource.shape = shape
        return try OperationBinder(session: session, custom: custom).bind(call, on: resource).map { .call($0) }
    }

    private func call(
        _ segment: ResourceSegmentSyntax,
        number: Int,
        _ rest: [ResourceSegmentSyntax]
    ) -> OperationBinder.Call? {
        switch segment.kind {
        case .name(let name):
            OperationBinder.Call(name: name, range: range(segment), segment: number, rest: rest)
        case .invocation(let name, let arguments, let key):
            OperationBinder.Call(
                name: name,
                arguments: arguments,
                key: key,
                range: range(segment),
                segment: number,
                rest: rest
            )
        default: nil
        }
    }

    // MARK: The first segment

    private func start(_ segment: ResourceSegmentSyntax) throws(BindingError) -> (Walk, State) {
        let whole = range(segment)
        switch segment.kind {
        case .name(let name):
            let walk = try walk(name, segment)
            return (walk, isSingleton(walk) ? .entity : .collection)
        case .invocation(let name, let arguments, let key):
            var walk = try walk(name, segment)
            guard !isSingleton(walk) else {
                throw .invalidKey(.notCollection, type: walk.resource.type.name, at: session.place(whole))
            }
            try KeyBinder(session: session).bind(arguments, range(segment), to: &walk)
            guard key == nil else {
                throw .invalidKey(.notCollection, type: walk.resource.type.name, at: session.place(whole))
            }
            return (walk, .entity)
        case .entity: throw session.notImplemented("$entity", whole)
        case .query: throw session.notImplemented("$query", whole)
        case .all, .crossjoin, .plain, .count, .reference, .value, .each, .filter, .metadata, .batch:
            throw .unknownResource(name: shown(segment), type: nil, near: [], at: session.place(whole))
        }
    }

    private func walk(_ name: NameSyntax, _ segment: ResourceSegmentSyntax) throws(BindingError) -> Walk {
        guard let set = entitySet(name.text) ?? session.model.source(named: name.text) else {
            throw .unknownResource(
                name: shown(segment),
                type: nil,
                near: NearNames.of(name.text, among: session.model.entitySetNames + singletons),
                at: session.place(name.range)
            )
        }
        guard let type = session.model.entityType(set.entityType) else {
            throw .unknownResource(name: shown(segment), type: nil, near: [], at: session.place(name.range))
        }
        return Walk(resource: BoundResource(root: set, steps: [], shape: .collection, set: set, type: type))
    }

    private var singletons: [String] { session.model.container?.singletons.map(\.name) ?? [] }

    private func isSingleton(_ walk: Walk) -> Bool { session.model.singleton(walk.resource.root.name) != nil }

    func entitySet(_ name: String) -> EdmEntitySet? {
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
        case .property(let path): return try stepFromProperty(segment, path, &walk)
        case .call: throw unknown(segment, in: walk)
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
        if let call = try boundCall(segment, .collection, walk) { return call }
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
            if type.hasStream { return .end(.stream([])) }
            throw notApplicable(segment, .entity)
        case .count, .each, .filter: throw notApplicable(segment, .entity)
        case .query: throw session.notImplemented("$query", range(segment))
        case .plain, .metadata, .batch, .entity, .all, .crossjoin: break
        }
        if let call = try boundCall(segment, .entity, walk) { return call }
        throw unknown(segment, in: walk)
    }

    private func stepFromProperty(
        _ segment: ResourceSegmentSyntax,
        _ path: [EdmProperty],
        _ walk: inout Walk
    ) throws(BindingError) -> State {
        guard let property = path.last else { throw notApplicable(segment, .property) }
        let whole = range(segment)
        let structured = session.structuredType(property.type.type)
        if property.type.isCollection {
            switch segment.kind {
            case .count: return .end(.valueCount(path))
            case .plain:
                if let position = Int32(segment.text) { return .end(.item(path, Int(position))) }
                throw notApplicable(segment, .property)
            case .name, .invocation:
                if let call = try boundCall(segment, .property(path), walk) { return call }
                throw session.notImplemented("segments behind collection-valued properties", whole)
            case .filter, .each:
                throw session.notImplemented("segments behind collection-valued properties", whole)
            default: throw notApplicable(segment, .property)
            }
        }
        switch segment.kind {
        case .value where structured == nil:
            if property.type.primitive == .stream { return .end(.stream(path)) }
            return .end(.rawValue(path))
        case .invocation:
            if let call = try boundCall(segment, .property(path), walk) { return call }
        case .name(let name):
            guard let structured else {
                if let call = try boundCall(segment, .property(path), walk) { return call }
                break
            }
            switch member(name.text, of: structured) {
            case .property(let inner): return .property(path + [inner])
            case .navigation(let navigation): return try follow(navigation, name.range, &walk, through: path)
            case nil:
                if let call = try boundCall(segment, .property(path), walk) { return call }
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
        _ walk: inout Walk,
        through path: [EdmProperty] = []
    ) throws(BindingError) -> State {
        guard let set = session.targetSet(of: navigation, from: walk.resource.set, through: path.map(\.name)),
            let type = session.model.entityType(navigation.target)
        else { throw session.notImplemented("navigation properties that no binding leads anywhere", range) }
        walk.resource.steps += path.map { .complex($0) }
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
