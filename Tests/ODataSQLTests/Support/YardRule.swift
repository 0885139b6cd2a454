/// What a name of a query stands for while a row is looked at.
struct YardScope {
    let world: YardWorld
    /// The row itself, then the variables of lambdas around, outermost first.
    var vehicles: [YardWorld.Vehicle]
    var place = YardWorld.Place()
    var part = YardWorld.Part(number: 0)
    var tag = ""
    var time: Int64?

    init(_ world: YardWorld, _ vehicle: YardWorld.Vehicle) {
        self.world = world
        vehicles = [vehicle]
    }

    func with(_ vehicle: YardWorld.Vehicle) -> YardScope {
        var inner = self
        inner.vehicles.append(vehicle)
        return inner
    }

    func with<Value>(_ path: WritableKeyPath<YardScope, Value>, _ value: Value) -> YardScope {
        var inner = self
        inner[keyPath: path] = value
        return inner
    }
}

/// A piece of a query and, written down beside it, what it means: neither parser nor binder takes part in that.
struct YardRule<Value> {
    let text: String
    let value: (YardScope) -> Value

    init(_ text: String, _ value: @escaping (YardScope) -> Value) {
        self.text = text
        self.value = value
    }
}

typealias YardCondition = YardRule<Bool?>

extension YardRule where Value == Bool? {
    func holds(_ scope: YardScope) -> Bool { value(scope) == true }

    /// Three-valued: what is false decides, then what is null.
    static func and(_ left: YardCondition, _ right: YardCondition) -> YardCondition {
        YardCondition("(\(left.text) and \(right.text))") { scope in
            let values = [left.value(scope), right.value(scope)]
            return values.contains(false) ? false : values.contains(nil) ? nil : true
        }
    }

    static func or(_ left: YardCondition, _ right: YardCondition) -> YardCondition {
        YardCondition("(\(left.text) or \(right.text))") { scope in
            let values = [left.value(scope), right.value(scope)]
            return values.contains(true) ? true : values.contains(nil) ? nil : false
        }
    }

    static func not(_ operand: YardCondition) -> YardCondition {
        YardCondition("not (\(operand.text))") { scope in operand.value(scope).map { !$0 } }
    }

    /// Two-valued: null equals null and has no order.
    static func comparison<Operand>(
        _ left: YardRule<Operand?>,
        _ name: String,
        _ right: YardRule<Operand?>,
        by order: @escaping (Operand, Operand) -> Int
    ) -> YardCondition {
        YardCondition("\(left.text) \(name) \(right.text)") { scope in
            guard let first = left.value(scope), let second = right.value(scope) else {
                let isBothNull = left.value(scope) == nil && right.value(scope) == nil
                return name == "eq" ? isBothNull : name == "ne" ? !isBothNull : false
            }
            let order = order(first, second)
            switch name {
            case "eq": return order == 0
            case "ne": return order != 0
            case "gt": return order > 0
            case "ge": return order >= 0
            case "lt": return order < 0
            default: return order <= 0
            }
        }
    }
}

enum YardOrder {
    /// By code points.
    static func text(_ left: String, _ right: String) -> Int {
        let (first, second) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        return first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
    }

    static func values<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left == right ? 0 : left < right ? -1 : 1
    }
}
