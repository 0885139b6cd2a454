import Foundation
import OData

/// Evaluates bound expressions row by row, slowly and plainly: what the SQL must agree with.
struct ReferenceEvaluator {
    /// A row and the set it belongs to.
    struct Instance {
        let set: ShopSet
        var row: ShopRow
        /// Related instances that are part of the row after `$apply`.
        var parts: [String: [Instance]] = [:]
        /// Which of several structures the row has.
        var variant = 0
        /// Whether the row is still an entity of its set.
        var isEntity = true

        /// What tells entities apart.
        var identity: [EdmValue] { self.set.key.map { row[$0] ?? .null } }
    }

    /// Why a value cannot be had; the request fails then.
    enum Failure: Error {
        case division, overflow
        case unsupported(String)
    }

    let data: ShopRows
    let now: Int64
    var variables: [Int: Instance] = [:]
    /// The rows that the option or transformation at hand works on.
    var these: [Instance] = []

    // MARK: Rows

    func related(_ instance: Instance?, _ name: String) -> [Instance] {
        if let parts = instance?.parts[name] { return parts }
        guard let instance, instance.isEntity, let link = instance.set.links.first(where: { $0.name == name }),
            let target = Shop.set(link.target)
        else { return [] }
        let wanted = link.pairs.map { instance.row[$0.own] ?? .null }
        guard !wanted.contains(.null) else { return [] }
        return (data.rows[target.name] ?? [])
            .filter { row in zip(link.pairs, wanted).allSatisfy { row[$0.other] == $1 } }
            .map { Instance(set: target, row: $0) }
    }

    func instance(at path: BoundPath) -> Instance? {
        var current = variables[path.variable.number]
        for case .navigation(let navigation, _) in path.steps { current = related(current, navigation.name).first }
        return current
    }

    func members(_ collection: BoundCollection) -> [Instance] {
        guard case .navigation(let navigation, _) = collection.member else { return [] }
        return related(instance(at: collection.base), navigation.name)
    }

    func with(_ variable: BoundVariable?, _ instance: Instance) -> ReferenceEvaluator {
        var inner = self
        if let variable { inner.variables[variable.number] = instance }
        return inner
    }

    // MARK: Expressions

    func isTrue(_ expression: BoundExpression) throws -> Bool { try value(expression) == .boolean(true) }

