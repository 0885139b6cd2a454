import OData

/// The yard's rows as answers spell them.
enum YardText {
    /// What can be selected of a vehicle, in the order of the model; those behind a type only where it is of that type.
    static let columns: [(name: String, kind: YardWorld.Kind)] = [
        ("Id", .vehicle), ("Name", .vehicle), ("Home", .vehicle), ("Tags", .vehicle), ("Stops", .vehicle),
        ("Times", .vehicle), ("Kind", .vehicle), ("Price", .vehicle), ("Load", .truck), ("Reach", .crane),
        ("Draught", .boat),
    ]

    /// The members of a vehicle that are selected, by name, with its type where that is not the declared one.
    static func members(
        _ vehicle: YardWorld.Vehicle,
        _ selected: Set<String>,
        declared: YardWorld.Kind
    ) -> [String] {
        let type = vehicle.kind == declared ? [] : ["\"@type\":\"#Y.\(vehicle.kind.rawValue)\""]
        let shown = columns.filter { selected.contains($0.name) && $0.kind.includes(vehicle.kind) }
        return type + shown.map { "\"\($0.name)\":" + value($0.name, of: vehicle) }
    }

    private static func value(_ name: String, of vehicle: YardWorld.Vehicle) -> String {
        switch name {
        case "Id": String(vehicle.id)
        case "Name": text(vehicle.name)
        case "Home": vehicle.home.map { place($0) } ?? "null"
        case "Tags": list(vehicle.tags.map { text($0) })
        case "Stops": list(vehicle.stops.map { place($0) })
        case "Times": list(vehicle.times.map { time($0) })
        case "Kind": ["\"None\"", "\"Old\"", "\"Fast\"", "\"Old,Fast\""][Int(vehicle.flags)]
        case "Price": vehicle.price.map { decimal($0) } ?? "null"
        case "Load": number(vehicle.load)
        case "Reach": vehicle.reach.map { String($0) } ?? "null"
        default: number(vehicle.draught)
        }
    }

    static func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

    static func object(_ members: [String]) -> String { "{" + members.joined(separator: ",") + "}" }

    static func text(_ text: String?) -> String {
        ReferenceText.json(text.map { .string($0) } ?? .null, .primitive(.string))
    }

    private static func number(_ number: Double?) -> String {
        ReferenceText.json(number.map { .double($0) } ?? .null, .primitive(.double))
    }

    private static func time(_ micros: Int64?) -> String {
        let value = micros.map { EdmValue.dateTimeOffset(EdmDateTimeOffset(microseconds: $0)) }
        return ReferenceText.json(value ?? .null, .primitive(.dateTimeOffset))
    }

    private static func place(_ place: YardWorld.Place) -> String {
        var members = place.isPort ? ["\"@type\":\"#Y.Port\""] : []
        members.append("\"City\":" + text(place.city))
        members.append("\"Since\":" + ReferenceText.json(place.since.map { .date($0) } ?? .null, .primitive(.date)))
        members.append("\"Inner\":" + (place.inner.first.map { Self.place($0) } ?? "null"))
        if place.isPort { members.append("\"Depth\":" + number(place.depth)) }
        return object(members)
    }

    /// With its 18 digits behind the point.
    private static func decimal(_ value: Int128) -> String {
        let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: YardWorld.unit.magnitude)
        let digits = String(rest)
        return (value < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: 18 - digits.count) + digits
    }
}
