import OData
import SQLCore

/// Rows of the yard as plain values, the same for the same seed.
struct YardWorld: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case vehicle = "Vehicle"
        case truck = "Truck"
        case crane = "Crane"
        case boat = "Boat"

        /// Whether a type is this one or derives from it.
        func includes(_ other: Kind) -> Bool {
            switch self {
            case .vehicle: true
            case .truck: other == .truck || other == .crane
            case .crane, .boat: other == self
            }
        }
    }

    struct Place: Sendable {
        var city: String?
        var since: EdmDate?
        /// At most one.
        var inner: [Place] = []
        var isPort = false
        /// Of ports only.
        var depth: Double?
    }

    struct Part: Sendable {
        var number: Int
        var label: String?
    }

    struct Vehicle: Sendable {
        var id: Int
        var kind: Kind
        var name: String?
        var home: Place?
        var tags: [String]
        var stops: [Place]
        var times: [Int64?]
        var flags: Int64
        /// In units of 10^-18.
        var price: Int128?
        var load: Double?
        var reach: Int?
        var draught: Double?
        var owner: String?
        var plate: String?
        var parts: [Part]
        var twins: [Int]
    }

    var vehicles: [Vehicle] = []
    static let owners = ["o1", "O2", "ö3", "zz"]
    static let words = ["red", "Red", "x \"y\"", "o'hara", "", "Äpfel", "blue", "😀", "a_b", "100%"]
    static let cities = ["Rome", "rome", "Oslo", "Bari", "Łódź", "", "Paris"]
    static let numbers: [Double] = [0, 1, 2, 7.5, -1, 30, 2.5]
    static let micros: [Int64] = [0, 1_500_000, -1_000, 1_709_164_800_000_000]
    static let prices: [(text: String, value: Int128)] = [
        ("0", 0), ("1", unit), ("2.5", 25 * (unit / 10)), ("-0.000000000000000001", -1), ("0.1", unit / 10),
        ("-123456789012345678.000000000000000001", -123_456_789_012_345_678 * unit - 1),
        ("123456789012345678.5", 123_456_789_012_345_678 * unit + unit / 2),
    ]
    static let unit: Int128 = 1_000_000_000_000_000_000

    init(seed: UInt64, count: Int = 24) {
        var random = SeededRandom(seed: seed)
        vehicles = (0..<count).map { Self.vehicle($0 + 1, count, &random) }
    }

    private static func vehicle(_ id: Int, _ count: Int, _ random: inout SeededRandom) -> Vehicle {
        let kind = random.pick(Kind.allCases)
        return Vehicle(
            id: id,
            kind: kind,
            name: random.optional(random.pick(words)),
            home: random.below(4) == 0 ? nil : place(&random, depth: 1),
            tags: random.list(3) { $0.pick(words) },
            stops: random.list(3) { place(&$0, depth: 1) },
            times: random.list(3) { $0.optional($0.pick(micros)) },
            flags: Int64(random.below(4)),
            price: random.optional(random.pick(prices).value),
            load: Kind.truck.includes(kind) ? random.optional(random.pick(numbers)) : nil,
            reach: kind == .crane ? random.optional(random.below(40)) : nil,
            draught: kind == .boat ? random.optional(random.pick(numbers)) : nil,
            owner: random.optional(random.pick(owners)),
            plate: random.below(3) == 0 ? random.pick(words) : nil,
            parts: (0..<random.below(4)).map { Part(number: $0 + 1, label: random.optional(random.pick(words))) },
            twins: Set(random.list(4) { $0.below(count) + 1 }).sorted()
        )
    }

    private static func place(_ random: inout SeededRandom, depth: Int) -> Place {
        let isPort = random.below(3) == 0
        return Place(
            city: random.optional(random.pick(cities)),
            since: random.optional(EdmDate(daysSinceEpoch: random.pick(ShopRows.days))),
            inner: depth > 0 && random.below(2) == 0 ? [place(&random, depth: depth - 1)] : [],
            isPort: isPort,
            depth: isPort ? random.optional(random.pick(numbers)) : nil
        )
    }

    // MARK: Links

    func twins(_ vehicle: Vehicle) -> [Vehicle] { vehicle.twins.map { vehicles[$0 - 1] } }

    func fleet(_ owner: String?) -> [Vehicle] { owner.map { code in vehicles.filter { $0.owner == code } } ?? [] }
}

