/// A request for vehicles, and the answer that it must have.
struct YardRequest {
    let text: String
    /// The members of `value`, and the count where it was asked for.
    let rows: [String]
    let count: Int?

    /// What is done with a collection of vehicles.
    private struct Shape {
        var options: [String] = []
        var filter: YardCondition?
        var order: [(YardRule<YardKey>, isDescending: Bool)] = []
        var skip = 0
        var top = Int.max
        var counts = false
        var selected: Set<String> = []
        var expands: [Expand] = []
    }

    private indirect enum Expand {
        case twins(Shape)
        case parts(least: Int)
        case plate
        case owner
    }

    /// Makes a request; the same for the same seed.
    init(seed: UInt64, world: YardWorld) {
        var generator = YardGenerator(seed: seed)
        var vehicles = world.vehicles
        var declared = YardWorld.Kind.vehicle
        var path = "Vehicles"
        switch generator.random.below(6) {
        case 0:
            declared = generator.random.pick([.truck, .crane, .boat])
            path += "/Y.\(declared.rawValue)"
            vehicles = vehicles.filter { declared.includes($0.kind) }
        case 1:
            let vehicle = generator.random.pick(vehicles)
            path += "(\(vehicle.id))/Twins"
            vehicles = world.twins(vehicle)
        case 2:
            let owner = generator.random.pick(YardWorld.owners)
            path = "Owners(\(YardGenerator.quoted(owner)))/Vehicles"
            vehicles = world.fleet(owner)
        default: break
        }
        let shape = Self.shape(&generator, declared, depth: 1)
        text = path + "?" + shape.options.joined(separator: "&")
        let (page, all) = Self.page(shape, of: vehicles, world)
        rows = page.map { Self.object($0, shape, declared, world) }
        count = shape.counts ? all : nil
    }

    // MARK: The text

    private static func shape(_ generator: inout YardGenerator, _ declared: YardWorld.Kind, depth: Int) -> Shape {
        var shape = Shape()
        if generator.random.below(5) > 0 {
            let filter = generator.condition(YardGenerator.Place(), depth + 1)
            shape.filter = filter
            shape.options.append("$filter=" + filter.text)
        }
        if generator.random.below(2) == 0 {
            shape.order = generator.random.list(3) { _ in 0 }.map { _ in key(&generator) }
            let items = shape.order.map { $0.0.text + ($0.isDescending ? " desc" : "") }
            if !items.isEmpty { shape.options.append("$orderby=" + items.joined(separator: ",")) }
        }
        if generator.random.below(4) == 0 {
            shape.top = generator.random.below(8)
            shape.options.append("$top=\(shape.top)")
        }
        if generator.random.below(5) == 0 {
            shape.skip = generator.random.below(5)
            shape.options.append("$skip=\(shape.skip)")
        }
        if generator.random.below(4) == 0 {
            shape.counts = true
            shape.options.append("$count=true")
        }
        select(&shape, &generator, declared)
        if depth > 0, generator.random.below(2) == 0 { expand(&shape, &generator, depth) }
        return shape
    }

    private static func select(_ shape: inout Shape, _ generator: inout YardGenerator, _ declared: YardWorld.Kind) {
        let names = YardText.columns.filter { column in
            (column.kind.includes(declared) || declared.includes(column.kind)) && generator.random.below(3) == 0
        }
        let shown = names.isEmpty ? [YardText.columns[0]] : names
        shape.selected = Set(shown.map(\.name))
        let items = shown.map { column in
            column.kind.includes(declared) ? column.name : "Y.\(column.kind.rawValue)/\(column.name)"
        }
        shape.options.append("$select=" + items.joined(separator: ","))
    }

    private static func expand(_ shape: inout Shape, _ generator: inout YardGenerator, _ depth: Int) {
        var items: [String] = []
        if generator.random.below(2) == 0 {
            let least = generator.random.below(3)
            items.append("Parts($filter=No gt \(least);$orderby=No desc;$select=No,Label)")
            shape.expands.append(.parts(least: least))
        }
        if generator.random.below(3) == 0 {
            items.append("Plate")
            shape.expands.append(.plate)
        }
        if generator.random.below(3) == 0 {
            items.append("Owner($select=Code)")
            shape.expands.append(.owner)
        }
        if generator.random.below(2) == 0 {
            let inner = Self.shape(&generator, .vehicle, depth: depth - 1)
            items.append("Twins(" + inner.options.joined(separator: ";") + ")")
            shape.expands.append(.twins(inner))
        }
        if !items.isEmpty { shape.options.append("$expand=" + items.joined(separator: ",")) }
    }

    private static func key(_ generator: inout YardGenerator) -> (YardRule<YardKey>, isDescending: Bool) {
        let isDescending = generator.random.below(2) == 0
        if generator.random.below(2) == 0 {
            let text = generator.text(YardGenerator.Place())
            return (YardRule(text.text) { .text(text.value($0)) }, isDescending)
        }
        let number = generator.number(YardGenerator.Place())
        return (YardRule(number.text) { .number(number.value($0)) }, isDescending)
    }

    // MARK: The answer

    private static func page(
        _ shape: Shape,
        of vehicles: [YardWorld.Vehicle],
        _ world: YardWorld
    ) -> (page: [YardWorld.Vehicle], count: Int) {
        let matches = vehicles.filter { shape.filter?.holds(YardScope(world, $0)) ?? true }
        let sorted = matches.sorted { left, right in
            for (key, isDescending) in shape.order {
                let order = key.value(YardScope(world, left)).order(to: key.value(YardScope(world, right)))
                if order != 0 { return isDescending ? order > 0 : order < 0 }
            }
            return left.id < right.id
        }
        return (Array(sorted.dropFirst(shape.skip).prefix(shape.top)), matches.count)
    }

    private static func object(
        _ vehicle: YardWorld.Vehicle,
        _ shape: Shape,
        _ declared: YardWorld.Kind,
        _ world: YardWorld
    ) -> String {
        var members = YardText.members(vehicle, shape.selected, declared: declared)
        for expand in shape.expands {
            switch expand {
            case .parts(let least):
                let parts = vehicle.parts.filter { $0.number > least }.reversed()
                let objects = parts.map { "{\"No\":\($0.number),\"Label\":\(YardText.text($0.label))}" }
                members.append("\"Parts\":" + YardText.list(objects))
            case .plate:
                members.append("\"Plate\":" + (vehicle.plate.map { "{\"Letters\":\(YardText.text($0))}" } ?? "null"))
            case .owner:
                members.append("\"Owner\":" + (vehicle.owner.map { "{\"Code\":\(YardText.text($0))}" } ?? "null"))
            case .twins(let inner):
                let (page, count) = page(inner, of: world.twins(vehicle), world)
                if inner.counts { members.append("\"Twins@count\":\(count)") }
                members.append("\"Twins\":" + YardText.list(page.map { object($0, inner, .vehicle, world) }))
            }
        }
        return YardText.object(members)
    }
}

/// What rows are sorted by; null is the lowest.
enum YardKey {
    case text(String?)
    case number(Double?)

    func order(to other: YardKey) -> Int {
        switch (self, other) {
        case (.text(let left), .text(let right)): Self.order(left, right, by: YardOrder.text)
        case (.number(let left), .number(let right)): Self.order(left, right, by: YardOrder.values)
        default: 0
        }
    }

    private static func order<Value>(_ left: Value?, _ right: Value?, by order: (Value, Value) -> Int) -> Int {
        guard let left else { return right == nil ? 0 : -1 }
        guard let right else { return 1 }
        return order(left, right)
    }
}
