/// Binding of `$expand` (URL Conventions 5.1.3).
struct ExpandBinder {
    let session: BindingSession

    /// Binds the items of one level; `depth` counts levels from 1.
    func bind(
        _ syntax: ExpandSyntax,
        on type: EdmStructuredType,
        in set: EdmEntitySet,
        depth: Int
    ) throws(BindingError) -> [BoundExpand] {
        var expands: [BoundExpand] = []
        var names: Set<String> = []
        for item in syntax.items {
            switch item.target {
            case .allEntities, .allReferences: continue
            case .entities, .references, .count:
                let bound = try expand(item, on: type, in: set, depth: depth)
                guard names.insert(bound.text).inserted else {
                    throw .duplicateExpand(path: bound.text, at: session.place(item.range))
                }
                expands.append(bound)
            case .mediaStream: throw session.notImplemented("$value in $expand", item.range)
            }
        }
        // Names win over `*`, wherever they stand.
        for item in syntax.items {
            let form: BoundExpand.Form
            switch item.target {
            case .allEntities: form = .entities
            case .allReferences: form = .references
            case .entities, .references, .count, .mediaStream: continue
            }
            expands += try all(item, form, except: &names, on: type, in: set, depth: depth)
        }
        return expands
    }

    // MARK: Items

    private func all(
        _ item: ExpandItemSyntax,
        _ form: BoundExpand.Form,
        except names: inout Set<String>,
        on type: EdmStructuredType,
        in set: EdmEntitySet,
        depth: Int
    ) throws(BindingError) -> [BoundExpand] {
        guard item.path.isEmpty else { throw session.notImplemented("paths before * in $expand", item.range) }
        if let levels = item.options?.levels, levels != .number(1) {
            throw session.notImplemented("$levels of * in $expand", item.range)
        }
        if let option = item.options?.writtenOptions.first(where: { $0 != "$levels" }) {
            throw session.notImplemented("\(option) of * in $expand", item.range)
        }
        var expands: [BoundExpand] = []
        for navigation in type.navigationProperties where names.insert(navigation.name).inserted {
            guard let target = session.targetSet(of: navigation, from: set) else { continue }
            try count(item.range, depth: depth)
            var query = BoundQuery(variable: session.instance(of: .entity(navigation.target), in: target.name))
            if navigation.isCollection {
                let scope = BindingScope(current: query.variable, instance: nil)
                try session.restrict(&query, by: QueryOptionsSyntax(), target, in: scope)
            }
            expands.append(BoundExpand(navigation: navigation, entitySet: target, form: form, query: query))
        }
        return expands
    }

    private func expand(
        _ item: ExpandItemSyntax,
        on type: EdmStructuredType,
        in set: EdmEntitySet,
        depth: Int
    ) throws(BindingError) -> BoundExpand {
        let place = try ExpandPathBinder(session: session).bind(item, on: type)
        let navigation = place.navigation
        guard let target = session.targetSet(of: navigation, from: set, through: place.complexNames),
            let targetType = session.structuredType(.entity(place.cast ?? navigation.target))
        else { throw session.notImplemented("$expand of contained entities", item.range) }
        let form: BoundExpand.Form
        switch item.target {
        case .references: form = .references
        case .count: form = .count
        case .entities, .allEntities, .allReferences, .mediaStream: form = .entities
        }
        if form == .count, !navigation.isCollection {
            throw .notCollection(path: navigation.name, at: session.place(item.range))
        }
        let options = item.options ?? QueryOptionsSyntax()
        try checkOptions(options, form, navigation, item.range)
        try count(item.range, depth: depth)
        session.pushAliases(options.aliases)
        defer { session.popAliases() }
        let owner = place.owner
        let levels = try self.levels(options.levels, navigation, on: owner, targetType, item.range, depth: depth)
        var query = try self.query(options, form, navigation, of: owner, targetType, target, depth: depth)
        if let levels, levels > 1 {
            try appendLevel(item, to: &query, navigation, targetType, target, levels: levels - 1, depth: depth + 1)
        }
        var expand = BoundExpand(
            path: place.path,
            navigation: navigation,
            cast: place.cast,
            entitySet: target,
            form: form,
            query: query,
            levels: levels,
            hasNestedSelection: options.select != nil || options.expand != nil
        )
        if place.path.isEmpty, case .nested(let nesting)? = session.shape(type.name)?.member(navigation.name) {
            expand.source = nesting.navigation ?? nesting.alias
        }
        return expand
    }

