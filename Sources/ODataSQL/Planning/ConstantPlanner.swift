import OData
import SQLCore

/// A constant brought to the storage of the column it is compared with.
enum StoredConstant {
    /// The storage can hold the value.
    case exact(SQLValue)
    /// The value lies between two storable ones; `floor` is the smaller of them.
    case between(floor: SQLValue)
    /// Every storable value is greater, or smaller.
    case belowAll
    case aboveAll
    /// A null constant.
    case null
}

/// Turns constants of the bound tree into the values that columns hold.
enum ConstantPlanner {
    /// The value as the storage has it; throws for a value of a kind that the storage never meets.
    static func store(
        _ value: EdmValue,
        as storage: ColumnStorage,
        at range: SourceRange?
    ) throws(PlanningError) -> StoredConstant {
        switch (value, storage) {
        case (.null, _): return .null
        case (.boolean(let flag), .boolean): return .exact(.boolean(flag))
        case (.integer, .integer), (.integer, .wideInteger), (.integer, .scaledDecimal), (.decimal, .integer),
            (.decimal, .wideInteger), (.decimal, .scaledDecimal):
            return number(value, scale: storage.numberForm?.scale ?? 0)
        case (.double(let number), .integer), (.double(let number), .wideInteger),
            (.double(let number), .scaledDecimal):
            return fromDouble(number, scale: storage.numberForm?.scale ?? 0)
        case (.integer(let number), .real): return .exact(.real(Double(number)))
        case (.decimal(let number), .real): return .exact(.real(number.doubleValue))
        case (.double(let number), .real): return .exact(number.isNaN ? .null : .real(number))
        case (.integer(let number), .boolean) where number == 0 || number == 1: return .exact(.integer(number))
        case (.string(let text), .text): return .exact(.text(text))
        case (.guid(let guid), .guid): return .exact(.text(guid.description))
        case (.guid(let guid), .text): return .exact(.text(guid.description))
        case (.date(let date), .date): return .exact(.text(date.description))
        case (.date(let date), .timestamp): return .exact(.integer(Int64(date.daysSinceEpoch) * 86_400_000_000))
        case (.dateTimeOffset(let instant), .timestamp): return .exact(.integer(instant.microseconds))
        case (.dateTimeOffset(let instant), .date): return .exact(.text(instant.date.description))
        case (.timeOfDay(let time), .timeOfDay): return .exact(.integer(time.microseconds))
        case (.duration(let duration), .duration): return .exact(.integer(duration.microseconds))
        case (.integer, .wideDecimal(let scale, _)), (.decimal, .wideDecimal(let scale, _)),
            (.double, .wideDecimal(let scale, _)):
            return wide(value, scale: scale)
        case (.binary(let bytes), .blob): return .exact(.blob(bytes))
        case (.enumeration(_, let number), .enumeration), (.enumeration(_, let number), .integer),
            (.enumeration(_, let number), .wideInteger), (.integer(let number), .enumeration):
            return .exact(.integer(number))
        case (.enumeration(_, let number), .text), (.integer(let number), .text):
            return .exact(.text(String(number)))
        default:
            throw .valueOutOfRange(describe(value), at: range)
        }
    }

    /// The value in the storage that suits it by itself.
    static func natural(_ value: EdmValue, type: EdmTypeReference) -> (SQLValue, ColumnStorage) {
        switch value {
        case .null: return (.null, .natural(for: type, scale: 0))
        case .boolean(let flag): return (.boolean(flag), .boolean)
        case .integer(let number):
            if type.primitive == .double || type.primitive == .single { return (.real(Double(number)), .real) }
            return (.integer(number), .integer)
        case .decimal(let number):
            let exact = number.normalised
            if type.primitive == .double || type.primitive == .single { return (.real(number.doubleValue), .real) }
            guard let scaled = Int64(exactly: exact.significand) else { return (.real(number.doubleValue), .real) }
            return (.integer(scaled), .scaledDecimal(scale: exact.scale))
        case .double(let number): return (number.isNaN ? .null : .real(number), .real)
        case .string(let text): return (.text(text), .text)
        case .guid(let guid): return (.text(guid.description), .guid)
        case .date(let date): return (.text(date.description), .date)
        case .timeOfDay(let time): return (.integer(time.microseconds), .timeOfDay)
        case .dateTimeOffset(let instant): return (.integer(instant.microseconds), .timestamp)
        case .duration(let duration): return (.integer(duration.microseconds), .duration)
        case .binary(let bytes): return (.blob(bytes), .blob)
        case .enumeration(_, let number): return (.integer(number), .integer)
        }
    }

    /// An exact number at a scale; what lies between two storable values is rounded down and said to be.
    private static func number(_ value: EdmValue, scale: Int) -> StoredConstant {
        let decimal: EdmDecimal
        switch value {
        case .integer(let number): decimal = EdmDecimal(number)
        case .decimal(let number): decimal = number.normalised
        default: return .null
        }
        if decimal.scale <= scale {
            var scaled = decimal.significand
            for _ in decimal.scale..<scale {
                let (product, overflow) = scaled.multipliedReportingOverflow(by: 10)
                guard !overflow else { return decimal.significand < 0 ? .belowAll : .aboveAll }
                scaled = product
            }
            guard let stored = Int64(exactly: scaled) else { return decimal.significand < 0 ? .belowAll : .aboveAll }
            return .exact(.integer(stored))
        }
        var scaled = decimal.significand
        var isExact = true
        for _ in scale..<decimal.scale {
            let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: 10)
            if remainder != 0 { isExact = false }
            scaled = remainder < 0 ? quotient - 1 : quotient
        }
        guard let stored = Int64(exactly: scaled) else { return decimal.significand < 0 ? .belowAll : .aboveAll }
        return isExact ? .exact(.integer(stored)) : .between(floor: .integer(stored))
    }

    /// An exact number for a column of wide decimals.
    private static func wide(_ value: EdmValue, scale: Int) -> StoredConstant {
        let decimal: EdmDecimal
        switch value {
        case .integer(let number): decimal = EdmDecimal(number)
        case .decimal(let number): decimal = number.normalised
        case .double(let number):
            if number.isNaN { return .null }
            guard let exact = EdmDecimal("\(number)") else { return number < 0 ? .belowAll : .aboveAll }
            decimal = exact.normalised
        default: return .null
        }
        if let text = WideDecimal.text(of: decimal, scale: scale) { return .exact(.text(text)) }
        guard decimal.scale > scale else { return decimal.significand < 0 ? .belowAll : .aboveAll }
        var floor = decimal.significand
        for _ in scale..<decimal.scale { floor = floor / 10 - (floor % 10 < 0 ? 1 : 0) }
        return .between(floor: .text(WideDecimal.text(of: floor)))
    }

    private static func fromDouble(_ number: Double, scale: Int) -> StoredConstant {
        if number.isNaN { return .null }
        var scaled = number
        for _ in 0..<scale { scaled *= 10 }
        let floor = scaled.rounded(.down)
        guard let stored = Int64(exactly: floor) else { return number < 0 ? .belowAll : .aboveAll }
        return floor == scaled ? .exact(.integer(stored)) : .between(floor: .integer(stored))
    }

    private static func describe(_ value: EdmValue) -> String { String("\(value)".prefix(80)) }
}
