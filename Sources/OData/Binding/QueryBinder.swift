/// Binding of query options (URL Conventions 5.1).
extension BindingSession {
    /// Binds the options of a request for the resource that its path leads to.
    func query(_ syntax: QueryOptionsSyntax, for resource: BoundResource) throws(BindingError) -> BoundQuery {
        try checkImplemented(syntax, resource)
        let kind = resource.kind
        if let structure = resource.structure { return try query(syntax, for: structure, resource) }
        for option in syntax.writtenOptions where !Self.applies(option, to: kind) {
            throw .optionNotApplicable(option: option, resource: kind)
        }
        var query = BoundQuery(variable: instance(of: resource.entityType, in: resource.set.name))
        try inOption("$apply") { () throws(BindingError) in
            try apply(&query, by: syntax.apply, BoundShape(entities: resource.set))
        }
        let scope = BindingScope(query.variable)
        try inOption("$compute") { () throws(BindingError) in
            try compute(&query, by: syntax.compute, in: scope)
        }
        switch kind {
        case .collection, .references:
            try restrict(&query, by: syntax, resource.set, in: scope)
            try project(&query, by: syntax, resource.set, in: scope)
        case .count:
            // The rest has no effect on a count (Protocol 11.2.10).
            try select(&query, by: syntax, resource.set, in: scope)
        case .entity:
            try project(&query, by: syntax, resource.set, in: scope)
        case .property, .rawValue, .aggregate, .everything, .reference, .serviceRoot, .functionResult: break
        }
        return query
    }

    private func checkImplemented(
        _ syntax: QueryOptionsSyntax,
        _ resource: BoundResource
    ) throws(BindingError) {
        let nowhere = SourceRange(0, 0)
        for (isWritten, option) in [
            (syntax.apply != nil && resource.kind == .references, "$apply of references"),
            (syntax.index != nil && resource.structure?.type.isCollection != true, "$index"),
        ] where isWritten {
            enter(option: String(option.prefix { $0 != " " }))
            throw notImplemented(option, nowhere)
        }
    }

    /// The options of a complex value, or of a collection of values: its items are what names start from, and `$it`.
    private func query(
        _ syntax: QueryOptionsSyntax,
        for property: EdmProperty,
        _ resource: BoundResource
    ) throws(BindingError) -> BoundQuery {
        var allowed: Set = ["$count"]
        if case .valueCount = resource.shape {
            allowed.insert("$filter")
        } else if property.type.isCollection {
            // A position is for whoever adds an item.
            allowed.formUnion(["$filter", "$orderby", "$top", "$skip", "$index"])
        }
        if case .complex = property.type.type, case .property = resource.shape { allowed.insert("$select") }
        for option in syntax.writtenOptions where !allowed.contains(option) {
            enter(option: option)
            if ["$select", "$expand", "$compute"].contains(option), case .property = resource.shape {
                throw notImplemented("\(option) of complex values", SourceRange(0, 0))
            }
            throw .optionNotApplicable(option: option, resource: resource.kind)
        }
        let type = conversion.plain(property.type).type
        var query = BoundQuery(variable: instance(of: type, in: nil))
        let scope = BindingScope(query.variable)
        if property.type.isCollection {
            try restrict(&query, by: syntax, resource.set, in: scope)
        }
        if let select = syntax.select, let complex = structuredType(type) {
            try inOption("$select") { () throws(BindingError) in
                query.select = try SelectBinder(session: self, instance: scope.instance).bind(select, on: complex)
            }
        }
        return query
    }

    /// Whether an option fits; `$count` is let pass where it is pointless (odata.md 20), unless it is asked strictly.
    private static func applies(_ option: String, to kind: BindingError.ResourceKind) -> Bool {
        switch kind {
        case .collection: option != "$id" && option != "$levels"
        case .entity: ["$select", "$expand", "$compute", "$count"].contains(option)
        case .count: option != "$id" && option != "$levels"
        case .references: !["$select", "$expand", "$id", "$levels", "$deltatoken"].contains(option)
        case .property, .rawValue, .reference: option == "$count"
        // No path leads to aggregated rows.
        case .aggregate, .everything, .serviceRoot, .functionResult: false
        }
    }

    // MARK: Parts

