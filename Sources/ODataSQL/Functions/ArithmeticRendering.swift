import OData
import SQLCore

extension ExpressionPlanner {
    /// `add sub mul div divby mod` on numbers, dates and durations (URL Conventions 5.1.1.2).
    func arithmetic(
        _ operation: BoundExpression.Arithmetic,
        _ left: BoundExpression,
        _ right: BoundExpression,
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        let first = try value(left)
        let second = try value(right)
        if first.isNullConstant || second.isNullConstant {
            return PlannedExpression(sql: .bind(.null), storage: first.storage, isNullable: true)
        }
        if let leftForm = first.numberForm, let rightForm = second.numberForm {
            return numbers(operation, first, leftForm, second, rightForm)
        }
        return try times(operation, first, second, at: range)
    }

    private func numbers(
        _ operation: BoundExpression.Arithmetic,
        _ left: PlannedExpression,
        _ leftForm: SQLNumberForm,
        _ right: PlannedExpression,
        _ rightForm: SQLNumberForm
    ) -> PlannedExpression {
        let isNullable = left.isNullable || right.isNullable
        guard let common = NumberForms.common([leftForm, rightForm]) else { return left }
        func result(_ sql: SQLExpression, _ form: SQLNumberForm) -> PlannedExpression {
            let isWide = left.storage == .wideInteger || right.storage == .wideInteger
            let storage = form == .integer && isWide ? ColumnStorage.wideInteger : form.storage
            return PlannedExpression(sql: sql, storage: storage, isNullable: isNullable)
        }
        func both(_ form: SQLNumberForm) -> (SQLExpression, SQLExpression) {
            (NumberForms.convert(left, to: form), NumberForms.convert(right, to: form))
        }
        switch operation {
        case .add, .sub, .mod:
            let (a, b) = both(common)
            return result(.arithmetic(operation.sql, common, a, b), common)
        case .mul:
            if case .decimal = common {
                // Scales add up, so that no digit is lost.
                let scale = leftForm.scale + rightForm.scale
                return result(.arithmetic(.multiply, common, left.sql, right.sql), .decimal(scale: scale))
            }
            let (a, b) = both(common)
            return result(.arithmetic(.multiply, common, a, b), common)
        case .div, .divby:
            if common == .double || (common == .integer && operation == .div) {
                let (a, b) = both(common)
                return result(.arithmetic(.divide, common, a, b), common)
            }
            let scale = max(leftForm.scale, rightForm.scale, 6)
            let quotient = SQLFunction.decimalDivide(left: leftForm.scale, right: rightForm.scale, result: scale)
            return result(.function(quotient, [left.sql, right.sql]), .decimal(scale: scale))
        }
    }

    private func times(
        _ operation: BoundExpression.Arithmetic,
        _ left: PlannedExpression,
        _ right: PlannedExpression,
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        let isNullable = left.isNullable || right.isNullable
        func result(_ sql: SQLExpression, _ storage: ColumnStorage) -> PlannedExpression {
            PlannedExpression(sql: sql, storage: storage, isNullable: isNullable)
        }
        switch (operation, left.storage, right.storage) {
        case (.add, .duration, .duration), (.sub, .duration, .duration):
            return result(.arithmetic(operation.sql, .integer, left.sql, right.sql), .duration)
        case (.add, .timestamp, .duration):
            return result(.function(.addDuration(.timestamp), [left.sql, right.sql]), .timestamp)
        case (.add, .date, .duration): return result(.function(.addDuration(.date), [left.sql, right.sql]), .date)
        case (.sub, .timestamp, .duration):
            let negative = SQLExpression.negate(.integer, right.sql)
            return result(.function(.addDuration(.timestamp), [left.sql, negative]), .timestamp)
        case (.sub, .date, .duration):
            let negative = SQLExpression.negate(.integer, right.sql)
            return result(.function(.addDuration(.date), [left.sql, negative]), .date)
        case (.sub, .timestamp, .timestamp):
            return result(.function(.difference(.timestamp), [left.sql, right.sql]), .duration)
        case (.sub, .date, .date): return result(.function(.difference(.date), [left.sql, right.sql]), .duration)
        case (.mul, .duration, .integer), (.mul, .integer, .duration), (.mul, .duration, .wideInteger):
            return result(.arithmetic(.multiply, .integer, left.sql, right.sql), .duration)
        case (.div, .duration, .integer), (.div, .duration, .wideInteger):
            return result(.arithmetic(.divide, .integer, left.sql, right.sql), .duration)
        default: throw .notImplemented(feature: "\(operation.rawValue) of these date and time types", at: range)
        }
    }

    /// An explicit or implied conversion; where the value cannot be converted the result is null.
    func cast(
        _ operand: BoundExpression,
        to type: EdmTypeReference,
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        let planned = try value(operand)
        let natural = ColumnStorage.natural(for: type, scale: planned.numberForm?.scale ?? 0)
        if natural == planned.storage || planned.isNullConstant {
            return PlannedExpression(sql: planned.sql, storage: natural, isNullable: planned.isNullable)
        }
        func result(_ sql: SQLExpression, _ storage: ColumnStorage) -> PlannedExpression {
            PlannedExpression(sql: sql, storage: storage, isNullable: planned.isNullable)
        }
        switch (planned.storage, natural) {
        case (.integer, .wideInteger), (.guid, .text), (.date, .text): return result(planned.sql, natural)
        case (.wideInteger, .integer): return result(planned.sql, natural)
        case (.integer, .scaledDecimal), (.wideInteger, .scaledDecimal):
            return result(planned.sql, .scaledDecimal(scale: 0))
        case (.integer, .real), (.wideInteger, .real), (.scaledDecimal, .real):
            return result(NumberForms.convert(planned, to: .double), .real)
        case (.scaledDecimal(let scale), .integer), (.scaledDecimal(let scale), .wideInteger):
            let truncated = SQLExpression.arithmetic(
                .divide,
                .integer,
                planned.sql,
                .bind(.integer(Self.powerOfTen(scale)))
            )
            return result(scale == 0 ? planned.sql : truncated, natural == .integer ? .integer : .wideInteger)
        case (.real, .integer), (.real, .wideInteger):
            return result(.function(.fromDouble(.integer), [planned.sql]), natural)
        case (.date, .timestamp): return result(.function(.timestampOfDate, [planned.sql]), .timestamp)
        case (.timestamp, .date): return result(.function(.dateOfTimestamp, [planned.sql]), .date)
        case (.timestamp, .timeOfDay): return result(.function(.timeOfTimestamp, [planned.sql]), .timeOfDay)
        case (.boolean, .text): return result(.function(.toText(.boolean), [planned.sql]), .text)
        case (_, .text):
            if let form = planned.numberForm { return result(.function(.toText(.number(form)), [planned.sql]), .text) }
            if let form = planned.storage.timeForm {
                return result(.function(.toText(.time(form)), [planned.sql]), .text)
            }
            throw .notImplemented(feature: "cast to \(type.name)", at: range)
        default: throw .notImplemented(feature: "cast to \(type.name) from this type", at: range)
        }
    }

    private static func powerOfTen(_ exponent: Int) -> Int64 {
        (0..<min(max(exponent, 0), 18)).reduce(Int64(1)) { power, _ in power * 10 }
    }
}

extension BoundExpression.Arithmetic {
    var sql: SQLArithmetic {
        switch self {
        case .add: .add
        case .sub: .subtract
        case .mul: .multiply
        case .div, .divby: .divide
        case .mod: .modulo
        }
    }
}
