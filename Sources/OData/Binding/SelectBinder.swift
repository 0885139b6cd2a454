/// Binding of `$select` (URL Conventions 5.1.4).
struct SelectBinder {
    let session: BindingSession
    /// `$it`; nil where the instance of the request's path is out of reach.
    var instance: BoundVariable?

    func bind(_ syntax: SelectSyntax, on type: EdmStructuredType) throws(BindingError) -> BoundSelect {
        var selection = Selection()
        for item in syntax.items {
            switch item {
            case .all: selection.addAll()
            case .allOperations(let namespace, _): selection.add(operation: "\(namespace.text).*")
            case .path(let path):
                if let name = try computed(path, on: type) {
                    selection.add(computed: name)
                } else {
                    try add(path, to: &selection, on: type)
                }
            }
        }
        return selection.bound
    }

    /// The property of `$compute` that a path of one name stands for, if it does.
    private func computed(
        _ path: SelectPathSyntax,
        on type: EdmStructuredType
    ) throws(BindingError) -> String? {
        guard path.segments.count == 1, path.parameterNames == nil, case .name(let name) = path.segments[0],
            type.property(name.text) == nil, let item = session.computation(name.text)
        else { return nil }
        if path.options != nil { throw session.notImplemented("options of $select", path.range) }
        return item.name
    }

    private func add(
        _ path: SelectPathSyntax,
        to selection: inout Selection,
        on type: EdmStructuredType
    ) throws(BindingError) {
        if path.parameterNames != nil {
            guard case .name(let name)? = path.segments.last else { return }
            return selection.add(operation: name.text)
        }
        try add(path.segments[...], of: path, to: &selection, on: type)
    }

    private func add(
        _ segments: ArraySlice<SelectSegmentSyntax>,
        of path: SelectPathSyntax,
        to selection: inout Selection,
        on type: EdmStructuredType
    ) throws(BindingError) {
        guard let segment = segments.first else { return }
        guard case .name(let name) = segment else {
            throw session.notImplemented("annotations in $select", segment.range)
        }
        let rest = segments.dropFirst()
        if name.isQualified, type.property(name.text) == nil {
            return try addQualified(name, rest, of: path, to: &selection, on: type)
        }
        let member = try session.declaredMember(name, of: type) { path.text(upTo: segments.startIndex) }
        switch member {
        case .navigation(let navigation):
            if let next = rest.first {
                throw .notStructured(
                    path: path.text(upTo: rest.startIndex),
                    type: navigation.target.description,
                    at: session.place(next.range)
                )
            }
            if path.options != nil { throw session.notImplemented("options of $select", path.range) }
            selection.add(navigation: navigation)
        case .property(let property):
            try add(property, rest, of: path, to: &selection)
        }
    }

    private func add(
        _ property: EdmProperty,
        _ rest: ArraySlice<SelectSegmentSyntax>,
        of path: SelectPathSyntax,
        to selection: inout Selection
    ) throws(BindingError) {
        let inner = session.structuredType(property.type.type)
        if let next = rest.first {
            guard let inner else {
                throw .notStructured(
                    path: path.text(upTo: rest.startIndex),
                    type: property.type.name,
                    at: session.place(next.range)
                )
            }
            var nested = selection.nested(in: property)
            try add(rest, of: path, to: &nested, on: inner)
            return selection.add(property, nested: nested)
        }
        guard let options = path.options else { return selection.add(property, nested: Selection(isWhole: true)) }
        if property.type.isCollection {
            return selection.add(property, nested: Selection(members: try members(of: property, options, path.range)))
        }
        selection.add(property, nested: try parts(of: property, options, selection.nested(in: property), path.range))
    }

    /// The options of a single value.
    private func parts(
        of property: EdmProperty,
        _ options: QueryOptionsSyntax,
        _ known: Selection,
        _ range: SourceRange
    ) throws(BindingError) -> Selection {
        for option in options.writtenOptions where option != "$select" {
            if ["$compute", "$expand"].contains(option) {
                throw session.notImplemented("\(option) inside $select", range)
            }
            throw .optionNotApplicable(option: option, resource: .property)
        }
        guard let inner = session.structuredType(property.type.type), let select = options.select else {
            return Selection(isWhole: true)
        }
        var nested = known
        try add(select, to: &nested, on: inner)
        return nested
    }

    private func add(
        _ select: SelectSyntax,
        to selection: inout Selection,
        on type: EdmStructuredType
    ) throws(BindingError) {
        for item in select.items {
            switch item {
            case .all: selection.addAll()
            case .allOperations: continue
            case .path(let path): try add(path, to: &selection, on: type)
            }
        }
    }

    /// The options of a collection of values; each member is `$this`, and what names start from.
    private func members(
        of property: EdmProperty,
        _ options: QueryOptionsSyntax,
        _ range: SourceRange
    ) throws(BindingError) -> BoundQuery {
        if options.expand != nil { throw session.notImplemented("$expand inside $select", range) }
        session.pushAliases(options.aliases)
        defer { session.popAliases() }
        let type = session.conversion.plain(property.type).type
        var query = BoundQuery(variable: session.variable("$this", type: type, entitySet: nil))
        let scope = BindingScope(current: query.variable, instance: instance)
        let outer = (session.computations, session.computedVariable)
        (session.computations, session.computedVariable) = ([], query.variable.number)
        defer { (session.computations, session.computedVariable) = outer }
        let inner = session.structuredType(type)
        if inner == nil, let option = ["$compute", "$select"].first(where: options.writtenOptions.contains) {
            throw .optionNotApplicable(option: option, resource: .property)
        }
        try session.compute(&query, by: options.compute, in: scope)
        try session.restrict(&query, toValuesBy: options, in: scope)
        if let select = options.select, let inner {
            var nested = Selection()
            for item in select.items {
                if case .path(let path) = item, let name = try computed(path, on: inner) {
                    nested.add(computed: name)
                } else {
                    try add(SelectSyntax(items: [item]), to: &nested, on: inner)
                }
            }
            query.select = nested.bound
        }
        return query
    }