    func value(_ expression: BoundExpression) throws -> EdmValue {
        switch expression.node {
        case .constant(.decimal(let number)): return .decimal(number.normalised)
        case .constant(let value): return value
        case .property(let path, let property): return instance(at: path)?.row[property.name] ?? .null
        case .navigation(let path): return instance(at: path).map { $0.row[$0.set.key[0]] ?? .null } ?? .null
        case .count(let collection, let variable, let filter, let search):
            let count = try members(collection).filter { member in
                try filter.map { try with(variable, member).isTrue($0) } ?? true
                    && search.map { ReferenceSearch.matches($0, member) } ?? true
            }
            return .integer(Int64(count.count))
        case .aggregate(let aggregate):
            let rows = aggregate.collection.map { members($0) } ?? these
            let wanted = try rows.filter { row in
                try aggregate.filter.map { try with(aggregate.variable, row).isTrue($0) } ?? true
            }
            guard let value = aggregate.value else { return Exact(Int128(wanted.count)).value }
            let values = try wanted.map { try with(aggregate.variable, $0).value(value) }
            return try ReferenceApply.aggregate(values, aggregate.method, expression.type)
        case .hierarchy(let test): return .boolean(try ReferenceApply(evaluator: self).holds(test))
        case .and(let operands):
            var result = EdmValue.boolean(true)
            for operand in operands {
                let next = try value(operand)
                if next == .boolean(false) { return next }
                if next == .null { result = .null }
            }
            return result
        case .or(let operands):
            var result = EdmValue.boolean(false)
            for operand in operands {
                let next = try value(operand)
                if next == .boolean(true) { return next }
                if next == .null { result = .null }
            }
            return result
        case .not(let operand):
            guard case .boolean(let flag) = try value(operand) else { return .null }
            return .boolean(!flag)
        case .comparison(let comparison, let left, let right):
            return .boolean(Self.compare(try value(left), comparison, try value(right)))
        case .inList(let operand, let values):
            let found = try value(operand)
            return .boolean(values.contains { Self.compare(found, .eq, $0) })
        case .has(let operand, let flags):
            guard case .enumeration(_, let number) = try value(operand) else { return .null }
            return .boolean(number & flags == flags)
        case .arithmetic(let operation, let left, let right):
            return try arithmetic(operation, try value(left), try value(right), as: expression.type)
        case .negate(let operand): return try negated(try value(operand))
        case .function(let function, let arguments):
            let values = try arguments.map { try value($0) }
            return try ReferenceFunctions.call(function, values, now: now)
        case .lambda(let quantifier, let collection, let variable, let predicate):
            let members = self.members(collection)
            guard let predicate else { return .boolean(!members.isEmpty) }
            if quantifier == .any {
                return .boolean(try members.contains { try with(variable, $0).isTrue(predicate) })
            }
            return .boolean(try members.allSatisfy { try with(variable, $0).isTrue(predicate) })
        case .cast(let operand): return try ReferenceFunctions.cast(try value(operand), to: expression.type)
        case .conditional(let branches):
            for branch in branches where try isTrue(branch.condition) { return try value(branch.value) }
            return .null
        case .variable, .structured, .inCollection, .isOf: throw Failure.unsupported("\(expression.node)")
        }
    }

    // MARK: Comparison

    /// Two-valued: null equals null and has no order.
    static func compare(_ left: EdmValue, _ comparison: BoundExpression.Comparison, _ right: EdmValue) -> Bool {
        if left == .null || right == .null {
            switch comparison {
            case .eq: return left == right
            case .ne: return left != right
            default: return false
            }
        }
        let order = order(left, right)
        switch comparison {
        case .eq: return order == 0
        case .ne: return order != 0
        case .gt: return order > 0
        case .ge: return order >= 0
        case .lt: return order < 0
        case .le: return order <= 0
        }
    }

    /// Negative, zero or positive; null is the lowest value.
    static func order(_ left: EdmValue, _ right: EdmValue) -> Int {
        func sign<Value: Comparable>(_ first: Value, _ second: Value) -> Int {
            first < second ? -1 : first == second ? 0 : 1
        }
        switch (left, right) {
        case (.null, .null): return 0
        case (.null, _): return -1
        case (_, .null): return 1
        case (.double(let first), _): return sign(first, double(right))
        case (_, .double(let second)): return sign(double(left), second)
        case (.string(let first), .string(let second)):
            return first.utf8.lexicographicallyPrecedes(second.utf8)
                ? -1 : second.utf8.lexicographicallyPrecedes(first.utf8) ? 1 : 0
        case (.boolean(let first), .boolean(let second)): return sign(first ? 1 : 0, second ? 1 : 0)
        case (.guid(let first), .guid(let second)): return sign(first.description, second.description)
        case (.date(let first), .date(let second)): return sign(first, second)
        case (.dateTimeOffset(let first), .dateTimeOffset(let second)):
            return sign(first.microseconds, second.microseconds)
        case (.timeOfDay(let first), .timeOfDay(let second)): return sign(first, second)
        default:
            guard let first = Exact(left), let second = Exact(right) else { return 0 }
            return sign(first, second)
        }
    }

    static func double(_ value: EdmValue) -> Double {
        switch value {
        case .double(let number): number
        case .integer(let number): Double(number)
        case .decimal(let number): number.doubleValue
        default: .nan
        }
    }

    // MARK: Arithmetic

