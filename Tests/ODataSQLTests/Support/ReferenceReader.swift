import OData
import ODataSQL

/// Answers bound reads from the sample data in memory, slowly and plainly.
struct ReferenceReader {
    typealias Instance = ReferenceEvaluator.Instance

    let data: ShopRows
    var now: Int64 = ShopDatabase.clock.nowMicroseconds

    private var evaluator: ReferenceEvaluator { ReferenceEvaluator(data: data, now: now) }

    /// The members of `value`, one JSON object each, and the count where it was asked for.
    func rows(_ read: BoundRead) throws -> (rows: [String], count: Int?) {
        let matches = try restricted(try applied(try reached(read), by: read.query), by: read.query)
        let page = try part(try ordered(matches, by: read.query), of: read.query)
        return (try page.map { try object($0, read.query) }, read.query.count ? matches.count : nil)
    }

    /// The number that `/$count` gives.
    func count(_ read: BoundRead) throws -> Int {
        try restricted(try applied(try reached(read), by: read.query), by: read.query).count
    }

    private func applied(_ rows: [Instance], by query: BoundQuery) throws -> [Instance] {
        guard let apply = query.apply else { return rows }
        let sorted = rows.sorted { left, right in
            ReferenceApply.precedes(left.identity, right.identity)
        }
        return try ReferenceApply(evaluator: evaluator).run(apply, on: sorted)
    }

    // MARK: Rows

    private func all(_ name: String) -> [Instance] {
        guard let set = Shop.set(name) else { return [] }
        return (data.rows[name] ?? []).map { Instance(set: set, row: $0) }
    }

    /// Whether the entity that the path's last navigation starts from is there; without it nothing is found.
    func exists(_ read: BoundRead) throws -> Bool {
        let last = read.steps.lastIndex { if case .navigation = $0 { true } else { false } }
        guard let last else { return true }
        return try !reached(read.root.name, read.steps.prefix(last)).isEmpty
    }

    private func reached(_ read: BoundRead) throws -> [Instance] { try reached(read.root.name, read.steps[...]) }

    private func reached(_ root: String, _ steps: ArraySlice<BoundRead.Step>) throws -> [Instance] {
        var current = all(root)
        for step in steps {
            switch step {
            case .key(let values):
                current = current.filter { instance in
                    values.allSatisfy { instance.row[$0.property.name] == $0.value }
                }
            case .navigation(let navigation, _):
                current = current.flatMap { evaluator.related($0, navigation.name) }
            case .filter(let expression, let variable):
                current = try current.filter { try with(variable, $0).isTrue(expression) }
            case .cast, .complex, .slice: continue
            }
        }
        return current
    }

    private func with(_ variable: BoundVariable, _ instance: Instance) -> ReferenceEvaluator {
        var inner = evaluator
        inner.variables[variable.number] = instance
        return inner
    }

    private func restricted(_ rows: [Instance], by query: BoundQuery) throws -> [Instance] {
        try rows.filter { instance in
            if let search = query.search, !ReferenceSearch.matches(search, instance) { return false }
            return try query.filter.map { try with(query.variable, instance).isTrue($0) } ?? true
        }
    }

    private func ordered(_ rows: [Instance], by query: BoundQuery) throws -> [Instance] {
        let keyed = try rows.map { instance in
            let evaluator = with(query.variable, instance)
            return (instance, try query.orderBy.map { try evaluator.value($0.expression) })
        }
        let sorted = keyed.sorted { left, right in
            for (position, item) in query.orderBy.enumerated() {
                let order = ReferenceEvaluator.order(left.1[position], right.1[position])
                if order != 0 { return item.isDescending ? order > 0 : order < 0 }
            }
            return false
        }
        return sorted.map { $0.0 }
    }

    private func part(_ rows: [Instance], of query: BoundQuery) throws -> [Instance] {
        Array(rows.dropFirst(query.skip ?? 0).prefix(query.top ?? .max))
    }

    // MARK: Text

