import OData
import ODataSQL

/// Makes request texts for the sample model: valid ones, of many shapes, the same for the same seed.
struct QueryGenerator {
    var random: SeededRandom
    private var lambdas = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// What a value is, as far as operators tell values apart.
    private enum Kind: CaseIterable { case integer, decimal, double, text, date, instant, time, duration, guid, flag }

    /// The instance that paths start at: a lambda variable, or the row itself.
    private struct Place {
        var set: ShopSet
        var prefix: String
        /// What `$compute` has named.
        var computed: [(name: String, kind: Kind)] = []
    }

    // MARK: Requests

    mutating func request() -> String {
        let set = random.pick(Shop.sets)
        var path = set.name
        var target = set
        switch random.below(10) {
        case 0:
            if let link = set.links.filter(\.isCollection).first, let other = Shop.set(link.target), set.key.count == 1
            {
                path += "(\(random.below(20)))/\(link.name)"
                target = other
            }
        case 1:
            path += "/$filter(\(condition(Place(set: set, prefix: ""), 2)))"
        default: break
        }
        let options = self.options(target, depth: 2, isNested: false)
        return path + "?" + options.joined(separator: "&")
    }

    private mutating func options(_ set: ShopSet, depth: Int, isNested: Bool) -> [String] {
        var place = Place(set: set, prefix: "")
        var options: [String] = []
        if random.below(4) == 0 { options.append("$compute=" + compute(&place)) }
        if random.below(4) > 0 || !isNested { options.append("$filter=" + condition(place, isNested ? 2 : 3)) }
        if random.below(2) == 0 { options.append("$orderby=" + order(place)) }
        if random.below(4) == 0 { options.append("$top=\(random.below(8))") }
        if random.below(4) == 0 { options.append("$skip=\(random.below(5))") }
        if random.below(4) == 0 { options.append("$count=true") }
        if random.below(3) > 0 { options.append("$select=" + selection(place)) }
        if !set.searched.isEmpty, random.below(8) == 0 { options.append("$search=" + search()) }
        if depth > 0, random.below(2) == 0 { options.append("$expand=" + expand(set, depth: depth)) }
        return options
    }

    private mutating func selection(_ place: Place) -> String {
        var names = (0...random.below(4)).map { _ in random.pick(place.set.columns).name }
        names += place.computed.map(\.name).filter { _ in random.below(3) > 0 }
        return Set(names).sorted().joined(separator: ",")
    }

    /// Items of `$compute`, the later of which may use the earlier ones.
    private mutating func compute(_ place: inout Place) -> String {
        (0...random.below(2)).map { number in
            let kind = random.pick(Kind.allCases)
            let expression = kind == .flag ? condition(place, 1) : value(kind, place, 2)
            place.computed.append(("C\(number)", kind))
            return "\(expression) as C\(number)"
        }
        .joined(separator: ",")
    }

    private mutating func search() -> String {
        let words = ["apple", "a", "red", "AEPFEL", "äpfel", "eclair", "quoted", "zz", "\"apple pie\"", "hara"]
        switch random.below(5) {
        case 0: return "NOT " + random.pick(words)
        case 1: return random.pick(words) + " OR " + random.pick(words)
        case 2: return random.pick(words) + " " + random.pick(words)
        default: return random.pick(words)
        }
    }

    private mutating func expand(_ set: ShopSet, depth: Int) -> String {
        var items: [String] = []
        for link in set.links where items.isEmpty || random.below(2) == 0 {
            guard let target = Shop.set(link.target) else { continue }
            if link.isCollection, random.below(8) == 0 {
                items.append("\(link.name)/$count")
                continue
            }
            if link.target == set.name, random.below(3) == 0 {
                items.append("\(link.name)($levels=\(random.below(3) + 1)\(levelOptions(link, target)))")
                continue
            }
            var nested: [String] = []
            if link.isCollection {
                nested = options(target, depth: depth - 1, isNested: true)
            } else {
                if random.below(2) == 0 { nested.append("$select=" + selection(Place(set: target, prefix: ""))) }
                if depth > 1, random.below(2) == 0 { nested.append("$expand=" + expand(target, depth: depth - 1)) }
            }
            items.append(nested.isEmpty ? link.name : "\(link.name)(\(nested.joined(separator: ";")))")
        }
        return items.joined(separator: ",")
    }

