/// Exact arithmetic on 64-bit integers and scaled decimals, and what SQLite's doubles lack.
///
/// SQLite itself turns an integer overflow into a double and a division by zero into null.
enum DecimalFunctions {
    static var all: [SQLiteFunction] { integers + decimals + doubles + conversions }

    private static var integers: [SQLiteFunction] {
        [
            SQLiteFunction("odata_add", 2) { call throws(SQLiteFunctionFailure) in
                call.give(try checked(call.integer(0).addingReportingOverflow(call.integer(1))))
            },
            SQLiteFunction("odata_sub", 2) { call throws(SQLiteFunctionFailure) in
                call.give(try checked(call.integer(0).subtractingReportingOverflow(call.integer(1))))
            },
            SQLiteFunction("odata_mul", 2) { call throws(SQLiteFunctionFailure) in
                call.give(try checked(call.integer(0).multipliedReportingOverflow(by: call.integer(1))))
            },
            SQLiteFunction("odata_div", 2) { call throws(SQLiteFunctionFailure) in
                guard call.integer(1) != 0 else { throw .divisionByZero }
                call.give(try checked(call.integer(0).dividedReportingOverflow(by: call.integer(1))))
            },
            SQLiteFunction("odata_mod", 2) { call throws(SQLiteFunctionFailure) in
                guard call.integer(1) != 0 else { throw .divisionByZero }
                // The remainder of the smallest number by -1 is 0, though the quotient overflows.
                call.give(call.integer(1) == -1 ? 0 : call.integer(0) % call.integer(1))
            },
            SQLiteFunction("odata_neg", 1) { call throws(SQLiteFunctionFailure) in
                call.give(try checked(Int64(0).subtractingReportingOverflow(call.integer(0))))
            },
        ]
    }

    private static var decimals: [SQLiteFunction] {
        [
            SQLiteFunction("odata_decimal_div", 5) { call throws(SQLiteFunctionFailure) in
                guard call.integer(1) != 0 else { throw .divisionByZero }
                let shift = call.integer(4) + call.integer(3) - call.integer(2)
                call.give(try narrowed(quotient(Int128(call.integer(0)), Int128(call.integer(1)), shift: shift)))
            },
            SQLiteFunction("odata_rescale", 3) { call throws(SQLiteFunctionFailure) in
                let shift = call.integer(2) - call.integer(1)
                call.give(try narrowed(quotient(Int128(call.integer(0)), 1, shift: shift)))
            },
            SQLiteFunction("odata_round", 2) { call throws(SQLiteFunctionFailure) in
                call.give(try whole(call) { value, unit in divideHalfUp(value, unit) })
            },
            SQLiteFunction("odata_floor", 2) { call throws(SQLiteFunctionFailure) in
                call.give(try whole(call) { value, unit in floorDivide(value, unit) })
            },
            SQLiteFunction("odata_ceiling", 2) { call throws(SQLiteFunctionFailure) in
                call.give(try whole(call) { value, unit in -floorDivide(-value, unit) })
            },
        ]
    }

    private static var doubles: [SQLiteFunction] {
        [
            SQLiteFunction("odata_fdiv", 2) { call in call.give(call.real(0) / call.real(1)) },
            SQLiteFunction("odata_fmod", 2) { call throws(SQLiteFunctionFailure) in
                guard call.real(1) != 0 else { throw .divisionByZero }
                call.give(call.real(0).truncatingRemainder(dividingBy: call.real(1)))
            },
            SQLiteFunction("odata_fround", 1) { call in call.give(call.real(0).rounded(.toNearestOrAwayFromZero)) },
            SQLiteFunction("odata_ffloor", 1) { call in call.give(call.real(0).rounded(.down)) },
            SQLiteFunction("odata_fceiling", 1) { call in call.give(call.real(0).rounded(.up)) },
        ]
    }

    private static var conversions: [SQLiteFunction] {
        [
            SQLiteFunction("odata_to_double", 2) { call throws(SQLiteFunctionFailure) in
                call.give(Double(call.integer(0)) / Double(try power(call.integer(1))))
            },
            SQLiteFunction("odata_from_double", 2) { call throws(SQLiteFunctionFailure) in
                let scaled = (call.real(0) * Double(try power(call.integer(1)))).rounded(.toNearestOrAwayFromZero)
                guard let value = Int64(exactly: scaled) else { throw .overflow }
                call.give(value)
            },
            SQLiteFunction("odata_text_decimal", 2) { call throws(SQLiteFunctionFailure) in
                call.give(try decimalText(call.integer(0), scale: call.integer(1)))
            },
            SQLiteFunction("odata_text_double", 1) { call in call.give(doubleText(call.real(0))) },
            SQLiteFunction("odata_text_boolean", 1) { call in call.give(call.integer(0) == 0 ? "false" : "true") },
        ]
    }

    /// value × 10^shift ÷ divisor, half away from zero.
    private static func quotient(
        _ value: Int128,
        _ divisor: Int128,
        shift: Int64
    ) throws(SQLiteFunctionFailure) -> Int128 {
        let (factor, isNegative) = (try power(abs(shift)), shift < 0)
        let (upper, isTooWide) = value.multipliedReportingOverflow(by: isNegative ? 1 : factor)
        let (lower, isTooSmall) = divisor.multipliedReportingOverflow(by: isNegative ? factor : 1)
        guard !isTooWide, !isTooSmall else { throw .overflow }
        return divideHalfUp(upper, lower)
    }

    /// Needs a divisor other than zero.
    private static func divideHalfUp(_ value: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
        return (value < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }

    /// Needs a positive divisor.
    private static func floorDivide(_ value: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    private static func whole(
        _ call: SQLiteFunctionCall,
        _ divide: (Int128, Int128) -> Int128
    ) throws(SQLiteFunctionFailure) -> Int64 {
        let unit = try power(call.integer(1))
        let (value, isTooWide) = divide(Int128(call.integer(0)), unit).multipliedReportingOverflow(by: unit)
        guard !isTooWide else { throw .overflow }
        return try narrowed(value)
    }

    private static func power(_ exponent: Int64) throws(SQLiteFunctionFailure) -> Int128 {
        guard (0...37).contains(exponent) else { throw .invalidArgument }
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    private static func narrowed(_ value: Int128) throws(SQLiteFunctionFailure) -> Int64 {
        guard let narrow = Int64(exactly: value) else { throw .overflow }
        return narrow
    }

    private static func checked(
        _ result: (partialValue: Int64, overflow: Bool)
    ) throws(SQLiteFunctionFailure) -> Int64 {
        guard !result.overflow else { throw .overflow }
        return result.partialValue
    }

    /// Without zeros at the end of the fraction, as OData writes decimals of variable scale.
    private static func decimalText(_ value: Int64, scale: Int64) throws(SQLiteFunctionFailure) -> String {
        let unit = try power(scale)
        let (whole, fraction) = Int128(value).magnitude.quotientAndRemainder(dividingBy: unit.magnitude)
        var text = (value < 0 ? "-" : "") + String(whole)
        guard fraction != 0 else { return text }
        let digits = String(fraction)
        text += "." + String(repeating: "0", count: Int(scale) - digits.count) + digits
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }

    private static func doubleText(_ value: Double) -> String {
        if value.isInfinite { return value < 0 ? "-INF" : "INF" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
