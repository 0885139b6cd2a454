import OData

/// Carries out `$apply` on rows in memory, transformation by transformation, as the specification tells it.
struct ReferenceApply {
    typealias Instance = ReferenceEvaluator.Instance

    var evaluator: ReferenceEvaluator
    /// The set that the rows come from.
    var set = Shop.items

    init(evaluator: ReferenceEvaluator) { self.evaluator = evaluator }

    func run(_ apply: BoundApply, on rows: [Instance]) throws -> [Instance] {
        try apply.steps.reduce(rows) { rows, step in
            var inner = self
            inner.set = Shop.set(apply.shape.entitySet.name) ?? set
            inner.evaluator.these = rows
            return try inner.step(step, rows)
        }
    }

    func with(_ row: Instance) -> ReferenceEvaluator {
        var inner = evaluator
        inner.variables[0] = row
        return inner
    }

    private func step(_ step: BoundTransformation, _ rows: [Instance]) throws -> [Instance] {
        switch step {
        case .filter(let condition): return try rows.filter { try with($0).isTrue(condition) }
        case .search(let search): return rows.filter { ReferenceSearch.matches(search, $0) }
        case .orderBy(let items): return try sorted(rows, by: items)
        case .skip(let number): return Array(rows.dropFirst(number))
        case .top(let number): return Array(rows.prefix(number))
        case .compute(let items):
            return try rows.map { row in
                var row = row
                for item in items { row.row[item.name] = try with(row).value(item.expression) }
                return row
            }
        case .aggregate(let items): return [try aggregated(items, rows)]
        case .groupBy(let keys, let rollups, let sequence):
            return try rolledUp(rollups[...], rows) { rows, isAlone in
                isAlone && keys.isEmpty
                    ? try portion(sequence, rows) : try grouped(keys, sequence, rows)
            }
        case .ranked(let kind, let quantity, let measure): return try ranked(kind, quantity, measure, rows)
        case .concat(let branches, let isUniform): return try concat(branches, isUniform, rows)
        case .join(let join): return try joined(join, rows)
        case .addNested: return rows
        case .nest(let nestings):
            var row = Self.empty(like: Instance(set: set, row: [:]))
            for nesting in nestings { row.parts[nesting.alias.name] = rows }
            return [row]
        case .hierarchy(let selection): return try selected(selection, rows)
        case .traverse(let traversal): return try traversed(traversal, rows)
        }
    }

    // MARK: Order

    /// Whether a tuple comes before another; null is the lowest value.
    static func precedes(_ left: [EdmValue], _ right: [EdmValue]) -> Bool {
        for (first, second) in zip(left, right) {
            let order = ReferenceEvaluator.order(first, second)
            if order != 0 { return order < 0 }
        }
        return false
    }

    /// Whether tuples are equal; strings that Swift takes for equal may differ here.
    private static func isSame(_ left: [EdmValue], _ right: [EdmValue]) -> Bool {
        zip(left, right).allSatisfy { ReferenceEvaluator.order($0, $1) == 0 }
    }

    func sorted(_ rows: [Instance], by items: [BoundOrdering]) throws -> [Instance] {
        let keyed = try rows.map { row in (row, try items.map { try with(row).value($0.expression) }) }
        return keyed.sorted { left, right in
            for (position, item) in items.enumerated() {
                let order = ReferenceEvaluator.order(left.1[position], right.1[position])
                if order != 0 { return item.isDescending ? order > 0 : order < 0 }
            }
            return false
        }
        .map(\.0)
    }

    private func ranked(
        _ kind: RankedSelectionSyntax,
        _ quantity: BoundExpression,
        _ measure: BoundExpression,
        _ rows: [Instance]
    ) throws -> [Instance] {
        let isTop = kind == .topCount || kind == .topSum || kind == .topPercent
        let sorted = try sorted(rows, by: [BoundOrdering(measure, isDescending: isTop)])
        guard case .constant(let constant) = quantity.node, let bound = Exact(constant) else {
            throw ReferenceEvaluator.Failure.unsupported("quantity")
        }
        if kind == .topCount || kind == .bottomCount { return Array(sorted.prefix(Int(bound.significand))) }
        let values = try sorted.map { Exact(try with($0).value(measure)) ?? Exact(0) }
        var limit = bound
        if kind == .topPercent || kind == .bottomPercent {
            let total = values.reduce(Exact(0)) { Self.sum($0, $1) }
            limit = Exact(total.significand * bound.significand, scale: total.scale + bound.scale + 2)
        }
        var kept: [Instance] = []
        var before = Exact(0)
        for (row, value) in zip(sorted, values) {
            if before < limit { kept.append(row) }
            before = Self.sum(before, value)
        }
        return kept
    }