    /// Options that hold on each level.
    private mutating func levelOptions(_ link: ShopSet.Link, _ target: ShopSet) -> String {
        var options = random.below(2) == 0 ? ";$select=" + selection(Place(set: target, prefix: "")) : ""
        guard link.isCollection else { return options }
        if random.below(3) == 0 { options += ";$filter=" + comparison(Place(set: target, prefix: ""), 1) }
        if random.below(3) == 0 { options += ";$orderby=ID desc" }
        if random.below(3) == 0 { options += ";$count=true" }
        return options
    }

    private mutating func order(_ place: Place) -> String {
        (0...random.below(2)).map { _ in
            let direction = ["", " asc", " desc"][random.below(3)]
            switch random.below(4) {
            case 0: return value(random.pick([.integer, .text, .decimal]), place, 1) + direction
            default: return path(random.pick(Kind.allCases), place) + direction
            }
        }
        .joined(separator: ",")
    }

    // MARK: Conditions

    private mutating func condition(_ place: Place, _ depth: Int) -> String {
        if depth == 0 { return comparison(place, 1) }
        switch random.below(14) {
        case 0, 1: return "(" + condition(place, depth - 1) + " and " + condition(place, depth - 1) + ")"
        case 2, 3: return "(" + condition(place, depth - 1) + " or " + condition(place, depth - 1) + ")"
        case 4, 5: return "not (" + condition(place, depth - 1) + ")"
        case 6: return lambda(place, depth)
        case 7: return "(" + condition(place, depth - 1) + ") eq " + random.pick(["true", "false", "null"])
        case 8: return membership(place)
        case 9: return textTest(place)
        case 10:
            if place.set.name == "Items" {
                let colour = "Shop.Colour'\(random.pick(["Red", "Red,Blue", "None"]))'"
                switch random.below(3) {
                case 0: return "\(place.prefix)Colour in (\(colour),Shop.Colour'Green',null)"
                case 1: return "\(place.prefix)Colour \(random.pick(["eq", "ne"])) \(colour)"
                default: return "\(place.prefix)Colour has \(colour)"
                }
            }
            return path(.flag, place)
        default: return comparison(place, 2)
        }
    }

    private mutating func comparison(_ place: Place, _ depth: Int) -> String {
        let operation = random.pick(["eq", "ne", "gt", "ge", "lt", "le"])
        if random.below(12) == 0, let link = place.set.links.first(where: { !$0.isCollection }) {
            return "\(place.prefix)\(link.name) \(random.pick(["eq", "ne"])) null"
        }
        let kind = random.pick(Kind.allCases)
        let left = value(kind, place, depth)
        if random.below(8) == 0 { return "\(left) \(random.pick(["eq", "ne", "gt"])) null" }
        let numbers: [Kind] = [.integer, .decimal, .double]
        let other = numbers.contains(kind) ? random.pick(numbers) : kind
        let right = random.below(3) == 0 ? value(other, place, depth) : literal(other)
        return random.below(6) == 0 ? "\(right) \(operation) \(left)" : "\(left) \(operation) \(right)"
    }

    private mutating func textTest(_ place: Place) -> String {
        let name = random.pick(["contains", "startswith", "endswith"])
        let part = random.below(5) == 0 ? value(.text, place, 1) : literal(.text)
        return "\(name)(\(value(.text, place, 1)),\(part))"
    }

    private mutating func membership(_ place: Place) -> String {
        let kind = random.pick([.integer, .decimal, .text, .date, .double, .guid] as [Kind])
        var members = (0...random.below(4)).map { _ in literal(kind) }
        if random.below(3) == 0 { members.append("null") }
        return value(kind, place, 1) + " in (" + members.joined(separator: ",") + ")"
    }

