/// Makes requests for vehicles, each with what it means: a condition is a text and a function that says the same.
struct YardGenerator {
    /// True, false or null, as the text has it for a vehicle.
    typealias Meaning = (YardVehicle) -> Bool?

    struct Condition {
        var text: String
        var holds: Meaning
    }

    struct Order {
        var text: String
        /// Whether the first comes before the second; nil where they are equal.
        var precedes: (YardVehicle, YardVehicle) -> Bool?
    }

    /// A whole request with its rows.
    struct Request {
        var text: String
        var numbers: [Int64]
        var count: Int
    }

    var random: SeededRandom
    /// The type of the rows at hand, which may be cast to no type beside it.
    private var current = "Vehicle"

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func request(_ fleet: [YardVehicle]) -> Request {
        let type = random.below(4) == 0 ? random.pick(["Truck", "Crane", "Boat"]) : "Vehicle"
        current = type
        var path = "Vehicles" + (type == "Vehicle" ? "" : "/Y.\(type)")
        var rows = fleet.filter { $0.isOf(type) }
        if random.below(5) == 0 {
            let segment = condition(1)
            path += "/$filter(\(segment.text))"
            rows = rows.filter { segment.holds($0) == true }
        }
        let filter = condition(3)
        rows = rows.filter { filter.holds($0) == true }
        let order = self.order()
        rows.sort { order.precedes($0, $1) ?? ($0.id < $1.id) }
        let (skip, top) = (random.below(4), random.below(20) + 1)
        return Request(
            text:
                "\(path)?$filter=\(filter.text)&$orderby=\(order.text)&$select=Id&$skip=\(skip)&$top=\(top)&$count=true",
            numbers: rows.dropFirst(skip).prefix(top).map(\.id),
            count: rows.count
        )
    }

    // MARK: Conditions

    private mutating func condition(_ depth: Int) -> Condition {
        guard depth > 0 else { return atom() }
        switch random.below(6) {
        case 0:
            let (left, right) = (condition(depth - 1), condition(depth - 1))
            return Condition(text: "(\(left.text) and \(right.text))") { row in
                let (first, second) = (left.holds(row), right.holds(row))
                if first == false || second == false { return false }
                return first == nil || second == nil ? nil : true
            }
        case 1:
            let (left, right) = (condition(depth - 1), condition(depth - 1))
            return Condition(text: "(\(left.text) or \(right.text))") { row in
                let (first, second) = (left.holds(row), right.holds(row))
                if first == true || second == true { return true }
                return first == nil || second == nil ? nil : false
            }
        case 2:
            let inner = condition(depth - 1)
            return Condition(text: "not (\(inner.text))") { row in inner.holds(row).map { !$0 } }
        default: return atom()
        }
    }

    /// Whether a path may be cast to a type: one above or below that of the rows.
    private func reaches(_ type: String) -> Bool {
        current == "Vehicle" || current == type || current == "Truck" && type == "Crane"
            || current == "Crane" && type == "Truck"
    }

    private mutating func atom() -> Condition {
        let choice = random.below(12)
        let types = [3: "Truck", 4: "Boat", 5: "Crane"]
        if let type = types[choice], !reaches(type) { return textTest("Name") { $0.name } }
        switch choice {
        case 0: return textTest("Name") { $0.name }
        case 1: return textTest("Home/City") { $0.home?.city }
        case 2: return textTest("Home/Inner/City") { $0.home?.inner?.city }
        case 3: return number("Y.Truck/Load") { $0.load }
        case 4: return number("Y.Boat/Draught") { $0.draught }
        case 5: return number("Y.Crane/Reach") { $0.reach.map(Double.init) }
        case 6: return number("Home/Y.Port/Depth") { $0.home?.depth }
        case 7:
            let types = ["Truck", "Crane", "Boat", "Vehicle"]
            let type = random.pick(types.filter { reaches($0) || $0 == "Vehicle" })
            return Condition(text: "isof(Y.\(type))") { $0.isOf(type) }
        case 8: return tags()
        case 9: return stops()
        case 10:
            let (name, flags) = random.pick(
                [("Old", 1), ("Fast", 2), ("Old,Fast", 3), ("None", 0)] as [(String, Int64)]
            )
            return Condition(text: "Kind has Y.Kind'\(name)'") { $0.kind & flags == flags }
        default:
            let bound = random.below(4)
            let name = random.pick(["Tags", "Stops"])
            return Condition(text: "\(name)/$count gt \(bound)") { row in
                (name == "Tags" ? row.tags.count : row.stops.count) > bound
            }
        }
    }