    private func query(
        _ options: QueryOptionsSyntax,
        _ form: BoundExpand.Form,
        _ navigation: EdmNavigationProperty,
        of owner: EdmStructuredType,
        _ type: EdmStructuredType,
        _ set: EdmEntitySet,
        depth: Int
    ) throws(BindingError) -> BoundQuery {
        var query = BoundQuery(variable: session.instance(of: .entity(type.name), in: set.name))
        let (outer, wasBehindApply) = (session.computations, session.isBehindApply)
        session.computations = []
        defer { (session.computations, session.isBehindApply) = (outer, wasBehindApply) }
        try startRows(&query, options, navigation, owner: owner)
        let scope = BindingScope(current: query.variable, instance: nil)
        try session.compute(&query, by: options.compute, in: scope)
        if navigation.isCollection {
            if form == .count {
                try session.select(&query, by: options, set, in: scope)
            } else {
                try session.restrict(&query, by: options, set, in: scope)
            }
        }
        let rows = session.structuredType(scope.current.type) ?? type
        if let select = options.select { query.select = try SelectBinder(session: session).bind(select, on: rows) }
        if let expand = options.expand {
            query.expand = try bind(expand, on: rows, in: set, depth: depth + 1)
        }
        try session.showShape(&query, by: options, set, depth: depth + 1)
        return query
    }

    /// What the options speak of: related entities, the nested rows that `$apply` of the owner made, or the result of an
    /// `$apply` of their own.
    private func startRows(
        _ query: inout BoundQuery,
        _ options: QueryOptionsSyntax,
        _ navigation: EdmNavigationProperty,
        owner: EdmStructuredType
    ) throws(BindingError) {
        let known = session.shape(navigation.target)
        if case .nested(let nesting)? = session.shape(owner.name)?.member(navigation.name) {
            query.apply = nesting.sequence
        }
        query.shape = known
        guard let known else {
            guard let set = query.variable.entitySet.flatMap({ session.model.entitySet($0) }) else { return }
            return try session.apply(&query, by: options.apply, BoundShape(entities: set))
        }
        try session.apply(&query, by: options.apply, known)
    }

    // MARK: Options

    private func checkOptions(
        _ options: QueryOptionsSyntax,
        _ form: BoundExpand.Form,
        _ navigation: EdmNavigationProperty,
        _ range: SourceRange
    ) throws(BindingError) {
        let collectionOptions = ["$apply", "$filter", "$search", "$orderby", "$skip", "$top", "$count"]
        for option in options.writtenOptions {
            let applies: Bool
            let kind: BindingError.ResourceKind
            switch form {
            case .entities:
                kind = navigation.isCollection ? .collection : .entity
                applies =
                    ["$select", "$expand", "$compute", "$levels"].contains(option)
                    || (navigation.isCollection ? collectionOptions.contains(option) : option == "$count")
            case .references:
                kind = navigation.isCollection ? .references : .reference
                applies = navigation.isCollection && collectionOptions.contains(option)
            case .count, .link:
                kind = .count
                applies = option == "$filter" || option == "$search"
            }
            if !applies { throw .optionNotApplicable(option: option, resource: kind) }
        }
    }

    // MARK: Levels

    /// How many levels are expanded, this one included; nil where the option was not written.
    private func levels(
        _ syntax: LevelsSyntax?,
        _ navigation: EdmNavigationProperty,
        on type: EdmStructuredType,
        _ target: EdmStructuredType,
        _ range: SourceRange,
        depth: Int
    ) throws(BindingError) -> Int? {
        guard let syntax else { return nil }
        let isRecursive =
            session.model.type(target.name, isOrDerivesFrom: type.name)
            && target.navigationProperty(navigation.name) != nil
        let limit = session.options.expandDepth
        switch syntax {
        case .max: return isRecursive ? max(1, limit - depth + 1) : 1
        case .number(let number):
            guard isRecursive else { return 1 }
            guard depth + number - 1 <= limit else {
                throw .limitExceeded(.expandDepth, limit: limit, at: session.place(range))
            }
            return max(number, 1)
        }
    }

    /// Repeats the item one level further down, with the same options and one level less.
    private func appendLevel(
        _ item: ExpandItemSyntax,
        to query: inout BoundQuery,
        _ navigation: EdmNavigationProperty,
        _ type: EdmStructuredType,
        _ set: EdmEntitySet,
        levels: Int,
        depth: Int
    ) throws(BindingError) {
        guard !query.expand.contains(where: { $0.navigation.name == navigation.name }) else {
            throw .duplicateExpand(path: navigation.name, at: session.place(item.range))
        }
        var next = item
        next.options?.levels = .number(levels)
        query.expand.append(try expand(next, on: type, in: set, depth: depth))
    }

    /// Counts one expanded item, against depth and number.
    private func count(_ range: SourceRange, depth: Int) throws(BindingError) {
        let options = session.options
        guard depth <= options.expandDepth else {
            throw .limitExceeded(.expandDepth, limit: options.expandDepth, at: session.place(range))
        }
        session.expandedItems += 1
        guard session.expandedItems <= options.expandItems else {
            throw .limitExceeded(.expandWidth, limit: options.expandItems, at: session.place(range))
        }
    }
}
