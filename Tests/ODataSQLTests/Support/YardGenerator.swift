/// Makes conditions on the vehicles of a yard, with what they mean: derived types, complex values, collections and
/// nested lambdas; the same for the same seed.
struct YardGenerator {
    var random: SeededRandom
    private var variables = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// Which vehicle is asked about, and how its properties are reached.
    struct Place {
        var level = 0
        /// The variable with its slash; empty for the row itself.
        var prefix = ""

        func vehicle(_ scope: YardScope) -> YardWorld.Vehicle { scope.vehicles[level] }
        /// As the first argument of `isof`.
        var argument: String { prefix.isEmpty ? "" : prefix.dropLast() + "," }
    }

    private static let comparisons = ["eq", "ne", "gt", "ge", "lt", "le"]

    private mutating func variable() -> String {
        variables += 1
        return "v\(variables)"
    }

    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    private func literal(_ text: String) -> YardRule<String?> { YardRule(Self.quoted(text)) { _ in text } }

    // MARK: Values

    mutating func text(_ at: Place, _ depth: Int = 1) -> YardRule<String?> {
        let path = at.prefix
        switch random.below(depth > 0 ? 10 : 7) {
        case 0, 1: return YardRule(path + "Name") { at.vehicle($0).name }
        case 2: return YardRule(path + "Home/City") { at.vehicle($0).home?.city }
        case 3: return YardRule(path + "Home/Inner/City") { at.vehicle($0).home?.inner.first?.city }
        case 4: return YardRule(path + "Owner/Code") { at.vehicle($0).owner }
        case 5:
            let kind = random.pick(YardWorld.Kind.allCases)
            return YardRule(path + "Y.\(kind.rawValue)/Name") { scope in
                kind.includes(at.vehicle(scope).kind) ? at.vehicle(scope).name : nil
            }
        case 6:
            return YardRule(path + "Home/Y.Port/City") { scope in
                at.vehicle(scope).home.flatMap { $0.isPort ? $0.city : nil }
            }
        case 7:
            let inner = text(at, 0)
            return YardRule("concat(\(inner.text),'x')") { scope in inner.value(scope).map { $0 + "x" } }
        case 8: return YardRule("cast(\(path)Id,Edm.String)") { String(at.vehicle($0).id) }
        default: return YardRule(path + "Plate/Letters") { at.vehicle($0).plate }
        }
    }

    mutating func number(_ at: Place) -> YardRule<Double?> {
        let path = at.prefix
        switch random.below(11) {
        case 0: return YardRule(path + "Id") { Double(at.vehicle($0).id) }
        case 1: return YardRule(path + "Y.Truck/Load") { at.vehicle($0).load }
        case 2:
            return YardRule(path + "Y.Crane/Load") { scope in
                at.vehicle(scope).kind == .crane ? at.vehicle(scope).load : nil
            }
        case 3: return YardRule(path + "Y.Crane/Reach") { at.vehicle($0).reach.map { Double($0) } }
        case 4: return YardRule(path + "Y.Boat/Draught") { at.vehicle($0).draught }
        case 5: return YardRule(path + "Home/Y.Port/Depth") { at.vehicle($0).home?.depth }
        case 6: return YardRule(path + "Tags/$count") { Double(at.vehicle($0).tags.count) }
        case 7: return YardRule(path + "Stops/$count") { Double(at.vehicle($0).stops.count) }
        case 8: return YardRule(path + "Twins/$count") { Double(at.vehicle($0).twins.count) }
        case 9: return YardRule(path + "Parts/$count") { Double(at.vehicle($0).parts.count) }
        default:
            return YardRule("length(\(path)Name)") { scope in
                at.vehicle(scope).name.map { Double($0.unicodeScalars.count) }
            }
        }
    }

    // MARK: Conditions

    mutating func condition(_ at: Place, _ depth: Int) -> YardCondition {
        guard depth > 0 else { return simple(at) }
        switch random.below(10) {
        case 0: return .and(condition(at, depth - 1), condition(at, depth - 1))
        case 1: return .or(condition(at, depth - 1), condition(at, depth - 1))
        case 2: return .not(condition(at, depth - 1))
        case 3, 4: return vehicles(at, depth)
        case 5: return tags(at)
        case 6: return places(at)
        case 7: return parts(at)
        default: return simple(at)
        }
    }