    /// A cast to the type itself changes nothing; another qualified name is an operation of the model.
    private func addQualified(
        _ name: NameSyntax,
        _ rest: ArraySlice<SelectSegmentSyntax>,
        of path: SelectPathSyntax,
        to selection: inout Selection,
        on type: EdmStructuredType
    ) throws(BindingError) {
        if let target = session.structuredType(name) {
            if session.model.type(type.name, isOrDerivesFrom: target.name), !rest.isEmpty {
                return try add(rest, of: path, to: &selection, on: type)
            }
            guard session.model.type(target.name, isOrDerivesFrom: type.name) else {
                throw .unrelatedType(name: target.name.description, type: type.name, at: session.place(name.range))
            }
            return try addDerived(target, rest, of: path, to: &selection, on: type)
        }
        guard let qualified = session.typeName(name), !session.model.operations(qualified).isEmpty else {
            throw .unknownProperty(
                path: String(name.text.prefix(80)),
                type: type.name,
                near: NearNames.of(name.text, among: session.model.operations.map(\.name.description)),
                at: session.place(name.range)
            )
        }
        selection.add(operation: name.text)
    }
}

extension SelectBinder {
    /// What stands behind a cast to a derived type.
    private func addDerived(
        _ target: EdmStructuredType,
        _ segments: ArraySlice<SelectSegmentSyntax>,
        of path: SelectPathSyntax,
        to selection: inout Selection,
        on type: EdmStructuredType
    ) throws(BindingError) {
        guard let segment = segments.first, case .name(let name) = segment else {
            throw session.notImplemented("a cast alone in $select", path.range)
        }
        let text = path.text(upTo: segments.startIndex)
        guard !name.isQualified,
            case .property(let property) = try session.declaredMember(name, of: target, path: { text }),
            type.property(property.name) == nil
        else { return try add(segments, of: path, to: &selection, on: target) }
        var nested = Selection(isWhole: true)
        if let next = segments.dropFirst().first {
            guard let inner = session.structuredType(property.type.type) else {
                throw .notStructured(
                    path: path.text(upTo: segments.startIndex + 1),
                    type: property.type.name,
                    at: session.place(next.range)
                )
            }
            nested = Selection()
            try add(segments.dropFirst(), of: path, to: &nested, on: inner)
        } else if let options = path.options {
            nested =
                property.type.isCollection
                ? Selection(members: try members(of: property, options, path.range))
                : try parts(of: property, options, Selection(), path.range)
        }
        selection.add(property, of: target.name, nested: nested)
    }
}

extension SelectPathSyntax {
    /// The path up to a segment, as messages show it.
    func text(upTo last: Int) -> String { SelectPathSyntax.text(segments.prefix(through: last)) }

    static func text(_ segments: ArraySlice<SelectSegmentSyntax>) -> String {
        segments.map { segment in
            switch segment {
            case .name(let name): name.text
            case .annotation(let annotation): "@\(annotation.term.text)"
            }
        }
        .joined(separator: "/")
    }
}

/// Items being gathered: each member once, in the order of its first mention; paths into one complex property together.
private struct Selection {
    /// Whether everything is shown, whatever else was named.
    var isWhole = false
    private var items: [BoundSelect.Item] = []
    private var positions: [String: Int] = [:]
    private var inner: [String: Selection] = [:]

    /// The options of a collection-valued property.
    private var members: BoundQuery?

    init(isWhole: Bool = false) {
        self.isWhole = isWhole
    }

    init(members: BoundQuery) {
        self.members = members
    }

    var bound: BoundSelect { members.map { .members($0) } ?? (isWhole ? .all : .items(items)) }

    mutating func addAll() { add("*", .allProperties) }

    mutating func add(operation name: String) { add("(\(name)", .operation(name)) }

    mutating func add(computed name: String) { add(name, .computed(name)) }

    mutating func add(navigation: EdmNavigationProperty) { add(navigation.name, .navigation(navigation)) }

    /// What is selected of a complex property so far.
    func nested(in property: EdmProperty) -> Selection { inner[property.name] ?? Selection() }

    mutating func add(_ property: EdmProperty, nested: Selection) {
        var nested = nested
        // Once selected whole, a part adds nothing.
        if inner[property.name]?.isWhole == true { nested = Selection(isWhole: true) }
        inner[property.name] = nested
        add(property.name, .property(property, nested: nested.bound))
    }

    mutating func add(_ property: EdmProperty, of type: EdmTypeName, nested: Selection) {
        add("\(type)/\(property.name)", .derived(type, property, nested: nested.bound))
    }

    private mutating func add(_ name: String, _ item: BoundSelect.Item) {
        if let position = positions[name] {
            items[position] = item
        } else {
            positions[name] = items.count
            items.append(item)
        }
    }
}