    private func negated(_ value: EdmValue) throws -> EdmValue {
        switch value {
        // As in SQL, zero has no sign.
        case .double(let number): return .double(0 - number)
        case .integer(let number):
            guard number != .min else { throw Failure.overflow }
            return .integer(-number)
        case .duration(let duration): return .duration(EdmDuration(microseconds: -duration.microseconds))
        case .decimal(let number): return Exact(-number.significand, scale: number.scale).value
        default: return .null
        }
    }

    private func arithmetic(
        _ operation: BoundExpression.Arithmetic,
        _ left: EdmValue,
        _ right: EdmValue,
        as type: EdmTypeReference
    ) throws -> EdmValue {
        if left == .null || right == .null { return .null }
        switch (left, right) {
        case (.dateTimeOffset(let first), .dateTimeOffset(let second)):
            return .duration(EdmDuration(microseconds: first.microseconds - second.microseconds))
        case (.date(let first), .date(let second)):
            let days = Int64(first.daysSinceEpoch) - Int64(second.daysSinceEpoch)
            return .duration(EdmDuration(microseconds: days * 86_400_000_000))
        case (.dateTimeOffset(let instant), .duration(let duration)):
            let micros = operation == .add ? duration.microseconds : -duration.microseconds
            let sum = instant.microseconds + micros
            guard (-62_135_596_800_000_000...253_402_300_799_999_999).contains(sum) else { throw Failure.overflow }
            return .dateTimeOffset(EdmDateTimeOffset(microseconds: sum))
        case (.date(let day), .duration(let duration)):
            let micros = operation == .add ? duration.microseconds : -duration.microseconds
            let days = Int64(day.daysSinceEpoch) + ReferenceFunctions.floorDivide(micros, 86_400_000_000)
            guard (-719_162..<2_932_897).contains(days) else { throw Failure.overflow }
            return .date(EdmDate(daysSinceEpoch: Int32(days)))
        default: break
        }
        if type.primitive == .double || type.primitive == .single {
            return try doubles(operation, Self.double(left), Self.double(right))
        }
        guard let first = Exact(left), let second = Exact(right) else { throw Failure.unsupported("arithmetic") }
        let result = try exact(operation, first, second, as: type)
        if type.primitive == .duration {
            guard let micros = result.scaled(to: 0) else { throw Failure.overflow }
            return .duration(EdmDuration(microseconds: micros))
        }
        if type.primitive == .decimal {
            guard result.scaled(to: max(result.scale, 0)) != nil else { throw Failure.overflow }
            return result.value
        }
        guard let number = result.scaled(to: 0) else { throw Failure.overflow }
        return .integer(number)
    }

    private func exact(
        _ operation: BoundExpression.Arithmetic,
        _ left: Exact,
        _ right: Exact,
        as type: EdmTypeReference
    ) throws -> Exact {
        let (first, second, scale) = Exact.aligned(left, right)
        switch operation {
        case .add: return Exact(first + second, scale: scale)
        case .sub: return Exact(first - second, scale: scale)
        case .mul: return Exact(left.significand * right.significand, scale: left.scale + right.scale)
        case .mod:
            guard second != 0 else { throw Failure.division }
            return Exact(first % second, scale: scale)
        case .div, .divby:
            guard second != 0 else { throw Failure.division }
            if type.primitive != .decimal { return Exact(first / second) }
            guard case .fixed(let digits) = type.facets.scale else { return left.divided(by: right, scale: 6) }
            return left.divided(by: right, scale: digits)
        }
    }

    private func doubles(
        _ operation: BoundExpression.Arithmetic,
        _ left: Double,
        _ right: Double
    ) throws -> EdmValue {
        let result: Double
        switch operation {
        case .add: result = left + right
        case .sub: result = left - right
        case .mul: result = left * right
        case .div, .divby: result = left / right
        case .mod:
            guard right != 0 else { throw Failure.division }
            result = left.truncatingRemainder(dividingBy: right)
        }
        return result.isNaN ? .null : .double(result)
    }
}