extension SeededRandom {
    /// The value, or none once in four times.
    mutating func optional<Value>(_ value: Value) -> Value? { below(4) == 0 ? nil : value }

    /// Fewer than so many.
    mutating func list<Value>(_ bound: Int, _ make: (inout SeededRandom) -> Value) -> [Value] {
        (0..<below(bound)).map { _ in make(&self) }
    }
}

// MARK: - Rows of the tables

extension YardWorld {
    /// The rows as the yard stores them.
    var rows: [Yard.Row] {
        Self.owners.map { Yard.Row(set: "Owners", values: [("Code", Yard.text($0))]) }
            + vehicles.flatMap { [row($0)] + children($0) }
    }

    var links: [(Int, Int)] { vehicles.flatMap { vehicle in vehicle.twins.map { (vehicle.id, $0) } } }

    private func row(_ vehicle: Vehicle) -> Yard.Row {
        var values: [(String, StructuredValue)] = [
            ("Id", Yard.int(Int64(vehicle.id))), ("Name", Self.text(vehicle.name)),
            ("Home", vehicle.home.map { Self.place($0) } ?? .null), ("Tags", .list(vehicle.tags.map { Yard.text($0) })),
            ("Stops", .list(vehicle.stops.map { Self.place($0) })),
            (
                "Times",
                .list(
                    vehicle.times.map { micros in
                        micros.map { .primitive(.dateTimeOffset(EdmDateTimeOffset(microseconds: $0))) } ?? .null
                    }
                )
            ),
            ("Kind", .primitive(.enumeration(EdmTypeName("Y", "Kind"), vehicle.flags))),
            (
                "Price",
                vehicle.price.flatMap { EdmDecimal(significand: $0, scale: 18) }.map { .primitive(.decimal($0)) }
                    ?? .null
            ),
        ]
        if Kind.truck.includes(vehicle.kind) { values.append(("Load", Self.number(vehicle.load))) }
        if vehicle.kind == .crane { values.append(("Reach", vehicle.reach.map { Yard.int(Int64($0)) } ?? .null)) }
        if vehicle.kind == .boat { values.append(("Draught", Self.number(vehicle.draught))) }
        return Yard.Row(
            set: "Vehicles",
            type: vehicle.kind.rawValue,
            values: values,
            columns: ["Owner$Code": vehicle.owner.map { .text($0) } ?? .null]
        )
    }

    private func children(_ vehicle: Vehicle) -> [Yard.Row] {
        let owner: [String: SQLValue] = ["$owner1": .integer(Int64(vehicle.id))]
        var rows = vehicle.parts.map { part in
            Yard.Row(
                set: "Vehicles/Parts",
                values: [("No", Yard.int(Int64(part.number))), ("Label", Self.text(part.label))],
                columns: owner
            )
        }
        if let plate = vehicle.plate {
            rows.append(Yard.Row(set: "Vehicles/Plate", values: [("Letters", Yard.text(plate))], columns: owner))
        }
        return rows
    }

    private static func text(_ text: String?) -> StructuredValue { text.map { Yard.text($0) } ?? .null }

    private static func number(_ number: Double?) -> StructuredValue {
        number.map { .primitive(.double($0)) } ?? .null
    }

    private static func place(_ place: Place) -> StructuredValue {
        var members: [StructuredValue.Member] = [
            .init("City", text(place.city)), .init("Since", place.since.map { .primitive(.date($0)) } ?? .null),
            .init("Inner", place.inner.first.map { Self.place($0) } ?? .null),
        ]
        if place.isPort { members.append(.init("Depth", number(place.depth))) }
        return .structure(members, type: EdmTypeName("Y", place.isPort ? "Port" : "Place"))
    }
}