    /// `$search` and `$filter`: which members there are.
    func select(
        _ query: inout BoundQuery,
        by syntax: QueryOptionsSyntax,
        _ set: EdmEntitySet,
        in scope: BindingScope
    ) throws(BindingError) {
        if let search = syntax.search {
            if let shape = query.shape, !shape.isEntity {
                throw .optionNotApplicable(option: "$search", resource: .aggregate)
            }
            try checkSearchable(set)
            query.search = search
        }
        if let filter = syntax.filter {
            try inOption("$filter") { () throws(BindingError) in
                startExpression()
                query.filter = try condition(filter, in: scope)
            }
        }
    }

    /// All options that choose and order members.
    func restrict(
        _ query: inout BoundQuery,
        by syntax: QueryOptionsSyntax,
        _ set: EdmEntitySet,
        in scope: BindingScope
    ) throws(BindingError) {
        try select(&query, by: syntax, set, in: scope)
        query.count = syntax.count ?? false
        query.skip = syntax.skip
        query.top = syntax.top
        if let orderBy = syntax.orderBy {
            try inOption("$orderby") { () throws(BindingError) in
                query.orderBy = try order(orderBy, in: scope)
            }
        }
        // Rows of $apply are told apart by what they were grouped by.
        if query.apply == nil { appendKey(to: &query) }
    }

    /// `$expand` and `$select`: what each member shows.
    func project(
        _ query: inout BoundQuery,
        by syntax: QueryOptionsSyntax,
        _ set: EdmEntitySet,
        in scope: BindingScope,
        showsParts: Bool = true
    ) throws(BindingError) {
        guard let type = structuredType(scope.current.type) else { return }
        if let select = syntax.select {
            try inOption("$select") { () throws(BindingError) in
                query.select = try SelectBinder(session: self, instance: scope.instance).bind(select, on: type)
            }
        }
        if let expand = syntax.expand {
            try inOption("$expand") { () throws(BindingError) in
                query.expand = try ExpandBinder(session: self).bind(expand, on: type, in: set, depth: 1)
            }
        }
        if showsParts { try showShape(&query, by: syntax, set, depth: 1) }
    }

    /// Ranges inside nested options refer to the text of the outermost option, so only that one is named.
    func inOption(_ name: String, _ work: () throws(BindingError) -> Void) throws(BindingError) {
        guard option == "path" || segment != nil else { return try work() }
        enter(option: name)
        try work()
        enter(option: "path")
    }

    // MARK: Order

    func order(_ syntax: OrderBySyntax, in scope: BindingScope) throws(BindingError) -> [BoundOrdering] {
        var orderings: [BoundOrdering] = []
        for item in syntax.items {
            startExpression()
            let expression = try bind(item.expression, in: scope)
            guard TypePromotion.isOrderable(expression.type) else {
                throw .notOrderable(type: expression.typeText, at: place(item.range))
            }
            orderings.append(BoundOrdering(expression, isDescending: item.isDescending))
        }
        return orderings
    }

    /// Appends the key's properties that the order does not hold yet, so that it is total.
    private func appendKey(to query: inout BoundQuery) {
        guard let type = structuredType(query.variable.type) else { return }
        var ordered: Set<String> = []
        for ordering in query.orderBy {
            if case .property(let path, let property) = ordering.expression.node, path.steps.isEmpty {
                ordered.insert(property.name)
            }
        }
        for part in type.key where !ordered.contains(part.path) {
            guard let expression = keyExpression(part, of: type, query.variable) else { continue }
            query.orderBy.append(BoundOrdering(expression))
        }
    }

    private func keyExpression(
        _ part: EdmEntityType.KeyProperty,
        of type: EdmStructuredType,
        _ variable: BoundVariable
    ) -> BoundExpression? {
        var path = BoundPath(variable)
        var current = type
        let names = part.path.split(separator: "/")
        for name in names.dropLast() {
            guard let property = current.property(String(name)), let inner = structuredType(property.type.type) else {
                return nil
            }
            path.steps.append(.complex(property))
            current = inner
        }
        guard let name = names.last, let property = current.property(String(name)) else { return nil }
        return BoundExpression(
            .property(path, property),
            type: conversion.plain(property.type),
            range: SourceRange(0, 0)
        )
    }
}
