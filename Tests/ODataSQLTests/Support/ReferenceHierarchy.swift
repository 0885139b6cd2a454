import OData

/// Hierarchies walked in memory, node by node, as the specification tells it.
extension ReferenceApply {
    /// Nodes on the way up from a node, itself first.
    private func lineage(_ node: Instance, _ hierarchy: BoundHierarchy) -> [Instance] {
        var line = [node]
        while let last = line.last, let next = evaluator.related(last, hierarchy.parent.name).first,
            !line.contains(where: { $0.identity == next.identity })
        {
            line.append(next)
        }
        return line
    }

    private func nodes(_ hierarchy: BoundHierarchy, _ sequence: BoundApply? = nil) throws -> [Instance] {
        guard let set = Shop.set(hierarchy.entitySet.name) else { return [] }
        let all = (evaluator.data.rows[set.name] ?? []).map { Instance(set: set, row: $0) }
            .sorted { Self.precedes($0.identity, $1.identity) }
        return try sequence.map { try run($0, on: all) } ?? all
    }

    private func node(_ identifier: EdmValue, _ hierarchy: BoundHierarchy) throws -> Instance? {
        guard identifier != .null else { return nil }
        return try nodes(hierarchy).first { $0.row[hierarchy.node.name] == identifier }
    }

    /// How many steps lie between a node and one above it; nil where it does not.
    private func distance(_ lower: EdmValue, _ upper: EdmValue, _ hierarchy: BoundHierarchy) throws -> Int? {
        guard let node = try node(lower, hierarchy) else { return nil }
        return lineage(node, hierarchy).firstIndex { $0.row[hierarchy.node.name] == upper }
    }

    private func isWithin(_ distance: Int?, _ limit: Int?, _ includesSelf: Bool) -> Bool {
        guard let distance else { return false }
        return distance == 0 ? includesSelf : distance <= limit ?? .max
    }

    // MARK: Functions

    func holds(_ test: BoundHierarchyTest) throws -> Bool {
        let hierarchy = test.hierarchy
        let own = try evaluator.value(test.node)
        guard let node = try node(own, hierarchy) else { return false }
        func parent(_ node: Instance) -> [EdmValue]? { evaluator.related(node, hierarchy.parent.name).first?.identity }
        switch test.kind {
        case .isNode: return true
        case .isRoot: return parent(node) == nil
        case .isLeaf: return try !nodes(hierarchy).contains { parent($0) == node.identity }
        case .isSibling(let other):
            guard let other = try self.node(try evaluator.value(other), hierarchy) else { return false }
            return other.identity != node.identity && parent(other) == parent(node)
        case .isDescendant(let other, let limit, let includesSelf):
            return isWithin(try distance(own, try evaluator.value(other), hierarchy), limit, includesSelf)
        case .isAncestor(let other, let limit, let includesSelf):
            return isWithin(try distance(try evaluator.value(other), own, hierarchy), limit, includesSelf)
        }
    }

    // MARK: Transformations

    func selected(_ selection: BoundHierarchySelection, _ rows: [Instance]) throws -> [Instance] {
        let start = try run(selection.start, on: rows).map { try with($0).value(selection.node) }
        return try rows.filter { row in
            let own = try with(row).value(selection.node)
            return try start.contains { other in
                let steps =
                    selection.isAncestors
                    ? try distance(other, own, selection.hierarchy) : try distance(own, other, selection.hierarchy)
                return isWithin(steps, selection.distance, selection.keepsStart)
            }
        }
    }

    func traversed(_ traversal: BoundTraversal, _ rows: [Instance]) throws -> [Instance] {
        let hierarchy = traversal.hierarchy
        let nodes = try sorted(try nodes(hierarchy, traversal.nodes), by: traversal.siblings)
        func children(_ parent: [EdmValue]?) -> [Instance] {
            nodes.filter { node in
                let own = evaluator.related(node, hierarchy.parent.name).first?.identity
                return own.flatMap { own in nodes.contains { $0.identity == own } ? own : nil } == parent
            }
        }
        func visit(_ node: Instance) throws -> [Instance] {
            let own = try rows.filter { try with($0).value(traversal.node) == node.row[hierarchy.node.name] }
            let below = try children(node.identity).flatMap(visit)
            return traversal.isPreorder ? own + below : below + own
        }
        return try children(nil).flatMap(visit)
    }

    // MARK: Rollups

    /// What is made of the portion of each node, or of each combination of nodes.
    func rolledUp(
        _ rollups: ArraySlice<BoundRollup>,
        _ rows: [Instance],
        isAlone: Bool = false,
        _ work: (_ rows: [Instance], _ isAlone: Bool) throws -> [Instance]
    ) throws -> [Instance] {
        guard let rollup = rollups.first else { return try work(rows, isAlone) }
        return try nodes(rollup.hierarchy, rollup.nodes).flatMap { node in
            let identifier = node.row[rollup.hierarchy.node.name] ?? .null
            let portion = try rows.filter { row in
                try distance(try with(row).value(rollup.node), identifier, rollup.hierarchy) != nil
            }
            let results = try rolledUp(rollups.dropFirst(), portion, isAlone: true, work)
            return try results.map { try show(node, of: rollup, in: $0) }
        }
    }

    /// What a sequence makes of a portion that may be empty.
    func portion(_ sequence: BoundApply?, _ rows: [Instance]) throws -> [Instance] {
        try sequence.map { try run($0, on: rows) } ?? [Self.empty(like: Instance(set: set, row: [:]))]
    }

    private func show(_ node: Instance, of rollup: BoundRollup, in result: Instance) throws -> Instance {
        guard let key = rollup.key else {
            var whole = node
            whole.row.merge(result.row) { _, new in new }
            whole.parts = result.parts
            return whole
        }
        var row = result
        let nothing = Self.empty(like: Instance(set: set, row: [:]))
        switch key.node {
        case .property(let path, let property):
            try attach(path.steps[...], of: nothing, to: &row) {
                $0.row[property.name] = node.row[rollup.hierarchy.node.name]
            }
        case .navigation(let path):
            guard case .navigation(let navigation, _)? = path.steps.last else { return row }
            try attach(path.steps.dropLast(), of: nothing, to: &row) { $0.parts[navigation.name] = [node] }
        default: break
        }
        return row
    }
}