    private mutating func lambda(_ place: Place, _ depth: Int) -> String {
        let links = place.set.links.filter(\.isCollection)
        guard !links.isEmpty else { return comparison(place, depth) }
        let link = random.pick(links)
        guard let target = Shop.set(link.target) else { return "true" }
        let path = place.prefix + link.name
        if random.below(5) == 0 { return "\(path)/any()" }
        if random.below(5) == 0 { return "\(path)/$count gt \(random.below(4))" }
        lambdas += 1
        let name = "v\(lambdas)"
        let inner = Place(set: target, prefix: name + "/")
        if random.below(6) == 0 {
            return
                "\(path)/$count($filter=\(condition(Place(set: target, prefix: ""), depth - 1))) ge \(random.below(3))"
        }
        let body =
            random.below(4) == 0
            ? "\(comparison(inner, 1)) and \(comparison(place, 1))" : condition(inner, depth - 1)
        return "\(path)/\(random.pick(["any", "all"]))(\(name):\(body))"
    }

    // MARK: Values

    private mutating func value(_ kind: Kind, _ place: Place, _ depth: Int) -> String {
        guard depth > 0, random.below(3) == 0 else { return path(kind, place) }
        switch kind {
        case .integer:
            switch random.below(11) {
            case 9: return "cast(\(path(.decimal, place)),Edm.Int64)"
            case 10: return "totaloffsetminutes(\(path(.instant, place)))"
            case 0: return "length(\(value(.text, place, depth - 1)))"
            case 1: return "indexof(\(value(.text, place, depth - 1)),\(literal(.text)))"
            case 2: return "\(random.pick(["year", "month", "day"]))(\(path(random.pick([.date, .instant]), place)))"
            case 3:
                return "\(random.pick(["hour", "minute", "second"]))(\(path(random.pick([.time, .instant]), place)))"
            case 4: return "(\(path(.integer, place)) \(random.pick(["add", "sub", "mul"])) \(random.below(9) - 4))"
            case 5: return "(\(path(.integer, place)) \(random.pick(["div", "mod"])) \(random.below(7) + 1))"
            case 6: return "-\(path(.integer, place))"
            case 7: return "case(\(comparison(place, 0)):\(path(.integer, place)),true:\(literal(.integer)))"
            default: return "(\(path(.integer, place)) add \(path(.integer, place)))"
            }
        case .decimal:
            switch random.below(8) {
            case 6: return "totalseconds(\(value(.duration, place, depth - 1)))"
            case 7: return "case(\(comparison(place, 0)):\(path(.decimal, place)))"
            case 0: return "\(random.pick(["round", "floor", "ceiling"]))(\(path(.decimal, place)))"
            case 1: return "(\(path(.decimal, place)) \(random.pick(["add", "sub"])) \(value(.integer, place, 0)))"
            case 2:
                return
                    "(\(path(.decimal, place)) \(random.pick(["div", "divby", "mod"])) \(random.pick(["3", "0.7", "-2"])))"
            case 3: return "(\(path(.integer, place)) divby \(random.below(7) + 1))"
            case 4: return "fractionalseconds(\(path(random.pick([.time, .instant]), place)))"
            default: return "(\(path(.decimal, place)) mul 1.5)"
            }
        case .double:
            switch random.below(3) {
            case 0: return "\(random.pick(["round", "floor", "ceiling"]))(\(path(.double, place)))"
            case 1:
                return "(\(path(.double, place)) \(random.pick(["add", "sub", "mul", "div"])) \(path(.decimal, place)))"
            default: return "-\(path(.double, place))"
            }
        case .text:
            switch random.below(6) {
            case 4: return "cast(\(value(random.pick([.integer, .date, .guid]), place, depth - 1)),Edm.String)"
            case 5:
                let condition = comparison(place, 0)
                return "case(\(condition):\(path(.text, place)),\(comparison(place, 0)):\(literal(.text)))"
            case 0: return "\(random.pick(["tolower", "toupper", "trim"]))(\(value(.text, place, depth - 1)))"
            case 1: return "concat(\(value(.text, place, depth - 1)),\(literal(.text)))"
            case 2: return "substring(\(path(.text, place)),\(random.below(6) - 2))"
            default: return "substring(\(path(.text, place)),\(random.below(4) - 1),\(random.below(3)))"
            }
        case .date:
            switch random.below(4) {
            case 0: return "date(\(path(.instant, place)))"
            case 1: return "(\(path(.date, place)) \(random.pick(["add", "sub"])) duration'P\(random.below(400))D')"
            default: return path(.date, place)
            }
        case .time: return "time(\(path(.instant, place)))"
        case .duration:
            switch random.below(5) {
            case 0: return "(\(path(.instant, place)) sub \(path(.instant, place)))"
            case 1: return "(\(path(.date, place)) sub \(path(.date, place)))"
            case 2: return "(\(path(.duration, place)) \(random.pick(["add", "sub"])) \(literal(.duration)))"
            case 3: return "-\(path(.duration, place))"
            default: return path(.duration, place)
            }
        case .instant:
            switch random.below(4) {
            case 0: return random.pick(["now()", "mindatetime()", "maxdatetime()"])
            case 1: return "(\(path(.instant, place)) \(random.pick(["add", "sub"])) \(literal(.duration)))"
            default: return path(.instant, place)
            }
        case .guid, .flag: return path(kind, place)
        }
    }