    private func object(_ instance: Instance, _ whole: BoundQuery) throws -> String {
        let query = whole.variants.isEmpty ? whole : whole.variants[instance.variant]
        let evaluator = with(query.variable, instance)
        var members = try selected(query, of: instance.set).map { shown in
            switch shown {
            case .column(let column):
                return "\"\(column.name)\":" + Self.text(instance.row[column.name] ?? .null, column.type)
            case .computed(let item):
                let value = try evaluator.value(item.expression)
                let type = item.expression.type
                return ReferenceText.typeMember(item.name, type) + "\"\(item.name)\":" + Self.text(value, type)
            case .dynamic(let property):
                return ReferenceText.typeMember(property.name, property.type) + "\"\(property.name)\":"
                    + Self.text(instance.row[property.name] ?? .null, property.type)
            case .null(let name): return "\"\(name)\":null"
            }
        }
        for expand in query.expand { members += try self.members(expand, of: instance) }
        return "{" + members.joined(separator: ",") + "}"
    }

    private enum Shown {
        case column(ShopSet.Column)
        case computed(BoundComputation)
        case dynamic(EdmProperty)
        case null(String)

        var name: String {
            switch self {
            case .column(let column): column.name
            case .computed(let item): item.name
            case .dynamic(let property): property.name
            case .null(let name): name
            }
        }
    }

    private func all(_ query: BoundQuery, of set: ShopSet) -> [Shown] {
        var shown: [Shown] = []
        if query.shape?.isEntity ?? true { shown += set.columns.map { .column($0) } }
        for member in query.shape?.members ?? [] {
            switch member {
            case .property(let property): shown += set.column(property.name).map { [.column($0)] } ?? []
            case .dynamic(let property): shown.append(.dynamic(property))
            case .null(let property): shown.append(.null(property.name))
            case .part, .entity, .joined, .nested: continue
            }
        }
        return shown + query.compute.map { .computed($0) }
    }

    private func selected(_ query: BoundQuery, of set: ShopSet) -> [Shown] {
        let all = all(query, of: set)
        guard case .items(let items) = query.select else { return all }
        var columns: [Shown] = []
        for item in items {
            switch item {
            case .allProperties: columns += all
            case .property(let property, _): columns += all.filter { $0.name == property.name }
            case .computed(let name): columns += all.filter { $0.name == name }
            case .derived, .navigation, .operation: continue
            }
        }
        var seen: Set<String> = []
        return columns.filter { seen.insert($0.name).inserted }
    }

    private func members(_ expand: BoundExpand, of instance: Instance) throws -> [String] {
        let name = expand.navigation.name
        let followed = (expand.source ?? expand.navigation).name
        let reached = evaluator.related(instance, followed)
        let related = try expand.navigation.isCollection ? applied(reached, by: expand.query) : reached
        guard expand.navigation.isCollection else {
            // What groups are made by is shown, whatever it is null.
            let isPart = expand.query.shape.map { !$0.isEntity } ?? false
            let nothing = isPart ? Shop.set(expand.entitySet.name).map { Instance(set: $0, row: [:]) } : nil
            guard let only = related.first ?? nothing else { return ["\"\(name)\":null"] }
            let object = try object(only, expand.query)
            guard expand.query.shape?.isEntity == true else { return ["\"\(name)\":\(object)"] }
            let context = contexts.nested(expand.query, in: expand.entitySet, isCollection: false)
            return ["\"\(name)\":{\"@odata.context\":\"\(context)\",\(object.dropFirst())"]
        }
        let matches = try restricted(related, by: expand.query)
        var members: [String] = []
        if expand.source != nil {
            let context = contexts.nested(expand.query, in: expand.entitySet, isCollection: true)
            members.append("\"\(name)@odata.context\":\"\(context)\"")
        }
        if expand.query.count || expand.form == .count { members.append("\"\(name)@odata.count\":\(matches.count)") }
        if expand.form == .count { return members }
        let page = try part(try ordered(matches, by: expand.query), of: expand.query)
        let objects = try page.map { try object($0, expand.query) }
        return members + ["\"\(name)\":[" + objects.joined(separator: ",") + "]"]
    }

    private var contexts: ContextURL {
        ContextURL(model: Shop.model, version: .v4_0, serviceRoot: "http://shop/")
    }

    static func text(_ value: EdmValue, _ type: EdmTypeReference) -> String { ReferenceText.json(value, type) }
}