    private static func sum(_ left: Exact, _ right: Exact) -> Exact {
        let (first, second, scale) = Exact.aligned(left, right)
        return Exact(first + second, scale: scale)
    }

    // MARK: Groups

    private func grouped(
        _ keys: [BoundExpression],
        _ sequence: BoundApply?,
        _ rows: [Instance]
    ) throws -> [Instance] {
        var groups: [(key: [EdmValue], rows: [Instance])] = []
        for row in rows {
            let key = try keys.flatMap { try groupingKey($0, of: row) }
            if let position = groups.firstIndex(where: { Self.isSame($0.key, key) }) {
                groups[position].rows.append(row)
            } else {
                groups.append((key, [row]))
            }
        }
        groups.sort { Self.precedes($0.key, $1.key) }
        return try groups.flatMap { group in
            guard let first = group.rows.first else { return [Instance]() }
            let results = try sequence.map { try run($0, on: group.rows) } ?? [Self.empty(like: first)]
            return try results.map { result in
                if result.isEntity { return result }
                var row = result
                for key in keys { try attach(key, of: first, to: &row) }
                return row
            }
        }
    }

    static func empty(like row: Instance) -> Instance {
        var empty = Instance(set: row.set, row: [:])
        empty.isEntity = false
        return empty
    }

    private func groupingKey(_ key: BoundExpression, of row: Instance) throws -> [EdmValue] {
        guard case .navigation(let path) = key.node else { return [try with(row).value(key)] }
        guard let entity = with(row).instance(at: path) else { return [.null] }
        return entity.identity
    }

    /// Gives a group's row what the group is made by.
    private func attach(_ key: BoundExpression, of first: Instance, to row: inout Instance) throws {
        switch key.node {
        case .property(let path, let property):
            let value = try with(first).value(key)
            try attach(path.steps[...], of: first, to: &row) { $0.row[property.name] = value }
        case .navigation(let path):
            guard case .navigation(let navigation, _)? = path.steps.last else { return }
            let entity = with(first).instance(at: path)
            try attach(path.steps.dropLast(), of: first, to: &row) {
                $0.parts[navigation.name] = entity.map { [$0] } ?? []
            }
        default: return
        }
    }

    func attach(
        _ steps: ArraySlice<BoundStep>,
        of source: Instance,
        to row: inout Instance,
        _ work: (inout Instance) -> Void
    ) throws {
        guard case .navigation(let navigation, let set)? = steps.first else { return work(&row) }
        let related = evaluator.related(source, navigation.name).first
        guard let target = set.flatMap({ Shop.set($0) }) else { return }
        var part = row.parts[navigation.name]?.first ?? Instance(set: target, row: [:])
        part.isEntity = false
        var nothing = Instance(set: target, row: [:])
        nothing.isEntity = false
        try attach(steps.dropFirst(), of: related ?? nothing, to: &part, work)
        row.parts[navigation.name] = [part]
    }

    // MARK: Aggregates

    private func aggregated(_ items: [BoundAggregate], _ rows: [Instance]) throws -> Instance {
        var result = Instance(set: set, row: [:])
        result.isEntity = false
        for item in items { result.row[item.name] = try value(of: item, rows) }
        return result
    }

    private func value(of item: BoundAggregate, _ rows: [Instance]) throws -> EdmValue {
        try value(of: item, item.stages.reversed()[...], rows)
    }

    /// The stages from the last one inwards.
    private func value(
        of item: BoundAggregate,
        _ stages: ArraySlice<BoundAggregate.Stage>,
        _ rows: [Instance]
    ) throws -> EdmValue {
        guard let stage = stages.first else { return try first(of: item, rows) }
        var groups: [(key: [EdmValue], rows: [Instance])] = []
        for row in rows {
            let key = try stage.keys.flatMap { try groupingKey($0, of: row) }
            if let position = groups.firstIndex(where: { Self.isSame($0.key, key) }) {
                groups[position].rows.append(row)
            } else {
                groups.append((key, [row]))
            }
        }
        let values = try groups.map { try value(of: item, stages.dropFirst(), $0.rows) }
        return try Self.aggregate(values, stage.method, stage.type)
    }

