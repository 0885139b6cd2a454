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
        let matches = try restricted(try reached(read), by: read.query)
        let page = try part(try ordered(matches, by: read.query), of: read.query)
        return (try page.map { try object($0, read.query) }, read.query.count ? matches.count : nil)
    }

    /// The number that `/$count` gives.
    func count(_ read: BoundRead) throws -> Int { try restricted(try reached(read), by: read.query).count }

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
            case .cast: continue
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

    private func object(_ instance: Instance, _ query: BoundQuery) throws -> String {
        var members = selected(query.select, of: instance.set).map { column in
            "\"\(column.name)\":" + Self.text(instance.row[column.name] ?? .null, column)
        }
        for expand in query.expand { members += try self.members(expand, of: instance) }
        return "{" + members.joined(separator: ",") + "}"
    }

    private func selected(_ select: BoundSelect, of set: ShopSet) -> [ShopSet.Column] {
        guard case .items(let items) = select else { return set.columns }
        var columns: [ShopSet.Column] = []
        for item in items {
            switch item {
            case .allProperties: columns += set.columns
            case .property(let property, _): columns += set.column(property.name).map { [$0] } ?? []
            case .navigation, .operation: continue
            }
        }
        var seen: Set<String> = []
        return columns.filter { seen.insert($0.name).inserted }
    }

    private func members(_ expand: BoundExpand, of instance: Instance) throws -> [String] {
        let name = expand.navigation.name
        let related = evaluator.related(instance, name)
        guard expand.navigation.isCollection else {
            guard let only = related.first else { return ["\"\(name)\":null"] }
            return ["\"\(name)\":" + (try object(only, expand.query))]
        }
        let matches = try restricted(related, by: expand.query)
        var members: [String] = []
        if expand.query.count || expand.form == .count { members.append("\"\(name)@odata.count\":\(matches.count)") }
        if expand.form == .count { return members }
        let page = try part(try ordered(matches, by: expand.query), of: expand.query)
        let objects = try page.map { try object($0, expand.query) }
        return members + ["\"\(name)\":[" + objects.joined(separator: ",") + "]"]
    }

    /// A value as JSON has it.
    private static func text(_ value: EdmValue, _ column: ShopSet.Column) -> String {
        var writer = JSONWriter(capacity: 64)
        switch value {
        case .null, .binary: return "null"
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .decimal(let number):
            writer.decimal(
                Exact(number).scaled(to: column.storage.decimalScale) ?? 0,
                scale: column.storage.decimalScale
            )
        case .double(let number): writer.double(number)
        case .string(let text): writer.string(text)
        case .guid(let guid): writer.string(guid.description)
        case .date(let day): writer.string(day.description)
        case .timeOfDay(let time): writer.timeOfDay(microseconds: time.microseconds)
        case .dateTimeOffset(let instant): writer.dateTimeOffset(microseconds: instant.microseconds)
        case .duration(let duration): writer.duration(microseconds: duration.microseconds)
        case .enumeration(_, let number):
            let names = [(1, "Red"), (2, "Green"), (4, "Blue")].filter { number & $0.0 != 0 }.map(\.1)
            writer.string(number == 0 ? "None" : names.joined(separator: ","))
        }
        return String(decoding: writer.take(), as: UTF8.self)
    }
}