    private mutating func textTest(_ path: String, _ value: @escaping (YardVehicle) -> String?) -> Condition {
        let wanted = random.pick(YardVehicle.texts)
        let literal = Self.quoted(wanted)
        switch random.below(7) {
        case 0: return Condition(text: "\(path) eq null") { value($0) == nil }
        case 1: return Condition(text: "\(path) ne \(literal)") { !Self.same(value($0), wanted) }
        case 2:
            return Condition(text: "\(path) gt \(literal)") { row in
                value(row).map { wanted.utf8.lexicographicallyPrecedes($0.utf8) } ?? false
            }
        case 3:
            return Condition(text: "startswith(\(path),\(literal))") { row in
                value(row).map { $0.utf8.starts(with: wanted.utf8) }
            }
        case 4:
            let bound = random.below(5)
            return Condition(text: "length(\(path)) le \(bound)") { row in
                value(row).map { $0.unicodeScalars.count <= bound } ?? false
            }
        case 5:
            return Condition(text: "\(path) in (\(literal),null,'a')") { row in
                let found = value(row)
                return found == nil || Self.same(found, wanted) || Self.same(found, "a")
            }
        default: return Condition(text: "\(path) eq \(literal)") { Self.same(value($0), wanted) }
        }
    }

    private mutating func number(_ path: String, _ value: @escaping (YardVehicle) -> Double?) -> Condition {
        let bound = random.pick(YardVehicle.numbers)
        switch random.below(5) {
        case 0: return Condition(text: "\(path) ne null") { value($0) != nil }
        case 1: return Condition(text: "\(path) lt \(bound)") { row in value(row).map { $0 < bound } ?? false }
        case 2:
            return Condition(text: "\(path) mul 2 ge \(bound)") { row in value(row).map { $0 * 2 >= bound } ?? false }
        case 3:
            return Condition(text: "case(\(path) gt \(bound):true,\(path) eq null:null,true:false)") { row in
                value(row).map { $0 > bound }
            }
        default: return Condition(text: "\(path) eq \(bound)") { value($0) == bound }
        }
    }

    private mutating func tags() -> Condition {
        let wanted = random.pick(YardVehicle.texts)
        let literal = Self.quoted(wanted)
        switch random.below(4) {
        case 0: return Condition(text: "Tags/any(t:t eq \(literal))") { $0.tags.contains { Self.same($0, wanted) } }
        case 1: return Condition(text: "Tags/all(t:t ne \(literal))") { !$0.tags.contains { Self.same($0, wanted) } }
        case 2:
            return Condition(text: "Tags/any(t:t eq Name)") { row in row.tags.contains { Self.same($0, row.name) } }
        default: return Condition(text: "Tags/any()") { !$0.tags.isEmpty }
        }
    }

    private mutating func stops() -> Condition {
        let wanted = random.pick(YardVehicle.texts)
        let literal = Self.quoted(wanted)
        switch random.below(4) {
        case 0:
            return Condition(text: "Stops/any(s:s/City eq \(literal))") { row in
                row.stops.contains { Self.same($0.city, wanted) }
            }
        case 1:
            return Condition(text: "Stops/all(s:s/City ne null and s/Inner/City ne \(literal))") { row in
                row.stops.allSatisfy { $0.city != nil && !Self.same($0.inner?.city, wanted) }
            }
        case 2:
            return Condition(text: "Stops/any(s:s/City eq Home/City)") { row in
                row.stops.contains { $0.city == nil ? row.home?.city == nil : Self.same($0.city, row.home?.city) }
            }
        default: return Condition(text: "not Stops/any()") { $0.stops.isEmpty }
        }
    }

    // MARK: Orders

    private mutating func order() -> Order {
        let isDescending = random.below(2) == 0
        let suffix = isDescending ? " desc,Id" : ",Id"
        func ordered<Value>(
            _ path: String,
            _ value: @escaping (YardVehicle) -> Value?,
            _ isLess: @escaping (Value, Value) -> Bool
        ) -> Order {
            Order(text: path + suffix) { left, right in
                let pair = isDescending ? (value(right), value(left)) : (value(left), value(right))
                switch pair {
                case (nil, nil): return nil
                case (nil, _): return true
                case (_, nil): return false
                case (let first?, let second?):
                    return isLess(first, second) ? true : isLess(second, first) ? false : nil
                }
            }
        }
        let isLess: (String, String) -> Bool = { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        switch random.below(5) {
        case 0: return ordered("Name", { $0.name }, isLess)
        case 1: return ordered("Home/City", { $0.home?.city }, isLess)
        case 2 where reaches("Truck"): return ordered("Y.Truck/Load", { $0.load }, <)
        case 3: return ordered("Tags/$count", { $0.tags.count }, <)
        default: return ordered("Kind", { $0.kind }, <)
        }
    }

    // MARK: Text

    /// Equal byte for byte: Swift takes different spellings of a letter for one.
    private static func same(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right else { return false }
        return left.utf8.elementsEqual(right.utf8)
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
