import OData
import SQLCore

/// Brings numbers of different storage to one form (URL Conventions 5.1.1.18).
enum NumberForms {
    /// The form that holds all of them: double over decimal over integer; the largest scale.
    static func common(_ forms: [SQLNumberForm]) -> SQLNumberForm? {
        guard !forms.isEmpty else { return nil }
        if forms.contains(.double) { return .double }
        let scale = forms.map(\.scale).max() ?? 0
        let hasDecimal = forms.contains { if case .decimal = $0 { true } else { false } }
        return hasDecimal ? .decimal(scale: scale) : .integer
    }

    /// The SQL of a number in another form; the value is the same.
    static func convert(_ planned: PlannedExpression, to form: SQLNumberForm) -> SQLExpression {
        guard let own = planned.numberForm, own != form else { return planned.sql }
        if case .bind(let value) = planned.sql, let other = convert(value, from: own, to: form) { return .bind(other) }
        switch form {
        case .double: return .function(.toDouble(own), [planned.sql])
        case .decimal(let scale): return .function(.rescale(from: own.scale, to: scale), [planned.sql])
        case .integer: return planned.sql
        }
    }

    /// A constant in another form; nil where 64 bits do not hold it, which the database then says when it gets there.
    private static func convert(_ value: SQLValue, from own: SQLNumberForm, to form: SQLNumberForm) -> SQLValue? {
        guard case .integer(let number) = value else { return value }
        switch form {
        case .double:
            return .real(EdmDecimal(significand: Int128(number), scale: own.scale)?.doubleValue ?? Double(number))
        case .decimal(let scale):
            var scaled = number
            for _ in own.scale..<max(scale, own.scale) {
                let (product, overflow) = scaled.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                scaled = product
            }
            return .integer(scaled)
        case .integer: return value
        }
    }
}