    private mutating func simple(_ at: Place) -> YardCondition {
        let path = at.prefix
        switch random.below(12) {
        case 0, 1:
            let left = text(at)
            let right = random.below(3) == 0 ? text(at) : literal(random.pick(YardWorld.words + YardWorld.cities))
            return .comparison(left, random.pick(Self.comparisons), right, by: YardOrder.text)
        case 2: return part(of: text(at))
        case 3, 4:
            let literal = random.pick(YardWorld.numbers)
            let right = random.below(3) == 0 ? number(at) : YardRule("\(literal)") { _ in literal }
            return .comparison(number(at), random.pick(Self.comparisons), right, by: YardOrder.values)
        case 5:
            let kind = random.pick(YardWorld.Kind.allCases)
            return YardCondition("isof(\(at.argument)Y.\(kind.rawValue))") { kind.includes(at.vehicle($0).kind) }
        case 6:
            return YardCondition("(\(path)Home ne null and isof(\(path)Home,Y.Port))") { scope in
                at.vehicle(scope).home?.isPort ?? false
            }
        case 7:
            let (text, value) = random.pick(
                [("None", 0), ("Old", 1), ("Fast", 2), ("Old,Fast", 3)] as [(String, Int64)]
            )
            if random.below(2) == 0 {
                return YardCondition("\(path)Kind has Y.Kind'\(text)'") { at.vehicle($0).flags & value == value }
            }
            return YardCondition("\(path)Kind eq '\(text)'") { at.vehicle($0).flags == value }
        case 8:
            let price = random.pick(YardWorld.prices)
            let left = YardRule<Int128?>(path + "Price") { at.vehicle($0).price }
            let right = YardRule<Int128?>(price.text) { _ in price.value }
            return .comparison(left, random.pick(Self.comparisons), right, by: YardOrder.values)
        case 9: return membership(at)
        case 10: return wholeList(at)
        default: return nothing(at)
        }
    }

    private mutating func part(of whole: YardRule<String?>) -> YardCondition {
        let part = random.pick(["r", "", "o", "x", "Ä", "O", "%", "_", "😀"])
        let name = random.pick(["contains", "startswith", "endswith"])
        return YardCondition("\(name)(\(whole.text),'\(part)')") { scope in
            whole.value(scope).map { text in
                let (all, some) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
                switch name {
                case "startswith": return all.starts(with: some)
                case "endswith": return all.reversed().starts(with: some.reversed())
                default: return all.indices.contains { all[$0...].starts(with: some) } || some.isEmpty
                }
            }
        }
    }

    private mutating func nothing(_ at: Place) -> YardCondition {
        let name = random.pick(["eq", "ne"])
        let isEqual = name == "eq"
        switch random.below(4) {
        case 0: return YardCondition("\(at.prefix)Home \(name) null") { (at.vehicle($0).home == nil) == isEqual }
        case 1: return YardCondition("\(at.prefix)Owner \(name) null") { (at.vehicle($0).owner == nil) == isEqual }
        case 2:
            return YardCondition("\(at.prefix)Home/Inner \(name) null") { scope in
                (at.vehicle(scope).home?.inner.first == nil) == isEqual
            }
        default:
            return YardCondition("\(at.prefix)Y.Truck/Load \(name) null") { (at.vehicle($0).load == nil) == isEqual }
        }
    }

    private mutating func membership(_ at: Place) -> YardCondition {
        if random.below(2) == 0 {
            let word = random.pick(YardWorld.words)
            return YardCondition("\(Self.quoted(word)) in \(at.prefix)Tags") { at.vehicle($0).tags.contains(word) }
        }
        let left = text(at)
        var words: [String?] = random.list(3) { $0.pick(YardWorld.words) } + [random.pick(YardWorld.cities)]
        if random.below(2) == 0 { words.append(nil) }
        let list = words.map { $0.map { Self.quoted($0) } ?? "null" }.joined(separator: ",")
        return YardCondition("\(left.text) in (\(list))") { words.contains(left.value($0)) }
    }

    private mutating func wholeList(_ at: Place) -> YardCondition {
        let words = random.list(3) { $0.pick(YardWorld.words.filter { !$0.contains("\"") }) }
        let list = "[" + words.map { Self.quoted($0) }.joined(separator: ",") + "]"
        let tags = { (scope: YardScope) in at.vehicle(scope).tags }
        switch random.below(4) {
        case 0: return YardCondition("\(at.prefix)Tags eq \(list)") { tags($0) == words }
        case 1: return YardCondition("\(at.prefix)Tags ne \(list)") { tags($0) != words }
        case 2:
            return YardCondition("hassubset(\(at.prefix)Tags,\(list))") { scope in
                var rest = tags(scope)
                return words.allSatisfy { word in
                    guard let index = rest.firstIndex(of: word) else { return false }
                    rest.remove(at: index)
                    return true
                }
            }
        default:
            return YardCondition("hassubsequence(\(at.prefix)Tags,\(list))") { scope in
                var rest = tags(scope)[...]
                return words.allSatisfy { word in
                    guard let index = rest.firstIndex(of: word) else { return false }
                    rest = rest[(index + 1)...]
                    return true
                }
            }
        }
    }
}

// MARK: - Lambdas

extension YardGenerator {
    private mutating func quantified<Member>(
        _ path: String,
        _ variable: String,
        _ condition: YardCondition,
        _ members: @escaping (YardScope) -> [Member],
        _ scope: @escaping (YardScope, Member) -> YardScope
    ) -> YardCondition {
        switch random.below(7) {
        case 0: return YardCondition("\(path)/any()") { !members($0).isEmpty }
        case 1, 2, 3:
            return YardCondition("\(path)/any(\(variable):\(condition.text))") { outer in
                members(outer).contains { condition.holds(scope(outer, $0)) }
            }
        default:
            return YardCondition("\(path)/all(\(variable):\(condition.text))") { outer in
                members(outer).allSatisfy { condition.holds(scope(outer, $0)) }
            }
        }
    }

