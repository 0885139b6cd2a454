/// The part of a context URL that lists what rows hold (Protocol 10.8 to 10.11, Data Aggregation 4.4).
struct SelectList {
    let version: ODataVersion

    /// The list in parentheses; empty where rows hold what the type declares.
    func text(of query: BoundQuery) -> String {
        let items = items(of: query)
        if items.isEmpty {
            // Rows that have nothing in common may have anything.
            guard let shape = query.shape, !shape.isEntity else { return "" }
            return "(@Core.AnyStructure)"
        }
        return "(" + items.map(\.text).joined(separator: ",") + ")"
    }

    /// A name with what is listed below it.
    private struct Item {
        var name: String
        var inner: [Item]?

        /// Recursion is bounded by the depth of `$expand`.
        var text: String {
            guard let inner else { return name }
            return name + "(" + inner.map(\.text).joined(separator: ",") + ")"
        }
    }

    /// Recursion is bounded by the depth of `$expand`.
    private func items(of query: BoundQuery) -> [Item] {
        if let first = query.variants.first {
            return query.variants.dropFirst().reduce(items(of: first, isVariant: true)) { common, variant in
                Self.common(common, items(of: variant, isVariant: true))
            }
        }
        return items(of: query, isVariant: false)
    }

    private func items(of query: BoundQuery, isVariant: Bool) -> [Item] {
        var items: [Item] = []
        var listed = Set<String>()
        func add(_ name: String) -> Bool {
            guard let expand = query.expand.first(where: { $0.text == name }) else { return false }
            guard let item = item(expand, of: query) else { return false }
            if listed.insert(name).inserted { items.append(item) }
            return true
        }
        if case .items(let selected) = query.select {
            for item in selected {
                if case .navigation(let navigation) = item, add(navigation.name) { continue }
                items += self.items(of: item, prefix: "")
            }
        } else {
            for member in members(of: query, isVariant: isVariant) where !add(member) {
                items.append(Item(name: member == "*" ? member : URLText.fragment(member)))
            }
        }
        for expand in query.expand where !listed.contains(expand.text) {
            if let item = item(expand, of: query) { items.append(item) }
        }
        var seen = Set<String>()
        return items.filter { seen.insert($0.text).inserted }
    }

    /// The names of rows without `$select`; none where they hold what the type declares.
    private func members(of query: BoundQuery, isVariant: Bool) -> [String] {
        let computed = query.compute.map(\.name)
        guard let shape = query.shape else { return computed.isEmpty ? [] : ["*"] + computed }
        guard shape.isEntity else { return shape.members.map(\.name) + computed }
        let dynamic = shape.members.compactMap { member in
            if case .dynamic(let property) = member { property.name } else { nil }
        }
        if isVariant { return ["*"] + dynamic + computed }
        return dynamic.isEmpty && computed.isEmpty ? [] : ["*"] + dynamic + computed
    }

    private func items(of item: BoundSelect.Item, prefix: String) -> [Item] {
        switch item {
        case .allProperties: return [Item(name: prefix + "*")]
        case .navigation(let navigation): return [Item(name: prefix + URLText.fragment(navigation.name))]
        case .operation(let name), .computed(let name): return [Item(name: prefix + URLText.fragment(name))]
        case .property(let property, let nested):
            return items(nested, at: prefix + URLText.fragment(property.name))
        case .derived(let type, let property, let nested):
            return items(nested, at: prefix + URLText.fragment("\(type)/\(property.name)"))
        }
    }

    private func items(_ nested: BoundSelect, at path: String) -> [Item] {
        let selected: BoundSelect = if case .members(let query) = nested { query.select } else { nested }
        guard case .items(let inner) = selected, !inner.isEmpty else { return [Item(name: path)] }
        return inner.flatMap { items(of: $0, prefix: path + "/") }
    }

    /// An expanded navigation property; nil where it does not appear.
    ///
    /// References and counts never do.
    private func item(_ expand: BoundExpand, of query: BoundQuery) -> Item? {
        guard expand.form == .entities else { return nil }
        let isRecursive = (expand.levels ?? 1) > 1
        let name = URLText.fragment(expand.text) + (isRecursive ? "+" : "")
        // The structure of nested results stands in a context of their own.
        let inner = expand.source == nil ? items(of: expand.query) : []
        if !inner.isEmpty { return Item(name: name, inner: inner) }
        switch version {
        case .v4_0: return query.shape == nil ? nil : Item(name: name)
        case .v4_01: return Item(name: name, inner: [])
        }
    }

    /// What both lists have; `*` stands for all that the type declares, and is what two entities have in common.
    private static func common(_ left: [Item], _ right: [Item]) -> [Item] {
        left.compactMap { item in
            guard let other = right.first(where: { $0.name == item.name }) else {
                return right.contains { $0.name == "*" } && item.inner == nil ? item : nil
            }
            guard let inner = item.inner, let otherInner = other.inner else { return item }
            let both = common(inner, otherInner)
            return both.isEmpty ? nil : Item(name: item.name, inner: both)
        }
            + (left.contains { $0.name == "*" }
                ? right.filter { item in
                    item.inner == nil && item.name != "*" && !left.contains { $0.name == item.name }
                } : [])
    }
}