    /// A property of the kind, perhaps of a related row; a literal where there is none.
    private mutating func path(_ kind: Kind, _ place: Place) -> String {
        let own = place.computed.filter { $0.kind == kind }
        if !own.isEmpty, random.below(2) == 0 { return random.pick(own).name }
        var set = place.set
        var prefix = place.prefix
        for _ in 0..<2 where random.below(4) == 0 {
            let links = set.links.filter { !$0.isCollection }
            guard !links.isEmpty else { break }
            let link = random.pick(links)
            guard let target = Shop.set(link.target) else { break }
            set = target
            prefix += link.name + "/"
        }
        let names = set.columns.filter { Self.kind(of: $0) == kind }.map(\.name)
        return names.isEmpty ? literal(kind) : prefix + random.pick(names)
    }

    private static func kind(of column: ShopSet.Column) -> Kind? {
        switch column.storage {
        case .integer, .wideInteger: .integer
        case .scaledDecimal: .decimal
        case .real: .double
        case .text: .text
        case .date: .date
        case .timestamp: .instant
        case .timeOfDay: .time
        case .duration: .duration
        case .guid: .guid
        case .boolean: .flag
        case .blob, .enumeration, .wideDecimal, .geography, .list, .structure: nil
        }
    }

    private mutating func literal(_ kind: Kind) -> String {
        switch kind {
        case .integer: return random.pick(["0", "1", "-1", "5", "42", "2147483648", "-3"])
        case .decimal: return random.pick(["0.5", "-12.34", "19.99", "0.001", "100.00", "33.333", "-0.0001"])
        case .double: return random.pick(["2.5e0", "-0.5", "1e3", "0.1", "3.25", "INF"])
        case .text:
            let text = random.pick(ShopRows.texts.filter { !$0.contains("\n") && !$0.contains("\u{FFFF}") })
            return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        case .date: return EdmDate(daysSinceEpoch: random.pick(ShopRows.days)).description
        case .instant: return EdmDateTimeOffset(microseconds: random.pick(ShopRows.instants)).description
        case .time: return random.pick(["00:00:00", "12:00:00", "09:30:00.123", "23:59:59.999999"])
        case .duration: return random.pick(["duration'PT0S'", "duration'P1D'", "duration'-PT5M'", "duration'P90DT1H'"])
        case .guid:
            return random.pick(["00000000-0000-0000-0000-000000000000", "00000000-0000-0001-2000-000000000000"])
        case .flag: return random.pick(["true", "false"])
        }
    }
}