    private func first(of item: BoundAggregate, _ rows: [Instance]) throws -> EdmValue {
        // Pairs of what the row is and what is reached, each entity once.
        var reached = rows.map { row in (member: row, evaluator: with(row)) }
        for hop in item.hops {
            var seen: [[EdmValue]] = []
            reached = reached.flatMap { item in
                item.evaluator.members(hop.collection).compactMap { member in
                    guard !seen.contains(where: { Self.isSame($0, member.identity) }) else { return nil }
                    seen.append(member.identity)
                    return (member, item.evaluator.with(hop.variable, member))
                }
            }
        }
        switch item.source {
        case .rows: return Exact(Int128(reached.count)).value
        case .custom(let name): throw ReferenceEvaluator.Failure.unsupported(name)
        case .value(let expression):
            if case .navigation(let path) = expression.node {
                var found: [[EdmValue]] = []
                for identity in reached.compactMap({ $0.evaluator.instance(at: path)?.identity })
                where !found.contains(where: { Self.isSame($0, identity) }) {
                    found.append(identity)
                }
                return Exact(Int128(found.count)).value
            }
            return try Self.aggregate(
                try reached.map { try $0.evaluator.value(expression) },
                item.method,
                item.firstType
            )
        }
    }

    static func aggregate(
        _ all: [EdmValue],
        _ method: BoundAggregate.Method,
        _ type: EdmTypeReference
    ) throws -> EdmValue {
        let values = all.filter { $0 != .null }
        switch method {
        case .count: return Exact(Int128(all.count)).value
        case .countDistinct:
            var distinct: [EdmValue] = []
            for value in values where !distinct.contains(where: { ReferenceEvaluator.order($0, value) == 0 }) {
                distinct.append(value)
            }
            return Exact(Int128(distinct.count)).value
        case .min: return values.min { ReferenceEvaluator.order($0, $1) < 0 } ?? .null
        case .max: return values.max { ReferenceEvaluator.order($0, $1) < 0 } ?? .null
        case .sum, .average:
            if values.isEmpty { return .null }
            let sum = try values.map(exact).reduce(Exact(0)) { Self.sum($0, $1) }
            guard sum.scaled(to: sum.scale) != nil else { throw ReferenceEvaluator.Failure.overflow }
            if method == .average {
                guard case .fixed(let scale) = type.facets.scale else {
                    throw ReferenceEvaluator.Failure.unsupported("average")
                }
                let average = sum.divided(by: Exact(Int128(values.count)), scale: scale)
                guard average.scaled(to: scale) != nil else { throw ReferenceEvaluator.Failure.overflow }
                return average.value
            }
            if type.primitive == .decimal { return sum.value }
            guard let number = sum.scaled(to: 0) else { throw ReferenceEvaluator.Failure.overflow }
            return .integer(number)
        }
    }

    private static func exact(_ value: EdmValue) throws -> Exact {
        guard let exact = Exact(value) else { throw ReferenceEvaluator.Failure.unsupported("sum of doubles") }
        return exact
    }

    // MARK: Several sequences and related entities

    private func concat(_ branches: [BoundApply], _ isUniform: Bool, _ rows: [Instance]) throws -> [Instance] {
        var next = 0
        return try branches.flatMap { branch in
            let first = isUniform ? 0 : next
            next += max(1, branch.shape.variants.count)
            return try run(branch, on: rows).map { row in
                var row = row
                row.variant += first
                return row
            }
        }
    }

    private func joined(_ join: BoundJoin, _ rows: [Instance]) throws -> [Instance] {
        try rows.flatMap { row in
            let members = with(row).members(join.collection).sorted { Self.precedes($0.identity, $1.identity) }
            let related = try run(join.sequence, on: members)
            if related.isEmpty, !join.isOuter { return [Instance]() }
            let pairs: [[Instance]] = related.isEmpty ? [[]] : related.map { [$0] }
            return pairs.map { pair in
                var result = row
                result.parts[join.alias.name] = pair
                return result
            }
        }
    }
}