    private mutating func vehicles(_ at: Place, _ depth: Int) -> YardCondition {
        let name = variable()
        let inner = Place(level: at.level + 1, prefix: name + "/")
        var path = at.prefix + "Twins"
        var members = { (scope: YardScope) in scope.world.twins(at.vehicle(scope)) }
        if random.below(3) == 0 {
            path = at.prefix + "Owner/Vehicles"
            members = { scope in scope.world.fleet(at.vehicle(scope).owner) }
        }
        let kind = random.pick(YardWorld.Kind.allCases)
        if random.below(4) == 0 {
            let all = members
            path += "/Y.\(kind.rawValue)"
            members = { scope in all(scope).filter { kind.includes($0.kind) } }
        }
        if random.below(5) == 0 {
            let condition = condition(Place(level: at.level + 1), depth - 1)
            let least = random.below(3)
            return YardCondition("\(path)/$count($filter=\(condition.text)) ge \(least)") { outer in
                members(outer).filter { condition.holds(outer.with($0)) }.count >= least
            }
        }
        var condition = condition(inner, depth - 1)
        if random.below(4) == 0 {
            let comparison = YardCondition.comparison(text(inner), "ne", text(at), by: YardOrder.text)
            condition = .and(condition, comparison)
        }
        return quantified(path, name, condition, members) { $0.with($1) }
    }

    private mutating func tags(_ at: Place) -> YardCondition {
        let name = variable()
        if random.below(3) == 0 {
            let micros = random.pick(YardWorld.micros)
            let left = YardRule<Int64?>(name) { $0.time }
            let literals = ["1970-01-01T00:00:00Z", "1970-01-01T00:00:01.5Z", "1969-12-31T23:59:59.999Z"]
            let index = YardWorld.micros.firstIndex(of: micros) ?? 0
            let right = YardRule<Int64?>(index < 3 ? literals[index] : "null") { _ in index < 3 ? micros : nil }
            let condition = YardCondition.comparison(
                left,
                random.pick(Self.comparisons),
                right,
                by: YardOrder.values
            )
            return quantified(at.prefix + "Times", name, condition, { at.vehicle($0).times }, { $0.with(\.time, $1) })
        }
        let tag = YardRule<String?>(name) { $0.tag }
        let right = random.below(3) == 0 ? text(at) : literal(random.pick(YardWorld.words))
        let condition =
            random.below(3) == 0
            ? part(of: tag) : YardCondition.comparison(tag, random.pick(Self.comparisons), right, by: YardOrder.text)
        return quantified(at.prefix + "Tags", name, condition, { at.vehicle($0).tags }, { $0.with(\.tag, $1) })
    }

    private mutating func places(_ at: Place) -> YardCondition {
        let name = variable()
        let counts = random.below(4) == 0
        let prefix = counts ? "" : name + "/"
        let city = YardRule<String?>(prefix + "City") { $0.place.city }
        var condition = YardCondition.comparison(
            city,
            random.pick(Self.comparisons),
            random.below(3) == 0 && !counts ? text(at) : literal(random.pick(YardWorld.cities)),
            by: YardOrder.text
        )
        let other: YardCondition
        switch random.below(4) {
        case 0 where !counts: other = YardCondition("isof(\(name),Y.Port)") { $0.place.isPort }
        case 1:
            let depth = YardRule<Double?>(prefix + "Y.Port/Depth") { $0.place.depth }
            other = .comparison(depth, "gt", YardRule("1") { _ in 1 }, by: YardOrder.values)
        case 2:
            let inner = YardRule<String?>(prefix + "Inner/City") { $0.place.inner.first?.city }
            other = .comparison(inner, "eq", literal(random.pick(YardWorld.cities)), by: YardOrder.text)
        default: other = part(of: city)
        }
        condition = random.below(2) == 0 ? .and(condition, other) : .or(condition, .not(other))
        let path = at.prefix + "Stops"
        if counts {
            return YardCondition("\(path)/$count($filter=\(condition.text)) gt 0") { outer in
                at.vehicle(outer).stops.contains { condition.holds(outer.with(\.place, $0)) }
            }
        }
        return quantified(path, name, condition, { at.vehicle($0).stops }, { $0.with(\.place, $1) })
    }

    private mutating func parts(_ at: Place) -> YardCondition {
        let name = variable()
        let label = YardRule<String?>(name + "/Label") { $0.part.label }
        let number = YardRule<Double?>(name + "/No") { Double($0.part.number) }
        let right = random.below(3) == 0 ? text(at) : literal(random.pick(YardWorld.words))
        let condition = YardCondition.or(
            .comparison(label, random.pick(Self.comparisons), right, by: YardOrder.text),
            .comparison(number, random.pick(Self.comparisons), YardRule("2") { _ in 2 }, by: YardOrder.values)
        )
        return quantified(at.prefix + "Parts", name, condition, { at.vehicle($0).parts }, { $0.with(\.part, $1) })
    }
}
